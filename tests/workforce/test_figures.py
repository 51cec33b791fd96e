"""Figures of a model that may be moved: what they do to people, and what they leave alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from engine.facts import Facts
from engine.text import LANGUAGES, SPACE, Refused, percent
from engine.workforce import (
    QUALITY,
    QUOTAS,
    figures_text,
    load_workforce,
    movable,
    simulate,
    with_figures,
    workforces,
)
from engine.workforce.model import QualityCorrelation

WITH_QUALITY = [name for name in workforces() if QUALITY in load_workforce(name).figures]
WITH_QUOTAS = [name for name in workforces() if QUOTAS in load_workforce(name).figures]
CORRELATED = [-0.82, -0.4, 0.0, 0.15, 0.5, 0.91]


def attainment(facts: Facts) -> NDArray[np.float64]:
    """What people attain of their quota; 0 in months without one."""
    sales, quota = facts.numbers["sales"], facts.numbers["quota"]
    return np.divide(sales, quota, out=np.zeros_like(sales), where=quota > 0)


@pytest.mark.parametrize("asked", CORRELATED)
def test_attainment_and_satisfaction_correlate_as_asked_for(asked: float) -> None:
    """By rank within a month, where neither seasons nor the shapes of both measures show."""
    facts = simulate("service-seller", 7, employees=8000, figures={QUALITY: asked})
    found = []
    for month, there in enumerate(facts.numbers["quota"] > 0):
        pair = attainment(facts)[month, there], facts.numbers["csat"][month, there]
        found.append(2 * np.sin(np.pi / 6 * stats.spearmanr(*pair).statistic))
    assert abs(np.mean(found) - asked) < 0.05


def test_the_bounds_of_a_correlation_are_those_of_the_other_ones() -> None:
    model = load_workforce("service-seller")
    figure = movable(model)[QUALITY]
    assert (figure.value, figure.low, figure.high) == (0.15, -0.82, 0.91)
    for beyond in (figure.low - 0.01, figure.high + 0.01):
        matrix = model.correlation.copy()
        of = [measure.id for measure in model.drawn].index
        matrix[of("attainment"), of("csat")] = matrix[of("csat"), of("attainment")] = beyond
        assert np.linalg.eigvalsh(matrix)[0] < 1e-3


@pytest.mark.parametrize("name", WITH_QUALITY)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_model_can_be_drawn_at_the_bounds(name: str, end: str) -> None:
    asked = getattr(movable(load_workforce(name))[QUALITY], end)
    model = with_figures(load_workforce(name), {QUALITY: asked})
    figure = model.figures[QUALITY]
    assert isinstance(figure, QualityCorrelation)
    assert movable(model)[QUALITY].value == asked
    assert np.linalg.eigvalsh(model.correlation)[0] > 0
    assert simulate(model, 3, employees=20).size == 20


@pytest.mark.parametrize("name", sorted({*WITH_QUALITY, *WITH_QUOTAS}))
def test_the_figures_of_the_model_draw_the_same_people(name: str) -> None:
    own = {figure: said.value for figure, said in movable(load_workforce(name)).items()}
    assert simulate(name, 3, employees=50, figures=own).key == simulate(name, 3, employees=50).key


def test_quotas_take_the_season_from_attainment_and_leave_sales_alone() -> None:
    def monthly(share: float) -> tuple[NDArray[np.float64], ...]:
        facts = simulate("service-seller", 7, employees=8000, figures={QUOTAS: share})
        quota, sales = (facts.numbers[column].sum(axis=1) for column in ("quota", "sales"))
        return quota / (facts.numbers["quota"] > 0).sum(axis=1), sales, sales / quota

    quota, sales, reached = monthly(0)
    assert np.ptp(quota) / quota.mean() < 0.05  # more juniors before the peak
    assert np.ptp(reached) > 0.6
    index = np.array(load_workforce("service-seller").seasons["ecommerce"])
    carried, same_sales, flat = monthly(1)
    assert np.allclose(carried / quota, index, atol=0.01)
    assert np.allclose(same_sales / sales, 1, atol=0.002)
    assert np.ptp(flat) < 0.3
    between = monthly(0.5)[0] / quota
    assert np.allclose(between, 1 + 0.5 * (index - 1), atol=0.01)


def test_quotas_carry_the_rush_of_quarter_ends_where_the_market_has_none() -> None:
    """A model without a rest: sales do not hang on the quota, so they stay to the fen."""
    own, moved = (
        simulate("key-account-incentive", 7, employees=900, figures=figures)
        for figures in ({}, {QUOTAS: 1})
    )
    assert np.array_equal(own.numbers["sales"], moved.numbers["sales"])
    rise = moved.numbers["quota"].sum(axis=1) / own.numbers["quota"].sum(axis=1)
    index = load_workforce("key-account-incentive").seasons["quarter_end"]
    assert np.allclose(rise, index, atol=0.01)


@pytest.mark.parametrize("name", WITH_QUOTAS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_tell_how_much_of_the_season_quotas_carry(name: str, language: str) -> None:
    model = load_workforce(name)
    carried = percent(movable(model)[QUOTAS].value, language, 0).replace(SPACE, " ")
    assert carried in model.description[language]


@pytest.mark.parametrize(
    ("name", "figures", "words"),
    [
        ("service-seller", {QUALITY: 0.95}, "from −0.82 to 0.91"),
        ("service-seller", {QUALITY: float("nan")}, "from −0.82 to 0.91"),
        ("service-seller", {QUALITY: True}, "True cannot be"),
        ("service-seller", {QUALITY: "0.5"}, "0.5 cannot be"),
        ("service-seller", {QUOTAS: 80}, f"8,000{SPACE}% is not a share from 0 to 100{SPACE}%"),
        ("service-seller", {"quality": 0.5}, "It has: quality_correlation, seasonal_quotas."),
        ("part-time-service", {QUALITY: 0.5}, "It has: seasonal_quotas."),
        ("department-pool", {QUOTAS: 0.5}, "It has none; leave it out."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_in_words(
    name: str, figures: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused) as refused:
        simulate(name, 7, employees=10, figures=figures)
    assert words in refused.value.text("en")
    assert refused.value.text("zh")


def test_all_that_cannot_be_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        simulate("service-seller", 7, figures={QUALITY: 2, QUOTAS: -1, "other": 0})
    assert len(refused.value.problems) == 3


def test_the_source_of_facts_tells_what_was_moved() -> None:
    facts = simulate("service-seller", 7, employees=5, figures={QUALITY: -0.5})
    assert facts.source.endswith("seed 7, quality_correlation -0.5")


def test_moved_figures_in_words() -> None:
    figures = ((QUALITY, -0.5), (QUOTAS, 0.6))
    assert figures_text(figures, "en") == [
        "correlation of results and quality −0.5",
        f"quotas carry 60{SPACE}% of the season",
    ]
    assert figures_text(figures, "zh") == [
        "业绩与服务质量相关系数 −0.5",
        "指标随淡旺季调整 60%",
    ]
