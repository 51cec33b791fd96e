"""Shows a figure with Plotly, updated in place, in the theme and language that are showing.

Streamlit's own chart is built anew at every change of the figure: it blinks and forgets its zoom.
Of Plotly those parts are served that we use, one file in served/ that is built from plotly/
(`make scripts`): the whole of it takes a browser a second longer to take in."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from babel import Locale
from streamlit.components.v2 import component

from pages.ui.kit import translations
from pages.ui.kit.colours import PALETTES
from pages.ui.kit.drawing import Figure
from pages.ui.kit.served_files import ServedFiles
from pages.ui.kit.translations import t


@dataclass(frozen=True)
class Click:
    """The point of a chart that somebody chose."""

    series: str
    index: int
    id: str | None
    x: float | str
    y: float | str


@dataclass(frozen=True)
class Picture:
    """A figure under its finding, as `chart` shows it."""

    figure: Figure
    title: str
    caption: str = ""


def chart(
    figure: Figure,
    *,
    key: str,
    title: str,
    caption: str = "",
    alt: str = "",
    height: int = 300,
    clickable: bool = False,
    on_click: Callable[[], None] | None = None,
) -> Click | None:
    """Show the figure under its finding; the point just clicked, if any.

    `title` is the finding in a sentence, `caption` the population and period; `alt` replaces the
    finding as the text alternative where more must be said. Inside `on_click` the point is
    `clicked(key)`.
    """
    _served.offer()
    _component(
        key=key,
        data={
            "key": key,
            "figure": _plain(figure),
            "title": title,
            "caption": caption,
            "alt": alt or title,
            "height": height,
            "clickable": clickable or on_click is not None,
            "unavailable": t("chart.unavailable"),
            "library": _served.address("plotly.js"),
            "palettes": PALETTES,
            "config": _CONFIG | {"modeBarButtons": [_buttons(figure)]},
            "locale": _locale(translations.language()),
        },
        on_click_change=on_click or (lambda: None),
    )
    return clicked(key)


def sent(picture: Picture) -> dict[str, Any]:
    """A picture as the browser takes it, without what its points tell on hovering, which is much
    and not looked at while something moves."""
    figure, said = _silent(picture)
    return {"figure": _plain(figure), **said}


def changes(before: Mapping[str, Any], after: Picture) -> dict[str, Any]:
    """What differs in a picture, as it would be `sent`, from one that was sent before, for the
    browser to put in its place: {"=": value} where all of something is another, else changes by
    name or place."""
    figure, said = _silent(after)
    inside = {"figure": _difference(before["figure"], figure)}
    inside |= {key: {"=": text} for key, text in said.items() if before[key] != text}
    return {key: change for key, change in inside.items() if change}


def _silent(picture: Picture) -> tuple[dict[str, Any], dict[str, str]]:
    """A figure that tells nothing on hovering, and the texts around it."""
    traces = [
        {key: value for key, value in trace.items() if key != "hovertext"} | {"hoverinfo": "skip"}
        for trace in picture.figure["data"]
    ]
    said = {"title": picture.title, "caption": picture.caption, "alt": picture.title}
    return {"data": traces, "layout": picture.figure["layout"]}, said


def _difference(sent: Any, drawn: Any) -> dict[str, Any]:
    """See `changes`, of part of a figure; {} where nothing differs. Most of it is as it was, and is
    neither looked into nor made plain."""
    if sent == drawn:
        return {}
    if isinstance(sent, dict) and isinstance(drawn, dict) and sent.keys() <= drawn.keys():
        inside = {key: _difference(sent.get(key), drawn[key]) for key in drawn}
    elif _is_list_of_parts(sent) and _is_list_of_parts(drawn) and len(sent) == len(drawn):
        pairs = enumerate(zip(sent, drawn, strict=True))
        inside = {str(place): _difference(*pair) for place, pair in pairs}
    else:
        plain = _plain(drawn)
        return {} if sent == plain else {"=": plain}
    return {key: change for key, change in inside.items() if change}


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _plain(value: object) -> object:
    """The same, in which nothing that somebody wrote is markup: Plotly reads tags in every text,
    and makes links of some; only those that charts are drawn with stay."""
    match value:
        case float() | int():
            return value
        case str():
            return _FOREIGN_TAG.sub("&lt;", value)
        case dict():
            return {key: _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
    return value


_FOREIGN_TAG = re.compile(r"<(?!/?b>|br>)")


def clicked(key: str) -> Click | None:
    """The point of this chart that was clicked to cause this run."""
    point = st.session_state.get(key, {}).get("click")
    return Click(**point) if point else None


_NAME = "paycurve.chart"
_HERE = Path(__file__).parent
_SCRIPTS = ("chart.js", "chart_labels.js", "chart_motion.js", "reword.js")
_CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "toImageButtonOptions": {"filename": "paycurve", "scale": 2},
}
_component = component(
    _NAME,
    html="""
<figure class="paycurve-chart">
  <figcaption>
    <p class="title" role="heading" aria-level="3"></p>
    <p class="caption"></p>
  </figcaption>
  <p class="unavailable" role="alert"></p>
  <div class="sheet"><div class="plot" role="img"></div></div>
</figure>
""",
    css=(_HERE / "chart.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
    isolate_styles=False,  # Plotly puts its own styles into the document, not into a shadow root
)
_served = ServedFiles(_NAME, _HERE / "served")


def _buttons(figure: Figure) -> list[str]:
    zooms = not figure["layout"]["xaxis"].get("fixedrange")
    return ["toImage", "resetScale2d"] if zooms else ["toImage"]


@functools.cache
def _locale(lang: str) -> dict[str, Any]:
    """Plotly's own few words, its dates and separators; it ships none itself."""
    calendar = Locale(lang)
    return {
        "name": lang,
        "dictionary": {
            "Download plot as a PNG": translations.translate(lang, "chart.picture"),
            "Preparing image - this may take a few seconds": translations.translate(
                lang, "chart.taking"
            ),
            "Image download succeeded": translations.translate(lang, "chart.taken"),
            "Sorry, there was a problem downloading your image!": translations.translate(
                lang, "chart.not_taken"
            ),
            "Reset axes": translations.translate(lang, "chart.reset"),
            "Double-click to zoom back out": translations.translate(lang, "chart.zoomed"),
        },
        "format": {
            "months": [calendar.months["format"]["wide"][number] for number in range(1, 13)],
            "shortMonths": [
                calendar.months["format"]["abbreviated"][number] for number in range(1, 13)
            ],
            "date": "%Y-%m-%d",
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
            "currency": ["¥", ""],
        },
    }
