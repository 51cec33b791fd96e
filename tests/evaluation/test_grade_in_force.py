"""The grade of a career ladder is a category like any other: looked up, compared, counted."""

from __future__ import annotations

from pathlib import Path

from tests.small_plan import paid, small_plan

PLAN = small_plan(
    {
        "career": {
            "working": "career_ladder(start=grade, review=calendar_month in (3, 6),"
            " promote=sales > 0, min_months=base_by_grade)"
        },
        "now": {"measure": "career.grade"},
        "looked_up": "100 * base_by_grade[career.grade]",
        "compared": '1 if career.grade == "senior" else 0',
        "one_of": '1 if career.grade in ("senior", "principal") else 0',
        "guarded": "award[now] if now in award else -1",
        "as_before": "1 if career.grade == former_grade else 0",
        "stepped": "step(ladder_by_grade[career.grade], sales)",
        "added_up": {"pay": "quarter_sum(base_by_grade[career.grade])", "every": "quarter"},
        "counted": 'count(career.grade == "senior")',
    }
)
JUNIOR, SENIOR = "junior,junior", "senior,junior"
ROWS = "\n".join(
    f"{who},2026-0{month},{sales},{grades},1,1,north,x,,0"
    for who, sales, grades in (("A", 5, JUNIOR), ("B", 0, SENIOR))
    for month in range(1, 8)
)
HEADING = (
    "employee_id,month,sales,grade,former_grade,quota,score,region,team,manager_id,tenure_months\n"
)


def test_the_grade_in_force_is_used_like_a_column(tmp_path: Path) -> None:
    payouts = paid(PLAN, HEADING + ROWS, tmp_path, measures=True)
    found = {line: (payouts.amounts(line)[:, 0] / 100).tolist() for line in payouts.lines}
    assert found == {
        "looked_up": [100, 100, 100, 200, 200, 200, 300],
        "compared": [0, 0, 0, 1, 1, 1, 0],
        "one_of": [0, 0, 0, 1, 1, 1, 1],
        "guarded": [-1, -1, -1, 5, 5, 5, -1],
        "as_before": [1, 1, 1, 0, 0, 0, 0],
        "stepped": [1, 1, 1, 2, 2, 2, 3],
        "added_up": [0, 0, 3, 0, 0, 6, 0],
        "counted": [1, 1, 1, 2, 2, 2, 1],
    }
    codes = payouts.measures["now"].array[:, 0].tolist()
    assert [("junior", "senior", "principal")[code] for code in codes] == [
        *["junior"] * 3,
        *["senior"] * 3,
        "principal",
    ]
