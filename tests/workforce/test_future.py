"""The months ahead of known people: what a trial leaves alone, what it draws, what moves it."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from engine.calendar import month_number
from engine.facts import Facts
from engine.workforce import Future, Outlook, Temporary, load_workforce, workforces
from engine.workforce.going_on import moves
from engine.workforce.model import Growth, Unsure

FIRST = month_number("2026-01")


def future(
    model: str = "service-seller",
    headcount: int = 300,
    months: int = 12,
    outlook: Outlook | None = None,
    seed: int = 7,
) -> Future:
    return Future(load_workforce(model), seed, headcount, FIRST, months, outlook)


def drawn(ahead: Future, trial: int = 0, common: int | None = 5) -> Facts:
    size = len(ahead.factors)
    rng = np.random.default_rng(common)
    return ahead.draw(np.zeros(size) if common is None else rng.standard_normal(size), (9, trial))


def content(facts: Facts) -> str:
    """The hash of what the facts hold, not of what they were drawn from."""
    return replace(facts).key


def test_a_trial_is_the_same_again_in_another_process_and_after_other_trials() -> None:
    ahead = future()
    first = drawn(ahead, 3)
    drawn(ahead, 4)
    elsewhere = pickle.loads(pickle.dumps(future()))
    again = drawn(elsewhere, 3)
    assert content(again) == content(first) == content(drawn(ahead, 3))
    assert again.key == first.key != content(first)
    assert len({f.key for f in (first, drawn(ahead, 4), drawn(ahead, 3, None))}) == 3


@pytest.mark.parametrize("model", workforces())
def test_the_known_people_begin_every_trial_and_others_follow(model: str) -> None:
    ahead = future(model, 120)
    one, other = drawn(ahead, 0), drawn(ahead, 1, common=6)
    assert one.present[0].sum() == other.present[0].sum() == 120
    assert one.present[0, :120].all()
    known = one.numbers["tenure_months"][0, :120]
    np.testing.assert_array_equal(known, other.numbers["tenure_months"][0, :120])
    measures = load_workforce(model).measures
    for name, category in one.categories.items():
        if name not in measures:
            own, theirs = category.codes[0, :120], other.categories[name].codes[0, :120]
            np.testing.assert_array_equal(own, theirs, name)
    assert content(one) != content(other)
    for name, numbers in one.numbers.items():
        assert not numbers[~one.present].any(), name


@pytest.mark.parametrize("model", workforces())
def test_the_decimals_told_are_those_that_there_are(model: str) -> None:
    facts = drawn(future(model, 400))
    looked_at = replace(facts)
    for name in facts.numbers:
        assert facts.decimals(name) == looked_at.decimals(name), name


def test_pairs_share_what_hits_everyone() -> None:
    ahead = future(headcount=4000, outlook=Outlook(common=1.0))
    good = np.array([1.5 if "attainment: all months" in name else 0.0 for name in ahead.factors])
    usual = np.zeros(len(ahead.factors))
    rates = []
    for common in (good, usual, good, usual):
        facts = ahead.draw(common, (9, len(rates)))
        rates.append(facts.numbers["sales"].sum() / facts.numbers["quota"].sum())
    # 5 % of the variance is shared by month: 1.5 of the average of 12 months is 0.11 sd of 0.25
    assert abs(rates[0] - rates[2]) < 0.01 and abs(rates[1] - rates[3]) < 0.01
    expected = 0.25 * 1.5 * np.sqrt(0.05) / np.sqrt(12)
    assert rates[0] - rates[1] == pytest.approx(expected, rel=0.25)


def test_a_headcount_plan_is_met_to_the_person() -> None:
    plan = (300.0, 300.0, 320.0, 350.0, 350.0, 200.0, 200.0, 1.0, 1.0, 50.0, 50.0, 60.0)
    model = load_workforce("service-seller")
    settled = replace(model, career=replace(model.career, unpaid_leave=0.0))
    facts = drawn(Future(settled, 7, 300, FIRST, 12, Outlook(headcount=plan)))
    assert tuple(facts.present.sum(axis=1)) == plan
    with pytest.raises(ValueError, match="299"):
        future(headcount=299, outlook=Outlook(headcount=plan))


def test_as_many_leave_as_the_shares_say_and_chance_says_when() -> None:
    career = replace(load_workforce("service-seller").career, season=(1.0,) * 12)
    # 10 people, 5 % of them a month, in the third month twice as many: 0.5 + 0.5 + 1.0 + 0.5
    found = moves(career, 0.05, FIRST, [10, 10, 10, 12, 9], [1, 1, 2, 1, 1], 0.25)
    assert found.leaving == (0, 1, 1, 3)
    assert found.joining == (0, 1, 3, 0)
    assert moves(career, 0.05, FIRST, [10, 10, 10], [1, 1, 1], 0.75).leaving == (1, 0)
    assert moves(career, 0.05, FIRST, [10, 10], [400, 1], 0.0).leaving == (9,)


def test_more_leave_after_the_bonus_month() -> None:
    usual = drawn(future(headcount=2000))
    leaving = tuple(5.0 if month == 1 else 1.0 for month in range(12))
    exodus = drawn(future(headcount=2000, outlook=Outlook(leaving=leaving)))

    def gone(facts: Facts, row: int) -> int:
        there = facts.present[row]
        return int((there & ~facts.present[row + 1 :].any(axis=0)).sum())

    assert gone(exodus, 1) == pytest.approx(5 * gone(usual, 1), rel=0.03)
    assert gone(exodus, 0) == pytest.approx(gone(usual, 0), abs=6)  # some are on unpaid leave
    assert exodus.present.sum(axis=1)[4] == pytest.approx(usual.present.sum(axis=1)[4], abs=12)


def test_temporary_people_come_on_top_and_go() -> None:
    helpers = Temporary(40, 9, 10, {"education": "college"})
    usual = drawn(future())
    facts = drawn(future(outlook=Outlook(temporary=(helpers,))))
    more = facts.present.sum(axis=1) - usual.present.sum(axis=1)
    assert more[:9].tolist() == [0] * 9 and more[11] == 0
    assert more[9] == 40 and more[10] >= 38  # one or two of them on unpaid leave
    new = slice(facts.size - 40, facts.size)
    assert not facts.present[:9, new].any() and not facts.present[11, new].any()
    assert facts.numbers["tenure_months"][9, new].max() == 0
    education = facts.categories["education"]
    assert {education.values[c] for c in education.codes[9, new]} == {"college"}
    before = slice(0, usual.size)
    np.testing.assert_array_equal(usual.numbers["csat"], facts.numbers["csat"][:, before])


def test_factors_and_seasons_move_measures_month_by_month() -> None:
    half = tuple(0.5 if month == 3 else 1.0 for month in range(12))
    usual = drawn(future())
    facts = drawn(future(outlook=Outlook(factors={"attainment": half})))
    np.testing.assert_array_equal(usual.numbers["sales"][2], facts.numbers["sales"][2])
    np.testing.assert_array_equal(usual.numbers["quota"], facts.numbers["quota"])
    np.testing.assert_allclose(facts.numbers["sales"][3], usual.numbers["sales"][3] / 2, atol=0.01)
    flat = drawn(future(outlook=Outlook(seasons=0.0)))
    there = flat.present[10] & flat.present[0] & (flat.numbers["quota"][0] > 0)
    same = flat.categories["grade"].codes[10] == flat.categories["grade"].codes[0]
    there &= same
    np.testing.assert_array_equal(flat.numbers["quota"][10][there], flat.numbers["quota"][0][there])
    # the season of quotas is 0.8 of an index of 1.45 in November and 0.91 in January
    ratio = usual.numbers["quota"][10][there] / flat.numbers["quota"][10][there]
    np.testing.assert_allclose(ratio, 1 + 0.8 * 0.45, rtol=0.003)


def test_a_factor_of_counts_moves_their_mean_and_keeps_them_whole() -> None:
    facts = drawn(future("growth-ladder", 3000, outlook=Outlook(factors={"praises": (2.0,) * 12})))
    usual = drawn(future("growth-ladder", 3000))
    praises = facts.numbers["praises"][facts.present]
    assert (praises == np.rint(praises)).all()
    assert praises.mean() == pytest.approx(
        2 * usual.numbers["praises"][usual.present].mean(), rel=0.03
    )


def test_shifts_move_by_standard_deviations_within_bounds() -> None:
    usual = drawn(future(headcount=3000))
    shifted = drawn(future(headcount=3000, outlook=Outlook(shifts={"csat": (1.0,) * 12})))
    csat = shifted.numbers["csat"][shifted.present]
    assert csat.max() <= 1
    assert csat.mean() - usual.numbers["csat"][usual.present].mean() == pytest.approx(
        0.05, abs=0.01
    )
    np.testing.assert_array_equal(usual.numbers["team_score"], shifted.numbers["team_score"])


def test_promotion_quickens_or_stops_from_the_first_month_on() -> None:
    def moved_up(speed: float) -> int:
        grade = drawn(future(headcount=2000, outlook=Outlook(promotion=speed))).categories["grade"]
        steps = np.diff(grade.codes.astype(int)[:, :2000], axis=0)
        here = (grade.codes[1:, :2000] < 4) & (grade.codes[:-1, :2000] < 4)
        return int((here & (steps > 0)).sum())

    none, usual, quick = moved_up(0.0), moved_up(1.0), moved_up(2.0)
    assert none == 0 < 1.5 * usual < quick


def test_months_in_a_step_hold_from_the_first_month_on() -> None:
    def grades(least: int | None) -> np.ndarray:
        outlook = Outlook(months_in_step=least)
        return drawn(future(headcount=2000, outlook=outlook)).categories["grade"].codes.astype(int)

    climbing = load_workforce("service-seller").attributes["grade"].climbing
    assert climbing is not None
    usual, least = grades(None), climbing.months_in_step
    np.testing.assert_array_equal(grades(least), usual)
    longer, shorter = grades(least + 3), grades(max(least - 3, 0))
    np.testing.assert_array_equal(longer[0, :2000], usual[0, :2000])
    np.testing.assert_array_equal(shorter[0, :2000], usual[0, :2000])

    def moved_up(codes: np.ndarray, months: int) -> int:
        before, after = codes[:months, :2000], codes[1 : months + 1, :2000]
        return int(((after > before) & (after < 4)).sum())

    assert moved_up(longer, 3) == 0 < moved_up(usual, 3) < moved_up(shorter, 3)
    assert 0 < moved_up(longer, 11) < moved_up(usual, 11)


def test_growth_that_nobody_knows_moves_the_headcount_and_not_that_of_a_plan() -> None:
    model = load_workforce("service-seller")
    growth = Growth(0.01, 0.002, 0.003)
    model = replace(model, career=replace(model.career, growth=growth, headcount=(1.0,) * 12))
    ahead = Future(model, 7, 1000, FIRST, 24)
    assert sum("headcount" in name for name in ahead.factors) == 24
    expected = ahead.draw(np.zeros(len(ahead.factors)), (1,)).present.sum(axis=1)
    assert expected[23] == pytest.approx(1000 * np.exp(0.23), rel=0.01)
    up = np.array([1.0 if name == "headcount: growth" else 0.0 for name in ahead.factors])
    more = ahead.draw(up, (1,)).present.sum(axis=1)
    assert more[23] == pytest.approx(1000 * np.exp(0.23 + 0.046), rel=0.01)
    planned = Future(model, 7, 1000, FIRST, 24, Outlook(headcount=(1000.0,) * 24))
    assert not any("headcount" in name for name in planned.factors)


def test_a_level_that_nobody_knows_is_a_factor() -> None:
    model = load_workforce("service-seller")
    csat = replace(model.measures["csat"], unsure=Unsure(0.5, (0.1,) * 12))
    ahead = Future(replace(model, measures={**model.measures, "csat": csat}), 7, 2000, FIRST, 12)
    assert ahead.factors[0] == "csat: level"
    assert sum("calendar month" in name for name in ahead.factors) == 12
    up = np.array([2.0 if name == "csat: level" else 0.0 for name in ahead.factors])
    usual, better = ahead.draw(0 * up, (1,)), ahead.draw(up, (1,))
    moved = (better.numbers["csat"] - usual.numbers["csat"])[usual.present].mean()
    assert moved == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    "outlook",
    [
        Outlook(leaving=(1.0,) * 11),
        Outlook(leaving=(-1.0,) * 12),
        Outlook(factors={"nothing": (1.0,) * 12}),
        Outlook(shifts={"sales": (1.0,) * 12}),
        Outlook(temporary=(Temporary(3, 5, 12),)),
        Outlook(seasons=8.0),
        Outlook(promotion=-1.0),
        Outlook(months_in_step=-1),
    ],
)
def test_an_outlook_that_does_not_fit_is_refused(outlook: Outlook) -> None:
    with pytest.raises(ValueError, match="no outlook for service-seller"):
        future(outlook=outlook)
