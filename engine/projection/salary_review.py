"""The salary review: individual raises by rating and place in the range, within a budget.

The budget is a share of base pay in the month of the review. The cells of the merit matrix are
weights: everybody's raise is that of the cell times one number, the same for all, at which the
raises come to the budget. Raises are whole hundredths of a per cent. Twelve months later there is a
review again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import Memory, evaluate
from engine.facts import Facts
from engine.plan import Line, Plan
from engine.projection.assumption_kinds import THIRDS
from engine.projection.changing_plans import RAISED, columns_of, first_rows, only

Array = NDArray[np.float64]
Places = NDArray[np.intp]
RATINGS = (
    *("rating", "annual_rating", "score", "review_score", "kpi_score"),
    *("coefficient", "account_index", "monthly_index", "attainment"),
)
"""What the catalogue calls how people are rated, the best first."""
POSITIONS = ("range_position", "band_position")
"""What it calls the place in a range of pay, from 0 to 1."""
YEAR = 12
HUNDREDTHS = 4
MEAN_DECIMALS = 9
"""Means of ratings that are equal to so many decimals are equal."""


@dataclass(frozen=True)
class Review:
    """A review in the row `row` and every twelve months after it.

    `line` is the pay line of base pay, `column` the column of money that it is, or "". `rating` and
    `position` name a measure or column, "" for none: everybody is in the middle then.
    """

    row: int
    budget: float
    matrix: Mapping[str, Sequence[float]]
    line: str
    column: str
    rating: str
    position: str


def rating_of(plan: Plan, named: str | None = None) -> str:
    """The monthly measure or column by which people are rated: the one named, else the first with
    the name of a rating; "" where there is none."""
    known = possible_ratings(plan)
    return next((name for name in ([named] if named else RATINGS) if name in known), "")


def position_of(plan: Plan, named: str | None = None) -> str:
    """The monthly measure or column of the place in the range; "" where there is none."""
    known = possible_positions(plan)
    return next((name for name in ([named] if named else POSITIONS) if name in known), "")


def possible_ratings(plan: Plan) -> list[str]:
    """What puts people in an order: numbers, the higher the better, and what has values that the
    plan lists, the best first."""
    columns = plan.facts.values()
    named = [c.id for c in columns if c.is_number or (c.kind == "category" and c.values)]
    return named + [line.id for line in _monthly_measures(plan)]


def possible_positions(plan: Plan) -> list[str]:
    """What is a share, or lies between 0 and 1."""
    columns = plan.facts.values()
    named = [c.id for c in columns if c.kind == "share" or c.range == (0, 1)]
    return named + [line.id for line in _monthly_measures(plan) if line.unit == "share"]


def _monthly_measures(plan: Plan) -> list[Line]:
    return [x for x in plan.lines.values() if x.role == "measure" and x.every.value == 1]


def raised(review: Review, plan: Plan, facts: Facts) -> Facts:
    """The facts with everybody's raises: in the column RAISED, 1 without any, or in the column of
    money that base pay is."""
    index = np.ones((facts.months, facts.size))
    for row in range(review.row, facts.months, YEAR):
        if row < 0:
            continue
        raise_by_person = raises(review, plan, _with_index(review, facts, index), row)
        index[row:] *= 1 + raise_by_person
    index = np.where(facts.present, np.round(index, 2 * HUNDREDTHS), 0.0)
    return _with_index(review, facts, index)


def _with_index(review: Review, facts: Facts, index: Array) -> Facts:
    if review.column:
        paid = facts.numbers[review.column] * index
        return facts.with_numbers(review.column, np.round(paid, 2) * facts.present)
    return facts.with_numbers(RAISED, index * facts.present)


def raises(review: Review, plan: Plan, facts: Facts, row: int) -> Array:
    """The raise of each person in a row, as a share of base pay; 0 for whoever is not there."""
    there = facts.present[row]
    lines = [review.line, *(n for n in (review.rating, review.position) if n in plan.lines)]
    reduced = only(plan, *lines)
    so_far = first_rows(columns_of(reduced, facts), row + 1)
    payouts = evaluate(reduced, so_far, Memory(), amounts=[review.line], measures=len(lines) > 1)
    amounts = payouts.lines[review.line].amounts
    assert amounts is not None
    base = np.where(there, amounts[row], 0.0)

    def values(name: str) -> Array | None:
        if name in payouts.measures:
            result = payouts.measures[name]
            codes = np.asarray(result.array, np.float64)
            return codes if result.values is None else -codes
        if name in facts.numbers:
            return facts.numbers[name]
        if name in facts.categories:
            return -np.asarray(facts.categories[name].codes, np.float64)
        return None

    begin = max(0, row - YEAR)
    rated = values(review.rating)
    rating: Places = np.ones(facts.size, np.intp)
    if rated is not None and row > 0:
        rating = thirds_of_people(rated[begin:row], facts.present[begin:row], there)
    placed = values(review.position)
    place: Places = np.ones(facts.size, np.intp)
    if placed is not None:
        place = np.clip((placed[row] * 3).astype(np.intp), 0, 2)
    matrix = np.array([review.matrix[name] for name in THIRDS], np.float64)
    weight = np.where(there, matrix[rating, place], 0.0)
    weighted = float(base @ weight)
    if weighted <= 0:
        return np.zeros(facts.size)
    scale = review.budget * float(base.sum()) / weighted
    return np.round(scale * weight, HUNDREDTHS)


def thirds_of_people(values: Array, present: NDArray[np.bool_], who: NDArray[np.bool_]) -> Places:
    """The third of each person among those of `who` by the mean of their own months: 0 the lowest,
    2 the highest. Equal people are in the same third, that of the middle of their places; whoever
    had no month is in the middle one, as are those of no third."""
    months = present.sum(axis=0)
    mean = (values * present).sum(axis=0) / np.maximum(months, 1)
    third: Places = np.ones(who.size, np.intp)
    ranked = np.flatnonzero(who & (months > 0))
    _, level, equal = np.unique(
        np.round(mean[ranked], MEAN_DECIMALS), return_inverse=True, return_counts=True
    )
    below = np.cumsum(equal) - equal
    twice_middle = 2 * below[level] + equal[level]
    third[ranked] = twice_middle * 3 // (2 * max(ranked.size, 1))
    return third
