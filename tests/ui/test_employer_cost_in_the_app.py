"""Costs as all that the employer pays, on the pages that show costs."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.calendar import month_number, month_text
from engine.companies import (
    Company,
    budget_told,
    company_facts,
    company_payroll,
    cost_to_employer,
    evaluate_company,
    load_company,
)
from engine.facts import facts_table
from engine.facts.arrays import category
from engine.payroll import BASES, EMPLOYER_CONTRIBUTIONS, PayrollSettings
from engine.reports import csv_bytes
from engine.scenario import FromFile, Simulated
from engine.text import compact_money, money_of_fen, money_with_fen
from pages.ui.kit import History, upload
from pages.ui.payroll import has_bonus_apart, place_fields, slip_of, year_cautions
from pages.ui.session import as_json, from_json, session_scenario
from pages.ui.what_if import of_all, take_home_tab
from pages.ui.what_if.answers import ask
from pages.ui.what_if.payout_downloads import _rows, _writer
from tests.conftest import BROWSER_TESTS
from tests.ui.widgets import in_place

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")
SHANGHAI = PayrollSettings()


@pytest.fixture(scope="module")
def company() -> Company:
    """Sellers and their leaders, of whom some sellers become one."""
    whole = load_company("sales-company")
    sizes = {"sellers": 60, "seller_leaders": 6}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    return replace(whole, units=units, moves=(replace(whole.moves[0], share=0.2),))


def session(company: Company, settings: PayrollSettings | None) -> session_scenario.SessionScenario:
    first = session_scenario.first_scenario().open_company(company)
    return first.with_payroll(settings)


def page(name: str, present: session_scenario.SessionScenario) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"))
    app.context = {"locale": "en-US"}
    app.session_state["store/scenario"] = History(present)
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def test_costs_are_the_employers_and_pay_stays_what_people_are_paid(company: Company) -> None:
    facts = company_facts(company)
    raised = company.set("sellers", "weight_sales", 0.5)
    paid = [evaluate_company(one, facts) for one in (company, raised)]
    plain = ask(session(raised, None), None)
    assert plain.costs is plain.comparison and plain.cost_after is plain.after
    found = ask(session(raised, SHANGHAI), None)
    assert found.comparison.by_line == plain.comparison.by_line
    whole = of_all(found)
    costs = [cost_to_employer(one, SHANGHAI) for one in paid]
    assert whole.cost_before.total == costs[0].total > paid[0].total
    assert (whole.cost_after.total, whole.after.total) == (costs[1].total, paid[1].total)
    assert whole.costs.by_line[f"sellers.{EMPLOYER_CONTRIBUTIONS}"] == tuple(
        one.units["sellers"].line_totals[EMPLOYER_CONTRIBUTIONS] for one in costs
    )
    sold, sales = whole.cost_of_sales, of_all(plain).cost_of_sales
    assert sold is not None and sales is not None
    assert sold.after / sales.after == pytest.approx(costs[1].total / paid[1].total)


def test_a_session_takes_place_and_rates_along(company: Company) -> None:
    settings = PayrollSettings(place="beijing", rates={"housing_fund": 0.06})
    there = from_json(as_json(session(company, settings)))
    assert there.payroll == settings


def test_the_page_shows_costs_where_people_are_insured(company: Company) -> None:
    present = session(company, SHANGHAI)
    app = page("what_if", present)
    found = ask(present, None)
    assert compact_money(found.cost_after.total, "en") in said(app)
    assert "employer cost in Shanghai" in said(app)
    mark = re.search("<details class=.pc-unsure.*?</details>", said(app))
    assert mark and "employer figures not verified" in mark[0]
    assert "Pension insurance" in mark[0] and "Income tax" not in mark[0]
    # A field that is drawn before anybody sees it would begin with its own first place.
    assert not [box for box in app.selectbox if box.key == "payroll.place.en"]
    app.session_state["place_and_rates"] = True
    app.run()
    assert in_place(app.selectbox, "payroll.place.en").value == "shanghai"
    assert "Minimum wage of Shanghai" in said(app) and "<td>¥2,740.00</td>" in said(app)
    counted = "<td>annual bonus</td><td>yes</td><td>apart</td><td>no</td>"
    assert counted in said(app)
    in_place(app.selectbox, "payroll.place.en").set_value("hangzhou").run()
    assert "employer cost in Hangzhou" in said(app)
    there = ask(session(company, PayrollSettings(place="hangzhou")), None)
    assert compact_money(there.cost_after.total, "en") in said(app)
    in_place(app.text_input, "payroll.rate.hangzhou.housing_fund").set_value("50 %").run()
    assert "is beyond what Hangzhou allows" in " ".join(one.value for one in app.error)
    in_place(app.text_input, "payroll.rate.hangzhou.housing_fund").set_value("6 %").run()
    assert not app.error
    history = app.session_state["store/scenario"]
    assert history.present.payroll.rates == {"housing_fund": 0.06}


def test_each_unit_and_each_value_of_a_column_has_a_place_of_its_own(company: Company) -> None:
    app = page("what_if", session(company, SHANGHAI))
    app.session_state["place_and_rates"] = True
    app.run()

    def way(chosen: str) -> None:
        groups = [g for g in app.button_group if str(g.key).startswith("payroll_way")]
        groups[0].set_value(chosen).run()

    def asked() -> PayrollSettings:
        settings = app.session_state["store/scenario"].present.payroll
        assert isinstance(settings, PayrollSettings)
        return settings

    def shown(settings: PayrollSettings) -> None:
        """The page costs what the settings cost, and names every place."""
        found = ask(session(company, settings), None)
        assert compact_money(found.cost_after.total, "en") in said(app)

    way("units")
    in_place(app.selectbox, "payroll.place.sellers.en").set_value("hangzhou").run()
    assert asked() == PayrollSettings(unit_places={"sellers": "hangzhou"})
    assert "employer cost in Hangzhou, Shanghai" in said(app)
    shown(asked())
    way("column")
    app.selectbox(key="payroll/column.en").set_value("education").run()
    assert app.button(key="payroll_apply_column").disabled
    boxes = [b for b in app.selectbox if str(b.key).startswith("payroll/place of education")]
    assert asked().unit_places  # nothing has changed yet
    for box in boxes:
        app.selectbox(key=box.key).set_value("beijing").run()
    app.button(key="payroll_apply_column").click().run()
    assert (asked().place_column, asked().unit_places) == ("education", {})
    assert set(asked().column_places.values()) == {"beijing"}
    assert "employer cost in Beijing by" in said(app)
    shown(asked())
    way("one")
    assert asked() == SHANGHAI


def test_people_who_name_no_place_leave_the_way_back_to_pay(company: Company) -> None:
    asked = PayrollSettings(place_column="region")
    app = page("what_if", session(company, asked))
    assert "payroll.place_column" not in " ".join(one.value for one in app.error)
    app.button(key="all_at_one_place").click().run()
    assert app.session_state["store/scenario"].present.payroll == SHANGHAI
    assert "employer cost in Shanghai" in said(app)
    app = page("what_if", session(company, asked))
    app.button(key="back_to_pay").click().run()
    assert app.session_state["store/scenario"].present.payroll is None
    assert "employer cost" not in said(app)


def test_what_people_declared_and_earned_before_comes_from_their_columns() -> None:
    """From March on, as in the terminal: refused where it cannot be, both columns of the year or
    neither, each a step to undo."""
    plan = session_scenario.first_scenario()
    assert isinstance(plan.scenario.people, Simulated)
    people = replace(plan.scenario.people, employees=40, months=2, first="2026-03")
    app = page("what_if", plan.with_people(people).with_payroll(SHANGHAI))
    app.session_state["place_and_rates"] = True
    app.run()

    def choose(name: str, column: str) -> PayrollSettings:
        in_place(app.selectbox, f"payroll.{name}.en").set_value(column).run()
        settings = app.session_state["store/scenario"].present.payroll
        assert isinstance(settings, PayrollSettings)
        return settings

    def shown(name: str) -> str:
        return str(in_place(app.selectbox, f"payroll.{name}.en").value)

    assert choose("deductions_by", "quota") == SHANGHAI
    assert "is no amount of deductions a month" in " ".join(one.value for one in app.error)
    assert shown("deductions_by") == ""
    by = replace(SHANGHAI, deductions_column="team_score")
    assert choose("deductions_by", "team_score") == by and not app.error
    assert not [field for field in app.text_input if field.key == "payroll.deductions"]
    assert choose("taxed_before_column", "sales") == by
    assert "Choose the other column as well" in " ".join(one.value for one in app.caption)
    both = replace(by, taxed_before_column="sales", withheld_before_column="team_score")
    assert choose("withheld_before_column", "team_score") == both
    assert from_json(as_json(app.session_state["store/scenario"].present)).payroll == both
    app.button(key="scenario.undo").click().run()
    assert app.session_state["store/scenario"].present.payroll == by
    assert shown("taxed_before_column") == shown("withheld_before_column") == ""
    app.button(key="scenario.redo").click().run()
    assert shown("taxed_before_column") == "sales" and not app.exception
    assert choose("withheld_before_column", "") == by
    assert shown("taxed_before_column") == ""


def test_who_has_a_relief_of_withholding_comes_from_a_column_of_1_and_0(
    tmp_path: Path,
) -> None:
    """Forty people of a file from January on, every second of whom is marked; sales are no mark."""
    table = facts_table(engine.simulate("service-seller", 1, 40, 2))
    marks = [row % 2 for row in range(table.num_rows)]
    (tmp_path / "people.csv").write_bytes(csv_bytes(table.append_column("stayed", pa.array(marks))))
    with (tmp_path / "people.csv").open("rb") as file:
        kept = upload.store(file, "people.csv")
    upload.share(kept.path)
    plan = session_scenario.first_scenario().with_payroll(SHANGHAI)
    app = page("what_if", plan.with_people(FromFile("people.csv", kept.sha256, "csv")))
    app.session_state["place_and_rates"] = True
    app.run()
    box = in_place(app.selectbox, "payroll.whole_year_column.en")
    assert box.options == ["Nobody", "stayed"]
    box.set_value("stayed").run()
    asked = app.session_state["store/scenario"].present.payroll
    assert asked == replace(SHANGHAI, whole_year_column="stayed") and not app.exception
    assert "Allowance of the whole year in January" in said(app)


@pytest.mark.parametrize(
    "asked",
    [
        PayrollSettings(deductions_column="nowhere"),
        PayrollSettings(first_wage_column="nowhere", whole_year_column="nowhere"),
        PayrollSettings(taxed_before_column="sales", withheld_before_column="sales"),
    ],
)
def test_what_does_not_fit_of_take_home_pay_can_be_left_out(
    company: Company, asked: PayrollSettings
) -> None:
    """A column that is not there, and a year so far before January."""
    app = page("what_if", session(company, asked))
    app.button(key="leave_out").click().run()
    assert app.session_state["store/scenario"].present.payroll == PayrollSettings(asked.place)
    assert not app.error and "employer cost in" in said(app)


@pytest.mark.parametrize(("second", "column"), [("Beijing", "city"), ("Atlantis", "")])
def test_people_who_bring_a_column_of_places_are_insured_by_it(
    company: Company, monkeypatch: pytest.MonkeyPatch, second: str, column: str
) -> None:
    """At the first switch to employer cost, where every value is a place, and only there."""
    facts = company_facts(company)
    units = {
        name: replace(
            own,
            categories={
                "city": category(
                    ["上海市", second], np.where(own.present, np.arange(own.size) % 2, 2)
                ),
                **own.categories,
            },
        )
        for name, own in facts.units.items()
    }
    there = replace(facts, units=units)
    monkeypatch.setattr(place_fields, "company_facts_of", lambda company: there)
    assert place_fields.column_of_places(company) == column


@pytest.mark.parametrize("settings", [PayrollSettings(base=base) for base in BASES])
def test_what_one_person_takes_home_is_what_the_whole_company_s_payroll_says(
    company: Company, settings: PayrollSettings
) -> None:
    """Of somebody who went over to another unit, too."""
    raised = company.set("sellers", "weight_sales", 0.5)
    facts = company_facts(company)
    paid, before = (evaluate_company(one, facts) for one in (raised, company))
    whole = company_payroll(paid, settings, before)
    of = [set(unit.employees) for unit in facts.units.values()]
    for who in (sorted(of[0] & of[1])[0], sorted(of[1] - of[0])[0]):
        place = paid.employees.index(who)
        row = int(np.flatnonzero(whole.pay.there[:, place])[-1])
        slip = slip_of(raised, settings, who, month_text(whole.pay.first + row))
        assert slip.net.month == whole.net[row, place]
        assert slip.cost.month == whole.employer_cost[row, place]
        assert slip.tax.to_date == whole.tax[: row + 1, place].sum()
    with pytest.raises(KeyError):
        slip_of(raised, settings, "nobody", "2026-03")


def test_the_statement_offers_take_home_pay_and_shows_it(company: Company) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "what_if.py"))
    app.context = {"locale": "en-US"}
    app.session_state["store/scenario"] = History(session(company, None))
    app.session_state["details_tab"] = "statement"
    app.run()
    assert "Take-home pay" not in said(app)
    app.button(key="show_take_home").click().run()
    assert "Take-home pay" in said(app) and "Cost to the employer" in said(app)
    assert "figures of contributions and income tax are not verified" in said(app)
    assert app.session_state["store/scenario"].present.payroll == SHANGHAI


def test_one_person_of_a_comparison_is_shown_what_is_left_and_what_it_costs(
    company: Company,
) -> None:
    """Of somebody who went over to another unit, over both of them."""
    raised = company.set("sellers", "weight_sales", 0.5)
    facts = company_facts(company)
    of = [set(unit.employees) for unit in facts.units.values()]
    who = sorted(of[0] & of[1])[0]
    present = session(company, SHANGHAI).set("weight_sales", 0.5)
    app = AppTest.from_file(str(ROOT / "pages" / "compare.py"))
    app.context = {"locale": "en-US"}
    app.session_state["store/scenario"] = History(present)
    app.session_state["compare/tab"] = "person"
    app.session_state["compare/person"] = who
    app.run()
    table = next(one.proto.body for one in app.get("html") if "pc-person" in one.proto.body)
    before = evaluate_company(company, facts)
    for one in (company, raised):
        paid = evaluate_company(one, facts)
        own = company_payroll(paid, SHANGHAI, before)
        place = paid.employees.index(who)
        for amounts in (own.net, own.employer_cost):
            assert money_with_fen(amounts[:, place].sum() / 100, "en") in table
    assert table.index("Take-home pay") < table.index("Employer cost")
    assert "figures of contributions and income tax are not verified" in said(app)


def test_bonuses_of_which_more_leaves_less_are_counted_and_lead_to_their_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 24 people two, with the cheaper split: 156,144.74 lies just above 144,000, 36,824.09 just
    above 36,000; they lose 3,484.21 and 1,568.32."""
    plan = session_scenario.first_scenario().open_plan("key-account-operations")
    app = page("what_if", plan.with_payroll(SHANGHAI))
    label = "2 annual bonuses leave less than smaller ones"
    assert label in [box.proto.popover.label for box in app.get("popover")]
    app.session_state["details_tab"] = "take_home"
    cautions = {month_number("2026-01"): ["Begun <late>"]}
    monkeypatch.setattr(take_home_tab, "year_cautions", lambda whole, first: cautions[first])
    app.run()
    assert "⚠ Begun &lt;late&gt;" in said(app)
    whole = plan.with_payroll(SHANGHAI).whole
    found = company_payroll(evaluate_company(whole, company_facts(whole)), SHANGHAI)
    for part in ("net", "tax", "employer_cost"):
        assert money_with_fen(found.totals[part], "en") in said(app)
    assert "5,052.53" in " ".join(one.value for one in app.markdown)
    raised = plan.with_payroll(SHANGHAI).set("accelerated_rate", 0.09)
    told = said(page("compare", raised))
    assert "Annual bonus in a tax trap" in told and "2 people" in told
    assert f"{money_of_fen(505253, 'en')} lost" in told
    table = app.dataframe[-1].value
    assert list(table.iloc[:, 0]) == ["E000001", "E000015"]
    lost = [money_of_fen(fen, "en") for fen in (348421, 156832)]
    assert list(table.iloc[:, 4]) == lost


def test_where_no_pay_is_taxed_apart_nothing_is_worked_out(company: Company) -> None:
    plan = session_scenario.first_scenario().open_plan("growth-ladder").with_payroll(SHANGHAI)
    together = replace(SHANGHAI, bonus="together")
    assert not has_bonus_apart(plan.whole)
    plan = plan.open_plan("key-account-operations")
    assert has_bonus_apart(plan.with_payroll(SHANGHAI).whole)
    assert not has_bonus_apart(plan.with_payroll(together).whole)
    assert not has_bonus_apart(plan.whole)


def test_take_home_pay_from_march_on_says_that_the_year_before_is_not_known(
    company: Company,
) -> None:
    employer = replace(company, payroll=SHANGHAI)
    (told,) = year_cautions(employer, month_number("2026-03"))
    assert told.startswith("These months begin in March")
    assert year_cautions(employer, month_number("2026-01")) == []
    assert year_cautions(company, month_number("2026-03")) == []
    known = replace(SHANGHAI, taxed_before_column="earned", withheld_before_column="withheld")
    (told,) = year_cautions(replace(company, payroll=known), month_number("2026-03"))
    assert "earned" in told and "withheld" in told and "not known" not in told


@pytest.mark.parametrize("settings", [SHANGHAI, PayrollSettings(base="last_year")])
def test_what_is_taken_along_holds_take_home_pay_and_employer_cost(
    company: Company, settings: PayrollSettings
) -> None:
    """Of the company and of a unit: the rows add up to the page's figures, and their number is the
    one that is told."""
    raised = company.set("sellers", "weight_sales", 0.5)
    found = ask(session(raised, settings), None)
    for answers in (of_all(found), found):
        table = pq.read_table(pa.BufferReader(_writer(answers, ".parquet")()))
        assert table.num_rows == _rows(answers)
        amounts: dict[str, float] = {}
        for row in table.to_pylist():
            amounts[row["line"]] = amounts.get(row["line"], 0.0) + float(row["amount"])
        assert round(amounts["employer_cost"], 2) == round(answers.cost_after.total, 2)
        assert round(amounts["gross_pay"], 2) == round(answers.after.total, 2)
        kept = amounts["employee_contributions"] + amounts["income_tax"]
        gross = amounts["gross_pay"] + amounts.get("salary_beside", 0.0)
        assert round(amounts["net_pay"], 2) == round(gross - kept, 2)
    plain = ask(session(raised, None), None)
    lines = pq.read_table(pa.BufferReader(_writer(plain, ".parquet")()))["line"]
    assert "net_pay" not in lines.to_pylist()


def test_figures_of_cost_say_that_they_are_the_employer_s(company: Company) -> None:
    """On both pages the rate of sales, too; switched off, nothing does."""
    raised = company.set("sellers", "weight_sales", 0.5)
    for name in ("what_if", "compare"):
        assert "Employer cost of sales" in said(page(name, session(raised, SHANGHAI)))
        assert "Employer cost" not in said(page(name, session(raised, None)))


def test_a_budget_of_the_other_kind_of_cost_is_told(company: Company) -> None:
    known = replace(company, budget=9e6, employer_budget=None)
    told = budget_told(known, SHANGHAI)
    assert told is not None and budget_told(known, None) is None
    assert escape(told["en"]) in said(page("what_if", session(known, SHANGHAI)))


def test_switched_off_nothing_is_told_of_it(company: Company) -> None:
    for name in ("what_if", "projection"):
        assert "employer cost" not in said(page(name, session(company, None)))
