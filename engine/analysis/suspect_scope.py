"""For whom and when a suspect holds: for all, some months, one group, or some people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.compare import names_people
from engine.analysis.evidence import Evidence
from engine.analysis.paid_figures import Flags
from engine.analysis.reconciled_words import phrase
from engine.calendar import month_text
from engine.facts import Facts
from engine.plan import Plan
from engine.text import Text, in_each_language, listed, months, untranslated

SCOPES = ("all", "months", "group", "people")
"""From the simplest on."""
ALL, MONTHS, GROUP, PEOPLE = SCOPES
MOST_BROKEN = 0.1
"""Of what is explained, so much may be broken elsewhere."""
ENOUGH = 0.9
"""A simpler scope is taken where it explains this share of what a narrower one does."""
FEWEST_MONTHS = 2
"""So many open months of a person must be explained where a suspect is about that person alone."""
NAMED = 3
"""So many people are named; more are counted."""


@dataclass(frozen=True)
class Scope:
    """Where a suspect holds: `cells[month, person]`, with `key` to name it by."""

    kind: str
    key: str
    text: Text
    cells: Flags
    explains: int
    breaks: int
    people: tuple[str, ...] = ()
    months: tuple[int, int] | None = None

    @property
    def net(self) -> int:
        """Person-months explained beyond those broken."""
        return self.explains - self.breaks


def best_scope(
    evidence: Evidence, explained: Flags, broken: Flags, allowed: Iterable[str]
) -> Scope | None:
    """The simplest scope in which a suspect explains nearly as much as in any; None where it breaks
    too much wherever it is."""
    allowed = tuple(allowed)
    if not explained.any():
        return None
    makers = {ALL: _all, MONTHS: _months, GROUP: _groups, PEOPLE: _people}
    found = [scope for kind in allowed for scope in makers[kind](evidence, explained, broken)]
    good = [s for s in found if s.explains and s.breaks <= MOST_BROKEN * s.explains]
    if not good:
        return None
    most = max(s.net for s in good)
    return next(s for s in good if s.net >= ENOUGH * most)


def _all(evidence: Evidence, explained: Flags, broken: Flags) -> Iterator[Scope]:
    everywhere = np.ones(explained.shape, dtype=np.bool_)
    yield Scope(ALL, "", phrase("scope_all"), everywhere, int(explained.sum()), int(broken.sum()))


def _months(evidence: Evidence, explained: Flags, broken: Flags) -> Iterator[Scope]:
    """The run of months in which the most is explained beyond what is broken."""
    by = explained.sum(axis=1) - broken.sum(axis=1)
    best, start, total, span = 0, 0, 0, (0, -1)
    for row, net in enumerate(by):
        total += int(net)
        if total > best:
            best, span = total, (start, row)
        if total <= 0:
            start, total = row + 1, 0
    first, last = span
    while first <= last and not explained[first].any():
        first += 1
    if last < first or (first, last) == (0, by.size - 1):
        return
    cells = np.zeros(explained.shape, dtype=np.bool_)
    cells[first : last + 1] = True
    low, high = evidence.facts.first + first, evidence.facts.first + last
    words = in_each_language(lambda language: months(low, high, language))
    yield Scope(
        MONTHS,
        f"months={month_text(low)}..{month_text(high)}",
        phrase("scope_months", months=words),
        cells,
        int(explained[cells].sum()),
        int(broken[cells].sum()),
        months=(low, high),
    )


def _groups(evidence: Evidence, explained: Flags, broken: Flags) -> Iterator[Scope]:
    """The one value of any category in which the most is explained beyond what is broken;
    people who have it for themselves, or as their name, are told by their ids."""
    best: tuple[int, str, int] | None = None
    for name, column in evidence.facts.categories.items():
        if len(column.values) < 2:
            continue
        most = len(column.values) + 1
        gained = np.bincount(column.codes[explained], minlength=most)
        net = gained - np.bincount(column.codes[broken], minlength=most)
        place = int(net.argmax())
        if place < len(column.values) and (best is None or net[place] > best[0]):
            best = int(net[place]), name, place
    if best is None or best[0] <= 0:
        return
    _, name, place = best
    column = evidence.facts.categories[name]
    cells: Flags = column.codes == place
    facts = evidence.facts
    people = tuple(facts.employees[i] for i in np.flatnonzero((cells & facts.present).any(axis=0)))
    label, value = group_words(evidence.plan, name, column.values[place])
    words = phrase("scope_group", column=label, value=value)
    told = people if len(people) == 1 or names_people(facts, name) else ()
    if told:
        words = phrase("scope_people", people=people_words(told))
    yield Scope(
        GROUP,
        f"{name}={column.values[place]}",
        words,
        cells,
        int(explained[cells].sum()),
        int(broken[cells].sum()),
        people=told,
    )


def _people(evidence: Evidence, explained: Flags, broken: Flags) -> Iterator[Scope]:
    """Those of whom months enough are explained and none is broken."""
    enough = min(FEWEST_MONTHS, evidence.facts.months)
    gained = explained.sum(axis=0)
    left = (evidence.open & ~explained).sum(axis=0)
    chosen = (gained >= enough) & ~broken.any(axis=0) & (gained > left)
    if not chosen.any():
        return
    yield people_scope(evidence.facts, chosen, explained)


def people_scope(facts: Facts, chosen: NDArray[np.bool_], explained: Flags) -> Scope:
    """The scope of some people, of whom nothing is broken."""
    people = tuple(facts.employees[i] for i in np.flatnonzero(chosen))
    cells = explained & chosen
    return Scope(
        PEOPLE,
        "people="
        + ",".join(people[:NAMED])
        + (f"+{len(people) - NAMED}" if people[NAMED:] else ""),
        phrase("scope_people", people=people_words(people)),
        cells,
        int(cells.sum()),
        0,
        people=people,
    )


def people_words(people: tuple[str, ...]) -> Text:
    """Some people, the first of them by their ids."""
    if len(people) > NAMED:
        return phrase("people_more", people=tuple(people[:NAMED]), count=len(people) - NAMED)
    return in_each_language(lambda language: listed(people, "nouns", language))


def group_words(plan: Plan, column: str, value: str) -> tuple[Text, Text]:
    """A category and one of its values, as the plan calls them."""
    own = plan.facts.get(column)
    if own is None:
        return untranslated(column), untranslated(value)
    return own.label, own.values.get(value, untranslated(value))
