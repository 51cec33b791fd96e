"""What compared companies cost as tables: key figures, months, units and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.comparison import Compared, Soundness
from engine.health import OUTCOMES
from engine.reports.figure_tables import (
    Cell,
    Figure,
    FigureTable,
    Unit,
    head,
    names_with_changes,
    phrase,
    row_name,
    title_of,
    told_columns,
    with_changes,
)
from engine.text import Text, named_month, untranslated


def overview(compared: Compared, soundness: Soundness | None) -> FigureTable:
    """The key figures of each company, as far as any of them has them."""
    figures = compared.figures
    rows: list[tuple[Cell, ...]] = []

    def add(name: Text, unit: Unit, values: Sequence[float | None]) -> None:
        if any(value is not None for value in values):
            rows.append((name, *with_changes(unit, values)))

    add(row_name("total"), "yuan", [f.total for f in figures])
    shares = [None, *(compared.share(place) for place in range(1, len(figures)))]
    if any(share is not None for share in shares):
        changes = (Figure(share, "share_more") for share in shares[1:])
        nothing = Figure(None, "share")
        rows.append((row_name("change"), nothing, *(c for one in changes for c in (nothing, one))))
    add(row_name("person_months"), "count", [f.person_months for f in figures])
    add(row_name("per_head"), "yuan", [f.per_head for f in figures])
    of_sales = "per_yuan_sold" if compared.payroll is None else "cost_per_yuan_sold"
    add(row_name(of_sales), "share", [f.per_yuan_sold for f in figures])
    add(row_name("fixed"), "yuan", [f.fixed_cost for f in figures])
    add(row_name("variable"), "yuan", [f.variable_cost for f in figures])
    add(row_name("variable_share"), "share", [f.variable_share for f in figures])
    add(row_name("beside"), "yuan", [f.beside for f in figures])
    add(row_name("median"), "yuan", [f.median for f in figures])
    add(row_name("low"), "yuan", [f.deciles[0] if f.deciles else None for f in figures])
    add(row_name("high"), "yuan", [f.deciles[8] if f.deciles else None for f in figures])
    add(row_name("gini"), "coefficient", [f.gini for f in figures])
    add(row_name("top_tenth"), "share", [f.top_tenth for f in figures])
    add(row_name("without_variable"), "share", [f.without_variable for f in figures])
    for row in compared.by_unit:
        names = [compared.unit_of(place, row.unit) for place in range(len(figures))]
        values = [
            None if name is None else f.pay_for_results[name]
            for f, name in zip(figures, names, strict=True)
        ]
        name = row_name("pay_for_results")
        if len(compared.by_unit) > 1:
            name = phrase("of_unit", unit=row.title, what=name)
        add(name, "coefficient", values)
    if soundness is not None:
        for outcome in OUTCOMES[:2]:
            counts = [
                sum(health.counts[outcome] for health in own.values()) for own in soundness.health
            ]
            add(row_name(f"checks_{outcome}"), "count", counts)
    heads = (head("figure"), *names_with_changes(compared))
    told = told_columns(compared, 1)
    return FigureTable("overview", title_of("overview"), heads, tuple(rows), told=told)


def by_month(compared: Compared) -> FigureTable:
    """What each month costs, altogether and a head."""
    first = _first_month(compared)
    figures = compared.figures
    people = [payouts.headcount_by_month for payouts in compared.each]
    if all(np.array_equal(own, people[0]) for own in people):
        people, people_heads = people[:1], [head("people")]
    else:
        people_heads = [phrase("people_of", name=name) for name in compared.names]
    rows: list[tuple[Cell, ...]] = []
    for month in range(people[0].size):
        costs = with_changes("yuan", [float(f.by_month[month]) for f in figures])
        each = (Figure(float(f.per_head_by_month[month]), "yuan") for f in figures)
        there = (Figure(float(own[month]), "count") for own in people)
        rows.append((named_month(first + month), *there, *costs, *each))
    totals = with_changes("yuan", [f.total for f in figures])
    per_head = (Figure(f.per_head, "yuan") for f in figures)
    months = (Figure(float(own.sum()), "count") for own in people)
    rows.append((head("sum"), *months, *totals, *per_head))
    of_heads = (phrase("a_head", name=name) for name in compared.names)
    heads = (head("month"), *people_heads, *names_with_changes(compared), *of_heads)
    told = told_columns(compared, 1 + len(people))
    return FigureTable("months", title_of("months"), heads, tuple(rows), total=True, told=told)


KINDS: Mapping[bool | None, str] = {False: "fixed", True: "variable", None: "beside"}
"""Kinds of lines, as `LineRow.is_variable` has them: None where no plan pays it."""


def by_unit(compared: Compared) -> FigureTable:
    """What each unit costs, and all of them."""
    rows: list[tuple[Cell, ...]] = [
        (row.title, *with_changes("yuan", row.cost)) for row in compared.by_unit
    ]
    rows.append((head("sum"), *_totals(compared)))
    heads = (head("unit"), *names_with_changes(compared))
    told = told_columns(compared, 1)
    return FigureTable("units", title_of("units"), heads, tuple(rows), total=True, told=told)


def by_line(compared: Compared) -> FigureTable:
    """What each line of each unit costs, and all of them."""
    several = len(compared.by_unit) > 1
    rows: list[tuple[Cell, ...]] = []
    for row in compared.by_line:
        kind = phrase(f"kind_{KINDS[row.is_variable]}")
        lead = (row.title, row.label) if several else (row.label,)
        rows.append((*lead, kind, *with_changes("yuan", row.cost)))
    blank = untranslated("")
    lead = (head("sum"), blank) if several else (head("sum"),)
    rows.append((*lead, blank, *_totals(compared)))
    heads = (head("unit"), head("line")) if several else (head("line"),)
    heads = (*heads, head("kind"), *names_with_changes(compared))
    start = 3 if several else 2
    told = (*range(start - 1), *told_columns(compared, start)[start:])
    return FigureTable("lines", title_of("lines"), heads, tuple(rows), total=True, told=told)


def _totals(compared: Compared) -> tuple[Figure, ...]:
    return with_changes("yuan", [payouts.total for payouts in compared.costs])


def _first_month(compared: Compared) -> int:
    return next(iter(compared.baseline.units.values())).facts.first
