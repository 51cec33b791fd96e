"""Cells of a sheet as codes and as numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.facts.identity import Coded
from engine.sheets import Sheet

Numbers = NDArray[np.float64]


def coded(sheet: Sheet, name: str) -> Coded:
    """A column as codes into its values, which are in order whatever the order of the rows."""
    encoded = sheet.columns[name].dictionary_encode()
    values = encoded.dictionary.to_pylist()
    order = sorted(range(len(values)), key=values.__getitem__)
    place = np.empty(len(values), dtype=np.intp)
    place[order] = np.arange(len(values))
    return Coded(place[encoded.indices.to_numpy()], [values[i] for i in order])


def numbers_in(
    sheet: Sheet, names: Sequence[str], flags: Collection[str] = ()
) -> dict[str, Numbers]:
    """The numbers of columns; NaN where a cell is none. Yes and no, as a workbook keeps them, are
    numbers in `flags` alone."""
    if not names:
        return {}
    places = [f"c{i}" for i in range(len(names))]
    cells = pa.table([sheet.columns[name] for name in names], names=places)
    numbers = ", ".join(
        f"{_FLAG if name in flags else _NUMBER} AS {{0}}".format(place)
        for name, place in zip(names, places, strict=True)
    )
    with _database().cursor() as cursor:
        cursor.register("cells", cells)
        table = cursor.sql(f"SELECT {numbers} FROM cells").to_arrow_table()
    return {
        name: table[place].to_numpy().astype(np.float64)
        for name, place in zip(names, places, strict=True)
    }


def is_blank(texts: pa.StringArray) -> NDArray[np.bool_]:
    """In which rows nothing stands."""
    return np.asarray(pa.compute.equal(texts, "").to_numpy(zero_copy_only=False))


def looks_like_a_number(text: str) -> bool:
    """Whether somebody may have meant a number."""
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


_NUMBER = "CASE WHEN contains({0}, '_') THEN NULL ELSE TRY_CAST({0} AS DOUBLE) END"
_FLAG = f"CASE upper({{0}}) WHEN 'TRUE' THEN 1 WHEN 'FALSE' THEN 0 ELSE {_NUMBER} END"


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """An empty database to calculate in: opening one takes longer than reading a small file."""
    return duckdb.connect()
