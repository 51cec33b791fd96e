"""Words of small tables in place of the keys of larger ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.importing import Imported, answered, import_files, recipe_of, recipe_text
from engine.plan import load_plan
from tests.tables.files import Rows, workbook

COMMISSION = load_plan("sample-flat-commission")
FACTS: Rows = [
    ["employee_id", "month", "sales", "target"],
    *[["A1", "2026-01", 10, 100], ["A2", "2026-01", 20, 100], ["A3", "2026-01", 30, 100]],
]
PEOPLE: Rows = [
    ["employee_id", "Location ID", "Leader 1", "Level"],
    *[["A1", 1, 7, 1], ["A2", 2, 8, 2], ["A3", 1, 8, 2]],
]
PLACES: Rows = [["Location ID", "Location"], [1, "Paris"], [2, "Rome"], [3, "Bonn"]]
LEADERS: Rows = [
    ["id", "first_name", "last_name"],
    *[[7, "Ann", "Lee"], [8, "Ann", "Lee"], [1, "Bo", "Wu"]],
]


def brought(folder: Path, **more: Rows) -> Imported:
    sheets = {"Facts": FACTS, "People": PEOPLE, **more}
    return import_files([workbook(folder / "book.xlsx", sheets)], COMMISSION)


def groups(imported: Imported, name: str) -> list[str]:
    assert imported.facts is not None
    groups = imported.facts.categories[name]
    return [groups.values[code] for code in groups.codes[0]]


def test_keys_of_a_table_of_the_same_heading_are_said_in_its_words_and_told(
    tmp_path: Path,
) -> None:
    imported = brought(tmp_path, Location=PLACES)
    assert imported.problems == ()
    assert groups(imported, "Location") == ["Paris", "Rome", "Paris"]
    told = [of for of in imported.building.applied if of.key == "keys_in_words"]
    assert [of.values["texts"] for of in told] == ["Location"]
    assert imported.facts is not None
    assert imported.facts.further["Level"].tolist() == [[1, 2, 2]]
    kept = recipe_of(recipe_text(imported.recipe))
    assert kept == imported.recipe


def test_keys_of_another_heading_stay_until_words_are_chosen_and_people_of_one_name_stay_apart(
    tmp_path: Path,
) -> None:
    imported = brought(tmp_path, Location=PLACES, Leaders=LEADERS)
    assert imported.facts is not None
    assert imported.facts.further["Leader 1"].tolist() == [[7, 8, 8]]
    said = imported.recipe.further["Leader 1"]
    further = {"Leader 1": replace(said, through=("Leaders", "id", "first_name", "last_name"))}
    recipe = replace(imported.recipe, further=further)
    words = import_files([tmp_path / "book.xlsx"], COMMISSION, recipe)
    assert groups(words, "Leader 1") == ["Ann Lee (7)", "Ann Lee (8)", "Ann Lee (8)"]


def test_a_table_without_one_of_the_cells_is_none_of_their_keys(tmp_path: Path) -> None:
    imported = brought(tmp_path, Location=PLACES[:2] + PLACES[3:])
    assert imported.facts is not None
    assert imported.facts.further["Location ID"].tolist() == [[1, 2, 1]]


def test_a_key_that_later_files_do_not_know_stays_and_is_told(tmp_path: Path) -> None:
    recipe = brought(tmp_path, Location=PLACES).recipe
    sheets = {"Facts": FACTS, "People": PEOPLE, "Location": [*PLACES[:2], [3, "Bonn"], [4, "Kyiv"]]}
    later = import_files([workbook(tmp_path / "book.xlsx", sheets)], COMMISSION, recipe)
    assert groups(later, "Location") == ["Paris", "Location ID 2", "Paris"]
    assert "keys_unknown" in [note.key for note in later.building.notes]
    twice = {**sheets, "Location": [*PLACES, [1, "Oslo"]]}
    refused = import_files([workbook(tmp_path / "book.xlsx", twice)], COMMISSION, recipe)
    assert [problem.key for problem in refused.problems] == ["key_of_two"]


def test_a_category_is_found_in_the_table_of_its_keys_once_it_is_confirmed(tmp_path: Path) -> None:
    plan = load_plan("points-pay")
    column = plan.facts["grade"]
    low, high = list(column.values)[:2]
    people: Rows = [
        ["employee_id", "month", "Level ID"],
        *[["A1", "2026-01", 1], ["A2", "2026-01", 2], ["A3", "2026-01", 3]],
    ]
    levels: Rows = [["Level ID", "Grade"], [1, low], [2, high], [3, low]]
    file = workbook(tmp_path / "book.xlsx", {"Facts": people, "Levels": levels})
    found = import_files([file], plan)
    [question] = [one for one in found.questions if one.about == "grade"]
    assert question.problem.key == "import_keys"
    recipe = answered(found.recipe, question, question.choices[0].answer)
    read = import_files([file], plan, recipe).building.read["Facts"]
    assert read.columns["grade"].to_pylist() == [low, high, low], "two keys may mean one grade"
