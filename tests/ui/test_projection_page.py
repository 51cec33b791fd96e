"""The projection page: what it says of futures, what is moved on it, and the work behind it."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.companies import Company, load_company
from engine.payroll import PayrollSettings
from engine.projection import assumptions_of, named_sets, question_of, run
from engine.text import Refused
from engine.workspace import Workspace
from pages.ui.kit import History, translate
from pages.ui.projection import projection_heading
from pages.ui.projection.outcome import Outcome, outcome_of
from pages.ui.projection.projection_session import FUTURES, Accuracy, Asking, set_of
from pages.ui.projection.projection_work import Found, ProjectionWork, Wanted, steps
from pages.ui.session import as_json, from_json, link, session_scenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def company() -> Company:
    """The sales company with few people."""
    whole = load_company("sales-company")
    small = {"sellers": 60, "seller_leaders": 6, "key_accounts": 10, "service": 20}
    units = {name: replace(u, headcount=small[name]) for name, u in whole.units.items()}
    return replace(whole, units=units, budget=9_600_000)


def asking(company: Company) -> Asking:
    base = named_sets(company)["base"]
    return Asking(base, base)


def outcome(company: Company, asked: Asking, futures: int) -> Outcome:
    question, base = asked.question(company), asked.base_question(company)
    trials = {q.key: run(q, range(futures)) for q in (question, base)}
    found = outcome_of(Wanted(question, base, {}, futures), Found(trials))
    assert found is not None
    return found


def test_the_steps_join_up_to_all_futures_and_keep_pairs_together() -> None:
    for futures in (2, 10, 12, *FUTURES):
        ends = list(steps(futures))
        assert ends[0][0] == 0 and ends[-1][1] == futures
        assert all(before[1] == after[0] for before, after in pairwise(ends))
        assert not any(end % 2 for _, end in ends)


def test_a_cluster_that_is_not_there_is_told_behind_the_first_futures(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYCURVE_CLUSTER", "tcp://10.0.0.5")
    question = asking(company).question(company)
    work = ProjectionWork(Wanted(question, question, {}, 40), Found())
    assert work.is_done(60)
    problem = work.problem()
    assert isinstance(problem, Refused)
    assert [p.key for p in problem.problems] == ["cluster_address"]
    assert work.found.trials[question.key].size == 10


def test_a_budget_moves_no_future_and_one_of_nothing_is_refused(company: Company) -> None:
    first = asking(company)
    other = first.with_budget(1e6)
    assert other.question(company).key == first.question(company).key
    assert other.question(company).budget == 1e6
    assert first.with_budget(None).question(company).budget is None
    with pytest.raises(Refused) as refused:
        first.with_budget(0)
    assert [problem.key for problem in refused.value.problems] == ["budget_nothing"]


def test_other_months_than_the_company_s_have_no_budget_until_one_is_typed(
    company: Company,
) -> None:
    longer = asking(company).over_months(24)
    assert longer.question(company).budget is None
    assert longer.with_budget(2e7).question(company).budget == 2e7


def test_a_moved_assumption_is_told_and_goes_back(company: Company) -> None:
    first, sets = asking(company), named_sets(company)
    moved = first.set("attrition_factor", 1.5)
    assert moved.changed == ("attrition_factor",) and set_of(moved, sets) == ""
    assert moved.reset("attrition_factor").changed == ()
    assert set_of(moved.adopt(sets["pessimistic"]), sets) == "pessimistic"
    with pytest.raises(Refused) as refused:
        first.set("attrition_factor", 12)
    assert [(p.key, p.column) for p in refused.value.problems] == [("assumption_bounds", "")]


def test_what_is_moved_is_told_against_the_base_on_the_same_futures(company: Company) -> None:
    first = asking(company)
    same = outcome(company, first, 10)
    assert same.is_base and same.change is None and same.shown_base is None
    more = outcome(company, first.set("review_budget", 0.1), 10)
    assert more.change is not None
    by_hand = more.trials.total - same.trials.total
    assert more.change.value == pytest.approx(by_hand.mean()) and more.change.value > 0
    # everybody does the same again: the change is known far better than the cost itself
    assert more.change.error < 0.2 * more.expected.error


def test_the_spread_holds_every_future_and_the_budget(company: Company) -> None:
    found = outcome(company, asking(company), 10)
    shown = found.cost_spread
    assert shown.shares.sum() == pytest.approx(1)
    assert shown.edges[0] < min(found.trials.total.min(), 9.6e6)
    assert shown.edges[-1] > max(found.trials.total.max(), 9.6e6)
    fan = found.fan(cumulative=True, wide=True)
    assert fan.budget is not None and fan.budget[-1] == pytest.approx(9.6e6)
    np.testing.assert_allclose(fan.middle[-1], np.median(found.trials.total))


def test_a_variant_far_over_budget_is_held_against_the_plans_as_documented(
    company: Company,
) -> None:
    tight = replace(company, budget=1e6)
    dear = tight.set("key_accounts", "bonus_standard", 30_000)
    asked = asking(dear).set("review_budget", 0.06)
    question, base = asked.question(dear), asked.base_question(dear)
    wanted = Wanted(question, base, {}, 10)
    ahead = (question, base, wanted.documented)
    found = outcome_of(wanted, Found({q.key: run(q, range(10)) for q in ahead}))
    assert found is not None and not found.is_driven and found.documented is not None
    first = found.added[0]
    assert (first.unit, first.line) == ("key_accounts", "performance_bonus")
    plain = found.documented
    key = ("key_accounts", "performance_bonus")
    by_hand = found.trials.by_line[key].sum() - plain.by_line[key].sum()
    assert first.amount == pytest.approx(by_hand / 10)
    # The same plans under the assumptions of the base differ by the salary review alone.
    alone = replace(found, documented=None)
    assert alone.added[0].unit != "key_accounts"


def test_few_futures_say_no_range(company: Company) -> None:
    assert outcome(company, asking(company), 8).is_early
    assert not outcome(company, asking(company), 10).is_early


@pytest.mark.parametrize(
    ("lang", "payroll", "told"),
    [
        ("zh", None, "未来 12 个月薪酬预计约"),
        ("zh", PayrollSettings(), "未来 12 个月用工成本预计约"),
        ("en", None, "The next 12 months cost about"),
        ("en", PayrollSettings(), "The next 12 months cost the employer about"),
    ],
)
def test_the_heading_says_whose_cost_it_is(
    company: Company,
    lang: str,
    payroll: PayrollSettings | None,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = replace(company, payroll=payroll)
    found = outcome(asked, asking(asked), 2)
    monkeypatch.setattr(projection_heading, "language", lambda: lang)
    monkeypatch.setattr(projection_heading, "t", partial(translate, lang))
    assert projection_heading.finding(found).startswith(told)


@pytest.mark.parametrize(
    ("locale", "cost", "against", "moved"),
    [
        ("en-US", "The next 12 months cost about", "against base", "1 changed"),
        ("zh-CN", "未来 12 个月薪酬预计约", "较基准", "已调整 1 项"),
    ],
)
def test_the_page_says_what_it_costs_and_what_a_moved_slider_changes(
    company: Company, locale: str, cost: str, against: str, moved: str
) -> None:
    app = page(company, locale)
    written(app, cost)
    files = [button.proto.label for button in app.get("download_button")]
    assert len(files) > 9
    assert len({*files}) == len(files)
    slider = next(one for one in app.slider if "attrition_factor" in str(one.key))
    slider.set_value(150.0).run()
    said = written(app, against)
    assert cost in said
    assert any(moved in str(one.value) for one in app.caption)
    next(one for one in app.button if str(one.key) == "assumptions_reset").click().run()
    assert against not in written(app, cost)


def page(company: Company, locale: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "projection.py"))
    app.context = {"locale": locale}
    present = session_scenario.first_scenario().open_company(company)
    app.session_state["store/scenario"] = History(present)
    app.session_state["store/accuracy"] = History(Accuracy(futures=10))
    return app.run()


def written(app: AppTest, wanted: str) -> str:
    """All that stands on the page once what is wanted does."""
    for _ in range(60):
        assert not app.exception
        said = " ".join(str(part.proto.body) for part in app.get("html")).replace("\xa0", " ")
        if wanted in said and '<i class="pc-older"' not in said:
            return said
        time.sleep(0.2)
        app.run()
    raise AssertionError(f"{wanted} does not appear")


def test_what_a_cluster_failed_at_can_be_tried_again(
    company: Company, kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offered(app: AppTest) -> bool:
        return any(one.key == "projection_try_again" for one in app.button)

    monkeypatch.setenv("PAYCURVE_CLUSTER", "tcp://10.0.0.5")
    app = page(company, "en-US")
    app.session_state["store/accuracy"] = History(Accuracy(futures=FUTURES[0]))
    app.run()
    for _ in range(60):
        if offered(app):
            break
        time.sleep(0.2)
        app.run()
    first = app.session_state["projection/work"]
    monkeypatch.delenv("PAYCURVE_CLUSTER")
    app.button(key="projection_try_again").click().run()
    again = app.session_state["projection/work"]
    assert again is not first and again.is_done(60)
    assert again.problem() is None
    assert again.found.trials[again.wanted.question.key].size == FUTURES[0]
    assert not offered(app.run())


def test_assumptions_are_steps_of_the_scenario_and_come_back_with_it(
    company: Company, kept: Workspace
) -> None:
    """One history with the figures; a link, a kept company and a kept plan bring them back, and
    what nobody moved is not in them."""
    first = session_scenario.first_scenario().open_company(load_company("sales-company"))
    whole = first.whole
    moved = asking(whole).set("attrition_factor", 1.5).set("units.service.attrition", 0.3)
    moved = moved.over_months(18).with_budget(3e8)
    here = first.projected(moved.settings(whole))
    assert here.projection.assumptions == {
        "set": "base",
        "attrition_factor": 1.5,
        "units": {"service": {"attrition": 0.3}},
    }
    assert as_json(first).keys() & {"assumptions", "projection"} == set()

    again = from_json(link.decode(link.encode(as_json(here))))
    assert again.projection == here.projection
    assert assumptions_of(again.whole).fingerprint == moved.assumptions.fingerprint
    assert again.go_to_unit("service").projection == here.projection
    assert question_of(again.whole).months == 18 and question_of(again.whole).budget == 3e8

    version = kept.save(here.content("Few stay")).version
    opened = first.open_kept_company(version)
    assert opened.projection == here.projection and opened.is_kept
    before = kept.save(first.content("Few stay"), item=version.item).version
    said = kept.compare(before.id, version.id, "en")
    assert len(said) == 3 and "150" in said[0] and "Months, budget or seed" in said[2]
    assert not opened.projected(asking(whole).settings(whole)).is_kept
    assert opened.as_documented().projection == first.projection
    assert opened.whole.fingerprint == first.whole.fingerprint  # no result of a run depends on it
    assert first.open_plan("service-engineer").projection == first.projection

    alone = session_scenario.first_scenario()
    bold = alone.projected(asking(alone.whole).set("sales_growth", 0.2).settings(alone.whole))
    version = kept.save(bold.content("Bold")).version
    there = alone.open_kept_scenario(version)
    assert there.is_kept and there.whole.projection.assumptions == {"sales_growth": 0.2}
    assert from_json(as_json(bold)).projection == bold.projection
    with pytest.raises(Refused):
        from_json({**as_json(bold), "assumptions": {"sales_growth": 99}})


def test_a_set_is_called_by_its_name_and_a_unit_goes_with_the_company_again(
    company: Company,
) -> None:
    sets = named_sets(company)
    said = {name: asking(company).adopt(one).settings(company) for name, one in sets.items()}
    assert [one.assumptions for one in said.values()] == [None, "optimistic", "pessimistic"]
    # the weak year has no temporary staff, which the base has: all of it is written out
    weak = asking(company).adopt(sets["pessimistic"]).set("attrition_factor", 2)
    again = assumptions_of(replace(company, projection=weak.settings(company)))
    assert again.fingerprint == weak.assumptions.fingerprint


def test_a_moved_assumption_is_undone_with_all_else(company: Company) -> None:
    app = page(company, "en-US")
    written(app, "The next 12 months cost about")
    slider = next(one for one in app.slider if "attrition_factor" in str(one.key))
    slider.set_value(150.0).run()
    history = app.session_state["store/scenario"]
    assert history.present.projection.assumptions == {"set": "base", "attrition_factor": 1.5}
    assert len(history.past) == 1
    app.session_state["store/scenario"] = history.undo()
    app.run()
    slider = next(one for one in app.slider if "attrition_factor" in str(one.key))
    assert slider.value == 100.0
    assert not [one for one in app.button if str(one.key) == "assumptions_reset"]
