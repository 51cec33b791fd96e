"""Everybody as rows: found, put in order, filtered, a page at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine import Scenario, read_facts
from engine.companies import CompanyFacts, company_of, evaluate_company
from engine.comparison import PeopleRows, compare_companies
from tests.small_plan import small_plan

COLUMNS: dict[str, dict[str, Any]] = {"sales": {"kind": "money"}, "hours": {"kind": "number"}}
FIGURES: dict[str, Any] = {
    "rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"},
    "wage": {"value": 10, "min": 0, "max": 100, "step": 1, "unit": "CNY/hour"},
}
SHEET = """employee_id,month,sales,hours
Ann,2026-01,1000,0
Ann,2026-02,1000,0
bob,2026-01,0,100
cas,2026-01,2000,10
dan,2026-02,0,100
"""


def rows_of(folder: Path) -> PeopleRows:
    plan = small_plan({"bonus": "rate * sales", "pay": "wage * hours"}, FIGURES, COLUMNS)
    file = folder / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    facts = CompanyFacts({plan.id: read_facts(file, plan)}, {})
    base = company_of(Scenario(plan))
    each = [base, base.set(plan.id, "rate", 0.2), base.set(plan.id, "wage", 9)]
    first, *others = (evaluate_company(one, facts) for one in each)
    rows = compare_companies(first, others).people_rows
    assert rows is not None
    return rows


def test_a_row_says_what_each_variant_pays(tmp_path: Path) -> None:
    first = rows_of(tmp_path).page(count=1).rows.to_pylist()[0]
    assert first == {
        "employee_id": "Ann",
        "unit": "small",
        "months": 2,
        "baseline": 200.0,
        "pay_1": 400.0,
        "change_1": 200.0,
        "monthly_change_1": 100.0,
        "share_1": 1.0,
        "band_1": "gain_much",
        "pay_2": 200.0,
        "change_2": 0.0,
        "monthly_change_2": 0.0,
        "share_2": 0.0,
        "band_2": "same",
    }


def test_rows_in_order_and_by_the_page(tmp_path: Path) -> None:
    rows = rows_of(tmp_path)

    def ids(**asked: Any) -> list[str]:
        return rows.page(**asked).rows["employee_id"].to_pylist()

    assert ids() == ["Ann", "bob", "cas", "dan"]
    assert ids(order="baseline", descending=True) == ["bob", "dan", "cas", "Ann"]
    assert ids(order="change_2") == ["bob", "dan", "cas", "Ann"]
    assert ids(order="baseline", descending=True, offset=1, count=2) == ["dan", "cas"]
    assert ids(search="AN") == ["Ann", "dan"]
    assert ids(search="an", order="baseline", descending=True) == ["dan", "Ann"]
    assert ids(band="lose_much", of=2) == ["bob", "dan"]
    assert ids(band="gain_much", search="c") == ["cas"]
    assert ids(unit="small", search="b") == ["bob"]
    assert rows.page(search="n", count=1).count == 2
    assert rows.page(offset=99).rows.num_rows == 0
    assert rows.whole().num_rows == 4


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    rows = rows_of(tmp_path)
    for asked in ({"order": "age"}, {"unit": "none"}, {"band": "none"}, {"band": "gain", "of": 9}):
        with pytest.raises(ValueError):
            rows.page(**asked)  # type: ignore[arg-type]
