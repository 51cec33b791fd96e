"""Charts of pay that several pages show, as figures."""

from pages.ui.charts import difference_charts, finding_sentences, payout_charts
from pages.ui.charts.curve_reading import (
    breakpoints,
    in_sentence,
    kind_of,
    moved_breakpoints,
    payout_sentence,
)
from pages.ui.charts.group_labels import column_label, value_label

__all__ = [
    "breakpoints",
    "column_label",
    "difference_charts",
    "finding_sentences",
    "in_sentence",
    "kind_of",
    "moved_breakpoints",
    "payout_charts",
    "payout_sentence",
    "value_label",
]
