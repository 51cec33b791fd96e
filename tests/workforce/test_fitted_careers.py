"""Who left and who is away, how the headcount goes on: small companies, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import Facts, fit, simulate
from engine.workforce.draw import people_for
from engine.workforce.fitting_careers import careers, left_for_good
from engine.workforce.model import Growth
from tests.small_plan import load, plan_of

PLAN = load(
    plan_of({"pay": "rate * sales"}, {"rate": {"value": 0.1}}, {"sales": {"kind": "money"}})
)


def _facts(rows: list[str]) -> Facts:
    """Facts of people from their months, "1" there and "." not, each a string."""
    present = np.array([[c == "1" for c in row] for row in rows]).T
    sales = np.random.default_rng(1).gamma(4, 250, present.shape) * present
    return Facts(
        first=2026 * 12,
        employees=tuple(f"P{i:03d}" for i in range(len(rows))),
        present=present,
        numbers={"sales": sales},
        categories={},
    )


def _left(rows: list[str]) -> list[float]:
    return left_for_good(_facts(rows).present).round(4).tolist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["1111", "11.."], [0, 1]),  # nobody ever came back, so whoever is missing has left
        # two of three who were away came back after one month, the third was away for longer
        (["1.11", "11.1", "1..."], [0, 0, 1]),
        # three were away for a month at least: two came back then, one is away for a month so far:
        # nobody is known to have stayed away for longer, so all are taken to come back
        (["1.11", "11.1", "111."], [0, 0, 0]),
        # of four away for a month, three came back at once and one was away for two: 1/4 is still
        # away then; whoever is missing for one month has left with 1/4, as the other has, wholly
        (["1.111", "11.11", "111.1", "111..", "1111."], [0, 0, 0, 1, 0.25]),
        (["....", "1111"], [0, 0]),  # whoever has no row at all has not left either
    ],
)
def test_those_missing_at_the_end_have_left_as_far_as_others_did_not_come_back(
    rows: list[str], expected: list[float]
) -> None:
    assert _left(rows) == expected


def test_a_gap_is_no_leaving() -> None:
    """Twelve people in ten months: each is away once, three of them in the last month. Nobody left,
    nobody joined, and twelve belong to every month."""
    rows = ["1111111111"] * 12
    rows = [row[:place] + "." + row[place + 1 :] for place, row in enumerate(rows[:9], 1)]
    rows += ["111111111."] * 3
    found = careers(_facts(rows), 10)
    assert (found.leavers, found.joiners, found.away, found.headcount) == (0, 0, 4, 12)
    assert found.section["leaving"] == [[0, 0.0]]
    # 12 absences in the 120 − 12 person-months that have a row
    assert found.section["unpaid_leave"] == {"share": round(12 / 108, 5), "months": [1, 1]}
    assert found.section["growth"]["monthly"] == 0


def test_growth_is_trusted_in_part_and_doubted_by_what_was_seen() -> None:
    """10, 20, 40, 80 people: three steps of log 2 count beside four months without growth."""
    rows = [*["1111"] * 10, *[".111"] * 10, *["..11"] * 20, *["...1"] * 40]
    growth = careers(_facts(rows), 10).section["growth"]
    monthly = 3 * np.log(2) / 7
    assert growth["monthly"] == 0.2  # a fifth a month is the most that a model says
    assert monthly > 0.2
    # (3 · (log 2 − 0.297)² + 2 · (0.05² + 0.06 / 37.5)) / 5
    spread = (3 * (np.log(2) - monthly) ** 2 + 2 * (0.0025 + 0.06 / 37.5)) / 5
    assert growth["months"] == pytest.approx(np.sqrt(spread), abs=1e-4)
    assert growth["unsure"] == pytest.approx(np.sqrt(spread / 7), abs=1e-4)


def test_a_steady_headcount_is_open_by_what_is_expected_of_any() -> None:
    """Fifty people for seven months: six steps of 0 beside two of √(0.05² + 0.06 / 50) each."""
    growth = careers(_facts(["1" * 7] * 50), 10).section["growth"]
    sd = np.sqrt(2 * (0.0025 + 0.06 / 50) / 8)
    assert growth == {"monthly": 0, "unsure": round(sd / np.sqrt(10), 4), "months": round(sd, 4)}


def test_one_month_says_nothing_of_growth() -> None:
    fitted = fit(_facts(["1"] * 20), PLAN)
    assert fitted.model.career.growth.months == 0
    assert any("one month tells nothing" in note["en"] for note in fitted.model.notes)


def test_the_headcount_goes_on_from_the_last_month_as_it_grew() -> None:
    """Forty people who stay: the month after begins one step from forty, and the way is open."""
    model = fit(_facts(["1" * 8] * 40), PLAN).model
    growth = model.career.growth
    first, last = [], []
    for seed in range(60):
        people = people_for(model, seed, 40, model.first, 12)
        facts = simulate(model, seed, people, 12)
        assert facts.size == people
        count = facts.present.sum(axis=1)
        first.append(int(count[0]))
        last.append(int(count[-1]))
    assert np.mean(first) == pytest.approx(40, abs=1)
    assert np.log(np.array(first) / 40).std() == pytest.approx(
        np.hypot(growth.months, growth.unsure), rel=0.3
    )
    wide = np.sqrt(12 * growth.months**2 + 144 * growth.unsure**2)
    assert np.log(np.array(last) / 40).std() == pytest.approx(wide, rel=0.3)
    assert {people_for(model.settled, seed, 40, model.first, 12) for seed in range(5)} == {40}


def test_known_growth_and_the_season_lead_on_from_the_last_month() -> None:
    """Two per cent a month from December, and a January of 0.9 after a December of 1.2."""
    model = fit(_facts(["1" * 8] * 40), PLAN).model
    index = (0.9, *(1.0,) * 10, 1.2)
    career = replace(model.career, growth=Growth(0.02), headcount=index)
    grown = replace(model, career=career)
    facts = simulate(grown, 1, people_for(grown, 1, 400, 2027 * 12, 12), 12, "2027-01")
    count = facts.present.sum(axis=1)
    assert count[0] == pytest.approx(400 * np.exp(0.02) * 0.9 / 1.2, abs=2)
    assert count[11] == pytest.approx(400 * np.exp(0.24), abs=3)


def test_of_one_year_half_is_taken_for_a_season_of_the_headcount() -> None:
    """Forty people, twenty more in June: 60 of a mean of 41.67 is an index of 1.44, of which half
    is trusted."""
    june = "." * 5 + "1" + "." * 6
    section = careers(_facts([*["1" * 12] * 40, *[june] * 20]), 10).section
    index = 1 + 0.5 * (60 / (500 / 12) - 1)
    assert section["headcount"][5] == pytest.approx(index, abs=1e-4)
    twice = careers(_facts([*["1" * 24] * 40, *[june + june] * 20]), 10).section
    assert twice["headcount"][5] == pytest.approx(60 / (500 / 12), abs=0.02)


def test_whoever_is_away_for_half_a_year_comes_back_and_whoever_is_for_longer_had_left() -> None:
    found = careers(_facts([*["1" * 12] * 11, "11......1111", "11.......111"]), 10)
    assert (found.leavers, found.section["unpaid_leave"]["months"]) == (1, [6, 6])
    # 13 belong to each month but the seven in which one of them had left
    assert found.section["leaving"][0][1] == pytest.approx(1 / (11 * 11 + 5 + 4), abs=1e-5)


def test_those_who_join_show_how_people_learn_where_no_column_tells_tenure() -> None:
    """Sixty people sell about 1,000; forty who join in the third month begin with 500 and reach 750
    in their second and third month, 1,000 from then on."""
    facts = _facts([*["1" * 12] * 60, *[".." + "1" * 10] * 40])
    noise = np.random.default_rng(4).normal(0, 100, (12, 100))
    level = np.full((12, 100), 1000.0)
    level[2, 60:], level[3:5, 60:] = 500, 750
    sales = (level + noise) * facts.present
    model = fit(replace(facts, numbers={"sales": sales}), PLAN).model
    assert any("joined in these months" in note["en"] for note in model.notes)
    drawn = simulate(model, 1, 3000, 12)
    start = np.argmax(drawn.present, axis=0)
    joined = np.flatnonzero((start > 0) & (start < 9))
    for later, expected in ((0, 500), (1, 750), (2, 750), (3, 1000)):
        mean = drawn.numbers["sales"][start[joined] + later, joined].mean()
        assert mean == pytest.approx(expected, abs=90)
    others = drawn.numbers["sales"][0][drawn.present[0] & (drawn.numbers["tenure_months"][0] >= 12)]
    assert others.mean() == pytest.approx(1000, abs=60)
    few = fit(_facts([*["1" * 12] * 60, *[".." + "1" * 10] * 9]), PLAN).model
    assert not few.measures["sales"].learning_shift
