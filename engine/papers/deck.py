"""A paper as slides: the decision first, one message a slide, what all stands on at the end.

Speaker notes say where the figures of a slide come from; charts and tables are PowerPoint's own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from pptx.slide import Slide
from pptx.util import Pt

from engine.papers.chart_words import in_words
from engine.papers.deck_charts import draw
from engine.papers.deck_colours import paint_for_dark
from engine.papers.deck_decision import POINT_SIZES, add_decision, add_messages
from engine.papers.deck_slides import GAP, Slides
from engine.papers.deck_tables import CELL_SIZES, RUNS_ON, SHARED_SIZES, add_table, table_height
from engine.papers.deck_template import Room, Stage, stage_of
from engine.papers.deck_text import SPOKEN, fitting, height_of
from engine.papers.paper import Chart, Finding, Paper
from engine.papers.paper_look import axis_start, phrase, scale_for
from engine.reports import Table, one_line, without_times
from engine.text import Text, money, percent

TITLE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0)
NOTE = 11.0
MOST_UNDER = 0.45
"""The share of the height that a table may take under a chart; a longer one has its own slides."""
BESIDE = 0.3
"""The share of the width that points take beside a chart."""


def to_pptx(paper: Paper, language: str, template: bytes | None = None) -> bytes:
    """The paper as a presentation in one language, on one's own .pptx where one is given.

    The same paper gives the same bytes. Raises Refused for a template that slides cannot stand on.
    """
    stage = stage_of(template, language)
    slides = Slides(paper, language, stage)
    first, room = add_decision(slides)
    places = []
    for finding in paper.findings:
        places.append(len(stage.file.slides) + 1)
        _add_finding(slides, finding)
    _add_basis(slides)
    add_messages(slides, first, room, places)
    if stage.is_dark:
        paint_for_dark(stage.file)
    _properties(stage, paper, language)
    buffer = io.BytesIO()
    stage.file.save(buffer)
    return without_times(buffer.getvalue())


def _add_finding(slides: Slides, finding: Finding) -> None:
    """The slide of one message; a long table runs on over further ones."""
    slide, room = slides.added(finding.title, TITLE_SIZES, _notes(slides, finding))
    points = [text[slides.language] for text in finding.points]
    if finding.chart is None and finding.table is None:
        return slides.text(slide, room, points, _point_size(points, room), space=8)
    if points:
        room = _beside(slides, slide, room, points)
    table, shares = finding.table, False
    if finding.chart is not None:
        title = one_line(finding.title[slides.language])
        told = in_words(finding.chart, title, slides.language)
        under = 0 if table is None else table_height(slides, table, room)
        shares = 0 < under <= room.height * MOST_UNDER
        over = Room(room.left, room.top, room.width, room.height - (under + GAP if shares else 0))
        _chart(slides, slide, finding.chart, over, told)
        if table is None:
            return None
        if shares:
            room = Room(room.left, over.bottom + GAP, room.width, under)
        else:
            slide, room = _further(slides, finding)
    assert table is not None
    rest = add_table(slides, slide, table, room, SHARED_SIZES if shares else CELL_SIZES)
    while rest is not None:
        slide, room = _further(slides, finding)
        rest = add_table(slides, slide, rest, room, (RUNS_ON,))
    return None


def _further(slides: Slides, finding: Finding) -> tuple[Slide, Room]:
    title = phrase("continued", title=finding.title)
    return slides.added(title, TITLE_SIZES, _notes(slides, finding))


def _beside(slides: Slides, slide: Slide, room: Room, points: Sequence[str]) -> Room:
    """Points on the right; the room that is left."""
    wide = int(room.width * BESIDE)
    own = Room(room.left + room.width - wide, room.top + GAP, wide, room.height - GAP)
    inner = Room(own.left + GAP // 2, own.top, own.width - GAP // 2, own.height)
    size = _point_size(points, inner)
    heights = sum(height_of(text, size, inner.width) + int(Pt(10)) for text in points)
    rule = Room(own.left, own.top, int(Pt(2)), min(heights, own.height))
    slides.rule(slide, rule, "accent")
    slides.text(slide, inner, points, size, space=10)
    return Room(room.left, room.top, room.width - wide - GAP, room.height)


def _point_size(points: Sequence[str], room: Room) -> float:
    space = int(Pt(10)) * len(points)
    text = "\n".join(points)
    return fitting(text, POINT_SIZES, room.width, room.height - space)


def _chart(slides: Slides, slide: Slide, chart: Chart, room: Room, told: str) -> None:
    """A chart under what its values are in, and over what must be known of its axis."""
    scale = scale_for(chart, slides.language)
    side = "" if chart.side is None else chart.side[slides.language]
    unit = scale.unit or ("" if scale.is_share else _counted(slides, chart))
    over = [text for text in (side, unit) if text]
    line, top, bottom = int(Pt(NOTE * 1.6)), room.top, room.bottom
    if over:
        text = over[0]
        if len(over) > 1:
            text = phrase.say(slides.language, "in_unit", what=side, unit=unit)
        slides.text(slide, Room(room.left, top, room.width, line), [text], NOTE, "muted")
        top += line
    start = axis_start(chart)
    if start is not None:
        bottom -= line
        key = "axis_starts"
        value = _value(slides, chart, start)
        text = phrase.say(slides.language, key, value=value)
        slides.text(slide, Room(room.left, bottom, room.width, line), [text], NOTE, "muted")
    draw(slide, chart, Room(room.left, top, room.width, bottom - top), slides.language, told)


def _counted(slides: Slides, chart: Chart) -> str:
    """What is counted, where a chart is of people or months."""
    counted = chart.unit in ("people", "months")
    return phrase.say(slides.language, f"unit_{chart.unit}") if counted else ""


def _value(slides: Slides, chart: Chart, value: float) -> str:
    if chart.unit == "CNY":
        scale = scale_for(chart, slides.language)
        shown = f"{scale.scaled(value):,.{scale.decimals}f}"
        if scale.factor == 1:
            return money(value, slides.language)
        english = f"¥{shown}\N{NO-BREAK SPACE}{scale.unit.removeprefix('¥').strip()}"
        return english if slides.language == "en" else f"{shown}\N{NO-BREAK SPACE}{scale.unit}"
    if chart.unit == "share":
        return percent(value, slides.language)
    return f"{value:,.10g}"


def _notes(slides: Slides, finding: Finding) -> list[str]:
    return [text[slides.language] for text in finding.notes]


def _add_basis(slides: Slides) -> None:
    """The last slides: everything that the figures stand on, and what must be said of them."""
    paper = slides.paper
    rows = list(paper.basis)
    rows += [(phrase("told") if not i else _blank(), text) for i, text in enumerate(paper.told)]
    heads = (phrase("what"), phrase("how"))
    split = [(what, line) for what, text in rows for what, line in _by_lines(what, text)]
    rest: Table | None = Table(heads, tuple(split), (False, False))
    title = phrase("basis_title")
    while rest is not None:
        slide, room = slides.added(title, TITLE_SIZES, [])
        rest = add_table(slides, slide, rest, room)
        title = phrase("continued", title=phrase("basis_title"))


def _blank() -> Text:
    return {"en": "", "zh": ""}


def _by_lines(what: Text, text: Text) -> Iterator[tuple[Text, Text]]:
    """A row for each line, so that a long entry can run on over slides."""
    lines = {language: said.split("\n") for language, said in text.items()}
    count = max(map(len, lines.values()))
    for place in range(count):
        line = {x: said[place] if place < len(said) else "" for x, said in lines.items()}
        yield what if place == 0 else _blank(), line


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
