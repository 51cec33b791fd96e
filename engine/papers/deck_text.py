"""Text on slides: only letters, never a field or a link, as large as its place allows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Pt

from engine.papers.deck_colours import Paint, paint
from engine.reports import runs
from engine.text import MINUS

SPOKEN = {"en": "en-GB", "zh": "zh-CN"}
POINT = 12_700
"""EMU."""
JOINER = "\N{WORD JOINER}"
"""Keeps a sign on the line of its amount."""
_SIGNED = re.compile(f"([+{MINUS}])¥")
LATIN_LETTER, WIDE_LETTER = 0.57, 1.0
"""The width of letters, as a share of their size."""
LINE, WIDE_LINE = 1.25, 1.4
"""The height of a line, and of one with Chinese letters."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def lines_of(text: str, size: float, width: int) -> int:
    """How many lines a text takes at a size in pt, in a width in EMU."""
    room = max(width / POINT / size, 1.0)
    return sum(max(1, math.ceil(length_of(line) / room)) for line in text.split("\n"))


def height_of(text: str, size: float, width: int) -> int:
    """The height in EMU that a text takes."""
    line = WIDE_LINE if _WIDE.search(text) else LINE
    return int(lines_of(text, size, width) * size * line * POINT)


def fitting(text: str, sizes: Sequence[float], width: int, height: int) -> float:
    """The first of the sizes at which a text fits its place, the last where none does."""
    return next((size for size in sizes if height_of(text, size, width) <= height), sizes[-1])


def length_of(text: str) -> float:
    """The length of a line in widths of a wide letter, each of which is as wide as its size."""
    wide = len(_WIDE.findall(text))
    return wide * WIDE_LETTER + (len(text) - wide) * LATIN_LETTER


def write(
    frame: TextFrame,
    texts: Sequence[str],
    size: float,
    language: str,
    *,
    colour: Paint | None = None,
    bold: bool = False,
    right: bool = False,
    space: float = 0.0,
    middle: bool = False,
) -> None:
    """Writes paragraphs into a frame; without a colour they keep that of their place."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        if space and place:
            paragraph.space_before = Pt(space)
        put(paragraph, text, language, size=size, colour=colour, bold=bold)


def put(
    paragraph: _Paragraph,
    text: str,
    language: str,
    *,
    size: float | None = None,
    colour: Paint | None = None,
    bold: bool | None = None,
) -> None:
    """Adds a text to a paragraph, its terms in italics."""
    for part in runs(text):
        for line, piece in enumerate(part.text.split("\n")):
            if line:
                paragraph.add_line_break()
            if not piece:
                continue
            run = paragraph.add_run()
            run.text = _SIGNED.sub(rf"\1{JOINER}¥", piece)
            if size is not None:
                run.font.size = Pt(size)
            if bold is not None:
                run.font.bold = bold
            if part.term:
                run.font.italic = True
            if colour is not None:
                paint(run.font.color, colour)
            properties = run._r.get_or_add_rPr()
            properties.set("lang", SPOKEN[language])
            if language != "en":
                properties.set("altLang", "en-US")


def describe(shape: Any, text: str) -> None:
    """What a shape shows, for whoever cannot see it."""
    element = shape._element
    element.find(f".//{qn('p:cNvPr')}").set("descr", text)
