"""The workbook of a back-test: what each plan pays, by month, line and person, adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.backtesting import CheckedYear, back_test
from engine.facts import persona_facts
from engine.papers import backtest_book, backtest_paper, to_workbook
from engine.plan import load_plan
from tests.papers.workbook_cells import cells, different, rows_of, worked_out_anew


def test_every_sheet_comes_to_what_each_plan_pays(tmp_path: Path) -> None:
    plan = load_plan("service-seller")
    other = plan.with_values({"factor_cap": 1.1})
    tested = CheckedYear(None, back_test((plan, other), persona_facts(plan)))
    book = to_workbook(backtest_book(backtest_paper(tested), tested.year), "en")
    sheets = cells(book)
    before, after = (one.payouts.total for one in tested.year.each)
    wanted = pytest.approx([before, after, after - before], abs=0.001)
    assert before != after
    assert rows_of(sheets["Summary"])["Cost, yuan"] == wanted
    for name in ("By month", "By line"):
        assert rows_of(sheets[name])["Total"] == wanted
    assert rows_of(sheets["Everybody"])["Total"][1:] == wanted
    assert different(sheets, worked_out_anew(book, tmp_path)) == []
