"""The workbook of a back-test: what each plan or unit pays on a year of real people, beside what
was paid, by month, pay line and person, and every figure that differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.backtesting import (
    BackTest,
    Bootstrap,
    CheckedYear,
    CompanyYear,
    HoldOut,
    ShiftedCost,
)
from engine.comparison import compare_companies
from engine.papers import trust_sheets
from engine.papers.agreement_sheets import Agreed, agreement, differences
from engine.papers.book import Book, BookCell, BookChart, BookColumn, BookSheet, Number, Rows
from engine.papers.cost_sheets import CostSheets, change_of, month_cell, pay_cells, phrase
from engine.papers.paper import Paper
from engine.papers.parameter_sheets import company_parameters, parameters_of_plans
from engine.papers.people_sheets import everybody
from engine.papers.sheets_alike import VALUE_COLUMNS, assumptions, summary_sheet
from engine.text import Phrases, Refused, Text, untranslated

head = Phrases("backtest_document")


def backtest_book(
    paper: Paper,
    tested: CheckedYear | CompanyYear,
    course: Sequence[ShiftedCost] | Refused = (),
    drawn: Bootstrap | None = None,
    held: HoldOut | Refused | None = None,
) -> Book:
    """The workbook of plans on a year, where differences are against the first of `year.each`, or
    of a company on it; the others as for `backtest_paper`."""
    if isinstance(tested, CompanyYear):
        return Book(paper.title, tuple(_of_company(paper, tested)), paper.footer)
    sheets = [*_of_plans(paper, tested)]
    place = len(sheets) - 1
    sheets[place:place] = _trusted(tested.year, course, drawn, held)
    return Book(paper.title, tuple(sheets), paper.footer)


def _trusted(
    year: BackTest,
    course: Sequence[ShiftedCost] | Refused,
    drawn: Bootstrap | None,
    held: HoldOut | Refused | None,
) -> Iterator[BookSheet]:
    """How far the answer can be trusted, as far as it is known."""
    if not isinstance(course, Refused) and len(course) > 1:
        yield trust_sheets.of_course(year, course)
    if drawn is not None and drawn.total:
        yield trust_sheets.of_draws(year, drawn)
    if isinstance(held, HoldOut):
        yield trust_sheets.of_hold_out(year, held)


def _of_plans(paper: Paper, tested: CheckedYear) -> Iterator[BookSheet]:
    year, found = tested.year, tested.reconciliation
    yield _summary(paper, year)
    yield assumptions(paper)
    names = [one.name for one in year.each[-len(year.plans) :]]
    yield parameters_of_plans(names, year.plans)
    if found is not None:
        yield from _agreed({"": (year.plans[0].title, found)})
    yield _by_month(year)
    yield _by_line(year)
    yield _everybody(year)


def _agreed(agreed: Agreed) -> Iterator[BookSheet]:
    yield agreement(agreed)
    if any(found.cases for _, found in agreed.values()):
        yield differences(agreed)


def _of_company(paper: Paper, tested: CompanyYear) -> Iterator[BookSheet]:
    agreed: Agreed = {
        name: (tested.company.units[name].title, found) for name, found in tested.reconciled.items()
    }
    whole = compare_companies(tested.payouts, [])
    costs = CostSheets(whole)
    yield _company_summary(paper, tested)
    yield assumptions(paper)
    yield company_parameters(tested.company)
    if agreed:
        yield from _agreed(agreed)
    yield costs.by_month()
    yield costs.by_line()
    if costs.several:
        yield costs.by_unit()
    yield costs.lines_by_month()
    yield everybody(whole)


def _company_summary(paper: Paper, tested: CompanyYear) -> BookSheet:
    """How far all units together agree with what was paid, what the plans pay, and whether the
    other sheets come to the same."""
    rows: list[tuple[BookCell, ...]] = []
    if tested.reconciled:
        whole = tested.whole({})
        share = Number(
            tested.to_the_fen, "share", "[agreement!agreeing@total]/[agreement!compared@total]"
        )
        rows = [
            _sum("compared", Number(float(whole.compared), "count")),
            _sum("agreeing", Number(float(whole.agreeing), "count")),
            (phrase("row_share_agreeing"), share),
            _sum("paid", Number(whole.paid / 100, "yuan")),
            _sum("plan", Number(whole.plan / 100, "yuan")),
            _sum("difference", Number(whole.difference / 100, "yuan_more")),
            _sum("open_amount", Number(whole.open_amount / 100, "yuan")),
        ]
    names = {"cost": len(rows)}
    cost = Number(tested.payouts.total, "yuan", "[months!pay_0@total]")
    rows.append((phrase("row_cost"), cost))
    for sheet in ("lines", *(("units",) if len(tested.units) > 1 else ()), "people"):
        known = f"ROUND([{sheet}!pay_0@total]-[value@cost],2)"
        rows.append((phrase(f"row_check_{sheet}"), Number(0.0, "yuan_more", known)))
    return summary_sheet(paper, VALUE_COLUMNS, rows, names)


def _sum(column: str, value: Number) -> tuple[BookCell, ...]:
    """A row of the sum of a column of the agreement."""
    return head(f"head_{column}"), replace(value, formula=f"[agreement!{column}@total]")


def _columns(year: BackTest) -> list[BookColumn]:
    """A column of what each pays, each further one's followed by what it is more."""
    found = []
    for place, one in enumerate(year.each):
        found.append(BookColumn(f"pay_{place}", one.name, total="sum"))
        if place:
            more = f"[pay_{place}]-[pay_0]"
            found.append(BookColumn(f"change_{place}", change_of(one.name), more, more))
    return found


def _totals(year: BackTest) -> list[Number]:
    return pay_cells([one.payouts.total for one in year.each])


def _summary(paper: Paper, year: BackTest) -> BookSheet:
    """What each pays in all months, and whether the other sheets come to the same."""
    totals = [one.payouts.total for one in year.each]
    places = range(len(totals))
    rows: list[tuple[BookCell, ...]] = [
        (phrase("row_cost"), *pay_cells(totals, [f"[months!pay_{p}@total]" for p in places]))
    ]
    for sheet in ("lines", "people"):
        cells: list[BookCell] = []
        for place in places:
            known = f"ROUND([{sheet}!pay_{place}@total]-[pay_{place}@cost],2)"
            cells.append(Number(0.0, "yuan_more", known))
            if place:
                cells.append(untranslated(""))
        rows.append((phrase(f"row_check_{sheet}"), *cells))
    columns = (BookColumn("what", phrase("figure"), width=38), *_columns(year))
    return summary_sheet(paper, columns, rows, {"cost": 0})


def _by_month(year: BackTest) -> BookSheet:
    first = year.each[0].payouts.facts.first
    paid = [one.payouts.cost_by_month for one in year.each]
    rows: list[tuple[BookCell, ...]] = [
        (month_cell(first + i), *pay_cells([float(own[i]) for own in paid]))
        for i in range(len(paid[0]))
    ]
    series = tuple(f"pay_{place}" for place in range(len(paid)))
    chart = BookChart("column", phrase("title_months"), "month", series)
    return BookSheet(
        *("months", phrase("sheet_months"), phrase("title_months")),
        *((BookColumn("month", phrase("month")), *_columns(year)), rows),
        (phrase("total"), *_totals(year)),
        charts=(chart,),
    )


def _by_line(year: BackTest) -> BookSheet:
    labels: dict[str, Text] = {}
    for one in year.each:
        for line in one.payouts.lines:
            own = one.payouts.plan.lines.get(line)
            labels.setdefault(line, untranslated(line) if own is None else own.label)
    rows: list[tuple[BookCell, ...]] = [
        (label, *pay_cells([one.payouts.line_totals.get(line) for one in year.each]))
        for line, label in labels.items()
    ]
    return BookSheet(
        *("lines", phrase("sheet_lines"), phrase("title_lines")),
        *((BookColumn("line", phrase("line")), *_columns(year)), rows),
        (phrase("total"), *_totals(year)),
    )


def _everybody(year: BackTest) -> BookSheet:
    facts = year.each[0].payouts.facts
    paid: Sequence[Sequence[float]] = [one.payouts.pay_by_person.tolist() for one in year.each]
    months = facts.months_by_person.tolist()

    def row(i: int) -> tuple[BookCell, ...]:
        there = Number(float(months[i]), "count")
        return (untranslated(facts.employees[i]), there, *pay_cells([own[i] for own in paid]))

    columns = (
        BookColumn("employee", phrase("employee"), width=16),
        BookColumn("months", phrase("months_in_service"), total="sum"),
        *_columns(year),
    )
    whole = Number(float(sum(months)), "count")
    return BookSheet(
        *("people", phrase("sheet_people"), phrase("title_people")),
        *(columns, Rows(facts.size, row)),
        (phrase("total"), whole, *_totals(year)),
        is_filtered=True,
    )
