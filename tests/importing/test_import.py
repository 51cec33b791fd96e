"""From files as they are to facts, or to the questions that stand in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.importing import (
    LEAVE_OUT,
    Answer,
    Imported,
    Kind,
    Recipe,
    Rule,
    Source,
    Way,
    answered,
    import_files,
    read_recipe,
    recipe_of,
    recipe_text,
    with_cell,
)
from engine.plan import load_plan
from engine.text import Refused
from tests.tables.files import Rows, csv_file, workbook

COMMISSION = load_plan("sample-flat-commission")
SELLER = load_plan("service-seller")
SALES: Rows = [
    ["OrderNo", "OrderDate", "EmployeeKey", "Sales"],
    *[["S1", "2026/01/05", 272, "0.10"], ["S2", "2026/01/31", 272, "0.20"]],
    *[["S3", "2026/02/01", 272, "-0.30"], ["S4", "2026/01/09", 281, "1000.01"]],
    ["S5", "2026/02/09", 299, "5"],
]
TARGETS: Rows = [
    ["EmployeeID", "TargetAmount", "TargetMonth"],
    *[[502097814, 100, "2026/01/01"], [502097814, 200, "2026/02/01"]],
    *[[841560125, 300, "2026/01/01"], [841560125, 400, "2026/02/01"]],
]
PEOPLE: Rows = [
    ["EmployeeKey", "EmployeeID", "Salesperson"],
    *[[272, 502097814, "Ann Lee"], [281, 841560125, "Bo Wu"], [300, 999, "Cy Xu"]],
]


def keys(imported: Imported) -> list[str]:
    return [problem.key for problem in imported.problems]


def sales_company(folder: Path) -> list[Path]:
    return [
        csv_file(folder / "Sales.csv", SALES, "|"),
        csv_file(folder / "Targets.csv", TARGETS, "|"),
        csv_file(folder / "People.csv", PEOPLE, "|"),
    ]


def without_missing(recipe: Recipe) -> Recipe:
    sources = {fact: replace(of, missing=LEAVE_OUT) for fact, of in recipe.sources.items()}
    return replace(recipe, sources=sources)


def test_a_file_in_the_plans_own_chinese_labels_needs_no_decision(tmp_path: Path) -> None:
    rows = [
        ["工号", "月份", "职级", "销售额", "销售指标", "客户满意度", "客户投诉率", "团队协作得分"],
        ["A1", "2026年1月", "初级", "1.2万", "10,000", "92%", "0.5%", 80],
        ["A2", "2026年1月", "高级客服", "￥8,000.50", "10,000", "90%", "1%", 85],
    ]
    imported = import_files([csv_file(tmp_path / "一月.csv", rows, "\t", "gbk")], SELLER)
    assert imported.problems == ()
    facts = imported.facts
    assert facts is not None
    assert facts.month_texts() == ["2026-01"]
    assert list(facts.numbers["sales"][0]) == [12000.0, 8000.5]
    assert list(facts.numbers["csat"][0]) == [0.92, 0.9]
    grade = facts.categories["grade"]
    assert [grade.values[code] for code in grade.codes[0]] == ["junior", "senior"]


def test_orders_are_added_exactly_and_find_their_targets_by_the_other_id(tmp_path: Path) -> None:
    proposed = import_files(sales_company(tmp_path), COMMISSION)
    assert keys(proposed) == ["import_missing", "import_missing"]
    assert proposed.recipe.tables["Targets"].through == ("People", "EmployeeID", "EmployeeKey")
    imported = import_files(sales_company(tmp_path), COMMISSION, without_missing(proposed.recipe))
    facts = imported.facts
    assert facts is not None
    assert facts.employees == ("272", "281")
    assert list(facts.numbers["sales"][:, 0]) == [0.3, -0.3]
    assert facts.numbers["sales"][0, 1] == 1000.01
    assert not facts.present[1, 1]
    told = {note.key: note for note in imported.building.notes}
    assert told["people_alone"].values["names"] == ("299",)
    gone = [one.values["count"] for one in imported.building.applied]
    assert gone == [1, 1]


def test_a_month_without_a_cell_is_asked_for_once_and_never_0(tmp_path: Path) -> None:
    proposed = import_files(sales_company(tmp_path), COMMISSION)
    assert proposed.facts is None
    asked = {problem.column: problem.values["count"] for problem in proposed.problems}
    assert asked == {"TargetAmount": 1, "Sales": 1}
    sources = dict(proposed.recipe.sources)
    sources["sales"] = replace(sources["sales"], missing="0")
    sources["target"] = replace(sources["target"], missing="100")
    imported = import_files(
        sales_company(tmp_path), COMMISSION, replace(proposed.recipe, sources=sources)
    )
    assert imported.facts is not None
    assert imported.facts.person_months == 5
    assumed = [(a.values["value"], a.values["count"]) for a in imported.facts.assumptions]
    assert sorted(assumed) == [("0", 1), ("100", 1)]


def test_sheets_of_months_wait_for_their_year_and_take_changing_headings(tmp_path: Path) -> None:
    rows = [["AgentID", "Own sales", "Target"], [1, 10, 100]]
    later = [["AgentID", "Sales amount", "Target"], [1, 20, 100], [2, 5, 50]]
    file = workbook(tmp_path / "Metric 2026.xlsx", {"Apr": rows, "May": later})
    proposed = import_files([file], COMMISSION)
    assert "import_key_year" in keys(proposed)
    table = replace(proposed.recipe.tables["Metric 2026"], unsure="")
    sales = replace(
        proposed.recipe.sources["sales"], columns=("Own sales", "Sales amount"), unsure=""
    )
    recipe = replace(
        proposed.recipe,
        tables={"Metric 2026": table},
        sources={**proposed.recipe.sources, "sales": sales},
    )
    imported = import_files([file], COMMISSION, recipe)
    assert imported.problems == ()
    facts = imported.facts
    assert facts is not None
    assert facts.month_texts() == ["2026-04", "2026-05"]
    assert list(facts.numbers["sales"][:, 0]) == [10.0, 20.0]
    assert list(facts.present[:, 1]) == [False, True]


def test_percent_numbers_wait_for_whoever_knows_the_scale(tmp_path: Path) -> None:
    rows = [
        ["employee_id", "month", "grade", "sales", "quota", "csat", "complaint_rate", "team_score"],
        ["A1", "2026-01", "junior", 1, 2, 92, 0.01, 80],
        ["A2", "2026-01", "junior", 1, 2, 85, 0.02, 70],
    ]
    proposed = import_files([csv_file(tmp_path / "f.csv", rows)], SELLER)
    assert keys(proposed) == ["import_scale"]
    sources = {fact: replace(of, unsure="") for fact, of in proposed.recipe.sources.items()}
    imported = import_files([tmp_path / "f.csv"], SELLER, replace(proposed.recipe, sources=sources))
    assert imported.facts is not None
    assert list(imported.facts.numbers["csat"][0]) == [0.92, 0.85]


def test_where_every_row_is_left_out_it_is_said(tmp_path: Path) -> None:
    rows = [["employee_id", "month", "target", "sales"]]
    rows += [["A1", "2026-01", 10, ""], ["A2", "2026-01", "", 5]]
    file = csv_file(tmp_path / "f.csv", rows)
    imported = import_files([file], COMMISSION)
    recipe = imported.recipe
    for question in imported.questions:
        recipe = answered(recipe, question, Answer(Way.LEAVE_OUT))
    imported = import_files([file], COMMISSION, recipe)
    assert imported.facts is None
    assert keys(imported) == ["import_nothing_left"]


def test_an_opportunitys_id_is_nobody(tmp_path: Path) -> None:
    rows = [["Id", "Amount", "CloseDate"], *[[f"O{i}", 10, "2026-01-05"] for i in range(30)]]
    imported = import_files([csv_file(tmp_path / "crm.csv", rows)], COMMISSION)
    assert imported.facts is None
    assert "import_nobody" in keys(imported)


def test_an_amount_is_never_taken_for_a_month_nor_a_name_for_an_amount(tmp_path: Path) -> None:
    rows = [["employee_id", "Month of sales", "Sales", "Target"]]
    rows += [["A1", "many", "Ann", 10], ["A2", "few", "Bob", 20]]
    imported = import_files([csv_file(tmp_path / "f.csv", rows)], COMMISSION)
    assert imported.recipe.tables["f"].month is None
    assert "sales" not in imported.recipe.sources


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("|0.20", "|twenty", "cell_not_read"),
        ("OrderDate", "Whenever", "import_month_gone"),
        ("2026/01/31", "31.31.2026", "cell_not_read"),
        ("|Sales\n", "|Something\n", "import_gone_bare"),
    ],
)
def test_a_dirty_copy_leads_to_a_question_and_never_to_a_number(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    recipe = without_missing(import_files(sales_company(tmp_path), COMMISSION).recipe)
    files = sales_company(tmp_path)
    files[0].write_text(files[0].read_text().replace(old, new, 1))
    try:
        imported = import_files(files, COMMISSION, recipe)
    except Refused as refused:
        assert key in [problem.key for problem in refused.problems]
        return
    assert imported.facts is None
    assert key in keys(imported)


def test_the_next_file_of_the_same_layout_needs_no_decision(tmp_path: Path) -> None:
    recipe = without_missing(import_files(sales_company(tmp_path), COMMISSION).recipe)
    files = sales_company(tmp_path)
    following = files[0].rename(tmp_path / "Sales of next year.csv")
    imported = import_files([following, *files[1:]], COMMISSION, recipe)
    assert imported.problems == ()


def by_rule(folder: Path, cells: list[object], rule: Rule) -> float:
    """What becomes of the csat cells of one month, the later days of which come first."""
    heads = ["employee_id", "day", "grade", "sales", "quota", "csat", "complaint_rate"]
    rows: Rows = [
        [*heads, "team_score"],
        *(
            ["A1", f"2026-01-{20 - i}", "junior", 1, 2, csat, 0.01, 80]
            for i, csat in enumerate(cells)
        ),
    ]
    file = csv_file(folder / "days.csv", rows)
    recipe = import_files([file], SELLER).recipe
    table = replace(recipe.tables["days"], unsure="")
    sources = {fact: replace(of, unsure="") for fact, of in recipe.sources.items()}
    sources["csat"] = replace(sources["csat"], rule=rule)
    decided = replace(recipe, tables={"days": table}, sources=sources)
    facts = import_files([file], SELLER, decided).facts
    assert facts is not None
    return float(facts.numbers["csat"][0, 0])


def test_days_are_put_together_by_the_rule_that_is_stated(tmp_path: Path) -> None:
    cells: list[object] = [0.9, 0.8, 0.81]
    assert by_rule(tmp_path, cells, Rule.MEAN) == 0.836667
    assert by_rule(tmp_path, cells, Rule.LAST) == 0.9
    assert by_rule(tmp_path, ["", 0.8, 0.9], Rule.LAST) == 0.8
    assert by_rule(tmp_path, [0.5, "", 0.7], Rule.MEAN) == 0.6


def test_the_first_and_the_last_month_of_a_recipe_are_kept_too(tmp_path: Path) -> None:
    rows: Rows = [
        ["employee_id", "month", "sales", "target"],
        *(["A1", f"2026-0{month}", month, 5] for month in (1, 2, 3, 4)),
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    recipe = replace(import_files([file], COMMISSION).recipe, first="2026-02", last="2026-03")
    facts = import_files([file], COMMISSION, recipe).facts
    assert facts is not None
    assert facts.month_texts() == ["2026-02", "2026-03"]


def test_two_columns_that_fit_equally_well_are_a_question(tmp_path: Path) -> None:
    rows: Rows = [
        ["employee_id", "month", "revenue", "turnover", "target"],
        ["A1", "2026-01", 1, 2, 5],
    ]
    assert "import_tie" in keys(import_files([csv_file(tmp_path / "f.csv", rows)], COMMISSION))


def test_a_recipe_is_the_same_when_it_is_written_and_read(tmp_path: Path) -> None:
    recipe = without_missing(import_files(sales_company(tmp_path), COMMISSION).recipe)
    path = tmp_path / "recipe.yaml"
    path.write_text(recipe_text(recipe), encoding="utf-8")
    assert read_recipe(path) == recipe


def test_a_recipe_that_says_something_else_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text("plan: p\ncolumns:\n  sales:\n    table: Sales\n    rule: summ\n")
    with pytest.raises(Refused) as refused:
        read_recipe(path)
    [problem] = refused.value.problems
    assert (problem.line, problem.column) == (5, "columns.sales.rule")


def test_rows_that_are_nobodys_are_told_and_never_dropped(tmp_path: Path) -> None:
    files = sales_company(tmp_path)
    files[0].write_text(files[0].read_text().replace("S2|2026/01/31|272", "S2|2026/01/31|", 1))
    imported = import_files(files, COMMISSION)
    [problem] = [p for p in imported.problems if p.key == "key_blank"]
    assert (problem.file, problem.line, problem.column) == ("Sales.csv", 3, "EmployeeKey")


def test_an_id_that_leads_to_two_people_is_told(tmp_path: Path) -> None:
    files = sales_company(tmp_path)
    recipe = import_files(files, COMMISSION).recipe
    files[2].write_text(files[2].read_text().replace("300|999", "300|841560125"))
    imported = import_files(files, COMMISSION, recipe)
    assert "id_leads_to_two" in keys(imported)


def test_two_columns_for_one_must_not_both_be_filled(tmp_path: Path) -> None:
    rows = [["employee_id", "month", "sales", "more", "target"], ["A1", "2026-01", 1, 2, 5]]
    proposed = import_files([csv_file(tmp_path / "f.csv", rows)], COMMISSION)
    sales = replace(proposed.recipe.sources["sales"], columns=("sales", "more"))
    recipe = replace(proposed.recipe, sources={**proposed.recipe.sources, "sales": sales})
    assert "columns_overlap" in keys(import_files([tmp_path / "f.csv"], COMMISSION, recipe))


def test_rows_of_one_month_that_differ_are_asked_for(tmp_path: Path) -> None:
    rows = [
        ["employee_id", "month", "sales", "target"],
        ["A1", "2026-01", 1, 5],
        ["A1", "2026-01", 2, 5],
    ]
    proposed = import_files([csv_file(tmp_path / "f.csv", rows)], COMMISSION)
    sales = replace(proposed.recipe.sources["sales"], rule=Rule.ONLY, unsure="")
    recipe = replace(proposed.recipe, sources={**proposed.recipe.sources, "sales": sales})
    imported = import_files([tmp_path / "f.csv"], COMMISSION, recipe)
    [problem] = [p for p in imported.problems if p.key == "rows_differ"]
    assert problem.line == 2


def test_the_terminal_writes_nothing_while_something_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(file) for file in sales_company(tmp_path)]
    out, recipe = tmp_path / "facts.parquet", tmp_path / "recipe.yaml"
    command = ["import", *files, "--plan", COMMISSION.id, "--out", str(out)]
    assert main([*command, "--save-recipe", str(recipe)]) == 2
    assert not out.exists()
    assert "Sales is missing in 1 month" in capsys.readouterr().out
    text = recipe.read_text()
    for line in ("column: Sales", "column: TargetAmount"):
        text = text.replace(line, f"{line}\n    missing: leave out")
    recipe.write_text(text)
    assert main([*command, "--recipe", str(recipe)]) == 0
    assert main(["run", COMMISSION.id, "--facts", str(out)]) == 0
    assert "272,2026-01,commission,0.01" in capsys.readouterr().out


def test_a_number_merged_over_rows_is_asked_for_where_it_is_an_amount_and_not_an_id(
    tmp_path: Path,
) -> None:
    heads = ["工号", "月份", "销售额", "销售指标"]
    rows = [heads, [7, "2026-01", 3000, 10], ["", "2026-02", 200, 20]]
    of_id = workbook(tmp_path / "ids.xlsx", {"业绩": rows}, {"业绩": ["A2:A3"]})
    assert not import_files([of_id], COMMISSION).problems
    rows = [heads, [7, "2026-01", 3000, 10], [8, "2026-01", "", 20]]
    amount = workbook(tmp_path / "pay.xlsx", {"业绩": rows}, {"业绩": ["C2:C3"]})
    assert keys(import_files([amount], COMMISSION)) == ["merged_number"]


def test_a_unit_in_the_title_is_proposed_for_amounts_and_asked(tmp_path: Path) -> None:
    heads = ["工号", "月份", "销售额", "销售指标（元）"]
    rows = [["单位：万元", "", "", ""], heads, ["A1", "2026-01", 3, 10], ["A2", "2026-01", 4, 20]]
    found = import_files([csv_file(tmp_path / "pay.csv", rows)], COMMISSION)
    assert [(problem.key, problem.column) for problem in found.problems] == [
        ("import_scale", "销售额")
    ]
    assert found.recipe.sources["sales"].factor == 10_000


def test_a_line_that_numbers_the_columns_is_nobody(tmp_path: Path) -> None:
    heads = ["工号", "月份", "销售额", "销售指标"]
    rows = [heads, [1, 2, 3, 4], ["7", "2026-01", 3000, 10]]
    found = import_files([csv_file(tmp_path / "pay.csv", rows)], COMMISSION)
    assert not found.problems
    assert found.facts is not None
    assert found.facts.employees == ("7",)


def test_a_second_column_of_the_same_heading_is_asked_about_by_a_recipe_too(
    tmp_path: Path,
) -> None:
    heads = ["工号", "月份", "销售额", "销售指标"]
    clean = [heads, ["A1", "2026-01", 3000, 10], ["A2", "2026-01", 4000, 20]]
    recipe = import_files([csv_file(tmp_path / "clean.csv", clean)], COMMISSION).recipe
    dirty = [
        [*row[:2], extra, *row[2:]] for row, extra in zip(clean, ["销售额", 1, 2], strict=True)
    ]
    file = csv_file(tmp_path / "dirty.csv", dirty)
    for by in (recipe, None):
        found = import_files([file], COMMISSION, by)
        assert [question.about for question in found.questions] == ["sales"]
        assert found.facts is None


def decided(imported: Imported, **answers: Answer) -> Recipe:
    """The recipe with an answer for each kind of question, else with what is offered first."""
    recipe = imported.recipe
    for question in imported.questions:
        answer = answers.get(question.kind.name.lower(), question.choices[0].answer)
        recipe = answered(recipe, question, answer)
    return recipe


def test_headings_that_change_in_mid_year_are_one_column_once_it_is_said(tmp_path: Path) -> None:
    rows = [["AgentID", "Sales amount", "Target"], [1, 10, 100], [2, 30, 100]]
    later = [["AgentID", "Sales", "Target"], [1, 20, 100], [2, 5, 50]]
    file = workbook(tmp_path / "2026.xlsx", {"Apr": rows, "May": later})
    proposed = import_files([file], COMMISSION)
    assert "import_follows" in keys(proposed)
    imported = import_files([file], COMMISSION, decided(proposed))
    assert imported.facts is not None
    assert imported.facts.numbers["sales"].tolist() == [[10, 30], [20, 5]]


def test_rows_without_an_id_find_it_by_another_one_and_never_by_the_row_above(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        ["employee_id", "guid", "month", "sales", "target"],
        ["A1", "g1", "2026-01", 1, 5],
        ["", "g2", "2026-01", 2, 5],
        ["A2", "g2", "2026-02", 3, 5],
        ["", "g1", "2026-02", 4, 5],
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    [question] = proposed.questions
    assert (question.kind, question.rows) == (Kind.BLANK, 2)
    assert question.choices[0].answer == Answer(Way.COLUMN, table="f", column="guid")
    facts = import_files([file], COMMISSION, decided(proposed)).facts
    assert facts is not None
    assert facts.employees == ("A1", "A2")
    assert facts.numbers["sales"].tolist() == [[1, 2], [4, 3]]


def test_a_text_that_is_no_value_is_asked_for_and_its_answer_kept(tmp_path: Path) -> None:
    rows: Rows = [
        ["工号", "月份", "职级", "销售额", "销售指标", "客户满意度", "客户投诉率", "团队协作得分"],
        ["A1", "2026-01", "初级客服", 1, 2, 0.9, 0.01, 80],
        ["A2", "2026-01", "试用", 1, 2, 0.9, 0.01, 80],
        ["A3", "2026-01", "试用", 1, 2, 0.9, 0.01, 80],
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], SELLER)
    [question] = proposed.questions
    assert (question.kind, question.text, question.rows) == (Kind.VALUE, "试用", 2)
    assert proposed.recipe.sources["grade"].values == {"试用": "?"}
    recipe = answered(proposed.recipe, question, Answer(Way.VALUE, "junior"))
    facts = import_files([file], SELLER, recipe).facts
    assert facts is not None
    assert set(facts.categories["grade"].codes[0]) == {
        facts.categories["grade"].values.index("junior")
    }
    left = answered(proposed.recipe, question, Answer(Way.LEAVE_OUT))
    imported = import_files([file], SELLER, left)
    assert imported.facts is not None
    assert imported.facts.employees == ("A1",)
    assert [one.values["count"] for one in imported.building.applied] == [2]


@pytest.mark.parametrize(
    ("answer", "sales"),
    [
        (Answer(Way.VALUE, "20"), [10.0, 20.0]),
        (Answer(Way.LEAVE_OUT), [10.0]),
        (Answer(Way.BLANK), None),
    ],
)
def test_a_cell_that_cannot_be_read_is_mapped_dropped_or_left_blank(
    tmp_path: Path, answer: Answer, sales: list[float] | None
) -> None:
    rows: Rows = [
        ["employee_id", "month", "sales", "target"],
        ["A1", "2026-01", 10, 5],
        ["A2", "2026-01", "twenty", 5],
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    [question] = proposed.questions
    assert (question.kind, question.problem.line, question.text) == (Kind.CELL, 3, "twenty")
    imported = import_files([file], COMMISSION, answered(proposed.recipe, question, answer))
    if sales is None:
        assert keys(imported) == ["import_missing"]
        return
    assert imported.facts is not None
    assert imported.facts.numbers["sales"][0].tolist() == sales


def test_one_cell_is_put_in_by_hand(tmp_path: Path) -> None:
    rows: Rows = [
        ["employee_id", "month", "sales", "target"],
        ["A1", "2026-01", "?", 5],
        ["A1", "2026-02", 7, 5],
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    recipe = with_cell(import_files([file], COMMISSION).recipe, "sales", "A1", "2026-01", "6.5")
    imported = import_files([file], COMMISSION, recipe)
    assert imported.facts is not None
    assert imported.facts.numbers["sales"][:, 0].tolist() == [6.5, 7]
    path = tmp_path / "recipe.yaml"
    path.write_text(recipe_text(imported.recipe), encoding="utf-8")
    assert read_recipe(path) == imported.recipe


def test_repeated_rows_are_never_added_twice_in_silence(tmp_path: Path) -> None:
    files = sales_company(tmp_path)
    recipe = without_missing(import_files(files, COMMISSION).recipe)
    line = "S4|2026/01/09|281|1000.01"
    files[0].write_text(files[0].read_text() + f"\n{line}")
    proposed = import_files(files, COMMISSION, recipe)
    [question] = proposed.questions
    assert (question.kind, question.rows) == (Kind.TWICE, 1)
    for way, sales in ((Way.ONCE, 1000.01), (Way.KEEP, 2000.02)):
        again = answered(recipe, question, Answer(way))
        facts = import_files(files, COMMISSION, again).facts
        assert facts is not None
        assert facts.numbers["sales"][0, 1] == sales


def test_what_no_file_says_is_the_same_for_all_or_by_category_and_an_assumption(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        ["工号", "月份", "职级", "销售额", "客户满意度", "客户投诉率"],
        ["A1", "2026-01", "初级", 1, "90%", 0.01],
        ["A2", "2026-01", "高级", 1, "90%", 0.01],
    ]
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], SELLER)
    asked = {question.about: question for question in proposed.questions}
    assert set(asked) == {"quota", "team_score"}
    by_grade = Answer(Way.BY, column="grade", values={"junior": "100", "senior": "200"})
    recipe = answered(proposed.recipe, asked["quota"], by_grade)
    recipe = answered(recipe, asked["team_score"], Answer(Way.CONSTANT, "80"))
    facts = import_files([file], SELLER, recipe_of(recipe_text(recipe))).facts
    assert facts is not None
    assert facts.numbers["quota"][0].tolist() == [100, 200]
    assert [one.key for one in facts.assumptions] == ["assumed_by_category", "assumed_constant"]


def test_columns_beyond_the_plans_are_kept_and_units_of_headings_count(tmp_path: Path) -> None:
    rows: Rows = [
        ["employee_id", "month", "销售额（万元）", "target", "实发工资", "城市"],
        ["A1", "2026-01", "1.5", 5, "1,000.50", "上海"],
        ["A2", "2026-01", "2万", 5, "", "北京"],
    ]
    imported = import_files([csv_file(tmp_path / "f.csv", rows, "\t")], COMMISSION)
    facts = imported.facts
    assert facts is not None
    assert facts.numbers["sales"][0].tolist() == [15000, 20000]
    assert facts.further["实发工资"][0, 0] == 1000.5
    assert np.isnan(facts.further["实发工资"][0, 1])
    assert facts.categories["城市"].values == ("上海", "北京")


def test_what_is_no_amount_among_what_was_paid_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["employee_id", "month", "sales", "target", "实发提成", "积分", "工资说明"],
        ["A1", "2026-01", 1, 5, "1000.50", 3, "-"],
        ["A2", "2026-01", 2, 5, "待发", "三", "补发"],
        ["A3", "2026-01", 3, 5, "800", 4, "正常"],
    ]
    imported = import_files([csv_file(tmp_path / "f.csv", rows)], COMMISSION)
    (asked,) = imported.questions
    assert (asked.kind, asked.text, asked.columns) == (Kind.CELL, "待发", ("实发提成",))
    done = import_files(
        [csv_file(tmp_path / "f.csv", rows)],
        COMMISSION,
        answered(imported.recipe, asked, Answer(Way.BLANK)),
    )
    assert done.facts is not None
    paid = done.facts.further["实发提成"][0]
    assert paid[[0, 2]].tolist() == [1000.5, 800] and np.isnan(paid[1])
    # of other columns it is told, and texts are texts whatever their heading
    lost = [note for note in done.building.notes if note.key == "further_unread"]
    assert [(note.column, note.value) for note in lost] == [("积分", "三")]
    assert done.facts.categories["工资说明"].values == ("-", "正常", "补发")


def test_a_year_that_was_decided_for_one_file_is_not_taken_for_the_next(tmp_path: Path) -> None:
    rows: Rows = [["employee_id", "月份", "sales", "target"], ["A1", "1月", 1, 5]]
    proposed = import_files([csv_file(tmp_path / "业绩2025.csv", rows)], COMMISSION)
    assert [question.kind for question in proposed.questions] == [Kind.YEAR]
    recipe = decided(proposed)
    following = import_files([csv_file(tmp_path / "业绩2026.csv", rows)], COMMISSION, recipe)
    assert following.facts is not None
    assert following.facts.month_texts() == ["2026-01"]
    unnamed = import_files([csv_file(tmp_path / "业绩.csv", rows)], COMMISSION, recipe)
    assert [question.kind for question in unnamed.questions] == [Kind.YEAR]


def test_a_year_that_the_title_of_the_same_file_no_longer_says_is_asked_again(
    tmp_path: Path,
) -> None:
    head: Rows = [["employee_id", "月份", "sales", "target"], ["A1", "1月", 1, 5]]

    def brought(title: str, recipe: Recipe | None) -> Imported:
        file = csv_file(tmp_path / "export.csv", [[title, "", "", ""], *head])
        return import_files([file], COMMISSION, recipe)

    proposed = brought("2025年业绩表", None)
    [question] = proposed.questions
    for year in ("2025", "2024"):
        recipe = answered(proposed.recipe, question, Answer(Way.VALUE, year))
        recipe = recipe_of(recipe_text(recipe))
        same = brought("2025年业绩表", recipe)
        assert same.facts is not None
        assert same.facts.month_texts() == [f"{year}-01"]
        [again] = brought("2026年业绩表", recipe).questions
        assert (again.kind, again.choices[0].answer.value) == (Kind.YEAR, "2026")


def test_blanks_beyond_the_plan_are_asked_about_where_names_were_filled(tmp_path: Path) -> None:
    rows: Rows = [["employee_id", "Work Level", "month", "sales", "target"]]
    for name, level in (("A1", 1), ("B2", 2)):
        rows += [[name, level, "2026-01", 5, 9], ["", "", "2026-02", 6, 9]]
        rows += [["", "", "2026-03", 7, 9]]
    file = csv_file(tmp_path / "f.csv", rows)
    recipe = import_files([file], COMMISSION).recipe
    keys = replace(recipe.tables["f"], fill_down=("employee_id",))
    further = {"level": Source("f", ("Work Level",))}
    sources = {name: Source("f", (name,), rule=Rule.SUM) for name in ("sales", "target")}
    recipe = replace(recipe, tables={"f": keys}, sources=sources, further=further)
    asking = import_files([file], COMMISSION, recipe)
    [question] = asking.questions
    assert (question.kind, question.columns) == (Kind.BLANK, ("Work Level",))
    recipe = answered(asking.recipe, question, question.choices[0].answer)
    facts = import_files([file], COMMISSION, recipe).facts
    assert facts is not None
    assert facts.further["level"].T.tolist() == [[1, 1, 1], [2, 2, 2]]


def seller_rows(sales: list[object], months: list[str]) -> Rows:
    heads = ["工号", "月份", "销售额", "销售指标"]
    return [
        heads,
        *(["A1", month, amount, 20000] for month, amount in zip(months, sales, strict=True)),
    ]


def test_a_month_that_is_missing_between_others_is_asked_about(tmp_path: Path) -> None:
    rows = seller_rows([15000, 16000], ["2026年1月", "2026年3月"])
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    assert [(q.kind, q.columns) for q in proposed.questions] == [(Kind.GAP, ("2026-02",))]
    recipe = recipe_of(recipe_text(decided(proposed)))
    assert import_files([file], COMMISSION, recipe).facts is not None


def test_amounts_10000_times_smaller_than_others_are_asked_about(tmp_path: Path) -> None:
    rows = seller_rows([1.5, 2.5], ["2026年1月", "2026年2月"])
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    [question] = proposed.questions
    assert (question.kind, question.about) == (Kind.SCALE, "sales")
    for answer, sales in ((question.choices[0].answer, 15000), (Answer(Way.KEEP), 1.5)):
        recipe = answered(proposed.recipe, question, answer)
        facts = import_files([file], COMMISSION, recipe).facts
        assert facts is not None
        assert facts.numbers["sales"][0, 0] == sales


def test_a_cell_in_another_unit_is_asked_about_where_it_stands(tmp_path: Path) -> None:
    months = [f"2026年{month}月" for month in range(1, 9)]
    rows = seller_rows([15000, 16000, 17000, 1.8, 19000, 15000, 16000, 17000], months)
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    [question] = proposed.questions
    assert (question.kind, question.text, question.problem.line) == (Kind.CELL, "1.8", 5)
    for choice, sales in zip(question.choices, (18000, 1.8), strict=False):
        recipe = answered(proposed.recipe, question, choice.answer)
        facts = import_files([file], COMMISSION, recipe).facts
        assert facts is not None
        assert facts.numbers["sales"][3, 0] == sales


def test_ids_that_look_alike_are_one_person_or_two_as_decided(tmp_path: Path) -> None:
    rows = seller_rows([15000, 16000, 17000], ["2026-01", "2026-02", "2026-03"])
    rows = [rows[0], rows[1], ["a1", *rows[2][1:]], rows[3]]
    file = csv_file(tmp_path / "f.csv", rows)
    proposed = import_files([file], COMMISSION)
    [question] = [q for q in proposed.questions if q.kind is Kind.CELL]
    assert question.about == "employee_id"
    people = []
    for choice in question.choices[:2]:
        recipe = answered(proposed.recipe, question, choice.answer)
        facts = import_files([file], COMMISSION, recipe).facts
        assert facts is not None
        people.append(facts.size)
    assert people == [1, 2]


def test_an_order_without_an_amount_is_asked_about_and_is_not_0(tmp_path: Path) -> None:
    files = sales_company(tmp_path)
    recipe = without_missing(import_files(files, COMMISSION).recipe)
    files[0].write_text(files[0].read_text().replace("272|0.20", "272|", 1))
    [question] = import_files(files, COMMISSION, recipe).questions
    assert (question.kind, question.rows, question.problem.line) == (Kind.MISSING, 1, 3)
    for answer, sales in ((Answer(Way.LEAVE_OUT), 0.1), (Answer(Way.FILL, "5"), 5.1)):
        facts = import_files(files, COMMISSION, answered(recipe, question, answer)).facts
        assert facts is not None
        assert facts.numbers["sales"][0, 0] == sales


def test_a_second_file_brings_what_was_lacking_and_keeps_what_was_decided(tmp_path: Path) -> None:
    sales = csv_file(tmp_path / "sales.csv", [["工号", "月份", "业绩"], ["A1", "2026-01", 7]])
    proposed = import_files([sales], COMMISSION)
    assert [question.about for question in proposed.questions] == ["target"]
    quotas = csv_file(tmp_path / "quotas.csv", [["工号", "月份", "销售指标"], ["A1", "2026-01", 9]])
    imported = import_files([sales, quotas], COMMISSION, proposed.recipe)
    assert imported.facts is not None
    assert imported.facts.numbers["target"][0, 0] == 9


def test_the_month_that_only_the_name_of_the_file_says_is_read_there(tmp_path: Path) -> None:
    rows: Rows = [["工号", "业绩", "销售指标"], ["A1", 7, 9]]
    first = import_files([csv_file(tmp_path / "2026年1月业绩.csv", rows)], COMMISSION)
    assert first.facts is not None
    following = csv_file(tmp_path / "2026年2月业绩.csv", rows)
    imported = import_files([following], COMMISSION, first.recipe)
    assert imported.facts is not None
    assert imported.facts.month_texts() == ["2026-02"]


def test_a_mean_may_be_weighted_by_a_count_of_the_same_table(tmp_path: Path) -> None:
    plan = load_plan("pay-architecture")
    heads = [
        *("工号", "日期", "职级", "学历", "小组", "工龄（月）", "工作效率", "客户满意度"),
        *("缺陷率", "销售额", "额外贡献系数", "夜班次数"),
    ]
    grade, education = (
        next(iter(plan.facts[name].values.values()))["zh"] for name in ("grade", "education")
    )
    usual = [grade, education, "甲", 5]
    rows: Rows = [
        heads,
        ["A1", "2026-01-05", *usual, 1, "90%", "1%", 5, 0.1, 1],
        ["A1", "2026-01-06", *usual, 1, "80%", "1%", 5, 0.1, 3],
    ]
    proposed = import_files([csv_file(tmp_path / "f.csv", rows)], plan)
    recipe = proposed.recipe
    for question in proposed.questions:
        answer = question.choices[0].answer
        if question.about == "csat":
            answer = next(c.answer for c in question.choices if c.answer.column == "夜班次数")
        recipe = answered(recipe, question, answer)
    facts = import_files([tmp_path / "f.csv"], plan, recipe).facts
    assert facts is not None
    assert facts.numbers["csat"][0, 0] == 0.825


def test_what_was_paid_under_two_headings_is_one_column_once_it_is_said(
    tmp_path: Path,
) -> None:
    rows = [["AgentID", "Sales", "Target", "Commission paid"], [1, 10, 100, 7], [2, 30, 100, 8]]
    later = [["AgentID", "Sales", "Target", "Paid"], [1, 20, 100, 9], [2, 5, 50, ""]]
    file = workbook(tmp_path / "2026.xlsx", {"Apr": rows, "May": later})
    proposed = import_files([file], COMMISSION)
    [question] = [one for one in proposed.questions if one.about == "Commission paid"]
    assert question.problem.key == "import_follows"
    both, first = (
        import_files(
            [file],
            COMMISSION,
            answered(decided(replace(proposed, questions=others)), question, choice.answer),
        )
        for others in [tuple(one for one in proposed.questions if one is not question)]
        for choice in question.choices
    )
    assert both.facts is not None
    assert set(both.facts.further) == {"Commission paid"}
    offered = both.facts.further["Commission paid"]
    assert np.array_equal(offered, [[7, 8], [9, np.nan]], equal_nan=True)
    assert first.facts is not None
    of_april, of_may = (first.facts.further[name] for name in ("Commission paid", "Paid"))
    assert np.array_equal(of_april, [[7, 8], [np.nan, np.nan]], equal_nan=True)
    assert np.array_equal(of_may, [[np.nan, np.nan], [9, np.nan]], equal_nan=True)


def test_other_columns_beyond_the_plan_under_two_headings_stay_two(tmp_path: Path) -> None:
    rows = [["AgentID", "Sales", "Target", "Calls Offered"], [1, 10, 100, 7]]
    later = [["AgentID", "Sales", "Target", "Offered"], [1, 20, 100, 9]]
    found = import_files(
        [workbook(tmp_path / "2026.xlsx", {"Apr": rows, "May": later})], COMMISSION
    )
    assert [question.problem.key for question in found.questions] == ["import_key_year"]
    assert {"Calls Offered", "Offered"} <= set(found.recipe.further)
