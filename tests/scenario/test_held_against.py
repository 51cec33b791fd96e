"""A scenario that is held against a variant that was kept, in its file and in the terminal."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli.compared_named import compared_named
from engine.companies import Company, company_json, company_of, load_company, read_company
from engine.evaluation import Memory
from engine.plan import load_plan
from engine.scenario import Baseline, Scenario, Simulated, read_scenario
from engine.text import Refused
from engine.workspace.comparing import describe_companies

PLAN = load_plan("key-account-manager")
KEPT = Scenario(PLAN, name="Kept").set("base_amount", 5_400)
PEOPLE = Simulated("key-account-manager", 3, 20, 2, "2026-01")


def held_against_kept() -> Scenario:
    now = Scenario(PLAN, people=PEOPLE).set("base_amount", 6_600)
    company = company_of(now).with_baseline(company_of(KEPT))
    (unit,) = company.units.values()
    return unit.scenario


def test_the_figures_of_the_baseline_are_kept_whole_under_its_name() -> None:
    scenario = held_against_kept()
    assert scenario.baseline == Baseline("Kept", KEPT.compact().edits)
    assert scenario.held_against == KEPT.plan
    assert scenario.plan.parameters["base_amount"].json == 6_600
    again = Scenario.from_json(PLAN, json.loads(json.dumps(scenario.as_json())))
    assert again.baseline == scenario.baseline and again.plan == scenario.plan
    assert scenario.fingerprint == replace(scenario, baseline=None).fingerprint
    company = company_of(scenario)
    assert company.held_against.name == company.baseline_name == "Kept"
    assert company.with_baseline(None).held_against == company.documented
    assert company.documented.baseline_name == ""


def test_a_company_keeps_the_baseline_of_every_unit() -> None:
    company = load_company("sales-company")
    kept = replace(company.set("sellers", "weight_sales", 0.5), name="Kept")
    held = company.set("sellers", "weight_sales", 0.45).with_baseline(kept)
    for again in (
        Company.from_json(company, held.as_json()),
        read_company(company_json(held), "company.json"),
    ):
        assert again.baseline_name == "Kept" and again.changed == held.changed
        assert again.held_against.changed == {"sellers": ("weight_sales",)}
        plan = again.held_against.units["sellers"].plan
        assert plan.parameters["weight_sales"].json == 0.5
    assert describe_companies(company, held, "en")[-1] == "Held against “Kept” now"
    assert describe_companies(held, company, "en")[-1] == "Held against the document now"


@pytest.mark.parametrize(
    "baseline",
    [
        {"edits": []},
        {"name": " ", "edits": []},
        {"name": "Kept"},
        {"name": "Kept", "edits": [{"at": ["lines", "performance_bonus"], "remove": True}]},
        {"name": "Kept", "edits": [{"at": ["parameters", "nowhere", "value"], "to": 1}]},
        "Kept",
    ],
)
def test_a_baseline_that_does_not_fit_is_refused(baseline: object) -> None:
    with pytest.raises(Refused):
        Scenario.from_json(PLAN, {**held_against_kept().as_json(), "baseline": baseline})


@pytest.mark.parametrize(
    "baseline",
    ["Kept", {"name": "Kept", "units": {"nowhere": []}}, {"units": {"sellers": []}}],
)
def test_a_baseline_that_does_not_fit_a_company_is_refused(baseline: object) -> None:
    company = load_company("sales-company")
    with pytest.raises(Refused):
        Company.from_json(company, {**company.as_json(), "baseline": baseline})


def test_the_terminal_holds_one_scenario_against_its_baseline(tmp_path: Path) -> None:
    """The same people at a base of 5,400 and of 6,600 instead of 6,000 as documented."""
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(held_against_kept().as_json()), encoding="utf-8")
    assert read_scenario(file).baseline == held_against_kept().baseline
    options = Namespace(baseline=None, variants=[str(file)], facts=None, lang="en")
    compared = compared_named(options, Memory())
    assert compared.names[0]["en"] == "Kept"
    base, now = (
        company.units["key-account-manager"].plan.parameters["base_amount"].json
        for company in (each.company for each in compared.each)
    )
    assert (base, now) == (5_400, 6_600)
