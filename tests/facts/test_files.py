"""Odd but honest files: what spreadsheets leave behind, columns of other types, many faults."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import Facts, Plan, Refused
from engine.facts import facts_table
from engine.facts.columns_kept import MOST_VALUES
from engine.facts.complaints import MOST_PROBLEMS
from engine.sheets import assumptions_entry
from engine.sheets.kept_assumptions import ENTRY, assumptions_in
from engine.text import Problem
from tests.evaluation.results import Row, write_facts
from tests.examples import examples
from tests.oracle import PLANS
from tests.oracle.people import workforces
from tests.small_plan import small_plan

HEAD = "employee_id,month,target,sales\n"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return engine.load_plan("sample-flat-commission")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def csv_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "facts.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(folder: Path, rows: Sequence[Sequence[Any]], start: int = 0) -> Path:
    path = folder / "facts.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows, start):
            for place, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(line, place, value, date)
                elif value is not None:
                    sheet.write(line, place, value)
    return path


def parquet(folder: Path, columns: dict[str, Any]) -> Path:
    path = folder / "facts.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def refused(path: Path, plan: Plan) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        engine.read_facts(path, plan)
    return caught.value.problems


# -- the same rows in every kind of file ----------------------------------------------------------


def as_csv(folder: Path, rows: list[Row]) -> Path:
    return write_facts(folder / "same.csv", rows)


def as_semicolons_in_gbk(folder: Path, rows: list[Row]) -> Path:
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    return csv_file(folder, "\r\n".join(lines).encode("gb18030"))


def as_parquet(folder: Path, rows: list[Row]) -> Path:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return parquet(folder, {name: typed(cells) for name, cells in columns.items()})


def as_workbook(folder: Path, rows: list[Row]) -> Path:
    columns = [typed([row[name] for row in rows]) for name in rows[0]]
    return workbook(folder, [list(rows[0]), *zip(*columns, strict=True)])


def typed(cells: list[str]) -> list[Any]:
    """Cells as a spreadsheet would hold them: a column of numbers as numbers, dates as dates."""
    for kind in (_number, datetime.date.fromisoformat):
        try:
            return [kind(cell) if cell else None for cell in cells]
        except ValueError:
            continue
    return list(cells)


def _number(cell: str) -> float:
    if cell.startswith("0") and not cell.startswith("0.") and cell != "0":
        raise ValueError("a number that begins with 0 is an id")
    return float(cell)


@pytest.mark.parametrize("write", [as_semicolons_in_gbk, as_parquet, as_workbook])
@pytest.mark.parametrize("plan_id", sorted(PLANS))
@examples(2)
@given(data=st.data())
def test_the_same_rows_are_the_same_facts(
    plan_id: str, write: Callable[[Path, list[Row]], Path], data: st.DataObject, folder: Path
) -> None:
    plan = engine.load_plan(plan_id)
    rows = data.draw(workforces(plan_id).filter(lambda rows: all("😀" not in str(r) for r in rows)))
    usual = engine.read_facts(as_csv(folder, rows), plan)
    assert engine.read_facts(write(folder, rows), plan).key == usual.key


# -- what spreadsheets leave behind ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\r\n" + HEAD + "E1,2026-01,1,2\nE2,2026-01,1,x\n", 5),
        (HEAD + "E1,2026-01,1,2\n,,,\n , ,,\nE2,2026-01,1,x\n,,,\n", 5),
        ('employee_id,month,target,sales,"note\n(free)"\nE1,2026-01,1,2,\nE2,2026-01,1,x,\n', 4),
        (HEAD.replace("\n", ",\n") + "E1,2026-01,1,2,\nE2,2026-01,1,x,\n", 3),
        (HEAD.replace("\n", ",note\n") + 'E1,2026-01,1,2,6" pipe\nE2,2026-01,1,x,\n', 3),
        (HEAD.replace("\n", ",note\n") + 'E1,2026-01,1,2,"a, ""b""\n\n"\nE2,2026-01,1,x,\n', 5),
        (HEAD.replace("\n", ",note\n") + f"E1,2026-01,1,2,{'y' * 200_000}\nE2,2026-01,1,x,\n", 3),
    ],
    ids=[
        "blank lines on top", "rows of nothing", "a heading of two lines", "a comma at the end",
        "a sign for inches", "quotes in quotes", "a huge cell",
    ],
)  # fmt: skip
def test_lines_are_counted_as_an_editor_counts_them(
    folder: Path, plan: Plan, text: str, line: int
) -> None:
    [problem] = refused(csv_file(folder, text), plan)
    assert (problem.line, problem.column, problem.value) == (line, "sales", "x")
    facts = engine.read_facts(csv_file(folder, text.replace("x", "3")), plan)
    assert facts.numbers["sales"].tolist() == [[2, 3]]


def test_a_quote_that_is_never_closed_does_not_swallow_people(folder: Path, plan: Plan) -> None:
    text = (
        HEAD.replace("\n", ",note\n") + 'E1,2026-01,1,2,\nE2,2026-01,1,2,"oops\nE3,2026-01,1,2,\n'
    )
    [problem] = refused(csv_file(folder, text), plan)
    assert (problem.key, problem.line) == ("open_quote", 3)


def test_every_ragged_line_is_told(folder: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-01,1,2\nE1,2026-02,1\n\nE1,2026-03,1,2,3\n"
    problems = refused(csv_file(folder, text), plan)
    assert [(p.key, p.line) for p in problems] == [("ragged", 3), ("ragged", 5)]
    assert "3" in problems[0].text("en") and "4" in problems[0].text("en")


def test_rows_of_a_workbook_are_counted_from_its_top(folder: Path, plan: Plan) -> None:
    rows = [HEAD.strip().split(","), ["E1", "2026-01", 1, 2], [], ["E2", "2026-01", 1, "x"]]
    [problem] = refused(workbook(folder, rows, start=3), plan)
    assert (problem.line, problem.value) == (7, "x")


def test_a_workbook_may_hold_dates_and_numbers_as_text(folder: Path, plan: Plan) -> None:
    rows = [
        [" employee_id", "month ", "target", "sales"],
        ["007", datetime.datetime(2026, 1, 31), "1", "2.50"],
        [7, "2026-02", 1, 1],
    ]
    facts = engine.read_facts(workbook(folder, rows), plan)
    assert facts.employees == ("007", "7")
    assert facts.numbers["sales"].tolist() == [[2.5, 0], [0, 1]]


@pytest.mark.parametrize("rows", [[], [HEAD.split(",")], [HEAD.split(","), [None, " "]]])
def test_a_workbook_without_rows_is_refused(
    folder: Path, plan: Plan, rows: list[list[Any]]
) -> None:
    assert [p.key for p in refused(workbook(folder, rows), plan)] == ["no_rows"]


@pytest.mark.parametrize(
    "change",
    [
        {"employee_id": pa.array(["E1", "E2"]).dictionary_encode()},
        {"employee_id": pa.array(["E1", "E2"], pa.large_string())},
        {"month": [datetime.date(2026, 1, 31), datetime.date(2026, 2, 1)]},
        {"month": [datetime.datetime(2026, 1, 31, 12), datetime.datetime(2026, 2, 1)]},
        {"sales": pa.array([Decimal("0.10"), Decimal("3.00")])},
        {"sales": pa.array([0.1, 3.0], pa.float32())},
    ],
    ids=["dictionary", "large text", "dates", "times", "decimals", "float32"],
)
def test_columns_of_parquet_may_have_any_type(
    folder: Path, plan: Plan, change: dict[str, Any]
) -> None:
    columns = {
        "employee_id": ["E1", "E2"],
        "month": ["2026-01", "2026-02"],
        "target": [1, 2],
        "sales": [0.1, 3.0],
    }
    usual = engine.read_facts(parquet(folder, columns), plan)
    assert engine.read_facts(parquet(folder, columns | change), plan).key == usual.key


def test_blank_cells_of_parquet_are_told_by_row(folder: Path, plan: Plan) -> None:
    columns = {
        "employee_id": ["E1", "E2"],
        "month": ["2026-01", "2026-02"],
        "target": [1, 2],
        "sales": [float("nan"), None],
    }
    problems = refused(parquet(folder, columns), plan)
    assert [(p.key, p.line) for p in problems] == [("not_a_number", 1), ("blank", 2)]


# -- months and people ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month",
    ["2026-1", "2026/01", "202601", "2026-01-15", "2026-00", "2026-13", "２０２６-01", "Jan"],
)
def test_a_month_is_written_in_one_way(folder: Path, plan: Plan, month: str) -> None:
    text = HEAD + f"E1,2026-01,1,2\nE1,{month},1,2\n"
    [problem] = refused(csv_file(folder, text), plan)
    assert (problem.key, problem.line, problem.value) == ("not_a_month", 3, month)


def test_rows_without_a_month_or_a_name_are_nobodys_second_row(folder: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-01,1,2\nE1,soon,1,2\nE1,,1,2\n,2026-01,1,2\n,2026-01,1,2\n"
    problems = refused(csv_file(folder, text), plan)
    assert {p.key for p in problems} == {"not_a_month", "blank"}


def test_a_second_row_names_the_first(folder: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-01,1,2\nE2,2026-01,1,2\nE1,2026-01,1,2\nE1,2026-01,1,3\n"
    problems = refused(csv_file(folder, text), plan)
    assert [(p.line, p.value, p.values["first"]) for p in problems] == [
        (4, "2026-01", "2"),
        (5, "2026-01", "2"),
    ]


def test_months_without_rows_stay_in_the_calendar(folder: Path, plan: Plan) -> None:
    facts = engine.read_facts(csv_file(folder, HEAD + "E1,2025-11,1,2\nE1,2026-02,1,3\n"), plan)
    assert facts.month_texts() == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert facts.present[:, 0].tolist() == [True, False, False, True]
    assert (facts.months, facts.size, facts.person_months, facts.full) == (4, 1, 2, False)


def test_people_are_in_the_order_of_code_points(folder: Path, plan: Plan) -> None:
    ids = ["e1", "E10", "E2", "李雷", "\U0001f600", "\uff21", "A", "007"]
    text = HEAD + "".join(f"{i},2026-01,1,2\n" for i in ids)
    assert engine.read_facts(csv_file(folder, text), plan).employees == tuple(sorted(ids))


def test_a_manager_may_be_nobody(folder: Path) -> None:
    plan = small_plan({"pay_line": "reports_total(sales, by=manager_id)"}, facts={
        "sales": {"kind": "money"}, "manager_id": {"kind": "person"},
    })  # fmt: skip
    text = "employee_id,month,sales,manager_id\nB,2026-01,1,\nA,2026-01,2,B\nC,2026-01,3,gone\n"
    facts = engine.read_facts(csv_file(folder, text), plan)
    assert facts.people["manager_id"].tolist() == [[1, -1, -1]]


# -- columns --------------------------------------------------------------------------------------


def rating_plan(column: dict[str, Any]) -> Plan:
    return small_plan({"pay_line": "rating"}, facts={"rating": column})


def with_ratings(folder: Path, *cells: str) -> Path:
    rows = "".join(f"E{i},2026-01,{cell}\n" for i, cell in enumerate(cells))
    return csv_file(folder, "employee_id,month,rating\n" + rows)


def test_a_whole_number_in_its_range_is_required_where_said(folder: Path) -> None:
    plan = rating_plan({"kind": "number", "range": [1, 5], "whole": True})
    problems = refused(with_ratings(folder, "1", "5", "5.5", "0", "6", "-1", "3.0"), plan)
    assert [(p.key, p.line, p.value) for p in problems] == [
        ("not_whole_in_range", 4, "5.5"),
        ("not_whole_in_range", 5, "0"),
        ("not_whole_in_range", 6, "6"),
        ("not_whole_in_range", 7, "-1"),
    ]
    assert "1" in problems[0].text("zh") and "5" in problems[0].remedy("zh")


def test_a_range_alone_only_warns(folder: Path) -> None:
    plan = rating_plan({"kind": "number", "range": [1, 5]})
    facts = engine.read_facts(with_ratings(folder, "1", "5.5", "0"), plan)
    [warning] = facts.warnings
    assert (warning.key, warning.line, warning.value) == ("out_of_range", 3, "5.5")
    assert "2" in warning.text("en")
    assert facts.numbers["rating"].tolist() == [[1, 5.5, 0]]


def test_flags_are_0_or_1_and_limits_are_kept(folder: Path) -> None:
    flags = rating_plan({"kind": "flag"})
    assert engine.read_facts(with_ratings(folder, "1", "0", "1.0"), flags).size == 3
    assert [p.value for p in refused(with_ratings(folder, "1", "2", "-1", "0.5"), flags)] == [
        "2", "-1", "0.5",
    ]  # fmt: skip
    above = rating_plan({"kind": "number", "above": 0})
    assert [p.value for p in refused(with_ratings(folder, "0.01", "0", "-1"), above)] == ["0", "-1"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("+5", 5),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        (" 7 ", 7),
        ("-0", 0),
        ("\u3000 8\u00a0", 8),
    ],
)
def test_ways_of_writing_a_number(folder: Path, cell: str, value: float) -> None:
    plan = rating_plan({"kind": "number"})
    assert engine.read_facts(with_ratings(folder, cell), plan).numbers["rating"][0, 0] == value


def test_an_unknown_category_suggests_the_nearest(folder: Path) -> None:
    plan = engine.load_plan("points-pay")
    rows = (Path(__file__).parents[1] / "cases/points-pay/facts.csv").read_text("utf-8")
    text = rows.replace(",vip,", ",vp,", 1)
    [problem] = refused(csv_file(folder, text), plan)
    assert (problem.key, problem.column, problem.value) == (
        "unknown_category", "service_group", "vp",
    )  # fmt: skip
    assert "vip" in problem.remedy("en") and "basic, vip" in problem.text("en")


def test_further_text_columns_are_kept_for_grouping(folder: Path, plan: Plan) -> None:
    many = MOST_VALUES + 1
    head = HEAD.strip() + ",city,note,year,hire_date,mixed,share,\n"
    rows = "".join(
        f"E{i},2026-01,1,2,{'北京' if i % 2 else ''},note {i},2025,2025-01-01,"
        f"{'x' if i else 5},8%,z\n"
        for i in range(many)
    )
    facts = engine.read_facts(csv_file(folder, head + rows), plan)
    assert set(facts.categories) == {"city"}
    assert facts.categories["city"].values == ("—", "北京")


def test_the_same_facts_have_the_same_key_and_others_another(folder: Path, plan: Plan) -> None:
    def read(text: str) -> Facts:
        return engine.read_facts(csv_file(folder, HEAD + text), plan)

    usual = read("E1,2026-01,1,2\nE2,2026-01,1,3\n")
    assert read("E2,2026-01,1,3.0\nE1,2026-01,1,2.00\n").key == usual.key
    for other in (
        "E1,2026-01,1,2\nE2,2026-01,1,3.0001\n",
        "E1,2026-01,1,2\nE3,2026-01,1,3\n",
        "E1,2026-02,1,2\nE2,2026-02,1,3\n",
        "E1,2026-01,1,2\nE2,2026-02,1,3\n",
        "E1,2026-01,2,1\nE2,2026-01,1,3\n",
    ):
        assert read(other).key != usual.key


# -- many faults ----------------------------------------------------------------------------------


def test_a_file_full_of_faults_is_told_in_part_and_counted(folder: Path, plan: Plan) -> None:
    rows = "".join(f"E{i},2026-01,,x\n" for i in range(MOST_PROBLEMS + 50))
    problems = refused(csv_file(folder, HEAD + rows), plan)
    *told, last = problems
    assert len(told) == MOST_PROBLEMS
    assert last.key == "more_problems"
    assert last.values["count"] == 2 * (MOST_PROBLEMS + 50) - MOST_PROBLEMS
    assert [p.line for p in told] == sorted(p.line or 0 for p in told)


def test_faults_of_several_columns_are_told_in_the_order_of_lines(folder: Path) -> None:
    plan = engine.load_plan("key-account-seller")
    text = (
        "employee_id,month,collected,implementation_collected,service_collected,target,kpi_factor,"
        "hire_date\n"
        "E1,2026-01,x,0,1,0,,2025-02-30x\n"
        "E2,2026-01,1,0,y,1,1,\n"
        "E1,2026-01,1,0,1,1,1,2025-01-01\n"
    )
    problems = refused(csv_file(folder, text), plan)
    assert [(p.line, p.column) for p in problems] == [
        (2, "collected"), (2, "target"), (2, "kpi_factor"), (2, "hire_date"),
        (3, "service_collected"), (3, "hire_date"), (4, "month"),
    ]  # fmt: skip
    assert len(Refused(problems).text("zh").splitlines()) == len(problems)


def test_what_is_assumed_goes_with_the_people_into_their_file_and_out_again(
    plan: Plan, folder: Path
) -> None:
    assumed = Problem("assumed_constant", {"label": {"en": "Target", "zh": "目标"}, "value": "5"})
    table = pa.table({"employee_id": ["a"], "month": ["2026-01"], "target": [5], "sales": [1]})
    path = folder / "assumed.parquet"
    pq.write_table(table.replace_schema_metadata(assumptions_entry([assumed])), path)
    facts = engine.read_facts(path, plan)
    assert facts.assumptions == (assumed,)
    assert facts.take([0]).assumptions == (assumed,)
    pq.write_table(facts_table(facts), path)
    assert engine.read_facts(path, plan).assumptions == (assumed,)


@pytest.mark.parametrize(
    "entry",
    [
        b"[",
        b"{}",
        b"[1, null]",
        b'[{"key": "blank", "values": {}}]',
        b'[{"key": "assumed_constant", "values": {}}]',
        b'[{"key": "assumed_missing", "values": {"label": "x", "value": "1", "count": "many"}}]',
    ],
)
def test_what_a_file_wrongly_calls_an_assumption_is_passed_over(entry: bytes) -> None:
    assert assumptions_in({ENTRY: entry}) == ()
