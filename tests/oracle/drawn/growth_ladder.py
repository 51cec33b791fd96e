"""People and parameters of growth-ladder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals
from tests.oracle.people import NEAR, Cells, Draw, beside, cents, steady, written

REPLACED: dict[str, Strategy] = {
    "step_size": st.one_of(decimals(1, 5000), decimals(1, 5000, places=0)),
    "step_award": decimals(0, 500),
    "max_steps": st.integers(0, 20),
    "praise_rate": decimals(0, 50),
    "exam_prize": decimals(0, 1000),
    "exam_pass": decimals(0, 100, places=1),
    "suggestion_rate": decimals(0, 200),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # Whole steps up and down from the sales of the row before, and one cent beside them.
    size, most = p["step_size"], p["max_steps"]
    climbs = (0, 0, size, size, -size, 2 * size, most * size, (most + 1) * size, -3 * size)
    scores = [
        written(score, 1) for score in beside((p["exam_pass"],), Fraction(1, 10)) if score >= 0
    ]
    teams = steady(draw, ("A", "A", "a", "01", "售前"), rows)
    start = draw(st.sampled_from((Fraction(10000), Fraction(0), Fraction(-100), Fraction(8888))))
    sold = start
    cells = []
    for team in teams:
        near = sold + draw(st.sampled_from(climbs)) + draw(st.sampled_from(NEAR))
        sold = draw(st.sampled_from((near,) * 6 + (Fraction(0), draw(cents(-5000, 90000)))))
        sold = Fraction(written(sold))
        cells.append(
            {
                "sales": written(sold),
                "baseline_sales": written(draw(st.sampled_from((start, start - size)))),
                "praises": draw(st.sampled_from(("0", "0", "3", "17"))),
                "exam_score": draw(st.sampled_from((*scores, "0", "75.5", "75.5", "100"))),
                "team": team,
                "suggestions_adopted": draw(st.sampled_from(("0", "0", "1", "4"))),
            }
        )
    return cells
