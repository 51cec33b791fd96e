"""From real facts to a model of a workforce, whose people are like them and none of them.

The model says what stays with people and what comes with the months, how measures hang together,
who comes and goes. No figure of it is one person's: see `fitting_marginals` and `merged`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.calendar import month_text
from engine.facts import Category, Facts
from engine.plan import Plan
from engine.text import (
    Phrases,
    Problem,
    Refused,
    Text,
    in_each_language,
    named_month,
    percent,
    signed,
)
from engine.workforce.fitting_careers import Coming, careers, people_expected
from engine.workforce.fitting_measures import BASIS, measured
from engine.workforce.fitting_people import rows_of, sorted_people
from engine.workforce.load import workforce_from
from engine.workforce.model import Workforce
from engine.yaml_files import Document, replace_in_place

phrase = Phrases("fit")
FEWEST = 10
"""People that every figure of a model rests on, where nothing else is asked for."""
YEAR = 12


@dataclass(frozen=True)
class Fitted:
    """A model with the text of its file. `facts` are those it was fitted to, and no part of it;
    `headcount` is that of their last month, those counted who are away."""

    model: Workforce
    text: str
    facts: Facts
    plan: Plan
    fewest: int
    headcount: int


def fit(facts: Facts, plan: Plan, *, months: int | None = None, fewest: int = FEWEST) -> Fitted:
    """A workforce model of the people of facts that were read for a plan.

    Only the first `months` months are looked at where they are given. Every figure rests on at
    least `fewest` people. Raises Refused where there are fewer.
    """
    if months is not None:
        if not 1 <= months <= facts.months:
            said = {"most": facts.months}
            raise Refused([Problem("fit_months", said, column="months", value=str(months))])
        facts = months_of(facts, 0, months)
    people = int(facts.present.any(axis=0).sum())
    if people < fewest:
        raise Refused([Problem("fit_few_people", {"found": people, "fewest": fewest})])
    coming = careers(facts, fewest)
    document = Document.of(replace_in_place({}, _content(facts, plan, coming, fewest)), "")
    model = workforce_from(document)
    return Fitted(model, document.text(), facts, plan, fewest, coming.headcount)


def months_of(facts: Facts, begin: int, end: int) -> Facts:
    """The facts of the months from row `begin` up to row `end`, of those who are there."""
    keep = np.flatnonzero(facts.present[begin:end].any(axis=0))
    taken = facts.take(keep)
    origin = taken.origin

    def cut(array: Any) -> Any:
        return np.ascontiguousarray(array[begin:end])

    return replace(
        taken,
        first=facts.first + begin,
        present=cut(taken.present),
        numbers={name: cut(numbers) for name, numbers in taken.numbers.items()},
        categories={
            name: Category(column.values, cut(column.codes))
            for name, column in taken.categories.items()
        },
        people={name: cut(positions) for name, positions in taken.people.items()},
        further={name: cut(numbers) for name, numbers in taken.further.items()},
        origin=None if origin is None else replace(origin, rows=cut(origin.rows)),
    )


def _content(facts: Facts, plan: Plan, coming: Coming, fewest: int) -> dict[str, Any]:
    """The model as the content of its file."""
    people = sorted_people(facts, plan, fewest)
    rows = rows_of(facts, people, coming.tenure, coming.tenure_known, fewest)
    found = measured(facts, plan, people, rows, fewest)
    last = facts.first + facts.months - 1
    said = {
        "plan": plan.title,
        "people": rows.people,
        "rows": rows.person.size,
        "first": named_month(facts.first),
        "last": named_month(last),
        "fewest": fewest,
        "headcount": coming.headcount,
    }
    notes = [
        phrase("basis", **said),
        *_about_months(facts),
        *_about_careers(coming),
        *people.notes,
        *found.notes,
        phrase("same_people"),
    ]
    content: dict[str, Any] = {
        "id": f"fitted-{plan.id}",
        "plans": [plan.id],
        "title": dict(phrase("title", **said)),
        "description": dict(phrase("description", **said)),
        "employees": people_expected(coming.section, coming.headcount, last + 1, YEAR),
        "months": YEAR,
        "first": month_text(last + 1),
        "even": True,
        "notes": [dict(note) for note in notes],
        "sources": {BASIS: dict(phrase("source", **said))},
        "units": people.units,
        "roles": people.roles,
        "attributes": people.attributes,
        "career": coming.section,
        "measures": found.measures,
        "correlation": found.correlation,
        "lasting_correlation": found.lasting,
    }
    return {name: entry for name, entry in content.items() if entry != {}}


def _about_months(facts: Facts) -> list[Text]:
    if facts.months == 1:
        return [phrase("one_month")]
    if facts.months < YEAR:
        return [phrase("part_of_a_year", months=facts.months)]
    if facts.months < 2 * YEAR:
        return [phrase("one_year")]
    return []


def _about_careers(coming: Coming) -> list[Text]:
    said = {"leavers": coming.leavers, "joiners": coming.joiners, "rows": coming.exposed}
    notes = [phrase("careers", **said)]
    if not coming.tenure_known:
        key = "tenure_unknown" if coming.tenure is None else "tenure_since_joining"
        notes.append(phrase(key))
    if coming.away:
        notes.append(phrase("away", away=coming.away))
    growth = coming.section.get("growth")
    if growth is None:
        notes.append(phrase("headcount_stays", headcount=coming.headcount))
    else:
        steps = {
            "monthly": in_each_language(lambda lang: signed(percent(growth["monthly"], lang))),
            "months": in_each_language(lambda lang: percent(growth["months"], lang)),
        }
        notes.append(phrase("headcount", headcount=coming.headcount, **steps))
    if coming.whole_year:
        notes.append(phrase("headcount_season"))
    return notes
