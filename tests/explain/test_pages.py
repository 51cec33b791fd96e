"""What a reader sees: pages of a few small situations, word for word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import engine
from engine.explain import to_markdown
from tests.explain.situations import section, statement

SELLER = """
    employee_id, month, grade, sales, quota, csat, complaint_rate, team_score
    E1, 2026-01, intermediate, 57000, 60000, 0.92, 0.018, 85
    E1, 2026-02, intermediate, 47999.99, 60000, 0.92, 0.018, 85
    E1, 2026-03, intermediate, 39000, 60000, 0.92, 0.018, 85
"""

LEDGER = """
    employee_id, month, collected, service_collected, target, kpi_factor, tenure_months
    E1, 2026-01, 30000, 0, 100000, 1, 20
    E1, 2026-03, 10000, 0, 100000, 1, 22
    E1, 2026-04, 80000, 0, 100000, 1, 23
    E1, 2026-06, 55000, 0, 100000, 0.9, 25
"""

POOL = """
    employee_id, month, post, skill_group, hours, calls, review_score, overtime_hours, \
night_shifts, shortfall_excused
    E1, 2026-03, agent, north, 100, 5400, 90, 0, 0, 0
    E2, 2026-03, agent, north, 100, 3600, 80, 0, 0, 0
    E3, 2026-03, shift_lead, north, 160, 0, 100, 0, 0, 0
    E4, 2026-03, director, north, 160, 0, 100, 0, 0, 0
    E5, 2026-03, agent, south, 100, 9999, 100, 0, 0, 0
"""


def test_a_step_just_missed(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-02")
    assert section(told, "Monthly bonus: ¥0.00", "en") == dedent("""\
        Monthly bonus: ¥0.00

        Base pay × Monthly bonus by attainment [Quota attainment]
        = 3,500.00 × 0 %
        = 0.00

        - **Base pay: ¥3,500.00**
        - Monthly bonus by attainment: 0 % of base pay
          Attainment of the month: 79.99998 %, below the first step: nothing. The first step \
(10 % of base pay) starts at 80 %, 0.00002 percentage points further on.
          - **Quota attainment: 80 %** (see above)
        """).replace("80 %** (see", "80 %** (see")
    assert "当月达成率为 79.99998%，未达到第一档，取 0；" in section(told, "月度奖金：¥0.00", "zh")


def test_a_quarter_shows_its_months(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-03")
    assert section(told, "季度奖金：¥1,575.00", "zh") == dedent("""\
        """)
    assert "年终发放（12月），下次为2026年12月。" in section(told, "年度奖金：本月不发", "zh")
    assert "next in December 2026" in section(told, "Annual bonus: not paid this month", "en")
