"""Figures in another scale than what they are held against, too large ones, and unusual ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine import Refused
from engine.cli import main
from engine.text import LANGUAGES
from tests.small_plan import small_plan

CASES = Path(__file__).parents[1] / "cases"

TARGETS = engine.load_plan("service-kpi-360").parameters["kpi_targets"].json
CARD = engine.load_plan("key-account-specialist").parameters["indicators"].json
QUALITY = engine.load_plan("points-pay").parameters["deduction_coefficients"].json


@pytest.mark.parametrize(
    ("plan", "parameter", "value", "key", "at", "right"),
    [
        ("service-seller", "monthly_steps", [[80, 0.1], [100, 0.25]], "parameter_percent",
         "monthly_steps", "1"),
        ("service-seller", "quarterly_steps", [[0.8, 0.1], [100, 0.25]], "parameter_percent",
         "quarterly_steps", "1"),
        ("service-engineer", "parts_rates", [[5, 0.03], [8, 0.05]], "parameter_percent",
         "parts_rates", "0.08"),
        ("cs-department", "monthly_ratio", [[0.6, 0.1], [0.8, 0.2]], "parameter_share",
         "monthly_ratio", "80"),
        ("points-pay", "deduction_coefficients", {**QUALITY, "vip": [[0, 1.5], [0.2, 1]]},
         "parameter_share", "deduction_coefficients.vip", "20"),
        ("growth-ladder", "exam_pass", 0.6, "parameter_share", "exam_pass", "60"),
        ("service-kpi-360", "kpi_targets", {**TARGETS, "csat": 90}, "parameter_percent",
         "kpi_targets.csat", "0.9"),
        ("key-account-specialist", "indicators", {**CARD, "completion": [20, 100, 1, 0, 1, 60]},
         "parameter_percent", "indicators.completion.target", "1"),
        ("service-seller", "csat_target", 90, "parameter_percent", "csat_target", "0.9"),
        ("service-seller", "base_by_grade",
         {"junior": 1e17, "intermediate": 1, "senior": 1, "principal": 1}, "parameter_too_large",
         "base_by_grade.junior", "1e+17"),
        ("cs-department", "monthly_ratio", [[60, 0.1], [1e308, 0.2]], "parameter_too_large",
         "monthly_ratio", "1e+308"),
    ],
)  # fmt: skip
def test_figures_of_another_scale_are_refused(
    plan: str, parameter: str, value: Any, key: str, at: str, right: str
) -> None:
    with pytest.raises(Refused) as caught:
        engine.load_plan(plan).with_values({parameter: value})
    problem = caught.value.problems[0]
    assert (problem.key, problem.column) == (key, at)
    assert all(right in problem.sentence(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("plan", "parameter", "value"),
    [
        ("service-seller", "monthly_steps", [[0, 0.1], [0.5, 0.2], [1, 0.3], [3, 0.4]]),
        ("service-seller", "monthly_steps", [[1.5, 0.1], [2.5, 0.2]]),
        ("cs-department", "monthly_ratio", [[0, 0.1], [1, 0.15], [95.5, 0.2]]),
        ("service-centre-pool", "pool_rates", [[1, 0.2], [50_000, 0.3]]),
        ("service-kpi-360", "kpi_targets", {**TARGETS, "complaint_speed": 72}),
        ("growth-ladder", "exam_pass", 0),
        ("points-pay", "points_wrong_ticket", 0.5),
        ("points-pay", "deduction_coefficients", {**QUALITY, "vip": [[0, 1.5], [1, 0]]}),
        ("merchant-development", "visit_cap", 0.4),
    ],
)
def test_figures_of_the_same_scale_are_taken(plan: str, parameter: str, value: Any) -> None:
    changed = engine.load_plan(plan).with_values({parameter: value})
    assert changed.parameters[parameter].json == value


def test_a_figure_is_held_against_the_plan_and_not_against_the_one_before() -> None:
    plan = engine.load_plan("cs-department").with_values({"monthly_ratio": [[5, 0.1]]})
    with pytest.raises(Refused):
        plan.with_values({"monthly_ratio": [[0.8, 0.1]]})


def test_a_plan_file_with_percents_against_shares_is_refused() -> None:
    steps = {"steps": [[80, 1], [100, 2]], "of_unit": "share"}
    with pytest.raises(Refused) as caught:
        small_plan({"pay_line": "step(ladder, sales)"}, {"ladder": steps})
    assert [(p.key, p.column) for p in caught.value.problems] == [("parameter_percent", "ladder")]


def test_figures_beyond_what_is_sensible_are_told_and_used() -> None:
    tables = {
        "rate": {"value": 0.5, "max": 0.2},
        "base_by_grade": {
            "table": {"junior": 1, "senior": 20, "principal": 300},
            "by": "grade", "min": 10, "max": 100,
        },
        "cap": {"value": None, "no_limit": True, "min": 1, "max": 9},
    }  # fmt: skip
    plan = small_plan({"pay_line": "min(cap, rate * sales + base_by_grade[grade])"}, tables)
    assert [(w.key, w.column) for w in plan.warnings] == [
        ("figure_above_max", "rate"),
        ("figure_below_min", "base_by_grade.junior"),
        ("figure_above_max", "base_by_grade.principal"),
    ]
    assert all(w.value in w.sentence(lang) for w in plan.warnings for lang in LANGUAGES)


@pytest.mark.parametrize("plan", [*engine.catalogue(), *engine.samples()])
def test_the_figures_of_the_catalogue_are_sensible(plan: str) -> None:
    assert engine.load_plan(plan).warnings == ()


@pytest.mark.parametrize(
    "command",
    [
        ["run", "growth-ladder"],
        ["explain", "growth-ladder", "--employee", "E1", "--month", "2025-03"],
        ["check", "growth-ladder"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_says_what_is_unusual(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.csv"
    text = (CASES / "growth-ladder/facts.csv").read_text("utf-8").splitlines()
    head = text[0].split(",")
    row = text[1].split(",")
    row[head.index("praises")] = "2.5"
    facts.write_text("\n".join([text[0], ",".join(row), *text[2:]]) + "\n", encoding="utf-8")
    options = ["--facts", str(facts), "--set", "step_award=99999", "--out", str(tmp_path / "o.md")]
    if command[0] == "run":
        options[-1] = str(tmp_path / "o.csv")
    for language in LANGUAGES:
        main([*command, *options, "--lang", language])
        said = capsys.readouterr().err
        assert "step_award" in said and "99999" in said
        assert "praises" in said and "2.5" in said
