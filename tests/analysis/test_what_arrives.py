"""Of one more yuan of pay along the curve: what is taken home, and what it costs the employer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import Facts, PayoutCurve, payout_curve
from engine.payroll import PayrollSettings
from tests.small_plan import LABEL, load, plan_of

SHANGHAI = PayrollSettings()
MONTHS = 12


def curve_of(
    lines: dict[str, Any],
    settings: PayrollSettings | None,
    stop: int,
    people: tuple[str, ...] = ("ann",),
) -> PayoutCurve:
    """The curve of a plan paid on sales from 0 to `stop`, through 2026; all have sales of 100."""
    columns = {"sales": {"kind": "money"}}
    axis = {"move": "sales", "from": 0, "to": stop, "label": LABEL}
    plan = load({**plan_of(lines, {}, columns), "curve": axis})
    facts = Facts(
        first=2026 * 12,
        employees=people,
        present=np.ones((MONTHS, len(people)), dtype=np.bool_),
        numbers={"sales": np.full((MONTHS, len(people)), 100.0)},
        categories={},
        people={},
        source="",
    )
    found = payout_curve(plan, facts, settings=settings)
    assert found is not None
    return found


def test_without_payroll_nothing_is_said() -> None:
    found = curve_of({"wage": "8000 + sales"}, None, 1600)
    assert found.net is found.cost is found.arrives is found.costs is found.more_pay is None


def test_take_home_and_cost_of_a_wage_in_shanghai() -> None:
    found = curve_of({"wage": "8000 + sales"}, SHANGHAI, 1600)
    assert found.net is not None and found.cost is not None
    assert found.arrives is not None and found.costs is not None
    # 8,000: 840 insurance and 560 housing fund; 8,000 - 1,400 - 5,000 at 3 % is 48.
    # 9,000: 945 and 630; 2,425 at 3 % is 72.75.
    assert found.net[[0, 100]].tolist() == [6552.0, 7352.25]
    # The employer: 25.7 % and the housing fund.
    assert found.cost[[0, 100]].tolist() == [10616.0, 11943.0]
    # Between them (1 - 17.5 %) × 97 %, and 1 + 32.7 %.
    assert found.arrives[:100].mean() == pytest.approx(0.80025)
    assert found.costs[:100].mean() == pytest.approx(1.327)
    # From 8,000 to 8,010: 1.05 insurance, 1 housing fund (560.70 is 561), 3 % of 7.95 over the year
    # (0.2385 × 12 = 2.86); costs 2.57 and the 1.
    assert found.arrives[0] == pytest.approx((10 - 2.05 - 2.862 / 12) / 10, abs=1e-4)
    assert found.costs[0] == pytest.approx(1.357)


def test_where_pay_does_not_move_nothing_more_arrives() -> None:
    found = curve_of({"wage": "max(8000, 7000 + sales)"}, SHANGHAI, 1600)
    assert found.arrives is not None
    assert np.isnan(found.arrives[:99]).all() and found.arrives[100] > 0.7


def test_a_bonus_in_a_dead_zone_leaves_less() -> None:
    bonus = {"pay": "3 * year_sum(sales)", "every": "year", "counts_as": "annual_bonus"}
    found = curve_of({"wage": "40000", "bonus": bonus}, SHANGHAI, 1600)
    assert found.arrives is not None
    # Sales of 1,000 make a bonus of 36,000, those of 1,010 one of 36,360: beyond every cap, so that
    # 360 more are taxed 36,360 × 10 % - 210 - 1,080 = 2,346.
    assert found.arrives[100] == pytest.approx((360 - 2346) / 360)
    assert found.arrives[99] == pytest.approx(0.97)
    assert found.more_pay is not None and found.more_pay.falls == (1000.0,)
    together = curve_of({"wage": "40000", "bonus": bonus}, PayrollSettings(bonus="together"), 1600)
    assert together.arrives is not None and (together.arrives > 0.5).all()


def test_where_pay_depends_on_others_one_of_them_is_asked_about() -> None:
    found = curve_of({"wage": "8000 + total(sales)"}, SHANGHAI, 1200, people=("ann", "bob", "cho"))
    assert found.net is not None and found.cost is not None and found.person
    # 61 points twenty apart: 800 of one's own and 100 of each of the others make 9,000.
    assert (found.pay[40], found.net[40], found.cost[40]) == (9000.0, 7352.25, 11943.0)


def test_what_becomes_of_more_pay_where_the_middle_half_of_people_stand() -> None:
    found = curve_of({"wage": "8000 + sales"}, SHANGHAI, 1600)
    more = found.more_pay
    # Everybody stands at 100, in the bin from 80 to 120: a quarter of it is 90, three quarters 110.
    assert more is not None and (more.start, more.stop, more.falls) == (90.0, 110.0, ())
    # 8,090 to 8,110: 2.10 insurance, 2 housing fund (566.30, 567.70); 3 % of 15.90 is 0.477.
    assert more.arrives == pytest.approx((20 - 4.1 - 0.477) / 20, abs=1e-3)
    assert more.costs == pytest.approx((20 + 5.14 + 2) / 20)
    flat = curve_of({"wage": "max(8000, 7000 + sales)"}, SHANGHAI, 1600)
    assert flat.more_pay is None
