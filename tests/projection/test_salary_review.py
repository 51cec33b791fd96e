"""The salary review: who gets which raise, worked by hand, within the budget."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import Facts, Plan, evaluate
from engine.companies import load_company
from engine.projection import Assumptions, check, question_of
from engine.projection.changing_plans import RAISED, raised_column, with_raises
from engine.projection.salary_review import (
    Review,
    position_of,
    raised,
    raises,
    rating_of,
    thirds_of_people,
)
from tests.small_plan import paid, small_plan

COLUMNS = {
    "score": {"kind": "score"},
    "band_position": {"kind": "share"},
    "current_pay": {"kind": "money"},
}
SHEET = """
    employee_id,month,score,band_position,current_pay
    ann,2026-01,90,0.1,1000
    ann,2026-02,94,0.1,1000
    ann,2026-03,10,0.1,1000
    bob,2026-01,80,0.5,2000
    bob,2026-02,80,0.5,2000
    bob,2026-03,99,0.5,2000
    cal,2026-02,70,0.9,3000
    cal,2026-03,99,0.9,3000
    dee,2026-03,99,0.9,4000
"""
"""In March Ann is rated best so far, Bob in the middle, Cal last; Dee is new."""
MATRIX = {"low": [0, 0, 0], "middle": [1, 1, 0.5], "high": [2, 2, 2]}


def situation(tmp_path: Path, base: str) -> tuple[Plan, Facts, Review]:
    plan = small_plan({"base_pay": base}, {}, COLUMNS)
    facts = paid(plan, SHEET, tmp_path).facts
    column = raised_column(plan, "base_pay")
    review = Review(2, 0.05, MATRIX, "base_pay", column, rating_of(plan), position_of(plan))
    return with_raises(plan, "base_pay"), facts, review


@pytest.mark.parametrize("base", ["current_pay * 1", "current_pay"])
def test_raises_are_those_of_the_matrix_scaled_to_the_budget(tmp_path: Path, base: str) -> None:
    plan, facts, review = situation(tmp_path, base)
    assert (review.rating, review.position) == ("score", "band_position")
    # 5 % of 10,000 is 500; the cells weigh 2 × 1,000 + 1 × 2,000 + 0 × 3,000 + 0.5 × 4,000 = 6,000:
    # one weight is a twelfth of base pay, 8.33 %. Dee, not yet rated, is in the middle.
    ready = raised(replace(review, row=12), plan, facts)  # no review within these months
    assert raises(review, plan, ready, 2).tolist() == [0.1667, 0.0833, 0, 0.0417]
    after = evaluate(plan, raised(review, plan, facts))
    assert (after.amounts("base_pay") / 100)[2].tolist() == [1166.7, 2166.6, 3000, 4166.8]
    assert (after.amounts("base_pay") / 100)[1].tolist() == [1000, 2000, 3000, 0]
    # Hundredths of a per cent leave the budget of 500 met to 0.1.
    assert after.cost_by_month[2] - 10_000 == pytest.approx(500, abs=0.2)


def test_nobody_has_a_raise_before_the_first_month_and_next_year_brings_another(
    tmp_path: Path,
) -> None:
    plan, facts, review = situation(tmp_path, "current_pay * 1")
    whole_year = Facts(
        facts.first,
        ("ann", "bob"),
        np.ones((26, 2), np.bool_),
        {
            "score": np.tile([90.0, 80.0], (26, 1)),
            "band_position": np.full((26, 2), 0.5),
            "current_pay": np.full((26, 2), 1000.0),
        },
        {},
    )
    index = raised(replace(review, row=1), plan, whole_year).numbers[RAISED]
    assert index[0].tolist() == [1, 1]
    # Of two people one is in the lowest third and gets nothing, the other all of the 100.
    assert sorted(index[1].tolist()) == [1, 1.1]
    assert sorted(index[12].tolist()) == [1, 1.1]
    # A year later 5 % of 2,100 go to the same person: 105 of 1,100.
    assert sorted(index[13].tolist()) == [1, pytest.approx(1.1 * 1.0955)]


def test_without_a_rating_everybody_is_in_the_middle(tmp_path: Path) -> None:
    plan, facts, review = situation(tmp_path, "current_pay * 1")
    ready = raised(replace(review, row=12), plan, facts)
    plain = replace(review, rating="", position="")
    assert raises(plain, plan, ready, 2).tolist() == [0.05] * 4
    # In the very first month nobody has been rated.
    assert raises(replace(plain, rating="score"), plan, ready, 0).tolist() == [0.05, 0.05, 0, 0]


def test_thirds_go_by_own_months() -> None:
    values = np.array([[5.0, 9, 1, 0], [7.0, 9, 0, 0]])
    present = np.array([[True, True, True, False], [True, True, False, False]])
    who = np.array([True] * 4)
    assert thirds_of_people(values, present, who).tolist() == [1, 2, 0, 1]


@pytest.mark.parametrize(
    ("ratings", "thirds"),
    [
        ([0.8] * 10, [1] * 10),
        ([0.8], [1]),
        ([1, 2], [0, 2]),
        ([1, 2, 3, 4, 5], [0, 0, 1, 2, 2]),  # middles of fifths: 0.1, 0.3, 0.5, 0.7, 0.9
        ([4, 1, 1, 1, 1, 5], [2, 1, 1, 1, 1, 2]),  # four share places 1 to 4, their middle is 1/3
        ([1, 1, 2, 3, 3, 3], [0, 0, 1, 2, 2, 2]),
    ],
)
def test_equal_people_are_in_one_third(ratings: list[float], thirds: list[int]) -> None:
    there = np.ones((3, len(ratings)), np.bool_)
    # three months that come to the same mean in other ways
    values = np.array([ratings, [r - 0.1 for r in ratings], [r + 0.1 for r in ratings]])
    assert thirds_of_people(values, there, there[0]).tolist() == thirds
    assert thirds_of_people(values[:, ::-1], there, there[0]).tolist() == thirds[::-1]


def test_only_a_share_is_a_place_in_the_range(tmp_path: Path) -> None:
    columns = {
        **COLUMNS,
        "rank": {"kind": "category", "values": {"best": {"en": "Best", "zh": "优"}}},
        "place": {"kind": "number", "range": [0, 1]},
    }
    plan = small_plan({"base_pay": "current_pay"}, {}, columns)
    assert [position_of(plan, name) for name in ("place", "band_position", "rank", "score")] == [
        *("place", "band_position", "", "")
    ]
    assert [rating_of(plan, name) for name in ("score", "rank", "place")] == [
        *("score", "rank", "place")
    ]
    whole = load_company("sales-company")
    asked = Assumptions.from_json({"units": {"service": {"review_position": "score_team"}}})
    found = check(question_of(whole, asked))  # no share among the columns of the plan
    assert [(p.key, p.column) for p in found] == [
        ("none_to_choose", "units.service.review_position")
    ]


def test_people_are_rated_by_the_twelve_months_before_the_review(tmp_path: Path) -> None:
    """Reviewed in the 21st month: Ann's year is 9 months of 90 and 3 of 30, 75 on average; Bob's 60
    all along; Cal's 9 of 40 and 3 of 90, 52.5. What was before that year, 99 of Cal's, is past."""
    plan, _, review = situation(tmp_path, "current_pay * 1")
    scores = np.array([[0.0, 60, 99]] * 8 + [[90.0, 60, 40]] * 9 + [[30.0, 60, 90]] * 4)
    numbers = {
        "score": scores,
        "band_position": np.full((21, 3), 0.5),
        "current_pay": np.full((21, 3), 1000.0),
    }
    facts = Facts(2026 * 12, ("ann", "bob", "cal"), np.ones((21, 3), np.bool_), numbers, {})
    ready = raised(replace(review, row=30), plan, facts)
    # 150 over the weights of the middle column: 2, 1 and 0
    assert raises(review, plan, ready, 20).tolist() == [0.1, 0.05, 0]


def test_the_twelve_months_are_those_and_no_month_beside_them(tmp_path: Path) -> None:
    plan, _, review = situation(tmp_path, "current_pay * 1")
    score = np.tile([80.0, 81.0], (14, 1))
    score[0, 0] = 99  # Ann's month 13 months before the review would put her first,
    score[13, 0] = 99  # and so would that of the review; in the twelve between Bob is better
    facts = Facts(
        2026 * 12,
        ("ann", "bob"),
        np.ones((14, 2), np.bool_),
        {
            "score": score,
            "band_position": np.full((14, 2), 0.5),
            "current_pay": np.full((14, 2), 1000.0),
        },
        {},
    )
    ready = raised(replace(review, row=14), plan, facts)  # no review within these months
    # The middle of the range weighs 0 in the lowest third and 2 in the highest: Bob has all of
    # 5 % of 2,000, 100 of his 1,000.
    assert raises(review, plan, ready, 13).tolist() == [0, 0.1]
    score = score.copy()
    score[1, 0] = 99  # the first of the twelve counts: Ann's mean is 81.6
    ready = raised(replace(review, row=14), plan, facts.with_numbers("score", score))
    assert raises(review, plan, ready, 13).tolist() == [0.1, 0]
