"""Three rows of one month as one figure, by each rule: what is empty counts for nothing."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from engine.importing.month_grouping import MonthGrouping
from engine.importing.recipe import Recipe, Rule, Source, TableKeys
from engine.importing.table_work import TableRead
from engine.plan import load_plan
from engine.sheets import Sheet

PLAN = load_plan("service-seller")


def grouped(rule: Rule, cells: list[str], weights: list[str]) -> str:
    """The figure of rows of 2, 3 and 1 January."""
    source = Source("t", ("x",), rule=rule, weight="w" if rule is Rule.WEIGHTED_MEAN else "")
    columns = {
        "employee": ["A1"] * 3,
        "month": ["2026-01"] * 3,
        "day": ["2026-01-02", "2026-01-03", "2026-01-01"],
        "csat": cells,
    }
    read = TableRead(
        Sheet("t.csv", {}, 3, np.arange(3)),
        TableKeys("id"),
        {name: pa.array(texts, pa.string()) for name, texts in columns.items()},
        {"csat": pa.array(weights, pa.string())},
        kept=np.ones(3, dtype=np.bool_),
    )
    with duckdb.connect() as db:
        MonthGrouping(db, Recipe(PLAN.id, {}, {"csat": source}), PLAN, "t", read).group()
        [[figure]] = db.sql("SELECT csat FROM t").fetchall()
    return str(figure)


@pytest.mark.parametrize(
    ("rule", "cells", "weights", "figure"),
    [
        (Rule.SUM, ["0.9", "", "0.5"], ["", "", ""], "1.4"),
        (Rule.SUM, ["", "", ""], ["", "", ""], ""),  # nothing is not 0
        (Rule.COUNT, ["0.9", "", "0.5"], ["", "", ""], "2"),
        (Rule.MEAN, ["0.9", "", "0.5"], ["", "", ""], "0.7"),
        (Rule.LAST, ["0.9", "", "0.5"], ["", "", ""], "0.9"),  # 2 January: the 3rd says nothing
        (Rule.WEIGHTED_MEAN, ["0.9", "", "0.5"], ["1", "100", "3"], "0.6"),  # (0.9 + 3 × 0.5) / 4
        (Rule.WEIGHTED_MEAN, ["0.9", "0.1", "0.5"], ["1", "", "3"], "0.6"),
        (Rule.WEIGHTED_MEAN, ["0.9", "", "0.5"], ["0", "100", "0"], ""),
        (Rule.SHARE_OF_YES, ["1", "", "0"], ["", "", ""], "0.5"),
        (Rule.COUNT_OF_YES, ["1", "1", "0"], ["", "", ""], "2"),
    ],
)
def test_rows_become_one_figure(
    rule: Rule, cells: list[str], weights: list[str], figure: str
) -> None:
    assert grouped(rule, cells, weights) == figure
