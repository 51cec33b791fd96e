"""People and parameters of service-kpi-360."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, steps, table, weight
from tests.oracle.people import Cells, Draw, beside, steady, written
from tests.oracle.service_kpi_360 import DEFAULTS as SERVICE_KPI_360

KPIS = tuple(SERVICE_KPI_360["kpi_weights"])

REPLACED: dict[str, Strategy] = {
    "kpi_weights": table(KPIS, weight),
    # Shares so that twice the target is no percent number yet; only the speed is in hours.
    "kpi_targets": st.fixed_dictionaries(
        {
            kpi: st.sampled_from((1, 24)) if kpi == "complaint_speed" else decimals(0.3, 0.9)
            for kpi in KPIS
        }
    ),
    "weight_self": weight,
    "weight_superior": weight,
    "weight_group": weight,
    "performance_standard": monthly_amount,
    "streak_prizes": steps(st.integers(1, 5), decimals(0, 1000)),
    "streak_months": st.integers(1, 5),
    "improvement_places": st.integers(0, 7),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # Mostly on target everywhere, so that ties are frequent and the ratings decide.
    unit = Fraction(1, 10000)
    on_target = {kpi: written(p["kpi_targets"][kpi], 4) for kpi in KPIS}
    off_target = {
        kpi: [written(x, 4) for x in beside((0, target, target / 2, target * 2), unit)]
        for kpi, target in p["kpi_targets"].items()
    }
    ratings = ("100", "100", "80", "80.5", "0", "101")
    cells = []
    for own, group, amount in zip(
        steady(draw, ratings, rows),
        steady(draw, ratings, rows),
        steady(draw, ("5000.00", "6638.36", "0", "5000.005", "-12.345"), rows),
        strict=True,
    ):
        cell = {**on_target, "rating_self": own, "rating_group": group, "monthly_pay": amount}
        for kpi in draw(st.lists(st.sampled_from(KPIS), max_size=3, unique=True)):
            cell[kpi] = draw(st.sampled_from(off_target[kpi]))
        cells.append(cell)
    return cells
