"""Spaces where Chinese meets figures, and texts in a row."""

from __future__ import annotations

import pytest

from engine.text import listed, quantity, spaced


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("满3个月得80%起", "满 3 个月得 80% 起"),
        ("KPI得分", "KPI 得分"),
        ("截至2026年12月共3人", "截至2026年12月共 3 人"),
        ("随3月、12月工资发放", "随3月、12月工资发放"),
        ("随 12 月工资", "随12月工资"),
        ("满1年", "满 1 年"),
        ("（甲） ÷ （乙）", "（甲）÷（乙）"),
        ("from 3 to 5", "from 3 to 5"),
    ],
)
def test_spaces_stand_where_figures_meet_chinese(text: str, written: str) -> None:
    assert spaced(text) == written


@pytest.mark.parametrize(
    ("kind", "language", "written"),
    [
        ("nouns", "en", "a, b and c"),
        ("nouns", "zh", "a、b、c"),
        ("and", "zh", "a，b，且c"),
        ("or", "en", "a, b or c"),
        ("or", "zh", "a、b或c"),
    ],
)
def test_texts_in_a_row(kind: str, language: str, written: str) -> None:
    assert listed(["a", "b", "c"], kind, language) == written
    assert listed(["a"], kind, language) == "a"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (99.7707699, "99.77077"),
        (2.7297297297, "2.72973"),
        (79.9999996, "79.9999996"),
        (1.0000000004, "1.0000000004"),
        (80.0, "80"),
    ],
)
def test_a_number_shows_more_only_where_it_would_look_exact(value: float, written: str) -> None:
    assert quantity(value, "", "en", fen=True) == written
