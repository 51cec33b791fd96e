"""Files as people have them: the same facts from every kind of file, and faults told by line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

import engine
from engine.facts import Facts, facts_table
from engine.plan import Plan
from engine.reports import csv_bytes
from engine.text import Problem, Refused

HEAD = "employee_id,month,target,sales\n"
RECEIPTS = "collected,implementation_collected,service_collected"
ROWS = "E2,2026-03,100,80.5\nE1,2026-01,100,120\nE1,2026-03,200,0.1\n"


@pytest.fixture
def plan() -> Plan:
    return engine.load_plan("sample-flat-commission")


@pytest.fixture
def seller() -> Plan:
    return engine.load_plan("key-account-seller")


def written(folder: Path, text: str | bytes, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path, plan: Plan) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        engine.read_facts(path, plan)
    return caught.value.problems


def test_rows_become_arrays_by_month_and_id(tmp_path: Path, plan: Plan) -> None:
    facts = engine.read_facts(written(tmp_path, HEAD + ROWS), plan)
    assert facts.employees == ("E1", "E2")
    assert facts.month_texts() == ["2026-01", "2026-02", "2026-03"]
    assert facts.present.tolist() == [[True, False], [False, False], [True, True]]
    assert facts.numbers["sales"].tolist() == [[120, 0], [0, 0], [0.1, 80.5]]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEAD + ROWS,
        (HEAD + ROWS).replace(",", ";"),
        (HEAD + ROWS).replace(",", "\t"),
        (HEAD + ROWS).replace("\n", "\r\n"),
        (HEAD + ROWS).replace("E1,", '"E1" ,'),
        " employee_id , month ,target,sales\n" + ROWS.replace(",", " , "),
        HEAD + "\n" + ROWS + "\n\n",
        "sales,month,employee_id,target\n80.5,2026-03,E2,100\n120,2026-01,E1,100\n"
        "0.1,2026-03,E1,200\n",
    ],
    ids=["BOM", "semicolons", "tabs", "CRLF", "quotes", "spaces", "blank lines", "other order"],
)
def test_the_form_of_a_csv_does_not_matter(tmp_path: Path, plan: Plan, text: str) -> None:
    usual = engine.read_facts(written(tmp_path, HEAD + ROWS, "usual.csv"), plan)
    assert engine.read_facts(written(tmp_path, text), plan).key == usual.key


def test_parquet_and_workbooks_give_the_same_facts(tmp_path: Path, plan: Plan) -> None:
    usual = engine.read_facts(written(tmp_path, HEAD + ROWS), plan)
    rows = [line.split(",") for line in ROWS.splitlines()]
    columns = {
        "employee_id": [r[0] for r in rows],
        "month": [r[1] for r in rows],
        "target": [float(r[2]) for r in rows],
        "sales": [float(r[3]) for r in rows],
    }
    pq.write_table(pa.table(columns), tmp_path / "facts.parquet")
    with xlsxwriter.Workbook(str(tmp_path / "facts.xlsx")) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([list(columns), *zip(*columns.values(), strict=True)]):
            sheet.write_row(i, 0, row)
    for name in ("facts.parquet", "facts.xlsx"):
        assert engine.read_facts(tmp_path / name, plan).key == usual.key


def test_chinese_text_is_read_in_gbk_and_utf8(tmp_path: Path, plan: Plan) -> None:
    text = (
        "employee_id,month,target,sales,团队\n张三,2026-01,100,80,华东\n李四,2026-01,100,90,华北\n"
    )
    for encoding in ("utf-8", "gb18030"):
        facts = engine.read_facts(written(tmp_path, text.encode(encoding)), plan)
        assert set(facts.employees) == {"张三", "李四"}
        assert set(facts.categories["团队"].values) == {"华东", "华北"}


def test_standard_input_is_csv(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((HEAD + ROWS).encode())))
    assert engine.read_facts("-", plan).size == 2


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "nan",
        "inf",
        "-inf",
        "1.2.3",
        "12a",
        "--5",
        "1/2",
        "1,000",
        "9%",
        "1_000",
        "１２",
        "0x1F",
    ],
)
def test_a_cell_that_is_no_number_is_named(tmp_path: Path, plan: Plan, cell: str) -> None:
    text = HEAD + f'E1,2026-01,100,90\nE1,2026-02,100,"{cell}"\n'
    (problem,) = refused(written(tmp_path, text), plan)
    assert (problem.key, problem.line, problem.column) == ("not_a_number", 3, "sales")
    assert problem.value == cell
    assert cell in problem.sentence("en")
    assert cell in problem.sentence("zh")


def test_lines_are_those_of_the_file_behind_blank_lines_and_breaks(
    tmp_path: Path, plan: Plan
) -> None:
    text = (
        'employee_id,month,target,sales,note\nE1,2026-01,100,90,"two\nlines"\n\nE1,2026-02,100,x,\n'
    )
    (problem,) = refused(written(tmp_path, text), plan)
    assert problem.line == 5


def test_everything_wrong_is_told_at_once_by_line(tmp_path: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-13,100,90\n,2026-01,100,90\nE2,2026-01,,90\nE2,2026-01,100,9\n"
    problems = refused(written(tmp_path, text), plan)
    assert [(p.line, p.column, p.key) for p in problems] == [
        (2, "month", "not_a_month"),
        (3, "employee_id", "blank"),
        (4, "target", "blank"),
        (5, "month", "row_twice"),
    ]


def test_missing_columns_suggest_what_was_meant(tmp_path: Path, plan: Plan) -> None:
    problems = refused(written(tmp_path, "employee_id,month,targets\nE1,2026-01,5\n"), plan)
    assert [p.column for p in problems] == ["target", "sales"]
    assert "targets" in problems[0].remedy("en")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("facts.csv", b"", "no_rows"),
        ("facts.csv", b"employee_id,month,target,sales\n", "no_rows"),
        ("facts.csv", b"employee_id,month,target,sales\nE1,2026-01,5\n", "ragged"),
        ("facts.csv", b"month,month,target,sales\nE1,2026-01,5,5\n", "heading_twice"),
        ("facts.csv", b"\xff\xfe\x00\xff\xff", "encoding"),
        ("facts.pdf", b"%PDF", "file_type"),
        ("facts.xlsx", b"no workbook", "unreadable"),
        ("facts.parquet", b"no parquet", "unreadable"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, plan: Plan, name: str, content: bytes, key: str
) -> None:
    assert [p.key for p in refused(written(tmp_path, content, name), plan)] == [key]


@pytest.mark.parametrize("month", ["1026-02", "0000-01", "9999-12", "2206-03", "1949-12"])
def test_a_month_in_which_nobody_is_paid_is_a_slip_and_not_a_huge_calendar(
    tmp_path: Path, plan: Plan, month: str
) -> None:
    text = HEAD + f"E1,2026-01,100,90\nE1,{month},100,90\n"
    (problem,) = refused(written(tmp_path, text), plan)
    assert (problem.key, problem.line, problem.value) == ("year_implausible", 3, month)


@pytest.mark.parametrize("place", [0, 2, 5])
@pytest.mark.parametrize("month", ["2062-03", "2016-03", "1962-03"])
def test_of_months_far_apart_those_in_few_rows_are_to_blame(
    tmp_path: Path, plan: Plan, place: int, month: str
) -> None:
    rows = [f"E{i},2026-0{1 + i % 3},100,80\n" for i in range(5)]
    rows.insert(place, f"E9,{month},100,80\n")
    (problem,) = refused(written(tmp_path, HEAD + "".join(rows)), plan)
    assert (problem.key, problem.line, problem.value) == ("calendar_too_long", place + 2, month)
    assert "2026-01 to 2026-03" in problem.text("en")


def test_where_no_month_has_the_majority_all_are_named(tmp_path: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-03,100,80\nE2,2062-03,100,80\n"
    assert [p.line for p in refused(written(tmp_path, text), plan)] == [2, 3]


def test_years_without_a_row_are_no_slip(tmp_path: Path, plan: Plan) -> None:
    text = HEAD + "E1,2019-03,100,80\nE1,2026-03,100,80\n"
    assert engine.read_facts(written(tmp_path, text), plan).months == 85


def test_months_some_years_from_most_are_told(tmp_path: Path, plan: Plan) -> None:
    text = HEAD + "E1,2026-03,100,80\nE2,2026-03,100,80\nE3,2020-03,100,80\n"
    [warning] = engine.read_facts(written(tmp_path, text), plan).warnings
    assert (warning.key, warning.line, warning.value) == ("years_apart", 4, "2020-03")


def tenure(tmp_path: Path, plan: Plan, head: str, *cells: str) -> Facts:
    columns = f"employee_id,month,{RECEIPTS},target,kpi_factor"
    text = f"{columns},{head}\n" + "".join(
        f"E{i},2025-04,1,0,1,100,1,{cell}\n" for i, cell in enumerate(cells)
    )
    return engine.read_facts(written(tmp_path, text), plan)


def test_tenure_is_counted_from_the_month_of_hire(tmp_path: Path, seller: Plan) -> None:
    facts = tenure(tmp_path, seller, "hire_date", "2025-03-20", "2025-04-01", "2026-01-01")
    assert facts.numbers["tenure_months"].tolist() == [[1, 0, 0]]


def test_a_given_tenure_wins_over_the_hire_date(tmp_path: Path, seller: Plan) -> None:
    facts = tenure(tmp_path, seller, "hire_date,tenure_months", "2025-03-20,7", ",3", "2024-04-01,")
    assert facts.numbers["tenure_months"].tolist() == [[7, 3, 12]]


def test_a_row_without_any_tenure_and_a_target_of_0_are_refused(
    tmp_path: Path, seller: Plan
) -> None:
    with pytest.raises(Refused) as caught:
        tenure(tmp_path, seller, "hire_date,tenure_months", ",")
    assert [p.key for p in caught.value.problems] == ["no_tenure"]
    text = f"employee_id,month,{RECEIPTS},target,kpi_factor,hire_date\n"
    text += "E1,2025-04,1,0,1,0,1,2025-01-01\n"
    (problem,) = refused(written(tmp_path, text), seller)
    assert (problem.key, problem.column, problem.value) == ("not_above", "target", "0")


def test_values_outside_their_usual_range_are_warned_of(tmp_path: Path) -> None:
    plan = engine.load_plan("service-seller")
    text = "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score\n"
    text += "E1,2026-01,junior,1,1,0.9,0.01,140\n"
    facts = engine.read_facts(written(tmp_path, text), plan)
    assert [(w.key, w.line, w.column) for w in facts.warnings] == [
        ("out_of_range", 2, "team_score")
    ]
    assert facts.numbers["team_score"][0, 0] == 140


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("Junior", "junior"), ("ＳＥＮＩＯＲ", "senior"), ("初级", "junior"), ("资深", "principal")],
)
def test_a_grade_in_other_words_says_what_is_meant(tmp_path: Path, cell: str, meant: str) -> None:
    text = "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score\n"
    text += f"E1,2026-01,{cell},1,1,0.9,0.01,80\n"
    (problem,) = refused(written(tmp_path, text), engine.load_plan("service-seller"))
    assert (problem.key, problem.value) == ("unknown_category", cell)
    assert f"“{meant}”" in problem.remedy("en")


@pytest.mark.parametrize("name", engine.workforces())
def test_facts_survive_being_written_and_read(tmp_path: Path, name: str) -> None:
    facts = engine.simulate(name, seed=3, employees=30)
    plan = engine.load_plan(engine.load_workforce(name).plans[0])
    again = engine.read_facts(written(tmp_path, csv_bytes(facts_table(facts))), plan)
    assert again.employees == facts.employees
    assert np.array_equal(again.present, facts.present)
    for column in plan.facts.values():
        if column.is_number:
            assert np.array_equal(again.numbers[column.id], facts.numbers[column.id])


def test_the_noise_of_another_program_is_read_as_the_decimal_it_stands_for(
    tmp_path: Path, plan: Plan
) -> None:
    text = HEAD + "E1,2026-03,100,92543.79999999999\nE2,2026-03,100,0.30000000000000004\n"
    facts = engine.read_facts(written(tmp_path, text), plan)
    assert facts.decimals("sales") == 1 and not facts.warnings


def test_the_dates_of_hire_are_looked_at(tmp_path: Path, seller: Plan) -> None:
    cells = ("2025-05-01", "2205-04-01", "1925-03-31", "2025-04-30")
    facts = tenure(tmp_path, seller, "hire_date", *cells)
    assert [(w.key, w.line, w.values["count"]) for w in facts.warnings] == [
        ("hired_later", 2, 2),
        ("tenure_long", 4, 1),
    ]
    assert facts.numbers["tenure_months"].tolist() == [[0, 0, 1201, 0]]


def test_months_of_service_are_whole_and_not_below_0(tmp_path: Path, seller: Plan) -> None:
    facts = tenure(tmp_path, seller, "tenure_months", "12.5", "-3", "7", "2000")
    assert [(w.key, w.line) for w in facts.warnings] == [
        ("tenure_negative", 3),
        ("count_fraction", 2),
        ("tenure_long", 5),
    ]
    assert facts.numbers["tenure_months"].tolist() == [[12.5, 0, 7, 2000]]
