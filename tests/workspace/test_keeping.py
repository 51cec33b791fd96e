"""What is saved is found again: versions, names, differences in words, files of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import engine
from engine.data_folder import wanted_folder
from engine.plan import Edit
from engine.scenario import FromFile, Simulated
from engine.text import LANGUAGES, Refused
from engine.workspace import (
    FACTS,
    PLAN,
    SCENARIO,
    Content,
    Workspace,
    facts_content,
    plan_content,
    scenario_content,
)
from engine.yaml_files import Document

TEXT = (Path(engine.__file__).parents[1] / "data/plans/service-seller.yaml").read_text("utf-8")
DRAWN = Simulated("service-seller", seed=7, employees=100, months=12, first="2026-01")
COLUMNS = "employee_id,month,target,sales,region"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "kept")


@pytest.fixture
def seller() -> engine.Scenario:
    return engine.Scenario(engine.load_plan("service-seller"))


@pytest.fixture
def people(tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: str, columns: str = COLUMNS, name: str = "people.csv") -> Path:
        file = tmp_path / name
        file.write_text("\n".join((columns, *rows)) + "\n", "utf-8")
        return file

    return written


# -- what comes back -------------------------------------------------------------------------


def test_nothing_is_made_on_disk_until_something_is_saved(workspace: Workspace) -> None:
    assert workspace.items() == ()
    assert workspace.find_file("0" * 64) is None
    assert not workspace.folder.exists()


def test_a_plan_comes_back_letter_by_letter(workspace: Workspace) -> None:
    saved = workspace.save(plan_content(TEXT), note="as published")
    assert not saved.overtaken
    (item,) = Workspace(workspace.folder).items()
    assert (item.kind, item.plan, item.versions) == (PLAN, "service-seller", 1)
    assert item.name == "Customer-service seller"
    assert item.current.note == "as published"
    assert item.current == saved.version
    assert workspace.text(item.current.id) == TEXT
    assert workspace.plan(item.current.id) == engine.load_plan("service-seller")


def test_a_plan_that_is_not_sound_yet_is_kept_as_a_draft_under_a_name(workspace: Workspace) -> None:
    draft = TEXT.replace("pay:", "play:", 1)
    kept = workspace.save(plan_content(draft, "Half done")).version
    assert kept.detail["problems"] > 0
    assert workspace.text(kept.id) == draft
    with pytest.raises(Refused):
        workspace.plan(kept.id)
    with pytest.raises(Refused, match="Write a name"):
        plan_content(draft)


def test_a_scenario_comes_back_with_its_edits_and_people(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    bolder = seller.set("weight_sales", 0.5)
    kept = workspace.save(scenario_content(replace(bolder, people=DRAWN), "Bolder")).version
    found = workspace.scenario(kept.id)
    assert found.scenario.plan == bolder.plan
    assert found.scenario.base == seller.base
    assert found.scenario.name == "Bolder"
    assert found.scenario.people == DRAWN
    assert found.plan_item == ""
    assert kept.detail["changes"] == 1


def test_a_scenario_stands_on_the_plan_as_it_was(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    """The plan in the workspace goes on and loses the parameter that the scenario edits."""
    plan = workspace.save(plan_content(TEXT)).version
    scenario = scenario_content(seller.set("weight_sales", 0.5), "Bolder", plan_item=plan.item)
    kept = workspace.save(scenario).version
    workspace.save(plan_content(TEXT.replace("weight_sales", "weight_of_sales")), item=plan.item)
    found = workspace.scenario(kept.id)
    assert found.scenario.plan.parameters["weight_sales"].json == 0.5
    assert found.plan_item == plan.item
    assert "weight_sales" not in workspace.plan(workspace.item(plan.item).current.id).parameters


def test_people_of_a_file_come_back_with_all_columns(
    workspace: Workspace, people: Callable[..., Path], tmp_path: Path
) -> None:
    """A column that this plan does not read is kept for the plan that does."""
    plan = engine.load_plan("sample-flat-commission")
    file = people("B,2026-02,100,50.25,north", "A,2026-01,100,1000.5,south")
    content = facts_content(file, plan)
    kept = workspace.save(content).version
    assert (kept.name, kept.plan, kept.kind) == ("people.csv", plan.id, FACTS)
    assert kept.detail["rows"] == kept.detail["people"] == 2
    assert kept.detail["months"] == ["2026-01", "2026-02"]
    assert kept.detail["columns"] == COLUMNS.split(",")
    back = tmp_path / "back.parquet"
    back.write_bytes(workspace.data(kept.id))
    assert engine.read_facts(back, plan).key == kept.detail["key"]
    assert engine.read_facts(back, plan).key == engine.read_facts(file, plan).key
    assert workspace.find_file(kept.content) == kept
    assert workspace.find_file(str(kept.detail["file"])) == kept
    again = workspace.save(facts_content(file, plan))
    assert (again.version.item, again.version.content) == (kept.item, kept.content)


def test_people_that_a_plan_cannot_pay_are_refused(
    workspace: Workspace, people: Callable[..., Path]
) -> None:
    with pytest.raises(Refused, match="many"):
        facts_content(people("A,2026-01,100,many,x"), engine.load_plan("sample-flat-commission"))
    assert workspace.items() == ()


# -- versions --------------------------------------------------------------------------------


def test_every_save_is_a_version_with_time_author_and_note(
    tmp_path: Path, seller: engine.Scenario
) -> None:
    start = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    clock = [start + timedelta(hours=2), start + timedelta(hours=1), start + timedelta(hours=3)]
    workspace = Workspace(tmp_path, now=iter(clock * 2).__next__)
    one = workspace.save(scenario_content(seller, "S"), author="li", note="  first  ").version
    two = workspace.save(
        scenario_content(seller.set("weight_sales", 0.5), "S"),
        item=one.item,
        based_on=one.id,
        author="wang",
    ).version
    assert workspace.history(one.item) == (two, one)
    assert (one.author, one.note, one.based_on) == ("li", "first", "")
    assert (two.author, two.note, two.based_on) == ("wang", "", one.id)
    assert two.saved_at > one.saved_at, "also where the clock was put back"
    assert workspace.item(one.item).versions == 2


def test_the_author_is_the_user_of_the_system_unless_given(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "zhang")
    assert workspace.save(plan_content(TEXT)).version.author == "zhang"

    def nobody() -> str:
        raise OSError("no user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert workspace.save(plan_content(TEXT)).version.author == ""


def test_a_save_in_between_is_kept_and_told_to_the_second(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    base = workspace.save(scenario_content(seller, "S")).version

    def saved(value: float, author: str, on: str) -> engine.workspace.Saved:
        content = scenario_content(seller.set("weight_sales", value), "S")
        return workspace.save(content, item=base.item, based_on=on, author=author)

    first = saved(0.5, "li", base.id)
    assert first.overtaken == ()
    second = saved(0.6, "wang", base.id)
    assert [(v.author, v.saved_at) for v in second.overtaken] == [("li", first.version.saved_at)]
    assert workspace.history(base.item) == (second.version, first.version, base)
    third = saved(0.7, "wang", second.version.id)
    assert third.overtaken == (), "what was told once is not told again"


def test_a_new_item_of_a_name_that_is_taken_is_kept_beside_it_and_told(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    one = workspace.save(scenario_content(seller.set("weight_sales", 0.5), "S")).version
    two = workspace.save(scenario_content(seller.set("weight_sales", 0.6), "S"))
    assert two.overtaken == (one,)
    assert {item.id for item in workspace.items()} == {one.item, two.version.item}
    assert len(workspace.items()) == 2


def test_an_old_version_is_restored_as_a_new_one(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    old = workspace.save(scenario_content(seller.set("weight_sales", 0.5), "Old name")).version
    new = workspace.save(
        scenario_content(seller, "New name"), item=old.item, based_on=old.id
    ).version
    restored = workspace.restore(old.id, based_on=new.id, note="back again")
    assert not restored.overtaken
    assert workspace.history(old.item) == (restored.version, new, old)
    assert (restored.version.name, restored.version.content) == ("Old name", old.content)
    assert workspace.compare(old.id, restored.version.id, "en") == []


def test_putting_away_and_renaming_are_versions_too(workspace: Workspace) -> None:
    one = workspace.save(plan_content(TEXT)).version
    named = workspace.rename(one.item, "Sellers 2027", based_on=one.id).version
    away = workspace.hide(one.item, based_on=named.id).version
    assert workspace.items() == ()
    assert [item.current for item in workspace.items(hidden=True)] == [away]
    back = workspace.hide(one.item, False, based_on=away.id).version
    assert [item.name for item in workspace.items()] == ["Sellers 2027"]
    assert workspace.history(one.item) == (back, away, named, one)
    assert workspace.text(away.id) == TEXT


def test_the_list_begins_with_what_was_saved_last_and_can_be_of_one_kind(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    plan = workspace.save(plan_content(TEXT)).version
    scenario = workspace.save(scenario_content(seller, "S")).version
    assert [item.id for item in workspace.items()] == [scenario.item, plan.item]
    assert [item.id for item in workspace.items(PLAN)] == [plan.item]
    assert [item.id for item in workspace.items(SCENARIO)] == [scenario.item]
    workspace.save(plan_content(TEXT), item=plan.item, based_on=plan.id)
    assert [item.id for item in workspace.items()] == [plan.item, scenario.item]


# -- what differs ----------------------------------------------------------------------------


def test_two_versions_of_a_plan_are_compared_in_words(workspace: Workspace) -> None:
    one = workspace.save(plan_content(TEXT)).version
    plan = engine.load_plan("service-seller").with_values({"weight_sales": 0.5})
    later = Document.of(plan.content, "").text()
    two = workspace.save(plan_content(later, "Sellers 2027"), item=one.item).version
    assert workspace.compare(one.id, two.id, "en") == [
        "Name: Customer-service seller → Sellers 2027",
        "Weight of sales: 0.4 → 0.5",
    ]
    assert workspace.compare(two.id, one.id, "zh")[1].endswith("0.5 → 0.4")


def test_two_versions_of_a_scenario_are_compared_with_their_people(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    one = workspace.save(scenario_content(replace(seller, people=DRAWN), "S")).version
    others = FromFile("people.csv", "0" * 64, "csv")
    renamed = seller.edited(Edit(("lines", "attainment", "label"), {"en": "Reached", "zh": "达成"}))
    content = scenario_content(replace(renamed, people=others), "S")
    two = workspace.save(content, item=one.item).version
    for language in LANGUAGES:
        *_, people = workspace.compare(one.id, two.id, language)
        assert people.endswith("→ people.csv")
        assert "100" in people and "2026-01" in people
    assert workspace.compare(one.id, one.id, "en") == []


def test_people_drawn_with_other_figures_are_told_apart(
    workspace: Workspace, seller: engine.Scenario
) -> None:
    moved = replace(DRAWN, figures=(("quality_correlation", 0.6),))
    one = workspace.save(scenario_content(replace(seller, people=DRAWN), "S")).version
    two = workspace.save(scenario_content(replace(seller, people=moved), "S"), item=one.item)
    assert workspace.scenario(two.version.id).scenario.people == moved
    (told,) = workspace.compare(one.id, two.version.id, "en")
    assert told.endswith("seed 7, correlation of results and quality 0.6")
    (told,) = workspace.compare(two.version.id, one.id, "zh")
    assert "随机种子 7，业绩与服务质量相关系数 0.6 →" in told


def test_two_versions_of_a_file_of_people_are_compared(
    workspace: Workspace, people: Callable[..., Path]
) -> None:
    plan = engine.load_plan("sample-flat-commission")
    before = facts_content(people("A,2026-01,100,50,north"), plan)
    one = workspace.save(before).version
    columns = COLUMNS.replace("region", "team")
    after = facts_content(people("A,2026-01,100,50,x", "B,2026-03,100,50,x", columns=columns), plan)
    two = workspace.save(after, item=one.item, based_on=one.id).version
    assert workspace.compare(one.id, two.id, "en") == [
        "People: 1 → 2",
        "Rows: 1 → 2",
        "Months: 2026-01 to 2026-01 → 2026-01 to 2026-03",
        "Columns no longer there: region",
        "New columns: team",
    ]
    cells = facts_content(people("A,2026-01,100,51,north"), plan)
    three = workspace.save(cells, item=one.item, based_on=two.id).version
    assert len(workspace.compare(one.id, three.id, "zh")) == 1


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempt", "key"),
    [
        (lambda w, v: w.history("nothing"), "keep_no_item"),
        (lambda w, v: w.version("nothing"), "keep_no_version"),
        (lambda w, v: w.restore("nothing"), "keep_no_version"),
        (lambda w, v: w.hide("nothing"), "keep_no_item"),
        (lambda w, v: w.save(plan_content(TEXT), item="nothing"), "keep_no_item"),
        (
            lambda w, v: w.save(plan_content(TEXT), item=v.item, based_on="nothing"),
            "keep_no_version",
        ),
        (lambda w, v: w.save(Content(FACTS, "f", "p", b"x"), item=v.item), "keep_kind"),
        (lambda w, v: w.save(plan_content(TEXT), note="n" * 5000), "keep_note"),
        (lambda w, v: w.rename(v.item, "  "), "keep_name"),
        (lambda w, v: plan_content(TEXT, "n" * 500), "keep_name"),
    ],
)
def test_a_save_that_makes_no_sense_is_told_and_keeps_nothing(
    workspace: Workspace, attempt: Callable[..., object], key: str
) -> None:
    kept = workspace.save(plan_content(TEXT)).version
    with pytest.raises(Refused) as refused:
        attempt(workspace, kept)
    assert [problem.key for problem in refused.value.problems] == [key]
    assert workspace.history(kept.item) == (kept,)
    assert len(workspace.items(hidden=True)) == 1


# -- where -----------------------------------------------------------------------------------


def test_the_folder_is_the_variables_or_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path))
    assert wanted_folder() == tmp_path == Workspace().folder
    monkeypatch.delenv("PAYCURVE_DATA")
    for platform, variable, ends in (
        ("linux", "XDG_DATA_HOME", "paycurve"),
        ("win32", "LOCALAPPDATA", "Paycurve"),
    ):
        monkeypatch.setattr("sys.platform", platform)
        monkeypatch.setenv(variable, str(tmp_path / platform))
        assert wanted_folder() == tmp_path / platform / ends
    monkeypatch.setattr("sys.platform", "darwin")
    assert wanted_folder().name == "Paycurve"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\ud800"])
def test_signs_that_nobody_sees_are_no_part_of_a_name_or_note(
    workspace: Workspace, sign: str
) -> None:
    with pytest.raises(Refused):
        workspace.save(plan_content(TEXT, f"a{sign}b"))
    with pytest.raises(Refused):
        workspace.save(plan_content(TEXT, "a"), note=f"a{sign}b")
    assert workspace.items() == ()
