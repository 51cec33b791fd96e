"""Names for formulas, made of labels in any language."""

from __future__ import annotations

import pytest

from engine.drafting import spelled


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Weekend bonus", "weekend_bonus"),
        ("  Cap (per month) ", "cap_per_month"),
        ("销售额", "xiao_shou_e"),
        ("长期服务奖", "chang_qi_fu_wu_jiang"),
        ("女性人数", "nv_xing_ren_shu"),
        ("KPI得分（月）", "kpi_de_fen_yue"),
        ("ＫＰＩ", "kpi"),
        ("Prämie", "pramie"),
        ("13薪", "figure_13_xin"),
        ("2025", "figure_2025"),
        ("if", "figure_if"),
        ("", "figure"),
        ("……", "figure"),
    ],
)
def test_a_label_becomes_a_name_for_formulas(label: str, name: str) -> None:
    assert spelled(label, "figure") == name


def test_a_long_label_gives_a_name_of_whole_signs() -> None:
    assert spelled("a " * 60, "figure") == "_".join("a" * 20)
