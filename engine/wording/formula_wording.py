"""Formulas in words: the one writer of them, for policies and for statements.

How a call reads is said by the definition of its function; everything between calls is said by the
sentences under `formula.`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from string import Formatter

from engine.calendar import Every
from engine.formula import (
    CONDITION,
    FUNCTIONS,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Conditional,
    Field,
    Function,
    Kind,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Shape,
    TextLiteral,
    Visitor,
    arguments,
    bind,
    rarest_cycle,
)
from engine.plan import Parameter, Plan, shapes
from engine.text import (
    MINUS,
    Text,
    listed,
    month_name,
    number,
    plain_text,
    quantity,
    say,
    value_text,
)
from engine.wording.fragment import Fragment, Precedence
from engine.wording.part_units import Units
from engine.wording.tree import (
    conjuncts,
    has_no_name,
    in_force,
    is_zero,
    looked_up,
    quotient,
    result_of,
)

SIGNS = {"+": "+", "-": MINUS, "*": "×", "/": "÷"}
_COMPARED = {"==": "is", "!=": "is_not", ">=": "least", ">": "above", "<": "below", "<=": "most"}


class FormulaWording(Visitor[[], Fragment]):
    """Writes the formulas of a plan in one language, with labels for names.

    `kinds` are those of the parts of the formulas.
    """

    def __init__(self, plan: Plan, kinds: Mapping[Node, Kind], units: Units, language: str) -> None:
        self._plan, self._kinds, self._units = plan, kinds, units
        self.language = language

    def text(self, node: Node) -> str:
        """A part of a formula."""
        return self.visit(node).text

    def statement(self, node: Node) -> str:
        """A condition as a statement."""
        return self.condition(node).text

    def rules(self, call: Call) -> list[str]:
        """What a function of several results does, sentence by sentence; one about an argument that
        is left out is missing."""
        function, given = FUNCTIONS[call.function], arguments(call)
        blanks = {}
        for argument in function.takes:
            if argument.name in given:
                part = given[argument.name]
                blanks[argument.name] = self.fixed(part) if argument.fixed else self.statement(part)
                kind = self._kinds[part]
                if isinstance(kind, Choice) and kind.values is not None:
                    column = part.name if isinstance(part, Name) else ""
                    values = [self.category(value, column) for value in kind.values]
                    blanks["values"] = listed(values, "nouns", self.language)
        return [
            rule[self.language].format(**blanks)
            for rule in function.wording.rules
            if _blanks(rule[self.language]) <= set(blanks)
        ]

    # -- names ------------------------------------------------------------------------------

    def label(self, name: str) -> str:
        """The label of a column, parameter or line."""
        plan = self._plan
        for known in (plan.facts, plan.parameters, plan.lines):
            if name in known:
                return known[name].label[self.language]
        return self._say(name)

    def category(self, value: str, column: str = "") -> str:
        """The label of a category's value; values of groups are their own labels."""
        plan = self._plan
        own = [plan.facts[column]] if column in plan.facts else []
        labels = [known.values for known in (*own, *plan.facts.values())]
        labels += [line.values for line in plan.lines.values()]
        for known in (*labels, _values_given()):
            if value in known:
                return known[value][self.language]
        return value

    def key(self, parameter: Parameter, key: str) -> str:
        """The label of a key of a table."""
        return self._plan.key_label(parameter, key)[self.language]

    def parameter(self, parameter: Parameter) -> Fragment:
        """A parameter."""
        return Fragment(self.label(parameter.id))

    def entry(self, parameter: Parameter, key: str) -> str:
        """The figure of a table under a key."""
        return self._say("entry", table=self.label(parameter.id), key=self.key(parameter, key))

    def people(self, call: Call) -> str:
        """Whom a function of several people looks at: everyone, or the own group."""
        given = dict(bind(call, FUNCTIONS[call.function]))
        people = self._say("everyone")
        for argument, part in given.items():
            if argument.name == "by" and "person" not in argument.kinds:
                people = self._say("own_group", group=self.text(part))
            elif argument.name == "among":
                people = self._say("who", whom=people, condition=self.statement(part))
        return people

    def visit_number(self, node: Number) -> Fragment:
        return Fragment(number(node.value))

    def visit_text(self, node: TextLiteral) -> Fragment:
        return Fragment(self.category(node.value))

    def visit_name(self, node: Name) -> Fragment:
        if node.name in self._plan.parameters:
            return self.parameter(self._plan.parameters[node.name])
        return Fragment(self.label(node.name))

    def visit_lookup(self, node: Lookup) -> Fragment:
        assert isinstance(node.table, Name)
        parameter = self._plan.parameters[node.table.name]
        if isinstance(node.key, TextLiteral):
            return Fragment(self.entry(parameter, node.key.value))
        table, key = self.label(parameter.id), self.text(node.key)
        if _says(table, key):
            return Fragment(table)
        return Fragment(self._say("by", table=table, key=key))

    def visit_field(self, node: Field) -> Fragment:
        match node.of:
            case Lookup(table=table, key=key):
                texts = {"table": self.text(table), "key": self.text(key)}
                end = self._say(f"end_{node.name}")
                named = "of_band" if _says(texts["table"], texts["key"]) else "of_band_by"
                return Fragment(self._say(named, end=end, **texts))
        return Fragment(result_of(self._plan, node)[self.language])

    # -- operations -------------------------------------------------------------------------

    def visit_negation(self, node: Negation) -> Fragment:
        return Fragment(f"{MINUS}{self._within(node.of, Precedence.ATOM)}", Precedence.PRODUCT)

    def visit_arithmetic(self, node: Arithmetic) -> Fragment:
        if (settled := in_force(self._plan, node)) is not node:
            return self.visit(settled)
        level = Precedence.SUM if node.sign in "+-" else Precedence.PRODUCT
        after = self.visit(node.right)
        if after.text.startswith(MINUS) or (node.sign in "-/" and after.precedence == level):
            after = Fragment(after.text, Precedence.CHOICE)
        sides = self._within(node.left, level), after.within(level, self.language)
        return Fragment(f"{sides[0]} {SIGNS[node.sign]} {sides[1]}", level)

    def visit_conditional(self, node: Conditional) -> Fragment:
        text = ""
        rest = in_force(self._plan, node)
        if not isinstance(rest, Conditional):
            return self.visit(rest)
        while isinstance(rest, Conditional):
            then = self._within(rest.then, Precedence.OR)
            text += self._say("case", condition=self.statement(rest.condition), then=then)
            rest = in_force(self._plan, rest.other)
        other = self._within(rest, Precedence.OR)
        return Fragment(text + self._say("otherwise", other=other), Precedence.CHOICE)

    # -- conditions -------------------------------------------------------------------------

    def visit_comparison(self, node: Comparison) -> Fragment:
        left, right = (in_force(self._plan, side) for side in (node.left, node.right))
        if self._is_flag(node):
            assert isinstance(right, Number)
            return Fragment(self.met(left, right.value != 0))
        if isinstance(left, Name) and left.name == "calendar_month":
            months = self._months(node, (right,), node.sign == "!=")
            return Fragment(months, Precedence.COMPARISON)
        text = self._say(
            f"compare_{_COMPARED[node.sign]}", a=self._compared(left), b=self.beside(right, left)
        )
        return Fragment(text, Precedence.COMPARISON)

    def visit_membership(self, node: Membership) -> Fragment:
        first = node.among[0]
        if isinstance(node.of, Name) and node.of.name == "calendar_month":
            text = self._months(node, node.among, node.negated)
        elif isinstance(self._kinds.get(first), Shape) and not self._is_months(first):
            assert isinstance(first, Name)
            key = "has_no_entry" if node.negated else "has_entry"
            text = self._say(key, of=self._compared(node.of), table=self.label(first.name))
        else:
            values = listed([self.beside(v, node.of) for v in node.among], "or", self.language)
            key = "not_among" if node.negated else "among"
            text = self._say(key, of=self._compared(node.of), values=values)
        return Fragment(text, Precedence.COMPARISON)

    def visit_logical(self, node: Logical) -> Fragment:
        level = Precedence.AND if node.sign == "and" else Precedence.OR
        parts = [
            self.condition(part).within(level, self.language) for part in conjuncts(node, node.sign)
        ]
        return Fragment(listed(parts, node.sign, self.language), level)

    def visit_not(self, node: Not) -> Fragment:
        return Fragment(self._say("not", of=self.statement(node.of)))

    def met(self, node: Node, met: bool) -> str:
        """That something named is so, or not; "whether" in its label becomes "that"."""
        if isinstance(node, Field) and met:
            return self.text(node)
        if isinstance(node, Name) and node.name in self._plan.parameters:
            return self._say("in_force", name=self.label(node.name))
        key, name, whether = f"is_{str(met).lower()}", self.text(node), self._say("whether")
        if plain_text(name).startswith(whether):
            key, name = f"{key}_whether", plain_text(name).removeprefix(whether)
        return self._say(key, name=name)

    def beside(self, node: Node, other: Node) -> str:
        """What something is compared with or limited by: a number has the unit of the other."""
        if isinstance(node, TextLiteral):
            return self.category(node.value, other.name if isinstance(other, Name) else "")
        if isinstance(node, Number):
            return quantity(node.value, self._units.of(other) if node.value else "", self.language)
        return self._within(node, Precedence.SUM)

    def _compared(self, node: Node) -> str:
        """What is compared."""
        divided = quotient(node)
        if divided is None:
            return self._within(node, Precedence.SUM)
        a, b = (self._within(part, Precedence.ATOM) for part in divided)
        return self._say("quotient", a=a, b=b)

    def condition(self, node: Node) -> Fragment:
        """A condition that is a mere name reads as a statement; anything else as it is."""
        if isinstance(node, Name | Field) and self._kinds[node] == CONDITION:
            return Fragment(self.met(node, True))
        return self.visit(node)

    def _is_flag(self, node: Comparison) -> bool:
        """Whether a column of flags is compared with 1 or 0."""
        left = node.left
        if not (isinstance(left, Name) and isinstance(node.right, Number) and node.sign == "=="):
            return False
        return left.name in self._plan.facts and self._plan.facts[left.name].kind == "flag"

    def _is_months(self, node: Node) -> bool:
        return self._kinds[node].name == "months"

    def _months(self, node: Node, among: tuple[Node, ...], negated: bool) -> str:
        numbers: list[int] = []
        for part in among:
            named = self._month_numbers(part)
            if named is None:
                key = "not_in_month_of" if negated else "in_month_of"
                return self._say(key, of=self.text(part))
            numbers += named
        names = listed([month_name(n)[self.language] for n in numbers], "or", self.language)
        return self._say("not_in_months" if negated else "in_months", months=names)

    def _month_numbers(self, part: Node) -> list[int] | None:
        """The months that a figure names, None where it names none that is known here."""
        if isinstance(part, Number):
            return [int(part.value)]
        if isinstance(part, Name) and part.name in self._plan.parameters:
            match self._plan.parameters[part.name].value:
                case shapes.Months(months=months):
                    return list(months)
                case shapes.Number(constant=month) if math.isfinite(month):
                    return [int(month)]
        return None

    # -- calls ------------------------------------------------------------------------------

    def visit_call(self, node: Call) -> Fragment:
        if (divided := quotient(node)) is not None:
            return self.visit(Arithmetic(node.at, node.end, "/", *divided))
        function = FUNCTIONS[node.function]
        wording = function.wording
        parts = [in_force(self._plan, part) for _, part in bind(node, function)]
        if wording.limit is not None and len(parts) == 2:
            fixed = [part for part in parts if self._is_fixed(part)]
            if len(fixed) == 1:
                x = next(part for part in parts if part is not fixed[0])
                return self._limited(x, fixed[0], wording.limit)
        template, given, condition = self._variant(node)
        blanks = {name: self._argument(function, name, given) for name in given}
        if condition is not None:
            blanks["condition"] = self.statement(condition)
        blanks["list"] = self._say("semicolon").join(
            self._within(part, Precedence.OR) for part in parts
        )
        if function.scope == "everyone":
            blanks["whom"] = self.people(node)
        if (look_up := looked_up(self._plan, node)) is not None:
            table, measured = look_up
            blanks["of"] = self._measured(table, measured)
        text = template[self.language]
        precedence = Precedence.ATOM
        if wording.clause:
            precedence = Precedence.CHOICE
        elif any(sign in text for sign in "×÷"):
            precedence = Precedence.PRODUCT
        return Fragment(text.format(**blanks), precedence)

    def fixed(self, node: Node) -> str:
        """A figure that is the same for everyone, as a figure."""
        if isinstance(node, Name) and node.name in self._plan.parameters:
            parameter = self._plan.parameters[node.name]
            return value_text(parameter.json, parameter.unit, self.language)
        return self.text(node)

    def _variant(self, call: Call) -> tuple[Text, dict[str, Node], Node | None]:
        """The wording that fits how the arguments are written, with them, and the condition of
        a case."""
        given, wording = arguments(call), FUNCTIONS[call.function].wording
        for variant in wording.variants:
            match variant.form, given.get(variant.argument):
                case _, None:
                    continue
                case "given", _:
                    return variant.text, given, None
                case "number", Number() if not variant.of or variant.of in given:
                    return variant.text, given, None
                case "negative", Negation(of=of) if not variant.of or (
                    self.text(of) == self.text(given[variant.of])
                ):
                    return variant.text, given | {variant.argument: of}, None
                case "periodic", part if rarest_cycle(part, self._plan.lines) is not Every.MONTH:
                    return variant.text, given, None
                case "case", Conditional(other=other) as case if is_zero(other):
                    return variant.text, given | {variant.argument: case.then}, case.condition
        return wording.text, given, None

    def _argument(self, function: Function, name: str, given: Mapping[str, Node]) -> str:
        """An argument as it stands in the wording of the call."""
        argument, part = function.argument(name), given[name]
        assert argument is not None
        if name in function.wording.names and has_no_name(part):
            return function.wording.names[name][self.language]
        if argument.fixed:
            return self.fixed(part)
        if argument.kinds == ("condition",):
            return self.statement(part)
        if look_up := self._table(part):
            return look_up
        if function.wording.clause and isinstance(part, Number) and "x" in given:
            return self.beside(part, given["x"])
        return self._clause(part) if function.wording.clause else self._within(part)

    def _table(self, part: Node) -> str:
        """The name of a parameter of several figures; "" for anything else."""
        table = part.table if isinstance(part, Lookup) else part
        if not isinstance(table, Name) or table.name not in self._plan.parameters:
            return ""
        return self.label(table.name) if isinstance(self._kinds[part], Shape) else ""

    def _measured(self, table: Parameter, x: Node) -> str:
        """What the breakpoints of a table measure."""
        return self.text(x) if table.of is None else table.of[self.language]

    def _limited(self, x: Node, limit: Node, wording: Text) -> Fragment:
        text = self._clause(x)
        parameters = self._plan.parameters
        if isinstance(limit, Name) and parameters[limit.name].value.is_unlimited:
            return Fragment(self._say("unlimited", x=text), Precedence.CHOICE)
        limited = wording[self.language].format(x=text, limit=self.beside(limit, x))
        return Fragment(limited, Precedence.CHOICE)

    def _is_fixed(self, node: Node) -> bool:
        named = node.table if isinstance(node, Lookup) else node
        return isinstance(node, Number) or (
            isinstance(named, Name) and named.name in self._plan.parameters
        )

    # -- sentences --------------------------------------------------------------------------

    def _clause(self, node: Node) -> str:
        """A part at the beginning of a clause, which needs no brackets but for a choice."""
        choice = isinstance(node, Conditional)
        return self._within(node, Precedence.OR if choice else Precedence.CHOICE)

    def _within(self, node: Node, precedence: Precedence = Precedence.ATOM) -> str:
        """A part inside something that holds as tightly."""
        return self.visit(node).within(precedence, self.language)

    def _say(self, key: str, /, **values: object) -> str:
        return say(self.language, f"formula.{key}", **values)


@cache
def _values_given() -> Mapping[str, Text]:
    """What the values are called that functions give."""
    found: dict[str, Text] = {}
    for function in FUNCTIONS.values():
        if isinstance(function.gives, Choice):
            found |= function.wording.names
    return found


def _blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _says(table: str, key: str) -> bool:
    """Whether the label of a table says already what it is looked up by."""
    return plain_text(key).lower() in plain_text(table).lower()
