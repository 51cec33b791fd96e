"""Of which months a pay line reads what, and whether its amount follows the months in service: what
joining, moving and leaving change, by the formulas alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import isinf

from engine.calendar import Every
from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Role,
    bind,
)
from engine.plan import Line, Plan, shapes
from engine.text import Phrases, Text, in_each_language, listed, spaced
from engine.wording.tree import in_force


class Extent(Enum):
    """What a period line's amount makes of the months in service."""

    ADDS_UP = "adds_up"
    """Each month adds its own part: half the months, each as the others, half the amount."""
    IN_FULL = "in_full"
    """It does not depend on how many months there are."""
    ON_TOTALS = "on_totals"
    """Totals of the months there are stand beside figures that are not reduced."""


@dataclass(frozen=True)
class OwnMonths:
    """Of which months a line reads a person's data. Columns are in the order of the plan; one that
    is read in several ways is in several of the lists.

    `of_month` are read in the month for which the line is worked out, `of_each` in each month in
    service of a calendar period up to it (by the length of the period), `of_earlier` in this and
    further months, however long ago. Of the categories `unchanged` only those months count in which
    they were what they are in the month of the line. `beside_others`: it depends on who else
    has a row. `extent` is None for monthly lines.
    """

    of_month: tuple[str, ...]
    of_each: dict[Every, tuple[str, ...]]
    of_earlier: tuple[str, ...]
    unchanged: tuple[str, ...]
    beside_others: bool
    extent: Extent | None

    @property
    def own_month_only(self) -> bool:
        """Whether nothing but the month of the line counts."""
        return not (self.of_each or self.of_earlier or self.unchanged)


def own_months(plan: Plan, line: Line) -> OwnMonths:
    """Of which months a line reads what, as the plan's switches stand."""
    reading = _Reading(plan)
    reading.read(line.formula.tree, None)
    reading.read_lines()
    extent = None if line.every is Every.MONTH else _extent(_Growth(plan).of_line(line))
    lengths = sorted(reading.of_each, key=lambda every: every.value)
    return OwnMonths(
        _in_order(plan, reading.of_month),
        {every: _in_order(plan, reading.of_each[every]) for every in lengths},
        _in_order(plan, reading.of_earlier),
        _in_order(plan, reading.unchanged),
        reading.beside_others,
        extent,
    )


def _in_order(plan: Plan, names: Iterable[str]) -> tuple[str, ...]:
    found = set(names)
    return tuple(name for name in plan.facts if name in found)


def own_months_told(plan: Plan, line: Line) -> tuple[Text, ...]:
    """The same in sentences, as a policy says it."""
    found = own_months(plan, line)
    told = [] if found.extent is None else [_words(found.extent.value)]
    lists = {f"of_each_{every.key}": columns for every, columns in found.of_each.items()}
    lists["of_month"] = tuple(name for name in found.of_month if name not in found.of_earlier)
    lists |= {"unchanged": found.unchanged, "of_earlier": found.of_earlier}
    for key, columns in lists.items():
        if columns:
            told.append(_words(key, columns=_labels(plan, columns)))
    if found.beside_others:
        told.append(_words("beside_others"))
    return tuple(told)


_words = Phrases("movement")


def _labels(plan: Plan, columns: Sequence[str]) -> Text:
    return in_each_language(
        lambda language: spaced(
            listed([plan.facts[name].label[language] for name in columns], "nouns", language)
        )
    )


# -- what is read of which months ------------------------------------------------------------

_EARLIER = "earlier"
_When = Every | str | None
"""In which months a part is worked out: None is the month of the line, a period each of its months
so far, and _EARLIER any up to it."""


@dataclass
class _Reading:
    """Collects the columns by the months in which they are read."""

    plan: Plan
    of_month: set[str] = field(default_factory=set)
    of_each: dict[Every, set[str]] = field(default_factory=dict)
    of_earlier: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    beside_others: bool = False
    _seen: set[tuple[str, _When]] = field(default_factory=set)
    _waiting: list[tuple[str, _When]] = field(default_factory=list)

    def read(self, node: Node, when: _When) -> None:
        """Adds what a part reads that is worked out in some months."""
        node = in_force(self.plan, node)
        if isinstance(node, Name):
            self._name(node.name, when)
        elif isinstance(node, Call):
            self._call(node, when)
        else:
            for part in node.parts():
                self.read(part, when)

    def read_lines(self) -> None:
        """Adds what the lines read that were come upon, and those that they read."""
        while self._waiting:
            name, when = self._waiting.pop()
            self.read(self.plan.lines[name].formula.tree, when)

    def _name(self, name: str, when: _When) -> None:
        if name in self.plan.lines:
            if (name, when) not in self._seen:
                self._seen.add((name, when))
                self._waiting.append((name, when))
        elif name in self.plan.facts:
            if when is None:
                self.of_month.add(name)
            elif isinstance(when, Every):
                self.of_each.setdefault(when, set()).add(name)
            else:
                self.of_earlier.add(name)

    def _call(self, call: Call, when: _When) -> None:
        function = FUNCTIONS[call.function]
        inside = when
        if function.period is not None:
            inside = _longer(when, function.period)
        elif function.scope == "person":
            inside = _EARLIER
        self.beside_others |= function.scope == "everyone"
        for argument, part in bind(call, function):
            if function.scope == "person" and function.period and argument.kinds == ("category",):
                self._keep_unchanged(part, inside)
            else:
                self.read(part, inside)

    def _keep_unchanged(self, part: Node, inside: _When) -> None:
        """A category that must have been, in the months that count, what it is at last."""
        below = _Reading(self.plan)
        below.read(part, None)
        below.read_lines()
        self.unchanged |= below.of_month
        self.read(part, inside)


def _longer(when: _When, period: Every) -> _When:
    if when is None:
        return period
    if isinstance(when, Every):
        return max(when, period, key=lambda every: every.value)
    return when


# -- whether the amount follows the months -----------------------------------------------------

_Degree = int | None
"""How a part grows with the months in service: 0 not at all, 1 as they do, and so on; None where
that cannot be said of all of it."""
_ANYHOW = -99
"""The degree of 0 and of no limit, which are the same with any."""


class _Growth:
    """How the parts of formulas grow where there are more months that are all alike."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lines: dict[str, tuple[_Degree, bool]] = {}

    def of_line(self, line: Line) -> _Degree:
        """The degree of a line."""
        for name in self.plan.order:
            tree = self.plan.lines[name].formula.tree
            self._lines[name] = self.of(tree), self._decided(tree)
            if name == line.id:
                break
        return self._lines[line.id][0]

    def of(self, node: Node) -> _Degree:
        """The degree of a part that is worked out in the month of the line."""
        node = in_force(self.plan, node)
        match node:
            case Number(value=value):
                return 0 if value else _ANYHOW
            case Name(name=name) if name in self.plan.lines:
                return self._lines[name][0]
            case Name(name=name):
                return _ANYHOW if self._no_limit(name) else 0
            case Negation(of=of):
                return self.of(of)
            case Arithmetic(sign="*", left=left, right=right):
                return _product(self.of(left), self.of(right))
            case Arithmetic(sign="/", left=left, right=right):
                return _quotient(self.of(left), self.of(right))
            case Arithmetic(left=left, right=right):
                return _alike([self.of(left), self.of(right)])
            case Comparison() | Logical() | Not() | Membership():
                return 0 if self._decided(node) else None
            case Conditional(condition=condition, then=then, other=other):
                return self._chosen(condition, then, other)
            case Field(of=of):
                return self.of(of)
            case Lookup(key=key):
                return 0 if self._still([key]) else None
            case Call():
                return self._called(node)
        return 0 if self._still([*node.parts()]) else None

    def _no_limit(self, name: str) -> bool:
        parameter = self.plan.parameters.get(name)
        value = None if parameter is None else parameter.value
        return isinstance(value, shapes.Number) and isinf(value.constant)

    def _chosen(self, condition: Node, then: Node, other: Node) -> _Degree:
        return _alike([self.of(then), self.of(other)]) if self._decided(condition) else None

    def _decided(self, condition: Node) -> bool:
        """Whether a condition is the same however many months there are."""
        condition = in_force(self.plan, condition)
        match condition:
            case Name(name=name) if name in self.plan.lines:
                return self._lines[name][1]
            case Logical(left=left, right=right):
                return self._decided(left) and self._decided(right)
            case Not(of=of):
                return self._decided(of)
            case Conditional(condition=of, then=then, other=other):
                return all(map(self._decided, (of, then, other)))
            case Comparison(left=left, right=right):
                return _alike([self.of(left), self.of(right)]) is not None
            case Membership(of=of, among=among):
                return self._still([of, *among])
        return self.of(condition) in (0, _ANYHOW)

    def _still(self, parts: Sequence[Node]) -> bool:
        """Whether parts are the same however many months there are."""
        return all(self.of(part) in (0, _ANYHOW) for part in parts)

    def _called(self, call: Call) -> _Degree:
        function, bound = FUNCTIONS[call.function], bind(call, FUNCTIONS[call.function])
        parts = [part for _, part in bound]
        if function.scope == "cell" and not function.decides and function.method is None:
            return _alike([self.of(part) for part in parts])
        roles = {argument.role: part for argument, part in bound}
        if function.scope == "cell" and Role.DIVISOR in roles:
            return _quotient(self.of(roles[Role.DIVIDEND]), self.of(roles[Role.DIVISOR]))
        if function.adds_up and self._still(parts):
            return 1
        steady = function.scope != "person" or function.period is not None
        if steady or function.tells_standing:
            return 0 if self._still(parts) else None
        if all(argument.role is Role.RESULT for argument in function.takes) and parts:
            return 0 if self._still(parts) else None
        return None


def _product(left: _Degree, right: _Degree) -> _Degree:
    if _ANYHOW in (left, right):
        return _ANYHOW
    return None if left is None or right is None else left + right


def _quotient(dividend: _Degree, divisor: _Degree) -> _Degree:
    if dividend == _ANYHOW:
        return _ANYHOW
    if dividend is None or divisor is None or divisor == _ANYHOW:
        return None
    return dividend - divisor


def _alike(degrees: Sequence[_Degree]) -> _Degree:
    """The degree that all of some parts have."""
    found = set(degrees) - {_ANYHOW}
    if not found:
        return _ANYHOW
    return found.pop() if len(found) == 1 else None


def _extent(degree: _Degree) -> Extent:
    if degree == 1:
        return Extent.ADDS_UP
    return Extent.IN_FULL if degree in (0, _ANYHOW) else Extent.ON_TOTALS
