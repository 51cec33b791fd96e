"""The workbook of a comparison: every sum can be followed, and comes to what the engine says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import company_facts, company_named, evaluate_company
from engine.comparison import Compared, compare_companies
from engine.papers import Decision, Paper, company_standing, compare_book, to_workbook
from engine.payroll import PayrollSettings
from engine.text import untranslated
from tests.papers.workbook_cells import cells, different, formulas, rows_of, worked_out_anew
from tests.two_units import two_units

FURTHER = "budget: 9000000\n"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    company = company_named(two_units(tmp_path_factory.mktemp("company"), FURTHER))
    company = replace(company, months=6)
    raised = {"junior": 4000, "intermediate": 3500, "senior": 4000, "principal": 4500}
    variant = company.set("sellers", "base_by_grade", raised)
    variant = variant.set("service", "monthly_ratio", [[60, 0.05], [70, 0.1], [80, 0.15]])
    facts = company_facts(company)
    named = replace(variant, name="=1+1")
    return compare_companies(*(evaluate_company(company, facts), [evaluate_company(named, facts)]))


@pytest.fixture(scope="module")
def paper(compared: Compared) -> Paper:
    standing = company_standing(compared.baseline, [(untranslated("x"), "0123456789")])
    decision = Decision(untranslated("Decide & act"))
    title = untranslated("Two units")
    return Paper(title, title, decision, (), standing.entries, standing.footer)


@pytest.fixture(scope="module")
def book(compared: Compared, paper: Paper) -> bytes:
    return to_workbook(compare_book(paper, compared), "en")


def test_every_sheet_comes_to_the_cost_that_the_engine_says(
    compared: Compared, book: bytes
) -> None:
    sheets = cells(book)
    before, after = (payouts.total for payouts in compared.each)
    more = compared.difference(1)
    wanted = pytest.approx([before, after, more], abs=0.001)
    summary = rows_of(sheets["Summary"])
    assert summary["Cost, yuan"] == wanted
    assert summary["Change of cost, %"][-1] == pytest.approx(more / before)
    assert summary["Budget left, yuan"][0] == pytest.approx(9_000_000 - before)
    people = compared.people[1]
    assert people is not None and people.gain > 0 and people.lose > 0
    assert summary["People who are paid more"][1] == people.gain
    assert summary["People who are paid less"][1] == people.lose
    assert rows_of(sheets["By month"])["Total"][1:4] == wanted
    assert rows_of(sheets["By line"])["Total"][2:] == wanted
    assert rows_of(sheets["By unit"])["Total"] == wanted
    assert rows_of(sheets["People by Region"])["Total"][1:4] == wanted
    assert rows_of(sheets["Everybody"])["Total"][2:5] == wanted
    assert len(sheets["Everybody"]) == 3 + len(compared.baseline.employees) + 1


def test_what_one_person_is_paid_stands_in_their_row(compared: Compared, book: bytes) -> None:
    people = compared.people[1]
    assert people is not None
    place = int(people.change_by_person.argmax())
    row = rows_of(cells(book)["Everybody"])[people.employees[place]]
    paid = [float(own.pay_by_person[place]) for own in compared.each]
    change = float(people.change_by_person[place])
    assert row[2:5] == pytest.approx([*paid, change])
    assert row[5] == pytest.approx(change / people.months[place])


def test_figures_that_were_changed_stand_beside_those_of_the_plan(book: bytes) -> None:
    rows = [row for row in cells(book)["Parameters"] if row[1] == "Base pay by grade"]
    assert rows[0][2:] == ["Junior", "yuan a month", "changed here", 3000.0, 4000.0, 1000.0]
    ratios = [row for row in cells(book)["Parameters"] if row[1] == "Monthly bonus by review score"]
    values = {row[2]: row[5:] for row in ratios}
    assert values["step 3"] == pytest.approx([0.2, 0.15, -0.05])
    assert values["step 4"][:2] == [0.3, ""]  # the variant has no such step
    assert values["step 4, begins at"][0] == 90.0


def test_formulas_have_only_functions_that_every_excel_knows(book: bytes) -> None:
    """Those of later versions would need a prefix, which the writer does not add."""
    used = {name for formula in formulas(book) for name in re.findall(r"[A-Z.]+(?=\()", formula)}
    assert used == {"ABS", "COUNTIF", "IF", "ROUND", "SIGN", "SUM"}


def test_libreoffice_comes_to_the_same_values(book: bytes, tmp_path: Path) -> None:
    assert len(formulas(book)) > 500
    assert different(cells(book), worked_out_anew(book, tmp_path)) == []


def test_a_company_alone_has_a_workbook_too(compared: Compared, paper: Paper) -> None:
    alone = compare_companies(compared.baseline, [])
    sheets = cells(to_workbook(compare_book(paper, alone), "zh"))
    total = compared.baseline.total
    assert rows_of(sheets["摘要"])["成本（元）"] == pytest.approx([total])
    assert rows_of(sheets["全部人员"])["合计"][2:] == pytest.approx([total])
    assert "改动" not in sheets


def test_with_the_employers_cost_every_sheet_comes_to_it(
    compared: Compared, paper: Paper, tmp_path: Path
) -> None:
    whole = replace(compared, payroll=PayrollSettings())
    book = to_workbook(compare_book(paper, whole), "en")
    sheets = cells(book)
    before, after = (payouts.total for payouts in whole.costs)
    assert before > compared.each[0].total * 1.1
    summary = rows_of(sheets["Summary"])
    assert summary["Cost, yuan"] == pytest.approx([before, after, after - before])
    people = sheets["Everybody"]
    total = dict(zip(people[2], people[-1], strict=True))
    assert total["Two units"] == pytest.approx(compared.each[0].total)
    assert total["Two units: employer’s cost"] == pytest.approx(before)
    lines = [row[:3] for row in sheets["By line"]]
    assert sum(row[2] == "beside the pay" for row in lines) >= 2
    assert {"Shanghai", "16\xa0%"} <= set(sheets["Law"][3])
    assert different(sheets, worked_out_anew(book, tmp_path)) == []
