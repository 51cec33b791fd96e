"""Gate, cap, floor and tiers: put on the formula of a line and taken off again."""

from __future__ import annotations

from itertools import permutations

import pytest

from engine import Refused, catalogue, evaluate, load_plan, persona_facts, samples
from engine.drafting import (
    KINDS,
    Draft,
    blocks,
    formula_layers,
    measures,
    mechanics,
    starting_figures,
    with_measure,
    with_mechanic,
    without_mechanic,
)
from engine.plan import PLAN_FOLDERS, Edit, shapes

SHAPES = {"most": "number", "least": "number", "start": "number", "rates": "tiers", "f": "steps"}
ALL = {"gate": "start", "cap": "most", "floor": "least", "slices": "rates", "factor": "f"}


@pytest.mark.parametrize(
    ("formula", "way", "after"),
    [
        ("rate * sales", "cap", "min(most, rate * sales)"),
        ("rate * sales", "floor", "max(least, rate * sales)"),
        ("rate * sales", "gate", "rate * sales if attainment >= start else 0"),
        ("sales - returns", "slices", "tiers(rates, sales - returns)"),
        ("sales", "whole", "whole_tiers(rates, sales)"),
        ("rate * sales", "extra", "rate * sales + tiers(rates, attainment)"),
        ("rate * sales", "factor", "rate * sales * step(f, attainment)"),
        ("a + b", "factor", "(a + b) * step(f, attainment)"),
        ("a if c else b", "gate", "(a if c else b) if attainment >= start else 0"),
        ("-(fine * late)", "cap", "-min(most, (fine * late))"),
        ("-fine", "gate", "-(fine if attainment >= start else 0)"),
    ],
)
def test_a_layer_lies_around_the_formula_and_comes_off(formula: str, way: str, after: str) -> None:
    parameter = {"number": {"cap": "most", "floor": "least", "gate": "start"}.get(way, ""),
                 "tiers": "rates", "steps": "f"}[formula_layers.SHAPES[way]]  # fmt: skip
    assert formula_layers.put_on(formula, SHAPES, way, parameter, "attainment") == after
    (layer,) = formula_layers.layers(after, SHAPES)
    assert (layer.way, layer.parameter) == (way, parameter)
    assert formula_layers.taken_off(after, layer) == formula


@pytest.mark.parametrize(
    "formula",
    ["a", "a + b", "(a + b)", "( a+b )", "-(a + b)", "-a * b", "a if c >= d else e", "-min(a, b)",
     "(a if c else d)", "a\n  + b\n", " a ", "min(a, b) * step(g, x)", '"quoted" if c else d', "0"],
)  # fmt: skip
def test_layers_come_off_in_any_order(formula: str) -> None:
    for order in permutations(ALL.items()):
        text = formula
        for way, parameter in order:
            if way != "slices":
                text = formula_layers.put_on(text, SHAPES, way, parameter, "attainment")
        for _, parameter in reversed(order):
            for layer in formula_layers.layers(text, SHAPES):
                if layer.parameter == parameter:
                    text = formula_layers.taken_off(text, layer)
                    break
        assert text == formula


@pytest.mark.parametrize(
    ("formula", "without"),
    [
        ("min(most, a + b) * step(f, x)", "(a + b) * step(f, x)"),
        ("-min(most, a + b)", "-(a + b)"),
        ("-min(most, a * b)", "-(a * b)"),
        ("min(most, a if c else b) if x >= start else 0", "(a if c else b) if x >= start else 0"),
        ("min(a + b, most)", "a + b"),
        ("max(0, min(most, a))", "max(0, min(most, a))"),
    ],
)
def test_what_is_written_by_hand_means_the_same_without_its_cap(formula: str, without: str) -> None:
    found = [x for x in formula_layers.layers(formula, SHAPES) if x.way == "cap"]
    assert (formula_layers.taken_off(formula, found[0]) if found else formula) == without


@pytest.mark.parametrize("plan_id", [*catalogue(), *samples()])
def test_every_formula_takes_each_and_gives_it_back(plan_id: str) -> None:
    plan = load_plan(plan_id)
    draft = Draft.of(plan)
    known = {name: p.value.shape for name, p in plan.parameters.items()} | SHAPES
    for line in plan.lines.values():
        for way, parameter in ALL.items() if mechanics(draft, line.id) is not None else ():
            text = formula_layers.put_on(line.formula.text, known, way, parameter, "x")
            (on,) = [x for x in formula_layers.layers(text, known) if x.parameter == parameter]
            assert formula_layers.taken_off(text, on) == line.formula.text


def test_a_plan_with_comments_is_as_it_was_when_one_is_taken_off() -> None:
    path = PLAN_FOLDERS[0] / "service-seller.yaml"
    draft = Draft.of(load_plan("service-seller"), path.read_text(encoding="utf-8"))
    for kind in KINDS:
        on = with_mechanic(draft, "base_pay", kind)
        off = without_mechanic(on, "base_pay", kind)
        assert on.problems == ()
        assert off.plan == draft.plan
        assert "# Complaints are better the lower they are" in off.text


@pytest.mark.parametrize("block", ["gated-commission", "carry-over", "rank-prizes"])
def test_each_makes_a_whole_plan_of_a_block_with_labels_and_ends(block: str) -> None:
    draft = Draft.of(blocks()[block].example)
    for line in draft.names("lines"):
        has = mechanics(draft, line)
        for kind in [] if has is None else [kind for kind in KINDS if kind not in has]:
            on = with_mechanic(draft, line, kind)
            assert on.problems == ()
            assert on.plan is not None
            (new,) = set(on.plan.parameters) - set(draft.names("parameters"))
            parameter = on.plan.parameters[new]
            assert parameter.label["en"] != parameter.label["zh"]
            assert None not in (parameter.min, parameter.max, parameter.step)
            assert on.plan.warnings == ()


# -- a plan without a formula typed ----------------------------------------------------------------

SALES = [0, 40000, 60000, 80000, 100000, 120000, 200000, 500000, 90000, 90000, 90000, 90000]


@pytest.fixture
def shop() -> Draft:
    """A plan of one line that pays what is sold."""
    draft = Draft.blank({"en": "Shop", "zh": "门店"})
    for name, zh in (("sales", "销售额"), ("quota", "销售指标")):
        label = {"en": name.title(), "zh": zh}
        draft = draft.added("facts", name, {"kind": "money", "label": label})
    label = {"en": "Commission", "zh": "提成"}
    draft = draft.added("lines", "commission", {"pay": "sales", "label": label})
    person = {"name": label, "story": label, "facts": {"sales": SALES, "quota": 100000}}
    return draft.edited([Edit(("personas",), {"li": person})])


def paid(draft: Draft) -> list[float]:
    assert draft.problems == ()
    assert draft.plan is not None
    result = evaluate(draft.plan, persona_facts(draft.plan))
    return [float(fen) / 100 for fen in result.amounts("commission")[:, 0]]


def test_a_gated_tiered_commission_with_a_cap_is_chosen(shop: Draft) -> None:
    draft = with_mechanic(shop, "commission", "tiers")
    draft = with_mechanic(draft, "commission", "gate")
    draft = with_mechanic(draft, "commission", "cap", usual=3000)
    draft = with_mechanic(draft, "commission", "floor", usual=3000)
    formula = str(draft.data["lines"]["commission"]["pay"])
    assert formula == (
        "max(commission_floor, min(commission_cap, tiers(commission_slices, sales)) "
        "if ratio(sales, quota) >= commission_gate else 0)"
    )
    figures = draft.data["parameters"]
    assert figures["commission_slices"]["tiers"] == [[0, 0.01], [50000, 0.02], [100000, 0.03]]
    assert figures["commission_slices"]["of"] == {"en": "Sales", "zh": "销售额"}
    assert figures["commission_gate"]["label"] == {"en": "Commission gate", "zh": "提成起付门槛"}
    assert [figures[f"commission_{x}"]["value"] for x in ("gate", "cap", "floor")] == [
        0.8,
        5000,
        500,
    ]
    slices = [0, 0, 0, 1100, 1500, 2100, 4500, 13500]
    assert paid(draft)[:8] == [max(500, min(5000, amount)) for amount in slices]


def test_they_come_off_in_any_order_and_the_plan_is_as_it_was(shop: Draft) -> None:
    for order in (KINDS, KINDS[::-1], ("cap", "floor", "tiers", "gate")):
        draft = shop
        for kind in KINDS:
            draft = with_mechanic(draft, "commission", kind)
        for kind in order:
            draft = without_mechanic(draft, "commission", kind)
        assert draft.data == shop.data


def test_a_gate_is_held_against_something_else_in_its_unit(shop: Draft) -> None:
    gated = with_mechanic(shop, "commission", "gate")
    assert list(measures(gated, "commission")) == [
        "ratio(sales, quota)", "ratio(quota, sales)", "sales", "quota",
    ]  # fmt: skip
    on_sales = with_measure(gated, "commission", "gate", "sales")
    figure = on_sales.data["parameters"]["commission_gate"]
    assert on_sales.data["lines"]["commission"]["pay"] == "sales if sales >= commission_gate else 0"
    assert (figure["value"], figure["unit"]) == (25000, "CNY")
    assert figure["label"] == {"en": "Commission gate", "zh": "提成起付门槛"}
    assert paid(on_sales)[:3] == [0, 40000, 60000]
    again = with_measure(on_sales, "commission", "gate", "quota")
    assert again.data["parameters"] == on_sales.data["parameters"]


def test_a_line_of_the_quarter_is_held_against_the_quarter(shop: Draft) -> None:
    quarterly = shop.edited([
        Edit(("lines", "commission", "every"), "quarter"),
        Edit(("lines", "commission", "pay"), "quarter_sum(sales)"),
    ])  # fmt: skip
    gated = with_mechanic(quarterly, "commission", "gate")
    assert gated.data["lines"]["commission"]["pay"] == (
        "quarter_sum(sales) if quarter_attainment(sales, quota) >= commission_gate else 0"
    )
    label = measures(gated, "commission")["quarter_sum(sales)"].label
    assert label == {"en": "Sales (quarter)", "zh": "季度销售额"}
    assert paid(gated)[:9] == [0, 0, 0, 0, 0, 300000, 0, 0, 790000]


def test_tiers_of_an_amount_with_a_rate_are_a_factor_by_what_is_reached(shop: Draft) -> None:
    rate = {
        "value": 0.02,
        "unit": "share",
        "provenance": "assumption",
        "label": {"en": "Rate", "zh": "比例"},
    }
    draft = shop.added("parameters", "rate", rate)
    draft = draft.edited([Edit(("lines", "commission", "pay"), "rate * sales")])
    factor = with_mechanic(draft, "commission", "tiers")
    assert factor.data["lines"]["commission"]["pay"] == (
        "rate * sales * step(commission_factor, ratio(sales, quota))"
    )
    assert paid(factor)[3:7] == [1600, 2400, 3600, 6000]
    extra = with_mechanic(draft, "commission", "tiers", way="extra")
    assert (
        extra.data["lines"]["commission"]["pay"] == "rate * sales + tiers(commission_extra, sales)"
    )
    assert paid(extra)[:5] == [0, 800, 1300, 1900, 2500]


def test_a_figure_that_something_else_reads_stays(shop: Draft) -> None:
    capped = with_mechanic(shop, "commission", "cap")
    also = capped.added(
        "lines", "twice", {"measure": "commission_cap * 2", "label": {"en": "Two", "zh": "二"}}
    )
    assert "commission_cap" in without_mechanic(also, "commission", "cap").data["parameters"]


def test_a_layer_is_there_once_and_a_condition_has_none(shop: Draft) -> None:
    capped = with_mechanic(shop, "commission", "cap")
    with pytest.raises(Refused):
        with_mechanic(capped, "commission", "cap")
    with pytest.raises(Refused):
        without_mechanic(shop, "commission", "gate")
    is_better = shop.edited([Edit(("lines", "commission", "pay"), "sales > quota")])
    assert mechanics(is_better, "commission") is None
    empty = Draft.blank({"en": "Shop", "zh": "门店"}).added(
        "lines", "bonus", {"pay": "0", "label": {"en": "Bonus", "zh": "奖金"}}
    )
    with pytest.raises(Refused) as refused:
        with_mechanic(empty, "bonus", "gate")
    assert "column" in refused.value.text("en")


# -- figures that suit their unit ------------------------------------------------------------------


@pytest.mark.parametrize("shape", [s for s in shapes.SHAPES if not issubclass(s, shapes.Keyed)])
@pytest.mark.parametrize(
    ("unit", "of_unit", "low", "high", "starts"),
    [
        ("share", "share", 0.001, 1, (0.5, 2)),
        ("CNY/month", "months", 100, 10000, (1, 60)),
        ("factor", "points", 0.1, 3, (10, 100)),
        ("CNY/hour", "years", 1, 200, (1, 40)),
        ("points", "CNY", 1, 100, (1000, 1000000)),
    ],
)
def test_new_figures_suit_their_unit(
    shape: type[shapes.Value],
    unit: str,
    of_unit: str,
    low: float,
    high: float,
    starts: tuple[float, float],
) -> None:
    entry = starting_figures(shape, unit, of_unit)
    value = shape.read(entry[shape.key])
    for row in (
        value.rows() or [{"value": value.json()}] if shape is shapes.Number else value.rows()
    ):
        if not issubclass(shape, shapes.Tiers):
            assert low <= row["value"] <= high
        if row.get("from"):
            assert starts[0] <= row["from"] <= starts[1]


def test_a_new_scorecard_makes_up_a_hundred_points_in_the_units_it_measures() -> None:
    entry = starting_figures(
        shapes.Scorecard, "points", keys={"csat": "share", "sales": "CNY", "calls": ""}
    )
    card = shapes.Scorecard.read(entry["scorecard"])
    assert [indicator.weight for indicator in card.entries.values()] == [33, 33, 34]
    assert card.entries["csat"].target == 0.8
    assert card.entries["csat"].unit == 0.02
    assert card.entries["sales"].target == 50000
