"""Cells of a column that seem to be in another unit than those around them, asked about one by one
before anything is added up or averaged."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.facts import OtherScale, other_scales
from engine.importing.cell_reading import Read, multiplied, read_number_column
from engine.importing.cell_units import STATED, cell_unit, taken_by
from engine.importing.recipe import Rule, Source
from engine.importing.table_work import Flags, TableWork
from engine.plan import Column

MOST_ODD = 20
"""So many odd texts of a column are asked about one by one."""
MOST_TIMES = 10**8
Numbers = NDArray[np.float64]


def hold_one_scale(
    work: TableWork,
    column: Column,
    source: Source,
    heading: str,
    raw: pa.StringArray,
    read: Read,
) -> None:
    """Asks about cells that seem to be in another unit than the others of their column: `raw` as
    they are written and as they were read; those of which it was decided apart."""
    if source.rule is Rule.SUM and source.factor == 1:  # single amounts are of any size
        return
    values, kept = _numbers(read), work.out.kept.copy()
    kept[read.reading.unread] = False
    for scale in other_scales(column, values, float(source.factor)):
        odd = scale.cells & kept
        texts = [
            text
            for text in dict.fromkeys(raw.filter(pa.array(odd)).to_pylist())
            if text not in source.values and cell_unit(text) not in STATED
        ]
        other = "" if scale.beside is None else raw[scale.beside].as_py()
        if len(texts) > MOST_ODD and scale.certain:
            said = {"count": int(odd.sum()), "other": other}
            problem = work.problem("column_of_two_scales", said, heading, odd, texts[0])
            work.out.problems.append(problem)
        elif 0 < len(texts) <= MOST_ODD:
            unscaled = _unscaled(work, column, source, heading, raw)
            for text in texts:
                where = odd & work.kept_with(raw, [text])
                first = int(where.argmax())
                number = read.cells[first].as_py()
                times = _times(column, scale, values, where) * source.factor
                right = multiplied(unscaled[first].as_py(), times)
                said = {"count": int(where.sum()), "other": other, "number": number}
                problem = work.problem("cell_of_other_unit", said, heading, where, text)
                offers = list(dict.fromkeys([right, number]))
                work.ask_of_cell(column.id, heading, raw, where, problem, offers)


def _times(column: Column, scale: OtherScale, values: Numbers, where: Flags) -> Fraction:
    """What would make a cell right; an hour, a minute and a second are 60 times the next."""
    if scale.times == 1 and taken_by(column).seconds and scale.beside is not None:
        is_low = values[where][0] < values[scale.beside]
        return Fraction(60) if is_low else Fraction(1, 60)
    return Fraction(scale.times).limit_denominator(MOST_TIMES)


def _unscaled(
    work: TableWork, column: Column, source: Source, heading: str, raw: pa.StringArray
) -> pa.StringArray:
    """The numbers of the file itself, not rounded."""
    how = (Fraction(1), source.mark, taken_by(column))
    return read_number_column(work.name, heading, column.id, raw, *how).cells


def _numbers(read: Read) -> Numbers:
    """Cells as numbers, 0 where they are none."""
    cells = read.cells
    none = np.zeros(len(cells), dtype=np.bool_)
    none[read.reading.unread] = True
    filled = pc.if_else(pc.or_(pc.equal(cells, ""), pa.array(none)), "0", cells)
    return np.asarray(pc.cast(filled, pa.float64()).to_numpy())
