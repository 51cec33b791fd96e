"""Plans on a year of real people, written down: figures, whose year it is, who is not named."""

from __future__ import annotations

from pathlib import Path

from engine.backtesting import attainment_course, back_test, bootstrap, hold_out, shifted
from engine.health import load_policy
from engine.reports.document import Document, Table
from engine.reports.markdown import to_markdown
from engine.reports.year_tables import (
    course_blocks,
    hold_out_blocks,
    range_blocks,
    shifted_blocks,
    year_blocks,
)
from tests.backtesting.test_plans_on_year import COLUMNS, POLICY, RATE, facts_of, rates
from tests.small_plan import LABEL, small_plan


def test_every_table_says_whose_year_it_is(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    facts = shifted(facts_of(tmp_path, plans[0]), plans[0], attainment=0.1).facts
    tested = back_test(plans, facts, policy=load_policy().with_values({"smallest_group": 1}))
    held = hold_out(plans[0], facts, "rate", 0.1, "a_month")
    blocks = [
        *year_blocks(tested, [tested.health(0), tested.health(1)]),
        *range_blocks(tested, bootstrap(tested, 20)),
        *hold_out_blocks(held, facts.first, tested.population),
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(tables) == 11
    for table in tables:
        assert table.caption is not None
        assert "4 people, 6 person-months, January 2026" in table.caption["en"]
        assert "4 人、6 个人月，2026年1月至2026年2月" in table.caption["zh"]
        assert {len(row) for row in table.rows} == {len(table.heads)} == {len(table.numbers)}
    text = to_markdown(Document(LABEL, tuple(blocks)), "en")
    # A tenth more than 1500 and 2400 of sales, at 10 % and 20 %.
    assert "| **Total** | **6** | **¥429.00** | **¥858.00** |" in text
    assert "| January 2026 | 3 | ¥165.00 | ¥330.00 |" in text
    assert "not a forecast" in text and "Assumed: Label changed by +10" in text


def test_small_groups_stand_under_no_name(tmp_path: Path) -> None:
    columns = {**COLUMNS, "team": {"kind": "group"}}
    plan = small_plan({"bonus": "rate * sales"}, RATE, columns)
    teams = ["big"] * 4 + ["small"] * 2 + ["alone"]
    rows = [f"p{i},2026-01,100,junior,{team}" for i, team in enumerate(teams)]
    facts = facts_of(tmp_path, plan, "employee_id,month,sales,grade,team\n" + "\n".join(rows))
    tested = back_test([plan], facts, policy=POLICY)
    text = to_markdown(Document(LABEL, tuple(year_blocks(tested))), "en")
    assert "| big | 4 | 4 | ¥40.00 |" in text
    assert "| Groups of fewer than 2, together | 3 | 3 | ¥30.00 |" in text
    assert "alone" not in text and "small |" not in text


def test_what_was_paid_stands_first(tmp_path: Path) -> None:
    plans = rates(0.1)
    paid = {"gross_pay": "paid"}
    tested = back_test(plans, facts_of(tmp_path, plans[0]), paid, policy=POLICY)
    text = to_markdown(Document(LABEL, tuple(year_blocks(tested))), "en")
    assert "| Paid in fact | ¥420.50 | – | – | ¥70.08 |" in text
    assert "| Label | ¥390.00 | −¥30.50 | −7.3\u00a0% | ¥65.00 |" in text
    assert "| Gross pay | ¥420.50 | – |" in text
    table = tested.people_table().to_pydict()
    assert table["pay_1"] == ["310.50", "50.00", "30.00", "30.00"]


def test_the_year_shifted_stands_beside_the_year_as_it_was(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    tested = back_test(plans, facts_of(tmp_path, plans[0]), policy=POLICY)
    year = shifted(tested.facts, plans[0], attainment=-0.1, vacancies=0.2, seed=3).facts
    changed = back_test(plans, year, policy=POLICY)
    text = to_markdown(Document(LABEL, tuple(shifted_blocks(tested, changed))), "en")
    assert "1 of 6 person-months" in text and "changed by −10" in text
    total = changed.each[0].payouts.total
    assert f"| Label | ¥390.00 | ¥{total:.2f} |" in text
    course = attainment_course(tested, (-0.1, 0))
    text = to_markdown(Document(LABEL, tuple(course_blocks(tested, course))), "zh")
    assert "| −10.0% | 351.00\u00a0元 | 702.00\u00a0元 |" in text
    assert "| 实际情况 | 390.00\u00a0元 | 780.00\u00a0元 |" in text
