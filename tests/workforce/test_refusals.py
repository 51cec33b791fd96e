"""A model that cannot be is refused with file, line and key of everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.text import LANGUAGES, Refused
from engine.workforce import load_workforce, simulate
from engine.workforce.load import WORKFORCES

# What is written over what, in which model, and the problem expected: its key and place.
SLIPS = [
    (
        "service-seller",
        "sd: 0.25}",
        "sd: -1}",
        "workforce_figure",
        "measures.attainment.distribution.sd",
    ),
    (
        "service-seller",
        "sd: 0.25}",
        "sd: 0}",
        "workforce_figure",
        "measures.attainment.distribution.sd",
    ),
    (
        "service-seller",
        "sd: 0.05}",
        "sd: 0.9}",
        "workforce_figure",
        "measures.csat.distribution.sd",
    ),
    (
        "service-seller",
        "family: gamma",
        "family: gama",
        "not_one_of",
        "measures.attainment.distribution.family",
    ),
    (
        "service-seller",
        "measure: attainment",
        "measure: attainmet",
        "not_one_of",
        "career.weaker.measure",
    ),
    (
        "service-seller",
        "[quota, attainment]",
        "[quota, pace]",
        "not_one_of",
        "measures.sales.product",
    ),
    (
        "service-seller",
        "[quota, attainment]",
        "[quota]",
        "workforce_list",
        "measures.sales.product",
    ),
    (
        "service-seller",
        "junior: 0.42",
        "junior: 0.52",
        "workforce_adds_to_one",
        "attributes.grade.shares",
    ),
    (
        "service-seller",
        "months_without: 1 ",
        "months_without: -1 ",
        "workforce_figure",
        "measures.quota.months_without",
    ),
    (
        "department-pool",
        "    every: year\n    learning: {shift: [-0.70",
        "    every: year\n    months_without: 2\n    learning: {shift: [-0.70",
        "workforce_no_rating",
        "measures.annual_rating.months_without",
    ),
    (
        "service-seller",
        "with_tenure: 0.7",
        "with_tenure: 0",
        "workforce_figure",
        "attributes.grade.climbing.with_tenure",
    ),
    (
        "service-seller",
        "months_in_step: 6, ",
        "",
        "missing_key",
        "attributes.grade.climbing.months_in_step",
    ),
    (
        "service-seller",
        "intermediate: 0.33, senior: 0.18",
        "intermediate: 0.02, senior: 0.49",
        "workforce_steps",
        "attributes.grade.climbing.months_in_step",
    ),
    (
        "service-seller",
        "demoted: 0.03",
        "demoted: 3",
        "workforce_figure",
        "attributes.grade.climbing.demoted",
    ),
    (
        "service-seller",
        "1.06, 1.10, 1.06]",
        "1.06, 110, 1.06]",
        "workforce_figure",
        "career.headcount",
    ),
    (
        "service-seller",
        "principal: 1.6}",
        "principel: 1.6}",
        "not_one_of",
        "measures.quota.factor_by.grade.principel",
    ),
    (
        "service-seller",
        "person: 0.46",
        "person: 0.96",
        "workforce_more_than_all",
        "measures.attainment.spread",
    ),
    (
        "service-seller",
        "ecommerce: 0.15",
        "retail: 0.15",
        "not_one_of",
        "measures.attainment.season",
    ),
    ("service-seller", "1.45, 1.10]", "1.45]", "workforce_list", "seasons.ecommerce"),
    (
        "service-seller",
        "[csat, complaint_rate, -0.45]",
        "[csat, complaint_rate, -1.0]",
        "workforce_contradiction",
        "correlation",
    ),
    (
        "service-seller",
        "[csat, team_score, 0.20]",
        "[csat, attainment, 0.20]",
        "workforce_pair_twice",
        "correlation.csat, attainment",
    ),
    (
        "service-seller",
        "basis: [assumed, shopping]",
        "basis: [shoping]",
        "not_one_of",
        "measures.quota.basis",
    ),
    (
        "service-seller",
        "hidden: true",
        "hidden: yes",
        "parameter_flag",
        "measures.attainment.hidden",
    ),
    (
        "service-seller",
        "decimals: -2",
        "decimals: 1.5",
        "workforce_whole",
        "measures.quota.decimals",
    ),
    ("service-seller", "first: 2026-01", "first: 2026", "workforce_month", "first"),
    ("service-seller", "size: [8, 14]", "size: [14, 8]", "workforce_figure", "units.team.size"),
    (
        "service-seller",
        "[[0, 0.090], [3, 0.060]",
        "[[1, 0.090], [3, 0.060]",
        "workforce_list",
        "career.leaving",
    ),
    ("service-seller", "\nseasons:", "\nsaisons:", "not_one_of", "saisons"),
    ("service-seller", "employees: 10000", "employees: 0", "workforce_figure", "employees"),
    ("service-seller", "title: {en:", "title: {fr:", "two_languages", "title"),
    ("service-seller", "  team_score:\n", "  grade:\n", "two_meanings", "measures.grade"),
    (
        "points-pay",
        "mean: 0.35, dispersion: 0.35",
        "mean: 0.35",
        "missing_key",
        "measures.sick_days.distribution.dispersion",
    ),
    (
        "points-pay",
        "spread: {person: 0.25, month: 0.05}",
        "season: {ecommerce: 1}",
        "workforce_whole_measure",
        "measures.sick_days.season",
    ),
    (
        "key-account-operations",
        "{posts: 1, leaving: 0}",
        "{leaving: 0}",
        "workforce_one_form",
        "roles.values.director",
    ),
    (
        "key-account-operations",
        "{posts: 1, leaving: 0}",
        "{posts: 1, reports_to: regional_manager}",
        "workforce_circle",
        "roles.values.director.reports_to",
    ),
    (
        "key-account-operations",
        "reports_to: regional_manager",
        "reports_to: manager",
        "not_one_of",
        "roles.values.key_account_manager.reports_to",
    ),
    (
        "service-centre-pool",
        "of: team, size",
        "of: teams, size",
        "not_one_of",
        "units.skill_group.of",
    ),
    (
        "service-seller",
        "of: [attainment, csat]",
        "of: [attainment, attainment]",
        "workforce_list",
        "figures.quality_correlation.of",
    ),
    (
        "service-seller",
        "of: [attainment, csat]",
        "of: [attainment, sales]",
        "not_one_of",
        "figures.quality_correlation.of",
    ),
    (
        "service-seller",
        "quotas: quota, rest: attainment",
        "quotas: quota, rest: quota",
        "not_one_of",
        "figures.seasonal_quotas.rest",
    ),
    (
        "service-seller",
        "{season: ecommerce, quotas",
        "{season: trade, quotas",
        "not_one_of",
        "figures.seasonal_quotas.season",
    ),
    (
        "service-seller",
        "[0.91, 0.77,",
        "[0.91, 0,",
        "workforce_figure",
        "seasons.ecommerce.2",
    ),
    (
        "service-seller",
        "  seasonal_quotas:",
        "  seasonal_quota:",
        "not_one_of",
        "figures.seasonal_quota",
    ),
]


@pytest.mark.parametrize(("name", "right", "wrong", "key", "place"), SLIPS)
def test_a_slip_is_found(
    tmp_path: Path, name: str, right: str, wrong: str, key: str, place: str
) -> None:
    text = (WORKFORCES / f"{name}.yaml").read_text("utf-8")
    assert right in text
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(Refused) as refused:
        load_workforce(file)
    found = [p for p in refused.value.problems if (p.key, p.column) == (key, place)]
    assert found, refused.value.problems
    assert found[0].file == "mine.yaml"
    assert found[0].line is not None
    for language in LANGUAGES:
        assert place in found[0].sentence(language)


def test_all_problems_are_named_together(tmp_path: Path) -> None:
    text = (WORKFORCES / "department-pool.yaml").read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(
        text.replace("longest: 180", "longest: -1").replace("sd: 600", "sd: a"), "utf-8"
    )
    with pytest.raises(Refused) as refused:
        load_workforce(file)
    assert [p.column for p in refused.value.problems] == [
        "measures.monthly_pay.distribution.sd",
        "career.longest",
    ]


def test_an_unknown_workforce_is_refused() -> None:
    with pytest.raises(Refused, match="service-seller"):
        load_workforce("service-sellers")


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"employees": 0}, "employees"),
        ({"months": 0}, "months"),
        ({"first": "2026-13"}, "first"),
        ({"seed": -1}, "seed"),
    ],
)
def test_an_impossible_size_is_refused(asked: dict[str, int | str], column: str) -> None:
    with pytest.raises(Refused) as refused:
        simulate("department-pool", **{"seed": 1, **asked})  # type: ignore[arg-type]
    assert [problem.column for problem in refused.value.problems] == [column]


@pytest.mark.parametrize("first", ["0000-01", "9999-12", "1949-12", "2100-01"])
def test_nobody_is_drawn_for_a_month_in_which_nobody_is_paid(first: str) -> None:
    with pytest.raises(Refused) as caught:
        simulate("service-seller", seed=1, employees=5, first=first)
    assert [(p.key, p.value) for p in caught.value.problems] == [("workforce_month", first)]
