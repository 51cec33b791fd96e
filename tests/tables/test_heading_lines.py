"""Which lines of a sheet are its headings."""

from __future__ import annotations

from dataclasses import replace

from engine.sheets import Area
from engine.tables.layout import find_layout
from tests.tables.files import grid


def test_headings_beside_days_that_are_merged_over_two_lines_are_found() -> None:
    names = ["姓名", "工号", "出勤天数"]
    days = [str(day) if day % 7 else "六" for day in range(1, 13)]
    found = replace(
        grid(
            [
                ["月度汇总 统计日期：2026-03-01 至 2026-03-31", *[""] * 14],
                [*names, "考勤结果", *[""] * 11],
                ["", "", "", *days],
                ["王芳", "1001", "21", *["正常"] * 12],
                ["李强", "1002", "22", *["正常"] * 12],
            ]
        ),
        merged=(*(Area(1, at, 2, at) for at in range(3)), Area(1, 3, 1, 14)),
    )
    layout = find_layout(found)
    assert (layout.headings, layout.body.tolist()) == ((1, 2), [3, 4])


def test_a_line_of_labels_with_their_values_heads_nothing() -> None:
    found = grid(
        [
            ["Sales Rep:", "Ann Lee", "Employee ID:", "E01"],
            ["Invoice", "Date", "Customer", "Net Sales"],
            ["INV1", "2026-01-05", "Acme", "1000.25"],
        ]
    )
    assert find_layout(found).headings == (1,)
