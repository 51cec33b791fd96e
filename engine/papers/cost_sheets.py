"""What companies cost as sheets that add up: every pay line in every month, months, lines and units
made of it, and a summary that is made of those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.comparison import Compared
from engine.papers.book import BookCell, BookChart, BookColumn, BookSheet, Number
from engine.text import Phrases, Text, in_each_language, short_month, untranslated

phrase = Phrases("workbook")

BLANK = untranslated("")
KINDS: Mapping[bool | None, str] = {False: "fixed", True: "variable", None: "beside"}
"""Kinds of lines, as `LineRow.is_variable` has them: None where no plan pays it."""


def pay_columns(compared: Compared, total: str = "sum") -> list[BookColumn]:
    """A column of what each company costs, each variant's followed by what it is more."""
    found = []
    for place, name in enumerate(compared.names):
        found.append(BookColumn(f"pay_{place}", name, total=total))
        if place:
            more = f"[pay_{place}]-[pay_0]"
            found.append(BookColumn(f"change_{place}", change_of(name), more, more))
    return found


def change_of(name: Text) -> Text:
    """The heading over what a variant is more."""
    return phrase("change_of", name=name)


def pay_cells(values: Sequence[float | None], formulas: Sequence[str] = ()) -> list[Number]:
    """The cells of `pay_columns`; `formulas` is how each company's comes about."""
    cells = []
    for place, value in enumerate(values):
        own = formulas[place] if formulas else ""
        cells.append(Number(value, "yuan", own))
        if place:
            cells.append(Number(more_than(values[0], value), "yuan_more"))
    return cells


def more_than(base: float | None, value: float | None) -> float | None:
    """By how much more, in whole fen."""
    if base is None or value is None:
        return None
    return (round(value * 100) - round(base * 100)) / 100


def month_cell(number: int) -> Text:
    """A month in a cell, short enough for the axis of a chart."""
    return in_each_language(lambda language: short_month(month_text(number), language))


def headcounts(compared: Compared) -> tuple[list[NDArray[np.int64]], bool]:
    """People in service in each month under each company, and whether they are as many in all."""
    people = [payouts.headcount_by_month for payouts in compared.each]
    return people, all(np.array_equal(own, people[0]) for own in people)


class CostSheets:
    """The sheets of compared companies that are made of one another."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.several = len(compared.by_unit) > 1
        facts = next(iter(compared.baseline.units.values())).facts
        self.first, self.months = facts.first, facts.months
        self._rows = [
            (place, k)
            for place in range(len(compared.each))
            for k, row in enumerate(compared.by_line)
            if row.cost[place] is not None
        ]
        self.people, self.alike = headcounts(compared)

    # -- every line in every month ---------------------------------------------------------

    def lines_by_month(self) -> BookSheet:
        """What each pay line pays in each month: all other sums are made of these."""
        columns = [
            BookColumn("scenario", phrase("scenario")),
            *([BookColumn("unit", phrase("unit"))] if self.several else ()),
            BookColumn("line", phrase("line")),
            *(BookColumn(f"m{i}", month_cell(self.first + i)) for i in range(self.months)),
            BookColumn("sum", phrase("sum")),
        ]
        added = f"SUM([m0]:[m{self.months - 1}])"
        rows: list[tuple[BookCell, ...]] = []
        for place, k in self._rows:
            row = self.compared.by_line[k]
            own = self.compared.unit_of(place, row.unit)
            assert own is not None
            paid = self.compared.costs[place].units[own].line_by_month(row.line)
            rows.append(
                (
                    self.compared.names[place],
                    *((row.title,) if self.several else ()),
                    row.label,
                    *(Number(value, "yuan") for value in paid.tolist()),
                    Number(row.cost[place], "yuan", added),
                )
            )
        names = {f"l{place}_{k}": i for i, (place, k) in enumerate(self._rows)}
        for place in range(len(self.compared.each)):
            own_rows = [i for i, (p, _) in enumerate(self._rows) if p == place]
            names |= {f"first{place}": own_rows[0], f"last{place}": own_rows[-1]}
        return BookSheet(
            *("line_months", phrase("sheet_line_months"), phrase("title_line_months")),
            tuple(columns),
            rows,
            row_names=names,
        )

    # -- sums of them ----------------------------------------------------------------------

    def by_month(self) -> BookSheet:
        """What each month costs, how many people are there, and the cost of one of them."""
        places = range(len(self.compared.each))
        counted = (0,) if self.alike else tuple(places)
        budget = self.compared.baseline.company.budget_for(self.compared.payroll)
        columns = [BookColumn("month", phrase("month"))]
        for place in counted:
            head = phrase("people")
            if not self.alike:
                head = phrase("people_of", name=self.compared.names[place])
            columns.append(BookColumn(f"people_{place}", head, total="sum"))
        columns += pay_columns(self.compared)
        for place, name in enumerate(self.compared.names):
            each = f"[pay_{place}]/[people_{0 if self.alike else place}]"
            columns.append(BookColumn(f"head_{place}", phrase("a_head", name=name), each, each))
        if budget is not None:
            columns.append(BookColumn("budget", phrase("budget_a_month"), total="sum"))
        rows: list[tuple[BookCell, ...]] = []
        for i in range(self.months):
            paid = [float(payouts.cost_by_month[i]) for payouts in self.compared.costs]
            sums = [f"SUM([line_months!m{i}@first{p}..last{p}])" for p in places]
            rows.append(
                (
                    month_cell(self.first + i),
                    *(Number(float(self.people[p][i]), "count") for p in counted),
                    *pay_cells(paid, sums),
                    *self._heads(paid, [int(own[i]) for own in self.people]),
                    *(() if budget is None else (Number(budget / self.months, "yuan"),)),
                )
            )
        totals = [payouts.total for payouts in self.compared.costs]
        whole = [int(own.sum()) for own in self.people]
        total: tuple[BookCell, ...] = (
            phrase("total"),
            *(Number(float(whole[p]), "count") for p in counted),
            *pay_cells(totals),
            *self._heads(totals, whole),
            *(() if budget is None else (Number(budget, "yuan"),)),
        )
        limit = "" if budget is None else "budget"
        series = tuple(f"pay_{place}" for place in places)
        chart = BookChart("column", phrase("title_months"), "month", series, limit=limit)
        return BookSheet(
            *("months", phrase("sheet_months"), phrase("title_months")),
            *(tuple(columns), rows, total),
            charts=(chart,),
        )

    def _heads(self, paid: Sequence[float], people: Sequence[int]) -> list[Number]:
        """What one of the people costs under each company; none where nobody is there."""
        return [Number(p / n if n else None, "yuan") for p, n in zip(paid, people, strict=True)]

    def by_line(self) -> BookSheet:
        """What each pay line pays in all months."""
        columns = [
            *([BookColumn("unit", phrase("unit"))] if self.several else ()),
            BookColumn("line", phrase("line")),
            BookColumn("kind", phrase("kind")),
            *pay_columns(self.compared),
        ]
        rows: list[tuple[BookCell, ...]] = []
        for k, row in enumerate(self.compared.by_line):
            sums = [f"[line_months!sum@l{place}_{k}]" for place in range(len(row.cost))]
            kind = phrase(KINDS[row.is_variable])
            lead = (row.title, row.label) if self.several else (row.label,)
            rows.append((*lead, kind, *pay_cells(row.cost, sums)))
        total: tuple[BookCell, ...] = (*self._total_lead(3 if self.several else 2), *self._totals())
        series = tuple(f"pay_{place}" for place in range(len(self.compared.each)))
        within = "unit" if self.several else ""
        chart = BookChart("bar", phrase("title_lines"), "line", series, within=within)
        return BookSheet(
            *("lines", phrase("sheet_lines"), phrase("title_lines")),
            *(tuple(columns), rows, total),
            charts=(chart,),
            row_names={f"l{k}": k for k in range(len(rows))},
        )

    def by_unit(self) -> BookSheet:
        """What each unit costs: the sum of its lines."""
        total: tuple[BookCell, ...] = (phrase("total"), *self._totals())
        columns = [BookColumn("unit", phrase("unit")), *pay_columns(self.compared)]
        rows: list[tuple[BookCell, ...]] = []
        for row in self.compared.by_unit:
            own = [k for k, line in enumerate(self.compared.by_line) if line.unit == row.unit]
            sums = [
                f"SUM([lines!pay_{place}@l{own[0]}..l{own[-1]}])" for place in range(len(row.cost))
            ]
            rows.append((row.title, *pay_cells(row.cost, sums)))
        series = tuple(f"pay_{place}" for place in range(len(self.compared.each)))
        chart = BookChart("column", phrase("title_units"), "unit", series)
        return BookSheet(
            *("units", phrase("sheet_units"), phrase("title_units")),
            *(tuple(columns), rows, total),
            charts=(chart,),
        )

    def _totals(self) -> list[Number]:
        return pay_cells([payouts.total for payouts in self.compared.costs])

    def _total_lead(self, columns: int) -> tuple[Text, ...]:
        return (phrase("total"), *(BLANK for _ in range(columns - 1)))
