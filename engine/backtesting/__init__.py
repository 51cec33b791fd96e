"""Plans on a year of real people, that year shifted, and how far the answer can be trusted."""

from engine.backtesting.actual_pay import ActualPay, actual_pay
from engine.backtesting.asked_goal import asked_goal
from engine.backtesting.asked_shift import ATTAINMENT, AskedShift, asked_share, asked_shift
from engine.backtesting.attainment_course import (
    ShiftedCost,
    attainment_course,
    course_or_refusal,
)
from engine.backtesting.bootstrap import DRAWS, MOST_DRAWS, Bootstrap, Range, bootstrap
from engine.backtesting.checked_year import CheckedYear
from engine.backtesting.company_year import CompanyYear, WhyNot, drawn_units
from engine.backtesting.hold_out import GOALS, Fold, GoalKind, HoldOut, hold_out
from engine.backtesting.paid_columns import NO_COLUMN, PaidColumns, paid_columns
from engine.backtesting.plan_or_company import backtest
from engine.backtesting.plans_on_year import (
    BackTest,
    GroupCost,
    OnYear,
    PayBand,
    back_test,
    population,
)
from engine.backtesting.scaled_results import driving
from engine.backtesting.shared_facts import shared_facts
from engine.backtesting.shifted_year import Shifted, shifted
from engine.backtesting.tied_people import tied_people
from engine.backtesting.tuning_told import not_a_forecast, same_people, tuned

__all__ = [
    "ATTAINMENT",
    "DRAWS",
    "GOALS",
    "MOST_DRAWS",
    "NO_COLUMN",
    "ActualPay",
    "AskedShift",
    "BackTest",
    "Bootstrap",
    "CheckedYear",
    "CompanyYear",
    "Fold",
    "GoalKind",
    "GroupCost",
    "HoldOut",
    "OnYear",
    "PaidColumns",
    "PayBand",
    "Range",
    "Shifted",
    "ShiftedCost",
    "WhyNot",
    "actual_pay",
    "asked_goal",
    "asked_share",
    "asked_shift",
    "attainment_course",
    "back_test",
    "backtest",
    "bootstrap",
    "course_or_refusal",
    "drawn_units",
    "driving",
    "hold_out",
    "not_a_forecast",
    "paid_columns",
    "population",
    "same_people",
    "shared_facts",
    "shifted",
    "tied_people",
    "tuned",
]
