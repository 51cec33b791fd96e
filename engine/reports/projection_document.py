"""A projection as a document: what it will cost, how sure that is, what would change it, what is
owed, and what all this rests on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.calendar import month_text
from engine.companies import other_budget_told
from engine.projection import (
    budget_risk,
    expected,
    expected_by_month,
    reserve,
    spread,
    total_range,
    volatility_and_sensitivity,
)
from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.reports.projected import (
    Projected,
    as_known,
    edits_of,
    error_text,
    period_of,
)
from engine.reports.projected_months import projection_told
from engine.reports.projection_parts import (
    money_text,
    of_changes,
    of_drivers,
    of_owed,
    of_spreads,
    percent_text,
    sets_compared,
    short_text,
)
from engine.text import (
    DASH,
    Phrases,
    Text,
    count,
    in_each_language,
    months,
    untranslated,
)

phrase = Phrases("projection_document")
RESERVES = (0.8, 0.9, 0.95)
"""How sure a reserve is to suffice."""


def projection_document(found: Projected) -> Document:
    """The document of a projection."""
    title = phrase("title", company=found.question.company.title, months=period_of(found.question))
    blocks = [
        *_cost(found),
        *_sure(found),
        *of_changes(found),
        *of_spreads(found),
        *of_drivers(found),
        *_target(found),
        *of_owed(found),
        *sets_compared(found),
        *_rests(found),
    ]
    return Document(title, tuple(blocks), keywords=found.question.company.id)


def _cost(found: Projected) -> Iterator[Block]:
    trials = found.trials
    whole, ends = expected(trials), total_range(trials)
    yield Heading(1, phrase("cost"), "cost")
    yield Paragraph(
        phrase(
            "headline",
            expected=as_known(whole.value, whole),
            months=period_of(found.question),
            error=phrase("error", error=error_text(whole), count=count(trials.size)),
            low=as_known(ends[0.1].value, whole),
            high=as_known(ends[0.9].value, whole),
        )
    )
    by_month, added = spread(trials), spread(trials, cumulative=True)
    means = expected_by_month(trials)
    people = sum((a.mean(axis=0) for a in trials.headcount.values()), np.zeros(trials.months))
    rows = [
        (
            untranslated(month_text(trials.first + row)),
            *(money_text(by_month[share][row]) for share in (0.1, 0.5, 0.9)),
            money_text(float(means[row])),
            money_text(added[0.5][row]),
            untranslated(count(float(people[row]))),
        )
        for row in range(trials.months)
    ]
    totals = (
        *(money_text(ends[share].value) for share in (0.1, 0.5, 0.9)),
        money_text(whole.value),
    )
    rows.append((phrase("total"), *totals, money_text(ends[0.5].value), untranslated(DASH)))
    heads = ("month", "low", "middle", "high", "expected", "cumulative", "people")
    numbers = (False, *(True,) * 6)
    yield Table(tuple(map(phrase, heads)), tuple(rows), numbers, total=True)


def _sure(found: Projected) -> Iterator[Block]:
    trials, budget = found.trials, found.question.budget
    yield Heading(1, phrase("sure"), "sure")
    company = found.question.company
    asked = found.question.first, found.question.months
    of_company = company.budget_for(found.question.payroll)
    if budget is None and of_company is not None and asked != (company.first, company.months):
        own = _between(company.first, company.months)
        yield Paragraph(phrase("other_months", budget=money_text(of_company), own=own))
    elif budget is None and (other := found.question.other_budget) is not None:
        yield Paragraph(other_budget_told(found.question.payroll, other))
    elif budget is None:
        yield Paragraph(phrase("no_budget"))
    else:
        risk = budget_risk(trials, budget)
        if risk.overrun_if_over is None:
            yield Paragraph(
                phrase("within_budget", budget=money_text(budget), count=count(trials.size))
            )
        else:
            yield Paragraph(
                phrase(
                    "over_budget",
                    budget=money_text(budget),
                    share=percent_text(risk.probability.value),
                    error=percent_text(risk.probability.error),
                    overrun=short_text(risk.overrun_if_over),
                    all=short_text(risk.expected_overrun.value),
                )
            )
            needed = [(share, reserve(trials, budget, share)) for share in RESERVES]
            yield List(
                tuple(
                    Item(
                        phrase("reserve", share=percent_text(share), amount=short_text(each.value))
                    )
                    for share, each in needed
                )
            )
    parts = volatility_and_sensitivity(trials)
    if parts.negative:
        yield Note(phrase("market_unknown"))
    if np.isfinite(parts.total.value):
        yield Paragraph(
            phrase(
                "comes_from",
                total=short_text(parts.total.value),
                market=short_text(parts.market.value),
                people=short_text(parts.people.value),
            )
        )


def _target(found: Projected) -> Iterator[Block]:
    if found.target is None:
        return
    change = found.target.difference
    whole = expected(found.trials)
    more = "more" if change.value >= 0 else "less"
    yield Heading(1, phrase("target"), "target")
    yield Paragraph(
        phrase(
            "target_told",
            target=as_known(whole.value - change.value, whole),
            expected=as_known(whole.value, whole),
            difference=phrase(more, amount=short_text(abs(change.value)), error=error_text(change)),
        )
    )


def _rests(found: Projected) -> Iterator[Block]:
    yield Heading(1, phrase("rests"), "rests")
    yield List(tuple(map(Item, projection_told(found))))
    company = found.question.company
    yield List(
        tuple(
            Item(phrase("unit_plan", unit=unit.title, plan=unit.plan.title))
            for unit in company.units.values()
        )
    )
    if changed := edits_of(company):
        yield List(tuple(map(Item, changed)))


def _between(first: int, length: int) -> Text:
    ends = month_text(first), month_text(first + length - 1)
    return in_each_language(lambda language: months(*ends, language))
