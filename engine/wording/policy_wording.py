"""Writes formulas for everybody, as a pay policy says them.

The words are those of statements; where a policy speaks otherwise, messages under `rule.` do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Conditional,
    Field,
    Kind,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    TextLiteral,
    bind,
)
from engine.plan import Line, Parameter, Plan, shapes
from engine.text import (
    MINUS,
    catalogue,
    figure,
    is_share,
    listed,
    marked,
    month_name,
    plain_text,
    say,
    shown,
)
from engine.wording.naming import (
    ADD,
    AND,
    ATOM,
    CHOICE,
    COMPARE,
    MULTIPLY,
    OR,
    SIGNS,
    Naming,
    Written,
    rises,
)
from engine.wording.part_units import Units

LOOKS_UP = ("step", "tiers", "whole_tiers", "curve", "prize")
"""Words that look something up in a parameter of breakpoints."""
SHARED = ("pool", "weight")
"""What decides a share: the amount that is shared out, and what it is shared out by."""
_COUNTED = ("total", "reports_total", "quarter_total", "half_total", "year_total")
_COMPARED = {"==": "is", "!=": "is_not", ">=": "least", ">": "above", "<": "below", "<=": "most"}


class PolicyWording(Naming):
    """Writes formulas for everybody: scalar figures beside their names, words in sentences."""

    def __init__(self, plan: Plan, units: Units, language: str) -> None:
        super().__init__(plan, _kinds(plan), language)
        self._units = units

    def term(self, node: Node, sign: str) -> str:
        """A term of a sum, with its sign where one is needed."""
        written = self._names(node)
        if not sign:
            return written[0]
        level = ATOM if written[0].startswith(MINUS) else ADD + (sign == "-")
        return f"{SIGNS[sign]} {self._bracketed(written, level)}"

    def all_of(self, conditions: tuple[Node, ...]) -> str:
        """Conditions that must all hold."""
        parts = [part for condition in conditions for part in conjuncts(condition)]
        level = CHOICE if len(parts) == 1 else AND
        texts = [self._bracketed(self._stated(part), level) for part in parts]
        return listed(texts, "and", self.language)

    def outcome(self, value: float, unit: str, yes_or_no: bool) -> str:
        """A number that a case comes to."""
        text = figure(value, "share" if is_share(unit) else unit, self.language)
        if not yes_or_no:
            return text
        return self._say("yes_or_no", value=text, answer=shown(bool(value), "", self.language))

    def share_of(self, name: str) -> str:
        """What is shared out ("pool") or decides the shares ("weight"), where it has no name."""
        return self._say(f"split_{name}")

    def met(self, line: Line) -> str:
        """That a line which is a yes or no is a yes."""
        return self._statement(Name(0, 0, line.id), True)[0]

    def about(self, node: Call, key: str) -> str:
        """A sentence about a word that gives several results."""
        given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
        texts = {name: self.stated(part) for name, part in given.items()}
        texts |= {
            a.name: self._whole(given[a.name]) for a in FUNCTIONS[node.function].takes if a.fixed
        }
        if "start" in given:
            kind = self._kinds[given["start"]]
            assert isinstance(kind, Choice)
            start = given["start"]
            column = start.name if isinstance(start, Name) else ""
            grades = [self.category(value, column) for value in kind.values or ()]
            texts["grades"] = listed(grades, "nouns", self.language)
        return say(self.language, key, **texts)

    # -- parts ------------------------------------------------------------------------------

    def _names(self, node: Node) -> Written:
        match node:
            case Name(name=name) if name in self._plan.parameters:
                return self._figure(self._plan.parameters[name])
            case Field(of=Lookup(table=table, key=key), name=name):
                texts = {"table": self.names(table), "key": self.names(key)}
                end = self._say(f"end_{name}")
                named = "of_band" if _says(texts["table"], texts["key"]) else "of_band_by"
                return self._say(named, end=end, **texts), ATOM
            case Field(name=name) if (found := self._known(f"result_{name}")) is not None:
                return found, ATOM
        return super()._names(node)

    def label(self, name: str) -> str:
        """The label of a column, parameter or line, marked as a term."""
        return marked(super().label(name), self.language)

    def _figure(self, parameter: Parameter) -> Written:
        label = marked(parameter.label[self.language], self.language)
        if not isinstance(parameter.value, shapes.Number):
            return label, ATOM
        unit = "share" if is_share(parameter.unit) else parameter.unit
        value = figure(parameter.json, unit, self.language)
        if self.language == "zh" and label.endswith("）"):
            return f"{label}{value}", ATOM
        return self._say("with_figure", label=label, value=value), ATOM

    def _whole(self, node: Node) -> str:
        if isinstance(node, Name) and node.name in self._plan.parameters:
            parameter = self._plan.parameters[node.name]
            return shown(parameter.json, parameter.unit, self.language)
        return self.names(node)

    def _look_up(self, node: Lookup) -> str:
        assert isinstance(node.table, Name)
        parameter = self._plan.parameters[node.table.name]
        table, key = self.label(parameter.id), self.names(node.key)
        if isinstance(node.key, TextLiteral) and isinstance(parameter.value, shapes.Table):
            value, unit = parameter.value.entries.get(node.key.value), self._units.of(node)
            written = figure(value, "share" if is_share(unit) else unit, self.language)
            label = self.key(parameter, node.key.value)
            return self._say("entry", table=table, key=label, value=written)
        if _says(table, key):
            return table
        return self._say("by", table=table, key=key)

    def _cases(self, node: Conditional) -> str:
        text = ""
        rest: Node = node
        while isinstance(rest, Conditional):
            then = self._bracketed(self._names(rest.then), OR)
            text += self._say("case", condition=self.stated(rest.condition), then=then)
            rest = rest.other
        return text + self._say("otherwise", other=self._bracketed(self._names(rest), OR))

    def _call(self, node: Call, write: Callable[[Node], Written]) -> Written:
        function = FUNCTIONS[node.function]
        given = bind(node, function)
        if function.name == "ratio":
            return super()._call(node, write)
        if function.name in ("min", "max") and len(given) == 2:
            limits = [part for _, part in given if self._is_fixed(part)]
            if len(limits) == 1:
                x = next(part for _, part in given if part is not limits[0])
                key = "at_most" if function.name == "min" else "at_least"
                if self._is_unlimited(limits[0]):
                    key = "unlimited"
                return self._limited(key, x, limit=self._beside(limits[0], x))
        if function.name == "clip":
            by_name = {argument.name: part for argument, part in given}
            x, low, high = (by_name[name] for name in ("x", "low", "high"))
            ends = {"low": self._beside(low, x), "high": self._beside(high, x)}
            either_way = isinstance(low, Negation) and self._beside(low.of, x) == ends["high"]
            return self._limited("either_way" if either_way else "between", x, **ends)
        if function.name == "split":
            return self._split({argument.name: part for argument, part in given}, node), MULTIPLY
        if function.name in ("floor", "ceil"):
            return self._limited(f"word_{function.name}", given[0][1])
        if function.name in LOOKS_UP:
            (_, table), (_, x) = given
            parameter = looked_up(self._plan, table)
            of = parameter.of
            measured = marked(of[self.language], self.language) if of else self.names(x)
            name = self.label(parameter.id)
            return self._say(
                f"word_{function.name}", table=name, of=measured, x=self._atom(x)
            ), ATOM
        return self._told(node)

    def _told(self, node: Call) -> Written:
        """A word as its message has it, with its arguments."""
        function = FUNCTIONS[node.function]
        given = {argument.name: part for argument, part in bind(node, function)}
        texts = {
            a.name: self._whole(part) if a.fixed else self._atom(part)
            for a, part in bind(node, function)
        }
        texts["list"] = self._say("semicolon").join(
            self._bracketed(self._names(part), OR) for _, part in bind(node, function)
        )
        texts["whom"] = self.whom(node) if function.scope == "everyone" else ""
        key = f"word_{node.function}"
        x = given.get("x")
        if node.function in _COUNTED and isinstance(x, Conditional) and is_zero(x.other):
            key = f"{key}_where"
            texts |= {"condition": self.stated(x.condition), "x": self._atom(x.then)}
        elif node.function in _COUNTED and isinstance(x, Number):
            key = f"{key}_rows"
        elif (rising := rises(node)) is not None:
            key, texts["x"] = "word_rank_rising", self._atom(rising)
        if "condition" in given:
            texts["condition"] = self.stated(given["condition"])
        return self._say(key, **texts), ATOM

    def _split(self, given: Mapping[str, Node], node: Call) -> str:
        """The own share of a pool; what has no name of its own is told beside the formula."""
        texts = {
            name: self.share_of(name) if has_no_name(given[name]) else self.names(given[name])
            for name in SHARED
        }
        key = "word_split_equally" if isinstance(given["weight"], Number) else "word_split"
        return self._say(key, **texts, whom=self.whom(node))

    def _limited(self, key: str, x: Node, **limits: str) -> Written:
        level = OR if isinstance(x, Conditional) else CHOICE
        return self._say(key, x=self._bracketed(self._names(x), level), **limits), CHOICE

    def _atom(self, node: Node) -> str:
        return self._bracketed(self._names(node), ATOM)

    def _is_fixed(self, node: Node) -> bool:
        named = node.table if isinstance(node, Lookup) else node
        return isinstance(node, Number) or (
            isinstance(named, Name) and named.name in self._plan.parameters
        )

    def _is_unlimited(self, node: Node) -> bool:
        return isinstance(node, Name) and self._plan.parameters[node.name].value.is_unlimited

    def _beside(self, node: Node, other: Node) -> str:
        """A number in the unit of what it is compared with; anything else by its name."""
        if isinstance(node, Number):
            return figure(node.value, self._units.of(other) if node.value else "", self.language)
        return self.names(node)

    # -- conditions -------------------------------------------------------------------------

    def _operation(self, node: Node, write: Callable[[Node], Written]) -> Written:
        if isinstance(node, Comparison):
            left, right = node.left, node.right
            if isinstance(left, Name) and left.name == "calendar_month":
                return self._months(node, (right,), node.sign == "!="), COMPARE
            column = left.name if isinstance(left, Name) else ""
            a = self._quotient(left) or self._bracketed(self._names(left), ADD)
            b = (
                self.category(right.value, column)
                if isinstance(right, TextLiteral)
                else self._bracketed((self._beside(right, left), self._names(right)[1]), ADD)
            )
            return self._say(f"compare_{_COMPARED[node.sign]}", a=a, b=b), COMPARE
        if isinstance(node, Logical):
            level = AND if node.sign == "and" else OR
            parts = [self._bracketed(write(part), level) for part in conjuncts(node, node.sign)]
            return listed(parts, node.sign, self.language), level
        return super()._operation(node, write)

    def _quotient(self, node: Node) -> str:
        """A quotient that is compared; "" for anything else."""
        match node:
            case Call(function="ratio"):
                (_, a), (_, b) = bind(node, FUNCTIONS["ratio"])
            case Arithmetic(sign="/", left=a, right=b):
                pass
            case _:
                return ""
        return self._say("quotient", a=self._atom(a), b=self._atom(b))

    def _statement(self, node: Node, met: bool) -> Written:
        if isinstance(node, Field) and met:
            return self.names(node), ATOM
        parameter = self._plan.parameters.get(node.name) if isinstance(node, Name) else None
        if parameter is not None:
            label = self.label(parameter.id)
            value = shown(parameter.json, "", self.language)
            return self._say("flag_parameter", name=label, value=value), ATOM
        key, name, whether = f"is_{str(met).lower()}", self.names(node), self._say("whether")
        if plain_text(name).startswith(whether):
            key, name = f"{key}_whether", plain_text(name).removeprefix(whether)
        return self._say(key, name=name), ATOM

    def _membership(self, node: Membership, of: str) -> str:
        if isinstance(node.of, Name) and node.of.name == "calendar_month":
            return self._months(node, node.among, node.negated)
        first = node.among[0]
        if isinstance(first, Name) and first.name in self._plan.parameters:
            return super()._membership(node, of)
        column = node.of.name if isinstance(node.of, Name) else ""
        values = [
            self.category(item.value, column) if isinstance(item, TextLiteral) else self.names(item)
            for item in node.among
        ]
        key = "not_among" if node.negated else "among"
        return self._say(key, of=of, values=listed(values, "or", self.language))

    def _months(self, node: Node, among: tuple[Node, ...], negated: bool) -> str:
        numbers: list[int] = []
        for part in among:
            if isinstance(part, Number):
                numbers.append(int(part.value))
            elif isinstance(part, Name) and part.name in self._plan.parameters:
                match self._plan.parameters[part.name].value:
                    case shapes.Months(months=months):
                        numbers += months
                    case shapes.Number(constant=month):
                        numbers.append(int(month))
            else:
                key = "not_in_month_of" if negated else "in_month_of"
                return self._say(key, of=self.names(part))
        names = listed([month_name(n)[self.language] for n in numbers], "or", self.language)
        return self._say("not_in_months" if negated else "in_months", months=names)

    # -- sentences --------------------------------------------------------------------------

    def _say(self, key: str, /, **values: object) -> str:
        own = f"rule.{key}"
        if own in catalogue(self.language):
            return say(self.language, own, **values)
        return super()._say(key, **values)

    def _known(self, key: str) -> str | None:
        return catalogue(self.language).get(f"rule.{key}") or super()._known(key)


def _kinds(plan: Plan) -> Mapping[Node, Kind]:
    kinds: dict[Node, Kind] = {}
    for line in plan.lines.values():
        kinds |= line.formula.kinds
    return kinds


def conjuncts(node: Node, sign: str = "and") -> Iterator[Node]:
    """The conditions that are joined by `sign`; anything else is its own only condition."""
    if isinstance(node, Logical) and node.sign == sign:
        yield from conjuncts(node.left, sign)
        yield from conjuncts(node.right, sign)
    else:
        yield node


def has_no_name(node: Node) -> bool:
    """Whether a part of a formula is worked out on the spot and bears no name."""
    return not isinstance(node, Name | Number)


def is_zero(node: Node) -> bool:
    """Whether a part of a formula is a mere 0."""
    return isinstance(node, Number) and node.value == 0


def _says(table: str, key: str) -> bool:
    """Whether the label of a table says already what it is looked up by."""
    return plain_text(key).lower() in plain_text(table).lower()


def looked_up(plan: Plan, table: Node) -> Parameter:
    """The parameter that a word looks something up in, as a whole or in one row."""
    name = table.table if isinstance(table, Lookup) else table
    assert isinstance(name, Name)
    return plan.parameters[name.name]
