"""The people who stand along an axis, as a grey area at the foot of a sheet."""

from __future__ import annotations

from pages.ui.kit import Axis, Values, drawing, translate

HIGHEST = 0.26
"""The share of the sheet's height where most people stand."""


def crowd(sheet: drawing.Layout, at: Values, people: Values, up: Axis, lang: str) -> drawing.Trace:
    """How many people stand near each place, on any scale; named at its right end, as lines are."""
    scaled = people / max(float(people.max()), 1e-12) * HIGHEST * (up.end - up.start) + up.start
    name = translate(lang, "figure.people")
    sheet["annotations"] += drawing.ends([("muted", float(scaled[-1]), name)])
    return drawing.area(at, scaled, "muted", name)
