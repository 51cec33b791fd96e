"""How sound compared companies are as tables: health checks, cliffs and payout curves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.comparison import Compared, Soundness, compared_curves
from engine.reports.figure_tables import Cell, Figure, FigureTable, head, phrase, title_of
from engine.text import DASH, untranslated

PLACES = 9
"""Points of a payout curve that are told."""


def checks(compared: Compared, soundness: Soundness) -> Iterator[FigureTable]:
    """The checks whose outcomes are not all the same, then all of them."""
    several = len(compared.by_unit) > 1
    rows: list[tuple[Cell, ...]] = []
    changed: list[tuple[Cell, ...]] = []
    for row in soundness.rows():
        outcomes = [None if f is None else f.outcome for f in row.findings]
        if all(outcome in (None, "not_applicable") for outcome in outcomes):
            continue
        said = (
            untranslated(DASH) if outcome is None else phrase(f"outcome_{outcome}")
            for outcome in outcomes
        )
        lead = (row.title, row.label) if several else (row.label,)
        rows.append((*lead, *said))
        if row.differs:
            changed.append(rows[-1])
    heads = (head("unit"), head("check")) if several else (head("check"),)
    heads = (*heads, *compared.names)
    yield FigureTable("checks", title_of("checks"), heads, tuple(changed))
    yield FigureTable("all_checks", title_of("all_checks"), heads, tuple(rows), is_long=True)


def cliffs(compared: Compared, soundness: Soundness) -> Iterator[FigureTable]:
    """The cliffs that are not as before, then all of them."""
    rows: list[tuple[Cell, ...]] = []
    changed: list[tuple[Cell, ...]] = []
    for place, name in enumerate(compared.names):
        for change in soundness.cliffs(place) if place else ():
            cliff = change.cliff
            where = phrase("cliff_at", name=cliff.name, place=cliff.place, whose=change.whose)
            jumps = (None if c is None else c.jump for c in (change.before, change.after))
            kind = phrase(f"cliff_{change.kind}")
            figures = (Figure(jump, "yuan_more") for jump in jumps)
            rows.append((name, change.title, kind, where, *figures))
            if change.kind != "same":
                changed.append(rows[-1])
    names = ("variant", "unit", "cliff", "where", "before", "after")
    heads = tuple(map(head, names))
    yield FigureTable("cliffs", title_of("cliffs"), heads, tuple(changed))
    yield FigureTable("all_cliffs", title_of("all_cliffs"), heads, tuple(rows), is_long=True)


def curves(compared: Compared) -> FigureTable | None:
    """Points of the payout curves of each unit; None where no plan has one."""
    rows: list[tuple[Cell, ...]] = []
    for row in compared.by_unit:
        curves = compared_curves(compared, row.unit).curves
        drawn = [curve for curve in curves if curve is not None]
        if not drawn:
            continue
        axis = drawn[0].curve
        for x in np.linspace(axis.start, axis.stop, PLACES).tolist():
            at = Figure(x, "share" if axis.against is not None else "number")
            paid = (None if c is None else float(np.interp(x, c.x, c.pay)) for c in curves)
            cells = (Figure(value, "yuan") for value in paid)
            rows.append((row.title, axis.label, at, *cells))
    if not rows:
        return None
    heads = (head("unit"), head("axis"), head("place"), *compared.names)
    return FigureTable("curves", title_of("curves"), heads, tuple(rows))
