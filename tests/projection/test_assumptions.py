"""Assumptions: bounds, files, what holds for whom, and everything that is wrong at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import budget_told, load_company
from engine.payroll import PayrollSettings
from engine.projection import (
    Assumptions,
    assumptions_and_problems,
    assumptions_named,
    assumptions_text,
    changes_to,
    check,
    fields,
    named_sets,
    question_of,
    read_assumptions,
)
from engine.scenario import ProjectionSettings
from engine.text import LANGUAGES, Refused

COMPANY = load_company("sales-company")
SHANGHAI = PayrollSettings()


def wrong(data: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        Assumptions.from_json(data)
    return [(p.key, p.column) for p in caught.value.problems]


def test_what_is_assumed_of_a_unit_goes_before_the_company_and_that_before_the_default() -> None:
    own = Assumptions.from_json(
        {"attrition_factor": 1.2, "units": {"sellers": {"attrition_factor": 1.0}}}
    )
    assert own.of_unit("sellers", "attrition_factor") == 1
    assert own.of_unit("service", "attrition_factor") == 1.2
    assert own.without("attrition_factor").of_unit("service", "attrition_factor") == 1
    assert own.with_value("attrition_factor", 1).values == {"units.sellers.attrition_factor": 1}


def test_sets_come_back_from_json_and_from_files(tmp_path: Path) -> None:
    for shipped in named_sets(COMPANY).values():
        assert Assumptions.from_json(shipped.as_json()) == shipped
        file = tmp_path / "set.yaml"
        file.write_text(assumptions_text(shipped), encoding="utf-8")
        assert read_assumptions(file, COMPANY).values == shipped.values
        assert check(question_of(COMPANY, shipped)) == []
    assert list(named_sets(COMPANY)) == ["base", "optimistic", "pessimistic"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"attrition": 1.2}, "assumption_bounds"),
        ({"attrition": -0.1}, "assumption_bounds"),
        ({"attrition": True}, "assumption_bounds"),
        ({"attrition": float("nan")}, "assumption_bounds"),
        ({"review_budget": 0}, "assumption_bounds"),
        ({"review_month": "2026-13"}, "workforce_month"),
        ({"review_month": 7}, "workforce_month"),
        ({"exodus_month": 13}, "assumption_bounds"),
        ({"exodus_month": 1.5}, "assumption_bounds"),
        ({"promotion_months": 6.5}, "assumption_whole"),
        ({"promotion_months": 61}, "assumption_bounds"),
        ({"promotion_months": -1}, "assumption_bounds"),
        ({"attrition_season": [1] * 11}, "assumption_season"),
        ({"attrition_season": [1] * 11 + [-1]}, "assumption_bounds"),
        (
            {"merit_matrix": {"low": [0, 0, 0], "middle": [1, 1], "high": [2, 2, 2]}},
            "assumption_matrix",
        ),
        (
            {"merit_matrix": {"low": [0, 0, 0], "middle": [0, None, 1], "high": [1] * 3}},
            "assumption_matrix",
        ),
        (
            {"merit_matrix": {k: [0, 0, 0] for k in ("low", "middle", "high")}},
            "assumption_matrix_empty",
        ),
        ({"units": {"sellers": {"headcount_plan": {"2026-03": -5}}}}, "assumption_bounds"),
        ({"units": {"sellers": {"headcount_plan": {"2026-03": 7.5}}}}, "assumption_whole"),
        (
            {"units": {"sellers": {"temporary": [{"people": 5, "from": "2026-03"}]}}},
            "assumption_entries",
        ),
        (
            {
                "units": {
                    "sellers": {"temporary": [{"people": 5, "from": "2026-03", "to": "2026-02"}]}
                }
            },
            "assumption_backwards",
        ),
        ({"units": {"sellers": {"shifts": {"csat": 9}}}}, "assumption_bounds"),
        ({"units": {"sellers": {"swings_together": 0.5}}}, "assumption_of_company"),
        ({"temporary": []}, "assumption_of_units"),
        ({"atrition": 0.2}, "not_one_of"),
        (
            {
                "units": {
                    "sellers": {"temporary": [{"people": 5.5, "from": "2026-02", "to": "2026-03"}]}
                }
            },
            "assumption_whole",
        ),
        ({"plan_changes": [{"unit": "sellers"}]}, "assumption_entries"),
        *(
            (
                {"plan_changes": [{"unit": "sellers", "month": "2026-07", **row}]},
                "assumption_entries",
            )
            for row in ({}, {"edit": []})
        ),
        ([], "assumption_entries"),
    ],
)
def test_what_makes_no_sense_is_refused(data: object, key: str) -> None:
    assert [found for found, _ in wrong(data)] == [key]


@pytest.mark.parametrize("share", [0, 0.95])
def test_the_bounds_themselves_are_allowed(share: float) -> None:
    assert Assumptions.from_json({"attrition": share}).value("attrition") == share


def test_a_file_tells_all_its_problems_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "bold.yaml"
    file.write_text(
        "attrition: 1.2\n"
        "sales_growth: 0.05\n"
        "merit_matrix: {low: [0, 0, 0], high: [1, 1, 1]}\n"
        "units:\n"
        "  sellers:\n"
        "    headcount_plan: {2026-03: -5}\n"
        "  sailors: {attrition: 0.1}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as caught:
        read_assumptions(file, COMPANY)
    found = [(p.key, p.line) for p in caught.value.problems]
    assert found == [
        ("assumption_bounds", 1),
        ("assumption_matrix", 3),
        ("assumption_bounds", 6),
        ("not_one_of", 7),
    ]
    for problem in caught.value.problems:
        assert problem.file.endswith("bold.yaml")
        assert all(problem.remedy(language) for language in LANGUAGES)


def test_a_question_is_checked_as_a_whole() -> None:
    assumed = Assumptions.from_json(
        {
            "review_month": "2027-04",
            "plan_changes": [{"unit": "sellers", "month": "2025-12", "edits": []}],
            "units": {
                "sellers": {
                    "headcount_plan": {"2026-01": 1500},
                    "shifts": {"charm": 0.1},
                    "temporary": [{"people": 5, "from": "2026-11", "to": "2027-01"}],
                    "base_line": "wages",
                },
            },
        }
    )
    found = {
        (p.key, p.column) for p in check(question_of(COMPANY, assumed, budget=0, first=2026 * 12))
    }
    sellers = "units.sellers"
    assert found == {
        ("budget_nothing", "budget"),
        ("assumption_outside", "review_month"),
        ("assumption_outside", "plan_changes.1.month"),
        ("headcount_known", f"{sellers}.headcount_plan.2026-01"),
        ("not_one_of", f"{sellers}.shifts.charm"),
        ("assumption_outside", f"{sellers}.temporary.1.to"),
        ("not_one_of", f"{sellers}.base_line"),
    }


WRITTEN = """\
attrition: 1.2
review_month: 2027-04
plan_changes:
  - {unit: sailors, edits: [],
     month: 2026-07}
  - {unit: sellers, edits: [],
     month: 2026-13}
  - unit: sellers
    month: 2026-07
    edits:
      - {at: [parameters, no_such, value], to: 1}
units:
  sellers:
    shifts:
      csat: 9
      charm: 0.1
    headcount_plan:
      2026-02: -5
      2027-02: 900
    temporary:
      - {people: 5, from: 2026-11, to: 2027-01}
    base_line: wages
"""
"""What does not fit by itself, and what only the company can tell."""


def test_a_file_is_told_all_that_does_not_fit_the_company_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bold.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    assumed, found = assumptions_and_problems(str(file), COMPANY)
    asked = check(question_of(COMPANY, assumed, first=2026 * 12))
    assert all(problem in asked for problem in found)
    assert {p.file for p in asked} == {"bold.yaml"}
    assert sorted((p.line, p.key, p.column.rpartition(".")[2]) for p in asked) == [
        (1, "assumption_bounds", "attrition"),
        (2, "assumption_outside", "review_month"),
        (3, "workforce_month", "plan_changes"),
        (4, "not_one_of", "unit"),
        (10, "unknown_parameter_bare", "no_such"),
        (14, "assumption_bounds", "shifts"),
        (16, "not_one_of", "charm"),
        (17, "assumption_bounds", "headcount_plan"),
        (19, "assumption_outside", "2027-02"),
        (21, "assumption_outside", "to"),
        (22, "not_one_of", "base_line"),
    ]
    said = {p.column: p.sentence("zh") for p in asked}
    assert said["units.sellers.shifts.charm"].startswith("bold.yaml，第 16 行")
    said = {p.column: p.sentence("en") for p in asked}
    assert said["plan_changes.1.unit"].startswith("bold.yaml, line 4, plan_changes.1.unit: ")


def test_a_file_of_several_sets_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "sets.yaml"
    file.write_text("base: {attrition: 0.1}\npessimistic: {attrition: 0.4}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_assumptions(file, COMPANY)
    (problem,) = refused.value.problems
    assert (problem.key, problem.line, problem.values["known"]) == (
        *("assumption_sets", 1, ("base", "pessimistic")),
    )


def test_what_is_set_beside_a_file_names_its_path_alone(tmp_path: Path) -> None:
    file = tmp_path / "bold.yaml"
    file.write_text("units: {sellers: {shifts: {charm: 0.1}}}\n", encoding="utf-8")
    path = "units.sellers.shifts"
    assumed = read_assumptions(file, COMPANY)
    for given in (assumed.with_value(path, {"wit": 0.1}), assumed.without(path)):
        found = [(p.column, p.file, p.line) for p in check(question_of(COMPANY, given))]
        assert found == ([(f"{path}.wit", "", None)] if path in given.values else [])


def test_months_that_are_not_known_hold_back_only_what_depends_on_them() -> None:
    sellers = {"shifts": {"charm": 0.1}, "headcount_plan": {"2031-01": 5}}
    assumed = Assumptions.from_json({"units": {"sellers": sellers}})
    for asked, known in (
        (question_of(COMPANY, assumed), False),
        (question_of(COMPANY, assumed, months=99), True),
    ):
        found = [p.column for p in check(asked, known)]
        assert found == [*(["months"] if known else []), "units.sellers.shifts.charm"]


def test_the_budget_of_the_company_is_for_its_own_months() -> None:
    assert question_of(COMPANY).budget == COMPANY.budget
    assert question_of(COMPANY, months=24).budget is None
    assert question_of(COMPANY, first=COMPANY.first + 1).budget is None
    assert question_of(COMPANY, months=24, budget=5.0).budget == 5


def test_a_budget_is_for_pay_or_for_employer_cost() -> None:
    paid, employer = 309e6, 416e6
    assert (COMPANY.budget_for(None), COMPANY.budget_for(SHANGHAI)) == (paid, employer)
    assert question_of(COMPANY).budget == paid
    assert question_of(COMPANY, payroll=SHANGHAI).budget == employer
    only_pay = replace(COMPANY, employer_budget=None)
    asked = question_of(only_pay, payroll=SHANGHAI)
    assert (asked.budget, asked.other_budget) == (None, paid)
    assert question_of(only_pay, payroll=SHANGHAI, months=24).other_budget is None
    assert question_of(only_pay, payroll=SHANGHAI, budget=5.0).other_budget is None
    told = budget_told(only_pay, SHANGHAI)
    assert told is not None and "¥309,000,000" in told["en"] and "不与用工成本比较" in told["zh"]
    assert budget_told(only_pay, None) is budget_told(COMPANY, SHANGHAI) is None
    other = budget_told(replace(COMPANY, budget=None), None)
    assert other is not None and "416,000,000" in other["zh"] and "不与薪酬比较" in other["zh"]


def test_what_is_asked_of_the_months_ahead_has_a_budget_for_each_kind_of_cost() -> None:
    said = {"projection": {"budget": 5.0, "employer_budget": None, "months": 3}}
    settings = ProjectionSettings.from_json(said)
    assert settings.as_json() == said
    company = replace(COMPANY, projection=settings)
    assert (
        question_of(company).budget == 5 and question_of(company, payroll=SHANGHAI).budget is None
    )
    with pytest.raises(Refused) as caught:
        ProjectionSettings.from_json({"projection": {"employer_budget": 0}})
    assert [p.column for p in caught.value.problems] == ["projection.employer_budget"]


def test_every_entry_has_words_and_a_default_that_fits() -> None:
    for entry in fields(COMPANY):
        assert not entry.problems(entry.default)
        for language in LANGUAGES:
            assert entry.label[language] and entry.help[language]
            assert entry.text(entry.default, language)


def test_what_differs_is_told_in_sentences() -> None:
    base, low = named_sets(COMPANY)["base"], named_sets(COMPANY)["pessimistic"]
    said = low.describe(COMPANY, "en", base)
    assert len(said) == len(low.changed_from(base))
    assert (
        "Budget of the salary review: 3.0\N{NO-BREAK SPACE}% (otherwise 5.0\N{NO-BREAK SPACE}%)"
        in said
    )
    assert any("Quota attainment \N{MINUS SIGN}0.1 standard deviations" in each for each in said)
    assert any(
        "Temporary staff" in each and "October 2026" in each
        for each in base.describe(COMPANY, "en")
    )
    assert low.reset("review_budget", base).value("review_budget") == 0.05
    assert base.changed_from(base) == ()


def test_a_variant_of_the_company_can_take_over_in_a_month() -> None:
    later = COMPANY.set("sellers", "csat_target", 0.95)
    changes = changes_to(COMPANY, later, "2026-07")
    assert [(c["unit"], c["month"]) for c in changes] == [("sellers", "2026-07")]
    assumed = Assumptions().with_value("plan_changes", changes)
    assert check(question_of(COMPANY, assumed)) == []
    (said,) = assumed.describe(COMPANY, "en")
    assert "Sellers" in said and "Satisfaction target" in said


def test_sets_are_found_by_name() -> None:
    assert assumptions_named("optimistic", COMPANY).name == "optimistic"
    with pytest.raises(Refused) as caught:
        assumptions_named("rosy", COMPANY)
    assert [p.key for p in caught.value.problems] == ["unknown_set"]
