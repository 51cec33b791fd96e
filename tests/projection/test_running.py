"""Trials of a question: the same whatever the order, the split and the workers."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.companies import Company, company_facts, evaluate_company, load_company
from engine.plan import build
from engine.projection import (
    Assumptions,
    Question,
    check,
    joined,
    parts,
    project,
    question_of,
    run,
)
from engine.text import Refused
from engine.yaml_files import Document


@pytest.fixture(scope="module")
def company() -> Company:
    """Sellers whose leaders are paid on what they did, small enough to be quick."""
    whole = load_company("sales-company")
    sizes = {"sellers": 200, "seller_leaders": 18}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    return replace(whole, units=units, moves=())


@pytest.fixture(scope="module")
def question(company: Company) -> Question:
    assumed = Assumptions.from_json(
        {
            "review_month": "2026-04",
            "review_budget": 0.05,
            "units": {
                "sellers": {"temporary": [{"people": 9, "from": "2026-10", "to": "2026-11"}]}
            },
        }
    )
    return question_of(company, assumed, seed=5, budget=20e6)


def test_a_trial_is_the_same_whatever_the_split_the_order_and_the_workers(
    question: Question,
) -> None:
    whole = run(question, range(6))
    assert whole.numbers.tolist() == [0, 1, 2, 3, 4, 5]
    backwards = [run(question, range(start, start + 2)) for start in (4, 0, 2)]
    with ThreadPoolExecutor(2) as workers:
        by_workers = joined(list(parts(question, range(6), workers)))
    for other in (joined(backwards), by_workers):
        assert np.array_equal(other.cost, whole.cost)
        assert np.array_equal(other.common, whole.common)
        for key, amounts in whole.owed.items():
            assert np.array_equal(other.owed[key], amounts)
            assert np.array_equal(other.forfeited[key], whole.forfeited[key])


def test_a_trial_is_the_same_in_whatever_order_the_units_are_written(question: Question) -> None:
    company = question.company
    turned = replace(company, units=dict(reversed(company.units.items())))
    one, other = (run(replace(question, company=c), range(2)) for c in (company, turned))
    assert list(other.by_unit) == list(reversed(one.by_unit))
    for unit, cost in one.by_unit.items():
        assert np.array_equal(other.by_unit[unit], cost)


def test_the_budget_changes_no_trial(question: Question) -> None:
    other = replace(question, budget=1.0)
    assert other.key == question.key
    assert np.array_equal(run(other, range(2)).cost, run(question, range(2)).cost)


def test_costs_are_sums_of_units_and_lines_in_whole_fen(question: Question) -> None:
    trials = run(question, range(2))
    by_unit = sum(trials.by_unit.values())
    assert np.array_equal(trials.cost, np.rint(np.asarray(by_unit) * 100) / 100)
    assert np.array_equal(trials.total * 100, np.rint(trials.total * 100))
    # Nine temporary people come on top of the headcount in October and November.
    plain = replace(question, assumptions=question.assumptions.without("units.sellers.temporary"))
    more = trials.headcount["sellers"] - run(plain, range(2)).headcount["sellers"]
    assert more[:, [8, 11]].tolist() == [[0, 0], [0, 0]]
    assert (more[:, [9, 10]] >= 7).all() and (more[:, [9, 10]] <= 11).all()  # some on unpaid leave


def test_what_is_owed_grows_within_a_period_and_is_gone_when_it_is_paid(
    question: Question,
) -> None:
    trials = run(question, range(2))
    owed = trials.owed["sellers", "quarterly_bonus"]
    paid = trials.by_line["sellers", "quarterly_bonus"]
    assert (owed[:, [2, 5, 8, 11]] == 0).all()
    assert (paid[:, [2, 5, 8, 11]] > 0).all() and (paid[:, [0, 1]] == 0).all()
    assert (owed[:, 0] > 0).all() and (owed[:, 0] < owed[:, 1]).all()
    assert (owed[:, 1] < paid[:, 2]).all()
    annual = trials.owed["sellers", "annual_bonus"]
    assert (np.diff(annual[:, :11], axis=1) > 0).all() and (annual[:, 11] == 0).all()


def test_managers_are_paid_only_on_what_their_plan_takes(company: Company) -> None:
    """Nobody sells a billion a month, which the column of their leaders is to be above."""
    fill = company.management[0].fills[0]
    leaders = company.units["seller_leaders"]
    content = copy.deepcopy(dict(leaders.plan.content))
    content["facts"][fill.fact]["above"] = 1e9
    content.pop("personas")
    plan = build(Document.holding(content, ""))
    scenario = replace(leaders.scenario, base=plan, edits=())
    with pytest.raises(Refused) as refused:
        run(question_of(company.with_scenario("seller_leaders", scenario)), range(2))
    assert {problem.key for problem in refused.value.problems} == {"company_filled"}
    assert refused.value.problems[0].column == f"seller_leaders.{fill.fact}"
    # a fill that names nothing is told before anything is drawn
    nothing = replace(company.management[0], fills=(replace(fill, of="no_such"),))
    asked = question_of(replace(company, management=(nothing,)))
    assert [problem.value for problem in check(asked)] == ["no_such"]


def test_ranges_of_trials_are_whole_pairs(question: Question) -> None:
    with pytest.raises(ValueError, match="pairs"):
        run(question, range(1, 3))
    with pytest.raises(ValueError, match="pairs"):
        run(question, range(0))


def test_work_is_stopped_through_its_progress(question: Question) -> None:
    class Stopped(BaseException):
        pass

    def stop(share: float) -> None:
        if share > 0:
            raise Stopped

    with pytest.raises(Stopped):
        run(question, range(8), progress=stop)


def test_a_trial_refuses_what_managers_cannot_be_paid_on_as_a_year_does(tmp_path: Path) -> None:
    """Nobody sells for a billion a month: the leaders' share at target is 0, which their plan does
    not take."""
    (tmp_path / "leaders.yaml").write_text(
        "id: leaders\ntitle: {en: Leaders, zh: 主管}\n"
        "source: {document: none, note: {en: none, zh: 无}}\n"
        "facts: {reached: {kind: number, above: 0, label: {en: Reached, zh: 达标}}}\n"
        "lines: {pay: {pay: reached, label: {en: Pay, zh: 工资}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "small.yaml").write_text(
        "id: small\ntitle: {en: Small, zh: 小}\ndescription: {en: Small, zh: 小}\n"
        "first: 2026-01\nmonths: 12\nunits:\n"
        "  sellers: {plan: service-seller, headcount: 12}\n"
        "  leaders: {plan: leaders.yaml, headcount: 2, people: {workforce: service-seller}}\n"
        "management:\n  - unit: leaders\n    manages: [sellers]\n    by: team\n    fills:\n"
        "      reached: {of: sales, how: share_at_target, target: 1000000000}\n",
        encoding="utf-8",
    )
    company = load_company(tmp_path / "small.yaml")
    with pytest.raises(Refused) as in_a_year:
        evaluate_company(company, company_facts(company))
    with pytest.raises(Refused) as in_a_trial:
        project(company, trials=2)
    for refused in (in_a_year, in_a_trial):
        assert [problem.key for problem in refused.value.problems] == ["company_filled"]
