"""Tells what a plan's formulas lay down for everybody, as a pay policy says it.

The words are those of statements; where a policy speaks otherwise, messages under `rule.` do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter

from engine.explain.naming import ADD, ATOM, CHOICE, COMPARE, OR, SIGNS, Naming, Written
from engine.explain.numbers import both, month_name, with_unit
from engine.explain.units import Units
from engine.formula.check import bind
from engine.formula.kinds import Choice, Kind, Record
from engine.formula.tree import (
    Both,
    Call,
    Choose,
    Comparison,
    Field,
    Lookup,
    Member,
    Name,
    Negative,
    Node,
    Number,
    Sum,
    Text,
)
from engine.formula.words import WORDS
from engine.messages import LANGUAGES, catalogue, say
from engine.messages import Text as Phrase
from engine.plan.parameter import Parameter
from engine.plan.schema import Line, Plan
from engine.units import is_money, is_share, shown

TERM, END = "\ue000", "\ue001"
"""Around a term in languages that do not show by themselves where a term begins and ends."""
MARKED = ("en",)
LOOKS_UP = ("step", "tiers", "whole_tiers", "curve", "prize")
"""Words that look something up in a parameter of breakpoints."""
SCALARS = ("number", "flag")
_COUNTED = ("total", "reports_total", "quarter_total", "half_total", "year_total")


@dataclass(frozen=True)
class Case:
    """What applies in one case: `when` is empty for all others; `terms` are added up.

    `nothing` says that it comes to 0, `less` that it is taken off.
    """

    when: Phrase | None
    terms: tuple[Phrase, ...]
    nothing: bool = False
    less: bool = False


@dataclass(frozen=True)
class Rule:
    """How a line is worked out: one case, or several of which the first that fits applies.

    `sentences` tell words that give several results; a line that is nothing else has no cases.
    `where` are further terms, with what they stand for. `condition` says that the line is a yes or
    no.
    """

    cases: tuple[Case, ...]
    sentences: tuple[Phrase, ...] = ()
    where: tuple[tuple[Phrase, Phrase], ...] = ()
    condition: bool = False


class Rules:
    """The rules of a plan, line by line, in every language."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units = Units(plan)
        self.tellings = {lang: Telling(plan, self.units, lang) for lang in LANGUAGES}

    def of(self, line: Line) -> Rule:
        """How a line is worked out."""
        node = line.formula.tree
        kind = line.formula.kinds[node]
        if isinstance(kind, Record):
            assert isinstance(node, Call)
            return Rule((), self._sentences(node), self._where(node))
        if kind.name == "condition":
            return Rule((Case(self._text(lambda t: t.stated(node)), ()),), (), (), True)
        within = (part for part in node.walk() if isinstance(line.formula.kinds[part], Record))
        sentences = [t for part in within if isinstance(part, Call) for t in self._sentences(part)]
        return Rule(tuple(self._cases(node)), tuple(sentences), self._where(node))

    def name(self, node: Node) -> Phrase:
        """A part of a formula in words."""
        return self._text(lambda telling: telling.names(node))

    def met(self, line: Line) -> Phrase:
        """That a line which is a yes or no is a yes."""
        return self._text(lambda telling: telling.met(line))

    # -- pieces -----------------------------------------------------------------------------

    def _text(self, write: Callable[[Telling], str]) -> Phrase:
        return both(lambda language: spaced(write(self.tellings[language])))

    def _cases(self, node: Node) -> Iterator[Case]:
        last = node
        while isinstance(last, Choose):
            last = last.other
        rest = node
        while isinstance(rest, Choose):
            condition, then = rest.condition, rest.then
            # "if a: (x if b else 0), else 0" is one case: a and b.
            while isinstance(then, Choose) and _is_zero(then.other) and rest.other is last:
                if not _is_zero(last):
                    break
                condition = Both(condition.at, then.end, "and", condition, then.condition)
                then = then.then
            yield self._case(condition, then)
            rest = rest.other
        yield self._case(None, rest)

    def _case(self, condition: Node | None, node: Node) -> Case:
        when = None
        if condition is not None:
            stated = condition
            when = self._text(lambda t: t.stated(stated))
        taken = _taken_off(node)
        shown = node if taken is None else taken
        terms = tuple(
            self._text(lambda t, term=term, sign=sign: t.term(term, sign))  # type: ignore[misc]
            for sign, term in _terms(shown)
        )
        return Case(when, terms, _is_zero(node), taken is not None)

    def _where(self, node: Node) -> tuple[tuple[Phrase, Phrase], ...]:
        """What the breakpoints of tables measure, where they have a name of their own for it."""
        found: dict[str, tuple[Phrase, Phrase]] = {}
        for part in node.walk():
            if isinstance(part, Call) and part.word in LOOKS_UP:
                (_, table), (_, x) = bind(part, WORDS[part.word])
                of = self._parameter(table).of
                measured = self.name(x)
                same = of is not None and of["en"] == plain_text(measured["en"])
                if of is not None and of["en"] not in found and not same:
                    found[of["en"]] = (of, measured)
        return tuple(found.values())

    def _parameter(self, table: Node) -> Parameter:
        name = table.table if isinstance(table, Lookup) else table
        assert isinstance(name, Name)
        return self.plan.parameters[name.name]

    def _sentences(self, node: Call) -> tuple[Phrase, ...]:
        """A word that gives several results, told sentence by sentence; left-out parts are not."""
        given = {argument.name for argument, _ in bind(node, WORDS[node.word])}
        keys = [key for key in catalogue("en") if key.startswith(f"rule.about_{node.word}_")]
        return tuple(
            self._text(lambda t, key=key: t.about(node, key))  # type: ignore[misc]
            for key in keys
            if _blanks(key) <= given | {"grades"}
        )


class Telling(Naming):
    """Writes formulas for everybody: scalar figures beside their names, words in sentences."""

    def __init__(self, plan: Plan, units: Units, language: str) -> None:
        super().__init__(plan, _kinds(plan), language)
        self._units = units

    def term(self, node: Node, sign: str) -> str:
        """A term of a sum, with its sign where one is needed."""
        written = self._names(node)
        text = self._bracketed(written, ADD + (sign == "-")) if sign else written[0]
        return f"{SIGNS[sign]} {text}" if sign else text

    def met(self, line: Line) -> str:
        """That a line which is a yes or no is a yes."""
        return self._statement(Name(0, 0, line.id), True)[0]

    def about(self, node: Call, key: str) -> str:
        """A sentence about a word that gives several results."""
        given = {argument.name: part for argument, part in bind(node, WORDS[node.word])}
        texts = {name: self.stated(part) for name, part in given.items()}
        texts |= {a.name: self._whole(given[a.name]) for a in WORDS[node.word].takes if a.fixed}
        if "start" in given:
            kind = self._kinds[given["start"]]
            assert isinstance(kind, Choice)
            start = given["start"]
            column = start.name if isinstance(start, Name) else ""
            texts["grades"] = self._say("comma").join(
                self.category(value, column) for value in kind.values or ()
            )
        return say(self.language, key, **texts)

    # -- parts ------------------------------------------------------------------------------

    def _names(self, node: Node) -> Written:
        match node:
            case Name(name=name) if name in self._plan.parameters:
                return self._figure(self._plan.parameters[name])
            case Field(of=Lookup(table=table, key=key), name=name):
                return self._say(
                    "of_band",
                    table=self.names(table),
                    key=self.names(key),
                    end=self._say(f"end_{name}"),
                ), ATOM
            case Field(name=name) if (found := self._known(f"result_{name}")) is not None:
                return found, ATOM
        return super()._names(node)

    def label(self, name: str) -> str:
        """The label of a column, parameter or line, marked as a term."""
        return self._term(super().label(name))

    def _term(self, label: str) -> str:
        return f"{TERM}{label}{END}" if self.language in MARKED else label

    def _figure(self, parameter: Parameter) -> Written:
        label = self._term(parameter.label[self.language])
        if parameter.shape != "number":
            return label, ATOM
        unit = "share" if is_share(parameter.unit) else parameter.unit
        value = figure(parameter.value, unit, self.language)
        if self.language == "zh" and label.endswith("）"):
            return f"{label}{value}", ATOM
        return self._say("with_figure", label=label, value=value), ATOM

    def _whole(self, node: Node) -> str:
        if isinstance(node, Name) and node.name in self._plan.parameters:
            parameter = self._plan.parameters[node.name]
            return shown(parameter.value, parameter.unit, self.language)
        return self.names(node)

    def _look_up(self, node: Lookup) -> str:
        assert isinstance(node.table, Name)
        parameter = self._plan.parameters[node.table.name]
        table, key = self.label(parameter.id), self.names(node.key)
        if isinstance(node.key, Text):
            key = self.key(parameter, node.key.value)
            return self._say("entry", table=table, key=key)
        if plain_text(key).lower() in plain_text(table).lower():
            return table
        return self._say("by", table=table, key=key)

    def _cases(self, node: Choose) -> str:
        text = ""
        rest: Node = node
        while isinstance(rest, Choose):
            then = self._bracketed(self._names(rest.then), OR)
            text += self._say("case", condition=self.stated(rest.condition), then=then)
            rest = rest.other
        return text + self._say("otherwise", other=self._bracketed(self._names(rest), OR))

    def _call(self, node: Call, write: Callable[[Node], Written]) -> Written:
        word = WORDS[node.word]
        given = bind(node, word)
        if word.name == "ratio":
            return super()._call(node, write)
        if word.name in ("min", "max") and len(given) == 2:
            limits = [part for _, part in given if self._is_fixed(part)]
            if len(limits) == 1:
                x = next(part for _, part in given if part is not limits[0])
                key = "at_most" if word.name == "min" else "at_least"
                if self._is_unlimited(limits[0]):
                    key = "unlimited"
                return self._limited(key, x, limit=self._beside(limits[0], x))
        if word.name == "clip":
            by_name = {argument.name: part for argument, part in given}
            x = by_name["x"]
            low, high = (self._beside(by_name[name], x) for name in ("low", "high"))
            return self._limited("between", x, low=low, high=high)
        if word.name in ("floor", "ceil"):
            return self._limited(f"word_{word.name}", given[0][1])
        if word.name in LOOKS_UP:
            (_, table), (_, x) = given
            parameter = self._looked_up(table)
            of = self._term(parameter.of[self.language]) if parameter.of else self.names(x)
            name = self.label(parameter.id)
            return self._say(f"word_{word.name}", table=name, of=of, x=self._atom(x)), ATOM
        return self._told(node)

    def _told(self, node: Call) -> Written:
        """A word as its message has it, with its arguments."""
        word = WORDS[node.word]
        given = {argument.name: part for argument, part in bind(node, word)}
        texts = {
            a.name: self._whole(part) if a.fixed else self._atom(part)
            for a, part in bind(node, word)
        }
        texts["list"] = self._say("semicolon").join(
            self._bracketed(self._names(part), OR) for _, part in bind(node, word)
        )
        texts["whom"] = self.whom(node) if word.scope == "everyone" else ""
        key = f"word_{node.word}"
        x = given.get("x")
        if node.word in _COUNTED and isinstance(x, Choose) and _is_zero(x.other):
            key = f"{key}_where"
            texts |= {"condition": self.stated(x.condition), "x": self._atom(x.then)}
        elif node.word in _COUNTED and isinstance(x, Number):
            key = f"{key}_rows"
        elif node.word == "split" and isinstance(given["weight"], Number):
            key = "word_split_equally"
        elif node.word == "rank" and isinstance(x, Negative):
            key, texts["x"] = "word_rank_rising", self._atom(x.of)
        if "pool" in given:
            texts["pool"] = self.names(given["pool"])
        if "condition" in given:
            texts["condition"] = self.stated(given["condition"])
        return self._say(key, **texts), ATOM

    def _limited(self, key: str, x: Node, **limits: str) -> Written:
        level = OR if isinstance(x, Choose) else CHOICE
        return self._say(key, x=self._bracketed(self._names(x), level), **limits), CHOICE

    def _atom(self, node: Node) -> str:
        return self._bracketed(self._names(node), ATOM)

    def _looked_up(self, table: Node) -> Parameter:
        name = table.table if isinstance(table, Lookup) else table
        assert isinstance(name, Name)
        return self._plan.parameters[name.name]

    def _is_fixed(self, node: Node) -> bool:
        return isinstance(node, Number) or (
            isinstance(node, Name) and node.name in self._plan.parameters
        )

    def _is_unlimited(self, node: Node) -> bool:
        return isinstance(node, Name) and self._plan.parameters[node.name].value is None

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
            a = self._bracketed(self._names(left), ADD)
            b = (
                self.category(right.value, column)
                if isinstance(right, Text)
                else self._bracketed((self._beside(right, left), self._names(right)[1]), ADD)
            )
            return self._say(f"compare_{_COMPARED[node.sign]}", a=a, b=b), COMPARE
        return super()._operation(node, write)

    def _statement(self, node: Node, met: bool) -> Written:
        if isinstance(node, Field) and met:
            return self.names(node), ATOM
        parameter = self._plan.parameters.get(node.name) if isinstance(node, Name) else None
        if parameter is not None:
            label = self.label(parameter.id)
            value = shown(parameter.value, "", self.language)
            return self._say("flag_parameter", name=label, value=value), ATOM
        key, name, whether = f"is_{str(met).lower()}", self.names(node), self._say("whether")
        if plain_text(name).startswith(whether):
            key, name = f"{key}_whether", plain_text(name).removeprefix(whether)
        return self._say(key, name=name), ATOM

    def _membership(self, node: Member, of: str) -> str:
        if isinstance(node.of, Name) and node.of.name == "calendar_month":
            return self._months(node, node.among, node.negated)
        return super()._membership(node, of)

    def _months(self, node: Node, among: tuple[Node, ...], negated: bool) -> str:
        numbers: list[int] = []
        for part in among:
            if isinstance(part, Number):
                numbers.append(int(part.value))
            elif isinstance(part, Name) and part.name in self._plan.parameters:
                value = self._plan.parameters[part.name].value
                numbers += [int(month) for month in (value if isinstance(value, list) else [value])]
            else:
                key = "not_in_month_of" if negated else "in_month_of"
                return self._say(key, of=self.names(part))
        names = self._say("comma").join(month_name(n)[self.language] for n in numbers)
        return self._say("not_in_months" if negated else "in_months", months=names)

    # -- sentences --------------------------------------------------------------------------

    def _say(self, key: str, /, **values: object) -> str:
        own = f"rule.{key}"
        if own in catalogue(self.language):
            return say(self.language, own, **values)
        return super()._say(key, **values)

    def _known(self, key: str) -> str | None:
        return catalogue(self.language).get(f"rule.{key}") or super()._known(key)


def figure(value: object, unit: str, language: str) -> str:
    """A figure as a policy writes it: ¥3,000 a month, 3,000 元/月, 10 % of base pay, 60 points."""
    if value is None or isinstance(value, bool | str):
        return shown(value, unit, language)
    assert isinstance(value, int | float)
    text = shown(float(value), unit, language)
    if is_money(unit) and language == "zh":
        return f"{text.replace('¥', '', 1)} {say(language, f'unit.{unit}')}"
    known = catalogue(language)
    for key in (f"statement.value_{text} {unit}", f"statement.value_{unit}"):
        if key in known:
            return say(language, key, value=text)
    if unit in ("", "CNY", "share", "weight", "factor"):
        return text
    return with_unit(float(value), unit, language) if is_share(unit) else f"{text} {unit}"


def plain_text(text: str) -> str:
    """A text without the marks around its terms."""
    return text.replace(TERM, "").replace(END, "")


def spaced(text: str) -> str:
    """A text with a space where Chinese meets figures or Latin letters."""
    text = _MEETING.sub(" ", text).replace(" （", "（")
    return text.replace(" 且 ", "，且").replace(" 或 ", "或")


_MEETING = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
_COMPARED = {"==": "is", "!=": "is_not", ">=": "least", ">": "above", "<": "below", "<=": "most"}


def _kinds(plan: Plan) -> Mapping[Node, Kind]:
    kinds: dict[Node, Kind] = {}
    for line in plan.lines.values():
        kinds |= line.formula.kinds
    return kinds


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def _terms(node: Node, sign: str = "") -> Iterator[tuple[str, Node]]:
    """The terms of a sum with their signs; anything else is its own only term."""
    if isinstance(node, Sum) and node.sign in "+-":
        yield from _terms(node.left, sign)
        yield node.sign, node.right
    else:
        yield sign, node


def _taken_off(node: Node) -> Node | None:
    """What is taken off by a formula that begins with a minus sign."""
    match node:
        case Negative(of=of):
            return of
        case Sum(sign="*" | "/", left=left) if (found := _taken_off(left)) is not None:
            return replace(node, left=found)
    return None


def _blanks(key: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(catalogue("en")[key]) if name}
