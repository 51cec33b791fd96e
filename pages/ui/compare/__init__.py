"""The parts of the compare page."""

from pathlib import Path

from pages.ui import payroll
from pages.ui.compare.compare_answers import load_comparison, session_facts_of
from pages.ui.compare.compare_details import details
from pages.ui.compare.compare_downloads import downloads
from pages.ui.compare.compare_heading import heading
from pages.ui.compare.difference_steps import steps
from pages.ui.compare.figures_by_scenario import figures, fill_health
from pages.ui.compare.nothing_compared import nothing_compared
from pages.ui.compare.scenario_choices import choices, two_places
from pages.ui.compare.whose_people import whose_people

_OWN = Path(__file__).with_name("compare.css").read_text(encoding="utf-8")
STYLE = f"<style>{payroll.STYLE}{_OWN}</style>"

__all__ = [
    "STYLE",
    "choices",
    "details",
    "downloads",
    "figures",
    "fill_health",
    "heading",
    "load_comparison",
    "nothing_compared",
    "session_facts_of",
    "steps",
    "two_places",
    "whose_people",
]
