"""What the child process does: it reads the files it is asked for, one after the other."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from engine.sheets.allowance import KEPT, allow_memory, allow_work, most_memory
from engine.sheets.csv_table import read_csv
from engine.sheets.grid import Grid
from engine.sheets.grids import read_file
from engine.sheets.limits import Limits
from engine.sheets.parquet_table import parquet_outline, read_parquet
from engine.sheets.sheet import Sheet
from engine.sheets.telling import Telling
from engine.sheets.workbook import read_workbook
from engine.text import Problem, Refused

CSV, PARQUET, WORKBOOKS = (".csv", ".tsv", ".txt"), ".parquet", (".xlsx", ".xlsm", ".xls", ".ods")
THREADS = 4
FAULTS = frozenset(
    {NameError, UnboundLocalError, TypeError, AttributeError, AssertionError, ZeroDivisionError}
    | {ValueError, KeyError, IndexError}
)
"""What programs raise that are wrong, rather than files."""
SHEET, GRIDS, OUTLINE = "sheet", "grids", "outline"
"""What is asked for: one table in a plan's columns, or some of its rows; all that stands in a file;
or where a large one can be parted."""


def serve() -> None:
    """Answers requests on standard input, a line of JSON each, until there are no more.

    An answer is some lines of JSON and, after one that tells of a `sheet` or of `grids`, the
    columns of each as an Arrow stream. What libraries print goes to standard error.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    pa.set_cpu_count(min(pa.cpu_count(), THREADS))
    pa.set_io_thread_count(1)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        allow_memory(limits.memory)
        allow_work(limits.look)
        is_last = _answer(request, limits, answers)
        answers.flush()
        if is_last:
            return


def _answer(request: Mapping[str, Any], limits: Limits, answers: BinaryIO) -> bool:
    """Whether it took so much that the process should not be kept."""
    telling = Telling(answers, limits.processor)
    path, name = Path(request["path"]), request["name"]
    tables: list[pa.Table] = []
    words: dict[str, object]
    try:
        if request["wanted"] == GRIDS:
            packed = [_packed_grid(grid) for grid in read_file(path, name, limits, telling)]
            tables, words = [table for table, _ in packed], {GRIDS: [told for _, told in packed]}
        elif request["wanted"] == OUTLINE:
            words = {OUTLINE: parquet_outline(path, name, limits, telling, request["most"])}
        else:
            rows = request.get("rows")
            table, told = _packed(_read(path, name, limits, telling, rows))
            tables, words = [table], {SHEET: told}
    except Refused as refused:
        words = {"refused": [asdict(problem) for problem in refused.problems]}
    except (MemoryError, SystemError, pa.ArrowMemoryError):  # the second where Python gets none
        words = {"out_of_memory": True}
    except Exception as error:
        words = {"refused": [asdict(problem_of(error, name))], "trace": trace_of(error)}
    is_last = most_memory() > KEPT
    telling.say(**words, last=is_last)
    for table in tables:
        with pa.ipc.new_stream(answers, table.schema) as stream:
            stream.write_table(table)
    return is_last


def problem_of(error: Exception, name: str) -> Problem:
    """A reader's complaint in one sentence; a fault of ours is no fault of the file."""
    if trace_of(error):
        return Problem("reader_fault", {"found": type(error).__name__}, name)
    found = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Problem("unreadable", {"found": found}, name)


def trace_of(error: Exception) -> str:
    """Where the engine's own lines are wrong; "" for what a reader complains of."""
    *_, last = traceback.extract_tb(error.__traceback__)
    is_ours = Path(__file__).parents[1] in Path(last.filename).parents
    return "".join(traceback.format_exception(error)) if is_ours and type(error) in FAULTS else ""


def _read(
    path: Path, name: str, limits: Limits, telling: Telling, rows: Sequence[int] | None
) -> Sheet:
    ending = path.suffix.lower()
    if ending in CSV:
        return read_csv(path, name, limits, telling)
    if ending == PARQUET:
        some = None if rows is None else (rows[0], rows[1])
        return read_parquet(path, name, limits, telling, some)
    if ending in WORKBOOKS:
        return read_workbook(path, name, limits, telling)
    raise Refused([Problem("file_type", {"found": ending or name}, name)])


def _packed(sheet: Sheet) -> tuple[pa.Table, dict[str, object]]:
    columns = {f"c{i}": column for i, column in enumerate(sheet.columns.values())}
    if sheet.lines is not None:
        columns["lines"] = pa.array(sheet.lines)
    told = {
        "headings": list(sheet.columns),
        "rows": sheet.rows,
        "parts": sheet.parts,
        **{
            kind: [asdict(problem) for problem in problems]
            for kind, problems in (
                ("notes", sheet.notes),
                ("warnings", sheet.warnings),
                ("flaws", sheet.flaws),
                ("assumptions", sheet.assumptions),
            )
        },
    }
    return pa.table(columns), told


def _packed_grid(grid: Grid) -> tuple[pa.Table, dict[str, object]]:
    columns = {f"c{i}": column for i, column in enumerate(grid.columns)}
    columns["lines"] = pa.array(grid.lines)
    told = {
        "sheet": grid.sheet,
        "merged": [asdict(area) for area in grid.merged],
        "hidden": grid.hidden,
        "notes": [asdict(problem) for problem in grid.notes],
        "flaws": [asdict(problem) for problem in grid.flaws],
    }
    return pa.table(columns), told
