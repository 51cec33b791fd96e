"""Reading a file: asked of a child process, waited for, and every end of it told in words."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from engine.progress import Progress, no_progress
from engine.sheets.grid import Area, Grid
from engine.sheets.limits import IMPORT_LIMITS, LARGE_LIMITS, USUAL_LIMITS, Limits, megabytes
from engine.sheets.process import Answer, Ended, answer_to
from engine.sheets.sheet import Sheet
from engine.text import Problem, Refused, values_from_json

LOG = logging.getLogger(__name__)
STANDARD_INPUT = "standard input"
T = TypeVar("T")


def read_sheet(
    source: str | Path, progress: Progress = no_progress, limits: Limits = USUAL_LIMITS
) -> Sheet:
    """Reads a file by its ending (`-` is CSV from standard input).

    Nothing of the file is looked at in this process. Raises Refused where it cannot be read as one
    table with a heading line, or not within the limits; whatever `progress` raises ends the work.
    """
    return _of_source(_read, source, progress, limits)


def read_grids(
    source: str | Path, progress: Progress = no_progress, limits: Limits = IMPORT_LIMITS
) -> list[Grid]:
    """All that stands in a file, sheet by sheet, whatever its ending (`-` is standard input).

    Raises Refused as `read_sheet` does, but asks for no headings.
    """
    return _of_source(_read_grids, source, progress, limits)


@dataclass(frozen=True)
class Outline:
    """How large a file is, and where its rows can be parted so that each person's stay together:
    between two of the `cuts` lie the rows of some people. `disorder` is the line of the first
    person who stands behind one of a later id; then there are no cuts."""

    rows: int
    columns: int
    people: int
    cuts: tuple[int, ...]
    disorder: int | None


def read_outline(source: str | Path, most: int, progress: Progress = no_progress) -> Outline:
    """The outline of a Parquet file with parts of about `most` rows, however large it is. Raises
    Refused as `read_sheet` does."""
    path = _found(source)
    answer = _answer("outline", path, path.name, progress, LARGE_LIMITS, most=most)
    assert answer.told is not None
    told = answer.told[0]
    return Outline(**{**told, "cuts": tuple(told["cuts"])})


def read_rows(source: str | Path, start: int, stop: int) -> Sheet:
    """Some rows of a Parquet file, from the place `start` to before `stop`; lines are those of the
    file. Raises Refused as `read_sheet` does."""
    path = _found(source)
    answer = _answer("sheet", path, path.name, no_progress, LARGE_LIMITS, rows=(start, stop))
    assert answer.told is not None
    return _sheet(path.name, answer.told[0], answer.tables[0])


def _of_source(
    read: Callable[[Path, str, Progress, Limits], T],
    source: str | Path,
    progress: Progress,
    limits: Limits,
) -> T:
    if str(source) == "-":
        with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
            while block := sys.stdin.buffer.read(1 << 20):
                copy.write(block)
            copy.flush()
            return read(Path(copy.name), STANDARD_INPUT, progress, limits)
    path = _found(source)
    return read(path, path.name, progress, limits)


def _found(source: str | Path) -> Path:
    path = Path(source)
    if not path.is_file():
        raise Refused([Problem("no_file", {}, str(source))])
    return path.absolute()


def _read(path: Path, name: str, progress: Progress, limits: Limits) -> Sheet:
    answer = _answer("sheet", path, name, progress, limits)
    assert answer.told is not None
    return _sheet(name, answer.told[0], answer.tables[0])


def _read_grids(path: Path, name: str, progress: Progress, limits: Limits) -> list[Grid]:
    answer = _answer("grids", path, name, progress, limits)
    assert answer.told is not None
    return [_grid(name, *of) for of in zip(answer.told, answer.tables, strict=True)]


def _answer(
    wanted: str, path: Path, name: str, progress: Progress, limits: Limits, **more: object
) -> Answer:
    answer = answer_to(wanted, path, name, limits, progress, **more)
    if answer.ended is not None:
        raise Refused([_ended(answer, path, name, limits)])
    if answer.trace:
        LOG.error("The reader of files is wrong:\n%s", answer.trace)
    if answer.refused is not None:
        raise Refused(_problem(found) for found in answer.refused)
    return answer


def _grid(name: str, told: Mapping[str, Any], table: pa.Table) -> Grid:
    return Grid(
        file=name,
        sheet=told["sheet"],
        columns=tuple(_whole(table[f"c{i}"]) for i in range(table.num_columns - 1)),
        lines=table["lines"].to_numpy(),
        merged=tuple(Area(**area) for area in told["merged"]),
        hidden=told["hidden"],
        notes=tuple(map(_problem, told["notes"])),
        flaws=tuple(map(_problem, told["flaws"])),
    )


def _sheet(name: str, told: Mapping[str, Any], table: pa.Table) -> Sheet:
    columns = [_whole(table[f"c{i}"]) for i in range(len(told["headings"]))]
    lines = table["lines"].to_numpy() if "lines" in table.column_names else None
    return Sheet(
        name=name,
        columns=dict(zip(told["headings"], columns, strict=True)),
        rows=told["rows"],
        lines=lines,
        parts=tuple((first, part) for first, part in told["parts"]),
        notes=tuple(map(_problem, told["notes"])),
        warnings=tuple(map(_problem, told["warnings"])),
        flaws=tuple(map(_problem, told["flaws"])),
        assumptions=tuple(map(_problem, told["assumptions"])),
    )


def _whole(column: pa.ChunkedArray) -> pa.StringArray:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "values": values_from_json(told["values"]), "span": None})


def _ended(answer: Answer, path: Path, name: str, limits: Limits) -> Problem:
    """Why there is no answer, with what was known of the file by then."""
    found = answer.found or megabytes(path.stat().st_size)
    match answer.ended:
        case Ended.MEMORY:
            said = {"found": found, "most": megabytes(limits.memory)}
            return Problem("too_much_memory", said, name)
        case Ended.TIME:
            return Problem("too_slow", {"found": found, "seconds": f"{answer.work:.0f}"}, name)
        case _:
            return Problem("reader_failed", {"found": answer.last_words}, name)
