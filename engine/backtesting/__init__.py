"""Plans on a year of real people, that year shifted, and how far the answer can be trusted."""

from engine.backtesting.actual_pay import ActualPay, actual_pay
from engine.backtesting.plans_on_year import (
    BackTest,
    GroupCost,
    OnYear,
    PayBand,
    back_test,
    population,
)
from engine.backtesting.small_groups import Grouping, grouped
from engine.backtesting.tuning_told import not_a_forecast, same_people, tuned

__all__ = [
    "ActualPay",
    "BackTest",
    "GroupCost",
    "Grouping",
    "OnYear",
    "PayBand",
    "actual_pay",
    "back_test",
    "grouped",
    "not_a_forecast",
    "population",
    "same_people",
    "tuned",
]
