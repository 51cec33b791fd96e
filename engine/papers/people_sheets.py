"""People as sheets: groups of them, and everybody's pay with what changes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.analysis import BANDS
from engine.comparison import ChangedPeople, Compared
from engine.papers.book import BookCell, BookChart, BookColumn, BookSheet, Number, Rows
from engine.papers.cost_sheets import BLANK, pay_columns, phrase
from engine.text import Text, untranslated


def groups(compared: Compared) -> Iterator[BookSheet]:
    """What groups of people are paid and how many gain and lose, a sheet for each column."""
    several = [
        (name, people)
        for name, people in zip(compared.names, compared.people, strict=True)
        if people is not None
    ]
    if not several:
        return
    for place, (column, label) in enumerate(several[0][1].groupings.items()):
        yield _group(f"group{place}", several, column, label)


def _group(
    id: str, several: list[tuple[Text, ChangedPeople]], column: str, label: Text
) -> BookSheet:
    adds_up = "sum" if len(several) == 1 else ""
    more = "[after]-[before]"
    share = "IF([before]=0,0,[change]/[before])"
    columns = (
        *([BookColumn("scenario", phrase("scenario"))] if len(several) > 1 else ()),
        BookColumn("group", label),
        BookColumn("people", phrase("people"), total=adds_up),
        BookColumn("before", phrase("before"), total=adds_up),
        BookColumn("after", phrase("after"), total=adds_up),
        BookColumn("change", phrase("change"), more, more),
        BookColumn("share", phrase("change_share"), share, share),
        *(BookColumn(band, phrase(f"band_{band}"), total=adds_up) for band in BANDS),
    )
    rows: list[tuple[BookCell, ...]] = []
    sums = np.zeros(3 + len(BANDS))
    for name, people in several:
        for group in people.by_group(column):
            bands = [float(group.bands[band]) for band in BANDS]
            lead = (name, group.label) if len(several) > 1 else (group.label,)
            changed = _changed(group.people, group.baseline, group.variant)
            rows.append((*lead, *changed, *_counts(bands)))
            fen = [np.rint(100 * group.baseline), np.rint(100 * group.variant)]
            sums += [group.people, *fen, *bands]
    total: tuple[BookCell, ...] | None = None
    if adds_up:
        changed = _changed(int(sums[0]), float(sums[1]) / 100, float(sums[2]) / 100)
        total = (phrase("total"), *changed, *_counts(sums[3:].tolist()))
    title = phrase("title_group", label=label)
    drawn = phrase("chart_group", label=label)
    chart = BookChart("bar", drawn, "group", ("before", "after"), most=20)
    return BookSheet(
        *(id, phrase("sheet_group", label=label), title),
        *(columns, rows, total),
        charts=(chart,) if len(several) == 1 else (),
    )


def _changed(people: int, before: float, after: float) -> tuple[Number, ...]:
    change = (round(after * 100) - round(before * 100)) / 100
    share = change / before if before else 0.0
    return (
        Number(float(people), "count"),
        *(Number(before, "yuan"), Number(after, "yuan")),
        *(Number(change, "yuan_more"), Number(share, "share_more")),
    )


def _counts(values: list[float]) -> tuple[Number, ...]:
    return tuple(Number(value, "count") for value in values)


def everybody(compared: Compared) -> BookSheet:
    """What everybody is paid in all months under each company that is for the same people."""
    base = compared.baseline
    shown = [p for p in range(len(compared.each)) if not p or compared.people[p] is not None]
    titles = {row.unit: row.title for row in compared.by_unit}
    units = [titles[name] for name in base.units]
    several, with_cost = len(units) > 1, compared.payroll is not None
    costs = {p: compared.costs[p].pay_by_person for p in shown} if with_cost else {}
    columns = [
        BookColumn("employee", phrase("employee"), width=16),
        *([BookColumn("unit", phrase("unit"))] if several else ()),
        BookColumn("months", phrase("months_in_service"), total="sum"),
    ]
    for column in pay_columns(compared):
        place = int(column.id.rpartition("_")[2])
        if place not in shown:
            continue
        columns.append(column)
        if with_cost and column.id.startswith("pay_"):
            head = phrase("cost_of", name=compared.names[place])
            columns.append(BookColumn(f"cost_{place}", head, total="sum"))
        if column.id.startswith("change_"):
            name = compared.names[place]
            monthly = f"IF([months]=0,0,[change_{place}]/[months])"
            share = f"IF([pay_0]=0,SIGN([change_{place}]),[change_{place}]/ABS([pay_0]))"
            columns += [
                BookColumn(f"monthly_{place}", phrase("monthly_of", name=name), monthly),
                BookColumn(f"share_{place}", phrase("share_of", name=name), share),
            ]
    unit_of = _unit_of(compared)
    months, pay = base.months_by_person, base.pay_by_person
    variants = [(p, people) for p in shown[1:] if (people := compared.people[p]) is not None]

    def row(i: int) -> tuple[BookCell, ...]:
        cells: list[BookCell] = [untranslated(base.employees[i])]
        if several:
            cells.append(units[unit_of[i]])
        cells += [Number(float(months[i]), "count"), Number(float(pay[i]), "yuan")]
        if with_cost:
            cells.append(Number(float(costs[0][i]), "yuan"))
        for place, people in variants:
            change = float(people.change_by_person[i])
            cells.append(Number(float(people.variant.pay_by_person[i]), "yuan"))
            if with_cost:
                cells.append(Number(float(costs[place][i]), "yuan"))
            cells += [
                Number(change, "yuan_more"),
                Number(change / max(float(months[i]), 1.0), "yuan_more"),
                Number(float(people.share_by_person[i]), "share_more"),
            ]
        return tuple(cells)

    total: list[BookCell] = [phrase("total"), *([BLANK] if several else ())]
    total += [Number(float(months.sum()), "count"), Number(base.total, "yuan")]
    if with_cost:
        total.append(Number(compared.costs[0].total, "yuan"))
    for place, people in variants:
        total.append(Number(people.variant.total, "yuan"))
        if with_cost:
            total.append(Number(compared.costs[place].total, "yuan"))
        total += [Number(people.difference, "yuan_more"), BLANK, BLANK]
    return BookSheet(
        *("people", phrase("sheet_people"), phrase("title_people")),
        *(tuple(columns), Rows(len(base.employees), row), tuple(total)),
        is_filtered=True,
    )


def _unit_of(compared: Compared) -> list[int]:
    """The place among the baseline's units of the one in which each was last."""
    return list(ChangedPeople(compared.baseline, compared.baseline).unit.tolist())
