"""The workbook of a back-test: what each plan pays, by month, line and person, adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.backtesting import CheckedYear, back_test, backtest
from engine.companies import company_named, read_company_facts
from engine.facts import persona_facts
from engine.papers import backtest_book, backtest_paper, to_workbook
from engine.plan import load_plan
from tests.cli.test_backtest_company import PAID
from tests.companies.small_company import written
from tests.papers.workbook_cells import cells, different, rows_of, worked_out_anew

COLUMNS = {name: {"gross_pay": "paid"} for name in ("sellers", "leaders")}


def test_every_sheet_comes_to_what_each_plan_pays(tmp_path: Path) -> None:
    plan = load_plan("service-seller")
    other = plan.with_values({"factor_cap": 1.1})
    tested = CheckedYear(None, back_test((plan, other), persona_facts(plan)))
    book = to_workbook(backtest_book(backtest_paper(tested), tested), "en")
    sheets = cells(book)
    before, after = (one.payouts.total for one in tested.year.each)
    wanted = pytest.approx([before, after, after - before], abs=0.001)
    assert before != after
    assert rows_of(sheets["Summary"])["Cost, yuan"] == wanted
    for name in ("By month", "By line"):
        assert rows_of(sheets[name])["Total"] == wanted
    assert rows_of(sheets["Everybody"])["Total"][1:] == wanted
    assert different(sheets, worked_out_anew(book, tmp_path)) == []


def test_a_company_adds_up_and_names_every_figure_that_differs(tmp_path: Path) -> None:
    """One seller got 1.50 too much in February, the first leader 1.07 too little."""
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    company = company_named(tmp_path / "small.yaml", own_people=False)
    tested = backtest(*read_company_facts(tmp_path / "all.csv", company), COLUMNS)
    book = to_workbook(backtest_book(backtest_paper(tested), tested), "en")
    sheets = cells(book)
    summary = rows_of(sheets["Summary"])
    assert summary["Compared"] == [9] and summary["To the fen"] == [7]
    assert summary["Paid"] == [192.53] and summary["By the plan"] == [192.10]
    assert summary["Difference"] == [0.43] and summary["Open amount"] == [2.57]
    assert summary["Share that agrees to the fen"] == pytest.approx([7 / 9])
    assert summary["Cost, yuan"] == [pytest.approx(tested.payouts.total)]
    shown = [row[:3] + row[4:7] for row in sheets["Differences"][3:-1]]
    assert shown == [
        ["Sellers", "A", "Feb 2026", 41.5, 40.0, 1.5],
        ["Leaders", "L1", "Feb 2026", 8.93, 10.0, -1.07],
    ]
    assert rows_of(sheets["Differences"])["Total"][3:6] == pytest.approx([50.43, 50.0, 0.43])
    assert different(sheets, worked_out_anew(book, tmp_path)) == []
