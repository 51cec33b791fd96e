"""A projection as whoever writes about it reads it: what was asked and found, which lines its cost
comes from, and what its sets of assumptions come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from engine.companies import Company, legal_basis
from engine.projection import (
    Bridge,
    Driver,
    Estimate,
    Question,
    SpreadRow,
    TargetCost,
    TornadoRow,
    Trials,
    added_by_line,
    budget_risk,
    change_against,
    expected,
    expected_by_line,
    expected_like,
    is_mostly_over,
    line_label,
    overrun_difference,
    overrun_drivers,
    set_titles,
    total_range,
)
from engine.text import (
    DASH,
    LANGUAGES,
    Text,
    compact_money,
    in_each_language,
    months,
    untranslated,
)


@dataclass(frozen=True)
class Projected:
    """What was projected of a question; `sets` are trials under other sets of assumptions,
    `documented` those of the plans as documented, `bridge` what lies between the cost of the
    company's own months and what is expected."""

    question: Question
    trials: Trials
    rows: Sequence[TornadoRow] = ()
    target: TargetCost | None = None
    sets: Mapping[str, Trials] = field(default_factory=dict)
    spreads: Sequence[SpreadRow] = ()
    documented: Trials | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True)
class CostLines:
    """What lines of pay do to the cost, those that do most first, and `whole`, yuan of all; its
    error is infinite where nothing is known of it.

    of: "overrun", by how much more they cost where the budget is exceeded; "documented", by how
    much more they cost than as documented, where the budget is mostly exceeded; "level", what
    they cost.
    """

    of: Literal["overrun", "documented", "level"]
    lines: Sequence[Driver]
    whole: Estimate


def cost_lines(found: Projected) -> CostLines:
    """The lines that matter most to the question: those of an overrun, where chance makes it; of
    what differs from the plans as documented, where the level does; else all of the cost."""
    trials, budget = found.trials, found.question.budget
    if budget is not None and is_mostly_over(trials, budget):
        if found.documented is not None:
            whole = change_against(trials, found.documented)
            return CostLines("documented", added_by_line(trials, found.documented), whole)
    elif budget is not None and (drivers := overrun_drivers(trials, budget)):
        return CostLines("overrun", drivers, Estimate(overrun_difference(trials, budget), np.inf))
    whole = expected(trials)
    lines = [
        Driver(*key, one.value, one.value / whole.value if whole.value else 0.0)
        for key, one in expected_by_line(trials).items()
    ]
    return CostLines("level", lines, whole)


@dataclass(frozen=True)
class OfSet:
    """What a named set of assumptions comes to, in yuan: expected, against what was asked, in the
    lower and upper end of eight of ten trials; `over` is the share of trials over the budget."""

    title: Text
    expected: float
    change: Estimate
    low: float
    high: float
    over: float | None


def of_sets(found: Projected) -> list[OfSet]:
    """What each set of assumptions comes to."""
    titles, budget = set_titles(found.question.company), found.question.budget
    rows = []
    for name, trials in found.sets.items():
        ends = total_range(trials)
        over = None if budget is None else budget_risk(trials, budget).probability.value
        rows.append(
            OfSet(
                titles[name],
                expected_like(trials, found.trials),
                change_against(trials, found.trials),
                ends[0.1].value,
                ends[0.9].value,
                over,
            )
        )
    return rows


def fewest_of_sets(found: Projected) -> int:
    """How many trials the set with the fewest has."""
    return min(trials.size for trials in found.sets.values())


def assumed_of(question: Question) -> tuple[Text, ...]:
    """What is assumed of the months ahead, in sentences; none where all is as the model says."""
    sentences = (
        question.assumptions.describe(question.company, language) for language in LANGUAGES
    )
    return tuple(dict(zip(LANGUAGES, said, strict=True)) for said in zip(*sentences, strict=True))


def edits_of(company: Company) -> tuple[Text, ...]:
    """What is changed in the plans of a company, in sentences."""
    sentences = (company.describe(language) for language in LANGUAGES)
    return tuple(dict(zip(LANGUAGES, said, strict=True)) for said in zip(*sentences, strict=True))


def legal_basis_of(question: Question) -> tuple[Text, ...]:
    """The legal figures that employer's cost rests on; none where pay is asked about."""
    if question.payroll is None:
        return ()
    return legal_basis(question.company, question.payroll, question.first, question.months)


def period_of(question: Question) -> Text:
    """The months that are asked about."""
    last = question.first + question.months - 1
    return in_each_language(lambda language: months(question.first, last, language))


def line_name(question: Question, unit: str, line: str) -> Text:
    """What a line of a unit's cost is called."""
    return line_label(question, unit, line) or untranslated(line)


def as_known(yuan: float, cost: Estimate) -> Text:
    """A cost of all months with as many digits as are known of the expected one."""
    digits = 10 * cost.error if np.isfinite(cost.error) else 0.0
    return in_each_language(lambda language: compact_money(float(yuan), language, digits))


def error_text(estimate: Estimate) -> Text:
    """By how much an estimate may be off, in yuan; a dash where that is not known."""
    if not np.isfinite(estimate.error):
        return untranslated(DASH)
    return in_each_language(lambda language: compact_money(float(estimate.error), language))
