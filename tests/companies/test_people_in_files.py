"""People of a company from files: who manages whom, what managers are filled with, what does not
fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.companies import (
    CompanyPayouts,
    company_facts,
    company_named,
    company_of,
    evaluate_company,
    load_company,
    read_company_facts,
)
from engine.facts import read_facts
from engine.health import check_company
from engine.plan import load_plan
from engine.scenario import FromFile, Scenario, Simulated
from engine.text import Refused
from engine.workforce import simulate
from tests.companies.small_company import HEAD, MANAGED, SELLERS, TWO, UNITS, written


def paid(folder: Path, **files: str) -> CompanyPayouts:
    company = written(folder, **files)
    return evaluate_company(company, company_facts(company))


def of(payouts: CompanyPayouts, column: str) -> list[list[float]]:
    return payouts.units["leaders"].facts.numbers[column].tolist()


def told(folder: Path, language: str = "en", **files: str) -> str:
    company = written(folder, **files)
    return "\n".join(p.sentence(language) for p in company_facts(company).notes)


def refused(folder: Path, language: str = "en", **files: str) -> str:
    company = written(folder, **files)
    with pytest.raises(Refused) as found:
        company_facts(company)
    return found.value.text(language)


def test_managers_are_paid_on_what_those_did_who_name_them(tmp_path: Path) -> None:
    payouts = paid(tmp_path)
    # January: A and B report to L1, C to L2; February: B to L1, A and C to L2.
    assert of(payouts, "sales") == [[1900.30, 1500.0], [1000.0, 2010.0]]
    assert of(payouts, "mean_sales") == [[950.15, 1500.0], [1000.0, 1005.0]]
    assert of(payouts, "reached") == [[0.5, 1.0], [1.0, 0.5]]
    assert of(payouts, "earned") == [[20.0 + 18.0, 30.0], [20.0, 40.2]]
    # 1 % of the team's sales: 19.003 → 19.00, 15, 10, 20.10; the sellers 2 % of theirs.
    assert payouts.units["leaders"].total == 64.10
    assert payouts.units["sellers"].total == 128.20
    assert payouts.total == 192.30
    assert payouts.cost_by_month.tolist() == [102.0, 90.3]


def test_a_manager_of_nobody_has_0_which_is_told(tmp_path: Path) -> None:
    sellers = SELLERS.replace("L2", "L1")
    payouts = paid(tmp_path, sellers=sellers)
    assert of(payouts, "mean_sales") == [
        [pytest.approx(3400.3 / 3), 0.0],
        [1003.3333333333334, 0.0],
    ]
    said = told(tmp_path, sellers=sellers)
    assert "1 manager of Leaders has no people in some months (2 in all)" in said
    said = told(tmp_path, "zh", sellers=sellers)
    assert "主管有 1 位管理者部分月份没有下属（共 2 个人月）" in said


def test_a_figure_that_the_managers_plan_cannot_take_is_refused(tmp_path: Path) -> None:
    text = HEAD + UNITS + MANAGED.replace("mean_sales:", "goal:")
    leaders = TWO.replace("goal", "mean_sales")
    company = written(tmp_path, text, SELLERS.replace("L2", "L1"), leaders)
    with pytest.raises(Refused) as found:
        evaluate_company(company, company_facts(company))
    said = found.value.text("en")
    assert "What people did gives Goal in 2 months of managers figures" in said
    assert "first of L2 in 2026-01" in said
    assert "“目标”不符合方案要求，首个为 L2（2026-01）" in found.value.text("zh")


def test_a_manager_without_a_row_is_told_with_those_who_report_to_them(tmp_path: Path) -> None:
    sellers = SELLERS.replace("1000,1500,L2", "1000,1500,L9").replace("10,L2", "10,")
    said = told(tmp_path, sellers=sellers)
    assert "1 person of Sellers reports to a manager without any row: “L9”" in said
    assert "people.csv, leader:" in said
    assert "有 1 人的上级没有任何数据：“L9”（共 1 位）" in told(tmp_path, "zh", sellers=sellers)
    assert of(paid(tmp_path, sellers=sellers), "sales") == [[1900.30, 0.0], [1000.0, 2000.0]]


def test_a_manager_who_is_away_in_a_month_is_not_paid_on_it(tmp_path: Path) -> None:
    leaders = TWO.replace("L2,2026-01,5\n", "")
    payouts = paid(tmp_path, leaders=leaders)
    assert of(payouts, "sales") == [[1900.30, 0.0], [1000.0, 2010.0]]
    assert payouts.facts.managers["sellers"].tolist() == [[0, 0, -1], [1, 0, 1]]
    assert "reports to a manager who has no row in that month: “L2”" in told(
        tmp_path, leaders=leaders
    )


def test_figures_of_a_file_in_filled_columns_are_told_and_not_used(tmp_path: Path) -> None:
    leaders = TWO.replace("goal\n", "goal,sales\n").replace(",5\n", ",5,77\n")
    assert of(paid(tmp_path, leaders=leaders), "sales") == [[1900.30, 1500.0], [1000.0, 2010.0]]
    said = told(tmp_path, leaders=leaders)
    assert "figures of the file are not used in columns that are filled from" in said


LONGER = HEAD.replace("months: 2", "months: 3") + UNITS + MANAGED

FAULTS = {
    "a month lacking": (
        {"leaders": "employee_id,month,goal\nL1,2026-01,5\n"},
        "Leaders lack a month of the company’s calendar (2026-01 to 2026-02): 2026-02.",
        "主管的数据缺少公司日历（2026-01 至 2026-02）中的 1 个月：2026-02。",
    ),
    "a gap": (
        {"text": LONGER, "leaders": TWO.replace("2026-02", "2026-03")},
        "Leaders lack a month of the company’s calendar (2026-01 to 2026-03): 2026-02.",
        "1 个月：2026-02",
    ),
    "a month beyond": (
        {"leaders": TWO + "L1,2025-12,5\n"},
        "The facts of Leaders have a month outside the company’s calendar",
        "主管的数据有 1 个月不在公司日历",
    ),
    "two units at a time": (
        {"leaders": TWO + "A,2026-02,5\n"},
        "“A” is in two units in one month: Sellers and Leaders, 2026-02.",
        "“A”有 1 个月同时在两个业务单元",
    ),
    "a headcount below": (
        {"text": HEAD + UNITS.replace("people.csv}", "people.csv}\n    headcount: 2") + MANAGED},
        "line 11, units.sellers.headcount: Sellers is to have 2 people, but 3 are there",
        "编制 2 人，但文件首月在岗 3 人",
    ),
    "a column of managers lacking": (
        {"text": HEAD + UNITS + MANAGED.replace("by: leader", "by: chief")},
        "small.yaml, line 15, management.1.by: People of Sellers have no column “chief”",
        "没有“chief”列",
    ),
    "no manager named": (
        {"sellers": SELLERS.replace("L1", "T1").replace("L2", "T2")},
        "people.csv, leader: 3 people of Sellers name none of the managers of Leaders.",
        "销售 3 人的上级都不在主管之中",
    ),
    "nobody named": (
        {"sellers": SELLERS.replace("L1", "").replace("L2", "")},
        "people.csv, leader: 3 people of Sellers name none of the managers of Leaders.",
        "销售 3 人的上级都不在主管之中",
    ),
    "a cell of a plan": ({"sellers": SELLERS.replace("1500", "x")}, "line 4", "第 4 行"),
}


@pytest.mark.parametrize(("files", "english", "chinese"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_fit_is_refused(
    files: Mapping[str, str], english: str, chinese: str, tmp_path: Path
) -> None:
    assert english in refused(tmp_path, **files)
    assert chinese in refused(tmp_path, "zh", **files)


BROKEN = SELLERS.replace("1500", "x")
LATER = HEAD + UNITS.replace("people.csv}", "people.csv}\n    headcount: 2") + MANAGED


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_broken_cell_holds_nothing_else_back(language: str, tmp_path: Path) -> None:
    """A cell of sales that is no number leaves known who is there: too many for the headcount, one
    in two units, a month too few, nobody's managers."""
    sellers = BROKEN.replace("L1", "T1").replace("L2", "T2")
    leaders = TWO.replace("L1,2026-02,5\nL2,2026-02,5\n", "A,2026-01,5\n")
    said = refused(tmp_path, language, text=LATER, sellers=sellers, leaders=leaders)
    for english, chinese in (
        ("people.csv, line 4, sales: ", "people.csv，第 4 行，sales："),
        ("line 11, units.sellers.headcount: Sellers is to have 2", "第 11 行，units.sellers.head"),
        ("“A” is in two units in one month", "“A”有 1 个月同时在两个业务单元"),
        ("Leaders lack a month of the company’s calendar", "主管的数据缺少公司日历"),
        ("3 people of Sellers name none of the managers", "销售 3 人的上级都不在主管之中"),
    ):
        assert said.count(english if language == "en" else chinese) == 1


def test_a_file_that_cannot_be_read_does_not_keep_the_others_back(tmp_path: Path) -> None:
    said = refused(tmp_path, sellers="employee_id\nA\n", leaders=TWO + "L1,2025-12,5\n")
    assert "people.csv, line 1, month: " in said
    assert "The facts of Leaders have a month outside the company’s calendar" in said


@pytest.mark.parametrize(
    ("change", "own", "kept_back"),
    [
        (("months: 2", "months: 2\nbudget: 0"), "budget", ""),
        (("first: 2026-01", "first: soon"), "first", "headcount"),
        (("by: leader", "bye: leader"), "management.1", "managers"),
        (("plan: leaders.yaml", "plan: laeders.yaml"), "units.leaders.plan", "managers"),
        (("headcount: 2", "headcount: none"), "units.sellers.headcount", "headcount"),
    ],
)
def test_problems_of_the_company_and_of_its_people_are_told_together(
    change: tuple[str, str], own: str, kept_back: str, tmp_path: Path
) -> None:
    """What depends on what is broken in the company's file is left out, and nothing else."""
    sellers = BROKEN.replace("L1", "T1").replace("L2", "T2")
    written(tmp_path, LATER, sellers)
    text = LATER.replace(*change)
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as found:
        company_named(tmp_path / "small.yaml")
    for language, parts in (
        ("en", {"headcount": "is to have 2 people", "managers": "name none of the managers"}),
        ("zh", {"headcount": "编制 2 人", "managers": "的上级都不在"}),
    ):
        said = found.value.text(language)
        assert "small.yaml" in said and own in said
        assert said.count("people.csv, line 4" if language == "en" else "people.csv，第 4 行") == 1
        assert [name for name, part in parts.items() if part not in said] == (
            [kept_back] if kept_back else []
        )


def test_a_column_that_a_plan_lacks_is_told_once(tmp_path: Path) -> None:
    """The column of managers is none of the plan's: told for a file that can be read only."""
    sellers = BROKEN.replace("leader", "boss")
    said = refused(tmp_path, sellers=sellers)
    assert "line 4" in said and "have no column" not in said


def test_vacant_posts_are_told(tmp_path: Path) -> None:
    text = HEAD + UNITS.replace("people.csv}", "people.csv}\n    headcount: 5") + MANAGED
    assert "is to have 5 people; 2 posts are vacant" in told(tmp_path, text=text)
    assert "编制 5 人，文件首月缺编 2 人" in told(tmp_path, "zh", text=text)


def test_who_moved_is_one_person_in_two_units(tmp_path: Path) -> None:
    sellers = SELLERS.replace("C,2026-02,1000,10,L2\n", "")
    payouts = paid(tmp_path, sellers=sellers, leaders=TWO.replace("L2,2026-02", "C,2026-02"))
    assert payouts.employees == ("A", "B", "C", "L1", "L2")
    # C: 2 % of 1,500 as a seller; as a leader nobody reports to C yet, as A names L2.
    assert dict(zip(payouts.employees, payouts.pay_by_person, strict=True))["C"] == 30.0
    assert payouts.months_by_person.tolist() == [2, 2, 2, 2, 1]
    assert payouts.headcount_by_month.tolist() == [5, 4]


# -- one file for all units ------------------------------------------------------------------------

ONE = """\
unit,employee_id,month,target,sales,leader,goal
sellers,A,2025-11,1000,1000.10,L1,
sellers,B,2025-11,1000,900.20,L1,
leaders,L1,2025-11,,,,5
leaders,L2,2025-11,,,,5
"""


def test_one_file_holds_the_people_of_all_units(tmp_path: Path) -> None:
    company = written(tmp_path)
    (tmp_path / "all.csv").write_text(ONE)
    company, facts = read_company_facts(tmp_path / "all.csv", company)
    assert (company.first, company.months) == (2025 * 12 + 10, 1)
    payouts = evaluate_company(company, facts)
    assert of(payouts, "sales") == [[1900.30, 0.0]]
    assert payouts.total == 20.0 + 18.0 + 19.0


def test_all_that_is_wrong_with_one_file_is_told_together(tmp_path: Path) -> None:
    company = written(tmp_path)
    rows = ONE.replace("leaders,L2", "leader,L2").replace("1000.10", "x").replace("leaders,", ",")
    (tmp_path / "all.csv").write_text(rows)
    with pytest.raises(Refused) as found:
        read_company_facts(tmp_path / "all.csv", company)
    said = found.value.text("en")
    assert (
        "line 5, unit: The company has no unit “leader”. Its units are: sellers, leaders." in said
    )
    assert "line 4, unit: This row names no unit." in said
    assert "line 2, sales" in said and "no row of the unit “leaders”" in said
    chinese = found.value.text("zh")
    for sentence in (
        "公司没有业务单元“leader”",
        "此行未填写业务单元",
        "文件中没有业务单元“leaders”",
    ):
        assert sentence in chinese


def test_a_broken_cell_of_one_file_holds_nothing_else_back(tmp_path: Path) -> None:
    """Whoever is in two units is told beside a cell that is no number, unless a row is of no unit:
    then nobody knows whose it is."""
    company = written(tmp_path)
    rows = ONE.replace("1000.10", "x") + "leaders,A,2025-11,,,,5\n"
    for text, is_told in ((rows, True), (rows + "sailors,C,2025-11,1,1,L1,\n", False)):
        (tmp_path / "all.csv").write_text(text)
        with pytest.raises(Refused) as found:
            read_company_facts(tmp_path / "all.csv", company)
        english, chinese = found.value.text("en"), found.value.text("zh")
        assert "line 2, sales" in english
        assert ("“A” is in two units in one month" in english) is is_told
        assert ("“A”有 1 个月同时在两个业务单元" in chinese) is is_told


def test_ids_of_two_units_that_look_alike_are_told(tmp_path: Path) -> None:
    """007 sells in January and leads as 7 in February: no zeros, two people. Within one file the
    file tells it."""
    sellers = SELLERS.replace("C,", "007,").replace("007,2026-02,1000,10,L2\n", "")
    leaders = TWO.replace("L2,2026-02", "7,2026-02")
    said = told(tmp_path, sellers=sellers, leaders=leaders)
    assert "“007” (sellers), “7” (leaders)" in said and "different people" in said
    assert "不同业务单元" in told(tmp_path, "zh", sellers=sellers, leaders=leaders)
    assert "“007”" not in told(tmp_path, sellers=sellers, leaders=leaders.replace("7,", "007,"))


ALL = ONE.replace("2025-11", "2026-01") + ONE.replace("2025-11", "2026-02").partition("\n")[2]


def test_units_that_name_one_file_have_its_rows_of_theirs(tmp_path: Path) -> None:
    units = UNITS.replace("people.csv", "all.csv").replace("leaders.csv", "all.csv")
    company = written(tmp_path, HEAD + units + MANAGED, **{"all.csv": ALL})
    named = evaluate_company(company, company_facts(company))
    given = evaluate_company(*read_company_facts(tmp_path / "all.csv", company))
    assert named.total == given.total == 2 * (20.0 + 18.0 + 19.0)
    rows = ALL.replace("leaders,L2,2026-02", "bosses,L2,2026-02").replace("1000.10", "x")
    said = refused(tmp_path, text=HEAD + units + MANAGED, **{"all.csv": rows})
    assert said.count("The company has no unit “bosses”") == 1


def test_one_file_of_several_units_without_their_column_is_told_once(tmp_path: Path) -> None:
    units = UNITS.replace("leaders.csv", "people.csv")
    with pytest.raises(Refused) as found:
        company_facts(written(tmp_path, HEAD + units + MANAGED))
    (problem,) = found.value.problems
    assert problem.key == "company_one_file" and problem.values["units"] == ("sellers", "leaders")


def test_a_unit_whose_own_file_is_gone_is_no_unknown_one_of_the_common_file(
    tmp_path: Path,
) -> None:
    units = UNITS.replace("people.csv", "all.csv").replace("leaders.csv", "gone.csv")
    with pytest.raises(Refused) as found:
        written(tmp_path, HEAD + units + MANAGED, **{"all.csv": ALL})
    assert [(p.key, p.value) for p in found.value.problems] == [("company_no_file", "gone.csv")]


@pytest.mark.parametrize(
    ("first", "months", "holds"),
    [("2025-11", 1, True), ("2025-12", 1, False), ("2025-11", 2, False)],
)
def test_a_budget_is_held_against_its_own_months_alone(
    first: str, months: int, holds: bool, tmp_path: Path
) -> None:
    head = HEAD.replace("2026-01", first).replace("months: 2", f"months: {months}\nbudget: 50")
    written(tmp_path)
    (tmp_path / "small.yaml").write_text(head + UNITS + MANAGED, encoding="utf-8")
    company = load_company(tmp_path / "small.yaml", own_people=False)
    (tmp_path / "all.csv").write_text(ONE)
    company, facts = read_company_facts(tmp_path / "all.csv", company)
    assert company.budget == (50.0 if holds else None)
    keys = [problem.key for problem in facts.told]
    assert ("company_budget_months" in keys) is not holds
    (budget,) = [x for x in check_company(evaluate_company(company, facts)) if x.check == "budget"]
    assert budget.outcome == ("fail" if holds else "not_applicable")


def test_nobody_s_file_is_asked_for_where_others_are_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a model that no plan has, nor a file that is gone."""
    written(tmp_path)
    (tmp_path / "all.csv").write_text(ONE)
    units = UNITS.replace("people.csv", "gone.csv").replace(", people: {file: leaders.csv}", "")
    (tmp_path / "small.yaml").write_text(HEAD + units + MANAGED, encoding="utf-8")
    command = ["run", str(tmp_path / "small.yaml"), "--out", str(tmp_path / "out.csv")]
    assert main([*command, "--facts", str(tmp_path / "all.csv")]) == 0
    assert "leaders,L1,2025-11,leading_pay,19.00" in (tmp_path / "out.csv").read_text()
    capsys.readouterr()
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "gone.csv" in said and "No model of a workforce belongs to the plan Leaders" in said


def test_a_column_of_managers_is_no_column_of_figures(tmp_path: Path) -> None:
    """Ids that are partly numbers are no figures with flaws: leaving them out leaves nobody to
    manage."""
    sellers, leaders = SELLERS.replace("L1", "9001"), TWO.replace("L1", "9001")
    said = told(tmp_path, sellers=sellers, leaders=leaders)
    assert "column of figures" not in said
    assert of(paid(tmp_path, sellers=sellers, leaders=leaders), "sales")[0] == [1900.30, 1500.0]


def test_a_file_without_units_is_refused(tmp_path: Path) -> None:
    company = written(tmp_path)
    with pytest.raises(Refused, match=r"people\.csv, line 1, unit"):
        read_company_facts(tmp_path / "people.csv", company)


def test_managers_in_turn_are_managed(tmp_path: Path) -> None:
    """Directors are paid on what leaders are paid, who are paid on what sellers sold."""
    units = UNITS + "  directors: {plan: leaders.yaml, people: {file: directors.csv}}\n"
    fills = "{sales: {of: leading_pay, how: sum}}"
    above = f"  - {{unit: directors, manages: [leaders], by: chief, fills: {fills}}}\n"
    files: dict[str, str] = {
        "leaders": TWO.replace("goal\n", "goal,chief\n").replace(",5\n", ",5,D\n"),
        "directors.csv": "employee_id,month,goal,mean_sales,reached,earned\n"
        "D,2026-01,5,1,1,1\nD,2026-02,5,1,1,1\n",
    }
    company = written(tmp_path, HEAD + units + MANAGED + above, **files)
    payouts = evaluate_company(company, company_facts(company), amounts=False)
    assert payouts.units["directors"].facts.numbers["sales"].tolist() == [[34.0], [30.1]]
    first = "units:\n  directors: {plan: leaders.yaml, people: {file: directors.csv}}\n"
    reordered = HEAD + UNITS.replace("units:\n", first) + MANAGED + above
    other = written(tmp_path, reordered, **files)
    again = evaluate_company(other, company_facts(other))
    assert list(again.units) == ["directors", "sellers", "leaders"]
    assert again.total == payouts.total
    assert np.array_equal(again.pay_by_person, payouts.pay_by_person)


def test_a_plan_alone_is_a_company_with_the_same_people(tmp_path: Path) -> None:
    people = Simulated("service-seller", 3, 90, 6, "2025-07", (("quality_correlation", 0.4),))
    scenario = Scenario(load_plan("service-seller"), people=people)
    facts = company_facts(company_of(scenario))
    drawn = simulate("service-seller", 3, 90, 6, "2025-07", figures={"quality_correlation": 0.4})
    assert facts.units["service-seller"].key == drawn.key
    written(tmp_path)
    plan = load_plan("sample-flat-commission")
    of_file = Scenario(plan, people=FromFile("people.csv", "", "csv"))
    company = replace(company_of(of_file), folder=tmp_path)
    key = company_facts(company).units[plan.id].key
    assert key == read_facts(tmp_path / "people.csv", plan).key


def test_the_terminal_takes_one_file_and_finds_who_moved(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = ONE + "leaders,A,2025-12,,,,5\nleaders,L1,2025-12,,,,5\nsellers,B,2025-12,1,50,A,\n"
    written(tmp_path)
    (tmp_path / "all.csv").write_text(rows)
    given = [str(tmp_path / "small.yaml"), "--facts", str(tmp_path / "all.csv")]
    assert main(["run", *given]) == 0
    out = capfd.readouterr().out.splitlines()
    assert "leaders,A,2025-12,leading_pay,0.50" in out  # 1 % of what B sold
    assert "sellers,A,2025-11,commission,20.00" in out
    for month, unit in (("2025-11", "Sample: flat commission"), ("2025-12", "Leaders")):
        assert main(["explain", *given, "--employee", "A", "--month", month]) == 0
        assert f"# {unit}: your pay" in capfd.readouterr().out
    asked = ["explain", *given, "--employee", "A", "--month", "2025-11", "--unit", "chiefs"]
    assert main(asked) == 2
    assert "“chiefs” is not a known unit" in capfd.readouterr().err
