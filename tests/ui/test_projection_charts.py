"""Charts of a projection say what their numbers say, with the budget as a line in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.ui.kit import Figure, tint
from pages.ui.kit.colours import PALETTES
from pages.ui.projection.cost_spread_chart import CostSpread, cost_spread
from pages.ui.projection.fan_chart import Fan, fan, top_of
from pages.ui.projection.headcount_chart import UnitPeople, headcount
from pages.ui.projection.liability_chart import Liability, liability
from pages.ui.projection.range_parts_chart import RangeParts, range_parts
from pages.ui.projection.scenario_ranges_chart import ScenarioRange, scenario_ranges
from pages.ui.projection.swing_chart import Swing, swings

MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
MIDDLE = 23e6 * np.arange(1, 13)
FAN = Fan(
    MONTHS,
    MIDDLE,
    MIDDLE * 0.98,
    MIDDLE * 1.02,
    outer=(MIDDLE * 0.97, MIDDLE * 1.03),
    budget=23.2e6 * np.arange(1, 13),
    base=MIDDLE * 0.99,
)
SPREAD = CostSpread(
    1e6 * np.arange(270, 291, 5), np.array([0.1, 0.4, 0.3, 0.2]), 280e6, 272e6, 288e6, 281e6
)
SWINGS = [
    Swing("sales_growth", "Growth of sales", -3e6, 4e6, "−5 %", "+5 %"),
    Swing("attrition_factor", "Attrition", 1e6, -1.5e6, "75 %", "125 %"),
]
OWED = Liability(MONTHS, np.linspace(1e6, 12e6, 12), np.full(12, 1e6), np.eye(12)[11] * 12e6)
SETS = [
    ScenarioRange("base", "Base", 281e6, 274e6, 289e6, 0.57),
    ScenarioRange("optimistic", "Optimistic", 276e6, 270e6, 283e6, 0.2),
]
UNITS = [
    UnitPeople("Sellers", np.linspace(2000, 2100, 12), np.full(12, 1950.0), np.full(12, 2150.0)),
    UnitPeople("Service", np.full(12, 600.0), np.full(12, 590.0), np.full(12, 610.0)),
]

DRAWN: dict[str, Callable[[str], Figure]] = {
    "fan": lambda lang: fan(FAN, top=3e8, lang=lang),
    "fan apart": lambda lang: fan(FAN, top=3e8, lang=lang, apart=True),
    "spread": lambda lang: cost_spread(SPREAD, lang),
    "swings": lambda lang: swings(SWINGS, lang),
    "parts": lambda lang: range_parts(RangeParts(4e6, 3e6, 0.64), lang),
    "liability": lambda lang: liability(OWED, lang),
    "sets": lambda lang: scenario_ranges(SETS, lang, 280e6, "base"),
    "headcount": lambda lang: headcount(MONTHS, UNITS, lang),
}
each = pytest.mark.parametrize(("name", "lang"), list(product(DRAWN, ("en", "zh"))))


@each
def test_a_figure_is_json_in_colours_by_meaning(name: str, lang: str) -> None:
    figure = DRAWN[name](lang)
    drawn = json.dumps(figure, allow_nan=False)
    for key, value in walk(figure):
        if "color" in key and isinstance(value, str) and value:
            assert value.startswith("@"), (key, value)
    for meaning, colour in PALETTES["light"].items():
        for opacity in range(101):
            drawn = drawn.replace(tint(meaning, opacity) + '"', colour + '"')
    assert "@" not in drawn
    go.Figure(json.loads(drawn))


@pytest.mark.parametrize("name", ["fan", "fan apart", "spread", "sets"])
def test_the_budget_is_a_line_in_its_colour(name: str) -> None:
    figure = DRAWN[name]("en")
    lines = [trace.get("line", {}) for trace in figure["data"]]
    lines += [shape["line"] for shape in figure["layout"]["shapes"]]
    assert {"color": tint("budget"), "dash": "dash"}.items() <= max(
        lines, key=lambda line: line.get("color") == tint("budget")
    ).items()


def test_a_month_tells_its_range_from_high_to_low() -> None:
    said = fan(FAN, top=3e8, lang="en")["data"][-1]["hovertext"][0]
    assert plain(said).split("<br>") == [
        "<b>January 2026</b>",
        "P95  ¥23,690,000",
        "P90  ¥23,460,000",
        "Median  ¥23,000,000",
        "P10  ¥22,540,000",
        "P5  ¥22,310,000",
        "Base  ¥22,770,000",
        "Budget  ¥23,200,000",
    ]


def test_how_far_the_year_is_from_the_budget_is_written_at_its_end() -> None:
    # 12 × 23.0 M = 276.0 M against 278.4 M; P90 is 281.52 M, P10 270.48 M
    written = texts(fan(FAN, top=3e8, lang="en", apart=True))
    assert {"P90 +¥3.1 M", "<b>Median</b> −¥2.4 M", "P10 −¥7.9 M"} <= written


def test_the_axis_stands_where_base_and_budget_put_it_until_it_is_left() -> None:
    base = replace(FAN, outer=None)
    end = top_of(base, None)
    assert top_of(replace(FAN, high=MIDDLE * 1.05), base) == end
    assert top_of(replace(FAN, high=MIDDLE * 2), base) > end


def test_what_lies_beyond_the_budget_is_amber() -> None:
    # steps 270–275, 275–280, 280–285, 285–290 with the budget at 281: the middles 282.5 and 287.5
    colours = cost_spread(SPREAD, "en")["data"][0]["marker"]["color"]
    assert [colour.startswith("@budget") for colour in colours] == [False, False, True, True]
    free = cost_spread(replace(SPREAD, budget=None), "en")["data"][0]["marker"]["color"]
    assert not any(colour.startswith("@budget") for colour in free)


def test_each_end_of_a_swing_has_the_value_that_leads_there() -> None:
    figure = swings(SWINGS, "en")
    places = {
        note["text"]: (note["x"], note["y"], note["xanchor"])
        for note in figure["layout"]["annotations"]
    }
    assert places == {
        "−5 %": (-3e6, 0, "right"),
        "+5 %": (4e6, 0, "left"),
        "75 %": (1e6, 1, "left"),  # fewer leavers cost more
        "125 %": (-1.5e6, 1, "right"),
    }


def test_what_is_paid_goes_down_and_what_is_earned_up() -> None:
    earned, paid, owed = liability(OWED, "en")["data"]
    assert (min(earned["y"]), max(earned["y"])) == (1e6, 1e6)
    assert (min(paid["y"]), max(paid["y"])) == (-12e6, 0)
    assert owed["y"][-1] == 12e6
    assert plain(owed["hovertext"][11]).endswith("Paid in the month  ¥12,000,000")


def test_the_set_before_the_reader_is_in_colour_and_the_risk_beside_each() -> None:
    figure = scenario_ranges(SETS, "en", 280e6, "base")
    assert [trace["marker"]["color"] for trace in figure["data"]] == [
        tint("variant"),
        tint("baseline"),
    ]
    assert {"¥281.0 M<br>57 % over budget", "¥276.0 M<br>20 % over budget"} <= texts(figure)


def test_the_parts_of_the_range_add_up_to_all_of_it() -> None:
    assert texts(range_parts(RangeParts(4e6, 3e6, 0.64), "en")) == {
        "± ¥4.0 M · 64 % of the variance",
        "± ¥3.0 M · 36 % of the variance",
    }


def test_a_unit_is_named_at_its_end_with_its_people() -> None:
    assert {"Sellers 2,100", "Service 600"} <= texts(headcount(MONTHS, UNITS, "en"))


def texts(figure: Figure) -> set[str]:
    return {plain(note["text"]) for note in figure["layout"]["annotations"]}


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def walk(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from walk(child, name)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from walk(child, key)
    else:
        yield key, node
