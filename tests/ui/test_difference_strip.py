"""The strip of differences below a chart: its axis, its bars, and where its figure stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.text import count
from pages.ui.charts import axis_of_gaps
from pages.ui.charts.difference_strip import ABOVE, add_differences
from pages.ui.charts.finding_sentences import NOTHING
from pages.ui.kit import Axis, drawing

PLACES = list(range(12))


def strip(gaps: list[float], apart: Axis) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The sheet, the bars and the figure at the largest of them."""
    sheet = drawing.layout(Axis("", -0.6, 11.6, "number"), Axis("", 0, 100, "number"), "en")
    written = [f"note {place}" for place in PLACES]
    bars = add_differences(
        sheet, PLACES, np.array(gaps), apart, "en", width=0.6, written=count, notes=written
    )
    name, figure = sheet["annotations"]
    assert name["text"] == "Difference"
    return sheet, bars, figure


def gaps_with(most: float, place: int) -> list[float]:
    """Differences of one, each the other way round than the one before, and one that is more."""
    found = [1.0 if one % 2 else -1.0 for one in PLACES]
    found[place] = most
    return found


def test_there_is_no_axis_where_nothing_differs() -> None:
    assert axis_of_gaps(np.zeros(3)) is None
    assert axis_of_gaps(np.array([0.0, -0.9 * NOTHING])) is None
    assert axis_of_gaps(np.array([0.0, -NOTHING])) is not None


@pytest.mark.parametrize(
    ("gaps", "start", "end"),
    [
        ([0, 100, 40], 0, 150),
        ([0, -100, -40], -150, 0),
        ([5, 100, 40], 0, 150),
        ([-5, -100, -40], -150, 0),
        ([100, -1], -150, 150),
        ([1, -100], -150, 150),
    ],
)
def test_the_axis_reaches_beyond_the_largest_and_to_the_side_that_there_is(
    gaps: list[float], start: float, end: float
) -> None:
    axis = axis_of_gaps(np.array(gaps, float), "number")
    assert axis == Axis("", start, end, "number", ticks=1)


@pytest.mark.parametrize(
    ("apart", "ticks"), [(Axis("", -50, 50, "number"), [-50, 50]), (Axis("", 0, 50), [50])]
)
def test_its_axis_says_both_ends_but_not_nothing(apart: Axis, ticks: list[float]) -> None:
    sheet, bars, _ = strip(gaps_with(40, 6), apart)
    axis = sheet["yaxis2"]
    assert axis["tickvals"] == ticks
    assert [text[0] for text in axis["ticktext"]] == ["−" if tick < 0 else "+" for tick in ticks]
    assert axis["range"] == [apart.start, apart.end]
    assert axis["fixedrange"]
    assert axis["domain"][1] < ABOVE == sheet["yaxis"]["domain"][0]
    assert sheet["xaxis"]["anchor"] == bars["yaxis"] == "y2"  # months stand below the strip


@pytest.mark.parametrize("most", [40, -40])
@pytest.mark.parametrize("place", PLACES)
def test_the_largest_difference_has_its_figure_beyond_its_bar(most: float, place: int) -> None:
    _, bars, figure = strip(gaps_with(most, place), Axis("", -50, 50, "number"))
    assert bars["y"] == gaps_with(most, place)
    assert figure["text"] == ("+40" if most > 0 else "−40")
    assert (figure["x"], figure["y"], figure["yref"]) == (place, most, "y2")
    assert figure["yanchor"] == ("bottom" if most > 0 else "top")


@pytest.mark.parametrize("place", PLACES)
def test_a_figure_near_a_side_of_the_chart_goes_inwards(place: int) -> None:
    _, _, figure = strip(gaps_with(40, place), Axis("", -50, 50, "number"))
    anchor, shift = figure.get("xanchor"), figure.get("xshift")
    if place < 3:
        assert (anchor, shift) == ("left", -8)
    elif place > 6:
        assert (anchor, shift) == ("right", 8)
    else:
        assert (anchor, shift) == (None, None)
