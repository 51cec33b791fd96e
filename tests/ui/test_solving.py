"""The box in which figures are found that meet a budget: what is asked, and what is taken over."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import (
    Company,
    company_named,
    company_of,
    cost_to_employer,
    evaluate_company,
)
from engine.jobs import VARIABLE, Workers, choosing_workers
from engine.payroll import PayrollSettings
from engine.scenario import ProjectionSettings
from engine.solving import check, solve
from engine.text import Refused
from pages.ui.kit import History, Stopped
from pages.ui.session import company_facts_of, company_payouts, session_scenario
from pages.ui.solving.solving_form import (
    SolvingForm,
    bounded,
    cost_now,
    figures_of,
    question_about,
)
from pages.ui.solving.solving_workers import solving_workers
from pages.ui.solving.trade_off_chart import TradeOffs, trade_offs
from tests.two_units import two_units

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return replace(company_named(two_units(tmp_path)), budget=4_000_000.0)


def test_figures_are_offered_one_by_one_and_together(company: Company) -> None:
    known = figures_of(company)
    assert (
        known["sellers.monthly_steps.0.0"]
        .label(company)["en"]
        .startswith("Customer-service seller: ")
    )
    assert known["sellers.monthly_steps.*"].moves_together
    # a rate may be 500 % by the plan: half to double is proposed
    rate = known["sellers.monthly_steps.0.1"]
    own = rate.own(company)
    assert (rate.low, rate.high) == pytest.approx((own / 2, own * 2), abs=rate.step)
    assert rate.low >= own / 2 and rate.high <= own * 2
    # a single number has nothing to go together with
    assert "service.weight_team.*" not in known
    assert all(name.startswith(("sellers.", "service.")) for name in known)


def test_bounds_that_leave_no_step_are_refused_and_the_figure_stays(company: Company) -> None:
    one = figures_of(company)["sellers.monthly_steps.0.0"]
    form = SolvingForm().with_move(one)
    nearer = form.with_move(bounded(company, one, low=0.7, high=0.9))
    (own,) = nearer.moves
    assert (own.low, own.high, own.step) == (0.7, 0.9, one.step)
    with pytest.raises(Refused):
        bounded(company, own, low=0.95)
    assert nearer.without_move(0).moves == ()


def test_the_budget_is_that_of_the_months_which_the_cost_is_of(company: Company) -> None:
    form = SolvingForm()
    assert form.budget_of(company) == 4_000_000
    ahead = replace(form, cost="p90")
    longer = replace(company, projection=ProjectionSettings(months=18))
    assert ahead.budget_of(longer) is None  # the company's is for twelve
    asked = replace(company, projection=ProjectionSettings(months=18, budget=7e6))
    assert ahead.budget_of(asked) == 7e6 and form.budget_of(asked) == 4_000_000
    assert form.with_budget(company, 5e6).budget_of(company) == 5e6
    assert form.with_budget(company, None).budget_of(company) is None
    with pytest.raises(Refused):
        form.with_budget(company, 0)


def test_whatever_the_answer_depends_on_makes_another_one_due(company: Company) -> None:
    form = SolvingForm().with_move(figures_of(company)["sellers.monthly_steps.0.0"])
    key = form.key(company)
    assert form.with_budget(company, 4_000_000).key(company) == key
    changed = company.set("sellers", "csat_target", 0.91)
    others = (
        form.with_budget(company, 3e6).key(company),
        form.limited(no_new_cliff=True).key(company),
        replace(form, cost="p80").key(company),
        form.key(changed),
    )
    assert len({key, *others}) == 5


def test_the_answer_is_taken_over_as_one_step_that_can_be_undone(company: Company) -> None:
    session = session_scenario.first_scenario().open_company(company)
    facts = company_facts_of(session.whole)
    form = SolvingForm(goal="lowest_cost")
    for name in ("sellers.monthly_steps.0.0", "service.monthly_ratio.0.1"):
        form = form.with_move(figures_of(company)[name])
    asked = form.asked(session.whole, facts)
    assert check(asked) == []
    # towards the lowest bound of what is paid, and the highest of what is paid for
    found = solve(replace(asked, moves=tuple(replace(m, step=m.high - m.low) for m in asked.moves)))
    assert found.verified and set(found.edits) == {"sellers", "service"}
    history = History(session).commit(session.edited(found.edits))
    assert history.present.whole.fingerprint == found.company.fingerprint
    assert history.undo().present.whole.fingerprint == session.whole.fingerprint
    # of a plan alone, those of its only unit
    plan = session_scenario.first_scenario()
    edits = {next(iter(plan.whole.units)): found.edits["sellers"]}
    assert plan.edited(edits).plan == plan.scenario.edited(*found.edits["sellers"]).plan
    assert company_of(plan.edited(edits).scenario).changed


def test_trade_offs_depend_on_neither_budget_nor_goal(company: Company) -> None:
    form = SolvingForm().with_move(figures_of(company)["sellers.monthly_steps.0.0"])
    key = form.front_key(company)
    same = replace(form.with_budget(company, 1e6), goal="lowest_cost")
    assert same.front_key(company) == key != form.limited(leverage=2.0).front_key(company)


def test_the_chosen_point_is_larger_and_the_budget_is_marked() -> None:
    shown = TradeOffs(
        [5e6, 6e6, 8e6], [0.2, 0.1, 0.0], (7e6, 0.05), 1, 6.5e6, True, "Employer cost"
    )
    drawn = trade_offs(shown, "en")
    now, points = drawn["data"]
    assert (points["x"], points["ids"]) == ([5e6, 6e6, 8e6], ["0", "1", "2"])
    small, large, also_small = points["marker"]["size"]
    assert small == also_small < large
    assert "Employer cost" in points["hovertext"][1]
    assert "10.0" in points["hovertext"][1] and now["x"] == [7e6]
    assert [one["x0"] for one in drawn["layout"]["shapes"]] == [7e6, 6.5e6]
    # places, no lengths: the axis begins near them, and no share of people lies below nothing
    assert drawn["layout"]["xaxis"]["range"][0] > 4e6
    assert drawn["layout"]["yaxis"]["range"][0] == 0.0
    alone = trade_offs(TradeOffs([5e6], [1.4], (5e6, 1.4), None, None, False, "薪酬"), "zh")
    assert alone["layout"]["xaxis"]["range"][0] < 5e6 < alone["layout"]["xaxis"]["range"][1]


def test_costs_are_those_of_the_employer_where_these_are_asked_for(company: Company) -> None:
    form = SolvingForm().with_move(figures_of(company)["sellers.monthly_steps.0.0"])
    asked = replace(company, payroll=PayrollSettings(place="beijing"))
    facts = company_facts_of(company)
    assert form.asked(asked, facts).payroll == asked.payroll
    assert form.key(asked) != form.key(company)
    assert question_about(asked).payroll == asked.payroll
    assert cost_now(company) == company_payouts(company).total
    paid = evaluate_company(company, facts)
    assert cost_now(asked) == pytest.approx(cost_to_employer(paid, asked.payroll).total)
    assert cost_now(asked) > cost_now(company)
    # a budget for pay is none for all that the employer pays, nor one of this year for those ahead
    typed = form.with_budget(company, 5e6)
    assert form.budget_of(company) == 4_000_000 and form.budget_of(asked) is None
    both = replace(asked, employer_budget=5_500_000.0)
    assert form.budget_of(both) == 5_500_000 == replace(form, cost="p90").budget_of(both)
    assert typed.budget_of(company) == 5e6 and typed.budget_of(asked) is None
    assert typed.with_budget(asked, 6e6).budget_of(asked) == 6e6
    assert replace(typed, cost="p90").budget_of(company) == 4_000_000


def test_one_session_at_a_time_has_processes_of_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(choosing_workers, "processors", lambda: 2)
    with solving_workers() as first, solving_workers() as second:
        assert isinstance(first, Workers) and second is None
    with suppress(Stopped), solving_workers():
        raise Stopped
    with solving_workers() as again:
        assert isinstance(again, Workers)


def test_a_cluster_that_is_asked_for_is_asked_by_the_box_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "nowhere")
    with pytest.raises(Refused, match="no address of a cluster"), solving_workers():
        raise AssertionError("nobody can work there")
