"""What a column is taken for is chosen anew: nothing else changes, what it displaces is kept."""

from __future__ import annotations

import pytest

import engine
from engine.importing import (
    Dates,
    Meaning,
    Recipe,
    Role,
    Source,
    TableKeys,
    meaning_of,
    with_meaning,
)
from engine.sheets import Sheet
from engine.tables import Table

PLAN = engine.load_plan("sample-flat-commission")
RECIPE = Recipe(
    PLAN.id,
    {"t": TableKeys("工号", Dates("月份"))},
    {"target": Source("t", ("目标",)), "sales": Source("t", ("业绩",))},
    further={"地区": Source("t", ("地区",)), "gross_pay": Source("t", ("实发",))},
)
TABLE = Table("t", Sheet("t.csv", {}, 0), (), successors={"业绩": "业绩额", "实发": "实发额"})


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("工号", Meaning(Role.EMPLOYEE)),
        ("月份", Meaning(Role.MONTH)),
        ("目标", Meaning(Role.FACT, "target")),
        ("地区", Meaning(Role.FURTHER, "地区")),
        ("实发", Meaning(Role.PAID, "gross_pay")),
        ("备注", Meaning(Role.LEFT_OUT)),
    ],
)
def test_a_column_is_what_the_recipe_says(heading: str, meaning: Meaning) -> None:
    assert meaning_of(RECIPE, PLAN, "t", heading) == meaning
    assert with_meaning(RECIPE, PLAN, TABLE, heading, meaning) is RECIPE


def test_the_column_that_was_it_before_is_kept_for_grouping() -> None:
    changed = with_meaning(RECIPE, PLAN, TABLE, "销售额", Meaning(Role.FACT, "sales"))
    assert changed.sources["sales"] == Source("t", ("销售额",))
    assert changed.sources["target"] == RECIPE.sources["target"]
    assert meaning_of(changed, PLAN, "t", "业绩") == Meaning(Role.FURTHER, "业绩")


def test_a_column_that_is_something_else_leaves_what_it_was_open() -> None:
    changed = with_meaning(RECIPE, PLAN, TABLE, "目标", Meaning(Role.LEFT_OUT))
    assert "target" not in changed.sources
    changed = with_meaning(RECIPE, PLAN, TABLE, "工号", Meaning(Role.FURTHER))
    assert changed.tables["t"].unsure == "gone"
    changed = with_meaning(changed, PLAN, TABLE, "姓名", Meaning(Role.EMPLOYEE))
    assert changed.tables["t"].employee == "姓名" and not changed.tables["t"].unsure
    assert changed.tables["t"].month == Dates("月份")


def test_what_was_paid_is_kept_under_the_name_of_its_line() -> None:
    changed = with_meaning(RECIPE, PLAN, TABLE, "应发", Meaning(Role.PAID, "gross_pay"))
    assert changed.further["gross_pay"] == Source("t", ("应发",))
    assert changed.further["实发"] == Source("t", ("实发",))


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [("业绩额", Meaning(Role.FACT, "sales")), ("实发额", Meaning(Role.PAID, "gross_pay"))],
)
def test_a_column_that_goes_on_where_another_ends_stays_beside_it(
    heading: str, meaning: Meaning
) -> None:
    changed = with_meaning(RECIPE, PLAN, TABLE, heading, meaning)
    source = {**changed.sources, **changed.further}[meaning.name]
    assert source == Source("t", (heading[:2], heading), unsure="follows")
    assert len(changed.further) == 2, "nothing is kept besides that is part of it"
    alone = with_meaning(changed, PLAN, TABLE, heading, Meaning(Role.LEFT_OUT))
    assert {**alone.sources, **alone.further}[meaning.name] == Source("t", (heading[:2],))
    other = with_meaning(changed, PLAN, TABLE, heading[:2], Meaning(Role.LEFT_OUT))
    again = with_meaning(other, PLAN, TABLE, heading[:2], meaning)
    assert again == changed
