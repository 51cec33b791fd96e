"""Slides on a stage: each with its title, its notes, and what its figures stand on at its foot."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from engine.papers.deck_colours import Paint, paint
from engine.papers.deck_template import Room, Stage
from engine.papers.deck_text import fitting, height_of, put, write
from engine.papers.paper import Paper
from engine.reports import one_line
from engine.text import Text

GAP = Inches(0.3)
LEAST_TITLE = int(Pt(36))
BOLD = 0.88
"""The share of its place that a bold text is measured in, for its letters are wider."""


class Slides:
    """Slides of a paper as they are added, and what is written on them: texts and rules."""

    def __init__(self, paper: Paper, language: str, stage: Stage) -> None:
        self.paper, self.language, self.stage = paper, language, stage

    def added(
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
            self.text(slide, spot, [self.paper.footer[language]], 8, "muted")

    def text(
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
    def rule(slide: Slide, room: Room, colour: Paint) -> None:
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, room.left, room.top, room.width, room.height
        )
        shape.fill.solid()
        paint(shape.fill.fore_color, colour)
        shape.line.fill.background()
        shape.shadow.inherit = False
