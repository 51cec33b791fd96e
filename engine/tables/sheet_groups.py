"""Sheets that belong together: the same headings, one for each month, one contained in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import pyarrow.compute as pc
from rapidfuzz import fuzz

from engine.sheets import Grid, Sheet
from engine.tables.headings import TITLE, place_of, plain
from engine.tables.sheet_months import month_named
from engine.tables.sheet_table import SheetTable
from engine.text import Problem

ALIKE = 0.5
"""Sheets named by months belong together where so many of their headings are much the same."""
COMMON = 0.6
"""Sheets that name no month belong together where so many of their headings are the same."""
SUCCEEDS = 60.0
"""From this likeness on a heading may be the later name of another."""
FEWEST_SAME = 3
"""Fewer rows may be the same in two months by chance."""
SHARED = 0.5
"""Sheets that share so many rows are not two parts of one table."""
MOST_COMPARED = 200_000
"""Rows of a sheet; larger ones are not compared with one another."""


def together(tables: Sequence[SheetTable]) -> tuple[list[list[SheetTable]], list[Problem]]:
    """Sheets of one shape: the same headings, or sheets named by months with much the same. A
    sheet that names no month stays apart from several that do, and is told."""
    groups: list[list[SheetTable]] = []
    for table in tables:
        for group in groups:
            if any(_belongs(table, of) for of in group):
                group.append(table)
                break
        else:
            groups.append([table])
    parts: list[list[SheetTable]] = []
    told: list[Problem] = []
    for group in groups:
        months, *alone = _months_apart(group)
        parts += [months, *alone]
        told += [
            Problem("sheet_apart", {"count": of.sheet.rows}, of.grid.file, sheet=of.grid.sheet)
            for [of] in alone
        ]
    return parts, told


def without_copies(group: Sequence[SheetTable]) -> tuple[list[list[SheetTable]], list[Problem]]:
    """The sheets whose rows do not all stand on another of them too, as one group; each that shares
    many rows with another stays apart, so that nobody counts twice. Both are told, and months that
    are the same."""
    if len(group) < 2 or any(of.sheet.rows > MOST_COMPARED for of in group):
        return [list(group)], []
    rows = [_rows(of.sheet) for of in group]
    left_out: set[int] = set()
    apart: set[int] = set()
    told: list[Problem] = []
    for at in sorted(range(len(group)), key=lambda i: (sum(rows[i].values()), -i)):
        grid, sheet = group[at].grid, group[at].sheet
        for other in range(len(group)):
            if other == at or other in left_out | apart or not rows[at]:
                continue
            both = sum((rows[at] & rows[other]).values())
            if both < max(FEWEST_SAME, SHARED * sheet.rows) and rows[at] - rows[other]:
                continue
            if rows[at] == rows[other] and other > at:
                continue
            months = {_month(group[at]), _month(group[other])}
            said = {"count": both, "rows": sheet.rows, "other": _name(group[other].grid)}
            is_whole = both == sheet.rows
            if len(months) > 1 and None not in months:
                if is_whole and sheet.rows >= FEWEST_SAME and _has_many_numbers(sheet):
                    told.append(Problem("months_alike", said, grid.file, sheet=grid.sheet))
                continue
            (left_out if is_whole else apart).add(at)
            key = "sheet_contained" if is_whole else "sheet_overlaps"
            told.append(Problem(key, said, grid.file, sheet=grid.sheet))
            break
    kept = [of for at, of in enumerate(group) if at not in left_out | apart]
    return [kept, *([group[at]] for at in sorted(apart))], told


def successors(group: Sequence[SheetTable]) -> dict[str, str]:
    """Headings that end on some sheet, and the one that takes the place of each, as it seems."""
    stands: dict[str, set[int]] = {}
    said: dict[str, str] = {}
    for at, of in enumerate(group):
        for heading in of.sheet.columns:
            stands.setdefault(plain(heading), set()).add(at)
            said.setdefault(plain(heading), heading)
    every = set(range(len(group)))
    partial = [key for key, on in stands.items() if on != every and not key.startswith("(")]
    pairs = sorted(
        (
            (_likeness(old, new), old, new)
            for old in partial
            for new in partial
            if min(stands[old]) < min(stands[new]) and not stands[old] & stands[new]
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, old, new in pairs:
        if score >= SUCCEEDS and said[old] not in found and new not in taken:
            found[said[old]] = said[new]
            taken.add(new)
    return found


def heading_changes(group: Sequence[SheetTable]) -> Iterator[Problem]:
    """What headings stand on some sheets of a group and not on others, told once."""
    headings: dict[str, str] = {}
    for of in group:
        for heading in of.sheet.columns:
            headings.setdefault(plain(heading), heading)
    missing: dict[tuple[str, ...], list[str]] = {}
    for key, heading in headings.items():
        on = tuple(_name(of.grid) for of in group if key in set(map(plain, of.sheet.columns)))
        if len(on) < len(group):
            missing.setdefault(on, []).append(heading)
    file = group[0].grid.file
    for on, names in missing.items():
        said = {"headings": tuple(names), "sheets": _span(on)}
        yield Problem("headings_change", said, file)


def _span(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 4 else f"{names[0]} … {names[-1]} ({len(names)})"


def _likeness(old: str, new: str) -> float:
    if old in new or new in old:
        return 50 + fuzz.ratio(old, new) / 2
    return float(fuzz.ratio(old, new))


def _belongs(table: SheetTable, other: SheetTable) -> bool:
    mine, others = set(map(plain, table.sheet.columns)), set(map(plain, other.sheet.columns))
    if mine == others:
        return True
    if _month(table) is None or _month(other) is None:
        return _are_renamed(mine, others)
    alike = sum(any(a in b or b in a for b in others) for a in mine)
    return alike >= ALIKE * max(len(mine), len(others))


def _are_renamed(mine: set[str], others: set[str]) -> bool:
    """Whether two sheets have most headings in common, and each other one has one much like it on
    the other sheet."""
    common = [heading for heading in mine & others if not heading.startswith("(")]
    if len(common) < COMMON * max(len(mine), len(others)) or len(mine) != len(others):
        return False
    pairs = [(_likeness(old, new), old, new) for old in mine - others for new in others - mine]
    paired = {old for score, old, _ in pairs if score >= SUCCEEDS}
    taken = {new for score, _, new in pairs if score >= SUCCEEDS}
    return paired == mine - others and taken == others - mine


def _months_apart(group: Sequence[SheetTable]) -> list[list[SheetTable]]:
    """A group as it is, or without what names no month beside several that do."""
    named = [of for of in group if _month(of) is not None]
    others = [of for of in group if _month(of) is None]
    if len(named) < 2 or not others:
        return [list(group)]
    return [named, *([of] for of in others)]


def _month(of: SheetTable) -> tuple[int, int] | None:
    """The month of a sheet by its name, its title, or that of its file."""
    titles = [
        str(text)
        for heading, column in of.sheet.columns.items()
        if place_of(heading) == TITLE
        for text in column.slice(0, 1).to_pylist()
    ]
    for name in (of.grid.sheet, *titles, PurePath(of.grid.file).stem):
        if name and (day := month_named(name)) is not None:
            return day.year, day.month
    return None


def _name(grid: Grid) -> str:
    return grid.sheet or PurePath(grid.file).stem


def _rows(sheet: Sheet) -> Counter[str]:
    headings = sorted((plain(h), h) for h in sheet.columns if not h.startswith("("))
    columns = [sheet.columns[heading] for _, heading in headings]
    if not columns:
        return Counter()
    return Counter(pc.binary_join_element_wise(*columns, "\x1f").to_pylist())


def _has_many_numbers(sheet: Sheet) -> bool:
    """Whether some column holds several different numbers, which do not repeat by chance."""
    return any(
        len(column.unique()) > FEWEST_SAME
        and bool(pc.all(pc.match_substring_regex(column, r"^-?[0-9][0-9.,]*$")).as_py())
        and len(column.unique()) < sheet.rows + 1
        for heading, column in list(sheet.columns.items())[1:]
        if not heading.startswith("(")
    )
