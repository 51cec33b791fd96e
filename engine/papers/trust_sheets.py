"""How far a back-test can be trusted, as sheets: what plans cost as attainment is shifted or with
other people, and how a figure holds in months that it was not tuned on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.backtesting import BackTest, Bootstrap, HoldOut, ShiftedCost
from engine.papers.amounts_told import shift_of
from engine.papers.book import BookCell, BookChart, BookColumn, BookSheet, Number
from engine.papers.cost_sheets import change_of
from engine.papers.trust_findings import span_of
from engine.text import Phrases

phrase = Phrases("workbook")
of_paper = Phrases("backtest_paper")


def of_course(year: BackTest, course: Sequence[ShiftedCost]) -> BookSheet:
    """What each plan costs at each step of attainment; what was changed stands above."""
    names = [one.name for one in year.each[-len(year.plans) :]]
    columns = (
        BookColumn("shift", of_paper("shift"), width=24),
        *(BookColumn(f"pay_{place}", name) for place, name in enumerate(names)),
    )
    rows: list[tuple[BookCell, ...]] = [
        (shift_of(one.shift), *(Number(total, "yuan") for total in one.totals)) for one in course
    ]
    told = dict.fromkeys(tuple(text.items()) for one in course for text in one.year.told)
    series = tuple(f"pay_{place}" for place in range(len(names)))
    chart = BookChart("column", phrase("title_course"), "shift", series)
    return BookSheet(
        *("course", phrase("sheet_course"), phrase("title_course")),
        *(columns, rows),
        lead=tuple(map(dict, told)),
        charts=(chart,),
    )


def of_draws(year: BackTest, drawn: Bootstrap) -> BookSheet:
    """What each plan costs with other people, and by how much more than the first."""
    ends = ("found", "low", "middle", "high")
    heads = ("this_year", "in_a_tenth", "in_half", "in_nine_tenths")
    columns = (
        BookColumn("what", of_paper("what"), width=44),
        *(BookColumn(end, of_paper(head)) for end, head in zip(ends, heads, strict=True)),
    )
    rows: list[tuple[BookCell, ...]] = []
    for one, cost in zip(year.each, drawn.total, strict=True):
        rows.append((one.name, *(Number(getattr(cost, end), "yuan") for end in ends)))
    for one, more in zip(year.each[1:], drawn.difference, strict=True):
        cells = (Number(getattr(more, end), "yuan_more") for end in ends)
        rows.append((change_of(one.name), *cells))
    return BookSheet(
        *("draws", phrase("sheet_draws"), phrase("title_draws")),
        *(columns, rows),
        lead=drawn.told,
    )


def of_hold_out(year: BackTest, held: HoldOut) -> BookSheet:
    """The value that was found for each span of months, and how far it misses its goal."""
    first = year.facts.first
    columns = (
        BookColumn("tuned_on", of_paper("tuned_on"), width=28),
        BookColumn("judged_on", of_paper("judged_on"), width=28),
        BookColumn("value", of_paper("value")),
        BookColumn("error_tuned", of_paper("error_tuned")),
        BookColumn("error_judged", of_paper("error_judged")),
    )

    def rows() -> Iterator[tuple[BookCell, ...]]:
        for fold in (*held.folds, held.whole_year):
            errors = (fold.error_tuned, fold.error_judged)
            yield (
                span_of(first, fold.tuned_on),
                of_paper("same_months")
                if fold is held.whole_year
                else span_of(first, fold.judged_on),
                fold.said,
                *(Number(error, "share_more") for error in errors),
            )

    label = held.plan.parameters[held.parameter].label
    return BookSheet(
        *("hold_out", phrase("sheet_hold_out"), phrase("title_hold_out", label=label)),
        *(columns, list(rows())),
        lead=held.told,
    )
