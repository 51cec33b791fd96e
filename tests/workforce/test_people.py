"""Who is there when: draws that repeat, joiners and leavers, reporting lines, units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.facts import Facts
from engine.workforce import load_workforce, simulate, workforces
from engine.workforce.draw import BLOCK
from engine.workforce.staying import Staying, staffing

CLIMBED = [
    (name, attribute.id)
    for name in workforces()
    for attribute in load_workforce(name).attributes.values()
    if attribute.climbing
]
"""The attributes that are steps, and the models that have them."""


@pytest.fixture(scope="module")
def sellers() -> Facts:
    return simulate("service-seller", 7, employees=12_000)


@pytest.mark.parametrize("name", workforces())
def test_the_seed_decides(name: str) -> None:
    assert simulate(name, 3, employees=50).key == simulate(name, 3, employees=50).key
    assert simulate(name, 3, employees=50).key != simulate(name, 4, employees=50).key


def test_a_model_given_as_such_gives_the_same() -> None:
    model = load_workforce("department-pool")
    assert simulate(model, 5).key == simulate("department-pool", 5).key


def test_whole_blocks_do_not_depend_on_who_follows(sellers: Facts) -> None:
    alone = simulate("service-seller", 7, employees=BLOCK)
    first = slice(None), slice(0, BLOCK)
    assert np.array_equal(alone.present, sellers.present[first])
    for name, values in alone.numbers.items():
        assert np.array_equal(values, sellers.numbers[name][first])
    assert not np.array_equal(
        sellers.numbers["sales"][:, : 12_000 - BLOCK], sellers.numbers["sales"][:, BLOCK:]
    )


def test_people_join_before_the_peak_and_are_missed_after_the_festival(sellers: Facts) -> None:
    index = np.array(load_workforce("service-seller").career.headcount)
    service = sellers.present.sum(axis=1)
    assert np.allclose(service / service.mean(), index / index.mean(), atol=0.01)
    first, last = sellers.present.argmax(axis=0), 11 - sellers.present[::-1].argmax(axis=0)
    joined, left = np.bincount(first, minlength=12), np.bincount(last, minlength=12)
    more = joined[1:] - left[:-1]
    assert (more[[7, 8, 9]] > 0.02 * service[[7, 8, 9]]).all()
    assert (more[[0, 1]] < -0.03 * service[[0, 1]]).all()
    assert left[1] == left[:11].max()
    assert 0.2 < (first > 0).mean() < 0.4
    assert 0.2 < (last < 11).mean() < 0.4


@pytest.mark.parametrize("index", [(1.0,) * 12, (0.1, 10.0) * 6, (10.0, 0.1, 0.3) * 4])
@pytest.mark.parametrize("months", [1, 2, 13, 40])
def test_people_are_used_up_whatever_the_index(index: tuple[float, ...], months: int) -> None:
    career = replace(load_workforce("part-time-service").career, headcount=index)
    staffed = staffing(career, Staying(career, 200), 24312, months)
    for people in range(1, 80):
        posts, here = staffed.posts(people), staffed.start(people)
        total = here
        for leavers, joiners in staffed.moves(people):
            assert 0 <= leavers <= here
            assert joiners >= 0
            here += joiners - leavers
            total += joiners
            assert 1 <= here <= posts
        assert total == people


def test_without_an_index_every_leaver_is_replaced() -> None:
    service = simulate("key-account-manager", 7, employees=3000).present.sum(axis=1)
    assert service.min() > 0.98 * service.max()


def test_tenure_counts_from_joining(sellers: Facts) -> None:
    tenure = sellers.numbers["tenure_months"]
    first_row = sellers.present.argmax(axis=0)
    assert not tenure[first_row, np.arange(sellers.size)][first_row > 0].any()
    rows = sellers.present[1:] & sellers.present[:-1]
    assert (np.diff(tenure, axis=0)[rows] == 1).all()


def test_a_few_people_take_unpaid_leave(sellers: Facts) -> None:
    edges = np.abs(np.diff(sellers.present.astype(int), axis=0, prepend=0, append=0)).sum(axis=0)
    away = (edges > 2).mean()
    assert 0.005 < away < 0.06


def test_tenure_and_turnover_are_in_balance(sellers: Facts) -> None:
    staying = Staying(load_workforce("service-seller").career, 200)
    assert 0.40 < 12 * staying.rate < 0.50
    tenure = sellers.numbers["tenure_months"][0][sellers.present[0]]
    expected = staying.tenure() @ np.arange(121)
    assert abs(tenure.mean() / expected - 1) < 0.05


def test_grades_rise_with_tenure(sellers: Facts) -> None:
    grade, tenure = sellers.categories["grade"].codes, sellers.numbers["tenure_months"]
    shown = sellers.present
    assert np.corrcoef(grade[shown], tenure[shown])[0, 1] > 0.6
    up, down = moves(sellers, "grade")
    assert (up <= 1).all()
    year = 12 * up.sum() / (shown[1:] & shown[:-1]).sum()
    assert 0.25 < year < 0.35
    assert 0.02 < down.sum() / up.sum() < 0.08


@pytest.mark.parametrize(("name", "attribute"), CLIMBED)
def test_first_months_have_the_shares_of_the_model(name: str, attribute: str) -> None:
    shares = np.array(list(load_workforce(name).attributes[attribute].shares.values()))
    facts = simulate(name, 7, employees=BLOCK, months=1)
    found = np.bincount(facts.categories[attribute].codes[0][facts.present[0]])
    found = found[: shares.size] / facts.present[0].sum()
    assert (abs(found - shares) < 4 * np.sqrt(shares * (1 - shares) / BLOCK)).all()


@pytest.mark.parametrize(("name", "attribute"), CLIMBED)
def test_nobody_moves_before_the_months_on_a_step_are_over(name: str, attribute: str) -> None:
    climbing = load_workforce(name).attributes[attribute].climbing
    assert climbing is not None
    facts = simulate(name, 7, employees=2000, months=30)
    codes = facts.categories[attribute].codes.astype(int)
    tenure = facts.numbers["tenure_months"]
    joined = facts.present.argmax(axis=0)
    since = np.where(joined > 0, joined, -np.inf)
    held = np.full(facts.size, -1)
    moved = 0
    for row in range(facts.months):
        here = facts.present[row]
        changed = here & (held >= 0) & (codes[row] != held)
        assert (row - since[changed] >= climbing.months_in_step).all()
        assert (tenure[row, changed] >= climbing.months_in_step).all()
        assert (abs(codes[row] - held)[changed & facts.present[max(row - 1, 0)]] == 1).all()
        moved += int(changed.sum())
        since[changed] = row
        held[here] = codes[row, here]
    assert moved > 200


def test_a_stated_share_of_those_long_on_a_step_is_put_down(sellers: Facts) -> None:
    model = load_workforce("service-seller")
    grade = model.attributes["grade"]
    assert grade.climbing is not None
    harsh = replace(grade, climbing=replace(grade.climbing, demoted=0.24))
    facts = simulate(replace(model, attributes={**model.attributes, "grade": harsh}), 7, 20_000)
    _, down = moves(facts, "grade")
    codes, there = facts.categories["grade"].codes, facts.present
    long = np.zeros(there.shape, np.bool_)
    long[6:] = there[:-6] & (codes[:-6] == codes[6:]) & (codes[6:] > 0)
    due = long[:-1] & there[1:]
    assert 0.20 < 12 * (down & due).sum() / due.sum() < 0.26
    attainment = facts.numbers["sales"] / np.maximum(facts.numbers["quota"], 1)
    year = there.all(axis=0) & (codes[0] > 0)
    fallen = down.any(axis=0)
    assert attainment[:, year & fallen].mean() < attainment[:, year & ~fallen].mean() - 0.02
    assert moves(sellers, "grade")[1].sum() < down.sum() / 4


def moves(facts: Facts, attribute: str) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """By how many steps people move up from one month to the next, and whether they move down."""
    both = facts.present[1:] & facts.present[:-1]
    step = np.where(both, np.diff(facts.categories[attribute].codes.astype(np.intp), axis=0), 0)
    return np.maximum(step, 0), step < 0


def test_weaker_people_leave_sooner() -> None:
    facts = simulate("service-seller", 2, employees=12_000)
    attainment = facts.numbers["sales"] / np.maximum(facts.numbers["quota"], 1)
    seasoned = facts.present[0] & (facts.numbers["tenure_months"][0] > 6)
    stayed = facts.present[-1]
    assert attainment[0, seasoned & stayed].mean() > attainment[0, seasoned & ~stayed].mean() + 0.02


def test_teams_and_groups_have_the_size_that_is_asked_for() -> None:
    facts = simulate("service-centre-pool", 5, employees=3000)
    sizes = np.bincount(facts.categories["skill_group"].codes[0][facts.present[0]])
    assert sizes[:-1].min() >= 35
    assert sizes[:-1].max() <= 80
    team, group = (facts.categories[name].codes for name in ("team", "skill_group"))
    there = facts.present
    pairs = np.unique(np.stack([team[there], group[there]]), axis=1)
    assert np.unique(pairs[0]).size == pairs.shape[1]


@pytest.mark.parametrize("employees", [24, 400, BLOCK + 1000])
def test_people_report_to_those_above_them(employees: int) -> None:
    facts = simulate("key-account-operations", 7, employees=employees)
    role = facts.categories["role"]
    manager = facts.people["manager_id"]
    codes = {name: i for i, name in enumerate(role.values)}
    assert ((role.codes == codes["director"]).sum(axis=1) == 1).all()
    assert (manager[~facts.present] == -1).all()
    rows, people = np.nonzero(facts.present)
    above = manager[rows, people]
    directs = role.codes[rows, people] == codes["director"]
    assert (above[directs] == -1).all()
    assert (above[~directs] >= 0).all()
    assert facts.present[rows[~directs], above[~directs]].all()
    held = np.where(above < 0, -1, role.codes[rows, above])
    kind = role.codes[rows, people]
    for name in ("director_assistant", "regional_manager"):
        assert (held[kind == codes[name]] == codes["director"]).all()
    account = held[kind == codes["key_account_manager"]]
    assert set(account.tolist()) <= {codes["regional_manager"], codes["director"]}
    assert (account == codes["regional_manager"]).mean() > 0.9
    team = facts.categories["team"].codes
    to_lead = (kind == codes["key_account_manager"]) & (held == codes["regional_manager"])
    assert (team[rows, people] == team[rows, np.maximum(above, 0)])[to_lead].all()


def test_leaders_are_replaced_at_once_while_other_posts_stand_empty() -> None:
    facts = simulate("service-centre-pool", 3, employees=2000)
    post = facts.categories["post"]
    by_month = np.stack(
        [np.bincount(post.codes[t][facts.present[t]], minlength=10) for t in range(12)]
    )
    leaders = [post.values.index(name) for name in ("operations_supervisor", "floor_lead")]
    assert (np.ptp(by_month[:, leaders], axis=0) <= 0.03 * by_month[0, leaders] + 1).all()
    agents = by_month[:, post.values.index("agent")]
    assert agents.max() > 1.15 * agents.min()


def test_managers_keep_their_people_while_posts_stand_empty() -> None:
    model = load_workforce("key-account-operations")
    shrinking = tuple(1 - 0.03 * month for month in range(12))
    career = replace(model.career, headcount=shrinking, unpaid_leave=0.0)
    facts = simulate(replace(model, career=career), 7, employees=3000)
    service = facts.present.sum(axis=1)
    assert np.allclose(service / service[0], shrinking, atol=0.005)
    role, manager = facts.categories["role"], facts.people["manager_id"]
    code = role.values.index("regional_manager")
    teams = [set(facts.categories["team"].codes[t][facts.present[t]].tolist()) for t in range(12)]
    for t in range(12):
        account = facts.present[t] & (role.codes[t] == role.values.index("key_account_manager"))
        assert (role.codes[t][manager[t][account]] == code).all()
        assert teams[t] == teams[0]
