"""What a letter can say of somebody whose pay changes: the fields of its template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np

from engine.comparison import ChangedPeople, Compared
from engine.plan import describe
from engine.scenario import Personas, Simulated
from engine.text import (
    LANGUAGES,
    Phrases,
    Problem,
    Refused,
    Text,
    in_each_language,
    money_with_fen,
    months,
    named_month,
    percent,
    signed,
    untranslated,
)

phrase = Phrases("letter")

Whom = Literal["changed", "more", "less"]
"""Whom letters are for: everybody whose pay changes, or only those who are paid more, or less."""

FIELDS = (
    *("company", "scenario", "from", "period", "basis", "employee", "unit", "plan", "months"),
    *("old", "new", "difference", "percent"),
    *("old_month", "new_month", "difference_month", "changes"),
)
"""Everything that a template can ask for; what each holds is said by `field_meaning`."""
ALIKE = frozenset({"company", "scenario", "from", "period"})
"""The fields that say the same to everybody."""
MOST_CHANGES = 8
"""So many sentences of what changes fit on the page; of further ones their number is said."""
MOST_LETTERS = 2_000


@dataclass(frozen=True)
class Letter:
    """What is said to one person, by field."""

    employee: str
    fields: Mapping[str, Text]


def field_names(language: str) -> dict[str, str]:
    """What the fields are called in templates of a language."""
    return {field: phrase.say(language, f"field_{field}") for field in FIELDS}


def field_meaning(field: str) -> Text:
    """What a field holds."""
    return phrase(f"meaning_{field}")


@cache
def known_fields() -> Mapping[str, str]:
    """The fields by the names that templates may call them, in any language."""
    known = {
        name.casefold(): field
        for language in LANGUAGES
        for field, name in field_names(language).items()
    }
    return MappingProxyType(known)


def recipients(
    people: ChangedPeople, whom: Whom = "changed", units: Collection[str] | None = None
) -> list[str]:
    """The ids of those whose pay changes, rises or falls, in the order of ids; only of people who
    were last in some units of the baseline where these are named."""
    change = people.change_by_person
    wanted = {"changed": change != 0, "more": change > 0, "less": change < 0}[whom]
    if units is not None:
        places = [i for i, name in enumerate(people.baseline.units) if name in units]
        wanted = wanted & np.isin(people.unit, places)
    return [people.employees[i] for i in np.flatnonzero(wanted)]


def letters_of(
    compared: Compared, place: int, start: int, employees: Iterable[str] | None = None
) -> list[Letter]:
    """A letter to each of some people, else to everybody whose pay changes, in the order of ids:
    what they are paid in all months under the baseline and under one of the variants, which holds
    from the month number `start` on.

    Raises Refused where people cannot be compared one by one, for somebody who is not among them,
    and for more letters than MOST_LETTERS.
    """
    people = compared.people[place]
    if people is None:
        why = compared.why_not[place] or phrase("same_plan")
        raise Refused([Problem("letters_nobody", {"why": why})])
    position = {employee: i for i, employee in enumerate(people.employees)}
    wanted = recipients(people) if employees is None else list(dict.fromkeys(employees))
    unknown = [employee for employee in wanted if employee not in position]
    if unknown:
        raise Refused([Problem("letters_unknown", value=employee) for employee in unknown])
    chosen = sorted(position[employee] for employee in wanted)
    if len(chosen) > MOST_LETTERS:
        found = {"count": len(chosen), "most": MOST_LETTERS}
        raise Refused([Problem("letters_too_many", found)])
    facts = next(iter(compared.baseline.units.values())).facts
    last = facts.first + facts.months - 1
    alike: dict[str, Text] = {
        "company": compared.baseline.company.title,
        "scenario": compared.names[place],
        "from": named_month(start),
        "period": in_each_language(lambda language: months(facts.first, last, language)),
    }
    of_units = [
        {**_of_unit(compared, place, name), "basis": _basis(compared, name, alike["period"])}
        for name in compared.baseline.units
    ]
    return [
        Letter(people.employees[i], {**alike, **of_units[people.unit[i]], **_pay(people, i)})
        for i in chosen
    ]


def is_of_drawn_people(compared: Compared) -> bool:
    """Whether some of the people are drawn from a model or typical, and so nobody's results."""
    return any(_is_drawn(compared, name) for name in compared.baseline.units)


def _is_drawn(compared: Compared, unit: str) -> bool:
    people = compared.baseline.company.units[unit].scenario.people
    return isinstance(people, Simulated | Personas)


def _basis(compared: Compared, unit: str, period: Text) -> Text:
    """Whose results the amounts are for."""
    return phrase("basis_drawn" if _is_drawn(compared, unit) else "basis_own", period=period)


def _of_unit(compared: Compared, place: int, unit: str) -> dict[str, Text]:
    """What is said to all people of a unit."""
    own = compared.unit_of(place, unit) or unit
    before = compared.baseline.company.units[unit]
    after = compared.each[place].company.units[own]
    changed = {language: _changes(compared, place, unit, language) for language in LANGUAGES}
    return {"unit": before.title, "plan": after.plan.title, "changes": changed}


def _changes(compared: Compared, place: int, unit: str, language: str) -> str:
    """What changes in the plan of a unit, a sentence a line."""
    own = compared.unit_of(place, unit) or unit
    before = compared.baseline.company.units[unit].plan
    after = compared.each[place].company.units[own].plan
    said: Sequence[str]
    if before.id != after.id:
        said = [phrase.say(language, "other_plan", plan=after.title, instead=before.title)]
    else:
        said = describe(before, after, language)
    if not said:
        return phrase.say(language, "no_changes")
    lines = [phrase.say(language, "change", what=sentence) for sentence in said[:MOST_CHANGES]]
    if len(said) > MOST_CHANGES:
        lines.append(phrase.say(language, "more_changes", count=len(said) - MOST_CHANGES))
    return "\n".join(lines)


def _pay(people: ChangedPeople, i: int) -> dict[str, Text]:
    """What one person is paid, before and after."""
    there = max(int(people.months[i]), 1)
    old, new = (float(own.pay_by_person[i]) for own in (people.baseline, people.variant))
    change = float(people.change_by_person[i])
    old_month, new_month = (_fen_a_month(yuan, there) for yuan in (old, new))
    share = in_each_language(lambda language: signed(percent(change / old, language, 2)))
    return {
        "employee": untranslated(people.employees[i]),
        "months": untranslated(f"{people.months[i]:.0f}"),
        "old": _money(old),
        "new": _money(new),
        "difference": _more(change),
        "percent": share if old > 0 else phrase("no_share"),
        "old_month": _money(old_month / 100),
        "new_month": _money(new_month / 100),
        "difference_month": _more((new_month - old_month) / 100),
    }


def _fen_a_month(yuan: float, months: int) -> int:
    """Yuan of some months as whole fen of one, half a fen rounded up: the difference of two such
    amounts is what somebody who takes one from the other comes to."""
    return (2 * round(yuan * 100) + months) // (2 * months)


def _money(yuan: float) -> Text:
    return in_each_language(lambda language: money_with_fen(yuan, language))


def _more(yuan: float) -> Text:
    return in_each_language(lambda language: signed(money_with_fen(yuan, language)))
