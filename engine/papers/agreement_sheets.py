"""What was paid against what plans pay, as sheets: how far they agree by month, and every figure
that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.analysis import Reconciliation, line_label
from engine.calendar import month_number
from engine.papers.book import BookCell, BookColumn, BookSheet, Number, Rows
from engine.papers.cost_sheets import BLANK, month_cell, phrase
from engine.text import Phrases, Text, untranslated

head = Phrases("backtest_document")

COUNTS = ("compared", "agreeing", "open")
AMOUNTS = ("paid", "plan", "difference", "open_amount")
Agreed = Mapping[str, tuple[Text, Reconciliation]]
"""Reconciliations by unit, with its title; a plan alone is one."""


def agreement(agreed: Agreed) -> BookSheet:
    """How far what was paid agrees, in each month of each unit."""
    several = len(agreed) > 1
    more = "[paid]-[plan]"
    added = {name: "sum" for name in (*COUNTS, *AMOUNTS)} | {"difference": more}
    columns = (
        *([BookColumn("unit", phrase("unit"))] if several else ()),
        BookColumn("month", phrase("month")),
        *(
            BookColumn(
                name, head(f"head_{name}"), more if name == "difference" else "", added[name]
            )
            for name in (*COUNTS, *AMOUNTS)
        ),
    )
    rows: list[tuple[BookCell, ...]] = []
    sums = dict.fromkeys((*COUNTS, *AMOUNTS), 0)
    for title, found in agreed.values():
        for part in found.by_month():
            values = {name: int(getattr(part, name)) for name in sums}
            for name, value in values.items():
                sums[name] += value
            lead = (title,) if several else ()
            rows.append((*lead, month_cell(month_number(part.key)), *_numbers(values)))
    total: tuple[BookCell, ...] = (
        phrase("total"),
        *((BLANK,) if several else ()),
        *_numbers(sums),
    )
    return BookSheet(
        *("agreement", phrase("sheet_agreement"), phrase("title_agreement")),
        *(columns, rows, total),
    )


def _numbers(values: Mapping[str, int]) -> Iterator[Number]:
    for name in COUNTS:
        yield Number(float(values[name]), "count")
    for name in AMOUNTS:
        yield Number(values[name] / 100, "yuan_more" if name == "difference" else "yuan")


def differences(agreed: Agreed) -> BookSheet:
    """Every figure that differs from what was paid, the largest of each unit first."""
    several = len(agreed) > 1
    columns = (
        *([BookColumn("unit", phrase("unit"))] if several else ()),
        BookColumn("employee", phrase("employee"), width=16),
        BookColumn("month", phrase("month")),
        BookColumn("line", phrase("line")),
        BookColumn("paid", head("head_paid"), total="sum"),
        BookColumn("plan", head("head_plan"), total="sum"),
        BookColumn("difference", head("head_difference"), "[paid]-[plan]", "[paid]-[plan]"),
        BookColumn("reason", head("head_reason"), width=40),
    )
    ends: list[tuple[int, Text, Reconciliation]] = []
    paid, plan = 0, 0
    for title, found in agreed.values():
        ends.append((sum(len(own.cases) for _, _, own in ends) + len(found.cases), title, found))
        cases = list(found.cases)
        paid += sum(case.paid for case in cases)
        plan += sum(case.plan for case in cases)

    def row(i: int) -> tuple[BookCell, ...]:
        end, title, found = next(one for one in ends if i < one[0])
        case = found.cases[i - (end - len(found.cases))]
        return (
            *((title,) if several else ()),
            untranslated(case.employee),
            month_cell(month_number(case.month)),
            line_label(found.plan, case.line),
            *_amounts(case.paid, case.plan),
            untranslated(case.reason),
        )

    lead: tuple[BookCell, ...] = (phrase("total"), *(BLANK for _ in range(2 + several)))
    return BookSheet(
        *("differences", phrase("sheet_differences"), phrase("title_differences")),
        *(columns, Rows(ends[-1][0], row), (*lead, *_amounts(paid, plan), BLANK)),
        is_filtered=True,
    )


def _amounts(paid: int, plan: int) -> tuple[Number, Number, Number]:
    more = Number((paid - plan) / 100, "yuan_more")
    return Number(paid / 100, "yuan"), Number(plan / 100, "yuan"), more
