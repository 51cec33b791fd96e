"""What is owed of a line that is settled for leavers, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.projection.periods_owed import owed_and_forfeited
from tests.small_plan import paid, small_plan

SHEET = """
    employee_id,month,sales
    left,2026-01,100
    left,2026-02,300
    stays,2026-01,60
    stays,2026-02,60
    stays,2026-03,60
    stays,2026-04,90
"""


@pytest.mark.parametrize(
    ("leavers", "owed", "forfeited", "people"),
    [
        # January: a third of 18.00, and half of the 40.00 settled in February. April: all of 9.00
        # would be paid had the quarter ended with it.
        ("settled", [600 + 2000, 1200, 0, 900], 0, 0),
        ("forfeited", [600, 1200, 0, 900], 4000, 1),
    ],
)
def test_what_is_settled_is_owed_until_then_and_not_forfeited(
    tmp_path: Path, leavers: str, owed: list[float], forfeited: float, people: int
) -> None:
    bonus = {"pay": "quarter_sum(sales) * 0.1", "every": "quarter", "leavers": leavers}
    plan = small_plan({"bonus": bonus}, {}, {"sales": {"kind": "money"}})
    found = owed_and_forfeited(paid(plan, SHEET, tmp_path))
    assert found.owed["bonus"].tolist() == owed
    assert (found.forfeited["bonus"], found.forfeiters["bonus"]) == (forfeited, people)
