"""For whom pay changes as tables: who gains and loses, by group and by level of pay."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis import BANDS
from engine.comparison import UNIT, ChangedPeople, Compared
from engine.reports.figure_tables import (
    Cell,
    Figure,
    FigureTable,
    head,
    names_with_changes,
    phrase,
    title_of,
    told_columns,
    with_changes,
)
from engine.text import Text, untranslated

MOST_GROUPS = 25
"""A column with more groups is left to the workbook."""


def _with_people(compared: Compared) -> list[tuple[Text, ChangedPeople]]:
    return [
        (name, people)
        for name, people in zip(compared.names, compared.people, strict=True)
        if people is not None
    ]


def winners(compared: Compared) -> FigureTable:
    """How many people fall into each band of change."""
    rows: list[tuple[Cell, ...]] = [
        (name, *(Figure(people.bands[band], "count") for band in BANDS))
        for name, people in _with_people(compared)
    ]
    heads = (head("variant"), *map(head, BANDS))
    title = phrase("title_winners", name=compared.names[0])
    return FigureTable("winners", title, heads, tuple(rows))


def by_group(compared: Compared) -> Iterator[FigureTable]:
    """What groups of people are paid and how many of them fall into each band, a table a column."""
    several = _with_people(compared)
    for column, label in several[0][1].groupings.items():
        rows: list[tuple[Cell, ...]] = []
        groups = 0
        for name, people in several:
            found = people.by_group(column)
            groups = max(groups, len(found))
            for group in found:
                share = None if group.change is None else Figure(group.change, "share_more")
                rows.append(
                    (
                        *(name, group.label, Figure(group.people, "count")),
                        *(Figure(group.baseline, "yuan"), Figure(group.variant, "yuan")),
                        share or Figure(None, "share_more"),
                        *(Figure(group.bands[band], "count") for band in BANDS),
                    )
                )
        names = ("people", "before", "after", "change", *BANDS)
        heads = (head("variant"), label, *map(head, names))
        title = title_of("groups_unit") if column == UNIT else phrase("title_groups", label=label)
        is_long = groups > MOST_GROUPS
        told = (*(() if len(several) == 1 else (0,)), 1, 2, *range(5, 11))
        yield FigureTable(
            *(f"group {column}", title, heads, tuple(rows)),
            is_long=is_long,
            told=told,
        )


def tenths(compared: Compared) -> Iterator[FigureTable]:
    """What tenths of people by pay are paid a head and month, and how many gain and lose;
    nothing where people are too few."""
    rows: list[tuple[Cell, ...]] = []
    for name, people in _with_people(compared):
        for place, tenth in enumerate(people.tenths, start=1):
            rows.append(
                (
                    *(name, Figure(float(place), "count"), Figure(tenth.people, "count")),
                    *(Figure(tenth.baseline, "yuan"), Figure(tenth.variant, "yuan")),
                    *(Figure(tenth.gain, "count"), Figure(tenth.lose, "count")),
                )
            )
    names = ("variant", "tenth", "people", "per_head_before", "per_head_after", "more", "less")
    title = phrase("title_tenths", name=compared.names[0])
    if rows:
        yield FigureTable("tenths", title, tuple(map(head, names)), tuple(rows))


def deciles(compared: Compared) -> FigureTable:
    """Below what pay a month one, two … nine tenths of people are."""
    rows: list[tuple[Cell, ...]] = []
    for place in range(9):
        values = [f.deciles[place] if f.deciles else None for f in compared.figures]
        rows.append((untranslated(f"P{10 * (place + 1)}"), *with_changes("yuan", values)))
    heads = (head("decile"), *names_with_changes(compared))
    told = told_columns(compared, 1)
    return FigureTable("deciles", title_of("deciles"), heads, tuple(rows), told=told)
