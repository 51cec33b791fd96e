"""Compared companies as tables of figures with units, for a document and for a workbook alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained, Soundness
from engine.reports import basis_table, cost_tables, people_tables, reason_tables, soundness_tables
from engine.reports.figure_tables import FigureTable


def compare_tables(
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Iterator[FigureTable]:
    """Everything that is told of a comparison but everybody's pay, in the order of reading."""
    yield cost_tables.overview(compared, soundness)
    yield from reason_tables.waterfalls(compared, explained)
    yield from reason_tables.splits(compared, explained)
    yield reason_tables.edits(compared)
    yield cost_tables.by_month(compared)
    if len(compared.by_unit) > 1:
        yield cost_tables.by_unit(compared)
    yield cost_tables.by_line(compared)
    if any(compared.people):
        yield people_tables.winners(compared)
        yield from people_tables.by_group(compared)
        yield from people_tables.tenths(compared)
    yield people_tables.deciles(compared)
    if soundness is not None:
        yield from soundness_tables.checks(compared, soundness)
        yield from soundness_tables.cliffs(compared, soundness)
    curves = soundness_tables.curves(compared)
    if curves is not None:
        yield curves
    yield basis_table.basis(compared)
