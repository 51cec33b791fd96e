"""Catalogue 13, job-bands: where pay stands in the band of its role and city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "job-bands"

DEFAULTS: dict[str, Any] = {
    "pay_bands": {
        "representative": [3000, 5000],
        "supervisor": [8000, 12000],
        "relationship_manager": [10000, 15000],
        "success_manager": [12000, 20000],
    },
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def band(row: Row) -> tuple[Fraction, Fraction]:
        low, high = p["pay_bands"][row["role"]]
        return low * number(row, "city_factor"), high * number(row, "city_factor")

    def current_pay(row: Row) -> Fraction:
        return number(row, "current_pay")

    def compa_ratio(row: Row) -> Fraction:
        low, high = band(row)
        return current_pay(row) / ((low + high) / 2)

    def range_position(row: Row) -> Fraction:
        low, high = band(row)
        return (current_pay(row) - low) / (high - low)

    def band_flag(row: Row) -> str:
        low, high = band(row)
        if current_pay(row) < low:
            return "below"
        return "within" if current_pay(row) <= high else "above"

    def band_adjustment(row: Row) -> Fraction:
        low, _ = band(row)
        return max(Fraction(0), low - current_pay(row))

    amounts = pay_slips(rows, {"base_pay": current_pay, "band_adjustment": band_adjustment})
    return amounts, measured(
        rows,
        {"compa_ratio": compa_ratio, "range_position": range_position, "band_flag": band_flag},
    )
