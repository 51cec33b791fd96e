"""Companies compared: what variants cost against a baseline, why, and for whom."""

from engine.comparison.changed_people import UNIT, ChangedPeople, GroupChange
from engine.comparison.company_figures import CompanyFigures
from engine.comparison.compared_companies import (
    Compared,
    LineRow,
    UnitRow,
    changes,
    compare_companies,
)
from engine.comparison.shapley import MOST_EXACT
from engine.comparison.waterfall import Cause, Waterfall, explain_difference

__all__ = [
    "MOST_EXACT",
    "UNIT",
    "Cause",
    "ChangedPeople",
    "CompanyFigures",
    "Compared",
    "GroupChange",
    "LineRow",
    "UnitRow",
    "Waterfall",
    "changes",
    "compare_companies",
    "explain_difference",
]
