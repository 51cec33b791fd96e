"""The compare page without a browser: scenarios side by side, what each change adds, everybody."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.cli import main
from engine.companies import company_of, load_company
from engine.scenario import FromFile, Scenario, Simulated
from engine.workspace import Workspace, company_content, scenario_content
from pages.ui.compare import compare_details, compare_findings
from pages.ui.compare.compare_answers import come_from
from pages.ui.compare.compared_scenarios import Chosen, with_baseline
from pages.ui.kit import History
from pages.ui.session import SessionScenario, session_scenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")
PEOPLE = Simulated("key-account-manager", 3, 60, 12, "2026-01")


def on_a_plan(**figures: float) -> SessionScenario:
    here = session_scenario.first_scenario().open_plan("key-account-manager").with_people(PEOPLE)
    return here.set_all(figures)


def on_a_company() -> SessionScenario:
    whole = load_company("sales-company")
    small = {"sellers": 60, "seller_leaders": 6, "key_accounts": 10, "service": 20}
    units = {name: replace(u, headcount=small[name]) for name, u in whole.units.items()}
    company = replace(whole, units=units, budget=5_000_000.0)
    here = session_scenario.first_scenario().open_company(company, "key_accounts")
    return here.set("base_amount", 6_600)


def page(present: SessionScenario, locale: str = "en-US", **state: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "compare.py"))
    app.context = {"locale": locale}
    app.session_state["store/scenario"] = History(present)
    for key, value in state.items():
        app.session_state[key.replace("__", "/")] = value
    return app.run()


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(element.value) for element in app.get("html")).replace("\xa0", " ")


def total(scenario: Scenario) -> float:
    company = company_of(replace(scenario, people=PEOPLE))
    facts = engine.company_facts(company, lambda file: ROOT)
    return engine.evaluate_company(company, facts).total


def pay_of_one(scenario: Scenario, employee: str) -> float:
    company = company_of(replace(scenario, people=PEOPLE))
    facts = engine.company_facts(company, lambda file: ROOT)
    (unit,) = engine.evaluate_company(company, facts).units.values()
    return float(unit.pay_by_person[unit.facts.position[employee]])


def test_where_nothing_was_moved_an_example_is_a_click_away() -> None:
    app = page(on_a_plan())
    assert "There is nothing to compare it with yet" in shown(app)
    app.button(key="compare_example").click().run()
    assert "This variant costs" in shown(app)
    assert app.session_state["store/scenario"].present.scenario.changed == (
        "base_amount",
        "bonus_standard",
    )


def test_the_table_holds_every_scenario_against_the_baseline() -> None:
    present = on_a_plan(base_amount=6_600)
    kept = Scenario(present.base, people=PEOPLE).set("base_amount", 5_400)
    Workspace().save(scenario_content(kept, "Cheaper"))
    told = shown(page(present))
    before, more, less = map(total, (Scenario(present.base), present.scenario, kept))
    for paid in (before, more, less):
        assert f"¥{paid:,.2f}" in told
    assert f"+¥{more - before:,.2f}" in told and f"−¥{before - less:,.2f}" in told
    assert "This variant costs" in told and "nobody loses" in told
    assert len(re.findall("class='pc-row-lose_much'.*?of whom 5 % or more", told)) == 1
    alone = re.search("<section class='pc-alone'>.*?</section>", told)
    assert alone and "makes all of the difference" in alone[0]
    assert f"title='+¥{more - before:,.2f}'" in alone[0]  # the base pay, and no other line
    assert alone[0].count("<th scope='row'>") == 1
    again = shown(page(present, compare__focus="nothing known"))
    assert again == told


def test_another_baseline_changes_places_with_the_variant_that_it_was() -> None:
    assert with_baseline(Chosen("a", ("b", "c")), "c") == Chosen("c", ("b", "a"))
    assert with_baseline(Chosen("a", ("b",)), "c") == Chosen("c", ("b",))


def test_every_tab_is_drawn_in_chinese_too() -> None:
    app = page(on_a_plan(base_amount=6_600), "zh-CN")
    for tab in compare_details.TABS:
        app.session_state["compare/tab"] = tab
        assert "增加成本" in shown(app.run())


def test_people_are_sorted_and_paged() -> None:
    app = page(on_a_plan(base_amount=6_600), compare__tab="people")
    first = app.dataframe[0].value
    assert len(first) == 50
    rises = [float(text.strip("+¥").replace(",", "")) for text in first["Difference"]]
    assert rises == sorted(rises)
    app.button(key="compare_page_next").click().run()
    assert any("51 to 60 of 60 people" in caption.value for caption in app.caption)
    app.text_input(key="compare_search").input("e000003").run()
    assert list(app.dataframe[0].value["Employee"]) == ["E000003"]


def test_one_person_is_shown_line_by_line_under_every_scenario() -> None:
    present = on_a_plan(base_amount=6_600)
    app = page(present, compare__tab="person", compare__person="E000003")
    told = shown(app)
    assert "Base pay" in told and "Total" in told
    said = " ".join(part.value for part in app.markdown).replace("\xa0", " ")
    assert "E000003 gains ¥" in said
    app.text_input(key="compare/person_typed").input("nobody").run()
    assert any("no employee “nobody”" in box.value for box in app.info)


def test_a_variant_kept_of_a_plan_is_tried_in_the_units_of_a_company_that_are_paid_by_it() -> None:
    present = on_a_company()
    plan = present.whole.units["key_accounts"].scenario.base
    Workspace().save(scenario_content(Scenario(plan).set("base_amount", 5_400), "Cheaper"))
    app = page(present)
    (variants,) = app.multiselect
    assert len(variants.value) == 1
    assert "Key accounts: Cheaper" in variants.options
    variants.select(variants.options[-1]).run()
    told = shown(app)
    assert "Key accounts: Cheaper" in told and "−¥" in told


def test_people_of_a_company_who_come_from_files_are_not_said_to_be_drawn() -> None:
    company = on_a_company().whole
    file = FromFile("january.csv", "0" * 64, "csv")
    scenario = replace(company.units["service"].scenario, people=file)
    company = company.with_scenario("service", scenario)
    assert come_from(company, ("service",)) == "from january.csv"
    assert come_from(company, ("sellers", "service")) == "simulated, seed 7 · from january.csv"


def test_a_company_is_compared_as_a_whole_and_by_unit() -> None:
    present = on_a_company()
    told = shown(page(present))
    assert "from the base pay of Key accounts" in told and "Budget used" in told
    alone = shown(page(present, compare__level="key_accounts"))
    assert "Budget used" not in alone
    untouched = shown(page(present, compare__level="service"))
    assert "moves nobody’s pay" in untouched


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([0.0, 0.0, 0.0001], "as before"),
        ([0.031, 0.031, 0.031], "change alike: +3.1 %"),
        ([0.05, 0.04, 0.01], "Low pay gains on high pay: +5.0 % for"),
        ([-0.02, -0.01, 0.01], "High pay gains on low pay: −2.0 % for"),
        ([0.0, 0.051, 0.015], "The middle gains most: +5.1 % in group 2; 0.0 % for"),
        ([0.02, 0.001, 0.02], "The middle gains least: +0.1 % in group 2"),
        ([-0.01, -0.031, -0.01], "The middle loses most: −3.1 % in group 2"),
        ([-0.03, -0.01, -0.03], "The middle loses least: −1.0 % in group 2"),
        ([0.02, 0.0207, 0.0201], "The middle gains most"),
    ],
)
def test_the_spread_of_pay_says_who_gains_on_whom(changes: list[float], told: str) -> None:
    assert told in compare_findings.spread(changes).replace("\xa0", " ")


def drawn(app: AppTest, chart: str) -> list[dict[str, list[float]]]:
    """The traces of a chart."""
    for element in app.get("bidi_component"):
        if element.proto.id.endswith(f"-{chart}"):
            traces: list[dict[str, list[float]]] = json.loads(element.proto.json)["figure"]["data"]
            return traces
    raise AssertionError(f"There is no {chart}.")


def told_in_the_terminal(document: str) -> dict[str, list[list[str]]]:
    """The rows of each table of a document, by its heading."""
    tables: dict[str, list[list[str]]] = {}
    heading = ""
    for line in document.replace("\xa0", " ").replace("**", "").splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            tables.setdefault(heading, []).append(cells)
    return tables


def yuan(text: str) -> float:
    return float(text.replace("−", "-").replace("¥", "").replace(",", "").replace("+", ""))


def test_page_and_terminal_tell_the_same_numbers_of_a_company(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = (ROOT / "data" / "companies" / "sales-company.yaml").read_text("utf-8")
    sizes = {"2000": "60", "190": "6", "250": "12", "600": "20"}
    text = re.sub(r"headcount: (\d+)", lambda found: f"headcount: {sizes[found[1]]}", shipped)
    (tmp_path / "company.yaml").write_text(text, encoding="utf-8")
    whole = load_company(tmp_path / "company.yaml")
    present = session_scenario.first_scenario().open_company(whole, "sellers")
    present = present.set("weight_sales", 0.35).set("factor_cap", 1.2)
    data = {**present.whole.as_json(), "company": "company.yaml", "name": "Capped"}
    (tmp_path / "variant.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["compare", str(tmp_path / "company.yaml"), str(tmp_path / "variant.json")]) == 0
    terminal = told_in_the_terminal(capsys.readouterr().out)

    app = page(present, compare__tab="cost")
    table, titles = shown(app), []
    for row in terminal["Key figures"]:
        if row[0] in ("Cost", "Cost a head and month", "Median pay a month"):
            titles += row[1:3]
    assert len(titles) == 6 and all(f"title='{title}'" in table for title in titles)
    before, after = drawn(app, "compare_months")[:2]
    months = terminal["By month"][1:13]
    for bars, column in ((before, 2), (after, 3)):
        assert bars["y"] == pytest.approx([yuan(row[column]) for row in months], rel=1e-5)
    (bars,) = drawn(app, "compare_waterfall")
    causes = [yuan(row[3]) for row in terminal["What each change adds, whatever the order"][2:-1]]
    assert len(causes) == 2
    steps = sorted(map(abs, bars["x"][1:-1]))
    assert steps == pytest.approx(sorted(map(abs, causes)), rel=1e-5)

    app.session_state["compare/tab"] = "winners"
    shown(app.run())
    people = terminal["People by change of pay against “Sales company”"][1][1:]
    counts = [int(cell) for cell in people]
    (bands,) = drawn(app, "compare_bands")
    assert [abs(share) for share in bands["x"]] == pytest.approx(
        [count / sum(counts) for count in counts], rel=1e-5
    )
    assert sum(count > 0 for count in counts) >= 2


OTHERS = replace(PEOPLE, seed=9, employees=80)


def keep_with_others(people: Simulated, **figures: float) -> Scenario:
    """A variant called Others that is kept with these people."""
    kept = Scenario(engine.load_plan("key-account-manager"), people=people)
    for name, value in figures.items():
        kept = kept.set(name, value)
    Workspace().save(scenario_content(kept, "Others"))
    return kept


def split_drawn(app: AppTest) -> dict[str, float]:
    """Yuan of what is drawn of the split, by plan, people, performance, and "last", their sum."""
    (bars,) = drawn(app, "compare_split")
    return dict(zip(map(str, bars["ids"]), bars["x"], strict=True))


def said(app: AppTest) -> str:
    assert not app.exception
    parts = [*app.caption, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts).replace("\xa0", " ")


def test_a_variant_kept_with_other_people_is_paid_to_them_where_that_is_chosen() -> None:
    present, kept = on_a_plan(), keep_with_others(OTHERS, base_amount=5_400)
    before = total(Scenario(present.base))
    app = page(present)
    on_present = total(kept)
    assert f"−¥{before - on_present:,.2f}" in shown(app)
    told = "“Others” was saved with other people (80 people · Jan–Dec 2026 · simulated, seed 9)"
    assert told in said(app)

    app.selectbox(key="compare/paid_to.en").select_index(1).run()
    company = company_of(kept)
    own = engine.evaluate_company(company, engine.company_facts(company)).total
    assert own > before > on_present
    assert f"+¥{own - before:,.2f}" in shown(app)
    assert "with other people than the baseline" in shown(app)
    assert "“Others” is paid to the people it was saved with: 80 people" in said(app)
    assert told not in said(app)
    steps = split_drawn(app)
    assert steps["plan"] < 0 < steps["people"]
    parts = steps["plan"] + steps["people"] + steps["performance"]
    assert parts == pytest.approx(own - before, abs=5) == pytest.approx(steps["last"], abs=5)

    for tab in compare_details.TABS:
        app.session_state["compare/tab"] = tab
        told = [str(box.value) for box in app.run().info]
        assert any("person by person" in t for t in told) == (tab in compare_details.BY_PERSON)


def test_other_people_on_the_same_figures_differ_by_people_and_performance_only() -> None:
    keep_with_others(OTHERS)
    app = page(on_a_plan(), "zh-CN")
    assert "与已列出的方案参数相同" in said(app)
    app.selectbox(key="compare/paid_to.zh").select_index(1).run()
    assert "人员不同" in shown(app)
    steps = split_drawn(app)
    assert steps["plan"] == 0 and steps["people"] > 0


def test_people_of_other_months_are_refused_in_words() -> None:
    present, kept = on_a_plan(), keep_with_others(replace(OTHERS, months=6), base_amount=5_400)
    app = page(present, compare__paid_to="own")
    assert "Others is about Jan–Jun 2026, the baseline about Jan–Dec 2026" in said(app)
    assert f"−¥{total(Scenario(present.base)) - total(kept):,.2f}" in shown(app)


def test_a_company_kept_with_another_headcount_is_split_by_unit() -> None:
    present = on_a_company()
    whole = present.whole
    more = replace(
        whole, units={**whole.units, "service": replace(whole.units["service"], headcount=30)}
    )
    Workspace().save(company_content(more, "More service"))
    here = replace(
        present, company=whole.documented, scenario=whole.documented.units["key_accounts"].scenario
    )
    app = page(here)
    assert "“More service” was saved with other people" in said(app)
    app.selectbox(key="compare/paid_to.en").select_index(1).run()
    steps, facts = split_drawn(app), engine.company_facts
    costs = [engine.evaluate_company(c, facts(c)).total for c in (whole.documented, more)]
    parts = steps["plan"] + steps["people"] + steps["performance"]
    assert parts == pytest.approx(costs[1] - costs[0], abs=20)
    (table,) = (
        part
        for part in map(str, (e.value for e in app.get("html")))
        if "<table" in part and "pc-split" in part
    )
    assert "Service" in table and f"+¥{costs[1] - costs[0]:,.2f}" in table.replace("\xa0", " ")


def test_the_box_of_letters_tells_the_old_pay_the_new_and_the_difference_of_one_person() -> None:
    present = on_a_plan(base_amount=6_600)
    scenarios = (Scenario(present.base), present.scenario)
    old, new = (pay_of_one(scenario, "E000003") for scenario in scenarios)
    app = page(present, letters__open=True)
    app.segmented_control(key="letters_whom").select("chosen").run()
    app.text_input(key="letters_employees").input("E000003").run()
    said = "\n".join(part.value for part in app.markdown).replace("\xa0", " ")
    assert "**1 letter**, on simulated results" in said
    told = [f"¥{old:,.2f}", f"¥{new:,.2f}", f"+¥{new - old:,.2f}"]
    assert f"| All months | {' | '.join(told)} |" in said
    assert not app.warning
    app.text_input(key="letters_employees").input("nobody").run()
    assert ["“nobody” is not among the people" in told.value for told in app.warning] == [True]


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_no_two_files_to_take_along_are_called_the_same(locale: str) -> None:
    app = page(on_a_plan(base_amount=6_600), locale)
    labels = [button.proto.label for button in app.get("download_button")]
    assert len(labels) > 9
    assert len({*labels}) == len(labels)
