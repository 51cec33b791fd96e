"""A paper as slides: the decision first, one message a slide, what all stands on at the end.

Speaker notes say where the figures of a slide come from; charts and tables are PowerPoint's own.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches, Pt

from engine.papers.deck_charts import draw
from engine.papers.deck_colours import Paint, paint
from engine.papers.deck_elements import added
from engine.papers.deck_template import Room, Stage, stage_of
from engine.papers.deck_text import SPOKEN, describe, fitting, height_of, length_of, put, write
from engine.papers.paper import Chart, Finding, KeyFigure, Paper
from engine.papers.paper_look import axis_start, phrase, scale_for
from engine.reports import Table, one_line, without_times
from engine.text import Text, money, percent

MOST_FIGURES = 4
"""Key figures that stand side by side."""
TITLE_SIZES, FIRST_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0), (26.0, 24.0, 22.0, 20.0, 18.0)
POINT_SIZES, NOTE = (16.0, 15.0, 14.0, 13.0, 12.0), 11.0
GAP, NUMBER = Inches(0.3), Inches(0.45)
BESIDE = 0.3
"""The share of the width that points take beside a chart."""
CELL_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
RUNS_ON = 12.0
CELL_MARGIN = Inches(0.08)
CELL_WIDTH, MOST_SPARE, LEAST_TEXT = int(Pt(1)) * 1.06, Inches(1.2), Inches(1.3)
"""The width of a wide letter in a cell at 1 pt, what a column has beyond its text at most, and the
width that a text is not squeezed below, in EMU."""
FEWEST_ROWS = 3
LEAST_TITLE = int(Pt(36))
BOLD = 0.88
"""The share of its place that a bold text is measured in, for its letters are wider."""


def to_pptx(paper: Paper, language: str, template: bytes | None = None) -> bytes:
    """The paper as a presentation in one language, on one's own .pptx where one is given.

    The same paper gives the same bytes. Raises Refused for a template that slides cannot stand on.
    """
    stage = stage_of(template, language)
    slides = _Slides(paper, language, stage)
    first, room = slides.decision()
    places = []
    for finding in paper.findings:
        places.append(len(stage.file.slides) + 1)
        slides.finding(finding)
    slides.basis()
    slides.messages(first, room, places)
    _properties(stage, paper, language)
    buffer = io.BytesIO()
    stage.file.save(buffer)
    return without_times(buffer.getvalue())


class _Slides:
    """Adds the slides of a paper one after the other."""

    def __init__(self, paper: Paper, language: str, stage: Stage) -> None:
        self.paper, self.language, self.stage = paper, language, stage

    # -- the decision ------------------------------------------------------------------------

    def decision(self) -> tuple[Slide, Room]:
        """The first slide: what is to be decided and its key figures; and the room that is left."""
        paper, title = self.paper, self.stage.title
        slide, room = self._slide(paper.decision.sentence, FIRST_SIZES, self._sources())
        kicker = phrase("kicker", title=paper.title, subtitle=paper.subtitle)[self.language]
        height = height_of(kicker, 12, room.width)
        above = title.top - height - int(Pt(4))
        own = above > Inches(0.12)
        top = room.top
        self._text(
            slide, Room(room.left, above if own else top, room.width, height), [kicker], 12, "muted"
        )
        top += 0 if own else height + GAP // 2
        figures = paper.decision.figures[:MOST_FIGURES]
        if figures:
            top += self._figures(
                slide, Room(room.left, top, room.width, room.bottom - top), figures
            )
            top += GAP
        return slide, Room(room.left, top, room.width, room.bottom - top)

    def _figures(self, slide: Slide, room: Room, figures: Sequence[KeyFigure]) -> int:
        """Key figures side by side; the height they take."""
        wide = (room.width - GAP * (len(figures) - 1)) // len(figures)
        values = [one.value[self.language] for one in figures]
        sizes = [
            fitting(value, (34.0, 30.0, 26.0, 22.0, 18.0), int(wide * BOLD), int(Pt(48)))
            for value in values
        ]
        size, line = min(sizes), int(Pt(14 * 1.25))
        labels = [one.label[self.language] for one in figures]
        notes = ["" if one.note is None else one.note[self.language] for one in figures]
        label_height = max(height_of(label, 13, wide) for label in labels)
        note_height = max(height_of(note, 12, wide) for note in notes)
        value_height = int(Pt(size * 1.25))
        for place, (label, value, note) in enumerate(zip(labels, values, notes, strict=True)):
            left, top = room.left + place * (wide + GAP), room.top
            self._rule(
                slide, Room(left, top, wide, int(Pt(2.5))), "accent" if not place else "rule"
            )
            top += line // 2
            self._text(slide, Room(left, top, wide, label_height), [label], 13, "muted")
            top += label_height + int(Pt(2))
            self._text(slide, Room(left, top, wide, value_height), [value], size, bold=True)
            top += value_height + int(Pt(2))
            if note:
                self._text(slide, Room(left, top, wide, note_height), [note], 12, "muted")
        return line // 2 + label_height + value_height + note_height + int(Pt(4))

    def messages(self, slide: Slide, room: Room, places: Sequence[int]) -> None:
        """The messages of the other slides with their numbers, as many as there is room for."""
        if not places:
            return
        said = [one_line(finding.title[self.language]) for finding in self.paper.findings]
        head = phrase.say(self.language, "messages")
        line = int(Pt(13 * 1.6))
        self._text(slide, Room(room.left, room.top, room.width, line), [head], 13, "muted")
        room = Room(room.left, room.top + line, room.width, room.height - line)
        for size in POINT_SIZES:
            space = int(Pt(size * 0.45))
            heights = [height_of(text, size, room.width - NUMBER) + space for text in said]
            if sum(heights) <= room.height:
                break
        top = room.top
        for place, text, height in zip(places, said, heights, strict=True):
            if top + height > room.bottom:
                break
            number = Room(room.left, top, NUMBER, height)
            self._text(slide, number, [f"{place}"], size, "accent", bold=True)
            beside = Room(room.left + NUMBER, top, room.width - NUMBER, height)
            self._text(slide, beside, [text], size)
            top += height

    # -- findings ----------------------------------------------------------------------------

    def finding(self, finding: Finding) -> None:
        """The slide of one message; a long table runs on over further ones."""
        slide, room = self._slide(finding.title, TITLE_SIZES, self._notes(finding))
        points = [text[self.language] for text in finding.points]
        if finding.chart is None and finding.table is None:
            return self._text(slide, room, points, self._point_size(points, room), space=8)
        if points:
            room = self._beside(slide, room, points)
        table = finding.table
        if finding.chart is not None:
            self._chart(slide, finding.chart, room, one_line(finding.title[self.language]))
            if table is None:
                return None
            slide, room = self._further(finding)
        assert table is not None
        rest = self._table(slide, table, room)
        while rest is not None:
            slide, room = self._further(finding)
            rest = self._table(slide, rest, room, (RUNS_ON,))
        return None

    def _further(self, finding: Finding) -> tuple[Slide, Room]:
        title = phrase("continued", title=finding.title)
        return self._slide(title, TITLE_SIZES, self._notes(finding))

    def _beside(self, slide: Slide, room: Room, points: Sequence[str]) -> Room:
        """Points on the right; the room that is left."""
        wide = int(room.width * BESIDE)
        own = Room(room.left + room.width - wide, room.top + GAP, wide, room.height - GAP)
        inner = Room(own.left + GAP // 2, own.top, own.width - GAP // 2, own.height)
        size = self._point_size(points, inner)
        heights = sum(height_of(text, size, inner.width) + int(Pt(10)) for text in points)
        rule = Room(own.left, own.top, int(Pt(2)), min(heights, own.height))
        self._rule(slide, rule, "accent")
        self._text(slide, inner, points, size, space=10)
        return Room(room.left, room.top, room.width - wide - GAP, room.height)

    @staticmethod
    def _point_size(points: Sequence[str], room: Room) -> float:
        space = int(Pt(10)) * len(points)
        text = "\n".join(points)
        return fitting(text, POINT_SIZES, room.width, room.height - space)

    def _chart(self, slide: Slide, chart: Chart, room: Room, told: str) -> None:
        """A chart under what its values are in, and over what must be known of its axis."""
        scale = scale_for(chart, self.language)
        side = "" if chart.side is None else chart.side[self.language]
        unit = scale.unit or ("" if scale.is_share else self._counted(chart))
        over = [text for text in (side, unit) if text]
        line, top, bottom = int(Pt(NOTE * 1.6)), room.top, room.bottom
        if over:
            text = over[0]
            if len(over) > 1:
                text = phrase.say(self.language, "in_unit", what=side, unit=unit)
            self._text(slide, Room(room.left, top, room.width, line), [text], NOTE, "muted")
            top += line
        start = axis_start(chart)
        if start is not None:
            bottom -= line
            key = "axis_starts"
            value = self._value(chart, start)
            text = phrase.say(self.language, key, value=value)
            self._text(slide, Room(room.left, bottom, room.width, line), [text], NOTE, "muted")
        draw(slide, chart, Room(room.left, top, room.width, bottom - top), self.language, told)

    def _counted(self, chart: Chart) -> str:
        """What is counted, where a chart is of people or months."""
        counted = chart.unit in ("people", "months")
        return phrase.say(self.language, f"unit_{chart.unit}") if counted else ""

    def _value(self, chart: Chart, value: float) -> str:
        if chart.unit == "CNY":
            scale = scale_for(chart, self.language)
            shown = f"{scale.scaled(value):,.{scale.decimals}f}"
            if scale.factor == 1:
                return money(value, self.language)
            english = f"¥{shown}\N{NO-BREAK SPACE}{scale.unit.removeprefix('¥').strip()}"
            return english if self.language == "en" else f"{shown}\N{NO-BREAK SPACE}{scale.unit}"
        if chart.unit == "share":
            return percent(value, self.language)
        return f"{value:,.10g}"

    def _table(
        self, slide: Slide, table: Table, room: Room, sizes: Sequence[float] = CELL_SIZES
    ) -> Table | None:
        """A table, and what of it finds no room; the last row stays with the one before it."""
        language = self.language
        if table.caption is not None:
            caption = table.caption[language]
            line = height_of(caption, NOTE, room.width) + int(Pt(4))
            self._text(slide, Room(room.left, room.top, room.width, line), [caption], NOTE, "muted")
            room = Room(room.left, room.top + line, room.width, room.height - line)
        cells = [[one_line_each(cell[language]) for cell in row] for row in table.rows]
        heads = [one_line_each(head[language]) for head in table.heads]
        size, widths = _look([heads, *cells], table.numbers, sizes, room)
        heights = [_row_height(row, size, widths) for row in (heads, *cells)]
        fits = _fitting_rows(heights, room.height)
        shape = slide.shapes.add_table(
            fits + 1, len(heads), room.left, room.top, sum(widths), sum(heights[: fits + 1])
        )
        describe(shape, self._told(table))
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
                self._cell(cell, text, size, right=table.numbers[j], bold=strong)
                _edges(cell, "muted" if strong else "rule", above=strong and i > 0)
        if is_last:
            return None
        rest = table.rows[fits:]
        return Table(table.heads, rest, table.numbers, table.caption, table.total)

    def _cell(self, cell: _Cell, text: str, size: float, *, right: bool, bold: bool) -> None:
        cell.margin_left = cell.margin_right = CELL_MARGIN
        cell.margin_top = cell.margin_bottom = Pt(3)
        cell.fill.background()
        paragraph = cell.text_frame.paragraphs[0]
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        paragraph.font.size = Pt(size)  # a cell without text would be as high as one of 18 pt
        put(paragraph, text, self.language, size=size, colour="ink", bold=bold)

    def _told(self, table: Table) -> str:
        heads = phrase.say(self.language, "comma").join(
            one_line(head[self.language]) for head in table.heads
        )
        return phrase.say(self.language, "table_of", heads=heads)

    # -- what it stands on -------------------------------------------------------------------

    def basis(self) -> None:
        """The last slides: everything that the figures stand on, and what must be said of them."""
        paper = self.paper
        rows = list(paper.basis)
        rows += [(phrase("told") if not i else _blank(), text) for i, text in enumerate(paper.told)]
        heads = (phrase("what"), phrase("how"))
        split = [(what, line) for what, text in rows for what, line in _by_lines(what, text)]
        rest: Table | None = Table(heads, tuple(split), (False, False))
        title = phrase("basis_title")
        while rest is not None:
            slide, room = self._slide(title, TITLE_SIZES, [])
            rest = self._table(slide, rest, room)
            title = phrase("continued", title=phrase("basis_title"))

    # -- slides ------------------------------------------------------------------------------

    def _slide(
        self, title: Text, sizes: Sequence[float], notes: Sequence[str]
    ) -> tuple[Slide, Room]:
        """A slide with its title, notes and feet, and the room below the title: all that the
        neutral template leaves there, as much as the layout gives on another one."""
        stage, language = self.stage, self.language
        slide = stage.file.slides.add_slide(stage.layout)
        shape = slide.shapes.title
        assert shape is not None
        for other in list(slide.placeholders):
            if other.placeholder_format.idx:  # what is not filled in would ask for it
                other._element.getparent().remove(other._element)
        text = one_line(title[language])
        wide = int(stage.title.width * BOLD)
        size = fitting(text, sizes, wide, stage.title.height)
        frame = shape.text_frame
        frame.word_wrap = True
        put(frame.paragraphs[0], text, language, size=size)
        self._feet(slide)
        frame_of_notes = slide.notes_slide.notes_text_frame
        said = [*notes, self.paper.footer[language]]
        if frame_of_notes is not None:
            for place, note in enumerate(said):
                own = frame_of_notes.paragraphs[0] if not place else frame_of_notes.add_paragraph()
                put(own, note, language)
        room = stage.room
        if stage.is_neutral:
            used = max(height_of(text, size, wide), LEAST_TITLE)
            top = stage.title.top + used + GAP // 2
            room = Room(room.left, top, room.width, room.bottom - top)
        return slide, room

    def _feet(self, slide: Slide) -> None:
        """What every figure stands on, and the number of the slide, where the layout has them; the
        first at the foot of the room where it has not."""
        language, has_footer = self.language, False
        for place in self.stage.layout.placeholders:
            kind = place.placeholder_format.type
            if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                continue
            element = copy.deepcopy(place._element)
            slide.shapes._spTree.append(element)
            if kind == PP_PLACEHOLDER.FOOTER:
                has_footer = True
                shape = slide.shapes[-1]
                frame = shape.text_frame
                frame.clear()
                text = one_line(self.paper.footer[language])
                size = fitting(text, (9.0, 8.0, 7.0), shape.width, shape.height)
                put(frame.paragraphs[0], text, language, size=size)
        for number, element in enumerate(slide.shapes._spTree.iter(qn("p:cNvPr")), start=1):
            element.set("id", str(number))
        if not has_footer:
            room = self.stage.room
            line = int(Pt(12))
            spot = Room(room.left, room.bottom - line // 2, room.width, line)
            self._text(slide, spot, [self.paper.footer[language]], 8, "muted")

    def _text(
        self,
        slide: Slide,
        room: Room,
        texts: Sequence[str],
        size: float,
        colour: Paint | None = None,
        *,
        bold: bool = False,
        space: float = 0.0,
    ) -> None:
        box = slide.shapes.add_textbox(room.left, room.top, room.width, room.height)
        write(box.text_frame, texts, size, self.language, colour=colour, bold=bold, space=space)

    @staticmethod
    def _rule(slide: Slide, room: Room, colour: Paint) -> None:
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, room.left, room.top, room.width, room.height
        )
        shape.fill.solid()
        paint(shape.fill.fore_color, colour)
        shape.line.fill.background()
        shape.shadow.inherit = False

    # -- notes -------------------------------------------------------------------------------

    def _notes(self, finding: Finding) -> list[str]:
        return [text[self.language] for text in finding.notes]

    def _sources(self) -> list[str]:
        """What the first slide says beside itself: everything that the figures stand on."""
        language = self.language
        entries = [
            phrase.say(language, "of_unit", unit=what[language], what=_joined(how[language]))
            for what, how in self.paper.basis
        ]
        return [*entries, *(text[language] for text in self.paper.told)]


def one_line_each(text: str) -> str:
    """The lines of a text, each as it can be written."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def _joined(text: str) -> str:
    return "; ".join(text.split("\n"))


def _blank() -> Text:
    return {"en": "", "zh": ""}


def _by_lines(what: Text, text: Text) -> Iterator[tuple[Text, Text]]:
    """A row for each line, so that a long entry can run on over slides."""
    lines = {language: said.split("\n") for language, said in text.items()}
    count = max(map(len, lines.values()))
    for place in range(count):
        line = {x: said[place] if place < len(said) else "" for x, said in lines.items()}
        yield what if place == 0 else _blank(), line


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


def _properties(stage: Stage, paper: Paper, language: str) -> None:
    """Title and subject of the file; no times, so that the same paper gives the same file."""
    properties = stage.file.core_properties
    properties.title = one_line(paper.title[language])[:255]
    properties.subject = one_line(paper.subtitle[language])[:255]
    properties.author = properties.last_modified_by = "Paycurve"
    properties.keywords = properties.comments = properties.category = ""
    properties.language = SPOKEN[language]
    for element in list(properties._element):
        if element.tag.endswith(("}created", "}modified", "}lastPrinted")):
            properties._element.remove(element)
