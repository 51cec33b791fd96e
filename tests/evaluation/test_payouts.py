"""What a result tells, worked by hand: totals, pay by person, percentiles, histogram and table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import Payouts
from engine.evaluation import GROSS, evaluate, percentiles
from engine.evaluation.payouts import Subtotal
from engine.evaluation.people_counts import histogram
from tests.examples import examples
from tests.small_plan import paid, small_plan

COLUMNS = {
    "sales": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}

SHEET = """
    employee_id,month,sales,grade
    bob,2026-01,100,senior
    bob,2026-03,300,senior
    ann,2026-02,1000.05,junior
    ann,2026-03,2000,senior
    ann,2026-04,10,senior
"""
"""Bob is away in February and gone in April; Ann comes in February."""


@pytest.fixture
def payouts(tmp_path: Path) -> Payouts:
    plan = small_plan(
        {
            "commission": "sales * 0.1",
            "bonus": {"pay": "quarter_sum(sales) * 0.01", "every": "quarter"},
            "fine": {"pay": "-1 if sales < 50 else 0"},
            "half": {"measure": "sales / 2"},
            "noise": {"measure": "sales * 0.1 * 3 - sales * 0.3"},
            "seniority": {"measure": '"old" if grade == "senior" else "new"'},
            "quarter_sales": {"measure": "quarter_sum(sales)", "every": "quarter"},
        },
        {},
        COLUMNS,
    )
    return paid(plan, SHEET, tmp_path, measures=True)


def test_a_subtotal_counts_only_where_all_its_lines_are_paid(payouts: Payouts) -> None:
    known = payouts.lines["commission"], payouts.lines["bonus"]
    added = replace(payouts, subtotal=Subtotal(known, known[0].by_person + known[1].by_person))
    assert added.pay_by_person.tolist() == payouts.pay_by_person.tolist()
    same = replace(known[0])  # another result: perhaps what was paid in its place
    for lines in (
        {**payouts.lines, "commission": same},
        {"commission": known[0], "fine": payouts.lines["fine"]},
        {**payouts.lines, "more": known[0]},
        {},
    ):
        own = replace(payouts, lines=lines).pay_by_person
        assert replace(added, lines=lines).pay_by_person.tolist() == own.tolist()


def test_totals_by_month_person_and_line(payouts: Payouts) -> None:
    # Commission: Ann 100.01 (100.005 rounded), 200, 1; Bob 10, 30.
    # Bonus in March: Ann 30.00 (1 % of 3000.05 is 30.0005), Bob 1 % of 400.
    # A fine of one yuan: Ann in April.
    assert payouts.facts.employees == ("ann", "bob")
    assert payouts.cost_by_month.tolist() == [10, 100.01, 200 + 30 + 30 + 4, 1 - 1]
    assert payouts.pay_by_person.tolist() == [100.01 + 200 + 1 + 30 - 1, 10 + 30 + 4]
    assert payouts.monthly_pay_by_person.tolist() == [330.01 / 3, 44 / 2]
    assert payouts.line_totals == {"commission": 341.01, "bonus": 34, "fine": -1}
    assert payouts.total == 374.01
    assert payouts.line_by_month("commission").tolist() == [10, 100.01, 230, 1]
    assert payouts.line_by_person("bonus").tolist() == [30, 4]


def test_amounts_of_the_lines_that_are_named_alone_are_kept(payouts: Payouts) -> None:
    named = evaluate(payouts.plan, payouts.facts, amounts=["bonus"])
    assert named.amounts("bonus").tolist() == payouts.amounts("bonus").tolist()
    assert named.lines["commission"].amounts is None
    assert named.line_totals == payouts.line_totals


def test_amounts_are_fen_by_month_and_person(payouts: Payouts) -> None:
    assert payouts.amounts("bonus").tolist() == [[0, 0], [0, 0], [3000, 400], [0, 0]]
    assert payouts.amounts(GROSS).tolist() == [
        *([0, 1000], [10_001, 0], [23_000, 3400], [0, 0]),
    ]


def test_the_table_goes_by_employee_month_and_line(payouts: Payouts) -> None:
    rows = [tuple(row.values()) for row in payouts.table().to_pylist()]
    assert rows[:8] == [
        ("ann", "2026-02", "commission", "100.01"),
        ("ann", "2026-02", "bonus", "0.00"),
        ("ann", "2026-02", "fine", "0.00"),
        ("ann", "2026-02", "gross_pay", "100.01"),
        ("ann", "2026-03", "commission", "200.00"),
        ("ann", "2026-03", "bonus", "30.00"),
        ("ann", "2026-03", "fine", "0.00"),
        ("ann", "2026-03", "gross_pay", "230.00"),
    ]
    assert rows[8:12] == [
        ("ann", "2026-04", "commission", "1.00"),
        ("ann", "2026-04", "bonus", "0.00"),
        ("ann", "2026-04", "fine", "-1.00"),
        ("ann", "2026-04", "gross_pay", "0.00"),
    ]
    # Bob has no row in February and April, and so has the table.
    assert [row[1:3] for row in rows[12:]] == [
        (month, line)
        for month in ("2026-01", "2026-03")
        for line in ("commission", "bonus", "fine", "gross_pay")
    ]


def test_measures_follow_pay_where_they_exist(payouts: Payouts) -> None:
    rows = [tuple(row.values())[1:] for row in payouts.table(measures=True).to_pylist()]
    ann = [row for row in rows[: 3 * 7 + 1] if row[0] in ("2026-02", "2026-03")]
    assert [line for _, line, _ in ann[:7]] == [
        *("commission", "bonus", "fine", "gross_pay", "half", "noise", "seniority"),
    ]
    told = {(month, line): amount for month, line, amount in ann}
    assert told["2026-02", "half"] == "500.025"
    # What binary sums leave of nought is nought.
    assert told["2026-02", "noise"] == told["2026-03", "noise"] == "0"
    assert (told["2026-02", "seniority"], told["2026-03", "seniority"]) == ("new", "old")
    # The quarter's measure exists in March only.
    assert told["2026-03", "quarter_sales"] == "3000.05"
    assert ("2026-02", "quarter_sales") not in told


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        *((0.01, "0.01"), (0.1, "0.10"), (-0.05, "-0.05"), (-12.3, "-12.30")),
        *((0.29, "0.29"), (1.005, "1.01"), (1e9, "1000000000.00"), (-0.004, "0.00")),
    ],
)
def test_amounts_have_two_decimals(tmp_path: Path, yuan: float, text: str) -> None:
    plan = small_plan({"commission": "sales"}, {}, COLUMNS)
    sheet = f"employee_id,month,sales,grade\nann,2026-01,{yuan:f},junior"
    assert paid(plan, sheet, tmp_path).table()["amount"].to_pylist() == [text, text]


@pytest.mark.parametrize("plan_id", ["growth-ladder", "merchant-development", "points-pay"])
def test_a_measure_of_decimals_is_one_without_binary_noise(plan_id: str) -> None:
    plan = engine.load_plan(plan_id)
    payouts = engine.evaluate(plan, engine.persona_facts(plan), measures=True)
    names = {"to_next_step", "visit_points", "merchant_points", "total_points"} & set(plan.lines)
    for name in names:
        for value in payouts.measures[name].array.ravel():
            assert Decimal(repr(float(value))) == round(Decimal(repr(float(value))), 2)


def test_people_by_pay_come_from_the_least_paid_a_month(payouts: Payouts) -> None:
    # Bob 22 a month, Ann 110.
    assert payouts.people_by_pay.tolist() == [1, 0]


def test_people_paid_the_same_come_by_id(tmp_path: Path) -> None:
    plan = small_plan({"salary": "sales"}, {}, COLUMNS)
    rows = [("dan", 7), ("ann", 7), ("cho", 7), ("bob", 3)]
    sheet = "\n".join(f"{name},2026-01,{pay},junior" for name, pay in rows)
    found = paid(plan, f"employee_id,month,sales,grade\n{sheet}", tmp_path)
    assert [found.facts.employees[place] for place in found.people_by_pay] == [
        *("bob", "ann", "cho", "dan"),
    ]


# -- percentiles and histogram ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "value"),
    [
        # Five people, four steps between them.
        *((0.0, 10), (0.25, 20), (0.5, 40), (0.75, 80), (1.0, 160)),
        *((0.125, 15), (0.1, 10 + 0.4 * 10), (0.9, 80 + 0.6 * 80)),
    ],
)
def test_a_percentile_lies_between_its_two_people(share: float, value: float) -> None:
    people = np.array([80.0, 10.0, 160.0, 20.0, 40.0])
    assert percentiles(people, [share]) == [pytest.approx(value)]


def test_percentiles_of_a_payout_are_of_all_months_together(payouts: Payouts) -> None:
    # Ann 330.01, Bob 44.
    assert payouts.percentiles([0, 0.5, 1]) == [44, pytest.approx((44 + 330.01) / 2), 330.01]


def test_percentiles_of_people_paid_the_same() -> None:
    assert percentiles(np.array([7.0, 7.0, 7.0]), [0, 0.1, 1]) == [7, 7, 7]


@pytest.mark.parametrize("share", [-0.01, 1.01, 50])
def test_a_share_beyond_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        percentiles(np.array([1.0, 2.0]), [0.5, share])


def test_a_value_on_an_edge_belongs_to_the_bin_above() -> None:
    edges = np.array([0.0, 10.0, 20.0, 30.0])
    assert histogram(np.array([10.0]), edges).tolist() == [0, 1, 0]
    assert histogram(np.array([9.99, 20.0, 19.99]), edges).tolist() == [1, 1, 1]
    # The last edge closes the last bin.
    assert histogram(np.array([0.0, 30.0]), edges).tolist() == [1, 0, 1]


def test_what_lies_outside_goes_to_the_first_and_the_last_bin() -> None:
    edges = np.array([100.0, 110.0, 120.0])
    assert histogram(np.array([-5.0, 99.0, 121.0, 1e9, 105.0]), edges).tolist() == [3, 2]


def test_a_histogram_of_a_payout_is_a_month_in_service(payouts: Payouts) -> None:
    # Ann 110.00333, Bob 22.
    for _ in range(2):
        assert payouts.histogram(np.array([0.0, 30.0, 60.0, 90.0, 120.0])).tolist() == [1, 0, 0, 1]
        assert payouts.histogram(np.array([0.0, 10.0, 20.0, 30.0, 40.0])).tolist() == [0, 0, 1, 1]
        assert payouts.monthly_percentiles((0.0, 1.0)) == tuple(payouts.monthly_pay_by_person[::-1])
        assert payouts.monthly_percentiles((0.0,)) == (22.0,)


pays_of_people = st.lists(
    st.one_of(st.integers(-5, 5).map(float), st.integers(-(10**7), 10**8).map(lambda f: f / 100)),
    min_size=1,
    max_size=60,
).map(np.array)


@examples(150)
@given(values=pays_of_people, shares=st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_percentiles_are_those_of_everyone_sorted(values: np.ndarray, shares: list[float]) -> None:
    found = percentiles(values, [*shares, 0.0, 0.1, 0.5, 0.9, 1.0])
    right = np.percentile(values, [100 * s for s in (*shares, 0.0, 0.1, 0.5, 0.9, 1.0)])
    np.testing.assert_allclose(found, right, rtol=1e-12, atol=1e-9)


def test_nobody_has_no_percentiles() -> None:
    assert np.isnan(percentiles(np.array([]), [0.5])).all()


@examples(80)
@given(values=pays_of_people, bins=st.integers(1, 40))
def test_a_histogram_holds_everyone_once(values: np.ndarray, bins: int) -> None:
    edges = np.linspace(-1000.0, 50_000.0, bins + 1)
    counts = histogram(values, edges)
    assert counts.size == bins and counts.sum() == values.size
    inside = values[(values >= edges[0]) & (values < edges[-1])]
    if inside.size == values.size:
        beside = np.min(np.abs(values[:, None] - edges[None, :])) < 1e-6
        assert beside or (counts == np.histogram(values, edges)[0]).all()
