"""Ids, managers and groups that look the same though they are not written the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

import engine
from engine import Facts, Plan, Refused
from engine.text import LANGUAGES, Problem
from tests.small_plan import small_plan


@pytest.fixture
def plan() -> Plan:
    facts = {
        "manager_id": {"kind": "person"},
        "team": {"kind": "group"},
        "sales": {"kind": "money"},
    }
    return small_plan({"pay_line": "sales / 100"}, facts=facts)


def read(folder: Path, plan: Plan, rows: Sequence[str]) -> Facts:
    file = folder / "facts.csv"
    text = "employee_id,month,manager_id,team,sales\n" + "".join(f"{row}\n" for row in rows)
    file.write_text(text, encoding="utf-8")
    return engine.read_facts(file, plan)


def told(facts: Facts) -> list[Problem]:
    for warning in facts.warnings:
        assert all(warning.sentence(language) for language in LANGUAGES)
    return list(facts.warnings)


@pytest.mark.parametrize(
    "other",
    [
        "e17a", "Ｅ１７A", "E17A\u200b", "E 17A", "E017A", "E00017A", "E-17A", "E17a", "E17\u00a0A",
        "E17A\ufeff", "E–17A",
    ],
)  # fmt: skip
def test_ids_that_look_the_same_are_told(tmp_path: Path, plan: Plan, other: str) -> None:
    rows = [
        "E17A,2026-01,,T,1",
        "E17A,2026-02,,T,1",
        f'"{other}",2026-03,,T,1',
        "E18A,2026-03,,T,1",
    ]
    [warning] = told(read(tmp_path, plan, rows))
    assert (warning.key, warning.line, warning.column) == ("ids_alike", 4, "employee_id")
    assert "“E17A”" in warning.text("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1017", "1017.0"),
        ("007", "7"),
        ("é1", "e\u03011"),
        ("张三", "张 三"),
        ("E1", "\N{CYRILLIC CAPITAL LETTER IE}1"),
        ("A1", "\N{GREEK CAPITAL LETTER ALPHA}1"),
    ],
)
def test_forms_of_one_id_are_told(tmp_path: Path, plan: Plan, one: str, other: str) -> None:
    [warning] = told(read(tmp_path, plan, [f"{one},2026-01,,T,1", f"{other},2026-01,,T,1"]))
    assert warning.key == "ids_alike"


@pytest.mark.parametrize(
    ("one", "other"), [("E1", "E10"), ("1-11", "11-1"), ("E100", "E1"), ("A1", "B1"), ("1.5", "15")]
)
def test_different_ids_are_not(tmp_path: Path, plan: Plan, one: str, other: str) -> None:
    assert not told(read(tmp_path, plan, [f"{one},2026-01,,T,1", f"{other},2026-01,,T,1"]))


def test_managers_who_are_nobody_are_told_with_who_is_likely_meant(
    tmp_path: Path, plan: Plan
) -> None:
    rows = ["E1,2026-01,,T,1"]
    rows += [f"E{i},2026-0{month},e1,T,1" for i in (2, 3) for month in (1, 2)]
    rows += ["E4,2026-01,gone,T,1"]
    [warning] = told(read(tmp_path, plan, rows))
    assert (warning.key, warning.line, warning.column) == ("manager_nobody_meant", 3, "manager_id")
    assert "3 people (5 rows, sales 5)" in warning.text("en") and "“e1” → “E1”" in warning.text(
        "zh"
    )


def test_where_nobody_is_likely_meant_nobody_is_named(tmp_path: Path, plan: Plan) -> None:
    [warning] = told(read(tmp_path, plan, ["E1,2026-01,,T,1", "E2,2026-01,X9,T,1"]))
    assert (warning.key, warning.value) == ("manager_nobody", "X9")


def test_managers_without_a_row_in_the_month_are_told(tmp_path: Path, plan: Plan) -> None:
    rows = ["E1,2026-01,,T,1", *(f"E{i},2026-0{m},E1,T,1" for i in (2, 3) for m in (1, 2, 3))]
    [warning] = told(read(tmp_path, plan, rows))
    assert (warning.key, warning.line) == ("manager_absent", 4)
    assert "2 people (4 rows, sales 4)" in warning.text("en")


def test_groups_spelled_two_ways_are_told_with_their_sizes(tmp_path: Path, plan: Plan) -> None:
    rows = [f"E{i},2026-01,,Team 1,1" for i in range(3)]
    [warning] = told(read(tmp_path, plan, [*rows, "E9,2026-01,,team-01,1"]))
    assert (warning.key, warning.line, warning.column) == ("groups_alike", 5, "team")
    assert "“Team 1” (3), “team-01” (1)" in warning.text("en")


def test_further_columns_of_groups_are_looked_at_too(tmp_path: Path) -> None:
    plan = small_plan({"pay_line": "sales"}, facts={"sales": {"kind": "money"}})
    file = tmp_path / "facts.csv"
    file.write_text("employee_id,month,sales,区域\nE1,2026-01,1,华东\nE2,2026-01,1,华 东\n")
    [warning] = told(engine.read_facts(file, plan))
    assert (warning.key, warning.column) == ("groups_alike", "区域")


def test_whoever_is_a_group_alone_among_many_is_told(tmp_path: Path, plan: Plan) -> None:
    rows = [f"E{i:02},2026-01,,T{i % 3},1" for i in range(12)]
    assert not told(read(tmp_path, plan, rows))
    [warning] = told(read(tmp_path, plan, [*rows, "E99,2026-01,,Tl,1"]))
    assert (warning.key, warning.value) == ("groups_of_one", "Tl")


def test_numbers_of_many_digits_from_a_workbook_are_refused(tmp_path: Path) -> None:
    plan = engine.load_plan("sample-flat-commission")
    path = tmp_path / "facts.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["employee_id", "month", "target", "sales"])
        for row, employee in enumerate(
            (110101199001011231, 110101199001011239, 1234567890123456), 1
        ):
            sheet.write_row(row, 0, [employee, "2026-01", 100, 80])
    with pytest.raises(Refused) as caught:
        engine.read_facts(path, plan)
    assert {(p.key, p.line) for p in caught.value.problems if p.key != "row_twice"} == {
        ("id_rounded", 2), ("id_rounded", 3), ("id_rounded", 4),
    }  # fmt: skip


@pytest.mark.parametrize("cell", ["1.10101E+17", "1.10101199001011E+17", "3e5"])
def test_a_number_with_an_exponent_is_no_id(tmp_path: Path, plan: Plan, cell: str) -> None:
    for row in (f"{cell},2026-01,,T,1", f"E1,2026-01,{cell},T,1"):
        with pytest.raises(Refused) as caught:
            read(tmp_path, plan, [row])
        [problem] = caught.value.problems
        assert (problem.key, problem.value) == ("id_rounded", cell)


def test_ids_of_many_digits_kept_as_text_are_read(tmp_path: Path, plan: Plan) -> None:
    ids = ("110101199001011231", "110101199001011239", "11010119900101123X")
    facts = read(tmp_path, plan, [f"{one},2026-01,,T,1" for one in ids])
    assert facts.employees == ids and not told(facts)


def test_ids_that_end_in_zeros_beyond_what_a_workbook_keeps_are_told(
    tmp_path: Path, plan: Plan
) -> None:
    [warning] = told(read(tmp_path, plan, ["110101199001011000,2026-01,,T,1"]))
    assert warning.key == "ids_perhaps_rounded"


@pytest.mark.parametrize(
    ("managers", "names"),
    [
        ({"A": "A", "B": "A"}, ("“A”",)),
        ({"A": "B", "B": "A", "C": "A"}, ("“A”", "“B”")),
        ({"A": "B", "B": "C", "C": "A"}, ("“A”", "“B”", "“C”")),
        ({"A": "", "B": "A", "C": "B"}, None),
    ],
)
def test_people_who_are_above_themselves_are_told(
    tmp_path: Path, plan: Plan, managers: dict[str, str], names: tuple[str, ...] | None
) -> None:
    rows = [f"{employee},2026-01,{above},East,1" for employee, above in managers.items()]
    found = [w for w in told(read(tmp_path, plan, rows)) if w.key == "manager_circle"]
    assert [w.values["names"] for w in found] == ([] if names is None else [names])
