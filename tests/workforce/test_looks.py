"""Whether the result looks right: shapes, shares, seasons, spread between people and within one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from engine.evaluation import evaluate
from engine.facts import Facts
from engine.plan import load_plan
from engine.workforce import load_workforce, simulate

Numbers = NDArray[np.float64]


@pytest.fixture(scope="module")
def sellers() -> Facts:
    """With a quota in the month of joining too, so that what they attain is seen in every month."""
    model = load_workforce("service-seller")
    quota = replace(model.measures["quota"], months_without=0)
    return simulate(replace(model, measures={**model.measures, "quota": quota}), 7, 20_000)


@pytest.fixture(scope="module")
def attainment(sellers: Facts) -> Numbers:
    return sellers.numbers["sales"] / np.where(sellers.present, sellers.numbers["quota"], 1)


def quarters(values: NDArray[np.generic]) -> NDArray[np.generic]:
    return values.reshape(4, 3, -1).sum(axis=1)


def test_attainment_is_skewed_around_the_quota(sellers: Facts, attainment: Numbers) -> None:
    shown = attainment[sellers.present]
    assert 0.95 < shown.mean() < 1.08
    assert stats.skew(shown) > 0.3
    assert np.median(shown) < shown.mean()
    assert 0.45 < (shown >= 1).mean() < 0.62
    assert 0.75 < (shown >= 0.8).mean() < 0.90
    assert (shown > 1.5).mean() > 0.01


def test_quality_is_skewed_the_way_it_is(sellers: Facts) -> None:
    csat = sellers.numbers["csat"][sellers.present]
    complaints = sellers.numbers["complaint_rate"][sellers.present]
    assert 0.88 < csat.mean() < 0.92
    assert stats.skew(csat) < -0.5
    assert 0.017 < complaints.mean() < 0.023
    assert stats.skew(complaints) > 0.5


def test_dependence_has_the_signs_of_the_copula(sellers: Facts, attainment: Numbers) -> None:
    there = sellers.present
    columns = [attainment, *(sellers.numbers[c] for c in ("csat", "complaint_rate", "team_score"))]
    found = stats.spearmanr(np.stack([column[there] for column in columns]), axis=1).statistic
    assert 0.05 < found[0, 1] < 0.25
    assert -0.55 < found[1, 2] < -0.35
    assert found[0, 3] > 0.05
    assert found[1, 3] > 0.05
    assert found[2, 3] < 0


def test_people_differ_as_much_as_the_model_says(sellers: Facts, attainment: Numbers) -> None:
    """The variance parts of the latent value, found again in people past the learning curve."""
    spread = load_workforce("service-seller").measures["attainment"].spread
    whole_year = sellers.present.all(axis=0) & (sellers.numbers["tenure_months"][0] >= 4)
    mine = attainment[:, whole_year]
    mine = stats.norm.ppf(stats.gamma.cdf(mine, 16.6464, scale=1.02 / 16.6464))
    mine = mine - mine.mean(axis=1, keepdims=True)
    within = mine.var(axis=0, ddof=1).mean()
    between = mine.mean(axis=0).var() - within / 12
    team_part = spread.units["team"] * 0.5
    expected = spread.person / (spread.person + spread.own + 2 * team_part)
    assert abs(between / (between + within) - expected) < 0.06


def test_one_month_resembles_the_next(sellers: Facts, attainment: Numbers) -> None:
    whole_year = sellers.present.all(axis=0) & (sellers.numbers["tenure_months"][0] >= 4)
    mine = attainment[:, whole_year]
    mine = mine - mine.mean(axis=1, keepdims=True)
    near = np.mean([np.corrcoef(mine[t], mine[t + 1])[0, 1] for t in range(11)])
    far = np.mean([np.corrcoef(mine[t], mine[t + 6])[0, 1] for t in range(6)])
    assert near > far + 0.08
    assert far > 0.35


def test_the_year_has_its_seasons() -> None:
    index = np.zeros(12)
    for seed in range(12):
        facts = simulate("service-seller", seed, employees=600)
        index += facts.numbers["sales"].sum(axis=1) / facts.present.sum(axis=1)
    index /= index.mean()
    assert index.argmax() == 10
    assert index.argmin() == 1
    assert index[5] > max(index[4], index[6])
    quota = facts.numbers["quota"].sum(axis=1) / (facts.numbers["quota"] > 0).sum(axis=1)
    assert 1.2 < quota[10] / quota.mean() < 1.45


def test_newcomers_learn(sellers: Facts, attainment: Numbers) -> None:
    tenure = sellers.numbers["tenure_months"]
    by_month = [attainment[sellers.present & (tenure == k)].mean() for k in (0, 1, 12)]
    assert by_month[0] < by_month[1] < by_month[2]
    assert by_month[0] < 0.93


@pytest.mark.parametrize("name", ["service-seller", "part-time-service"])
def test_newcomers_have_no_quota_in_their_first_month_but_sell(name: str) -> None:
    facts = simulate(name, 7, employees=3000)
    quota, sales, tenure = (facts.numbers[c] for c in ("quota", "sales", "tenure_months"))
    first = facts.present & (tenure == 0)
    assert first.sum() > 500
    assert not quota[first].any()
    assert (quota[facts.present & ~first] > 0).all()
    assert np.median(sales[first]) > 0.5 * np.median(sales[facts.present & ~first])


def test_a_team_shares_its_score(sellers: Facts) -> None:
    def between_teams(name: str) -> float:
        here = sellers.present[4]
        team, value = sellers.categories["team"].codes[4][here], sellers.numbers[name][4][here]
        members = np.bincount(team)
        mean = np.bincount(team, value) / np.maximum(members, 1)
        return float(mean[team].var() / value.var())

    assert between_teams("team_score") > 0.5
    assert between_teams("csat") < 0.3


def test_points_reach_every_coefficient_of_the_plan() -> None:
    facts = simulate("points-pay", 7, employees=2000)
    deduction, group = facts.numbers["quality_deduction"], facts.categories["service_group"].codes
    for code, steps in enumerate([(0, 21, 31, 50, 70, 81), (0, 16, 21, 36, 51, 81)]):
        counts, _ = np.histogram(deduction[facts.present & (group == code)], steps)
        assert (counts > 0).all()
        assert counts[0] > counts[-1]
    numbers = {name: values[facts.present] for name, values in facts.numbers.items()}
    assert (numbers["days_attended"] <= numbers["days_required"]).all()
    full = (
        (numbers["sick_days"] == 0)
        & (numbers["leave_days"] == 0)
        & (numbers["shift_changes"] == 0)
        & (numbers["late_logins"] <= 3)
    )
    assert 0.3 < full.mean() < 0.6
    vip = group[facts.present] == 1
    assert numbers["vip_conversations"][vip].mean() > 3 * numbers["vip_conversations"][~vip].mean()


def test_quarterly_receipts_miss_reach_and_overshoot() -> None:
    facts = simulate("key-account-seller", 7, employees=2000)
    products, target = facts.numbers["collected"], facts.numbers["target"]
    assert 0.1 < (products[facts.present] == 0).mean() < 0.3
    collected = products + facts.numbers["implementation_collected"]
    for quarter in range(0, 12, 3):
        rows = facts.present[quarter : quarter + 3]
        three = np.where(rows, target[quarter : quarter + 3], np.nan)
        whole = rows.all(axis=0)
        assert (three[0, whole] == three[2, whole]).all()
    last = facts.present[2::3]
    reached = (quarters(collected) / np.where(last, target[2::3], 1))[last]
    assert 0.15 < (reached < 0.5).mean() < 0.40
    assert 0.25 < (reached >= 1).mean() < 0.55
    assert stats.skew(reached) > 1
    missed_then_met = (quarters(collected)[:-1] < 0.5 * target[2::3][:-1]) & (
        quarters(collected)[1:] > target[2::3][1:]
    )
    assert (missed_then_met & last[:-1] & last[1:]).any()
    assert (quarters(collected)[last] >= 300_000).any()
    carried = (reached >= 1) & (quarters(collected)[last] < 300_000)
    assert carried.any()
    assert (facts.numbers["tenure_months"][2::3][last] < 3).mean() > 0.02


def test_a_department_reaches_its_target_in_some_years() -> None:
    years, awards = [], 0
    for seed in range(20):
        facts = simulate("key-account-operations", seed)
        year = facts.numbers["sales"].sum(axis=0)
        role = facts.categories["role"].codes.min(axis=0)
        years.append(year.sum())
        awards += ((role == 1) & (year >= 1.3e6)).sum() + ((role == 2) & (year >= 1e6)).sum()
    assert 3e6 < min(years) < 5e6 < max(years) < 1.2e7
    assert 3 <= awards <= 40


def test_skill_groups_fall_on_both_sides_of_the_baseline() -> None:
    facts = simulate("service-centre-pool", 7, employees=4000)
    post, group = facts.categories["post"], facts.categories["skill_group"]
    agents = facts.present & (post.codes == post.values.index("agent"))
    over = facts.numbers["calls"] - 30 * facts.numbers["hours"]
    excess = np.concatenate(
        [np.bincount(group.codes[t][agents[t]], over[t][agents[t]]) for t in range(12)]
    )
    counts, _ = np.histogram(excess, [-np.inf, 0, 2000, 5000, 10_000, np.inf])
    assert (counts / excess.size > 0.05).all()
    excused = facts.numbers["shortfall_excused"]
    assert 0 < excused[facts.present].mean() < 0.12
    for t in range(12):
        for code in np.unique(group.codes[t][facts.present[t]]):
            mine = facts.present[t] & (group.codes[t] == code)
            assert np.unique(excused[t][mine]).size == 1
    management = facts.present & (post.codes < post.values.index("agent"))
    assert not facts.numbers["overtime_hours"][management].any()


def test_ratings_and_pay_hold_for_a_calendar_year() -> None:
    facts = simulate("department-pool", 7, employees=600, months=24)
    rating, pay = facts.categories["annual_rating"], facts.numbers["monthly_pay"]
    for year in (slice(0, 12), slice(12, 24)):
        there = facts.present[year].all(axis=0)
        assert (np.ptp(rating.codes[year][:, there], axis=0) == 0).all()
        assert (np.ptp(pay[year][:, there], axis=0) == 0).all()
    shares = np.bincount(rating.codes[11][facts.present[11]], minlength=4) / facts.present[11].sum()
    assert shares[0] < shares[1] < shares[2]
    assert shares[3] < 0.12
    excellent = (rating.codes == 0) & facts.present
    assert pay[excellent].mean() > pay[(rating.codes == 2) & facts.present].mean()


def test_who_was_on_leave_has_it_among_the_events_of_attendance() -> None:
    facts = simulate("key-account-manager", 7)
    on_leave = facts.numbers["leave_days"] > 0
    assert 0.1 < on_leave[facts.present].mean() < 0.4
    assert (facts.numbers["attendance_events"][on_leave] >= 1).all()


def test_specialists_reach_every_coefficient() -> None:
    facts = simulate("key-account-specialist", 7)
    payouts = evaluate(load_plan("key-account-specialist"), facts)
    pay = payouts.amounts("performance_pay")[facts.present]
    _, counts = np.unique(pay, return_counts=True)
    assert counts.size == 5
    assert counts.min() > 0.02 * pay.size


def test_supervisors_reach_every_step_of_the_budget_and_both_sides_of_the_pass_mark() -> None:
    facts = simulate("after-sales-supervisor", 7)
    payouts = evaluate(load_plan("after-sales-supervisor"), facts, measures=True)
    due = facts.present[2::3]
    costs = payouts.measures["cost_score"].array[due]
    assert sorted(set(costs.tolist()) - {2}) == [0, 4, 6, 8, 10]  # 2 at the limit to the cent
    unpaid = (payouts.amounts("quarterly_bonus")[2::3][due] == 0).mean()
    assert 0.005 < unpaid < 0.1


def test_merchant_developers_lose_and_win_back_merchants() -> None:
    facts = simulate("merchant-development", 7)
    numbers = {name: values[facts.present] for name, values in facts.numbers.items()}
    assert (numbers["certified"] <= numbers["onboarded"]).all()
    assert (numbers["revived"] <= numbers["lost"]).all()
    assert 0.1 < (numbers["visits"] >= 100).mean() < 0.5
    for rare in ("meeting_absent", "unhandled", "special"):
        assert numbers[rare].any()
