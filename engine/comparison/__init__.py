"""Companies compared: what variants cost against a baseline, why, and for whom."""

from engine.comparison.changed_people import UNIT, ChangedPeople, GroupChange, Tenth
from engine.comparison.company_figures import CompanyFigures, ResultTenth
from engine.comparison.compared_companies import (
    Compared,
    LineRow,
    UnitRow,
    changes,
    compare_companies,
    scenario_name,
)
from engine.comparison.drawn_curves import UnitCurves, compared_curves
from engine.comparison.explained import Explained, explain
from engine.comparison.one_person import ComparedPerson, PersonLine, compared_person
from engine.comparison.people_rows import PeoplePage, PeopleRows
from engine.comparison.soundness import KINDS, CheckRow, CliffChange, Soundness, examine
from engine.comparison.three_causes import FACTORS, Split, UnitSplit, split_difference
from engine.comparison.waterfall import Cause, Waterfall, explain_difference

__all__ = [
    "FACTORS",
    "KINDS",
    "UNIT",
    "Cause",
    "ChangedPeople",
    "CheckRow",
    "CliffChange",
    "CompanyFigures",
    "Compared",
    "ComparedPerson",
    "Explained",
    "GroupChange",
    "LineRow",
    "PeoplePage",
    "PeopleRows",
    "PersonLine",
    "ResultTenth",
    "Soundness",
    "Split",
    "Tenth",
    "UnitCurves",
    "UnitRow",
    "UnitSplit",
    "Waterfall",
    "changes",
    "compare_companies",
    "compared_curves",
    "compared_person",
    "examine",
    "explain",
    "explain_difference",
    "scenario_name",
    "split_difference",
]
