"""Figures that should add up: single ones, and those of a table one by one."""

from __future__ import annotations

import pytest

from engine import load_plan
from engine.plan import sum_rules
from engine.text import LANGUAGES


def test_the_figures_of_a_table_add_up_and_come_back_in_proportion() -> None:
    plan = load_plan("service-kpi-360")
    of_table, of_raters = plan.sums
    assert sum_rules.holds(plan, of_table) and sum_rules.holds(plan, of_raters)
    weights = {**plan.parameters["kpi_weights"].json, "csat": 0.4}
    changed = plan.with_values({"kpi_weights": weights})
    assert sum_rules.total(changed, of_table) == pytest.approx(1.25)
    values = sum_rules.in_proportion(changed, of_table)
    again = changed.with_values(values)
    assert sum_rules.holds(again, of_table)
    assert list(again.parameters["kpi_weights"].json) == list(weights)
    assert again.parameters["kpi_weights"].json["csat"] == pytest.approx(0.32)
    [told] = sum_rules.broken(changed)
    assert told.column == "kpi_weights" and not sum_rules.broken(again)
    assert all("1.25" in told.sentence(language) for language in LANGUAGES)
    nothing = plan.with_values({"kpi_weights": dict.fromkeys(weights, 0)})
    assert sum_rules.in_proportion(nothing, of_table) == {
        "kpi_weights": dict.fromkeys(weights, 0.125)
    }


def test_keys_of_a_table_are_named_as_its_category_or_the_column_of_that_name() -> None:
    plan = load_plan("service-kpi-360")
    label = plan.key_label(plan.parameters["kpi_targets"], "callback_rate")
    assert label == plan.facts["callback_rate"].label
    assert plan.key_label(plan.parameters["kpi_targets"], "none such")["zh"] == "none such"
    seller = load_plan("service-seller")
    assert seller.key_label(seller.parameters["base_by_grade"], "senior")["en"] == "Senior"
