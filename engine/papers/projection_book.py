"""The workbook of a projection: every trial stands in it, and what is expected, how far it ranges
and how far the budget holds are formulas of the trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from engine.papers.book import Book, BookCell, BookChart, BookColumn, BookSheet, Number, Rows
from engine.papers.cost_sheets import BLANK, month_cell, phrase
from engine.papers.paper import Paper
from engine.papers.parameter_sheets import company_edits, company_parameters
from engine.papers.sheets_alike import VALUE_COLUMNS, assumptions, law, summary_sheet
from engine.projection import (
    Field,
    Trials,
    accrual,
    budget_risk,
    expected,
    expected_by_month,
    fields,
    line_label,
    reserve,
    spread,
    total_range,
)
from engine.reports import Projected
from engine.text import Text, in_each_language, untranslated
from engine.yaml_files import Json

SHARES = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95)
IN_MONTHS = (0.1, 0.5, 0.9)
RESERVES = (0.8, 0.9, 0.95)
"""How sure a reserve is to suffice."""


def projection_book(paper: Paper, found: Projected) -> Book:
    """The workbook of what was projected."""
    return Book(paper.title, tuple(_sheets(paper, found)), paper.footer)


def _sheets(paper: Paper, found: Projected) -> Iterator[BookSheet]:
    company, trials = found.question.company, found.trials
    yield _summary(paper, found)
    yield assumptions(paper)
    yield _assumed(found)
    question = found.question
    if question.payroll is not None:
        yield law(company, question.payroll, question.first, question.months)
    yield company_parameters(company)
    if company.changed:
        yield company_edits(company)
    yield _by_month(found)
    yield _by_line(found)
    if trials.owed:
        yield _owed(trials)
    yield _each_trial(trials)


def _summary(paper: Paper, found: Projected) -> BookSheet:
    """What is expected, how far it ranges, and how far the budget holds."""
    trials, budget = found.trials, found.question.budget
    whole, ends = expected(trials), total_range(trials, SHARES)
    totals = "[trials!total:]"
    rows: list[tuple[BookCell, ...]] = [
        _row("expected", Number(whole.value, "yuan", f"AVERAGE({totals})")),
        _row("error", Number(whole.error, "mean")),
    ]
    for share, end in ends.items():
        formula = f"PERCENTILE({totals},{share:g})"
        name = untranslated(f"P{share * 100:.0f}")
        rows.append((name, Number(end.value, "yuan", formula)))
    names = {"expected": 0}
    if budget is not None:
        risk = budget_risk(trials, budget)
        names["budget"] = len(rows)
        rows.append(_row("budget", Number(budget, "yuan")))
        over = f'COUNTIF({totals},">"&[value@budget])'
        share_over = f"{over}/COUNT({totals})"
        rows.append(_row("over_budget", Number(risk.probability.value, "share", share_over)))
        beyond = f'SUMIF({totals},">"&[value@budget])-[value@budget]*{over}'
        mean = f"({beyond})/COUNT({totals})"
        rows.append(_row("overrun", Number(risk.expected_overrun.value, "yuan", mean)))
        if risk.overrun_if_over is not None:
            if_over = f"({beyond})/{over}"
            rows.append(_row("overrun_if_over", Number(risk.overrun_if_over, "yuan", if_over)))
        for share in RESERVES:
            needed = f"MAX(0,PERCENTILE({totals},{share:g})-[value@budget])"
            value = Number(reserve(trials, budget, share).value, "yuan", needed)
            rows.append((phrase("row_reserve", share=f"{share * 100:.0f}"), value))
    check = "ROUND([by_line!sum@total]-[value@expected],2)"
    rows.append(_row("check_lines", Number(0.0, "yuan_more", check)))
    return summary_sheet(paper, VALUE_COLUMNS, rows, names)


def _row(name: str, value: Number) -> tuple[BookCell, ...]:
    return phrase(f"row_{name}"), value


def _assumed(found: Projected) -> BookSheet:
    """Every assumption with its value."""
    question = found.question
    rows: list[tuple[BookCell, ...]] = []
    for entry in fields(question.company):
        if entry.unit_id and entry.path not in question.assumptions.values:
            continue
        value = question.assumptions.value(entry.path)
        usual = entry.default if not entry.unit_id else None
        said = in_each_language(partial(_in_words, entry, value))
        mark = phrase("differs_from_usual") if value != usual else BLANK
        rows.append((entry.label, said, mark))
    columns = (
        BookColumn("what", phrase("assumption"), width=48),
        BookColumn("value", phrase("value"), width=60),
        BookColumn("mark", phrase("mark"), width=24),
    )
    return BookSheet("assumed", phrase("sheet_assumed"), phrase("title_assumed"), columns, rows)


def _in_words(entry: Field, value: Json, language: str) -> str:
    return entry.text(value, language)


def _by_month(found: Projected) -> BookSheet:
    """What each month costs: the range of the trials, and their mean."""
    trials, budget = found.trials, found.question.budget
    ranges, means = spread(trials, IN_MONTHS), expected_by_month(trials)
    people = sum((a.mean(axis=0) for a in trials.headcount.values()), np.zeros(trials.months))
    columns = [
        BookColumn("month", phrase("month")),
        BookColumn("people", phrase("people_expected"), total="sum"),
        *(BookColumn(f"p{s * 100:.0f}", untranslated(f"P{s * 100:.0f}")) for s in IN_MONTHS),
        BookColumn("expected", phrase("expected"), total="sum"),
    ]
    if budget is not None:
        columns.append(BookColumn("budget", phrase("budget_a_month"), total="sum"))
    rows: list[tuple[BookCell, ...]] = []
    for i in range(trials.months):
        own = f"[trials!m{i}:]"
        values = (
            Number(float(ranges[s][i]), "yuan", f"PERCENTILE({own},{s:g})") for s in IN_MONTHS
        )
        rows.append(
            (
                month_cell(trials.first + i),
                Number(float(people[i]), "mean"),
                *values,
                Number(float(means[i]), "yuan", f"AVERAGE({own})"),
                *(() if budget is None else (Number(budget / trials.months, "yuan"),)),
            )
        )
    total: tuple[BookCell, ...] = (
        phrase("total"),
        Number(float(people.sum()), "mean"),
        *(BLANK for _ in IN_MONTHS),
        Number(float(means.sum()), "yuan"),
        *(() if budget is None else (Number(budget, "yuan"),)),
    )
    chart = BookChart(
        *("line", phrase("title_projected"), "month", ("p10", "p50", "p90")),
        limit="" if budget is None else "budget",
    )
    return BookSheet(
        *("months", phrase("sheet_months"), phrase("title_projected")),
        *(tuple(columns), rows, total),
        lead=(phrase("ranges_do_not_add_up"),),
        charts=(chart,),
    )


def _by_line(found: Projected) -> BookSheet:
    """What each pay line is expected to pay in each month."""
    trials, company = found.trials, found.question.company
    several = len(company.units) > 1
    columns = [
        *([BookColumn("unit", phrase("unit"))] if several else ()),
        BookColumn("line", phrase("line")),
        *(
            BookColumn(f"m{i}", month_cell(trials.first + i), total="sum")
            for i in range(trials.months)
        ),
        BookColumn("sum", phrase("sum"), total="sum"),
    ]
    added = f"SUM([m0]:[m{trials.months - 1}])"
    rows: list[tuple[BookCell, ...]] = []
    sums = np.zeros(trials.months)
    for (unit, line), paid in trials.by_line.items():
        means = paid.mean(axis=0)
        sums += means
        lead = (company.units[unit].title,) if several else ()
        cells = (Number(value, "yuan") for value in means.tolist())
        whole = Number(float(means.sum()), "yuan", added)
        rows.append((*lead, _line(found, unit, line), *cells, whole))
    total: tuple[BookCell, ...] = (
        phrase("total"),
        *((BLANK,) if several else ()),
        *(Number(value, "yuan") for value in sums.tolist()),
        Number(float(sums.sum()), "yuan"),
    )
    chart = BookChart(
        *("bar", phrase("title_expected_lines"), "line", ("sum",)), within="unit" if several else ""
    )
    return BookSheet(
        *("by_line", phrase("sheet_lines"), phrase("title_expected_lines")),
        *(tuple(columns), rows, total),
        charts=(chart,),
    )


def _line(found: Projected, unit: str, line: str) -> Text:
    return line_label(found.question, unit, line) or untranslated(line)


def _owed(trials: Trials) -> BookSheet:
    """What is earned, paid and owed of lines paid for more than a month."""
    owed = accrual(trials)
    columns = (
        BookColumn("month", phrase("month")),
        BookColumn("earned", phrase("earned"), total="sum"),
        BookColumn("paid", phrase("paid"), total="sum"),
        BookColumn("owed", phrase("owed")),
    )
    rows: list[tuple[BookCell, ...]] = []
    for i in range(trials.months):
        before = f"[owed@r{i - 1}]+" if i else ""
        rows.append(
            (
                month_cell(trials.first + i),
                Number(float(owed.earned[i]), "yuan"),
                Number(float(owed.paid[i]), "yuan"),
                Number(float(owed.owed[i]), "yuan", f"{before}[earned]-[paid]"),
            )
        )
    total: Sequence[BookCell] = (
        phrase("total"),
        *(Number(float(part.sum()), "yuan") for part in (owed.earned, owed.paid)),
        BLANK,
    )
    chart = BookChart("column", phrase("title_owed"), "month", ("owed",))
    return BookSheet(
        *("owed", phrase("sheet_owed"), phrase("title_owed")),
        *(columns, rows, total),
        charts=(chart,),
        row_names={f"r{i}": i for i in range(trials.months)},
    )


def _each_trial(trials: Trials) -> BookSheet:
    """What every trial costs in each month."""
    columns = (
        BookColumn("trial", phrase("trial"), width=10),
        *(BookColumn(f"m{i}", month_cell(trials.first + i)) for i in range(trials.months)),
        BookColumn("total", phrase("sum")),
    )
    added = f"SUM([m0]:[m{trials.months - 1}])"

    def row(i: int) -> tuple[BookCell, ...]:
        return (
            untranslated(str(int(trials.numbers[i]))),
            *(Number(value, "yuan") for value in trials.cost[i].tolist()),
            Number(float(trials.total[i]), "yuan", added),
        )

    return BookSheet(
        *("trials", phrase("sheet_trials"), phrase("title_trials")),
        *(columns, Rows(trials.size, row)),
    )
