"""Bands in words: of whole numbers as a company writes them, of anything else without a gap."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.shapes import band
from tests.small_plan import small_plan

COUNTED = {"errors": {"kind": "count", "label": {"en": "Errors", "zh": "差错"}}}


def bands(
    formula: str, starts: list[float], of_unit: str, facts: dict[str, Any] = COUNTED
) -> dict[str, list[str]]:
    figure = {"steps": [[start, 1] for start in starts], "of_unit": of_unit}
    plan = small_plan({"line": formula}, {"table": figure}, facts)
    naming = plan.naming(plan.parameters["table"])
    places = range(-1 if starts[0] > 0 else 0, len(starts))
    found = [band(starts, place, naming) for place in places]
    return {
        language: [text[language].replace("\u00a0", " ") for text in found]
        for language in ("en", "zh")
    }


@pytest.mark.parametrize(
    ("formula", "starts", "of_unit", "en", "zh"),
    [
        (
            "step(table, errors)",
            [21, 31],
            "points",
            ["≤20 points", "21–30 points", "≥31 points"],
            ["≤20 分", "21–30 分", "≥31 分"],
        ),
        ("step(table, quarter_sum(errors) + 1)", [0, 1, 2], "", ["0", "1", "≥2"], None),
        (
            "step(table, errors / 2)",
            [21, 31],
            "",
            ["below 21", "21 to below 31", "31 and above"],
            ["低于21", "21及以上、不足31", "31及以上"],
        ),
        ("step(table, errors)", [0.5, 2], "", ["below 0.5", "0.5 to below 2", "2 and above"], None),
        (
            "step(table, floor(errors / 12))",
            [1],
            "years",
            ["below 1 year", "1 year and above"],
            None,
        ),
        ("step(table, floor(errors / 12))", [1], "", ["≤0", "≥1"], None),
    ],
)
def test_a_band_of_whole_numbers_names_the_numbers_in_it(
    formula: str, starts: list[float], of_unit: str, en: list[str], zh: list[str] | None
) -> None:
    found = bands(formula, starts, of_unit)
    assert found["en"] == en
    if zh is not None:
        assert [text.replace(" ", "") for text in found["zh"]] == [t.replace(" ", "") for t in zh]
