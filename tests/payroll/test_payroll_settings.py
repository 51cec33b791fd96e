"""What is asked of payroll: kept in scenarios and companies, and every fault of it told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.companies import (
    Company,
    company_json,
    company_of,
    load_company,
    places_of,
    read_company,
)
from engine.companies.company_file import company_from
from engine.payroll import PayrollSettings
from engine.scenario import Scenario, read_scenario
from engine.text import Refused
from engine.workspace.comparing import describe_companies
from engine.yaml_files import Document

ALL = {
    "place": "beijing",
    "place_column": "city",
    "column_places": {"north": "beijing", "south": "shenzhen"},
    "unit_places": {"sellers": "hangzhou", "north": ""},
    "base": "last_year",
    "rates": {"housing_fund": 0.07, "injury": 0.004},
    "deductions": 1500.5,
    "deductions_column": "declared",
    "bonus": "cheaper",
}
FILE = """\
id: small
title: {en: Small, zh: 小公司}
description: {en: Small, zh: 小公司}
first: 2026-01
payroll: {place: chengdu, base: month}
units:
  sellers: {plan: service-seller, headcount: 30}
  north: {plan: service-seller, headcount: 3, place: beijing}
"""
MONTH = PayrollSettings("chengdu", base="month")


def small() -> Company:
    return company_from(Document(FILE, "small.yaml"), Path())


def test_json_says_the_place_and_what_is_not_usual() -> None:
    assert PayrollSettings().as_json() == {"place": "shanghai"}
    settings = PayrollSettings.from_json(ALL)
    assert settings.as_json() == ALL
    assert PayrollSettings.from_json(settings.as_json()) == settings
    assert PayrollSettings.from_json({}) == PayrollSettings()
    turned = PayrollSettings.from_json({**ALL, "rates": {"injury": 0.004, "housing_fund": 0.07}})
    assert (hash(turned), turned.key) == (hash(settings), settings.key)
    assert settings.at("chengdu") == replace(settings, place="chengdu", place_column="")
    assert settings.at("") is settings


def test_a_unit_is_insured_where_it_is_said_on_top_of_its_file() -> None:
    """Written places of units: sellers none, north Beijing; chosen: sellers Hangzhou, north as
    all."""
    all_others = PayrollSettings("chengdu", "city")
    chosen = replace(all_others, unit_places={"sellers": "hangzhou", "north": ""})
    assert all_others.of_unit("sellers") is all_others
    assert all_others.of_unit("north", "beijing") == PayrollSettings("beijing")
    assert chosen.of_unit("sellers", "") == PayrollSettings("hangzhou")
    assert chosen.of_unit("north", "beijing") == all_others
    assert chosen.of_unit("leaders", "beijing") == PayrollSettings("beijing")
    chosen = PayrollSettings(unit_places={"sellers": "hangzhou"})
    company = replace(small(), payroll=chosen)
    assert [place.id for place in places_of(company, chosen)] == ["hangzhou", "beijing"]
    assert Company.from_json(small(), company.as_json()).payroll == company.payroll
    with pytest.raises(Refused) as refused:
        Company.from_json(small(), {**company.as_json(), "payroll": {"unit_places": {"x": ""}}})
    (problem,) = refused.value.problems
    assert (problem.key, problem.column) == ("not_one_of", "payroll.unit_places")


@pytest.mark.parametrize(
    ("entry", "value", "key"),
    [
        ("place", "atlantis", "not_one_of"),
        ("place", None, "not_one_of"),
        ("place", ["shanghai"], "not_one_of"),
        ("base", "year", "not_one_of"),
        ("bonus", "", "not_one_of"),
        ("colour", "red", "not_one_of"),
        ("place_column", 1, "payroll_column"),
        ("column_places", ["beijing"], "payroll_places"),
        ("column_places", {"north": ""}, "not_one_of"),
        ("unit_places", {"sellers": "atlantis"}, "not_one_of"),
        ("deductions_column", None, "payroll_column"),
        ("deductions", -0.01, "payroll_deductions"),
        ("deductions", 100_000.01, "payroll_deductions"),
        ("deductions", 10.005, "payroll_deductions"),
        ("deductions", "1500", "payroll_deductions"),
        ("deductions", True, "payroll_deductions"),
        ("rates", 0.07, "payroll_rates"),
        ("rates", {"housing_fund": 7}, "payroll_rates"),
        ("rates", {"housing_fund": -0.01}, "payroll_rates"),
        ("rates", {"housing_fund": "7%"}, "payroll_rates"),
    ],
)
def test_what_does_not_fit_is_told_with_its_path(entry: str, value: Any, key: str) -> None:
    with pytest.raises(Refused) as refused:
        PayrollSettings.from_json({"place": "shanghai", entry: value})
    (problem,) = refused.value.problems
    assert problem.key == key
    assert problem.column.startswith(f"payroll.{entry}")


def test_all_faults_are_told_together() -> None:
    with pytest.raises(Refused) as refused:
        PayrollSettings.from_json({"place": "x", "base": "y", "rates": {"a": 2, "b": -1}})
    assert len(refused.value.problems) == 4
    with pytest.raises(Refused) as refused:
        PayrollSettings.from_json("shanghai")
    assert [problem.key for problem in refused.value.problems] == ["payroll_entries"]


def test_a_scenario_keeps_what_is_asked_and_its_results_do_not_depend_on_it(
    tmp_path: Path,
) -> None:
    plan = engine.load_plan("service-seller")
    plain = Scenario(plan)
    assert "payroll" not in plain.as_json()
    own = {**ALL, "unit_places": {plan.id: "hangzhou"}}
    asked = replace(plain, payroll=PayrollSettings.from_json(own))
    assert asked.as_json() == {**plain.as_json(), "payroll": own}
    assert asked.fingerprint == plain.fingerprint
    file = tmp_path / "asked.json"
    file.write_text(json.dumps(asked.as_json()), encoding="utf-8")
    assert read_scenario(file) == asked
    assert company_of(asked).payroll == asked.payroll


def test_a_company_has_payroll_and_places_in_its_file() -> None:
    company = small()
    assert company.payroll == MONTH
    assert [unit.place for unit in company.units.values()] == ["", "beijing"]


def test_faults_of_payroll_in_a_company_have_their_lines() -> None:
    wrong = FILE.replace("chengdu", "atlantis").replace("beijing", "north_pole")
    with pytest.raises(Refused) as refused:
        company_from(Document(wrong, "small.yaml"), Path())
    assert [(p.line, p.column) for p in refused.value.problems] == [
        (5, "payroll.place"),
        (8, "units.north.place"),
    ]


def test_a_variant_keeps_payroll_as_the_file_has_it_unless_it_says_otherwise() -> None:
    company = small()
    assert "payroll" not in company.as_json()
    assert Company.from_json(company, company.as_json()).payroll == MONTH
    without = replace(company, payroll=None)
    assert without.as_json()["payroll"] is None
    assert Company.from_json(company, without.as_json()).payroll is None
    other = replace(company, payroll=PayrollSettings("beijing"))
    assert Company.from_json(company, other.as_json()).payroll == PayrollSettings("beijing")
    assert other.documented.payroll == MONTH
    with pytest.raises(Refused):
        Company.from_json(company, {**company.as_json(), "payroll": {"place": "x"}})


def test_a_company_written_whole_reads_back_the_same() -> None:
    company = replace(small(), payroll=PayrollSettings("beijing"))
    again = read_company(company_json(company), "kept.json")
    assert (again.payroll, again.written_payroll) == (company.payroll, MONTH)
    assert again.units["north"].place == "beijing"
    assert company_json(again) == company_json(company)
    plain = load_company("sales-company")
    assert b"payroll" not in company_json(plain) and b'"place"' not in company_json(plain)


def test_what_is_asked_is_told_as_a_difference_of_kept_companies() -> None:
    company = small()
    moved = {**company.units, "sellers": replace(company.units["sellers"], place="hangzhou")}
    other = replace(company, payroll=PayrollSettings("beijing"), units=moved)
    assert describe_companies(company, other, "en") == [
        "Customer-service seller: insured in Hangzhou instead of the place of the company",
        "Places, base, rates or taxes of payroll differ",
    ]
    asked = describe_companies(replace(company, payroll=None), company, "zh")
    assert asked == ["已要求核算用工成本和实发工资"]
