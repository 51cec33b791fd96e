"""What is read of a file, and what is not, is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.facts import Facts
from engine.plan import Plan
from engine.sheets import read_sheet
from engine.text import LANGUAGES, Problem, Refused
from tests.sheets.hostile import HEADINGS, cell, row, table, workbook

E1, E2 = ("E1", "2026-01", 100, 80), ("E1", "2026-02", 100, 90)


@pytest.fixture
def plan() -> Plan:
    return engine.load_plan("sample-flat-commission")


def refused(path: Path, plan: Plan) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        engine.read_facts(path, plan)
    return caught.value.problems


def csv(folder: Path, *rows: str) -> Path:
    path = folder / "facts.csv"
    path.write_text("\n".join([",".join(HEADINGS), *rows]), encoding="utf-8")
    return path


def test_all_sheets_of_one_shape_are_read_and_named(tmp_path: Path, plan: Plan) -> None:
    sheets = {"1月": table(E1), "2月": table(E2), "empty": ""}
    facts = engine.read_facts(workbook(tmp_path / "f.xlsx", sheets), plan)
    assert facts.month_texts() == ["2026-01", "2026-02"]
    (note,) = facts.notes
    assert note.key == "read_workbook"
    for language, names in zip(LANGUAGES, ("1月, 2月", "1月、2月"), strict=True):
        assert names in note.text(language) and "empty" not in note.text(language)


def test_columns_may_stand_in_another_order_on_another_sheet(tmp_path: Path, plan: Plan) -> None:
    turned = table(E2[::-1], headings=HEADINGS[::-1])
    facts = engine.read_facts(workbook(tmp_path / "f.xlsx", {"a": table(E1), "b": turned}), plan)
    assert facts.numbers["sales"][:, 0].tolist() == [80, 90]


def test_a_fault_names_the_sheet_and_its_row(tmp_path: Path, plan: Plan) -> None:
    sheets = {"Jan": table(E1), "Feb": table(E2, ("E2", "2026-02", 100, "x"))}
    (problem,) = refused(workbook(tmp_path / "f.xlsx", sheets), plan)
    assert (problem.sheet, problem.line, problem.value) == ("Feb", 3, "x")
    assert "Feb" in problem.place("en") and "Feb" in problem.place("zh")


def test_sheets_of_two_shapes_are_asked_about(tmp_path: Path, plan: Plan) -> None:
    other = table((*E2, 5), headings=(*HEADINGS, "bonus"))
    (problem,) = refused(workbook(tmp_path / "f.xlsx", {"a": table(E1), "b": other}), plan)
    assert (problem.key, problem.sheet, problem.values["further"]) == (
        "sheets_differ",
        "b",
        ("bonus",),
    )


def test_a_sheet_that_is_no_table_of_facts_is_left_out_and_told(tmp_path: Path, plan: Plan) -> None:
    sheets = {"说明": row(1, [cell("A1", "本表由人力资源部维护")]), "data": table(E1)}
    facts = engine.read_facts(workbook(tmp_path / "f.xlsx", sheets), plan)
    assert facts.size == 1
    assert [(w.key, w.sheet) for w in facts.warnings] == [("sheet_left_out", "说明")]


def test_a_hidden_sheet_is_not_read_and_told(tmp_path: Path, plan: Plan) -> None:
    sheets = {"old": table(E1), "new": table(E2)}
    facts = engine.read_facts(workbook(tmp_path / "f.xlsx", sheets, hidden=["old"]), plan)
    assert facts.month_texts() == ["2026-02"]
    assert [(w.key, w.sheet) for w in facts.warnings] == [("sheet_hidden", "old")]


def test_a_workbook_of_hidden_sheets_is_refused(tmp_path: Path, plan: Plan) -> None:
    path = workbook(tmp_path / "f.xlsx", {"old": table(E1)}, hidden=["old"])
    assert [p.key for p in refused(path, plan)] == ["only_hidden"]


@pytest.mark.parametrize(
    "word",
    [
        "合计",
        "总 计",
        "小计：",
        "华东区小计",
        "合计（元）",
        "Total",
        "GRAND TOTAL",
        "Sub-total",
        "Sum",
        "Total for East",
        "East total",
        "Ｔｏｔａｌ",
        "本月合计",
        "汇总",
        "合計",
        "合计：2人",
        "合计2人",
        "共 2 人",
        "总 数",
        "累计",
        "全部",
        "平均",
        "部门平均值",
        "Average",
        "Avg.",
        "Team average",
        "Summe",
        "합계",
    ],
)
def test_a_total_is_left_out_and_told(tmp_path: Path, plan: Plan, word: str) -> None:
    facts = engine.read_facts(
        csv(tmp_path, "E1,2026-03,100,80", f"{word},2026-03,100,80", "E2,2026-03,100,80"), plan
    )
    assert facts.employees == ("E1", "E2")
    (warning,) = facts.warnings
    assert (warning.key, warning.line, warning.value) == ("total_rows", 3, word)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (["Jumlah,2026-03,200,170"], [4]),  # sums, under a word that is not known
        (["Jumlah,2026-03,100,85"], [4]),  # means
        (["Jumlah,2026-03,200,85"], [4]),  # a sum beside a mean
        (["Jumlah,2026-03,200,170", "Rata,2026-03,100,85"], [4, 5]),
        (["E3,2026-03,100,80"], []),  # a colleague
        (["E3,2026-03,200,171"], []),
        (["E3,2026-03,0,0"], []),
        (["E1,2026-04,200,170"], []),  # somebody with rows of their own
    ],
)
def test_a_last_row_that_adds_the_others_up_is_told(
    tmp_path: Path, plan: Plan, last: list[str], told: list[int]
) -> None:
    rows = ["E1,2026-03,120,80", "E2,2026-03,80,90", *last]
    facts = engine.read_facts(csv(tmp_path, *rows), plan)
    assert [w.line for w in facts.warnings if w.key == "perhaps_total"] == told


def test_a_total_may_be_named_beside_an_empty_id(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(f"team,{','.join(HEADINGS)}\nA,E1,2026-03,100,80\n合计,,,100,80\n", "utf-8")
    facts = engine.read_facts(path, plan)
    assert facts.employees == ("E1",)
    assert [w.value for w in facts.warnings] == ["合计"]


@pytest.mark.parametrize(
    "name", ["Totaro", "Summer", "计成", "T-1 Totality", "Sumit Total-Energies"]
)
def test_people_are_no_totals(tmp_path: Path, plan: Plan, name: str) -> None:
    facts = engine.read_facts(csv(tmp_path, f"{name},2026-03,100,80"), plan)
    assert facts.employees == (name,) and not facts.warnings


@pytest.mark.parametrize("name", ["\ufffd\ufffd", "锟斤拷", "\x1b$B;3EDB@O:", "E\x07"])
def test_a_damaged_id_is_refused(tmp_path: Path, plan: Plan, name: str) -> None:
    (problem,) = refused(csv(tmp_path, "E1,2026-03,1,1", f"{name},2026-03,100,80"), plan)
    assert problem.key in ("damaged_text", "encoding_looks")


def test_empty_rows_are_counted(tmp_path: Path, plan: Plan) -> None:
    facts = engine.read_facts(csv(tmp_path, "E1,2026-03,100,80", ",,,", "E2,2026-03,1,1"), plan)
    assert [(n.key, n.values.get("count")) for n in facts.notes] == [
        ("read_csv", None),
        ("empty_rows", 1),
    ]


@pytest.mark.parametrize("column", range(4))
def test_an_error_is_named_and_not_called_blank(tmp_path: Path, plan: Plan, column: int) -> None:
    place = f"{'ABCD'[column]}3"
    values = ["E2", "2026-01", 100, 80]
    cells = [cell(f"{'ABCD'[i]}3", v) for i, v in enumerate(values) if i != column]
    cells.insert(column, f'<c r="{place}" t="e"><f>VLOOKUP(1,X:X,1)</f><v>#N/A</v></c>')
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1) + row(3, cells)})
    (problem,) = refused(path, plan)
    assert (problem.key, problem.line, problem.column, problem.value) == (
        "error_cell",
        3,
        HEADINGS[column],
        "#N/A",
    )


def test_an_error_in_a_csv_is_named_too(tmp_path: Path, plan: Plan) -> None:
    (problem,) = refused(csv(tmp_path, "#REF!,2026-03,100,80"), plan)
    assert (problem.key, problem.column) == ("error_cell", "employee_id")


def test_true_is_no_amount(tmp_path: Path, plan: Plan) -> None:
    rows = table(E1) + row(
        3, [cell("A3", "E2"), cell("B3", "2026-01"), cell("C3", 1), '<c r="D3" t="b"><v>1</v></c>']
    )
    (problem,) = refused(workbook(tmp_path / "f.xlsx", {"s": rows}), plan)
    assert (problem.key, problem.line, problem.value) == ("not_a_number", 3, "TRUE")


@pytest.mark.parametrize(
    ("formula", "further"),
    [
        ("<f>SUM(C2:C2)</f>", ""),
        ("<f>SUM(C2:C2)</f><v></v>", ""),
        ("<f>SUM(C2:C2)</f><v>0</v>", '<calcPr fullCalcOnLoad="1"/>'),
    ],
    ids=["no value", "empty value", "a 0 that nobody calculated"],
)
def test_a_formula_that_nobody_calculated_is_named(
    tmp_path: Path, plan: Plan, formula: str, further: str
) -> None:
    cells = [cell("A3", "E2"), cell("B3", "2026-01"), cell("C3", 1), f'<c r="D3">{formula}</c>']
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1) + row(3, cells)}, further=further)
    (problem,) = refused(path, plan)
    assert (problem.key, problem.values["cell"], problem.value) == (
        "not_calculated",
        "D3",
        "=SUM(C2:C2)",
    )


def test_a_formula_with_its_result_is_a_number(tmp_path: Path, plan: Plan) -> None:
    cells = [cell("A3", "E2"), cell("B3", "2026-01"), cell("C3", 1)]
    cells.append('<c r="D3"><f>7*6</f><v>42</v></c>')
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1) + row(3, cells)})
    assert engine.read_facts(path, plan).numbers["sales"].tolist() == [[80, 42]]


def test_formulas_in_columns_that_nobody_reads_do_not_matter(tmp_path: Path, plan: Plan) -> None:
    rows = table((*E1, "x"), headings=(*HEADINGS, "note")) + row(
        3, [*(cell(f"{'ABCD'[i]}3", v) for i, v in enumerate(E2)), '<c r="E3"><f>A1</f></c>']
    )
    facts: Facts = engine.read_facts(workbook(tmp_path / "f.xlsx", {"s": rows}), plan)
    assert facts.month_texts() == ["2026-01", "2026-02"]


def test_the_note_of_a_csv_says_encoding_and_separator(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes("姓名;month\n张三;2026-01\n".encode("gb18030"))
    (note,) = read_sheet(path).notes
    assert "GB18030" in note.text("zh") and ";" in note.text("zh") and "1" in note.text("en")
