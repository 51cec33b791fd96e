"""People and parameters of job-bands."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, table
from tests.oracle.people import Cells, Draw, beside, steady, written

ROLES = ("representative", "supervisor", "relationship_manager", "success_manager")

# Bands so narrow that float64 could not tell their ends apart are nobody's bands.
ends = st.one_of(st.integers(20, 250).map(lambda n: n * 100), decimals(1000, 25000))
band = st.tuples(ends, ends).map(sorted).filter(lambda band: band[1] - band[0] >= 1)

REPLACED: dict[str, Strategy] = {"pay_bands": table(ROLES, band)}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Pay at the ends and the middle of the own band, and a cent beside them. Ends have four
    decimals at most, so that pay in whole fen is either on one or clearly beside it.
    """
    factors = ("1", "1.15", "0.85", "0.9", "1.33", "0.5")
    cells = []
    for role, factor in zip(steady(draw, ROLES, rows), steady(draw, factors, rows), strict=True):
        low, high = (end * Fraction(factor) for end in p["pay_bands"][role])
        near = beside((low, high, (low + high) / 2))
        pays = (*near, Fraction(0), Fraction(-1), low / 2, high * 2)
        cells.append(
            {
                "role": role,
                "current_pay": written(draw(st.sampled_from(pays)), draw(st.sampled_from((2, 6)))),
                "city_factor": factor,
            }
        )
    return cells
