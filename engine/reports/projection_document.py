"""A projection as a document and as a table of months: what it will cost, how sure that is, what
would change it, what is owed, and what all this rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.companies import Company, legal_basis, other_budget_told
from engine.projection import (
    Driver,
    Estimate,
    Question,
    SpreadRow,
    TargetCost,
    TornadoRow,
    Trials,
    accrual,
    added_by_line,
    budget_risk,
    change_against,
    entry_of,
    expected,
    expected_by_line,
    expected_by_month,
    expected_like,
    forfeits,
    is_mostly_over,
    line_label,
    overrun_difference,
    overrun_drivers,
    reserve,
    set_titles,
    spread,
    told,
    total_range,
    volatility_and_sensitivity,
)
from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.text import (
    DASH,
    LANGUAGES,
    Phrases,
    Text,
    compact_money,
    count,
    in_each_language,
    money,
    months,
    percent,
    signed,
    untranslated,
)

phrase = Phrases("projection_document")
RESERVES = (0.8, 0.9, 0.95)
"""How sure a reserve is to suffice."""
FIRST_DRIVERS = 10


@dataclass(frozen=True)
class Projected:
    """What was projected of a question; `sets` are trials under other sets of assumptions,
    `documented` those of the plans as documented."""

    question: Question
    trials: Trials
    rows: Sequence[TornadoRow] = ()
    target: TargetCost | None = None
    sets: Mapping[str, Trials] = field(default_factory=dict)
    spreads: Sequence[SpreadRow] = ()
    documented: Trials | None = None


def projection_document(found: Projected) -> Document:
    """The document of a projection."""
    title = phrase("title", company=found.question.company.title, months=_months(found.question))
    blocks = [
        *_cost(found),
        *_sure(found),
        *_changes(found),
        *_spreads(found),
        *_drivers(found),
        *_target(found),
        *_owed(found),
        *_sets(found),
        *_rests(found),
    ]
    return Document(title, tuple(blocks), keywords=found.question.company.id)


def projection_table(trials: Trials) -> pa.Table:
    """A row for each month: cost at P10, P50 and P90 and as expected, the same added up, what is
    owed, earned and paid of lines paid for more than a month, and people. Yuan with two
    decimals."""
    by_month, added = spread(trials), spread(trials, cumulative=True)
    owed = accrual(trials)
    people = sum((a.mean(axis=0) for a in trials.headcount.values()), np.zeros(trials.months))
    columns: dict[str, Sequence[object]] = {
        "month": [month_text(trials.first + row) for row in range(trials.months)],
        **{f"cost_p{share * 100:.0f}": _yuan(values) for share, values in by_month.items()},
        "cost_expected": _yuan(expected_by_month(trials)),
        **{f"cumulative_p{share * 100:.0f}": _yuan(values) for share, values in added.items()},
        "cumulative_expected": _yuan(np.cumsum(expected_by_month(trials))),
        "owed": _yuan(owed.owed),
        "earned": _yuan(owed.earned),
        "paid_of_periods": _yuan(owed.paid),
        "people": [round(float(n), 1) for n in people],
    }
    return pa.table(columns)


def projection_told(found: Projected) -> tuple[Text, ...]:
    """What the figures of a projection rest on."""
    question = found.question
    sentences = {
        language: question.assumptions.describe(question.company, language)
        for language in LANGUAGES
    }
    assumed: list[Text] = [
        dict(zip(LANGUAGES, texts, strict=True))
        for texts in zip(*(sentences[language] for language in LANGUAGES), strict=True)
    ]
    seeds = {"company_seed": question.company.seed, "seed": question.seed}
    return (
        *_employer_cost(question),
        *(assumed or [phrase("as_model")]),
        *(in_each_language(problem.sentence) for problem in told(question)),
        phrase("seed", **seeds, count=count(found.trials.size)),
    )


def _employer_cost(question: Question) -> tuple[Text, ...]:
    if question.payroll is None:
        return ()
    return legal_basis(question.company, question.payroll, question.first, question.months)


def _yuan(values: NDArray[np.float64]) -> list[str]:
    return [f"{round(value, 2) + 0.0:.2f}" for value in values.tolist()]


# -- parts ------------------------------------------------------------------------------------


def _cost(found: Projected) -> Iterator[Block]:
    trials = found.trials
    whole, ends = expected(trials), total_range(trials)
    yield Heading(1, phrase("cost"), "cost")
    yield Paragraph(
        phrase(
            "headline",
            expected=_known(whole.value, whole),
            months=_months(found.question),
            error=phrase("error", error=_error(whole), count=count(trials.size)),
            low=_known(ends[0.1].value, whole),
            high=_known(ends[0.9].value, whole),
        )
    )
    by_month, added = spread(trials), spread(trials, cumulative=True)
    means = expected_by_month(trials)
    people = sum((a.mean(axis=0) for a in trials.headcount.values()), np.zeros(trials.months))
    rows = [
        (
            untranslated(month_text(trials.first + row)),
            *(_money(by_month[share][row]) for share in (0.1, 0.5, 0.9)),
            _money(float(means[row])),
            _money(added[0.5][row]),
            untranslated(count(float(people[row]))),
        )
        for row in range(trials.months)
    ]
    totals = (*(_money(ends[share].value) for share in (0.1, 0.5, 0.9)), _money(whole.value))
    rows.append((phrase("total"), *totals, _money(ends[0.5].value), untranslated(DASH)))
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
        yield Paragraph(phrase("other_months", budget=_money(of_company), own=own))
    elif budget is None and (other := found.question.other_budget) is not None:
        yield Paragraph(other_budget_told(found.question.payroll, other))
    elif budget is None:
        yield Paragraph(phrase("no_budget"))
    else:
        risk = budget_risk(trials, budget)
        if risk.overrun_if_over is None:
            yield Paragraph(
                phrase("within_budget", budget=_money(budget), count=count(trials.size))
            )
        else:
            yield Paragraph(
                phrase(
                    "over_budget",
                    budget=_money(budget),
                    share=_percent(risk.probability.value),
                    error=_percent(risk.probability.error),
                    overrun=_short(risk.overrun_if_over),
                    all=_short(risk.expected_overrun.value),
                )
            )
            needed = [(share, reserve(trials, budget, share)) for share in RESERVES]
            yield List(
                tuple(
                    Item(phrase("reserve", share=_percent(share), amount=_short(each.value)))
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
                total=_short(parts.total.value),
                market=_short(parts.market.value),
                people=_short(parts.people.value),
            )
        )


def _changes(found: Projected) -> Iterator[Block]:
    if not found.rows:
        return
    yield Heading(1, phrase("changes"), "changes")
    rows = [
        (
            row.label,
            _value(row.path, row.low_value),
            _change(row.low_change),
            _value(row.path, row.high_value),
            _change(row.high_change),
        )
        for row in found.rows
    ]
    heads = ("lever", "down", "cost_down", "up", "cost_up")
    numbers = (False, True, True, True, True)
    yield Table(tuple(map(phrase, heads)), tuple(rows), numbers)


def _spreads(found: Projected) -> Iterator[Block]:
    if not found.spreads:
        return
    yield Heading(2, phrase("surer"), "surer")
    rows = [
        (
            row.label,
            _value(row.path, row.low_value),
            _short(row.low),
            _short(row.now),
            _value(row.path, row.high_value),
            _short(row.high),
        )
        for row in found.spreads
    ]
    heads = ("lever", "down", "deviation", "deviation_now", "up", "deviation_up")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 5))
    one = found.spreads[0]
    yield Note(phrase("surer_told", count=count(one.trials), share=_percent(one.error)))


def _value(path: str, value: object) -> Text:
    """The value of an assumption of the company, in words."""
    entry = entry_of(path)
    if entry is None:
        return phrase("swing_value")
    return in_each_language(lambda language: entry.text(value, language))


def _drivers(found: Projected) -> Iterator[Block]:
    trials, budget = found.trials, found.question.budget
    if budget is None:
        return
    if is_mostly_over(trials, budget):
        yield from _level(found)
        return
    drivers = overrun_drivers(trials, budget)
    if not drivers:
        return
    yield Heading(1, phrase("drivers"), "drivers")
    whole = overrun_difference(trials, budget)
    yield Paragraph(phrase("drivers_told", amount=_short(whole)))
    yield _driver_table(found.question, drivers, "amount")


def _level(found: Projected) -> Iterator[Block]:
    """What makes the level of the cost, where that exceeds the budget and not chance."""
    yield Heading(1, phrase("drivers"), "drivers")
    if found.documented is not None:
        whole = change_against(found.trials, found.documented)
        change = _change(whole)
        yield Paragraph(phrase("level_documented", difference=change, error=_error(whole)))
        added = added_by_line(found.trials, found.documented)
        yield _driver_table(found.question, added, "difference")
        return
    yield Paragraph(phrase("level_told"))
    whole_cost = expected(found.trials).value
    lines = [
        Driver(*key, one.value, one.value / whole_cost if whole_cost else 0.0)
        for key, one in expected_by_line(found.trials).items()
    ]
    yield _driver_table(found.question, lines, "expected")


def _driver_table(question: Question, drivers: Sequence[Driver], amount: str) -> Table:
    rows = [
        (
            question.company.units[each.unit].title,
            _line(question, each.unit, each.line),
            _money(each.amount),
            _percent(each.share),
        )
        for each in drivers[:FIRST_DRIVERS]
    ]
    heads = ("unit", "line", amount, "share")
    return Table(tuple(map(phrase, heads)), tuple(rows), (False, False, True, True))


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
            target=_known(whole.value - change.value, whole),
            expected=_known(whole.value, whole),
            difference=phrase(more, amount=_short(abs(change.value)), error=_error(change)),
        )
    )


def _owed(found: Projected) -> Iterator[Block]:
    trials, company = found.trials, found.question.company
    if not trials.owed:
        return
    yield Heading(1, phrase("owed"), "owed")
    owed = accrual(trials)
    rows = [
        (
            untranslated(month_text(trials.first + row)),
            *(_money(float(part[row])) for part in (owed.earned, owed.paid, owed.owed)),
        )
        for row in range(trials.months)
    ]
    heads = ("month", "earned", "paid", "owed_end")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, True, True, True))
    if found.question.assumptions.value("plan_changes"):
        yield Note(phrase("owed_change"))
    yield Heading(2, phrase("forfeited"), "forfeited")
    lost = forfeits(trials)
    if not lost:
        yield Paragraph(phrase("nobody_forfeits"))
    else:
        yield List(
            tuple(
                Item(
                    phrase(
                        "forfeited_told",
                        amount=_short(each.amount.value),
                        line=_line(found.question, each.unit, each.line),
                        unit=company.units[each.unit].title,
                        count=round(each.people.value),
                    )
                )
                for each in lost
            )
        )


def _sets(found: Projected) -> Iterator[Block]:
    if not found.sets:
        return
    budget = found.question.budget
    yield Heading(1, phrase("sets"), "sets")
    titles = set_titles(found.question.company)
    rows = []
    for name, trials in found.sets.items():
        change = change_against(trials, found.trials)
        over = untranslated(DASH)
        if budget is not None:
            over = _percent(budget_risk(trials, budget).probability.value)
        ends = total_range(trials)
        rows.append(
            (
                titles[name],
                _money(expected_like(trials, found.trials)),
                _change(change),
                _money(ends[0.1].value),
                _money(ends[0.9].value),
                over,
            )
        )
    heads = ("set", "expected", "set_change", "low", "high", "over")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 5))
    fewest = min(trials.size for trials in found.sets.values())
    yield Note(phrase("sets_told", count=count(fewest)))


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
    changed = tuple(Item(_nth(company, i)) for i in range(len(company.describe("en"))))
    if changed:
        yield List(changed)


def _nth(company: Company, i: int) -> Text:
    return in_each_language(lambda language: company.describe(language)[i])


# -- words ------------------------------------------------------------------------------------


def _months(question: Question) -> Text:
    return _between(question.first, question.months)


def _between(first: int, length: int) -> Text:
    ends = month_text(first), month_text(first + length - 1)
    return in_each_language(lambda language: months(*ends, language))


def _line(question: Question, unit: str, line: str) -> Text:
    return line_label(question, unit, line) or untranslated(line)


def _money(yuan: float) -> Text:
    return in_each_language(lambda language: money(float(yuan), language))


def _short(yuan: float) -> Text:
    return in_each_language(lambda language: compact_money(float(yuan), language))


def _known(yuan: float, cost: Estimate) -> Text:
    """A cost of all months with as many digits as are known of the expected one."""
    digits = 10 * cost.error if np.isfinite(cost.error) else 0.0
    return in_each_language(lambda language: compact_money(float(yuan), language, digits))


def _error(estimate: Estimate) -> Text:
    if not np.isfinite(estimate.error):
        return untranslated(DASH)
    return _short(estimate.error)


def _change(estimate: Estimate) -> Text:
    return in_each_language(lambda language: signed(compact_money(estimate.value, language)))


def _percent(share: float) -> Text:
    return in_each_language(lambda language: percent(float(share), language))
