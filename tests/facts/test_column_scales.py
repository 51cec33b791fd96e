"""Columns in two scales, and figures unlike what their column holds: refused, or told and used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import engine
from engine import Facts, Refused
from engine.text import LANGUAGES, Problem
from tests.small_plan import small_plan

RATE: dict[str, Any] = {"kind": "share", "range": [0, 1]}
ATTAINMENT: dict[str, Any] = {"kind": "share"}
GROWTH: dict[str, Any] = {"kind": "share", "range": [-1, 5]}
SCORE: dict[str, Any] = {"kind": "score", "range": [0, 100]}
RATING: dict[str, Any] = {"kind": "score", "range": [0, 10]}
MONEY: dict[str, Any] = {"kind": "money"}
NUMBER: dict[str, Any] = {"kind": "number"}
COUNT: dict[str, Any] = {"kind": "count"}


def read(folder: Path, column: dict[str, Any], cells: Sequence[object]) -> Facts:
    plan = small_plan({"pay_line": "cell"}, facts={"cell": column})
    rows = "".join(f"E{i},2026-01,{cell}\n" for i, cell in enumerate(cells))
    file = folder / "facts.csv"
    file.write_text("employee_id,month,cell\n" + rows, encoding="utf-8")
    return engine.read_facts(file, plan)


def refused(folder: Path, column: dict[str, Any], cells: Sequence[object]) -> Sequence[Problem]:
    with pytest.raises(Refused) as caught:
        read(folder, column, cells)
    problems = caught.value.problems
    assert all(
        p.column in ("cell", "") and p.sentence(lang) for p in problems for lang in LANGUAGES
    )
    return problems


@pytest.mark.parametrize(
    ("column", "cells", "wrong", "right"),
    [
        (RATE, [0.92, 92, 0.92, 1], [92], "0.92"),
        (RATE, [92, 91.5, 0.93, 88], [92, 91.5, 88], "0.92"),
        (RATE, [0.02, 2, 1, 1], [2, 1, 1], "0.02"),
        (RATE, [0.02, 0.01, 0.03, 0, 3.5, 2], [3.5, 2], "0.035"),
        (RATE, [0.2, 10], [10], "0.1"),
        (ATTAINMENT, [0.8, 1.3, 1.1, 105], [105], "1.05"),
        (GROWTH, [0.05, 0.1, -0.02, 12], [12], "0.12"),
        (RATING, [8.5, 9, 7, 85], [85], "8.5"),
    ],
)  # fmt: skip
def test_two_scales_in_one_column_are_refused_cell_by_cell(
    tmp_path: Path, column: dict[str, Any], cells: list[float], wrong: list[float], right: str
) -> None:
    problems = refused(tmp_path, column, cells)
    assert [float(p.value) for p in problems] == wrong
    assert [cells[p.line - 2] for p in problems if p.line] == wrong
    assert f"{right} for" in problems[0].remedy("en")


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (RATE, [0.92, 0.4, 1, 0]),
        (RATE, [0, 0.0004, 0.06]),
        (ATTAINMENT, [0.02, 0.9, 1.39, 2.4, 2.5]),
        (GROWTH, [0.05, 0.1, -0.5, 0.4, 0.9]),
        (SCORE, [0, 2, 0.01, 0.1, 62, 100]),
        (SCORE, [0, 0, 0]),
        (RATING, [0, 0.3, 1, 8, 9.5, 10]),
        (MONEY, [0, 0.01, -50_000, 80_000, 95_000.5]),
        (MONEY, [80.5, 1200, 15_000, 200_000]),
        (NUMBER, [0, 0.5, 21, 18.5, -30]),
        (NUMBER, [0.1, 24, 71.9, 24]),
        (COUNT, [0, 3, 12]),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_column_is_read_without_a_word(
    tmp_path: Path, column: dict[str, Any], cells: list[float]
) -> None:
    facts = read(tmp_path, column, cells)
    assert facts.warnings == ()
    assert facts.numbers["cell"][0].tolist() == cells


@pytest.mark.parametrize(
    ("column", "cells", "key", "line"),
    [
        (RATE, [0.9, 1.2, 1.3], "out_of_range", 3),
        (RATE, [0.02, 0.03, 1], "perhaps_percent", 4),
        (ATTAINMENT, [0.9, 1.1, 12], "perhaps_percent", 4),
        (GROWTH, [0.05, 0.1, -0.5, 3], "perhaps_percent", 5),
        (SCORE, [0.8, 0.9, 0.75], "perhaps_share", 2),
        (SCORE, [0.8, 5, 12, 62, 70, 90, 95], "perhaps_share", 2),
        (ATTAINMENT, [80, 130, 101], "perhaps_percent", 2),
        (ATTAINMENT, [0.9, 1.1, 10], "perhaps_percent", 4),
        (RATE, [0.92, 9], "out_of_range", 3),
        (SCORE, [80, 80, 80, 0.8], "perhaps_share", 5),
        (SCORE, [80, 90, 1], "perhaps_share", 4),
        (RATING, [8, 9, 0.9], "perhaps_share", 4),
        (SCORE, [0.99, 29.9], "perhaps_share", 2),
        (SCORE, [80, 120], "out_of_range", 3),
        (MONEY, [80_000, 95_000, 8.2, 102_000], "perhaps_ten_thousands", 4),
        (MONEY, [9, 9.5, 8, 90_000], "perhaps_ten_thousands", 5),
        (NUMBER, [0.9333, 1, 93.33, 0.85], "perhaps_other_unit", 4),
        (NUMBER, [300, 280, 4.5, 320], "perhaps_other_unit", 4),
        (COUNT, [1, 2.5, 3], "count_fraction", 3),
        (COUNT, [1, -2, 3], "below_lowest", 3),
        ({"kind": "money", "least": 0}, [100, -5], "below_lowest", 3),
        ({"kind": "share", "most": 1}, [0.9, 1.5], "above_highest", 3),
        (MONEY, [1.5, 0.1234567], "many_decimals", 3),
    ],
)  # fmt: skip
def test_the_unusual_is_told_with_its_line_and_used_as_it_stands(
    tmp_path: Path, column: dict[str, Any], cells: list[float], key: str, line: int
) -> None:
    facts = read(tmp_path, column, cells)
    [warning] = facts.warnings
    assert (warning.key, warning.line, warning.column) == (key, line, "cell")
    assert all(warning.value in warning.sentence(language) for language in LANGUAGES)
    assert facts.numbers["cell"][0].tolist() == cells


@pytest.mark.parametrize(
    "cells", [[92, 95, 100], [0, 92, 0, 88], [10], [0.9, 10], [0.21, 10], [0.9, 0.92, 2000]]
)
def test_a_column_out_of_its_range_with_no_other_scale_beside_is_told_and_used(
    tmp_path: Path, cells: list[float]
) -> None:
    facts = read(tmp_path, RATE, cells)
    assert [warning.key for warning in facts.warnings] == ["out_of_range", "perhaps_percent"]
    assert facts.numbers["cell"][0].tolist() == cells


def test_the_noise_of_another_program_is_no_decimal(tmp_path: Path) -> None:
    assert read(tmp_path, MONEY, ["92543.79999999999", "58773.6"]).warnings == ()


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (["1e17", "5"], ["1e17"]),
        (["-100000000000000000", "5"], ["-100000000000000000"]),
        (["99999999999.99", "100000000000", "5"], ["100000000000"]),
        (["9999999999999", "5"], []),
    ],
)
def test_amounts_that_cannot_be_calculated_exactly_are_refused(
    tmp_path: Path, cells: list[str], wrong: list[str]
) -> None:
    if not wrong:
        assert read(tmp_path, MONEY, cells).warnings == ()
        return
    problems = refused(tmp_path, MONEY, cells)
    assert [(p.key, p.value) for p in problems] == [("too_large", cell) for cell in wrong]


def test_many_cells_in_another_scale_are_counted(tmp_path: Path) -> None:
    problems = refused(tmp_path, RATE, [0.9, *[90] * 300])
    assert len(problems) == 201
    assert problems[-1].key == "more_problems" and "100" in problems[-1].text("en")


def test_a_seller_file_in_two_scales_is_refused_column_by_column(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(
        "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score\n"
        "A,2026-03,junior,70000,90000,0.88,0.01,75\n"
        "B,2026-03,junior,70000,90000,88,3,75\n"
        "C,2026-03,junior,70000,90000,1,1,0.75\n"
    )
    with pytest.raises(Refused) as caught:
        engine.read_facts(file, engine.load_plan("service-seller"))
    assert [(p.line, p.column, p.value) for p in caught.value.problems] == [
        (3, "csat", "88"),
        (3, "complaint_rate", "3"),
        (4, "complaint_rate", "1"),
    ]


@pytest.mark.parametrize("plan", [*engine.catalogue(), *engine.samples()])
def test_nobody_has_a_negative_target(plan: str) -> None:
    columns = engine.load_plan(plan).facts.values()
    targets = [c for c in columns if c.id in ("quota", "target", "cost_budget")]
    assert all(0 in (c.least, c.above) for c in targets)
