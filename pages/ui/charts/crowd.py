"""The people who stand along an axis, as a grey area at the foot of a sheet."""

from __future__ import annotations

from pages.ui.kit import Axis, Values, drawing, translate

HIGHEST = 0.26
"""The share of the sheet's height where most people stand."""
EDGE = 0.12
"""The share of the axis at its ends where words go inwards, so as to stay on the sheet."""


def crowd(
    sheet: drawing.Layout, at: Values, people: Values, across: Axis, up: Axis, lang: str
) -> drawing.Trace:
    """How many people stand near each place, on any scale; named in the sheet where most do."""
    scaled = people / max(float(people.max()), 1e-12) * HIGHEST * (up.end - up.start) + up.start
    name, summit = translate(lang, "figure.people"), float(at[people.argmax()])
    share = (summit - across.start) / (across.end - across.start)
    anchor = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    place = {"x": summit, "xanchor": anchor, "y": up.start, "yanchor": "bottom"}
    sheet["annotations"].append(drawing.words(name, "muted", place))
    return drawing.area(at, scaled, "muted", name)
