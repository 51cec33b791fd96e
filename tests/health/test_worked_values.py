"""What checks find, worked by hand: the value of every check, who it concerns, and its limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from tests.health.situations import (
    CAPPED,
    FAILING,
    FINED,
    LADDER,
    LED,
    LINEAR,
    MIXED,
    PASSING,
    People,
    Situation,
    attaining,
    plan,
)
from tests.health.test_checks import answer

# The value of each check where it fails and where it passes, and how many of 40 people it concerns.
# None where a check names nobody.
VALUES: dict[str, tuple[float, int | None, float, int | None]] = {
    "weights": (1 - (0.6 + 0.3), None, 0, None),
    "measures": (9, None, 3, None),
    "smallest_weight": (0.03, None, 0.5, None),
    # One measure moves all of pay; of two, sales and calls move 800 yuan each.
    "single_measure": (1, None, 800 / 1600, None),
    "judgement": (1, None, 0, None),
    # 1,000 yuan at once, where 1,000 yuan lie over 160 points.
    "cliffs": (1000 / (1000 / 160), None, 0, None),
    # From 50 % to 100 %, and from 80 % to 90 %.
    "step_gaps": (1.0 / 0.5 - 1, None, 0.9 / 0.8 - 1, None),
    # Nothing from 0 to 87.5 % of a range of 160 %: 35 of 64 steps.
    "dead_zone": (0.875 / 1.6, None, 0, None),
    # 975 yuan at 97.5 %, 500 at 100 %: 475 less, of the 500 that are left.
    "inversions": (475 / 500, None, 0, None),
    "payout_at_120": ((1.2 - 0.95) / (1.0 - 0.95), None, 1.2, None),
    "uncapped": (1, None, 0, None),
    "penalty_floor": (1, None, 0, None),
    "feedback": (12, None, 1, None),
    "assumptions": (1 / 1, None, 0, None),
    # Every third of 40 people, beginning with the first, stands at 50 %.
    "below_threshold": (14 / 40, 14, 0, 0),
    # Of every ten, one reaches target; and six. Those who do not are named.
    "at_target": (1 / 10, 36, 6 / 10, 16),
    "at_excellence": (0, 0, 1 / 10, 4),
    # 10,000 beside a base of 3,000, and 1,000 beside it.
    "pay_mix": (10 / 13, None, 1 / 4, None),
    # Everybody alike; and 2,400 over the mean of 9 × 800 and 2,400, which is 960.
    "leverage": (1, None, 2400 / 960, None),
    # Three times the median, or 1.2 times, where the curve promises 1.2 times.
    "dispersion": (3 / 1.2, None, 1.2 / 1.2, None),
    "zero_payout": (1 / 4, 10, 0, 0),
    "caps": (1 / 2, 20, 0, 0),
    # One month goes from nothing to 1,000 of twelve times 4,000.
    "timing_gain": (1000 / 24_000, 40, 0, 0),
    # Twenty leave in February with a tenth of 20,000; twenty stay, and are paid 12,000.
    "forfeited_on_leaving": (2_000 / 14_000, 20, 0, None),
    # A shortfall of 120 calls in equal parts of 3: half falls on people with 12 calls of 10, ten of
    # the twenty looked at. By what each one misses, nobody else bears it.
    "shared_deduction": (1 / 2, 10, 0, 0),
    # All forty are promoted in March; every other one is demoted in June.
    "promoted_and_demoted": (1 / 2, 20, 0, 0),
    # Ten people in three of twelve months.
    "months_without_quota": (30 / 480, 10, 0, 0),
    # Whoever is in the north wins 0.2 of 48,000, of 48,000 and 4,800; in the south nobody does.
    "role_in_paying_month": (9_600 / 52_800, None, 0, None),
    # From 5,500 to 5,000 everybody loses 9 %.
    "losers": (1, 40, 0, 0),
    "manager_inversion": (1, 20, 0, 0),
    # Five of nine call counts pay 1,000, the others nothing: 1,000 over a mean of 5,000 ÷ 9.
    "equal_result": (1000 / (5000 / 9), 405, 0, 0),
    # 1,000 below or above a mean of 5,000 and a commission of about 1,000.
    "equal_groups": (1000 / 6000, 20, 0, 0),
    # 700 of 3,000 exceed a fifth, 600 do not.
    "deductions": (1 / 2, 20, 0, 0),
    "minimum_wage": (1, 40, 0, 0),
}


@pytest.mark.parametrize("check", VALUES)
def test_a_check_finds_what_can_be_worked_by_hand(check: str) -> None:
    failing, concerned, passing, also_concerned = VALUES[check]
    for situations, value, people in (
        (FAILING, failing, concerned),
        (PASSING, passing, also_concerned),
    ):
        found = answer(check, situations[check])
        assert found.value == pytest.approx(value, rel=0.005, abs=1e-9)
        assert (None if found.affected is None else found.affected.count) == people


def value_of(
    check: str, of: engine.Plan, people: People | None = None, **more: Any
) -> float | None:
    return answer(check, Situation(of, people, **more)).value


# -- leaving ------------------------------------------------------------------------------------


def test_who_leaves_forfeits_what_the_months_until_then_had_earned() -> None:
    """Of a year in which the bonus is a fifth of the average sales, once 8 months are reached."""
    bonus = {"pay": "0.2 * year_mean(sales) if year_sum(1) >= 8 else 0", "every": "year"}
    found = answer(
        "forfeited_on_leaving",
        Situation(plan({"base": "4000", "bonus": bonus}), People(4, until=[12, 10, 8, 7])),
    )
    # Two of three leavers had 8 months: 2,000 each, beside 2,000 that were paid.
    assert found.value == pytest.approx(4_000 / 6_000)
    assert found.affected is not None
    assert (found.affected.employees, found.affected.of) == (("e0001", "e0002"), 3)
    assert (
        "3 people left before a paying month; 2 of them had earned ¥4,000" in found.sentence["en"]
    )


@pytest.mark.parametrize(
    ("plan_id", "check", "reason"),
    [
        ("points-pay", "step_gaps", "there is no next one to reach"),
        ("career-ladder", "measures", "only through the grades that the plan decides"),
        ("job-bands", "measures", "No pay depends on results"),
    ],
)
def test_a_reason_is_true_of_the_plan_at_hand(plan_id: str, check: str, reason: str) -> None:
    of = engine.load_plan(plan_id)
    found = engine.check(of, engine.persona_facts(of))
    assert reason in found[check].sentence["en"]


def test_a_part_of_a_score_is_not_what_begins_to_pay() -> None:
    of = engine.load_plan("after-sales-supervisor")
    found = engine.check(of, engine.persona_facts(of))
    below = found["below_threshold"]
    sentences = [below.sentence["en"], *(case.sentence["en"] for case in below.cases)]
    part = [text for text in sentences if "Justified complaints" in text]
    assert part and all("it earns nothing in “Points for complaints”" in text for text in part)


def test_a_deduction_that_grows_with_ones_own_work_is_told() -> None:
    """A shortfall of the whole is shared by calls: whoever answers more bears more of it."""
    by_calls = plan({"base": "4000", "pool": "split(min(0, total(calls) - 400), calls)"})
    calls = np.resize([6, 9], 40)
    found = answer("shared_deduction", Situation(by_calls, People(numbers={"calls": calls})))
    assert found.value == 1
    assert [case.sentence["en"].split("more is taken if")[1:] for case in found.cases][-1] == [
        " they do 10\u00a0% more themselves (up to ¥3 in a month)."
    ]


@pytest.mark.parametrize(("good_months", "undone"), [(14, 1), (15, 0)])
def test_only_a_demotion_within_a_year_undoes_a_promotion(good_months: int, undone: int) -> None:
    """Promoted from April; demoted from the next April, twelve months on, or only from July."""
    calls = np.where(np.arange(24)[:, None] < good_months, 10, 5)
    people = People(2, {"calls": calls}, months=24, until=24)
    assert answer("promoted_and_demoted", Situation(LADDER, people)).value == undone


# -- bounds -------------------------------------------------------------------------------------


def test_caps_tell_their_part_of_uncapped_pay() -> None:
    found = answer("caps", FAILING["caps"])
    # Twenty people get 900, twenty 1,000 where it were 1,100: 100 of 900 + 1,100 lost, 5 %.
    assert "(5\u00a0% of uncapped" in found.sentence["en"]
    assert [(case.value, case.parameters) for case in found.cases] == [(0.5, ("top",))]


@pytest.mark.parametrize(
    ("attained", "share"),
    [
        (1.02, 1.0),  # 20 yuan of 1,000 a month cut
        (1.011, 1.0),
        (1.0099, 0.0),  # less than 1 % of variable pay
        (1.0, 0.0),
    ],
)
def test_what_a_cap_cuts_counts_from_a_hundredth_of_variable_pay(
    attained: float, share: float
) -> None:
    assert value_of("caps", CAPPED, attaining(attained)) == share


@pytest.mark.parametrize(("attained", "share"), [(1.015, 0), (1.02, 1)])
def test_what_a_cap_cuts_counts_from_a_yuan(attained: float, share: float) -> None:
    # 5 yuan a month: 12 × 0.08 cut are 96 fen, 12 × 0.10 are 1.20 yuan.
    small = plan({"base": "4000", "bonus": "5 * min(attainment, top)"}, {"top": {"value": 1.0}})
    found = answer("caps", Situation(small, attaining(attained)))
    assert found.value == share
    assert len(found.cases) == share


def test_of_two_caps_only_those_that_cut_are_told() -> None:
    two = plan(
        {"base": "4000", "bonus": "1000 * min(attainment, top) + min(50 * calls, most)"},
        {"top": {"value": 1.0}, "most": {"value": 600}},
    )
    # A quarter of the people has 13 calls, 650 yuan; nobody is above target.
    people = attaining(1.0, calls=np.resize([13, 10, 9, 8], 40))
    found = answer("caps", Situation(two, people))
    assert found.value == 0.25
    assert [(case.value, case.parameters) for case in found.cases] == [(0.25, ("most",))]
    # Whoever is cut most often comes first.
    people = attaining(1.2, 1.2, 0.9, 0.9, calls=np.resize([13, 10, 9, 8], 40))
    found = answer("caps", Situation(two, people))
    assert [case.parameters for case in found.cases] == [("top",), ("most",)]
    assert [case.value for case in found.cases] == [0.5, 0.25]


# -- law ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("complaints", "share"), [(5, 0), (6, 0), (6.01, 1), (7, 1)])
def test_deductions_may_take_a_fifth_of_the_month(complaints: float, share: float) -> None:
    # 100 yuan a complaint off a base of 3,000.
    fined = plan({"base": "3000", "fine": "-100 * score"})
    assert value_of("deductions", fined, People(numbers={"score": complaints})) == share


# The lowest minimum wage anywhere is 2,330, that of Shanghai 2,740. Of 3,000 yuan a fifth is 600;
# Shanghai lets 260 be taken. Of 4,000 a fifth is 800, and 1,260 are above the minimum wage.
@pytest.mark.parametrize(
    ("base", "city", "taken", "share"),
    [
        (3000, "shanghai", 260, 0),
        (3000, "shanghai", 260.01, 1),
        (3000, "lowest", 600, 0),
        (3000, "lowest", 600.01, 1),
        (2900, "lowest", 570, 0),
        (2900, "lowest", 570.01, 1),
        (4000, "shanghai", 800, 0),
        (4000, "shanghai", 800.01, 1),
        # A fifth of 3,425 is 685, and 2,740 are left: both limits at once.
        (3425, "shanghai", 685, 0),
        (3425, "shanghai", 685.01, 1),
        # Whoever has less than the minimum wage may lose nothing.
        (2300, "lowest", 0.01, 1),
    ],
)
def test_deductions_leave_the_minimum_wage(
    base: float, city: str, taken: float, share: float
) -> None:
    fined = plan({"base": f"{base}", "fine": "0 - 0.01 * calls"})
    policy = engine.load_policy().with_values({"city": city})
    people = People(numbers={"calls": round(taken * 100)})(fined)
    assert engine.check(fined, people, policy=policy)["deductions"].value == share


def test_a_month_that_was_not_worked_in_full_need_not_leave_the_minimum_wage() -> None:
    """Calls stand for days worked, complaints for days asked. Of 2,900 yuan 570 may be taken, which
    leaves 2,330; of 28 of 30 days, 2,706.67, a fifth."""
    base = {"base": "2900 * min(1, ratio(calls, complaints))", "fine": "-score"}
    fines = [570, 570.01, 541.33, 541.35]
    people = People(4, {"complaints": 30, "calls": [30, 30, 28, 28], "score": fines})
    found = answer("deductions", Situation(plan(base), people))
    assert found.affected is not None and found.affected.employees == ("e0001", "e0003")


def test_too_large_a_share_and_too_little_left_are_both_told() -> None:
    paid = plan({"base": "2900", "fine": "-100 * score"})
    found = answer("deductions", Situation(paid, People(4, {"score": [6.5, 5.75, 5.7, 0]})))
    # A fifth of 2,900 is 580: 650 is more, 575 is not. Left are 2,250, 2,325, and 2,330 that do.
    assert found.value == 2 / 4
    first, second = found.sentence["en"].split(". ")
    assert "from 1 of 4 people (payslips: 12), ¥650 at most" in first
    assert "¥2,330" in second and "to 2 of 4 people" in second
    assert "(payslips: 24); the least that is left is ¥2,250." in second


def test_one_month_of_too_much_is_enough_and_others_do_not_make_up_for_it() -> None:
    complaints = np.zeros((12, 40))
    complaints[3, :10] = 8
    found = answer("deductions", Situation(FINED, People(numbers={"complaints": complaints})))
    assert found.value == 10 / 40
    assert "payslips: 10)" in found.sentence["en"] and "¥800 at most" in found.sentence["en"]


def test_a_plan_that_takes_nothing_away_has_no_deductions() -> None:
    found = answer("deductions", Situation(LINEAR, People(numbers={"sales": 0})))
    assert found.value == 0 and found.outcome == "pass"


def test_a_bonus_that_is_nothing_is_no_deduction() -> None:
    both = plan({"base": "3000", "bonus": "0.1 * sales", "fine": "-100 * complaints"})
    found = answer("deductions", Situation(both, People(numbers={"sales": 0, "complaints": 7})))
    # One line is told, not two.
    assert found.sentence["en"].startswith("Label: more than")


def test_without_fixed_pay_nothing_is_said_of_the_minimum_wage() -> None:
    commission = plan({"bonus": "0.1 * sales"})
    assert answer("minimum_wage", Situation(commission, People())).outcome == "not_applicable"


@pytest.mark.parametrize(("sales", "share"), [(329.9, 1), (330, 0), (331, 0)])
def test_the_minimum_wage_is_met_to_the_fen(sales: float, share: float) -> None:
    # The lowest wage anywhere is 2,330.
    paid = plan({"base": "2000", "bonus": "sales"})
    assert value_of("minimum_wage", paid, People(numbers={"sales": sales})) == share


def test_one_month_below_the_minimum_wage_is_enough() -> None:
    sales = np.full((12, 40), 1000.0)
    sales[5, :4] = 100
    paid = plan({"base": "2000", "bonus": "sales"})
    found = answer("minimum_wage", Situation(paid, People(numbers={"sales": sales})))
    assert found.value == 4 / 40
    assert "payslips: 4)" in found.sentence["en"] and "¥2,100" in found.sentence["en"]


# -- spread -------------------------------------------------------------------------------------


def test_the_pay_mix_lists_lines_with_their_shares() -> None:
    mixed = plan({"base": "3000", "bonus": "0.05 * sales", "extra": "50 * calls"})
    found = answer("pay_mix", Situation(mixed, People()))
    # 3,000 + 500 + 500.
    assert found.value == 1000 / 4000
    assert [case.value for case in found.cases] == [500 / 4000, 500 / 4000]


def test_more_taken_than_given_is_no_variable_pay() -> None:
    assert value_of("pay_mix", FINED, People(numbers={"complaints": 3})) == 0


def test_leverage_is_that_of_the_best_paid_tenth() -> None:
    # Of 40 the best four: two with 3,000, two with 2,000; all others 1,000.
    attained = [3.0] * 2 + [2.0] * 2 + [1.0] * 36
    mean = (2 * 3000 + 2 * 2000 + 36 * 1000) / 40
    assert value_of("leverage", LINEAR, attaining(*attained)) == pytest.approx(2500 / mean)


@pytest.mark.parametrize(("people", "known"), [(10, True), (9, False)])
def test_spread_takes_ten_people(people: int, known: bool) -> None:
    crowd = attaining(0.8, 1.0, 1.2, count=people)
    for check in ("leverage", "dispersion", "correlation"):
        assert (answer(check, Situation(LINEAR, crowd)).outcome != "not_applicable") is known


# -- fairness -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "share"),
    [("1000 * attainment + 250", 0), ("1000 * attainment + 264", 1)],
)
def test_losers_lose_a_twentieth(before: str, share: float) -> None:
    # 5,000 after 5,250 is a loss of 4.8 %, after 5,264 one of 5.01 %.
    baseline = plan({"base": "4000", "bonus": before})
    assert value_of("losers", LINEAR, attaining(1.0), baseline=baseline) == share


@pytest.mark.parametrize(("fen", "share"), [(0, 0), (1, 1)])
def test_a_manager_paid_as_much_as_the_best_report_is_not_inverted(fen: int, share: float) -> None:
    pay = np.repeat([4000, 4000 + fen / 100], 20)
    people = People(40, {"monthly_pay": pay}, managers=np.r_[[-1] * 20, 0:20])
    assert value_of("manager_inversion", LED, people) == share


def test_a_manager_is_held_against_the_best_of_several_reports() -> None:
    # Twenty managers with 5,000; the reports of the first ten have 4,000 and 6,000.
    pay = np.r_[[5000] * 20, [4000] * 10, [6000] * 10]
    managers = np.r_[[-1] * 20, 0:10, 0:10]
    people = People(40, {"monthly_pay": pay}, managers=managers)
    found = answer("manager_inversion", Situation(LED, people))
    # Only who has reports counts as a manager.
    assert found.value == 1 and found.affected is not None
    assert (found.affected.count, found.affected.of) == (10, 10)


def test_groups_apart_by_less_than_chance_are_not_told() -> None:
    given = plan({"base": "monthly_pay", "bonus": "0.1 * sales"})
    # Pay of a region is off by 1,000 either way: 3 × 1,000 ÷ √20 = 671 may be chance, 50 is.
    pay = np.resize([4000.0, 6000.0], 40)
    pay[20:] += 100
    people = People(
        40,
        {"monthly_pay": pay, "sales": np.resize([9e3, 1e4, 1.1e4], 40)},
        region=np.repeat([0, 1], 20),
    )
    assert value_of("equal_groups", given, people) == 0


def test_people_of_a_mixed_plan_are_paid_above_the_minimum_wage() -> None:
    assert value_of("minimum_wage", MIXED, People()) == 0


# -- without end --------------------------------------------------------------------------------


@pytest.mark.parametrize(("times", "endless"), [(1.5, 0), (2.0, 0), (2.5, 1)])
def test_what_more_than_doubles_far_beyond_anything_usual_has_no_end(
    times: float, endless: int
) -> None:
    # Usual sales go up to 15,000; far beyond are 8 and 64 times that, so that a tenth of the nearer
    # is 12,000 and of the farther 96,000.
    capped = plan({"bonus": f"min(0.1 * sales, {times * 12_000})"})
    found = answer("uncapped", Situation(capped))
    assert found.value == endless
    assert [case.value for case in found.cases] == [1.0] * endless


@pytest.mark.parametrize(("rate", "endless"), [(0.55, 1), (0.45, 0)])
def test_half_a_yuan_is_nothing_that_grows(rate: float, endless: int) -> None:
    # Eight times the largest usual number of complaints is 120, where the fine is the rate.
    fined = plan({"base": "3000", "fine": f"-{rate} / 120 * complaints"})
    assert value_of("penalty_floor", fined) == endless
