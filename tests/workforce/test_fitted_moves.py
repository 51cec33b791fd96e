"""Changes of a category within the facts are drawn as often as they were seen, where people enough
made them: small companies, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine import Facts, fit, simulate
from engine.facts import category
from engine.text import Refused
from engine.workforce import quality, read_workforce
from engine.workforce.fitting_moves import joined_with, seen_moves
from tests.small_plan import load, plan_of
from tests.workforce.test_fitting import MODEL

GRADES = ("a", "b", "c")
PLAN = load(
    plan_of(
        {"pay": "rate * sales"},
        {"rate": {"value": 0.1}},
        {
            "sales": {"kind": "money"},
            "grade": {"kind": "category", "values": list(GRADES)},
        },
    )
)


def _facts(rows: list[str]) -> Facts:
    """Facts of people from their grades by month, "." where one is not there."""
    codes = np.array([[GRADES.index(c) if c in GRADES else 3 for c in row] for row in rows]).T
    present = codes < 3
    level = np.array([1000, 2000, 3000, 0])[codes]
    sales = (level + np.random.default_rng(2).normal(0, 50, codes.shape)) * present
    return Facts(
        first=2026 * 12,
        employees=tuple(f"P{i:03d}" for i in range(len(rows))),
        present=present,
        numbers={"sales": sales},
        categories={"grade": category(GRADES, codes)},
    )


def _moves(rows: list[str], fewest: int = 10, into: tuple[int, ...] = (0, 1, 2)):  # type: ignore[no-untyped-def]
    facts = _facts(rows)
    return seen_moves(facts, facts.categories["grade"], np.array(into), fewest)


def test_moves_that_people_enough_made_have_their_share() -> None:
    """Twelve of forty go from a to b after the first of three months: 12 moves among the 40 + 28
    person-months of a that have a next one; three who fall from c to b are too few."""
    rows = [*["abb"] * 12, *["aaa"] * 28, *["ccc"] * 17, *["ccb"] * 3]
    found = _moves(rows)
    assert _moves(rows, fewest=12) == found and not _moves(rows, fewest=13).drawn
    assert (found.seen, found.drawn) == (15, 12)
    assert found.shares == {"a": {"b": round(12 / 68, 6)}}


def test_moves_too_few_from_each_value_count_together_by_direction() -> None:
    """Six go from a to b, five from b to c: eleven go one up, of 46 + 40 person-months with a or b
    that have a next one. One who goes from a to c at once is not drawn."""
    rows = [*["aab"] * 6, *["bbc"] * 5, *["aaa"] * 16, "aac", *["bbb"] * 15]
    found = _moves(rows)
    share = round(11 / (23 * 2 + 20 * 2), 6)
    assert found.shares == {"a": {"b": share}, "b": {"c": share}}
    assert (found.seen, found.drawn) == (12, 11)
    assert _moves(rows, fewest=11).shares == found.shares
    assert _moves(rows, fewest=12).shares == {}


def test_one_person_to_and_fro_is_one() -> None:
    assert _moves(["ababababababababababab", *["aa" * 11] * 20]).shares == {}


def test_nobody_moves_to_a_value_with_which_the_own_one_counts_or_after_a_gap() -> None:
    assert _moves([*["ab"] * 12, *["aa"] * 12], into=(0, 0, 2)).seen == 0
    assert _moves([*["a.b"] * 12, *["aaa"] * 12]).seen == 0


def test_joiners_have_the_value_of_their_first_month() -> None:
    facts = _facts(["aab", ".bc", "..c", "..."[:2] + "a"])
    assert joined_with(facts, facts.categories["grade"]).tolist() == [1, 2, 0]


@pytest.fixture(scope="module")
def company() -> Facts:
    """120 people over a year: a and b go one up with 2 % a month, joiners are a."""
    rng = np.random.default_rng(3)
    rows = []
    for person in range(120):
        start = int(rng.integers(1, 12)) if person >= 90 else 0
        grade = 0 if start else int(rng.integers(0, 3))
        row = "." * start
        for _ in range(start, 12):
            row += GRADES[grade]
            grade = min(2, grade + int(rng.random() < 0.02))
        rows.append(row)
    return _facts(rows)


def test_drawn_people_move_up_as_the_real_ones_and_begin_where_those_ended(company: Facts) -> None:
    fitted = fit(company, PLAN)
    attribute = fitted.model.attributes["grade"]
    last = company.categories["grade"].codes[-1]
    assert attribute.shares == {
        grade: pytest.approx((last == code).mean(), abs=1e-4) for code, grade in enumerate(GRADES)
    }
    assert attribute.joining == {"a": 1.0, "b": 0.0, "c": 0.0}
    (moving,) = quality(fitted).changing
    assert moving.drawn == pytest.approx(moving.real, rel=0.25)
    drawn = simulate(fitted.model, 4, 3000, 12)
    codes, there = drawn.categories["grade"].codes, drawn.present
    assert (codes[1:] >= codes[:-1])[there[1:] & there[:-1]].all()  # nobody falls
    joined = ~there[0] & there[1]
    assert (codes[1][joined] == 0).all()
    # pay goes along with the grade of the month
    for code, level in enumerate((1000, 2000, 3000)):
        theirs = drawn.numbers["sales"][there & (codes == code)]
        assert theirs.mean() == pytest.approx(level, rel=0.02)
    assert any("people change it as" in note["en"] for note in fitted.model.notes)


def test_a_held_measure_follows_the_grade_in_the_month_of_the_move() -> None:
    """Pay by grade, else kept: twelve of sixty go from a to b in June, and get the pay of b."""
    rows = [*["aaaaabbbbbbb"] * 12, *["a" * 12] * 24, *["b" * 12] * 24]
    facts = _facts(rows)
    pay = np.where(facts.categories["grade"].codes == 0, 1000.0, 2000.0)
    pay = pay + np.arange(60) % 5 * 10
    fitted = fit(
        Facts(facts.first, facts.employees, facts.present, {"sales": pay}, facts.categories), PLAN
    )
    drawn = simulate(fitted.model, 1, 400, 12)
    codes = drawn.categories["grade"].codes
    assert ((codes == 1) & drawn.present).any() and (codes[1:] > codes[:-1]).any()
    sales = drawn.numbers["sales"]
    assert sales[drawn.present & (codes == 0)].max() < 1100
    assert sales[drawn.present & (codes == 1)].min() > 1900


def test_a_file_says_who_moves_and_what_cannot_be_is_refused() -> None:
    moving = "  region: {shares: {north: 0.5, south: 0.5}}"
    good = moving[:-1] + ", moves: {north: {south: 1.0}}, joining: {north: 1.0, south: 0.0}}"
    model = read_workforce(MODEL.replace(moving, good), "")
    codes = simulate(model, 1).categories["region"].codes
    there = simulate(model, 1).present
    assert (codes[1:] == 1)[there[1:] & there[:-1]].all()  # all are in the south the month after
    joined = there[1] & ~there[0]
    assert joined.any() and (codes[1][joined] == 0).all()
    for wrong, key in (
        ("{north: {east: 0.1}}", "not_one_of"),
        ("{north: {north: 0.1}}", "not_one_of"),
        ("{north: {south: 1.1}}", "workforce_figure"),
    ):
        with pytest.raises(Refused) as refused:
            read_workforce(MODEL.replace(moving, good.replace("{north: {south: 1.0}}", wrong)), "")
        assert key in {problem.key for problem in refused.value.problems}
