"""Figures are plain JSON and small, coloured by meaning, with axes where the caller put them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.ui.charts import (
    cost_charts,
    earner_charts,
    payout_charts,
    scenario_charts,
    waterfall_charts,
)
from pages.ui.charts.payout_charts import Breakpoint
from pages.ui.charts.scenario_charts import GroupBands, Line, Rank
from pages.ui.charts.waterfall_charts import Step
from pages.ui.kit import Axis, Figure, drawing, tint
from pages.ui.kit.colours import PALETTES

X = np.linspace(0, 1.6, 161)
BASELINE = 3000 + 300 * (X >= 0.8)
VARIANT = 3000 + 450 * (X >= 0.75)
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
PAY = Axis("", 0, 5000)
ATTAINMENT = Axis("Attainment", 0, 1.6, "share")


def curve(lang: str) -> Figure:
    marks = [Breakpoint(0.8, "10 %", False), Breakpoint(0.75, "15 %"), Breakpoint(1.2, "same")]
    return payout_charts.payout_curve(
        X,
        BASELINE,
        VARIANT,
        across=ATTAINMENT,
        up=PAY,
        lang=lang,
        people=np.exp(-(((X - 0.95) / 0.2) ** 2)),
        breakpoints=[*marks, Breakpoint(1.2, "same", False)],
    )


def by_month(lang: str) -> Figure:
    cost = np.linspace(50e6, 52e6, 12)
    return cost_charts.cost_by_month(
        MONTHS, cost, cost * 1.02, up=Axis("", 0, 6e7), lang=lang, budget=52e6
    )


def pay(lang: str) -> Figure:
    edges = np.linspace(2000, 9000, 36)
    people = np.arange(35)
    axes = {"across": Axis("Pay", 2000, 9000), "up": Axis("", 0, 40, "number")}
    return earner_charts.distribution(
        edges, people, people[::-1], lang=lang, medians=(5000, 5100.4), **axes
    )


def bands(lang: str) -> Figure:
    return earner_charts.winners_and_losers([120, 800, 3000, 4880, 1200], longest=0.6, lang=lang)


def lines(lang: str) -> Figure:
    names = ["Base pay", "Monthly bonus", "A bonus with quite a long name"]
    before, after = [360e6, 120e6, 0], [360e6, 131.6e6, 2e6]
    return cost_charts.before_and_after(names, before, after, across=Axis("", 0, 4e8), lang=lang)


STEPS = [
    Step("bonus", "The monthly bonus pays 12 % instead of 10 % from 80 % of quota on", 14e6),
    Step("base", "Base pay of juniors falls from ¥3,000 to ¥2,900", -4e6, error=2e5),
]


def steps(lang: str) -> Figure:
    return waterfall_charts.waterfall(("Documented", 200e6), STEPS, "Variant B", lang=lang)


def scenarios(lang: str) -> Figure:
    lines = [Line("Documented", BASELINE, "baseline"), Line("Variant B", VARIANT)]
    return scenario_charts.over_each_other(X, lines, across=ATTAINMENT, up=PAY, lang=lang)


def months_apart(lang: str) -> Figure:
    lines = [Line("A", np.full(12, 1e5)), Line("B", np.full(12, -2e5), "second")]
    return scenario_charts.differences_by_month(MONTHS, lines, up=Axis("", -3e5, 3e5), lang=lang)


def ranks(lang: str) -> Figure:
    found = [Rank(f"P{10 * i}", change, []) for i, change in enumerate((0.02, 0.0, -0.01))]
    return scenario_charts.change_by_rank(found, up=Axis("", -0.03, 0.03, "share"), lang=lang)


def by_unit(lang: str) -> Figure:
    groups = [GroupBands("sellers", "Sellers", (10, 20, 40, 20, 10))]
    return scenario_charts.bands_by_group(groups, longest=0.5, lang=lang)


DRAWN = [curve, by_month, pay, bands, lines, steps, scenarios, months_apart, ranks, by_unit]
each = pytest.mark.parametrize(("draw", "lang"), list(product(DRAWN, ("en", "zh"))))


@each
def test_a_figure_is_json_that_plotly_understands(draw: Callable[[str], Figure], lang: str) -> None:
    drawn = json.dumps(draw(lang), allow_nan=False)
    assert len(drawn) < 60_000
    for meaning, colour in PALETTES["light"].items():
        for opacity in range(101):
            drawn = drawn.replace(tint(meaning, opacity) + '"', colour + '"')
    assert "@" not in drawn
    go.Figure(json.loads(drawn))


@each
def test_colours_are_meanings(draw: Callable[[str], Figure], lang: str) -> None:
    for name, value in walk(draw(lang)):
        if "color" in name and isinstance(value, str) and value:
            assert value.startswith("@"), (name, value)


@pytest.mark.parametrize("draw", [curve, by_month, pay])
def test_axes_stand_where_the_caller_put_them(draw: Callable[[str], Figure]) -> None:
    layout = draw("en")["layout"]
    assert layout["yaxis"]["range"][0] == 0
    assert "autorange" not in json.dumps(layout)
    assert len(layout["yaxis"]["tickvals"]) >= 3


def test_the_curve_tells_both_amounts_and_the_next_step() -> None:
    english, chinese = (curve(lang)["data"][-1]["hovertext"] for lang in ("en", "zh"))
    at = int(np.searchsorted(X, 0.75))
    assert english[at].replace("\xa0", " ").split("<br>") == [
        "<b>Attainment 75 %</b>",
        "Variant  ¥3,450",
        "Baseline  ¥3,000",
        "Difference  +¥450 (+15.0 %)",
        "The next point pays  ¥0",
    ]
    assert english[at - 1].endswith("The next point pays  +¥450")
    assert "基准方案  3,000\u00a0元" in chinese[at]


def test_a_breakpoint_of_both_plans_is_marked_once_and_grey() -> None:
    labels = [note for note in curve("en")["layout"]["annotations"] if note["text"] == "same"]
    assert [label["font"]["color"] for label in labels] == [tint("baseline")]


def test_what_was_moved_is_labelled_before_all_else_and_from_where() -> None:
    marks = [
        Breakpoint(0.8, "80 %", False),
        Breakpoint(1.0, "100 %", False),
        Breakpoint(0.85, "85 %"),
        Breakpoint(1.0, "100 %"),
    ]
    drawn = payout_charts.payout_curve(
        X, BASELINE, VARIANT, across=ATTAINMENT, up=PAY, lang="en", breakpoints=marks
    )
    signs = [note for note in drawn["layout"]["annotations"] if note.get("name") == "sign"]
    assert [sign["text"] for sign in signs] == ["85 %", "80 %", "100 %"]
    owners = [sign["font"]["color"] for sign in signs]
    assert owners == [tint("variant"), tint("baseline"), tint("baseline")]


def test_a_jump_is_labelled_before_a_bend() -> None:
    marks = [
        Breakpoint(place, label, of_variant, jump)
        for of_variant in (False, True)
        for place, label, jump in [(0.5, "50 %", ""), (1.0, "100 %", "+¥900")]
    ]
    drawn = payout_charts.payout_curve(
        X, BASELINE, VARIANT, across=ATTAINMENT, up=PAY, lang="en", breakpoints=marks
    )
    signs = [note["text"] for note in drawn["layout"]["annotations"] if note.get("name") == "sign"]
    assert signs == ["100 %  +¥900", "50 %"]


def test_a_jump_that_pays_another_amount_is_one_label() -> None:
    marks = [
        Breakpoint(0.8, "80 %", False, "+¥900"),
        Breakpoint(0.8, "80 %", True, "+¥960"),
        Breakpoint(1.0, "100 %", False, "+¥50"),
        Breakpoint(1.0, "100 %", True),  # it only bends there now
    ]
    drawn = payout_charts.payout_curve(
        X, BASELINE, VARIANT, across=ATTAINMENT, up=PAY, lang="en", breakpoints=marks
    )
    signs = [note for note in drawn["layout"]["annotations"] if note.get("name") == "sign"]
    assert [(sign["text"], sign["font"]["color"]) for sign in signs] == [
        ("80 %  +¥900 → +¥960", tint("variant")),
        ("100 %", tint("variant")),
        ("100 %  +¥50", tint("baseline")),
    ]


def test_a_point_of_the_curve_tells_what_becomes_of_more_pay_where_pay_moves() -> None:
    arrives = np.where(X < 0.5, np.nan, 0.8)
    drawn = payout_charts.payout_curve(
        X, BASELINE, VARIANT, across=ATTAINMENT, up=PAY, lang="zh", more=(arrives, arrives + 0.53)
    )
    notes = drawn["data"][-1]["hovertext"]
    told = [note for note in notes if "每多发 1 元" in note]
    assert len(told) == 111
    assert "实发  0.80\u00a0元" in told[0] and "单位成本  1.33\u00a0元" in told[0]


def test_differences_by_month_have_a_scale_of_their_own() -> None:
    cost = np.full(12, 50e6)
    less = cost - np.linspace(1e4, 2e4, 12)
    drawn = cost_charts.cost_by_month(
        MONTHS, cost, less, up=Axis("", 0, 6e7), lang="en", apart=Axis("", -3e4, 0.0)
    )
    strip = drawn["data"][-1]
    assert (strip["yaxis"], strip["y"][0], strip["y"][-1]) == ("y2", -10000, -20000)
    assert drawn["layout"]["yaxis2"]["range"] == [-3e4, 0.0]
    assert any(note["text"] == "−¥20,000" for note in drawn["layout"]["annotations"])
    assert by_month("en")["layout"]["yaxis"]["range"] == drawn["layout"]["yaxis"]["range"]


def test_differences_by_line_have_a_scale_of_their_own() -> None:
    bars = lines("en")["data"][-1]
    assert (bars["xaxis"], bars["x"]) == ("x2", [0, 11.6e6, 2e6])
    same = cost_charts.before_and_after(
        ["Base pay"], [3e8], [3e8], across=Axis("", 0, 4e8), lang="en"
    )
    assert all(trace["type"] == "scatter" for trace in same["data"])


def test_too_many_points_are_refused() -> None:
    x = np.linspace(0, 1, payout_charts.MOST_POINTS + 1)
    with pytest.raises(ValueError, match="at most 300"):
        payout_charts.payout_curve(x, x, x, across=ATTAINMENT, up=PAY, lang="en")


def test_on_an_axis_of_money_the_next_step_is_a_rate() -> None:
    x = np.linspace(0, 1e5, 101)
    drawn = payout_charts.payout_curve(
        x, x * 0.02, x * 0.03, across=Axis("Sales", 0, 1e5), up=PAY, lang="en"
    )
    assert drawn["data"][-1]["hovertext"][50].endswith("Marginal rate  3.0\xa0%")


def test_months_name_their_year_once() -> None:
    assert by_month("en")["layout"]["xaxis"]["ticktext"][:2] == ["Jan<br>2026", "Feb"]
    assert by_month("zh")["layout"]["xaxis"]["ticktext"][:2] == ["1月<br>2026年", "2月"]


def test_three_years_of_months_are_thinned() -> None:
    months = [f"{year}-{month:02}" for year in (2026, 2027, 2028) for month in range(1, 13)]
    drawn = cost_charts.cost_by_month(
        months, np.ones(36), np.ones(36), up=Axis("", 0, 2, "number"), lang="en"
    )
    ticks = drawn["layout"]["xaxis"]["ticktext"]
    year = ["Apr", "Jul", "Oct"]
    assert ticks == ["Jan<br>2026", *year, "Jan<br>2027", *year, "Jan<br>2028", *year]


def test_losers_go_left_and_winners_right() -> None:
    (trace,) = bands("en")["data"]
    assert trace["x"] == [-0.012, -0.08, 0.3, 0.488, 0.12]
    assert trace["base"] == [0, 0, -0.15, 0, 0]
    labels = [label.replace("\xa0", " ") for label in bands("en")["layout"]["yaxis"]["ticktext"]]
    assert labels[4] == "Gain 5 % or more<br><b>12.0 %</b> · 1,200 people"


def test_nobody_is_no_division_by_zero() -> None:
    (trace,) = earner_charts.winners_and_losers([0] * 5, longest=0.6, lang="en")["data"]
    assert trace["x"] == [0] * 5


def test_lines_tell_their_difference() -> None:
    notes = [note["text"].replace("\xa0", " ") for note in lines("en")["layout"]["annotations"]]
    assert notes[:3] == ["¥0", "+¥11.6 M<br>+9.7 %", "+¥2.0 M"]
    assert lines("en")["layout"]["yaxis"]["ticktext"][2] == "A bonus with<br>quite a long name"


@pytest.mark.parametrize(
    ("axis", "values"),
    [
        (Axis("", 0, 5000), [0, 1000, 2000, 3000, 4000, 5000]),
        (Axis("", 0, 1.6), [0, 0.5, 1, 1.5]),
        (Axis("", 2.4, -0.8), [0, 1, 2]),
        (Axis("", 1950, 9100), [2000, 4000, 6000, 8000]),
        (Axis("", 0, 6.1e8), [0, 2e8, 4e8, 6e8]),
        (Axis("", 2100, 5250, ticks=3), [3000, 4000, 5000]),  # in steps of 2,000 there is one
        (Axis("", 4100, 7400, ticks=3), [5000, 6000, 7000]),
        (Axis("", 3.2, 3.9, ticks=1), [3.5]),
    ],
)
def test_ticks_are_round(axis: Axis, values: list[float]) -> None:
    assert drawing.ticks(axis) == values


def test_a_waterfall_begins_where_the_baseline_ends() -> None:
    (bars,) = steps("en")["data"]
    assert bars["base"] == [0, 0, 14e6, 0]
    assert bars["x"] == [0, 14e6, -4e6, 10e6]
    assert bars["error_x"]["array"] == [0, 0, 2e5, 0]
    written = [note["text"].replace("\xa0", " ") for note in steps("en")["layout"]["annotations"]]
    assert written == [
        "<b>¥200.0 M</b>",
        "+¥14.0 M",
        "−¥4.0 M ± ¥200.0 K",
        "<b>¥210.0 M</b>  +5.0 %",
    ]
    fallen = waterfall_charts.waterfall(
        ("a", 9e6), [Step("x", "x", -1e6), Step("y", "80\xa0% to below", -2e6)], "b", lang="en"
    )
    # Below the line of the first amount, words stand beside that line and not across it.
    assert [note["x"] for note in fallen["layout"]["annotations"]] == [0, 0, 0, 0]
    names = steps("en")["layout"]["yaxis"]["ticktext"]
    assert (names[0], names[-1]) == ("Documented", "Variant B")


def test_names_of_steps_are_on_few_lines_and_numbers_stay_whole() -> None:
    long = "客服销售：各职级基本工资（初级）由 3,000 元/月调整为 3,100 元/月，并将月度奖金比例上调"
    drawn = waterfall_charts.waterfall(
        ("基准", 1e6), [Step("a", long, 1e5), Step("b", "降低", -1e5)], "方案", lang="zh", lines=2
    )
    name = drawn["layout"]["yaxis"]["ticktext"][1]
    assert name == "客服销售：各职级基本工资（初级）由<br>3,000 元/月调整为 3,100 元/月，并将…"


def test_a_waterfall_that_only_falls_has_room_on_both_sides() -> None:
    falls = [Step("a", "Less", -3e6), Step("b", "Still less", -1e6)]
    drawn = waterfall_charts.waterfall(("Documented", 0.0), falls, "Variant", lang="en")
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < -4e6 and high > 0
    assert drawn["layout"]["annotations"][-1]["text"].endswith("M</b>")  # no share of nothing


def test_no_line_beside_a_step_begins_with_a_sign() -> None:
    name = "季度奖金比例，80% 及以上、不足 100%：基本工资的 15% → 15.8%（另 1 处）"
    drawn = waterfall_charts.waterfall(("原文", 1e6), [Step("a", name, 5.0)], "调整", lang="zh")
    lines = drawn["layout"]["yaxis"]["ticktext"][1].split("<br>")
    first, second = "季度奖金比例，80% 及以上、不足", "100%：基本工资的 15% → 15.8%"
    assert lines == [first, second, "（另 1 处）"]


def test_groups_lose_to_the_left_and_gain_to_the_right() -> None:
    traces = by_unit("en")["data"]
    assert [(trace["base"], trace["x"]) for trace in traces] == [
        ([0], [-0.2]),
        ([-0.2], [-0.1]),
        ([0], [0.2]),
        ([0.2], [0.1]),
    ]
    assert traces[-1]["ids"] == ["sellers"]


def test_lines_of_scenarios_are_named_at_their_ends() -> None:
    names = [note["text"] for note in scenarios("en")["layout"]["annotations"]]
    assert names == ["Documented", "Variant B"]
    assert scenarios("en")["data"][-1]["hovertext"][-1].endswith("Variant B  ¥3,450")


def test_months_of_several_scenarios_stand_side_by_side() -> None:
    one, other = months_apart("en")["data"]
    assert one["x"][0] < 0 < other["x"][0]
    assert (one["y"][0], other["y"][0]) == (1e5, -2e5)


def walk(node: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from walk(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child, name)
    else:
        yield name, node


def test_differences_of_people_stand_below_the_steps_they_are_of() -> None:
    edges, people = np.linspace(0, 5000, 6), np.array([0, 40, 60, 20, 0])
    moved = np.array([0, 30, 55, 30, 5])
    drawn = earner_charts.distribution(
        edges,
        people,
        moved,
        across=Axis("", 0, 5000),
        up=Axis("", 0, 100, "number"),
        lang="en",
        medians=(2500, 2600),
        apart=Axis("", -20, 20, "number"),
    )
    strip, layout = drawn["data"][-1], drawn["layout"]
    assert (strip["yaxis"], strip["y"]) == ("y2", [0, -10, -5, 10, 5])
    assert (strip["x"], strip["width"]) == ([500, 1500, 2500, 3500, 4500], 1000)
    assert strip["hovertext"][1].endswith("Difference  −10 people")
    assert "−10" in [note["text"] for note in layout["annotations"]]
    foot = layout["yaxis"]["domain"][0]
    assert foot > layout["yaxis2"]["domain"][1]
    assert [line["y0"] for line in layout["shapes"]] == [foot, foot]  # medians are of the steps
