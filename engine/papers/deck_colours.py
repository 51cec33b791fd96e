"""What is drawn on slides takes the colours of the theme, so that one's own template colours it;
what has a meaning everywhere, such as a loss or a limit, keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Protocol

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from engine.papers.deck_elements import added
from engine.papers.paper import Role, Series
from engine.papers.paper_look import COLOURS, LIMIT

Paint = Literal[
    "ink",
    "muted",
    "rule",
    "accent",
    "soft",
    "before",
    "other",
    "gain",
    "loss",
    "limit",
    "ground",
]
_THEME = {
    "ink": (MSO_THEME_COLOR.TEXT_1, 0.0),
    "muted": (MSO_THEME_COLOR.TEXT_1, 0.35),
    "ground": (MSO_THEME_COLOR.BACKGROUND_1, 0.0),
    "rule": (MSO_THEME_COLOR.BACKGROUND_1, -0.15),
    "accent": (MSO_THEME_COLOR.ACCENT_1, 0.0),
    "soft": (MSO_THEME_COLOR.ACCENT_1, 0.6),
    "before": (MSO_THEME_COLOR.TEXT_1, 0.5),
    "other": (MSO_THEME_COLOR.BACKGROUND_1, -0.25),
}
_FIXED = {"gain": COLOURS["gain"], "loss": COLOURS["loss"], "limit": LIMIT}
_ON_DARK = {COLOURS["gain"]: "2DD4BF", COLOURS["loss"]: "FB923C", LIMIT: "FBBF24"}
"""What a meaning's colour is on a dark ground."""
_TONES, WHOLE = ("tx1", "bg1"), 100_000
"""The colours of text and ground, and all of a colour as a theme counts it."""
_ONE_BY_ONE = (
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.ACCENT_2,
    MSO_THEME_COLOR.ACCENT_3,
    MSO_THEME_COLOR.ACCENT_4,
    MSO_THEME_COLOR.ACCENT_5,
    MSO_THEME_COLOR.ACCENT_6,
)
_OF_ROLE: dict[Role, Paint] = {
    "before": "before",
    "after": "accent",
    "middle": "accent",
    "low": "soft",
    "high": "soft",
    "gain": "gain",
    "loss": "loss",
    "other": "other",
}


class Colour(Protocol):
    """A colour of python-pptx that can be set."""

    rgb: RGBColor
    theme_color: MSO_THEME_COLOR
    brightness: float


def paint(colour: Colour, name: Paint) -> None:
    """Sets a colour by what it is for."""
    if name in _FIXED:
        colour.rgb = RGBColor.from_string(_FIXED[name])
        return
    slot, brightness = _THEME[name]
    colour.theme_color = slot
    if brightness:
        colour.brightness = brightness


def paint_series(colour: Colour, series: tuple[Series, ...], place: int) -> None:
    """Sets a colour to that of one of the series of a chart."""
    role = series[place].role
    if role != "plain":
        return paint(colour, _OF_ROLE[role])
    before = sum(other.role == "plain" for other in series[:place])
    colour.theme_color = _ONE_BY_ONE[before % len(_ONE_BY_ONE)]


def paint_for_dark(file: Presentation) -> None:
    """Paints anew what was painted for a light ground: tones of text get darker instead of lighter,
    those of the ground lighter, and the colours that have a meaning lighter."""
    for root in _drawn(file):
        for colour in root.iter(qn("a:schemeClr")):
            darker = colour.find(qn("a:lumMod"))
            if darker is None or colour.get("val") not in _TONES:
                continue
            lighter = colour.find(qn("a:lumOff"))
            if lighter is not None:
                colour.remove(lighter)
            else:
                added(colour, "a:lumOff", val=str(WHOLE - int(darker.get("val"))))
        for colour in root.iter(qn("a:srgbClr")):
            colour.set("val", _ON_DARK.get(colour.get("val"), colour.get("val")))


def _drawn(file: Presentation) -> Iterator[Any]:
    """The slides and the charts on them."""
    for slide in file.slides:
        yield slide._element
        yield from (shape.chart._chartSpace for shape in slide.shapes if shape.has_chart)
