"""Payout curves whose driver is by how much a column rises each month."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import load_plan, payout_curve, read_facts
from engine.analysis import driver_by_person

LADDER = """\
employee_id,month,sales,baseline_sales,praises,exam_score,team,suggestions_adopted
a,2026-01,12000,10000,0,0,x,0
a,2026-03,18000,1,0,0,x,0
a,2026-04,9000,1,0,0,x,0
a,2026-05,99000,1,0,0,x,0
b,2026-02,5000,5500,0,0,y,0
"""


def test_x_is_the_rise_over_the_month_before(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text(LADDER, encoding="utf-8")
    plan = load_plan("growth-ladder")
    facts = read_facts(tmp_path / "facts.csv", plan)
    assert plan.curve is not None and plan.curve.stop == 24000
    # A fall counts as the left end of the curve, what is beyond the right end as that.
    assert driver_by_person(plan.curve, facts).tolist() == [(2000 + 6000 + 0 + 24000) / 4, 0]
    found = payout_curve(plan, facts)
    assert found is not None and found.person == "a"
    at = dict(zip(found.x.round(6).tolist(), found.pay.tolist(), strict=True))
    assert [at[x] for x in (0, 1600, 2000, 3600, 4000, 20000, 24000)] == [
        *(0, 0, 100, 100, 200),
        *(1000, 1000),
    ]
    assert np.diff(found.pay).min() >= 0
