"""Who is there when: draws that repeat, joiners and leavers, reporting lines, units."""

from __future__ import annotations

import numpy as np
import pytest

from engine.facts import Facts
from engine.workforce import load_workforce, simulate, workforces
from engine.workforce.draw import BLOCK
from engine.workforce.staying import Staying


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


def test_joiners_replace_leavers(sellers: Facts) -> None:
    service = sellers.present.sum(axis=1)
    assert service.min() > 0.98 * service.max()
    joined, left = ~sellers.present[0], ~sellers.present[-1]
    assert 0.2 < joined.mean() < 0.4
    assert 0.2 < left.mean() < 0.4
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


def test_grades_rise_with_tenure_and_never_fall(sellers: Facts) -> None:
    grade, tenure = sellers.categories["grade"], sellers.numbers["tenure_months"]
    both = sellers.present[1:] & sellers.present[:-1]
    step = np.diff(grade.codes.astype(int), axis=0)[both]
    assert step.min() >= 0
    assert step.max() > 0
    shown = sellers.present
    assert np.corrcoef(grade.codes[shown], tenure[shown])[0, 1] > 0.4
    shares = np.bincount(grade.codes[0][sellers.present[0]], minlength=4)[:4]
    assert np.allclose(shares / shares.sum(), [0.42, 0.33, 0.18, 0.07], atol=0.02)


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


def test_a_post_passes_to_whoever_follows() -> None:
    facts = simulate("service-centre-pool", 3, employees=2000)
    post = facts.categories["post"]
    by_month = [np.bincount(post.codes[t][facts.present[t]], minlength=10) for t in (0, -1)]
    assert (np.abs(by_month[0] - by_month[1]) <= 2 + 0.03 * by_month[0]).all()
