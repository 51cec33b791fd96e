"""A check that finds what was worked out before answers as one that knows nothing, and can be
stopped on the way."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.health import grouped, results, timing
from engine.workforce import simulate, workforce_of
from tests.health.situations import GATED, PASSING, attaining

EDITS = {
    "service-seller": {"weight_sales": 0.3},
    "key-account-specialist": {"attendance_full": 20},
    "part-time-service": {"ranking_places": 1},
    "department-pool": {"tenure_weight": 0.3},
    "service-centre-pool": {"shortfall_rate": 0.3},
    "points-pay": {"base_amount": 4000},
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_plan_is_answered_the_same_with_what_is_known_of_another(name: str) -> None:
    plan, workforce = engine.load_plan(name), workforce_of(name)
    assert workforce is not None
    people = simulate(workforce, 7, 60, 4)
    edited = plan.with_values(EDITS[name])
    memory = engine.Memory()
    engine.check(plan, people, memory=memory)
    again = engine.check(edited, people, plan, memory=memory).as_json()
    assert again == engine.check(edited, people, plan).as_json()
    assert again != engine.check(plan, people, plan, memory=memory).as_json()


def test_amounts_of_a_figure_that_is_moved_are_not_kept() -> None:
    plan, workforce = engine.load_plan("service-seller"), workforce_of("service-seller")
    assert workforce is not None
    people, memory, sizes = simulate(workforce, 7, 2000, 12), engine.Memory(), []
    for first in (0.8, 0.81, 0.82):
        moved = plan.with_values({"monthly_steps": [[first, 0.1], [1.0, 0.3]]})
        engine.check(moved, people, plan, memory=memory)
        sizes.append(memory.size)
    assert sizes[2] - sizes[1] < people.present.size * 8


def test_a_moved_threshold_is_held_anew_against_people_known() -> None:
    people, memory = attaining(0.5, 0.95, 1.2)(GATED), engine.Memory()
    lower = GATED.with_values({"gate": 0.4})
    shares = [
        engine.check(plan, people, memory=memory)["below_threshold"].value
        for plan in (GATED, lower, GATED)
    ]
    assert shares == [pytest.approx(14 / 40), 0, pytest.approx(14 / 40)]


def test_results_moved_in_turns_win_what_they_win_side_by_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = attaining(0.8, 0.5, 1.1)(GATED)
    at_once = engine.check(GATED, people)["timing_gain"]
    monkeypatch.setattr(timing, "CELLS", 3 * people.size * people.months)
    in_turns = engine.check(GATED, people)["timing_gain"]
    assert at_once.value is not None and at_once.value > 0
    assert in_turns == at_once


def test_nobody_who_moves_results_becomes_somebody_elses_manager() -> None:
    situation = PASSING["manager_inversion"]
    assert situation.people is not None
    people = situation.people(situation.plan)
    manager = people.people["manager_id"]
    moved = timing.moved_in_time(situation.plan, people, ["sales"], 0.2, engine.Memory())
    for months, facts in moved:
        for place in range(len(months)):
            own = facts.people["manager_id"][:, place * people.size : (place + 1) * people.size]
            assert np.array_equal(np.where(own < 0, own, own - place * people.size), manager)


def test_the_check_ends_when_whoever_listens_has_had_enough() -> None:
    heard: list[float] = []

    def enough(share: float) -> None:
        heard.append(share)
        if len(heard) == 10:
            raise KeyboardInterrupt

    people = attaining(0.5, 1.0)(GATED)
    with pytest.raises(KeyboardInterrupt):
        engine.check(GATED, people, progress=enough)
    assert heard == sorted(heard) and len(heard) == 10


# -- pieces ---------------------------------------------------------------------------------


def test_groups_hold_their_people_by_id_and_know_their_means() -> None:
    found = grouped.grouped(np.array([7, 70_000, 7, 3, 70_000, 7]))
    assert found.places.tolist() == [3, 7, 70_000]
    assert [members.tolist() for members in found] == [[3], [0, 2, 5], [1, 4]]
    values = np.array([1.0, 5.0, 2.0, 9.0, 7.0, 3.0])
    means = found.means(values)
    assert means.tolist() == [9, 2, 6]
    assert found.deviations(values, means) == pytest.approx([0, np.sqrt(2 / 3), 1])


@pytest.mark.parametrize("far", [40, 4_000_000])
def test_people_are_alike_however_far_their_results_lie_apart(far: int) -> None:
    numbered = results._numbered(np.array([far, 0, 5, far, 5]))
    assert numbered.tolist() == [2, 0, 1, 2, 1]
