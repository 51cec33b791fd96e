"""The oracles pay small situations the way a careful reader of the catalogue works them out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle import (
    after_sales_supervisor,
    department_pool,
    growth_ladder,
    key_account_operations,
    key_account_seller,
    online_shop_team,
    part_time_service,
    pay_architecture,
    points_pay,
    service_centre_pool,
    service_kpi_360,
    service_seller,
)
from tests.oracle.arithmetic import clip, exact, rank, ratio, rounded, split, step, tiers
from tests.oracle.payslip import Amounts, Measures, Row
from tests.oracle.periods import full_years, own_rows, pays, tenure_months


def row(employee: str, month: str, **cells: object) -> Row:
    return {
        "employee_id": employee,
        "month": month,
        **{column: str(cell) for column, cell in cells.items()},
    }


def slip(values: Amounts | Measures, employee: str, month: str) -> dict[str, Fraction]:
    """What one employee got in one month, without the lines at 0."""
    return {
        line: value
        for (who, when, line), value in values.items()
        if (who, when) == (employee, month) and value != 0
    }


def yuan(**lines: str | int) -> dict[str, Fraction]:
    return {line: Fraction(amount) for line, amount in lines.items()}


# --- arithmetic ------------------------------------------------------------------------------


def test_numbers_are_taken_as_written() -> None:
    assert exact(0.1) * 3 == Fraction(3, 10)
    assert exact({"a": [[0.8, 1]], "b": None, "c": True}) == {
        "a": [[Fraction(4, 5), 1]],
        "b": None,
        "c": True,
    }


def test_step_takes_the_last_breakpoint_reached() -> None:
    steps = exact([[0.8, 0.1], [1.0, 0.2]])
    reached = [step(Fraction(x), steps) for x in ("0.79", "0.8", "0.99", "1", "7")]
    assert reached == exact([0, 0.1, 0.1, 0.2, 0.2])


def test_tiers_tax_each_slice_at_its_own_rate() -> None:
    rates = exact([[0, 0.1], [5000, 0.15], [10000, 0.25]])
    # 500 + 750 + 2000 * 0.25 = 1750
    assert tiers(Fraction(12000), rates) == 1750
    assert tiers(Fraction(5000), rates) == 500
    assert tiers(Fraction(-1), rates) == 0


def test_ratio_clip_and_rank() -> None:
    assert [ratio(Fraction(3), Fraction(b)) for b in (4, 0, -4)] == [Fraction(3, 4), 0, 0]
    assert [clip(Fraction(x), 0, 1) for x in (-1, Fraction(1, 2), 2)] == [0, Fraction(1, 2), 1]
    group = [Fraction(x) for x in (9, 7, 7, 5)]
    assert [rank(x, group) for x in group] == [1, 2, 2, 4]


@pytest.mark.parametrize(
    ("amount", "fen"),
    [("0.005", 1), ("-0.005", -1), ("0.004999", 0), ("2.675", 268), ("-1.235", -124), ("1", 100)],
)
def test_halves_round_away_from_zero(amount: str, fen: int) -> None:
    assert rounded(Fraction(amount)) == Fraction(fen, 100)


def test_split_gives_the_missing_fen_to_the_largest_fractions_then_by_employee_id() -> None:
    equal = dict.fromkeys(("E2", "E10", "E3"), Fraction(1))
    # 33.333... each; one fen is missing; "E10" comes before "E2".
    assert split(Fraction(100), equal) == exact({"E2": 33.33, "E10": 33.34, "E3": 33.33})
    # -33.333... fen each floors to -34; two fen are missing.
    assert split(Fraction(-1), equal) == exact({"E2": -0.33, "E10": -0.33, "E3": -0.34})
    # 10 fen over 1 : 2 : 3 is 1.67, 3.33, 5: the larger fraction gets the fen.
    uneven = exact({"a": 1, "b": 2, "c": 3})
    assert split(exact(0.1), uneven) == exact({"a": 0.02, "b": 0.03, "c": 0.05})


def test_split_counts_negative_weights_as_0_and_shares_equally_where_all_are_0() -> None:
    assert split(Fraction(1), exact({"a": -5, "b": 1})) == {"a": 0, "b": 1}
    assert split(Fraction(1), exact({"a": -5, "b": 0})) == exact({"a": 0.5, "b": 0.5})
    # The pool itself is rounded first: 0.005 is one fen.
    assert split(exact(0.005), exact({"a": 0, "b": 0})) == exact({"a": 0.01, "b": 0})


# --- periods ---------------------------------------------------------------------------------


def test_own_rows_reach_back_to_the_start_of_the_period() -> None:
    months = ("2024-12", "2025-01", "2025-04", "2025-05", "2025-06", "2025-07")
    rows = [row("E1", month) for month in months] + [row("E2", "2025-04")]
    may = rows[3]
    assert own_rows(rows, may, "quarter") == rows[2:4]
    assert own_rows(rows, may, "half") == rows[1:4]
    assert own_rows(rows, rows[5], "year") == rows[1:6]
    assert [pays(rows[0], period) for period in ("quarter", "half", "year")] == [True] * 3
    assert [pays(rows[4], period) for period in ("quarter", "half", "year")] == [True, True, False]


def test_tenure_is_whole_calendar_months_unless_stated() -> None:
    assert tenure_months(row("E1", "2025-03", hire_date="2025-03-20")) == 0
    assert tenure_months(row("E1", "2025-04", hire_date="2025-03-31")) == 1
    assert tenure_months(row("E1", "2025-04", hire_date="2025-06-01")) == 0
    both = row("E1", "2025-04", hire_date="2020-01-01", tenure_months="23.99")
    assert tenure_months(both) == Fraction("23.99")
    assert full_years(both) == 1
    assert tenure_months(row("E1", "2025-04", hire_date="2024-04-30", tenure_months="")) == 12
    assert tenure_months(row("E1", "2025-04", tenure_months="-1")) == 0


# --- service-seller --------------------------------------------------------------------------


def seller(employee: str, month: str, grade: str, sales: object, quota: object = 60000) -> Row:
    scores = {"csat": "0.9", "complaint_rate": "0.02", "team_score": "80"}
    return row(employee, month, grade=grade, sales=sales, quota=quota, **scores)


def test_a_quarter_is_judged_on_its_sums_and_paid_on_the_base_pay_of_every_month() -> None:
    rows = [
        seller("E1", "2025-01", "junior", "48000"),
        seller("E1", "2025-02", "junior", "47999.99"),
        seller("E1", "2025-03", "senior", "48000.01"),
    ]
    amounts, measures = service_seller.pay(rows, {})
    # 0.4 * 0.8 + 0.3 * 1 + 0.2 * (2 - 1) + 0.1 * 0.8 = 0.9
    assert slip(measures, "E1", "2025-01") == exact({"attainment": 0.8, "coefficient": 0.9})
    # 3000 * 0.9; exactly 80 %: 10 % of 3000
    assert slip(amounts, "E1", "2025-01") == yuan(
        base_pay=3000, performance_pay=2700, monthly_bonus=300, gross_pay=6000
    )
    # one cent below 80 %: no bonus; 3000 * (0.9 - 0.4 * 0.01 / 60000) = 2699.9998
    assert slip(amounts, "E1", "2025-02") == yuan(
        base_pay=3000, performance_pay=2700, gross_pay=5700
    )
    # 144000 / 180000 is exactly 80 %: 15 % of 3000 + 3000 + 4000
    assert slip(amounts, "E1", "2025-03") == yuan(
        base_pay=4000,
        performance_pay=3600,
        monthly_bonus=400,
        quarterly_bonus=1500,
        gross_pay=9500,
    )


def test_december_pays_month_quarter_and_year_over_own_rows_only() -> None:
    rows = [
        seller("E1", "2024-10", "junior", "120000"),
        seller("E1", "2024-12", "junior", "0"),
        seller("E2", "2024-12", "senior", "60000"),
    ]
    amounts, _ = service_seller.pay(rows, {})
    # 120000 / 120000: 25 % and 30 % of 6000; coefficient 0.3 + 0.2 + 0.08 = 0.58
    assert slip(amounts, "E1", "2024-12") == yuan(
        base_pay=3000,
        performance_pay=1740,
        quarterly_bonus=1500,
        annual_bonus=1800,
        gross_pay=8040,
    )


def test_months_without_a_quota_count_in_neither_sum() -> None:
    rows = [
        seller("E1", "2025-10", "junior", "90000", 0),
        seller("E1", "2025-11", "junior", "48000"),
        seller("E1", "2025-12", "senior", "48000"),
    ]
    amounts, _ = service_seller.pay(rows, {})
    # 96000 / 120000 is 80 %: 15 % and 20 % of 3000 + 3000 + 4000
    assert amounts["E1", "2025-12", "quarterly_bonus"] == 1500
    assert amounts["E1", "2025-12", "annual_bonus"] == 2000


def test_bonuses_may_be_taken_on_the_base_pay_of_the_paying_month() -> None:
    rows = [
        seller("E1", "2025-11", "junior", "60000"),
        seller("E1", "2025-12", "senior", "60000"),
    ]
    amounts, _ = service_seller.pay(rows, {"bonus_on_period": False})
    # 100 %: 25 % and 30 % of 4000
    assert amounts["E1", "2025-12", "quarterly_bonus"] == 1000
    assert amounts["E1", "2025-12", "annual_bonus"] == 1200


def test_no_quota_is_no_attainment_and_every_factor_is_capped() -> None:
    extreme = row(
        "E1",
        "2025-01",
        grade="junior",
        sales="-100",
        quota="0",
        csat="1.5",
        complaint_rate="0.07",
        team_score="200",
    )
    amounts, measures = service_seller.pay([extreme], {})
    # 0 + 0.3 * 1.5 + 0.2 * max(0, 2 - 3.5) + 0.1 * 1.5 = 0.6
    assert slip(measures, "E1", "2025-01") == exact({"coefficient": 0.6})
    assert slip(amounts, "E1", "2025-01") == yuan(
        base_pay=3000, performance_pay=1800, gross_pay=4800
    )


# --- points-pay ------------------------------------------------------------------------------


def points_row(employee: str, **cells: object) -> Row:
    usual = {
        "service_group": "basic",
        "grade": "intermediate",
        "conversations": 1000,
        "vip_conversations": 10,
        "calls": 20,
        "quality_deduction": 20,
        "execution": 150,
        "tickets": 40,
        "wrong_tickets": 3,
        "excellent_cases": 1,
        "extra_points": 0,
        "sick_days": 0,
        "leave_days": 0,
        "shift_changes": 0,
        "late_logins": 3,
        "days_required": 22,
        "days_attended": 22,
    }
    return row(employee, "2025-01", **{**usual, **cells})


def test_points_are_counted_weighted_and_paid() -> None:
    amounts, measures = points_pay.pay([points_row("E1")], {})
    # intake 1000 + 20 + 40 = 1060, times 1.2 = 1272;
    # 1272 + 150 + 40 + 600 + 100 - 30 + 0 + 200 = 2332; half a yuan each
    assert slip(measures, "E1", "2025-01") == exact(
        {
            "intake_points": 1060,
            "coefficient": 1.2,
            "full_attendance_points": 600,
            "total_points": 2332,
        }
    )
    assert slip(amounts, "E1", "2025-01") == yuan(
        base_pay=3000, performance_pay=1166, gross_pay=4166
    )


@pytest.mark.parametrize(
    ("group", "deduction", "coefficient"),
    [
        ("basic", 21, "1.0"),
        ("basic", "20.5", "1.0"),
        ("basic", 30, "1.0"),
        ("basic", "49.01", "0.6"),
        ("basic", 49, "0.8"),
        ("basic", 50, "0.6"),
        ("basic", 69, "0.6"),
        ("vip", 15, "1.5"),
        ("vip", 35, "1.0"),
        ("vip", 50, "0.8"),
    ],
)
def test_deductions_at_the_edges(group: str, deduction: object, coefficient: str) -> None:
    rows = [points_row("E1", service_group=group, quality_deduction=deduction)]
    _, measures = points_pay.pay(rows, {})
    assert measures["E1", "2025-01", "coefficient"] == Fraction(coefficient)


def test_too_many_deductions_or_points_below_0_pay_nothing() -> None:
    rows = [
        points_row("E1", quality_deduction=70),
        points_row("E2", wrong_tickets=400),
        points_row("E3", late_logins=4, days_attended=25, extra_points="0.01"),
        points_row("E4", sick_days="0.5", days_attended=11, days_required=0),
    ]
    amounts, measures = points_pay.pay(rows, {})
    # 0 + 150 + 40 + 600 + 100 - 30 + 200 = 1060 points, but no coefficient
    assert measures["E1", "2025-01", "total_points"] == 1060
    assert slip(amounts, "E1", "2025-01") == yuan(base_pay=3000, gross_pay=3000)
    # 2332 + 30 - 4000 < 0
    assert slip(amounts, "E2", "2025-01") == yuan(base_pay=3000, gross_pay=3000)
    # 2332 - 600 + 0.01 = 1732.01, half of it 866.005; more days than required pay no more
    assert slip(amounts, "E3", "2025-01") == yuan(
        base_pay=3000, performance_pay="866.01", gross_pay="3866.01"
    )
    # nothing required: nothing to measure attendance by
    assert slip(amounts, "E4", "2025-01") == yuan(performance_pay=866, gross_pay=866)


# --- department-pool -------------------------------------------------------------------------


def rated(employee: str, month: str, rating: str, tenure: object = 0) -> Row:
    return row(employee, month, annual_rating=rating, tenure_months=tenure, monthly_pay="5000")


def test_the_budget_is_shared_out_over_december() -> None:
    rows = [
        rated("E1", "2024-11", "excellent"),
        rated("E1", "2024-12", "excellent", 300),
        rated("E2", "2024-12", "qualified", 23),
        rated("E3", "2024-12", "unqualified", 300),
    ]
    amounts, _ = department_pool.pay(rows, {})
    # 1.5 * (1 + 0.05 * 10) = 2.25 against 1 * (1 + 0.05 * 1) = 1.05 of 3.3:
    # 68181.818... and 31818.181...: the fen goes to the larger fraction
    assert slip(amounts, "E1", "2024-11") == yuan(base_pay=5000, gross_pay=5000)
    assert amounts["E1", "2024-12", "pool_bonus"] == Fraction("68181.82")
    assert amounts["E2", "2024-12", "pool_bonus"] == Fraction("31818.18")
    assert amounts["E3", "2024-12", "pool_bonus"] == 0


def test_equal_remainders_go_by_employee_id_and_all_zero_weights_pay_nothing() -> None:
    rows = [rated(employee, "2024-12", "good") for employee in ("E2", "E10", "E3")]
    amounts, _ = department_pool.pay(rows, {"budget": 0.01})
    assert [amounts[e, "2024-12", "pool_bonus"] for e in ("E10", "E2", "E3")] == exact([0.01, 0, 0])
    nobody = [rated(employee, "2024-12", "unqualified") for employee in ("E1", "E2")]
    amounts, _ = department_pool.pay(nobody, {})
    assert slip(amounts, "E1", "2024-12") == yuan(base_pay=5000, gross_pay=5000)


# --- service-centre-pool ---------------------------------------------------------------------


def at_post(employee: str, post: str, **cells: object) -> Row:
    usual = {
        "skill_group": "A",
        "hours": 100,
        "calls": 0,
        "review_score": 100,
        "overtime_hours": 0,
        "night_shifts": 0,
        "shortfall_excused": 0,
    }
    return row(employee, "2025-01", post=post, **{**usual, **cells})


def shares(rows: list[Row], **overrides: object) -> dict[str, Fraction]:
    amounts, _ = service_centre_pool.pay(rows, overrides)
    return {e: amount for (e, _, line), amount in amounts.items() if line == "pool_share"}


def test_post_pay_with_overtime_and_nights_of_production_only() -> None:
    work = {"review_score": "80.5", "overtime_hours": "10", "night_shifts": 2}
    rows = [at_post("E1", "director", **work), at_post("E2", "shift_lead", **work)]
    amounts, _ = service_centre_pool.pay(rows, {})
    # 1500 * 0.805
    assert slip(amounts, "E1", "2025-01") == yuan(
        post_pay=9000, post_allowance=1500, review_pay="1207.5", gross_pay="11707.5"
    )
    # 800 * 0.805; 10 * 4000 / 21.75 / 8 * 1.5 = 344.827...; 2 * 30
    assert slip(amounts, "E2", "2025-01") == yuan(
        post_pay=4000,
        review_pay=644,
        overtime_pay="344.83",
        night_allowance=60,
        gross_pay="5048.83",
    )


CENTRE = [
    at_post("E1", "agent", calls=12000),
    at_post("E2", "agent", calls=6000, review_score=50),
    at_post("E3", "floor_lead", hours=100, review_score=100),
    at_post("E4", "trainer", hours=100),
    at_post("E5", "agent", calls=3000, skill_group="B"),
]


def test_a_pool_above_the_cap_is_paid_on_the_cap() -> None:
    _, measures = service_centre_pool.pay(CENTRE, {})
    # 21000 calls against 30 * 300 hours: 12000 above, 10000 count, all at 50 %.
    for employee in ("E1", "E2", "E3", "E4", "E5"):
        assert slip(measures, employee, "2025-01") == exact(
            {"baseline_calls": 9000, "counted_calls": 21000, "pool": 5000}
        )
    # Group A has 2 * 2800 + 3600 = 9200 of post pay, group B 2800 of 12000 together:
    # 3833.33... and 1166.66... . Within A 12000 : 3000 : 100 of 15100.
    assert shares(CENTRE) == exact(
        {"E1": 3046.36, "E2": 761.59, "E3": 25.38, "E4": 0, "E5": 1166.67}
    )
    assert sum(shares(CENTRE).values()) == 5000


def test_each_group_may_have_a_pool_of_its_own() -> None:
    _, measures = service_centre_pool.pay(CENTRE, {"pool_per_group": True})
    # The trainer sees the group's figures but has no share.
    for employee in ("E1", "E2", "E3", "E4"):
        assert slip(measures, employee, "2025-01") == exact(
            {"baseline_calls": 6000, "counted_calls": 18000, "pool": 5000}
        )
    paid = shares(CENTRE, pool_per_group=True)
    assert paid == exact({"E1": 3973.51, "E2": 993.38, "E3": 33.11, "E4": 0, "E5": 0})
    # Group B: exactly its baseline
    assert slip(measures, "E5", "2025-01") == exact({"baseline_calls": 3000, "counted_calls": 3000})


@pytest.mark.parametrize(
    ("calls", "pool"), [(4999, 0), (5000, 400), (8000, 1500), (13000, 5000), (13001, 5000)]
)
def test_the_whole_excess_is_paid_at_one_rate(calls: int, pool: int) -> None:
    assert shares([at_post("E1", "agent", calls=calls)]) == {"E1": pool}


def test_a_lower_cap_limits_the_calls_but_not_the_rate() -> None:
    # 6000 above: 30 % of 4000
    assert shares([at_post("E1", "agent", calls=9000)], pool_cap_calls=4000) == {"E1": 1200}


def test_a_shortfall_is_borne_by_those_below_their_baseline_unless_somebody_is_excused() -> None:
    rows = [at_post(employee, "agent", calls="1998.33333") for employee in ("E2", "E10", "E3")]
    rows = [{**r, "hours": "66.666666"} for r in rows]
    # 5994.99999 calls against 30 * 199.999998 = 5999.99994: 4.99995 short, 0.99999 yuan, so -1.00:
    # -33.333... fen floors to -34 each, and the two missing fen go to "E10" and "E2".
    assert shares(rows) == exact({"E2": -0.33, "E10": -0.33, "E3": -0.34})
    excusing = at_post("E9", "director", shortfall_excused=1, skill_group="B")
    assert shares([*rows, excusing]) == {"E2": 0, "E10": 0, "E3": 0, "E9": 0}
    assert shares([*rows, excusing], pool_per_group=True)["E3"] == Fraction("-0.34")
    # 5 short together, but "E1" is above the own baseline and the lead answers no calls.
    others = [at_post("E1", "agent", calls=3100), at_post("E4", "floor_lead", hours=100)]
    short = at_post("E2", "agent", calls=2895)
    assert shares([*others, short]) == {"E1": 0, "E4": 0, "E2": -1}


def test_a_deduction_is_capped_and_the_company_bears_the_rest() -> None:
    rows = [
        at_post("E1", "agent", hours=200, calls=0, review_score=50),
        at_post("E2", "agent", hours=100, calls=0, review_score=100),
    ]
    # 9000 short: -1800, two to one. 20 % of 2800 + 400 is 640, of 2800 + 800 it is 720.
    assert shares(rows) == {"E1": -640, "E2": -600}
    assert shares(rows, shortfall_cap=1) == {"E1": -1200, "E2": -600}


def test_nobody_with_a_weight_means_equal_parts() -> None:
    rows = [
        at_post("E1", "agent", calls=5000, review_score=0),
        at_post("E2", "quality_inspector", hours=0),
    ]
    # 5000 calls against 3000: 2000 at 20 % = 400
    assert shares(rows) == {"E1": 200, "E2": 200}


# --- key-account-operations ------------------------------------------------------------------


def in_department(employee: str, month: str, role: str, sales: object, manager: str = "") -> Row:
    return row(employee, month, role=role, manager_id=manager, sales=sales)


def test_a_change_of_role_counts_the_whole_year_unless_prorated() -> None:
    rows = [
        *(in_department("E1", f"2025-{m:02}", "key_account_manager", 100000) for m in range(1, 7)),
        *(in_department("E1", f"2025-{m:02}", "regional_manager", 100000) for m in range(7, 13)),
    ]
    amounts, _ = key_account_operations.pay(rows, {})
    # 1200000 in the year: 5 % of 1000000 and 8 % of the rest, and the whole award
    assert amounts["E1", "2025-12", "commission"] == 66000
    assert amounts["E1", "2025-12", "target_award"] == 40000
    amounts, _ = key_account_operations.pay(rows, {"prorate_by_role": True})
    # 600000 in half a year as regional manager: 5 % of 500000 and 8 % of the rest, half the award
    assert amounts["E1", "2025-12", "commission"] == 33000
    assert amounts["E1", "2025-12", "target_award"] == 20000


def test_a_directors_year_may_be_taken_for_the_months_as_director() -> None:
    rows = [
        *(in_department("E1", f"2025-{m:02}", "regional_manager", 300000) for m in range(1, 10)),
        *(in_department("E1", f"2025-{m:02}", "director", 450000) for m in range(10, 13)),
    ]
    amounts, _ = key_account_operations.pay(rows, {"prorate_by_role": True})
    # 1350000 against a quarter of 5000000; 50000 of salary less 3 * 8000; 4 % of 100000
    assert amounts["E1", "2025-12", "annual_settlement"] == 26000
    assert amounts["E1", "2025-12", "target_award"] == 12500
    assert amounts["E1", "2025-12", "excess_commission"] == 4000


def test_monthly_performance_follows_the_department_for_the_director_only() -> None:
    rows = [
        in_department("E1", "2025-01", "director", -20000),
        in_department("E2", "2025-01", "director_assistant", 30000),
        in_department("E3", "2025-01", "key_account_manager", 90000, "E2"),
        in_department("E4", "2025-01", "regional_manager", -500, "E2"),
    ]
    amounts, measures = key_account_operations.pay(rows, {})
    # 99500 / 200000 * 3500 = 1741.25
    assert slip(amounts, "E1", "2025-01") == yuan(
        guarantee=4500, monthly_performance="1741.25", gross_pay="6241.25"
    )
    assert slip(amounts, "E2", "2025-01") == yuan(
        guarantee=4000, monthly_performance=1500, gross_pay=5500
    )
    assert slip(amounts, "E3", "2025-01") == yuan(
        guarantee=3000, monthly_performance=2000, gross_pay=5000
    )
    assert slip(amounts, "E4", "2025-01") == yuan(guarantee=3500, gross_pay=3500)
    # A regional manager who reports to E2 is no key account manager.
    assert slip(measures, "E2", "2025-01") == yuan(department_sales=99500, reports_sales=90000)


def test_a_directors_year_at_the_target_and_one_cent_beside_it() -> None:
    def december(sales: str) -> dict[str, Fraction]:
        rows = [
            in_department("E1", "2024-11", "director", 3000000),
            in_department("E1", "2024-12", "director", 0),
            in_department("E2", "2024-12", "key_account_manager", sales, "not in the file"),
            in_department("E2", "2024-10", "key_account_manager", 7000000, "E1"),
        ]
        return slip(key_account_operations.pay(rows, {})[0], "E1", "2024-12")

    # October is no month of E1's. 200000 - 2 * (4500 + 3500) = 184000
    monthly = {"guarantee": 4500, "monthly_performance": 3500}
    assert december("2000000") == yuan(
        **monthly, annual_settlement=184000, target_award=50000, gross_pay=242000
    )
    # 200000 * 4999999.99 / 5000000 - 16000 = 183999.9996
    assert december("1999999.99") == yuan(**monthly, annual_settlement=184000, gross_pay=192000)
    # 4 % of 1000 above the target
    assert december("2001000") == yuan(
        **monthly,
        annual_settlement=184000,
        target_award=50000,
        excess_commission=40,
        gross_pay=242040,
    )


def test_what_a_director_was_overpaid_is_recovered_only_where_the_plan_says_so() -> None:
    rows = [
        in_department("E1", "2024-11", "key_account_manager", 50000),
        in_department("E1", "2024-12", "director", 50000),
    ]
    # D = 100000: 200000 * 0.02 = 4000, less (3000 + 2000) + (4500 + 3500 * 50000 / 200000)
    # = 5000 + 5375: 4000 - 10375 = -6375
    kept, _ = key_account_operations.pay(rows, {})
    assert kept["E1", "2024-12", "annual_settlement"] == 0
    recovered, _ = key_account_operations.pay(rows, {"recover_overpaid": True})
    assert recovered["E1", "2024-12", "annual_settlement"] == -6375
    assert recovered["E1", "2024-12", "gross_pay"] == 5375 - 6375


def test_commission_and_override_by_the_role_in_december() -> None:
    rows = [
        in_department("E1", "2024-11", "key_account_manager", 900000),
        in_department("E2", "2024-11", "key_account_manager", 200000, "E1"),
        in_department("E1", "2024-12", "regional_manager", 200000),
        in_department("E2", "2024-12", "key_account_manager", -50000, "E1"),
        in_department("E3", "2024-12", "director_assistant", "1299999.99"),
        in_department("E4", "2024-12", "key_account_manager", -10),
    ]
    amounts, _ = key_account_operations.pay(rows, {})
    # E1: 5 % of 1000000 + 8 % of 100000 = 58000; 1 % of the reports' 200000 - 50000
    assert slip(amounts, "E1", "2024-12") == yuan(
        guarantee=3500,
        monthly_performance=2500,
        target_award=40000,
        commission=58000,
        override=1500,
        gross_pay=105500,
    )
    # E2: 5 % of 150000
    assert slip(amounts, "E2", "2024-12") == yuan(guarantee=3000, commission=7500, gross_pay=10500)
    # E3: 5 % of 1299999.99 = 64999.9995, one cent short of the award;
    # 0.5 % of 200000 - 50000 + 1299999.99 - 10 = 1449989.99, so 7249.94995
    assert slip(amounts, "E3", "2024-12") == yuan(
        guarantee=4000,
        monthly_performance=3000,
        commission=65000,
        override="7249.95",
        gross_pay="79249.95",
    )
    # E4: a year below 0 counts as 0
    assert slip(amounts, "E4", "2024-12") == yuan(guarantee=3000, gross_pay=3000)


# --- key-account-seller ----------------------------------------------------------------------


def collecting(
    month: str,
    collected: object,
    *,
    target: object = 200000,
    tenure: object = 40,
    implementation: object = 0,
    service: object = 0,
) -> Row:
    return row(
        "E1",
        month,
        collected=collected,
        implementation_collected=implementation,
        service_collected=service,
        target=target,
        kpi_factor=1,
        tenure_months=tenure,
    )


def quarter(rows: list[Row], month: str) -> dict[str, Fraction]:
    """What the quarter paid on top of fixed pay, and the state after it."""
    amounts, measures = key_account_seller.pay(rows, {})
    paid = slip(amounts, "E1", month)
    del paid["fixed_pay"], paid["gross_pay"]
    return {**paid, **slip(measures, "E1", month)}


def test_a_missed_base_is_filled_later_and_then_released() -> None:
    rows = [
        collecting("2025-02", 15000),
        collecting("2025-03", 25000),
        collecting("2025-06", 130000),
        collecting("2025-09", 250000),
        collecting("2025-12", 190000),
        collecting("2026-01", 30000),
        collecting("2026-02", 20000),
        collecting("2026-06", 90000),
    ]
    # 40000 of 100000: missed by 60000; nothing but the deduction
    assert quarter(rows, "2025-03") == yuan(base_deduction=-600, open_shortfall=60000)
    # 30000 free fill the 60000 by half; below the target: 4 % of the base alone
    assert quarter(rows, "2025-06") == yuan(bonus=4000, bonus_base=100000, open_shortfall=30000)
    # 150000 free, 30000 fill the rest and release 100000; 100000 + 120000 is 20000 above target
    assert quarter(rows, "2025-09") == yuan(
        bonus=12000, floating_pay=4500, bonus_base=300000, carry=20000
    )
    # 190000 + 20000 is 10000 above target
    assert quarter(rows, "2025-12") == yuan(
        bonus=8000, floating_pay=4500, bonus_base=200000, carry=10000
    )
    # No row in March: the quarter does not count and the carry waits.
    # June: 90000 + 10000 is exactly the base.
    assert quarter(rows, "2026-06") == yuan(bonus=4000, bonus_base=100000)


def test_the_oldest_of_several_shortfalls_is_filled_first() -> None:
    rows = [
        collecting("2025-03", 70000),
        collecting("2025-06", 20000, target=100000),
        collecting("2025-09", 155000),
    ]
    # 30000 of base 100000 and 30000 of base 50000 are missing
    assert quarter(rows, "2025-06") == yuan(base_deduction=-600, open_shortfall=60000)
    # 55000 free: 30000 release 100000, 25000 go to the younger, nothing is left of it
    assert quarter(rows, "2025-09") == yuan(bonus=8000, bonus_base=200000, open_shortfall=5000)


def test_reaching_the_target_pays_floating_even_if_what_is_free_fills_a_shortfall() -> None:
    rows = [collecting("2025-03", 50000), collecting("2025-06", 210000)]
    # 110000 free, 50000 fill and release 100000, 60000 remain: 160000 + 100000
    assert quarter(rows, "2025-06") == yuan(bonus=10400, floating_pay=4500, bonus_base=260000)


def test_from_300000_everything_is_paid_and_nothing_is_carried() -> None:
    assert quarter([collecting("2025-03", "299999.99")], "2025-03") == yuan(
        bonus=8000, floating_pay=4500, bonus_base=200000, carry="99999.99"
    )
    assert quarter([collecting("2025-03", 300000)], "2025-03") == yuan(
        bonus=12000, floating_pay=4500, bonus_base=300000
    )


def test_the_quarter_of_joining_has_no_quota() -> None:
    assert quarter([collecting("2025-03", 50000, tenure=2)], "2025-03") == yuan(
        bonus=2000, floating_pay=4500, bonus_base=50000
    )
    assert quarter([collecting("2025-03", 50000, tenure=3)], "2025-03") == yuan(
        base_deduction=-600, open_shortfall=50000
    )
    # Hired again: what was missed before stays open, what is carried in is paid with the rest.
    rehired = [
        collecting("2025-03", 80000),
        collecting("2025-06", 240000),
        collecting("2025-09", 60000, target=400000),
        collecting("2025-12", 10000, tenure=1),
    ]
    # June: 140000 free, 20000 fill and release 100000; 100000 + 120000 is 20000 above target
    assert quarter(rehired, "2025-06") == yuan(
        bonus=12000, floating_pay=4500, bonus_base=300000, carry=20000
    )
    # September: 60000 + 20000 of 200000
    assert quarter(rehired, "2025-09") == yuan(base_deduction=-600, open_shortfall=120000)
    assert quarter(rehired, "2025-12") == yuan(
        bonus=400, floating_pay=4500, bonus_base=10000, open_shortfall=120000
    )


def test_the_kpi_factor_weighs_bonus_and_service_commission_and_negatives_are_paid_as_such() -> (
    None
):
    rows = [
        collecting("2025-02", -1000, tenure=0, service="1000.25"),
        {**collecting("2025-03", 0, tenure=1, service="-2000.5"), "kpi_factor": "0.5"},
    ]
    amounts, _ = key_account_seller.pay(rows, {})
    # factor 0.8 + 0.2 * 0.5 = 0.9; 0.04 * -1000 * 0.9 = -36; 0.06 * -1000.25 * 0.9 = -54.0135
    assert slip(amounts, "E1", "2025-02") == yuan(fixed_pay=4000, gross_pay=4000)
    assert slip(amounts, "E1", "2025-03") == yuan(
        fixed_pay=4000,
        bonus=-36,
        service_commission="-54.01",
        floating_pay=4500,
        gross_pay="8409.99",
    )


def test_implementation_counts_towards_the_quota_and_earns_a_rate_of_its_own() -> None:
    rows = [
        collecting("2025-03", 60000, implementation=40000),
        collecting("2025-06", 60000, implementation="39999.99", service=1000),
    ]
    # exactly the base of 100000; 0.04 * 100000, and 0.02 * 40000
    assert quarter(rows, "2025-03") == yuan(bonus=4000, service_commission=800, bonus_base=100000)
    # one cent short: the commission stays, 0.06 * 1000 + 0.02 * 39999.99 = 859.9998
    assert quarter(rows, "2025-06") == yuan(
        service_commission=860, base_deduction=-600, open_shortfall="0.01"
    )


def test_service_commission_can_be_lost_below_the_base_but_not_in_the_quarter_of_joining() -> None:
    rows = [
        collecting("2025-03", 5000, implementation=1000, service=1000, tenure=2),
        collecting("2025-06", 5000, implementation=1000, service=1000, tenure=5),
    ]
    amounts, _ = key_account_seller.pay(rows, {"service_below_base": False})
    assert amounts["E1", "2025-03", "service_commission"] == 80
    assert amounts["E1", "2025-06", "service_commission"] == 0


# --- pay-architecture ------------------------------------------------------------------------


def test_the_year_weighs_the_months_and_the_quarters_that_ended_with_the_person_there() -> None:
    def worked(employee: str, month: int, efficiency: object, sales: object) -> Row:
        usual = {"grade": "junior", "tenure_months": 5, "csat": 1, "defect_rate": 0, "team": "A"}
        usual |= {"education": "high_school", "night_shifts": 0, "extra_contribution": "0.5"}
        return row(employee, f"2025-{month:02}", efficiency=efficiency, sales=sales, **usual)

    months = (1, 3, 4, 5, 12)
    rows = [worked("E1", month, 1, 0) for month in months]
    rows += [worked("E2", month, 0, 1000) for month in (3, 12)]
    amounts, measures = pay_architecture.pay(rows, {"annual_weight_monthly": 0.25})
    # E1 leads every month by efficiency, but both quarters, March and December, by sales: E2 does.
    assert [measures["E1", f"2025-{m:02}", "monthly_factor"] for m in months] == [exact(1.5)] * 5
    ends = [measures["E1", f"2025-{m:02}", "quarterly_factor"] for m in (3, 12)]
    assert ends == [1, 1]
    assert ("E1", "2025-05", "quarterly_factor") not in measures
    # 4000 * (0.25 * 1.5 + 0.75 * 1) * 1.5, and 4000 * (0.25 * 1 + 0.75 * 1.5) * 1.5
    assert amounts["E1", "2025-12", "annual_bonus"] == 6750
    assert amounts["E2", "2025-12", "annual_bonus"] == 8250


# --- part-time-service -----------------------------------------------------------------------


def test_a_month_without_a_target_counts_neither_way_in_the_year() -> None:
    usual = {"days_worked": 0, "leave_days": 0, "referrals": 0}
    rows = [
        row("E1", "2025-10", sales=9000, quota=0, **usual),
        row("E1", "2025-12", sales=12000, quota=10000, **usual),
        row("E2", "2025-10", sales=9000, quota=0, **usual),
        row("E2", "2025-12", sales="11999.99", quota=10000, **usual),
        row("E3", "2025-12", sales=9000, quota=-1, **usual),
    ]
    amounts, _ = part_time_service.pay(rows, {})
    award = {who: amounts[who, "2025-12", "annual_award"] for who in ("E1", "E2", "E3")}
    assert award == {"E1": 1000, "E2": 0, "E3": 0}


# --- after-sales-supervisor ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "complaints", "costs", "from_complaints"),
    [
        (10000, 0, 10, 15),
        ("10499.99", 1, 10, 10),
        (10500, 2, 8, 5),
        (12000, 3, 2, 0),
        ("12000.01", 4, 0, 0),
    ],
)
def test_whole_steps_of_overrun_cost_points_and_too_many_complaints_all_of_them(
    actual: object, complaints: int, costs: int, from_complaints: int
) -> None:
    usual = {"cost_budget": 10000, "response_complaints": 0, "satisfaction": 0}
    usual |= {"ability_score": 0, "literacy_score": 0}
    end = row("E1", "2025-03", cost_actual=actual, valid_complaints=complaints, **usual)
    _, measures = after_sales_supervisor.pay([end], {"complaint_points": 5})
    assert measures["E1", "2025-03", "cost_score"] == costs
    assert measures["E1", "2025-03", "complaint_score"] == from_complaints
    # 4 points each: the limit, not the points, leaves the third complaint nothing
    _, milder = after_sales_supervisor.pay([end], {"complaint_points": 4})
    assert (milder["E1", "2025-03", "complaint_score"] == 0) == (complaints > 2)


# --- growth-ladder ---------------------------------------------------------------------------


def test_steps_climbed_on_the_row_before_and_the_best_of_a_team() -> None:
    def sold(employee: str, month: str, sales: object, exam_score: object) -> Row:
        return row(
            employee,
            month,
            sales=sales,
            baseline_sales=10000,
            praises=3,
            exam_score=exam_score,
            team="A",
            suggestions_adopted=0,
        )

    rows = [
        sold("E1", "2025-01", "13999.99", 60),
        sold("E1", "2025-05", "41999.99", 60),
        sold("E2", "2025-01", 9000, 60),
        sold("E2", "2025-05", 1000, "59.5"),
    ]
    amounts, measures = growth_ladder.pay(rows, {})
    # 3999.99 above the baseline: one step of 2000, one cent short of the next; both share first
    assert slip(amounts, "E1", "2025-01") == yuan(
        growth_award=100, praise_award=15, exam_award=200, gross_pay=315
    )
    assert measures["E1", "2025-01", "to_next_step"] == Fraction("0.01")
    # 28000 above January, however long ago: 14 steps, of which ten count
    assert slip(amounts, "E1", "2025-05") == yuan(
        growth_award=1000, praise_award=15, exam_award=200, gross_pay=1215
    )
    assert measures["E1", "2025-05", "to_next_step"] == 0
    # January 1000 below the baseline: 3000 to the first step
    assert measures["E2", "2025-01", "to_next_step"] == 3000
    assert slip(amounts, "E2", "2025-05") == yuan(praise_award=15, gross_pay=15)
    # 60 no longer passes, so that nobody wins
    assert growth_ladder.pay(rows, {"exam_pass": 61})[0]["E1", "2025-01", "exam_award"] == 0


# --- service-kpi-360 -------------------------------------------------------------------------


def test_indicators_count_up_to_their_target_and_streaks_are_not_counted_twice() -> None:
    def scored(employee: str, month: str, **other: object) -> Row:
        on_target = dict(service_kpi_360.DEFAULTS["kpi_targets"])
        ratings = {"rating_self": 80, "rating_group": 80, "monthly_pay": 5000}
        return row(employee, month, **{**on_target, **ratings, **other})

    months = [f"2025-{month:02}" for month in (1, 2, 3, 4, 5, 6, 8)]
    rows = [scored("E1", month) for month in months]
    rows += [scored("E2", month, rating_group=79) for month in months]
    rows += [scored("E3", "2025-03", budget_rate=2, complaint_speed=0, csat="0.45")]
    amounts, measures = service_kpi_360.pay(rows, {})
    # 100 on all indicators: 0.15 * 80 + 0.6 * 100 + 0.25 * 80 = 92
    assert slip(measures, "E1", "2025-01") == yuan(
        kpi_score=100, review_score=92, improvement_due=1
    )
    # half of budget's 10 and of satisfaction's 15 are lost, no complaint is no loss
    assert measures["E3", "2025-03", "kpi_score"] == Fraction("87.5")
    # March completes the first three months, June the next; July breaks the third streak
    paid = {month: amounts["E1", month, "streak_award"] for month in months}
    assert {month for month, amount in paid.items() if amount} == {"2025-03", "2025-06"}
    assert set(paid.values()) == {0, 500}
    assert amounts["E2", "2025-06", "streak_award"] == 300
    # with the first place alone prized, the second never leads
    alone, _ = service_kpi_360.pay(rows, {"streak_prizes": [[1, 500]]})
    assert alone["E2", "2025-06", "streak_award"] == 0
    one, _ = service_kpi_360.pay(rows, {"streak_months": 1})
    assert one["E3", "2025-03", "streak_award"] == 200
    # with one place that owes a plan, only the lowest does
    _, owing = service_kpi_360.pay(rows, {"improvement_places": 1})
    due = {who for (who, month, _), value in owing.items() if month == "2025-03" and value == 1}
    assert due == {"E3"}


# --- online-shop-team ------------------------------------------------------------------------


def test_the_best_office_is_that_of_all_its_rows_in_the_quarter() -> None:
    def worked(employee: str, month: str, room: str, office_score: int, **other: object) -> Row:
        usual = {
            "post": "presale",
            "experienced": 1,
            "tenure_months": 0,
            "csat": "0.9",
            "orders": 0,
            "refund_rate": "0.05",
            "birth_month": 12,
        }
        return row(
            employee, month, **{**usual, "room": room, "office_score": office_score, **other}
        )

    def award(rows: list[Row]) -> dict[str, Fraction]:
        amounts, _ = online_shop_team.pay(rows, {})
        return {
            who: amount
            for (who, month, line), amount in amounts.items()
            if line == "office_award" and month == "2025-03" and amount
        }

    rows = [
        worked("E1", "2025-01", "blue", 60),
        worked("E1", "2025-03", "red", 90),
        worked("E2", "2025-01", "red", 70),
        worked("E3", "2025-03", "blue", 90),
        worked("E4", "2025-03", "blue", 90),
        worked("E5", "2025-02", "empty in March", 100),
    ]
    # red (90 + 70) / 2 = 80, also by the score of E2, who has left; blue (60 + 90 + 90) / 3 = 80
    assert award(rows) == {"E1": 300, "E3": 150, "E4": 150}
    # one more low score in February: blue 75 alone loses
    assert award([*rows, worked("E4", "2025-02", "blue", 60)]) == {"E1": 300}
    assert award([worked("E1", "2025-03", "red", 0)]) == {}


def test_small_prizes_of_an_online_shop() -> None:
    def month_of(employee: str, month: int, **cells: object) -> Row:
        usual = {
            "post": "supervisor",
            "experienced": 0,
            "tenure_months": 10 + month,
            "csat": "0.9999",
            "orders": 7,
            "refund_rate": "0.0499",
            "birth_month": 3,
            "room": "red",
            "office_score": 0,
        }
        return row(employee, f"2025-{month:02}", **{**usual, **cells})

    rows = [
        month_of("E1", 1),
        month_of("E1", 2, csat=1, orders=9),
        month_of("E1", 3, orders=9),
        month_of("E2", 2, post="assistant", orders=9, refund_rate="0.05", tenure_months=2),
        month_of("E2", 3, orders=10, birth_month=4, tenure_months=3),
    ]
    amounts, _ = online_shop_team.pay(rows, {})
    always = {"base_pay": 4500, "housing_allowance": 300}
    # a first row has no progress; alone the most orders
    assert slip(amounts, "E1", "2025-01") == yuan(**always, orders_award=100, gross_pay=4900)
    # February: a full year; two more orders than in January, as many as the newcomer
    assert slip(amounts, "E1", "2025-02") == yuan(
        **always,
        seniority_pay=100,
        service_award=100,
        orders_award=100,
        progress_award=100,
        gross_pay=5200,
    )
    # March: no progress; the third month below 5 %; the month of birth
    assert slip(amounts, "E1", "2025-03") == yuan(
        **always, seniority_pay=100, streak_award=300, birthday_gift=100, gross_pay=5300
    )
    # exactly 5 % is not below, so that March only begins a streak; a third month without
    # experience is paid, a fourth is not
    assert slip(amounts, "E2", "2025-02") == yuan(
        base_pay=3600, learner_pay=200, housing_allowance=300, orders_award=100, gross_pay=4200
    )
    assert slip(amounts, "E2", "2025-03") == yuan(
        **always, orders_award=100, progress_award=100, gross_pay=5000
    )
