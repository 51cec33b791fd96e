"""A model fitted to facts says what the facts say, and of nobody in particular.

The facts come from models whose figures are known, or are a few people written down here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine import Facts, Plan, Refused, evaluate, fit, load_plan, simulate
from engine.facts import category
from engine.workforce import coverage, quality, read_workforce
from engine.workforce.fitting_coverage import year_splits
from engine.workforce.fitting_marginals import marginal, mean_of, normal_scores, stretched
from engine.workforce.fitting_people import merged
from engine.workforce.fitting_quality import alike
from tests.small_plan import load, plan_of

SALES = {"sales": {"kind": "money"}, "grade": {"kind": "category", "values": ["a", "b", "c"]}}


def _plan(facts: dict[str, Any] = SALES, pay: str = "rate * sales") -> Plan:
    return load(plan_of({"commission": pay}, {"rate": {"value": 0.1}}, facts))


def _facts(sales: np.ndarray[Any, Any], grade: np.ndarray[Any, Any] | None = None) -> Facts:
    """Facts of everybody in every month, from sales `[months, people]` and a grade of each."""
    months, people = sales.shape
    codes = np.zeros(people, np.intp) if grade is None else grade
    return Facts(
        first=2026 * 12,
        employees=tuple(f"P{i:04d}" for i in range(people)),
        present=np.ones((months, people), np.bool_),
        numbers={"sales": sales.astype(float)},
        categories={"grade": category(("a", "b", "c"), np.broadcast_to(codes, (months, people)))},
    )


# -- values ---------------------------------------------------------------------------------


def test_values_that_many_have_keep_their_shares_exactly() -> None:
    """A quarter of 0, three tenths at a cap of 500, the rest between them."""
    rng = np.random.default_rng(1)
    values = np.concatenate([np.zeros(300), np.full(360, 500.0), rng.uniform(1, 499, 540)])
    found = marginal(values, np.arange(1200), 10, (0, 1e12))
    assert found.masses == ((0.0, 0.25), (500.0, 0.3))
    assert found.points[:2] == ((0.0, 0.0), (0.25, 0.0))
    assert found.points[-2:] == ((0.7, 500.0), (1.0, 500.0))
    drawn = np.interp(rng.standard_normal(200_000), *_corners(found.points))
    assert (drawn == 0).mean() == pytest.approx(0.25, abs=0.004)
    assert (drawn == 500).mean() == pytest.approx(0.3, abs=0.004)
    assert found.left_out == 0


def test_quantiles_are_met_and_the_mean() -> None:
    values = np.random.default_rng(2).gamma(4.0, 250.0, 20_000)
    found = marginal(values, np.arange(20_000), 10, (0, 1e12))
    drawn = np.interp(np.random.default_rng(3).standard_normal(400_000), *_corners(found.points))
    for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98):
        # the standard error of a quantile of 20,000 is below 1 % of the standard deviation of 500
        assert np.quantile(drawn, share) == pytest.approx(np.quantile(values, share), abs=12)
    assert mean_of(found.points) == pytest.approx(values.mean(), rel=0.002)


def test_no_point_of_a_table_is_the_value_of_a_few() -> None:
    """One person with a thousand times the others' sales moves no point beyond their average."""
    values = np.concatenate([np.random.default_rng(4).normal(1000, 50, 499), [1_000_000.0]])
    found = marginal(values, np.arange(500), 10, (0, 1e12))
    inner = [v for p, v in found.points if 0.01 < p < 0.98]
    assert max(inner) < 1200
    assert 1_000_000.0 not in [v for _, v in found.points]
    assert values.max() > max(v for _, v in found.points)


def test_a_flag_that_fewer_people_have_than_the_smallest_group_is_not_kept() -> None:
    values = np.array([0.0] * 191 + [1.0] * 9)
    found = marginal(values, np.arange(200), 10, (0, 1))
    assert found.points == ((0.0, 0.0), (1.0, 0.0))
    assert found.left_out == pytest.approx(9 / 200)
    enough = marginal(np.array([0.0] * 190 + [1.0] * 10), np.arange(200), 10, (0, 1))
    assert enough.masses == ((0.0, 0.95), (1.0, 0.05))


def test_few_values_that_too_few_people_have_are_spread_again_and_not_made_one() -> None:
    """Five people with 4, 6, 6, 7 days and five with 5, 6, 6, 5: only 6 is a value of ten. To keep
    it would make 6 of each 7, an eighth of all; a curve through all has their mean and spread."""
    days = np.array([[4, 6, 6, 7], [5, 6, 6, 5]] * 5)
    found = marginal(days.ravel().astype(float), np.repeat(np.arange(10), 4), 10, (0, 31))
    assert found.masses == () and found.left_out == 0
    assert mean_of(found.points) == pytest.approx(days.mean(), abs=0.02)
    assert found.points[0][1] < 4.6 and found.points[-1][1] > 6.6


def test_a_table_for_narrower_normal_values_gives_the_same_values() -> None:
    points = ((0.0, 0.0), (0.25, 0.0), (0.5, 10.0), (0.9, 20.0), (1.0, 20.0))
    normal = np.random.default_rng(5).standard_normal(1000)
    given = np.interp(normal, *_corners(points))
    found = np.interp(normal / 0.6, *_corners(stretched(points, 0.6)))
    assert found == pytest.approx(given, abs=1e-3)


def test_equal_values_have_equal_scores() -> None:
    scores = normal_scores(np.array([3.0, 1.0, 1.0, 2.0]))
    assert scores[1] == scores[2] < scores[3] < scores[0]
    assert scores.mean() == pytest.approx(0) and scores.std() == pytest.approx(1)


def _corners(points: Any) -> tuple[Any, Any]:
    from scipy import special

    shares, values = np.array(points).T
    return np.clip(special.ndtri(shares), -6.5, 6.5), values


# -- people ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sellers() -> Any:
    """Four years of 1,500 simulated sellers, whose figures stand in sample-sales.yaml."""
    plan = load_plan("sample-bonus-curve")
    facts = simulate("sample-sales", 5, 2500, 48, "2023-01")
    return facts, fit(facts, plan)


def test_what_a_model_was_drawn_from_is_found_again(sellers: Any) -> None:
    _, fitted = sellers
    target = fitted.model.measures["target"]
    assert target.spread.person > 0.9  # 1.0 before rounding to thousands and the season
    part = fitted.model.measures["sales_per_target"]
    assert part.spread.person == pytest.approx(0.45, abs=0.08)
    assert part.spread.month == pytest.approx(0.05, abs=0.035)
    assert part.persistence == pytest.approx(0.35, abs=0.15)
    # learning: −0.68, −0.27, −0.08 and −0.03 in the first four months; those past it are the
    # better ones of those who joined, as the weaker leave sooner, so that all are a tenth lower
    assert part.learning_shift[0] == pytest.approx(-0.78, abs=0.12)
    assert part.learning_shift[1] == pytest.approx(-0.37, abs=0.12)
    season = target.month_shift
    assert season[1] == min(season) and season[11] == max(season)  # 0.85 and 1.08 of the trade


def test_who_leaves_is_found_again(sellers: Any) -> None:
    _, fitted = sellers
    leaving = fitted.model.career.leaving
    for month, share in ((0, 0.09), (3, 0.06), (6, 0.042), (12, 0.03), (24, 0.025)):
        assert leaving[month] == pytest.approx(share, rel=0.25)


def test_drawn_people_are_like_the_real_ones(sellers: Any) -> None:
    facts, fitted = sellers
    found = quality(fitted)
    assert {likeness.grade for likeness in found.likenesses} <= {"very_close", "close"}
    for likeness in found.likenesses:
        if likeness.measure != "tenure_months":
            assert likeness.drawn.mean == pytest.approx(likeness.real.mean, rel=0.015)
    (pair,) = found.pairs
    assert pair.drawn == pytest.approx(pair.real, abs=0.05)
    for pair in found.persistence:
        assert pair.drawn == pytest.approx(pair.real, abs=0.06)
    assert found.leaving[1] == pytest.approx(found.leaving[0], rel=0.15)
    assert facts.size == 2500


def test_correlated_measures_stay_so() -> None:
    """Two measures of 600 people, correlated by 0.8 for good and by −0.5 from month to month."""
    rng = np.random.default_rng(6)
    people, months = 600, 12
    person = rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], people)
    month = rng.multivariate_normal([0, 0], [[1, -0.5], [-0.5, 1]], (months, people))
    both = person[None] + month
    plan = _plan({"sales": {"kind": "money"}, "calls": {"kind": "number"}}, "rate * sales + calls")
    facts = _facts(np.exp(both[..., 0]) * 100)
    facts = replace(facts, numbers={**facts.numbers, "calls": 50 + 5 * both[..., 1]}, categories={})
    model = fit(facts, plan).model
    assert model.lasting is not None
    assert model.lasting[0, 1] == pytest.approx(0.8, abs=0.08)
    assert model.correlation[0, 1] == pytest.approx(-0.5, abs=0.05)
    assert model.measures["sales"].spread.person == pytest.approx(0.5, abs=0.06)


def test_groups_large_enough_have_a_distribution_of_their_own_and_small_ones_none() -> None:
    rng = np.random.default_rng(7)
    grade = np.repeat([0, 1, 2], [150, 145, 5])
    sales = rng.normal(np.array([1000.0, 3000.0, 9000.0])[grade], 100, (6, 300))
    fitted = fit(_facts(sales, grade), _plan())
    measure = fitted.model.measures["sales"]
    assert measure.group == "grade" and set(measure.form_by) == {"a", "b"}
    assert fitted.model.attributes["grade"].shares == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert any("c have fewer than 10 people" in note["en"] for note in fitted.model.notes)
    drawn = simulate(fitted.model, 1, 2000)
    for code, mean in ((0, 1000), (1, 3033)):  # those of c count with b: (145·3000 + 5·9000) / 150
        theirs = drawn.categories["grade"].codes == code
        found = drawn.numbers["sales"][theirs & drawn.present].mean()
        assert found == pytest.approx(mean if code == 0 else 3150, rel=0.06)


def test_a_column_beyond_the_plan_is_drawn_where_its_groups_differ() -> None:
    """Sales of the north are twice those of the south at each grade; the town tells nothing, and
    the 200 names are no groups."""
    rng = np.random.default_rng(14)
    grade, north = np.repeat([0, 1], 100), np.tile([0, 1], 100)
    sales = rng.normal(1000.0 * (1 + grade) * (1 + north), 60, (6, 200))
    facts = _facts(sales, grade)
    beyond = {
        "region": category(("south", "north"), np.broadcast_to(north, sales.shape)),
        "town": category(("x", "y"), np.broadcast_to(rng.integers(0, 2, 200), sales.shape)),
        "name": category(
            tuple(f"n{i}" for i in range(200)), np.broadcast_to(np.arange(200), sales.shape)
        ),
    }
    facts = replace(facts, categories={**facts.categories, **beyond})
    fitted = fit(facts, _plan())
    assert set(fitted.model.attributes) == {"grade", "region"}
    drawn = simulate(fitted.model, 1, 2000)
    for g in (0, 1):
        for n in (0, 1):
            theirs = (drawn.categories["grade"].codes == g) & (
                drawn.categories["region"].codes == n
            )
            mean = drawn.numbers["sales"][theirs & drawn.present].mean()
            assert mean == pytest.approx(1000 * (1 + g) * (1 + n), rel=0.12)
    assert {like.category for like in quality(fitted).likenesses} == {"", "grade", "region"}
    small = np.where(np.arange(200) < 191, 0, 1)
    few = {"region": category(("south", "north"), np.broadcast_to(small, sales.shape))}
    alone = replace(facts, categories={"grade": facts.categories["grade"], **few})
    assert set(fit(alone, _plan()).model.attributes) == {"grade"}


# -- files, refusals ------------------------------------------------------------------------


def test_the_file_is_the_model_and_the_same_each_time() -> None:
    facts = _facts(np.random.default_rng(8).gamma(4, 250, (6, 40)).round(2))
    once, again = (fit(facts, _plan()) for _ in range(2))
    assert once.text == again.text
    assert read_workforce(once.text, "model.yaml").measures.keys() == {"sales"}
    one, two = simulate(once.model, 3), simulate(read_workforce(once.text, ""), 3)
    assert one.key == two.key
    assert one.month_texts()[0] == "2026-07"


def test_fewer_people_than_the_smallest_group_are_refused() -> None:
    facts = _facts(np.random.default_rng(9).gamma(4, 250, (6, 9)))
    with pytest.raises(Refused) as refused:
        fit(facts, _plan())
    assert refused.value.problems[0].key == "fit_few_people"
    assert fit(facts, _plan(), fewest=9).model.employees == 9


@pytest.mark.parametrize("months", [0, 7, -1])
def test_only_months_that_there_are_can_be_fitted(months: int) -> None:
    facts = _facts(np.random.default_rng(9).gamma(4, 250, (6, 20)))
    with pytest.raises(Refused) as refused:
        fit(facts, _plan(), months=months)
    assert refused.value.problems[0].key == "fit_months"


def test_the_first_months_alone_can_be_fitted() -> None:
    sales = np.random.default_rng(9).gamma(4, 250, (6, 20))
    sales[3:] *= 100
    facts = _facts(sales)
    early = fit(facts, _plan(), months=3)
    assert early.facts.months == 3
    drawn = simulate(early.model, 1, 200, 3, "2026-04")
    assert drawn.numbers["sales"].max() < 20_000


# -- nobody is recognised -------------------------------------------------------------------


def test_nobody_drawn_is_a_real_person_and_the_file_names_nobody() -> None:
    rng = np.random.default_rng(10)
    facts = _facts(rng.gamma(4, 250, (6, 60)).round(2), rng.integers(0, 3, 60))
    facts = replace(facts, employees=tuple(f"张三{i:04d}" for i in range(60)))
    fitted = fit(facts, _plan())
    assert "张三" not in fitted.text
    for value in np.unique(facts.numbers["sales"]):
        assert f"{value}," not in fitted.text and f"{value}]" not in fitted.text
    for seed in range(20):
        drawn = simulate(fitted.model, seed, 300, 6, "2026-01")
        assert alike(facts, drawn, ["sales"]) == 0
    assert alike(facts, facts, ["sales"]) == 60


def test_a_month_of_few_people_says_nothing_of_the_season() -> None:
    """In June only three of forty people are there, who sell ten times as much as ever."""
    rng = np.random.default_rng(12)
    month = np.array([0.3, -0.3, 0.2, -0.2, 0.1, 0.0])[:, None]
    facts = replace(_facts(1000 * np.exp(month + rng.normal(0, 0.2, (6, 40)))), categories={})
    present = np.ones((6, 40), np.bool_)
    present[5, 3:] = False
    sales = facts.numbers["sales"] * np.where(np.arange(6) == 5, 10, 1)[:, None] * present
    few = replace(facts, present=present, numbers={"sales": sales})
    measure = fit(few, _plan({"sales": {"kind": "money"}})).model.measures["sales"]
    assert measure.month_shift[5] == 0 and any(measure.month_shift[:5])


# -- coverage -------------------------------------------------------------------------------


def test_years_are_cut_after_three_six_and_nine_months() -> None:
    assert list(year_splits(12)) == [(0, 3, 12), (0, 6, 12), (0, 9, 12)]
    assert list(year_splits(13))[3:] == [(1, 4, 13), (1, 7, 13), (1, 10, 13)]
    assert list(year_splits(5)) == []


def test_ranges_hold_what_was_paid_four_times_in_five() -> None:
    """Sixteen years of 60 people with lasting ability, months of their own and a common shock."""
    held, held_by_head, sure = [], [], []
    for seed in range(16):
        rng = np.random.default_rng(seed)
        person, month = rng.normal(0, 0.3, 60), rng.normal(0, 0.08, (12, 1))
        facts = _facts(1000 * np.exp(person + month + rng.normal(0, 0.3, (12, 60))))
        facts = replace(facts, categories={})
        plan = _plan({"sales": {"kind": "money"}})
        for unsure, into in ((True, held), (False, sure)):
            found = coverage(facts, plan, splits=[(0, 6, 12)], runs=30, seed=seed, unsure=unsure)
            into.append(found.held)
            if unsure:
                held_by_head.append(found.held_by_head)
    # of 16 ranges that each hold with 0.8, 10 or more do in 19 of 20 cases
    assert 10 <= sum(held) <= 16
    # sixty people who all stay: the headcount is left open, so that its ranges are the wider ones
    assert 10 <= sum(held_by_head) <= sum(held)
    assert sum(sure) < sum(held)


def test_what_was_paid_is_what_the_plan_pays_in_the_rest() -> None:
    facts = replace(_facts(np.random.default_rng(11).gamma(4, 250, (8, 40))), categories={})
    plan = _plan({"sales": {"kind": "money"}})
    (split,) = coverage(facts, plan, splits=[(0, 5, 8)], runs=20).splits
    paid = evaluate(plan, facts).cost_by_month[5:].sum()
    assert split.paid == pytest.approx(paid)
    assert split.ranges[0] < split.ranges[1] < split.ranges[2]


def test_too_few_months_cannot_be_tried() -> None:
    facts = replace(_facts(np.random.default_rng(11).gamma(4, 250, (5, 40))), categories={})
    with pytest.raises(Refused) as refused:
        coverage(facts, _plan({"sales": {"kind": "money"}}))
    assert refused.value.problems[0].key == "fit_no_split"


# -- categories and managers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ([20, 20], [0, 1]),
        ([20, 9, 10], [0, 0, 2]),  # next to both, the larger one
        ([9, 30, 5], [1, 1, 1]),
        ([4, 7, 30], [1, 1, 2]),  # side by side they are enough, under the larger one's name
        ([4, 5, 30], [2, 2, 2]),
        ([3, 4], [1, 1]),
        ([0, 12, 9, 0, 3], [0, 1, 2, 3, 2]),  # values that nobody has are passed over
    ],
)
def test_small_values_count_with_others(count: list[int], expected: list[int]) -> None:
    into, small = merged(np.repeat(np.arange(len(count)), count), len(count), 10)
    assert np.repeat(into, count).tolist() == np.repeat(expected, count).tolist()
    assert small == tuple(i for i, n in enumerate(count) if n and expected[i] != i)


def test_who_reports_to_whom_is_kept_without_names() -> None:
    """A director, two assistants, and teams of four to six led by regional managers."""
    plan = load_plan("key-account-operations")
    facts = simulate("key-account-operations", 3, 300, 6)
    fitted = fit(facts, plan)
    roles = fitted.model.roles
    assert roles is not None
    assert {k: (r.posts, bool(r.leads), r.reports_to) for k, r in roles.values.items()} == {
        "director": (1, False, ""),
        "director_assistant": (2, False, "director"),
        "regional_manager": (0, True, "director"),
        "key_account_manager": (0, False, "regional_manager"),
    }
    drawn = simulate(fitted.model, 1)
    positions = drawn.people["manager_id"][drawn.present]
    assert (positions >= 0).mean() > 0.95
    assert evaluate(plan, drawn).total > 0


# -- what a model file may say of fitted people ---------------------------------------------

MODEL = """\
id: small
plans: [small]
title: {en: Small, zh: 小}
description: {en: Small, zh: 小}
employees: 50
months: 12
first: 2026-01
even: true
sources: {file: {en: File, zh: 文件}}
attributes:
  region: {shares: {north: 0.5, south: 0.5}}
  grade:
    shares: {a: 0.5, b: 0.5}
    given: region
    shares_by: {north: {a: 1.0, b: 0.0}, south: {a: 0.0, b: 1.0}}
career: {leaving: [[0, 0.02]], longest: 24, starting: [[0, 0.25], [12, 0.75]]}
measures:
  sales:
    distribution: {family: quantiles, points: [[0, 0], [0.5, 100], [1, 200]]}
    group: grade
    distribution_by: {b: {family: quantiles, points: [[0, 300], [1, 300]]}}
    month_shift: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    unsure: {level: 0.1, months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
    decimals: 0
    basis: [file]
"""


def test_a_model_file_says_all_this() -> None:
    drawn = simulate(read_workforce(MODEL, "small.yaml"), 1)
    region, grade = (drawn.categories[name].codes for name in ("region", "grade"))
    assert (region == grade)[drawn.present].all()  # everybody in the north has grade a
    assert (drawn.numbers["sales"][(grade == 1) & drawn.present] == 300).all()
    mean = [drawn.numbers["sales"][t][(grade[t] == 0) & drawn.present[t]].mean() for t in (5, 11)]
    assert mean[1] > mean[0] + 10
    first = drawn.numbers["tenure_months"][0][drawn.present[0]]
    assert (first < 12).mean() == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("[0.5, 100]", "[0.5, 300]", "workforce_list"),  # falls again
        ("[0, 0], [0.5, 100]", "[0.1, 0], [0.5, 100]", "workforce_list"),  # not from the share 0
        ("[1, 200]", "[2, 200]", "workforce_figure"),
        ("group: grade", "group: grades", "not_one_of"),
        ("{b: {family", "{z: {family", "not_one_of"),
        ("given: region", "given: grade", "not_one_of"),  # only one that stands above
        ("north: {a: 1.0, b: 0.0}", "north: {a: 0.9, b: 0.0}", "workforce_adds_to_one"),
        ("[12, 0.75]", "[12, 0.7]", "workforce_adds_to_one"),
        ("[12, 0.75]", "[25, 0.75]", "workforce_figure"),  # beyond the longest
        ("0, 0, 1]", "0, 1]", "workforce_list"),
        ("level: 0.1", "level: -0.1", "workforce_figure"),
    ],
)
def test_what_cannot_be_is_refused(right: str, wrong: str, key: str) -> None:
    text = MODEL.replace(right, wrong, 1)
    assert text != MODEL
    with pytest.raises(Refused) as refused:
        read_workforce(text, "small.yaml")
    assert key in {problem.key for problem in refused.value.problems}
