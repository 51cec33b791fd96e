"""Charts of pay that several pages show, as figures."""

from pages.ui.charts import payout_charts
from pages.ui.charts.curve_reading import (
    breakpoints,
    in_sentence,
    kind_of,
    moved_breakpoints,
    payout_sentence,
)

__all__ = [
    "breakpoints",
    "in_sentence",
    "kind_of",
    "moved_breakpoints",
    "payout_charts",
    "payout_sentence",
]
