"""The months ahead by all that the employer pays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import Scenario, load_plan
from engine.companies import Company, company_of, load_company
from engine.payroll import EMPLOYER_CONTRIBUTIONS, SALARY_BESIDE, PayrollSettings
from engine.plan import build
from engine.projection import (
    Assumptions,
    Question,
    bridge,
    check,
    expected,
    line_label,
    question_of,
    run,
    target_cost,
)
from engine.scenario import Simulated
from engine.text import Refused
from engine.yaml_files import Document

SHANGHAI = PayrollSettings()
FLOOR = 1_193.60 + 671.40 + 37.30 + 14.92
"""Insurance on the floor of Shanghai in the first half of 2026, yuan a head and month."""


@pytest.fixture(scope="module")
def awards() -> Company:
    """People with 5,000 yuan beside their awards, far below the floor of insurance."""
    people = Simulated("recognition", 3, 40, 6, "2026-01")
    return company_of(Scenario(load_plan("recognition"), people=people))


@pytest.fixture(scope="module")
def movers() -> Company:
    whole = load_company("sales-company")
    sizes = {"sellers": 120, "seller_leaders": 11}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    return replace(whole, units=units, moves=whole.moves[:1])


def asked(company: Company, settings: PayrollSettings | None, **values: object) -> Question:
    return question_of(company, Assumptions.from_json(values), payroll=settings)


def test_trials_add_salaries_and_contributions_and_leave_pay_as_it_is(awards: Company) -> None:
    plain, found = (run(asked(awards, s), range(2)) for s in (None, SHANGHAI))
    unit = awards.id
    heads = found.headcount[unit]
    assert (found.by_line[unit, SALARY_BESIDE] == 5_000 * heads).all()
    # The housing fund is paid on the average month itself: 5,000 and what awards count.
    fund = found.by_line[unit, EMPLOYER_CONTRIBUTIONS] - np.round(FLOOR * heads, 2)
    assert (fund >= 350 * heads).all() and (fund < 420 * heads).all()
    for line, amounts in plain.by_line.items():
        assert np.array_equal(found.by_line[line], amounts)
    added = sum(found.by_line[unit, line] for line in (SALARY_BESIDE, EMPLOYER_CONTRIBUTIONS))
    assert np.allclose(found.cost - plain.cost, added, rtol=0, atol=1e-6)
    assert np.array_equal(found.owed.keys(), plain.owed.keys())


def test_what_is_asked_of_payroll_makes_another_question(awards: Company) -> None:
    settings = (None, SHANGHAI, PayrollSettings(base="month"), PayrollSettings(place="beijing"))
    assert len({asked(awards, each).key for each in settings}) == 4
    label = line_label(asked(awards, SHANGHAI), awards.id, EMPLOYER_CONTRIBUTIONS)
    assert label is not None and label["en"].startswith("Employer")
    assert line_label(asked(awards, None), awards.id, EMPLOYER_CONTRIBUTIONS) is None


def test_cost_on_target_and_the_bridge_are_the_employers_too(awards: Company) -> None:
    question = asked(awards, SHANGHAI)
    trials = run(question, range(4))
    target = target_cost(question, range(4))
    assert target.expected.value == pytest.approx(expected(trials).value)
    steps = bridge(question, trials, range(2))
    assert steps.end == pytest.approx(expected(trials).value)
    plain = asked(awards, None)
    assert steps.start > 2 * bridge(plain, run(plain, range(2)), range(2)).start


def test_on_the_base_as_documented_raised_figures_cost_themselves_alone(movers: Company) -> None:
    """Twice the base pay of sellers moves no contribution, those of whoever goes over neither."""
    table = movers.units["sellers"].plan.parameters["base_by_grade"].json
    assert isinstance(table, dict)
    more = movers.set("sellers", "base_by_grade", {k: 2 * v for k, v in table.items()})
    settings = PayrollSettings(base="last_year")
    before, after = (run(asked(one, settings), range(2)) for one in (movers, more))
    plain = [run(asked(one, None), range(2)).total for one in (movers, more)]
    for unit in movers.units:
        line = unit, EMPLOYER_CONTRIBUTIONS
        assert np.array_equal(before.by_line[line], after.by_line[line])
    assert np.allclose(after.total - before.total, plain[1] - plain[0], rtol=0, atol=1e-6)
    grown = (
        run(asked(more, SHANGHAI), range(2)).total - run(asked(movers, SHANGHAI), range(2)).total
    )
    assert (grown > 1.1 * (plain[1] - plain[0])).all()


def test_a_plan_with_another_salary_beside_it_does_not_take_over(
    awards: Company, tmp_path: object
) -> None:
    content = {**awards.units[awards.id].plan.content, "salary": 6_000}
    file = f"{tmp_path}/other.yaml"
    build(Document.holding(content, file))
    with open(file, "w", encoding="utf-8") as out:
        out.write(Document.of(content, file).text())
    change = {"unit": awards.id, "month": "2026-03", "plan": file}
    question = asked(awards, SHANGHAI, plan_changes=[change])
    assert [problem.key for problem in check(question)] == ["change_salary"]
    with pytest.raises(Refused):
        run(question, range(2))
    assert not check(asked(awards, None, plan_changes=[change]))
