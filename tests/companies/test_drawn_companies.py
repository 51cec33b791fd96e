"""Companies of drawn people: what stays the same whatever else changes, who moves, and managers'
figures against plain loops."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.companies import (
    Company,
    CompanyFacts,
    Fill,
    Management,
    Move,
    company_facts,
    evaluate_company,
    moved,
)
from engine.companies.company_file import company_from
from engine.evaluation import Memory, evaluate
from engine.facts import Facts
from engine.plan import TENURE, Edit
from engine.text import Refused
from engine.yaml_files import Document
from tests.companies.small_company import HEAD, MANAGED, UNITS, written

TEXT = """\
id: small
title: {en: Small, zh: 小公司}
description: {en: Small, zh: 小公司}
first: 2026-01
months: 12
seed: 5
units:
  sellers: {plan: service-seller, headcount: 130}
  leaders: {plan: service-seller, headcount: 11}
  service: {plan: cs-department, headcount: 60}
"""


@pytest.fixture(scope="module")
def company() -> Company:
    return company_from(Document(TEXT, "small.yaml"), Path())


@pytest.fixture(scope="module")
def facts(company: Company) -> CompanyFacts:
    return company_facts(company)


def test_a_headcount_is_that_of_the_first_month(company: Company, facts: CompanyFacts) -> None:
    there = {name: int(of.present[0].sum()) for name, of in facts.units.items()}
    assert there == {"sellers": 130, "leaders": 11, "service": 60}
    assert all((of.first, of.months) == (2026 * 12, 12) for of in facts.units.values())


def test_neither_order_nor_other_units_change_a_units_people(
    company: Company, facts: CompanyFacts
) -> None:
    turned = replace(company, units=dict(reversed(list(company.units.items()))))
    again = company_facts(turned)
    assert {n: f.key for n, f in again.units.items()} == {n: f.key for n, f in facts.units.items()}
    assert again.key == facts.key
    assert evaluate_company(turned, again).total == evaluate_company(company, facts).total
    alone = replace(company, units={"service": company.units["service"]})
    assert company_facts(alone).units["service"].key == facts.units["service"].key


def test_totals_are_the_units_to_the_fen(company: Company, facts: CompanyFacts) -> None:
    payouts = evaluate_company(company, facts, amounts=False)
    apart = {n: evaluate(u.plan, facts.units[n], amounts=False) for n, u in company.units.items()}
    assert payouts.total == round(100 * sum(p.total for p in apart.values())) / 100
    assert payouts.cost_by_unit == {name: p.total for name, p in apart.items()}
    fen = np.rint(payouts.cost_by_month * 100)
    assert (fen == sum(np.rint(p.cost_by_month * 100) for p in apart.values())).all()
    assert np.rint(payouts.pay_by_person * 100).sum() == round(payouts.total * 100)
    assert round(sum(payouts.line_totals.values()) * 100) == round(payouts.total * 100)


# -- managers ----------------------------------------------------------------------------------

FILLS = (
    Fill("sales", "sales", "sum"),
    Fill("quota", "base_pay", "mean"),
    Fill("csat", "csat", "mean"),
    Fill("complaint_rate", "attainment", "share_at_target", 1.0),
    Fill("team_score", "team_score", "mean"),
)


def test_managers_are_filled_as_plain_loops_say(company: Company) -> None:
    managed = replace(company, management=(Management("leaders", ("sellers",), "team", FILLS),))
    payouts = evaluate_company(managed, company_facts(managed), measures=True)
    sellers, leaders = payouts.units["sellers"], payouts.units["leaders"].facts
    above = payouts.facts.managers["sellers"]
    codes = sellers.facts.categories["team"].codes
    held = _holders(leaders.present, int(leaders.present[0].sum()))
    teams = len(sellers.facts.categories["team"].values)
    reported: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, place in zip(*np.nonzero(sellers.facts.present), strict=True):
        post = int(codes[row, place]) * len(held[row]) // teams
        manager = held[row][post]
        assert above[row, place] == manager
        if manager >= 0:
            reported[row, manager].append(int(place))
    assert any(-1 in row for row in held), "a post should be vacant in some month"
    assert any(len(set(post) - {-1}) > 1 for post in zip(*held, strict=True)), "and be taken over"
    base, attainment = sellers.amounts("base_pay"), sellers.measures["attainment"].array
    for row, manager in zip(*np.nonzero(leaders.present), strict=True):
        people = reported[int(row), int(manager)]
        found = {name: leaders.numbers[name][row, manager] for name in leaders.numbers}
        numbers = sellers.facts.numbers
        assert found["sales"] == float(sum(_exact(numbers["sales"][row, p]) for p in people))
        if people:
            fen = sum(Fraction(int(base[row, p])) for p in people)
            assert found["quota"] == float(fen / 100 / len(people))
            mean = sum(_exact(numbers["csat"][row, p]) for p in people) / len(people)
            assert found["csat"] == float(mean)
            reached = sum(float(attainment[row, p]) >= 1 - 1e-12 for p in people)
            assert found["complaint_rate"] == reached / len(people)
        else:
            assert found["quota"] == found["csat"] == found["complaint_rate"] == 0


def _exact(value: float) -> Fraction:
    return Fraction(repr(float(value)))


def _holders(present: np.ndarray, posts: int) -> list[list[int]]:
    """Who holds each post by month: whoever leaves is followed by the next who is free."""
    holder, found = [-1] * posts, []
    for there in present:
        holder = [h if h >= 0 and there[h] else -1 for h in holder]
        free = [i for i in np.flatnonzero(there).tolist() if i not in holder]
        for post in range(posts):
            if holder[post] < 0 and free:
                holder[post] = free.pop(0)
        found.append(list(holder))
    return found


# -- moves -------------------------------------------------------------------------------------


def test_as_many_people_move_as_is_said(company: Company) -> None:
    moving = replace(company, moves=(Move("sellers", "service", 0.12),))
    facts = company_facts(moving)
    before = company_facts(company)
    both = set(facts.units["sellers"].employees) & set(facts.units["service"].employees)
    mean = float(before.units["sellers"].present.sum()) / 12
    assert len(both) == pytest.approx(0.12 * mean * 11 / 12, abs=1)
    assert facts.units["sellers"].key == before.units["sellers"].key
    assert facts.units["leaders"].key == before.units["leaders"].key
    assert facts.units["service"].size == before.units["service"].size
    for name in both:
        a, b = facts.units["sellers"], facts.units["service"]
        here, there = a.present[:, a.position[name]], b.present[:, b.position[name]]
        last = int(np.flatnonzero(here)[-1])
        assert int(np.argmax(there)) == last + 1 and not (here & there).any()
        tenure = b.numbers[TENURE][:, b.position[name]]
        assert tenure[last + 1] == a.numbers[TENURE][last, a.position[name]] + 1
        assert (np.diff(tenure[there]) > 0).all()
        assert (tenure[~there] == 0).all()


def test_whoever_moves_takes_nothing_but_id_and_tenure_along(company: Company) -> None:
    moving = replace(company, moves=(Move("sellers", "service", 0.2),))
    after, before = company_facts(moving).units["service"], company_facts(company).units["service"]
    assert list(after.employees) == sorted(after.employees)
    assert after.employees != before.employees
    rows = _rows(before), _rows(after)
    assert rows[0] == rows[1]
    assert company_facts(moving).key == company_facts(moving).key


def _rows(facts: Facts) -> list[tuple[object, ...]]:
    """Everybody's figures but id and tenure, in no order."""
    names = sorted(set(facts.numbers) - {TENURE})
    return sorted(
        (
            tuple(facts.present[:, i].tolist()),
            tuple(tuple(facts.numbers[n][:, i].tolist()) for n in names),
            tuple(tuple(c.codes[:, i].tolist()) for c in facts.categories.values()),
        )
        for i in range(facts.size)
    )


def of_three(employees: str, joins: int, boss: list[int]) -> Facts:
    """Three people over three months, the second from the month `joins` on; who is whose boss."""
    present = np.ones((3, 3), np.bool_)
    present[:joins, 1] = False
    bosses = np.where(present, np.array(boss, np.int32), np.int32(-1))
    return Facts(
        first=2026 * 12,
        employees=tuple(employees),
        present=present,
        numbers={TENURE: np.cumsum(present, axis=0) * 1.0},
        categories={},
        people={"boss": bosses},
    )


def test_people_references_follow_those_who_move(company: Company) -> None:
    """Y joins under the id of A, who leaves after the first month: whoever reports to Y reports to
    A, and A goes to one of the two units that are to have everybody."""
    leaving = of_three("ABC", 0, [-1, -1, -1])
    present = leaving.present.copy()
    present[1:, 0] = False
    leaving = replace(leaving, present=present)
    joined = of_three("XYZ", 1, [1, 0, 0])
    other = of_three("PQR", 1, [1, 0, 0])
    everybody = replace(company, moves=tuple(Move("a", to, 12.0) for to in ("b", "c")))
    units = moved(everybody, {"a": leaving, "b": joined, "c": other})
    assert units["b"].employees == ("A", "X", "Z") and units["c"].employees == tuple("PQR")
    assert units["b"].people["boss"].T.tolist() == [[-1, 1, 1], [0, 0, 0], [1, 1, 1]]
    assert units["b"].numbers[TENURE].T.tolist() == [[0, 2, 3], [1, 2, 3], [1, 2, 3]]


def test_nobody_comes_back_to_a_unit_under_a_second_place(company: Company) -> None:
    there_and_back = (Move("sellers", "service", 0.4), Move("service", "sellers", 0.4))
    facts = company_facts(replace(company, moves=there_and_back))
    for of in facts.units.values():
        assert len(set(of.employees)) == of.size
    payouts = evaluate_company(replace(company, moves=there_and_back), facts)
    assert len(payouts.employees) < sum(of.size for of in facts.units.values())
    assert np.rint(payouts.pay_by_person * 100).sum() == round(payouts.total * 100)


def test_the_order_of_moves_changes_nothing(company: Company) -> None:
    moves = (Move("sellers", "service", 0.1), Move("leaders", "service", 0.2))
    found = [company_facts(replace(company, moves=m)).key for m in (moves, moves[::-1])]
    assert found[0] == found[1]


def test_a_variant_of_a_managed_plan_reaches_the_managers(company: Company) -> None:
    fills = (Fill("sales", "sales", "sum"), Fill("quota", "base_pay", "sum"))
    managed = replace(company, management=(Management("leaders", ("sellers",), "team", fills),))
    facts = company_facts(managed)
    base = managed.units["sellers"].plan.parameters["base_by_grade"].json
    dearer = managed.set("sellers", "base_by_grade", {k: v * 2 for k, v in base.items()})
    payouts = [evaluate_company(c, facts, amounts=False) for c in (managed, dearer)]
    before, after = (p.units["leaders"].facts.numbers["quota"] for p in payouts)
    assert before.sum() > 0
    assert (after == before * 2).all()


def test_large_sums_are_added_up_in_whole_units(tmp_path: Path) -> None:
    """Where many large figures meet, the sum is that of fen, not of the nearest doubles."""
    rows = [f"P{i:03},2026-01,1,{200_000_000 + i}.{i % 100:02},L" for i in range(400)]
    sellers = "employee_id,month,target,sales,leader\n" + "\n".join(rows) + "\n"
    leaders = "employee_id,month,goal,reached,mean_sales,earned\nL,2026-01,5,1,1,1\n"
    text = (HEAD + UNITS + MANAGED).replace("months: 2", "months: 1")
    text = text[: text.index("      mean_sales")]
    company = written(tmp_path, text, sellers, leaders)
    found = (
        evaluate_company(company, company_facts(company)).units["leaders"].facts.numbers["sales"]
    )
    fen = sum((200_000_000 + i) * 100 + i % 100 for i in range(400))
    assert found.tolist() == [[fen / 100]]


def test_what_facts_alone_decide_is_remembered(company: Company) -> None:
    fills = (Fill("sales", "sales", "sum"), Fill("quota", "base_pay", "sum"))
    managed = replace(company, management=(Management("leaders", ("sellers",), "team", fills),))
    facts, memory = company_facts(managed), Memory()
    first = evaluate_company(managed, facts, memory, amounts=False)
    again = evaluate_company(managed, facts, memory, amounts=False)
    cold = evaluate_company(managed, facts, amounts=False)
    keys = {one.units["leaders"].facts.key for one in (first, again, cold)}
    assert len(keys) == 1 and first.total == again.total == cold.total


def test_a_variant_without_what_managers_are_filled_with_is_refused(company: Company) -> None:
    fills = (Fill("quota", "performance_pay", "sum"),)
    managed = replace(company, management=(Management("leaders", ("sellers",), "team", fills),))
    facts = company_facts(managed)
    without = managed.edited("sellers", Edit(("lines", "performance_pay"), remove=True))
    with pytest.raises(Refused, match="no column, measure or pay line “performance_pay”"):
        evaluate_company(without, facts)
