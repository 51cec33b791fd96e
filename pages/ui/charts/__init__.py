"""Charts that more than one page draws."""

from pages.ui.charts import payout_charts
from pages.ui.charts.curve_reading import breakpoints, kind_of

__all__ = ["breakpoints", "kind_of", "payout_charts"]
