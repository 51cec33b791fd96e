"""Lines that are settled for whoever is not there when they fall due: by hand, and for every plan
against the slow reference and against people whose last month is the paying month."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import engine
from engine import Payouts, Plan, evaluate, read_facts
from engine.calendar import paying_rows
from engine.evaluation import Memory, compile_plan
from engine.health.leavers import forfeited
from engine.plan import SETTLED, Edit, apply
from engine.progress import no_progress
from engine.text import Refused
from tests.evaluation.results import amounts, differences, write_facts
from tests.examples import examples
from tests.oracle.people import situations
from tests.reference import Reference
from tests.small_plan import paid, small_plan

COLUMNS = {
    "sales": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
BASE = {"base": {"table": {"junior": 1000, "senior": 2000}, "by": "grade"}}
SHEET = """
    employee_id,month,sales,grade
    away,2026-01,100,junior
    away,2026-02,200,senior
    away,2026-04,50,senior
    left,2026-01,1000,junior
    left,2026-02,2000,senior
    stays,2026-01,10,junior
    stays,2026-02,10,junior
    stays,2026-03,10,senior
    stays,2026-04,10,senior
    stays,2026-05,10,senior
"""
"""In May nobody knows yet who is there in June: the second quarter is settled for nobody."""


def bonus(tmp_path: Path, formula: str, *, measures: bool = False, **lines: Any) -> Payouts:
    line = {"pay": formula, "every": "quarter", "leavers": "settled"}
    plan = small_plan({**lines, "bonus": line}, BASE if "base[" in formula else {}, COLUMNS)
    return paid(plan, SHEET, tmp_path, measures=measures)


def by_month(payouts: Payouts, who: str) -> list[float]:
    """Yuan of the bonus of a person, January to May."""
    place = payouts.facts.position[who]
    return [fen / 100 for fen in payouts.amounts("bonus")[:, place].tolist()]


def test_who_left_is_paid_for_their_months_in_the_last_of_them(tmp_path: Path) -> None:
    payouts = bonus(tmp_path, "quarter_sum(sales) * 0.1")
    assert by_month(payouts, "left") == [0, 300, 0, 0, 0]
    assert by_month(payouts, "away") == [0, 30, 0, 0, 0]
    assert by_month(payouts, "stays") == [0, 0, 3, 0, 0]
    assert payouts.cost_by_month.tolist() == [0, 330, 3, 0, 0]
    assert payouts.pay_by_person.tolist() == [30, 300, 3]
    assert payouts.line_totals == {"bonus": 333}


def test_the_last_month_decides_by_its_own_columns(tmp_path: Path) -> None:
    assert by_month(bonus(tmp_path, "base[grade]"), "left") == [0, 2000, 0, 0, 0]
    assert by_month(bonus(tmp_path, "quarter_sum(base[grade])"), "left") == [0, 3000, 0, 0, 0]
    assert by_month(bonus(tmp_path, "quarter_sum(sales, by=grade)"), "left") == [0, 2000, 0, 0, 0]
    assert by_month(bonus(tmp_path, "calendar_month"), "left") == [0, 2, 0, 0, 0]
    assert by_month(bonus(tmp_path, "quarter_mean(sales)"), "left") == [0, 1500, 0, 0, 0]
    assert by_month(bonus(tmp_path, "7"), "left") == [0, 7, 0, 0, 0]


def test_lines_of_the_same_cycle_are_worked_out_likewise(tmp_path: Path) -> None:
    payouts = bonus(
        tmp_path,
        "0.5 * score + part",
        measures=True,
        score={"measure": "part * 2", "every": "quarter"},
        part={"working": "quarter_sum(monthly)", "every": "quarter"},
        monthly={"working": "sales / 100"},
        other={"pay": "score", "every": "quarter"},
    )
    assert by_month(payouts, "left") == [0, 60, 0, 0, 0]
    assert by_month(payouts, "stays") == [0, 0, pytest.approx(0.6), 0, 0]
    # The measure, and a line that is not settled, are what they are without it.
    assert payouts.measures["score"].array[0, 2] == pytest.approx(0.6)
    assert payouts.line_by_person("other").tolist() == [0, 0, 0.6]


def test_a_figure_of_the_quarters_takes_those_that_fell_due(tmp_path: Path) -> None:
    line = {"pay": "year_mean(score)", "every": "year", "leavers": "settled"}
    plan = small_plan(
        {"score": {"measure": "quarter_sum(sales)", "every": "quarter"}, "bonus": line}, {}, COLUMNS
    )
    rows = [f"left,2026-0{month},100,junior" for month in range(1, 6)]
    sheet = "\n".join([SHEET.strip().splitlines()[0], *rows, "stays,2026-12,1,junior"])
    payouts = paid(plan, sheet, tmp_path)
    assert by_month(payouts, "left") == [0, 0, 0, 0, 300, *[0] * 7]


def test_the_long_table_has_it_where_the_person_has_a_row(tmp_path: Path) -> None:
    payouts = bonus(tmp_path, "quarter_sum(sales) * 0.1")
    rows = {
        (row["employee_id"], row["month"]): row["amount"]
        for row in payouts.table().to_pylist()
        if row["line"] == "gross_pay"
    }
    assert rows[("left", "2026-02")] == "300.00" and len(rows) == 10
    assert rows[("stays", "2026-03")] == "3.00"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ({"pay": "sales", "leavers": "settled"}, "leavers_line"),
        ({"measure": "sales", "every": "year", "leavers": "forfeited"}, "leavers_line"),
        ({"pay": "sales", "every": "year", "leavers": "paid"}, "not_one_of"),
        ({"pay": "rank(sales)", "every": "year", "leavers": "settled"}, "settled_others"),
        ({"pay": "state.carry", "every": "year", "leavers": "settled"}, "settled_carries"),
        ({"pay": "quarterly", "every": "year", "leavers": "settled"}, "settled_cycle"),
        ({"pay": "year_sum(yearly)", "every": "year", "leavers": "settled"}, "settled_cycle"),
        ({"pay": "quarterly", "every": "quarter", "leavers": "settled"}, None),
        ({"pay": "year_mean(quarterly)", "every": "year", "leavers": "settled"}, None),
        ({"pay": "quarter_total(sales)", "every": "quarter", "leavers": "settled"}, None),
        ({"pay": "year_sum(rank(sales))", "every": "year", "leavers": "settled"}, None),
    ],
)
def test_what_cannot_be_settled_is_refused(line: dict[str, str], key: str | None) -> None:
    lines = {
        "quarterly": {"measure": "quarter_sum(sales)", "every": "quarter"},
        "yearly": {"measure": "year_sum(sales)", "every": "year"},
        "state": {
            "working": "carry_over(receipts=year_sum(sales), target=100, base_share=0.5,"
            " no_carry_above=300, exempt=sales < 0)",
            "every": "year",
        },
        "wage": "1",
        "line": line,
    }
    if key is None:
        small_plan(lines, {}, COLUMNS)
        return
    with pytest.raises(Refused) as refused:
        small_plan(lines, {}, COLUMNS)
    assert [(p.key, p.column.split(".")[0]) for p in refused.value.problems] == [(key, "line")]


def test_a_line_that_others_read_is_not_settled() -> None:
    line = {"pay": "sales", "every": "year", "leavers": "settled"}
    with pytest.raises(Refused, match="twice"):
        small_plan({"line": line, "twice": "2 * line"}, {}, COLUMNS)


# -- every plan -----------------------------------------------------------------------------------


PLANS = (
    "after-sales-supervisor",
    "cs-department",
    "key-account-incentive",
    "key-account-operations",
    "part-time-service",
    "pay-architecture",
    "sales-service",
    "service-engineer",
    "service-pay-bands",
    "service-seller",
)
"""Those with lines that can be settled."""


@cache
def settled(name: str) -> Plan:
    """A plan with every line settled that can be."""
    plan = engine.load_plan(name)
    for line in plan.pay_lines:
        try:
            plan = apply([Edit(("lines", line.id, "leavers"), SETTLED)], plan)
        except Refused:
            continue
    return plan


@pytest.mark.parametrize("name", engine.catalogue())
def test_what_can_be_settled_is_tried(name: str) -> None:
    some = any(line.settled_early for line in settled(name).pay_lines)
    assert some == (name in PLANS)


@pytest.mark.parametrize("name", PLANS)
@examples(6)
@given(data=st.data())
def test_every_amount_is_that_of_the_reference(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows, overrides = data.draw(situations(name))
    rows = [row for row in rows if data.draw(st.integers(0, 4))]
    assume(rows)
    plan = settled(name).with_values(overrides)
    reference = Reference(plan, rows)
    assume(not reference.too_close)
    facts = read_facts(write_facts(tmp_path_factory.getbasetemp() / "left.csv", rows), plan)
    assert not differences(amounts(evaluate(plan, facts)), reference.amounts)


@pytest.mark.parametrize("name", PLANS)
def test_settling_pays_what_was_forfeited_and_leaves_the_rest_alone(name: str) -> None:
    facts = engine.simulate(name, 7, 300, 12, "2026-01")
    before, after = engine.load_plan(name), settled(name)
    was, now = evaluate(before, facts), evaluate(after, facts)
    some = False
    for line in after.pay_lines:
        old, new = was.amounts(line.id), now.amounts(line.id)
        due = paying_rows(facts.first, facts.months, line.every)
        np.testing.assert_array_equal(new[due], old[due], line.id)
        early = (new - old).sum(axis=0)
        if not line.settled_early:
            assert not early.any(), line.id
        elif not compile_plan(before).lines[line.id].coupled:
            lost = forfeited(before, facts, line.id, Memory(), no_progress)
            np.testing.assert_array_equal(early, np.rint(lost * 100), line.id)
        some |= bool(early.any())
    assert some
