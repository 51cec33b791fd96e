"""The presentation that slides are put into: a neutral one, or one's own .pptx.

Of one's own file everything is kept but its slides: masters, layouts, fonts, colours, logo. Slides
are laid on its layout with a title alone; what is drawn on them takes the colours of its theme.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx import Presentation as open_presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu, Inches, Length, Pt

from engine.papers.deck_elements import added, local_name
from engine.papers.paper_look import ONE_BY_ONE
from engine.text import Problem, Refused

WIDE, HIGH = Inches(13.333), Inches(7.5)
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
"""Fonts of the neutral template; both come with Office."""
THEME_COLOURS = {
    "dk1": "1F2430",
    "lt1": "FFFFFF",
    "dk2": "3A4152",
    "lt2": "EEF0F5",
    **{f"accent{place}": colour for place, colour in enumerate(ONE_BY_ONE[:6], start=1)},
    "hlink": "4F46E5",
    "folHlink": "5B6270",
}
LARGEST_TEMPLATE, LARGEST_UNPACKED = 50_000_000, 300_000_000
"""Bytes of a template, as a file and unpacked."""
LEFT, TOP, FOOT = Inches(0.6), Inches(0.55), Inches(6.98)
MARGIN = Inches(0.12)
MIDDLE = 3 * 128
"""Red, green and blue together from which a colour is light."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SIDE_TYPES = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_LEFT_OUT = ("{521415D9-36F7-43E2-AB2F-B90AF26B5E84}",)
"""Sections, which list slides that are no longer there."""


@dataclass(frozen=True)
class Room:
    """Where things may stand on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Stage:
    """A presentation without slides, the layout that they stand on, and the room below its title.
    `is_neutral` says that it is the template that comes with Paycurve, `is_dark` that text on it is
    light."""

    file: Presentation
    layout: SlideLayout
    room: Room
    title: Room
    is_neutral: bool
    is_dark: bool


def stage_of(template: bytes | None, language: str) -> Stage:
    """The stage for a deck: of the neutral template, or of one's own .pptx.

    Raises Refused where one's own is too large, is no .pptx, or has no layout with a title.
    """
    if template is None:
        return _measured(_neutral(language), is_neutral=True)
    return _measured(_own(template), is_neutral=False)


def _own(template: bytes) -> Presentation:
    if len(template) > LARGEST_TEMPLATE:
        raise Refused([Problem("template_too_large", {"most": LARGEST_TEMPLATE // 1_000_000})])
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(
                    [Problem("template_too_large", {"most": LARGEST_TEMPLATE // 1_000_000})]
                )
        file = open_presentation(io.BytesIO(template))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, AttributeError):
        raise Refused([Problem("template_unreadable", {})]) from None
    if file.part.content_type != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        raise Refused([Problem("template_unreadable", {})])
    _without_slides(file)
    return file


def _without_slides(file: Presentation) -> None:
    """Takes all slides out, and what lists them."""
    listed = file.slides._sldIdLst
    for entry in list(listed):
        file.part.drop_rel(entry.rId)
        listed.remove(entry)
    root = file.part._element
    for shows in root.findall(qn("p:custShowLst")):
        root.remove(shows)
    for extensions in root.findall(qn("p:extLst")):
        for extension in list(extensions):
            if extension.get("uri") in _LEFT_OUT:
                extensions.remove(extension)


def _measured(file: Presentation, *, is_neutral: bool) -> Stage:
    layout = _layout(file)
    if layout is None:
        raise Refused([Problem("template_without_title", {})])
    title = next(shape for shape in layout.placeholders if _is_title(shape))
    wide, high = Emu(file.slide_width or WIDE), Emu(file.slide_height or HIGH)
    head = Room(*_place(title, (LEFT, TOP, wide - 2 * LEFT, Inches(1.0))))
    feet = [
        place[1]
        for shape in layout.placeholders
        if shape.placeholder_format.type in _SIDE_TYPES
        for place in [_place(shape, (0, high, 0, 0))]
        if place[1] > high // 2
    ]
    top = head.top + head.height + MARGIN
    bottom = min([*feet, high - Inches(0.3)]) - MARGIN
    room = Room(head.left, top, head.width, bottom - top)
    return Stage(file, layout, room, head, is_neutral, _is_dark(layout))


def _is_dark(layout: SlideLayout) -> bool:
    """Whether the theme's text is light, and so made for a dark ground."""
    own = layout._element.find(f".//{_A}overrideClrMapping")
    named = layout.slide_master._element.find(qn("p:clrMap")) if own is None else own
    slot = "dk1" if named is None else named.get("tx1", "dk1")
    for part in _themes(layout.slide_master):
        for colour in parse_xml(part.blob).findall(f".//{_A}clrScheme/{_A}{slot}/*"):
            value = colour.get("lastClr") or colour.get("val", "")
            if re.fullmatch("[0-9A-Fa-f]{6}", value):
                return sum(bytes.fromhex(value)) > MIDDLE
    return False


def _layout(file: Presentation) -> SlideLayout | None:
    """The layout with a title and nothing else to fill in, else with as little as there is."""
    found = [
        (len(others), layout)
        for layout in file.slide_layouts
        for types in [[shape.placeholder_format.type for shape in layout.placeholders]]
        for others in [[x for x in types if x not in (*_SIDE_TYPES, PP_PLACEHOLDER.TITLE)]]
        if PP_PLACEHOLDER.TITLE in types
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _is_title(shape: Any) -> bool:
    return bool(shape.placeholder_format.type == PP_PLACEHOLDER.TITLE)


def _place(shape: Any, otherwise: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of a placeholder, which may come from its master."""
    own = tuple(getattr(shape, name) for name in ("left", "top", "width", "height"))
    left, top, width, height = (
        other if value is None else int(value) for value, other in zip(own, otherwise, strict=True)
    )
    return left, top, width, height


# -- the neutral template --------------------------------------------------------------------


def neutral_template(language: str) -> bytes:
    """The neutral template as a file, to begin one's own with."""
    buffer = io.BytesIO()
    _neutral(language).save(buffer)
    return buffer.getvalue()


def _neutral(language: str) -> Presentation:
    file = open_presentation()
    file.slide_width, file.slide_height = WIDE, HIGH
    for layout in list(file.slide_layouts):
        if layout._element.get("type") != "titleOnly":
            file.slide_layouts.remove(layout)
    master, layout = file.slide_master, file.slide_layouts[0]
    wide = WIDE - 2 * LEFT
    places: dict[PP_PLACEHOLDER, tuple[Length, Length, int, Length]] = {
        PP_PLACEHOLDER.TITLE: (LEFT, TOP, wide, Inches(1.05)),
        PP_PLACEHOLDER.BODY: (LEFT, Inches(1.6), wide, Inches(5.2)),
        PP_PLACEHOLDER.FOOTER: (LEFT, FOOT, wide - Inches(0.8), Inches(0.3)),
        PP_PLACEHOLDER.SLIDE_NUMBER: (
            Emu(LEFT + wide - Inches(0.7)),
            FOOT,
            Inches(0.7),
            Inches(0.3),
        ),
    }
    for part in (master, layout):
        for shape in list(part.placeholders):
            place = places.get(shape.placeholder_format.type)
            if place is None:  # a date would make every copy another one
                shape._element.getparent().remove(shape._element)
            else:
                left, top, width, height = place
                shape.left, shape.top, shape.width, shape.height = left, top, Emu(width), height
                _tighten(shape._element)
    _title_style(master._element)
    _theme(file, language)
    return file


def _tighten(shape: Any) -> None:
    """No margins within, so that texts and charts line up; titles stand on top."""
    body = shape.find(f".//{_A}bodyPr")
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    kind = shape.find(f".//{qn('p:ph')}").get("type")
    body.set("anchor", "t" if kind == "title" else "ctr")
    for fitting in list(body):
        body.remove(fitting)
    for style in shape.iter(f"{_A}lvl1pPr"):
        if kind == "ftr":
            style.set("algn", "l")
        for font in style.iter(f"{_A}defRPr"):
            font.set("sz", "900")


def _title_style(master: Any) -> None:
    style = master.find(f".//{qn('p:titleStyle')}/{_A}lvl1pPr")
    style.set("algn", "l")
    spacing = added(style, "a:lnSpc")
    added(spacing, "a:spcPct", val="95000")
    style.insert(0, spacing)
    font = style.find(f"{_A}defRPr")
    font.set("sz", str(int(Pt(24).pt * 100)))
    font.set("b", "1")


def _theme(file: Presentation, language: str) -> None:
    """Colours and fonts by which everything on the slides is drawn."""
    for part in _themes(file.slide_master):
        root = parse_xml(part.blob)
        scheme = root.find(f".//{_A}clrScheme")
        scheme.set("name", "Paycurve")
        for slot in scheme:
            colour = THEME_COLOURS[local_name(slot)]
            for old in list(slot):
                slot.remove(old)
            added(slot, "a:srgbClr", val=colour)
        for fonts in (root.find(f".//{_A}majorFont"), root.find(f".//{_A}minorFont")):
            fonts.find(f"{_A}latin").set("typeface", LATIN)
            fonts.find(f"{_A}ea").set("typeface", CHINESE if language == "zh" else "")
            for font in fonts.findall(f"{_A}font"):
                if font.get("script") == "Hans":
                    font.set("typeface", CHINESE)
        part._blob = serialize_part_xml(root)


def _themes(master: SlideMaster) -> Iterator[Any]:
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            yield relation.target_part
