"""What is drawn on slides takes the colours of the theme, so that one's own template colours it;
what has a meaning everywhere, such as a loss or a limit, keeps its own."""

from __future__ import annotations

from typing import Literal, Protocol

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR

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
