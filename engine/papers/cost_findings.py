"""What variants cost: by pay line, by month, against the budget, and beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.comparison import (
    Compared,
)
from engine.papers.amounts_told import amount, more
from engine.papers.paper import Chart, ChartKind, Finding, Role, Series
from engine.papers.paper_look import phrase
from engine.reports import Table
from engine.text import (
    Text,
    in_each_language,
    money_with_fen,
    named_month,
    short_month,
    short_month_names,
    signed,
)

Array = NDArray[np.float64]
NOTHING = 0.005
"""A difference of less than this in yuan is none."""
MOST_LINES, MOST_COLUMNS = 12, 40
"""Lines of a table, of which others are put together, and columns of a chart."""
FAINT = 0.05
"""What differs by less than this share of the highest column hardly shows beside it."""
FEW = 4
"""So many scenarios are shown as columns from zero; of more, only what they differ by."""


def by_line(compared: Compared, place: int) -> Iterator[Finding]:
    """What the lines of pay come to, those that change most first."""
    several = len(compared.by_unit) > 1
    rows: list[tuple[Text, float, float]] = [
        (
            phrase("of_unit", unit=row.title, what=row.label) if several else row.label,
            row.cost[0] or 0.0,
            row.cost[place] or 0.0,
        )
        for row in compared.by_line
    ]
    moved = sorted(rows, key=lambda row: -abs(row[2] - row[1]))
    if abs(moved[0][2] - moved[0][1]) < NOTHING:
        return
    title = phrase("f_lines", line=moved[0][0], amount=more(moved[0][2] - moved[0][1]))
    kept = {id(row) for row in moved[:MOST_LINES] if abs(row[2] - row[1]) >= NOTHING}
    shown = [row for row in rows if id(row) in kept]
    others = [row for row in rows if id(row) not in kept]
    if others:
        old = sum(round(row[1] * 100) for row in others) / 100
        new = sum(round(row[2] * 100) for row in others) / 100
        shown.append((phrase("further_lines", count=len(others)), old, new))
    whole = (compared.costs[0].total, compared.costs[place].total)
    shown.append((phrase("sum"), *whole))
    cells = tuple((name, *amounts_in_full(before, after)) for name, before, after in shown)
    heads = (phrase("line"), compared.names[0], compared.names[place], phrase("change"))
    table = Table(heads, cells, (False, True, True, True), total=True)
    yield Finding(title, table=table, notes=(phrase("note_lines"),))


def costs(compared: Compared) -> Finding:
    """What each variant costs more or less than the baseline, and altogether."""
    totals = [payouts.total for payouts in compared.costs]
    least = min(range(1, len(totals)), key=totals.__getitem__)
    apart = closest(compared)
    title = phrase("f_costs", name=compared.names[least], amount=amount(totals[least], apart))
    budget = compared.baseline.company.budget_for(compared.payroll)
    points = [
        phrase("of_unit", unit=name, what=amount(total, apart))
        for name, total in zip(compared.names, totals, strict=True)
    ]
    if budget is not None:
        points.append(phrase("of_unit", unit=phrase("budget"), what=amount(budget, apart)))
    chart = _side_by_side(compared, budget) if len(totals) <= FEW else _apart(compared)
    return Finding(title, chart, points=tuple(points), notes=(phrase("note_costs"),))


def _side_by_side(compared: Compared, budget: float | None) -> Chart:
    """What the baseline and a few variants cost, from zero."""
    base, *others = (payouts.total for payouts in compared.costs)
    series = (
        Series(compared.names[0], (base, *(None for _ in others)), "before"),
        Series(phrase("variants"), (None, *others), "after"),
    )
    limit = None if budget is None else (phrase("budget"), budget)
    return Chart("stacked_column", compared.names, series, limit=limit)


def _apart(compared: Compared) -> Chart:
    """What many variants cost more or less than the baseline."""
    gaps = tuple(compared.difference(place) for place in range(1, len(compared.each)))
    return Chart(
        *("bar", compared.names[1:], (Series(phrase("change"), gaps, "after"),)),
        side=phrase("against_base", name=compared.names[0]),
    )


def cost_name(compared: Compared) -> Text:
    """What is told as cost: what people are paid, or all that the employer pays."""
    return phrase("cost" if compared.payroll is None else "employer_cost")


def closest(compared: Compared) -> float:
    """The smallest difference from the baseline that is any, in yuan."""
    gaps = (abs(compared.difference(place)) for place in range(1, len(compared.each)))
    return min((gap for gap in gaps if gap >= NOTHING), default=0.0)


def by_month_of_all(compared: Compared) -> Finding:
    """What each month costs more or less than the baseline under each variant."""
    places = range(1, len(compared.each))
    base = compared.figures[0].by_month
    gaps = [_gap(base, compared.figures[place].by_month) for place in places]
    most = max(range(len(gaps)), key=lambda own: float(np.abs(gaps[own]).max()))
    month = int(np.abs(gaps[most]).argmax())
    title = phrase(
        "f_months",
        name=compared.names[most + 1],
        month=named_month(_first(compared) + month),
        amount=more(float(gaps[most][month])),
    )
    series = tuple(
        Series(compared.names[place], tuple(gap.tolist()))
        for place, gap in zip(places, gaps, strict=True)
    )
    bars = len(series) * base.size
    kind: ChartKind = "column" if bars <= MOST_COLUMNS else "line"
    side = phrase("against_base", name=compared.names[0])
    chart = Chart(kind, _months(compared), series, side=side)
    return Finding(title, chart, notes=(phrase("note_months"),))


def by_month(compared: Compared, place: int) -> Finding:
    """What each month costs under one scenario, beside the baseline where it is another one; only
    what it costs more or less where that would hardly show."""
    names, places = _months(compared), sorted({0, place})
    costs = [compared.figures[own].by_month for own in places]
    gap = _gap(costs[0], costs[-1])
    most = int(np.abs(gap).argmax())
    month = named_month(_first(compared) + most)
    if abs(gap[most]) >= NOTHING:
        title = phrase("f_month", month=month, amount=more(float(gap[most])))
    else:
        most = int(costs[-1].argmax())
        month = named_month(_first(compared) + most)
        title = phrase("f_dearest", month=month, amount=amount(float(costs[-1][most])))
    side: Text | None = None
    if NOTHING <= abs(gap).max() < FAINT * max(own.max() for own in costs):
        series: tuple[Series, ...] = (Series(phrase("change"), tuple(gap.tolist()), "after"),)
        side = phrase("against_base", name=compared.names[0])
    else:
        roles: list[Role] = ["before", "after"] if place else ["after"]
        series = tuple(
            Series(compared.names[own], tuple(values.tolist()), role)
            for own, values, role in zip(places, costs, roles, strict=True)
        )
    kind: ChartKind = "column" if len(names) * len(series) <= MOST_COLUMNS else "line"
    return Finding(title, Chart(kind, names, series, side=side), notes=(phrase("note_months"),))


def against_budget(compared: Compared, place: int) -> Iterator[Finding]:
    """How far the budget goes, where there is one, added up month by month."""
    budget = compared.baseline.company.budget_for(compared.payroll)
    if budget is None:
        return
    names, places = _months(compared), sorted({0, place})
    added = [np.cumsum(np.rint(compared.figures[own].by_month * 100)) / 100 for own in places]
    beyond = np.flatnonzero(added[-1] > budget + NOTHING)
    left = (round(budget * 100) - round(compared.costs[place].total * 100)) / 100
    if beyond.size:
        month = named_month(_first(compared) + int(beyond[0]))
        title = phrase("f_used_up", month=month, amount=amount(abs(left)))
    else:
        title = phrase("f_left", amount=amount(left), budget=amount(budget, left))
    roles: list[Role] = ["before", "after"] if place else ["after"]
    series = tuple(
        Series(compared.names[own], tuple(values.tolist()), role)
        for own, values, role in zip(places, added, roles, strict=True)
    )
    limit = (phrase("budget"), budget)
    chart = Chart("line", names, series, limit=limit, side=phrase("added_up"))
    yield Finding(title, chart, notes=(phrase("note_months"),))


def _first(compared: Compared) -> int:
    return next(iter(compared.baseline.units.values())).facts.first


def _months(compared: Compared) -> tuple[Text, ...]:
    """The months, without their year where they are all of one."""
    facts = next(iter(compared.baseline.units.values())).facts
    months = range(facts.first, facts.first + facts.months)
    if months[0] // 12 == months[-1] // 12:
        return tuple(_of_the_year(month % 12) for month in months)
    return tuple(_month(month) for month in months)


def _of_the_year(month: int) -> Text:
    return in_each_language(lambda language: short_month_names(language)[month])


def _month(number: int) -> Text:
    return in_each_language(lambda language: short_month(number, language))


def _gap(before: Array, after: Array) -> Array:
    """Yuan more, in whole fen."""
    return np.asarray((np.rint(after * 100) - np.rint(before * 100)) / 100)


def amounts_in_full(before: float, after: float) -> tuple[Text, Text, Text]:
    """Two amounts, and by how much the second is more, to the fen."""
    gap = (round(after * 100) - round(before * 100)) / 100
    return (
        in_each_language(lambda language: money_with_fen(before, language)),
        in_each_language(lambda language: money_with_fen(after, language)),
        in_each_language(lambda language: signed(money_with_fen(gap, language))),
    )
