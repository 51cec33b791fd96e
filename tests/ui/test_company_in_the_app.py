"""A company in the app: its units, what they are paid together, and the pages that show it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.companies import (
    Company,
    Fill,
    company_facts,
    evaluate_company,
    load_company,
    read_company,
)
from engine.facts import facts_table
from engine.reports import csv_bytes
from engine.text import Refused, compact_money
from engine.workspace import Workspace, company_content
from pages.ui.kit import History, upload
from pages.ui.session import (
    COMPANY_KINDS,
    as_json,
    company_definitions,
    company_facts_of,
    company_from_files,
    company_payouts,
    from_json,
    link,
    one_payroll,
    people_facts,
    people_key,
    session_facts,
    session_scenario,
)
from pages.ui.what_if import of_all
from pages.ui.what_if.answers import ask
from tests.companies.small_company import HEAD, MANAGED, SELLERS, TWO, UNITS, written
from tests.conftest import BROWSER_TESTS
from tests.ui.widgets import in_place

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def company() -> Company:
    """The sales company with few people."""
    whole = load_company("sales-company")
    small = {"sellers": 60, "seller_leaders": 6, "key_accounts": 10, "service": 20}
    units = {name: replace(u, headcount=small[name]) for name, u in whole.units.items()}
    return replace(whole, units=units)


def page(
    name: str, present: session_scenario.SessionScenario, locale: str = "en-US", **state: object
) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"))
    app.context = {"locale": locale}
    app.session_state["store/scenario"] = History(present)
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def test_figures_of_every_unit_stay_while_another_is_moved(company: Company) -> None:
    first = session_scenario.first_scenario()
    here = first.open_company(company).set("weight_sales", 0.5)
    there = here.go_to_unit("service")
    assert there.base.id == "cs-department" and there.whole.changed == {
        "sellers": ("weight_sales",)
    }
    assert there.go_to_unit("sellers").plan == here.plan
    single = there.open_plan("service-engineer")
    assert single.company is None and single.whole.units.keys() == {"service-engineer"}
    back = single.go_to_key(there.plan_key)
    assert back.unit == "service" and back.whole.fingerprint == there.whole.fingerprint
    assert single.open_company(company, "sellers").plan == here.plan


def test_a_unit_has_the_people_of_the_company_and_a_plan_its_own(company: Company) -> None:
    here = session_scenario.first_scenario().open_company(company, "seller_leaders")
    facts = company_facts_of(company)
    paid = evaluate_company(company, facts)
    assert session_facts(here).key == paid.units["seller_leaders"].facts.key
    assert session_facts(here).key != facts.units["seller_leaders"].key
    assert company_payouts(company).total == paid.total
    assert company_payouts(replace(company, name="B")).company.name == "B"

    alone = session_scenario.first_scenario()
    assert alone.people is not None
    of_one = company_facts_of(alone.whole)
    assert of_one.units["service-seller"] is people_facts.facts_of(alone.people, alone.base)


@pytest.mark.parametrize(
    ("name", "told"), [("compare", "nothing to compare it with yet"), ("projection", "trials")]
)
def test_both_pages_stand_on_the_company_and_on_a_plan(
    name: str, told: str, company: Company
) -> None:
    single = session_scenario.first_scenario()
    for present in (single, single.open_company(company)):
        app = page(name, present)
        assert not app.exception
        assert any(told in str(part.proto.body) for part in app.get("html"))


def test_managers_are_compared_with_what_their_people_did_under_either_plan(
    company: Company,
) -> None:
    """Their sales are filled from what their people are paid, which a change of the people's plan
    changes: each side of the comparison has its own."""
    (management,) = company.management
    fills = (*management.fills[1:], Fill("sales", "performance_pay", "sum"))
    company = replace(company, management=(replace(management, fills=fills),))
    session = session_scenario.first_scenario().open_company(company, "sellers")
    session = session.set("weight_sales", 0.9).go_to_unit("seller_leaders")
    answers = ask(session, None)
    facts = company_facts(company)
    before = evaluate_company(company, facts)
    after = evaluate_company(company.set("sellers", "weight_sales", 0.9), facts)
    assert answers.is_changed and not session.scenario.changed
    assert answers.comparison.baseline.total == before.units["seller_leaders"].total
    assert answers.comparison.variant.total == after.units["seller_leaders"].total
    assert answers.comparison.difference > 0
    assert answers.facts_before.key == before.units["seller_leaders"].facts.key
    assert of_all(answers).comparison.difference == pytest.approx(after.total - before.total)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_what_if_and_health_show_the_unit_or_the_company(locale: str, company: Company) -> None:
    session = session_scenario.first_scenario().open_company(company, "sellers")
    session = session.set("weight_sales", 0.9)
    cost = compact_money(company_payouts(session.whole).total, locale[:2])
    for name in ("what_if", "health"):
        for scope in ("unit", "company"):
            app = page(name, session, locale, company_scope=scope)
            assert not app.exception
            said = "\n".join(str(part.proto.body) for part in app.get("html"))
            title = company.title if scope == "company" else company.units["sellers"].title
            assert title[locale[:2]] in said
            assert (cost in said) == (name == "what_if" and scope == "company")
            if (name, scope) == ("health", "company"):
                assert all(unit.title[locale[:2]] in said for unit in company.units.values())
                assert in_place(app.button, "company_unit_open-service")


def test_the_library_leads_to_a_company(company: Company) -> None:
    app = page("library", session_scenario.first_scenario())
    assert not app.exception
    assert "company_what_if-sales-company" in [button.key for button in app.button]


# -- what is kept and linked -------------------------------------------------------------------


def test_a_variant_of_a_company_is_kept_linked_and_compared(
    kept: Workspace, company: Company
) -> None:
    first = session_scenario.first_scenario()
    definition = company_definitions.definition_of(company)
    here = first.open_company(company, definition=definition).set("weight_sales", 0.5)
    there = here.go_to_unit("service")
    assert from_json(as_json(there)) == replace(there, on_other_plans={})

    version = kept.save(there.content("Bolder")).version
    opened = first.open_kept_company(version)
    assert opened.is_kept and opened.name == "Bolder" and opened.whole.budget == company.budget
    assert opened.definition == definition
    assert opened.whole.fingerprint == there.whole.fingerprint
    assert not opened.set("weight_sales", 0.6).is_kept
    assert not opened.as_documented().is_changed
    assert list(there.variants(kept.items())) == [version.item]
    assert not first.variants(kept.items())

    other = kept.save(opened.set("weight_sales", 0.6).content("Bolder"), item=version.item).version
    assert kept.compare(version.id, other.id, "en") == ["Sellers: Weight of sales: 0.5 → 0.6"]

    exported = io.BytesIO()
    kept.export(exported)
    elsewhere = Workspace(kept.folder / "elsewhere")
    exported.seek(0)
    assert elsewhere.import_from(exported).versions == 2
    assert elsewhere.company(other.id).fingerprint == kept.company(other.id).fingerprint


def test_a_shipped_company_needs_no_definition_and_goes_by_its_id() -> None:
    here = session_scenario.first_scenario().open_company(load_company("sales-company"))
    assert company_definitions.definition_of(here.whole) == ""
    token = link.encode(as_json(here.set("weight_sales", 0.5)))
    assert from_json(link.decode(token)).whole.changed == {"sellers": ("weight_sales",)}


@pytest.mark.parametrize(
    "broken",
    [
        {"company": "nowhere", "units": {}},
        {"company": "sales-company", "units": []},
        {"company": "sales-company", "units": {"nobody": {"edits": []}}},
        {"company": "sales-company", "units": {"sellers": 1}},
        {"company": "sales-company", "units": {}, "definition": "../x"},
        {"company": "sales-company", "units": {}, "definition": "0" * 64},
    ],
)
def test_a_link_to_no_company_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_json(broken)


@pytest.mark.parametrize("part", ["name", "company", "units", "plans"])
def test_a_broken_company_is_refused(part: str, company: Company) -> None:
    body = json.loads(company_content(company, "A").data)
    for broken in (
        {k: v for k, v in body.items() if k != part},
        {**body, part: 3},
        {**body, part: {}},
    ):
        if part != "name" or part not in broken:
            with pytest.raises(Refused):
                read_company(json.dumps(broken).encode(), "A")


# -- a company of one's own --------------------------------------------------------------------

OWN = """
id: mine
title: {en: Mine, zh: 我的}
description: {en: Mine, zh: 我的}
first: 2026-01
months: 3
seed: 3
units:
  engineers: {title: {en: Engineers, zh: 工程师}, plan: service-engineer, headcount: 5}
  more: {title: {en: More, zh: 其他}, plan: service-engineer, people: {file: more.csv}}
"""
LARGE = OWN.replace("headcount: 5", "headcount: 100001").replace(", people: {file: more.csv}", "")


def test_a_company_of_ones_own_comes_with_the_files_it_names(tmp_path: Path) -> None:
    drawn = engine.simulate("service-engineer", 1, 4, 3)
    (tmp_path / "more.csv").write_bytes(csv_bytes(facts_table(drawn)))
    (tmp_path / "mine.yaml").write_text(OWN, "utf-8")
    files = [stored(tmp_path / name) for name in ("more.csv", "mine.yaml")]
    company, definition = company_from_files(files)
    facts = company_facts_of(company)
    assert definition and facts.units["more"].size == 4
    here = session_scenario.first_scenario().open_company(company, definition=definition)
    again = from_json(as_json(here))
    assert company_facts_of(again.whole).key == facts.key


@pytest.mark.parametrize("name", ["what_if", "projection"])
def test_cells_that_are_no_numbers_are_told_by_the_name_of_the_file_and_its_unit(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four people with points in words for three months: twelve things are wrong."""
    monkeypatch.setattr(upload, "reader", lambda: "clerk")
    table = facts_table(engine.simulate("service-engineer", 1, 4, 3))
    at = table.column_names.index("service_points")
    table = table.set_column(at, "service_points", pa.array(["many"] * table.num_rows))
    (tmp_path / "more.csv").write_bytes(csv_bytes(table))
    (tmp_path / "mine.yaml").write_text(OWN, "utf-8")
    files = [stored(tmp_path / name) for name in ("more.csv", "mine.yaml")]
    company, definition = company_from_files(files)
    session = session_scenario.first_scenario().open_company(company, definition=definition)
    app = page(name, session)
    assert not app.exception
    assert [e.value for e in app.error] == ["The files of people have 12 problems."]
    said = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert "Mine" in said and "“many” is not a number" in said
    assert any("**More**: more.csv can be read" in part.value for part in app.markdown)
    assert in_place(app.button, "understand_file-more")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_company_is_back_tested_unit_by_unit(
    locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sellers were paid 1.50 too much in one month of six, leaders 1.07 too little in one of four;
    the engineers are drawn."""
    monkeypatch.setattr(upload, "reader", lambda: "clerk")
    sellers = [*zip(SELLERS.split(), ("paid", 20, 18, 30, 41.5, 20, 0.2), strict=True)]
    leaders = [*zip(TWO.split(), ("paid", 19, 15, 8.93, 20.1), strict=True)]
    more = "  engineers: {plan: service-engineer, headcount: 5}\n"
    texts = ["\n".join(f"{a},{b}" for a, b in each) for each in (sellers, leaders)]
    written(tmp_path, HEAD + UNITS + more + MANAGED, *texts)
    company, definition = company_from_files([stored(x) for x in sorted(tmp_path.iterdir())])
    session = session_scenario.first_scenario().open_company(company, "leaders", definition)
    app = page("back_test", session, locale, company_scope="company")
    assert not app.exception
    said = "\n".join(str(part.proto.body) for part in app.get("html"))
    for figure in ("80", "192.73", "192.30", "0.43", "2.57", "1.50", "1.07", "63.03"):
        assert figure in said, figure
    assert said.count('class="pc-year"') == 3 and said.count("<dl>") == 2
    in_place(app.button, "company_year_open-leaders").click().run()
    assert not app.exception and app.session_state["company_scope"] == "unit"
    said = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert "75" in said and "1.07" in said and "2.57" not in said


def test_a_company_nobody_was_paid_in_says_what_it_needs(company: Company) -> None:
    session = session_scenario.first_scenario().open_company(company)
    app = page("back_test", session, company_scope="company")
    assert not app.exception
    assert any("no payroll" in part.value for part in app.markdown)


def test_a_variant_is_brought_as_the_terminal_or_the_app_writes_it(tmp_path: Path) -> None:
    company = written(tmp_path).set("sellers", "flat_rate", 0.03)
    (tmp_path / "variant.json").write_text(json.dumps({**company.as_json(), "name": "dearer"}))
    files = [stored(x) for x in sorted(tmp_path.iterdir())]
    read, definition = company_from_files(files)
    assert read.name == "dearer" and read.changed == {"sellers": ("flat_rate",)}
    assert not company_definitions.defined(read.id, definition).changed
    kept = company_content(read, "dearest")
    (tmp_path / "kept.json").write_bytes(kept.data)
    again, same = company_from_files([stored(tmp_path / "kept.json")])
    assert (again.name, again.fingerprint, same) == ("dearest", read.fingerprint, definition)
    assert company_facts_of(again).key == company_facts_of(read).key
    session = session_scenario.first_scenario().open_company(read.documented, definition=definition)
    assert session.open_variant(again, definition).whole.changed == read.changed
    with pytest.raises(Refused) as refused:
        company_from_files([*files, stored(tmp_path / "kept.json")])
    assert [p.key for p in refused.value.problems] == ["company_files_several"]
    with pytest.raises(Refused) as refused:
        company_from_files([stored(tmp_path / "variant.json")])
    assert [p.key for p in refused.value.problems] == ["company_files_none"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (OWN, "company_no_file"),
        (OWN.replace("file: more.csv", "file: ../more.csv"), "company_file_path"),
        (
            OWN.replace("plan: service-engineer, people", "plan: /etc/x.yaml, people"),
            "company_file_path",
        ),
        (OWN.replace("units:", "parts:"), "company_files_none"),
        (LARGE, "company_too_large"),
    ],
)
def test_what_is_wrong_with_a_company_of_ones_own_is_told(
    text: str, key: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        company_from_files([stored(tmp_path / "mine.yaml")])
    assert key in [problem.key for problem in refused.value.problems]


def stored(path: Path) -> upload.StoredFile:
    with path.open("rb") as file:
        return upload.store(file, path.name, COMPANY_KINDS)


def test_what_is_remembered_of_a_company_is_not_shown_of_one_that_pays_the_same(
    company: Company,
) -> None:
    """The file of a company is opened again with another budget and other names."""
    paid = company_payouts(company)
    assert one_payroll(paid).plan.title == company.title
    titles = {"en": "Ours", "zh": "我们"}
    units = {**company.units, "service": replace(company.units["service"], title=titles)}
    other = replace(company, title=titles, budget=1.0, units=units)
    again = company_payouts(other)
    assert again.company == other and again.total == paid.total
    whole = one_payroll(again).plan
    assert whole.title == titles and titles in whole.facts["unit"].values.values()


def test_people_of_a_file_are_read_anew_where_a_plan_takes_other_cells(company: Company) -> None:
    unit = company.units["sellers"]
    plan = unit.scenario.base
    column = replace(plan.facts["csat"], range=(0.0, 0.5))
    narrow = replace(plan, facts={**plan.facts, "csat": column})
    assert narrow.structure == plan.structure
    other = company.with_scenario("sellers", replace(unit.scenario, base=narrow))
    assert people_key(other) != people_key(company)
