"""Facts as the long table a file holds: one row for each employee and month in service."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.facts.arrays import Facts
from engine.sheets import EMPLOYEE, MONTH, assumptions_entry


def facts_table(facts: Facts) -> pa.Table:
    """The facts as a table in the columns `read_facts` reads, by employee and month; what is
    assumed goes with it as metadata, which Parquet keeps."""
    person, month = np.nonzero(facts.present.T)
    employees = np.array(facts.employees, dtype=object)
    columns: dict[str, pa.Array] = {
        EMPLOYEE: pa.array(employees[person], pa.string()),
        MONTH: pa.array(np.array(facts.month_texts(), dtype=object)[month], pa.string()),
    }
    for name, column in facts.categories.items():
        values = np.array([*column.values, ""], dtype=object)
        columns[name] = pa.array(values[column.codes[month, person]], pa.string())
    for name, positions in facts.people.items():
        ids = np.array([*facts.employees, ""], dtype=object)
        columns[name] = pa.array(ids[positions[month, person]], pa.string())
    for name, numbers in facts.numbers.items():
        cells = numbers[month, person]
        whole = bool((cells == np.floor(cells)).all())
        columns[name] = pa.array(cells.astype(np.int64) if whole else cells)
    for name, further in facts.further.items():
        cells = further[month, person]
        columns[name] = pa.array(cells, mask=np.isnan(cells))
    return pa.table(columns).replace_schema_metadata(assumptions_entry(facts.assumptions) or None)
