"""Tables on slides as PowerPoint's own: as large as their room allows, run on over slides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches, Pt

from engine.papers.deck_colours import Paint
from engine.papers.deck_elements import added
from engine.papers.deck_slides import BOLD, Slides
from engine.papers.deck_template import Room
from engine.papers.deck_text import describe, height_of, length_of, put
from engine.papers.paper_look import phrase
from engine.reports import Table, one_line

CELL_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
RUNS_ON = 12.0
"""Sizes of letters of a table on one slide, and of one that runs on over several."""
SHARED_SIZES = (12.0, 11.0, 10.0)
"""Sizes of letters of a table that shares its slide with a chart."""
NOTE = 11.0
CELL_MARGIN = Inches(0.08)
CELL_WIDTH, MOST_SPARE, LEAST_TEXT = int(Pt(1)) * 1.06, Inches(1.2), Inches(1.3)
"""The width of a wide letter in a cell at 1 pt, what a column has beyond its text at most, and the
width that a text is not squeezed below, in EMU."""
FEWEST_ROWS = 3


def add_table(
    slides: Slides, slide: Slide, table: Table, room: Room, sizes: Sequence[float] = CELL_SIZES
) -> Table | None:
    """Adds a table; returns what of it finds no room. The last row stays with the one before it."""
    language = slides.language
    if table.caption is not None:
        caption = table.caption[language]
        line = height_of(caption, NOTE, room.width) + int(Pt(4))
        slides.text(slide, Room(room.left, room.top, room.width, line), [caption], NOTE, "muted")
        room = Room(room.left, room.top + line, room.width, room.height - line)
    cells = [[one_line_each(cell[language]) for cell in row] for row in table.rows]
    heads = [one_line_each(head[language]) for head in table.heads]
    size, widths = _look([heads, *cells], table.numbers, sizes, room)
    heights = [_row_height(row, size, widths) for row in (heads, *cells)]
    fits = _fitting_rows(heights, room.height)
    shape = slide.shapes.add_table(
        fits + 1, len(heads), room.left, room.top, sum(widths), sum(heights[: fits + 1])
    )
    describe(shape, _told(table, language))
    native = shape.table
    native.horz_banding = False
    _plain(shape)
    for column, width in zip(native.columns, widths, strict=True):
        column.width = width
    for row, height in zip(native.rows, heights, strict=False):
        row.height = height
    is_last = fits == len(cells)
    for i, texts in enumerate((heads, *islice(cells, fits))):
        strong = i == 0 or (table.total and is_last and i == fits)
        for j, text in enumerate(texts):
            cell = native.cell(i, j)
            _cell(cell, text, size, language, right=table.numbers[j], bold=strong)
            _edges(cell, "muted" if strong else "rule", above=strong and i > 0)
    if is_last:
        return None
    rest = table.rows[fits:]
    return Table(table.heads, rest, table.numbers, table.caption, table.total)


def table_height(slides: Slides, table: Table, room: Room) -> int:
    """The height that a whole table takes in the width of a room, in EMU; one with a caption or too
    long for the room is as high as that."""
    language = slides.language
    cells = [[one_line_each(cell[language]) for cell in row] for row in table.rows]
    heads = [one_line_each(head[language]) for head in table.heads]
    size, widths = _look([heads, *cells], table.numbers, SHARED_SIZES, room)
    needed = sum(_row_height(row, size, widths) for row in (heads, *cells))
    return room.height if table.caption is not None else min(needed, room.height)


def _cell(cell: _Cell, text: str, size: float, language: str, *, right: bool, bold: bool) -> None:
    cell.margin_left = cell.margin_right = CELL_MARGIN
    cell.margin_top = cell.margin_bottom = Pt(3)
    cell.fill.background()
    paragraph = cell.text_frame.paragraphs[0]
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    paragraph.font.size = Pt(size)  # a cell without text would be as high as one of 18 pt
    put(paragraph, text, language, size=size, colour="ink", bold=bold)


def _told(table: Table, language: str) -> str:
    heads = phrase.say(language, "comma").join(one_line(head[language]) for head in table.heads)
    return phrase.say(language, "table_of", heads=heads)


def one_line_each(text: str) -> str:
    """The lines of a text, each as it can be written."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def _fitting_rows(heights: Sequence[int], room: int) -> int:
    """How many rows stand on one slide under the headings: all, or what finds room, and never so
    many that one would be alone on the next."""
    rows, used = 0, heights[0]
    for height in heights[1:]:
        if used + height > room and rows:
            break
        used += height
        rows += 1
    left = len(heights) - 1 - rows
    return rows - 1 if left == 1 and rows > FEWEST_ROWS else rows


def _look(
    rows: Sequence[Sequence[str]], numbers: Sequence[bool], sizes: Sequence[float], room: Room
) -> tuple[float, list[int]]:
    """The size of letters, and the widths of columns: the first size at which all rows find room,
    else one that is read well, for the rows run on over slides. No figure is broken over lines
    while a smaller size can hold it."""
    looks = [(size, *_widths(rows, numbers, size, room.width)) for size in (*sizes, RUNS_ON)]
    looks = [look for look in looks if look[2]] or [
        (size, *_widths(rows, numbers, size, room.width)) for size in CELL_SIZES if size < RUNS_ON
    ]
    for size, widths, _ in looks:
        if sum(_row_height(row, size, widths) for row in rows) <= room.height:
            return size, widths
    size, widths, _ = looks[-1]
    return size, widths


def _widths(
    rows: Sequence[Sequence[str]], numbers: Sequence[bool], size: float, room: int
) -> tuple[list[int], bool]:
    """The widths of columns in EMU, and whether every figure has its line: what the longest lines
    take where all find room, else what figures take, and the rest for the texts."""
    heads, *cells = rows
    wanted = [
        int(_wide(column, size) / BOLD) if is_number and cells else _wide((head, *column), size)
        for head, column, is_number in zip(heads, zip(*cells, strict=True), numbers, strict=True)
    ]
    words = [max(_wide((word,), size) for word in head.split() or ("",)) for head in heads]
    wanted = [max(pair) for pair in zip(wanted, words, strict=True)]
    if sum(wanted) <= room:
        spare = min((room - sum(wanted)) // len(wanted), MOST_SPARE)
        return [width + spare for width in wanted], True
    texts = [place for place, is_number in enumerate(numbers) if not is_number]
    taken = sum(width for place, width in enumerate(wanted) if place not in texts)
    if texts and room - taken >= LEAST_TEXT * len(texts):
        shares = {place: min(wanted[place], room * 2 // 3) for place in texts}
        whole = sum(shares.values())
        rest = {place: (room - taken) * share // whole for place, share in shares.items()}
        return [rest.get(place, width) for place, width in enumerate(wanted)], True
    return [room * width // sum(wanted) for width in wanted], False


def _wide(column: Sequence[str], size: float) -> int:
    """The width that the longest line of a column takes, in EMU."""
    longest = max(length_of(line) for cell in column for line in cell.split("\n"))
    return int(longest * size * CELL_WIDTH) + int(2 * CELL_MARGIN)


def _row_height(row: Sequence[str], size: float, widths: Sequence[int]) -> int:
    inner = (width - 2 * CELL_MARGIN for width in widths)
    return max(height_of(x, size, w) for x, w in zip(row, inner, strict=True)) + int(Pt(8))


def _plain(shape: Any) -> None:
    """A table without a style of its own: lines are drawn below."""
    properties = shape._element.find(f".//{qn('a:tblPr')}")
    style = properties.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _edges(cell: _Cell, colour: Paint, *, above: bool) -> None:
    """A thin line under a cell, and one above a total."""
    properties = cell._tc.get_or_add_tcPr()
    fill = properties.find(qn("a:noFill"))
    for name in ("a:lnT",) * above + ("a:lnB",):
        line = added(properties, name, w="9525" if colour == "muted" else "6350")
        slot = added(added(line, "a:solidFill"), "a:schemeClr", val="tx1")
        if colour == "rule":
            slot.set("val", "bg1")
            added(slot, "a:lumMod", val="85000")
    properties.append(fill)  # what a cell is filled with stands behind its lines
