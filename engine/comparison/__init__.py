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
from engine.comparison.people_rows import PeoplePage, PeopleRows
from engine.comparison.shapley import MOST_EXACT
from engine.comparison.three_causes import FACTORS, Split, UnitSplit, split_difference
from engine.comparison.waterfall import Cause, Waterfall, explain_difference

__all__ = [
    "FACTORS",
    "MOST_EXACT",
    "UNIT",
    "Cause",
    "ChangedPeople",
    "CompanyFigures",
    "Compared",
    "GroupChange",
    "LineRow",
    "PeoplePage",
    "PeopleRows",
    "Split",
    "UnitRow",
    "UnitSplit",
    "Waterfall",
    "changes",
    "compare_companies",
    "explain_difference",
    "split_difference",
]
