"""Charts of pay that several pages show, as figures."""

from pages.ui.charts import (
    cost_charts,
    difference_charts,
    earner_charts,
    finding_sentences,
    payout_charts,
    scenario_charts,
    waterfall_charts,
)
from pages.ui.charts.curve_reading import (
    breakpoints,
    in_sentence,
    kind_of,
    more_pay_sentence,
    moved_breakpoints,
    payout_sentence,
)
from pages.ui.charts.difference_strip import axis_of_gaps
from pages.ui.charts.group_labels import column_label, value_label
from pages.ui.charts.month_axis import month_ticks, months_below

__all__ = [
    "axis_of_gaps",
    "breakpoints",
    "column_label",
    "cost_charts",
    "difference_charts",
    "earner_charts",
    "finding_sentences",
    "in_sentence",
    "kind_of",
    "month_ticks",
    "months_below",
    "more_pay_sentence",
    "moved_breakpoints",
    "payout_charts",
    "payout_sentence",
    "scenario_charts",
    "value_label",
    "waterfall_charts",
]
