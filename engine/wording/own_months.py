"""Of which months a pay line reads what, and whether its amount follows the months in service: what
joining, moving and leaving change, by the formulas alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.calendar import Every
from engine.formula import FUNCTIONS, Call, Name, Node, bind
from engine.plan import Line, Plan
from engine.text import Phrases, Text, in_each_language, listed, spaced
from engine.wording.month_growth import Extent, extent_of
from engine.wording.tree import in_force


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
    extent = None if line.every is Every.MONTH else extent_of(plan, line)
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
