"""What became of tables that were put together by a recipe."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.importing.cell_reading import Reading
from engine.importing.questions import Question
from engine.importing.table_work import TableRead
from engine.sheets import Sheet
from engine.text import Problem


@dataclass
class Building:
    """What became of some tables: the sheet, how each column was read, and what stands in the way.

    `headings` are those of the file for each column of the plan; `read` are the tables as they were
    read. `applied` are rules of the recipe with how many cells or rows they changed. `lines` gives,
    for each table, the row of it (in `read`) from which each row of the sheet comes, -1 for none.
    """

    sheet: Sheet | None = None
    headings: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: list[Problem] = field(default_factory=list)
    applied: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    read: dict[str, TableRead] = field(default_factory=dict)
    lines: dict[str, NDArray[np.int64]] = field(default_factory=dict)
