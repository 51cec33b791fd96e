"""Of which months a line reads what: told from the formulas, and held against what is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import engine
from engine.calendar import Every
from engine.facts import Facts, persona_facts
from engine.plan import Plan
from engine.wording import Extent, OwnMonths, own_months
from tests.small_plan import small_plan

DECEMBER = 11
FULL, ADDS, TOTALS = Extent.IN_FULL, Extent.ADDS_UP, Extent.ON_TOTALS


def found(formula: str, every: str = "year", **lines: Any) -> OwnMonths:
    """Of which months a pay line reads what, beside other lines of its plan."""
    plan = small_plan({**lines, "line": {"pay": formula, "every": every}})
    return own_months(plan, plan.lines["line"])


@pytest.mark.parametrize(
    ("formula", "extent"),
    [
        ("year_sum(sales)", ADDS),
        ("year_sum(base_by_grade[grade]) * step(ladder, year_attainment(sales, quota))", ADDS),
        ("rate * year_sum(1) / 12", ADDS),
        ("max(0, year_sum(sales) - year_sum(quota))", ADDS),
        ("min(year_sum(sales), cap * year_sum(1))", ADDS),
        ("year_sum(sales) if year_sum(sales) > 0 else 0", ADDS),
        ("year_sum(sales) if year_sum(sales) >= year_sum(quota) else 0", ADDS),
        ("sales", FULL),
        ("base_by_grade[grade] * year_mean(score)", FULL),
        ("sales * ratio(year_sum(sales), year_sum(quota))", FULL),
        ("100 if year_sum(sales) >= year_sum(quota) else 0", FULL),
        ("ratio(year_sum(sales), year_sum(1))", FULL),
        ("year_sum(sales) - 100", TOTALS),
        ("min(year_sum(sales), cap)", TOTALS),
        ("tiers(commission, year_sum(sales))", TOTALS),
        ("floor(year_sum(sales))", TOTALS),
        ("100 if year_sum(sales) >= cap else 0", TOTALS),
        ("year_sum(sales) * year_sum(1)", TOTALS),
        ("prize(prizes, rank(year_sum(sales)))", TOTALS),
        ("prize(prizes, rank(year_mean(sales)))", FULL),
        ("split(100, tenure_months)", FULL),
        ("split(100, year_sum(sales))", TOTALS),
        ("recent_sum(sales, 3)", TOTALS),
        ("previous(sales, first=quota)", FULL),
        ("0", FULL),
    ],
)
def test_what_an_amount_makes_of_the_months_in_service(formula: str, extent: Extent) -> None:
    assert found(formula).extent is extent


def test_columns_stand_with_the_months_in_which_they_are_read() -> None:
    base = {"working": "base_by_grade[grade]"}
    formula = "year_sum(base) * score + quarter_sum(sales) + base + previous(quota, first=0)"
    assert found(formula, base=base) == OwnMonths(
        of_month=("score", "grade"),
        of_each={Every.QUARTER: ("sales",), Every.YEAR: ("grade",)},
        of_earlier=("quota",),
        unchanged=(),
        beside_others=False,
        extent=Extent.ON_TOTALS,
    )


def test_a_period_within_a_longer_one_lasts_as_long_as_that() -> None:
    assert found("year_mean(quarter_sum(sales))").of_each == {Every.YEAR: ("sales",)}


def test_a_category_that_must_not_have_changed() -> None:
    within = found("year_sum(sales, by=grade)")
    assert within.unchanged == ("grade",) and within.of_each == {Every.YEAR: ("sales", "grade")}


def test_a_line_by_its_own_month_only() -> None:
    plain = found("sales * rate if grade == 'senior' else total(score)", "month")
    assert plain.own_month_only and plain.extent is None and plain.beside_others
    assert not found("recent_sum(sales, 2)", "month").own_month_only


@pytest.mark.parametrize(
    ("by_period", "of_month", "extent"), [(True, (), ADDS), (False, ("grade",), FULL)]
)
def test_a_switch_of_the_plan_decides(
    by_period: bool, of_month: tuple[str, ...], extent: Extent
) -> None:
    plan = engine.load_plan("service-seller").with_values({"bonus_on_period": by_period})
    bonus = own_months(plan, plan.lines["annual_bonus"])
    assert (bonus.of_month, bonus.extent) == (of_month, extent)


# -- held against what is paid --------------------------------------------------------------------


@pytest.mark.parametrize("name", engine.catalogue())
def test_two_months_alike_are_paid_as_is_told(name: str) -> None:
    """Everybody has twelve months like their last; then one of them has November and December
    only."""
    plan = engine.load_plan(name)
    alike = _alike_months(persona_facts(plan))
    whole = engine.evaluate(plan, alike)
    for person in range(alike.size):
        present = alike.present.copy()
        present[:10, person] = False
        part = engine.evaluate(plan, _without_rows(alike, present))
        for line in plan.pay_lines:
            extent = own_months(plan, line).extent
            paid = part.amounts(line.id)[DECEMBER, person]
            full = whole.amounts(line.id)[DECEMBER, person]
            if extent is Extent.ADDS_UP:
                assert paid == pytest.approx(full * 2 / line.every.value, abs=1), line.id
            elif extent is Extent.IN_FULL:
                assert paid == full, line.id


@pytest.mark.parametrize("name", engine.catalogue())
def test_what_is_not_read_of_a_month_makes_no_difference_in_it(name: str) -> None:
    """A column is another in December alone, in the months of the year before it, or before the
    last quarter."""
    plan = engine.load_plan(name)
    facts = persona_facts(plan)
    as_it_is = engine.evaluate(plan, facts)
    for column in plan.facts:
        for rows in (slice(11, 12), slice(0, 11), slice(0, 9)):
            other = engine.evaluate(plan, _with_other(facts, column, rows))
            for line in plan.pay_lines:
                if not _reads(plan, line.id, column, rows):
                    np.testing.assert_array_equal(
                        other.amounts(line.id)[DECEMBER],
                        as_it_is.amounts(line.id)[DECEMBER],
                        f"{line.id}, {column}, {rows}",
                    )


def _reads(plan: Plan, line: str, column: str, rows: slice) -> bool:
    """Whether December's amount may depend on a column in some rows, by what is told."""
    told = own_months(plan, plan.lines[line])
    if column in told.of_earlier or (column in told.of_month and rows.stop > DECEMBER):
        return True
    return any(
        column in columns and rows.stop > 12 - every.value
        for every, columns in told.of_each.items()
    )


def _alike_months(facts: Facts) -> Facts:
    last = [int(np.flatnonzero(facts.present[:, person])[-1]) for person in range(facts.size)]

    def spread(array: NDArray[Any]) -> NDArray[Any]:
        return np.repeat(array[last, range(facts.size)][None, :], 12, axis=0)

    return Facts(
        facts.first,
        facts.employees,
        np.ones((12, facts.size), dtype=np.bool_),
        {name: spread(array) for name, array in facts.numbers.items()},
        {name: replace(c, codes=spread(c.codes)) for name, c in facts.categories.items()},
        {name: spread(array) for name, array in facts.people.items()},
    )


def _without_rows(facts: Facts, present: NDArray[np.bool_]) -> Facts:
    """The same people with rows where they are `present` only."""
    return Facts(
        facts.first,
        facts.employees,
        present,
        {name: np.where(present, array, 0.0) for name, array in facts.numbers.items()},
        {
            name: replace(c, codes=np.where(present, c.codes, len(c.values)).astype(c.codes.dtype))
            for name, c in facts.categories.items()
        },
        {name: np.where(present, array, -1) for name, array in facts.people.items()},
    )


def _with_other(facts: Facts, column: str, rows: slice) -> Facts:
    """The facts with other values of a column in some rows, where people have one."""
    here = np.zeros_like(facts.present)
    here[rows] = facts.present[rows]
    if column in facts.numbers:
        old = facts.numbers[column]
        flag = set(np.unique(old)) <= {0.0, 1.0}
        numbers = {column: np.where(here, 1 - old if flag else old * 1.5 + 1, old)}
        return replace(facts, numbers={**facts.numbers, **numbers})
    if column in facts.people:
        nobody = {column: np.where(here, -1, facts.people[column]).astype(np.int32)}
        return replace(facts, people={**facts.people, **nobody})
    old_category = facts.categories[column]
    codes = np.where(here, (old_category.codes + 1) % len(old_category.values), old_category.codes)
    other = replace(old_category, codes=codes.astype(old_category.codes.dtype))
    return replace(facts, categories={**facts.categories, column: other})
