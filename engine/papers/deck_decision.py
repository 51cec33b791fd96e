"""The first slide: what is to be decided, its key figures, and the messages that follow."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.slide import Slide
from pptx.util import Inches, Pt

from engine.papers.deck_slides import BOLD, GAP, Slides
from engine.papers.deck_template import Room
from engine.papers.deck_text import fitting, height_of
from engine.papers.paper import KeyFigure
from engine.papers.paper_look import phrase
from engine.reports import one_line

MOST_FIGURES = 4
"""Key figures that stand side by side."""
FIRST_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0)
POINT_SIZES, NUMBER = (16.0, 15.0, 14.0, 13.0, 12.0), Inches(0.45)


def add_decision(slides: Slides) -> tuple[Slide, Room]:
    """The first slide: what is to be decided and its key figures; and the room that is left."""
    paper, title = slides.paper, slides.stage.title
    slide, room = slides.added(paper.decision.sentence, FIRST_SIZES, _sources(slides))
    kicker = phrase("kicker", title=paper.title, subtitle=paper.subtitle)[slides.language]
    height = height_of(kicker, 12, room.width)
    above = title.top - height - int(Pt(4))
    own = above > Inches(0.12)
    top = room.top
    slides.text(
        slide, Room(room.left, above if own else top, room.width, height), [kicker], 12, "muted"
    )
    top += 0 if own else height + GAP // 2
    figures = paper.decision.figures[:MOST_FIGURES]
    if figures:
        top += _figures(slides, slide, Room(room.left, top, room.width, room.bottom - top), figures)
        top += GAP
    return slide, Room(room.left, top, room.width, room.bottom - top)


def _figures(slides: Slides, slide: Slide, room: Room, figures: Sequence[KeyFigure]) -> int:
    """Key figures side by side; the height they take."""
    wide = (room.width - GAP * (len(figures) - 1)) // len(figures)
    values = [one.value[slides.language] for one in figures]
    sizes = [
        fitting(value, (34.0, 30.0, 26.0, 22.0, 18.0, 16.0), int(wide * BOLD), int(Pt(48)))
        for value in values
    ]
    size, line = min(sizes), int(Pt(14 * 1.25))
    labels = [one.label[slides.language] for one in figures]
    notes = ["" if one.note is None else one.note[slides.language] for one in figures]
    label_height = max(height_of(label, 13, wide) for label in labels)
    note_height = max(height_of(note, 12, wide) for note in notes)
    value_height = max(height_of(value, size, int(wide * BOLD)) for value in values)
    for place, (label, value, note) in enumerate(zip(labels, values, notes, strict=True)):
        left, top = room.left + place * (wide + GAP), room.top
        slides.rule(slide, Room(left, top, wide, int(Pt(2.5))), "accent" if not place else "rule")
        top += line // 2
        slides.text(slide, Room(left, top, wide, label_height), [label], 13, "muted")
        top += label_height + int(Pt(2))
        slides.text(slide, Room(left, top, wide, value_height), [value], size, bold=True)
        top += value_height + int(Pt(2))
        if note:
            slides.text(slide, Room(left, top, wide, note_height), [note], 12, "muted")
    return line // 2 + label_height + value_height + note_height + int(Pt(4))


def add_messages(slides: Slides, slide: Slide, room: Room, places: Sequence[int]) -> None:
    """The messages of the other slides with their numbers, as many as there is room for."""
    if not places:
        return
    said = [one_line(finding.title[slides.language]) for finding in slides.paper.findings]
    head = phrase.say(slides.language, "messages")
    line = int(Pt(13 * 1.6))
    slides.text(slide, Room(room.left, room.top, room.width, line), [head], 13, "muted")
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
        slides.text(slide, number, [f"{place}"], size, "accent", bold=True)
        beside = Room(room.left + NUMBER, top, room.width - NUMBER, height)
        slides.text(slide, beside, [text], size)
        top += height


def _sources(slides: Slides) -> list[str]:
    """What the first slide says beside itself: everything that the figures stand on."""
    language = slides.language
    entries = [
        phrase.say(language, "of_unit", unit=what[language], what=_joined(how[language]))
        for what, how in slides.paper.basis
    ]
    return [*entries, *(text[language] for text in slides.paper.told)]


def _joined(text: str) -> str:
    return "; ".join(text.split("\n"))
