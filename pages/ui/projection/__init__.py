"""The parts of the projection page."""

from pathlib import Path

from pages.ui import payroll
from pages.ui.projection.live_results import further_results, results
from pages.ui.projection.projection_details import tabs
from pages.ui.projection.projection_downloads import downloads
from pages.ui.projection.projection_start import Start, assumptions, begin

_OWN = Path(__file__).with_name("projection.css").read_text(encoding="utf-8")
STYLE = f"<style>{payroll.STYLE}{_OWN}</style>"

__all__ = [
    "STYLE",
    "Start",
    "assumptions",
    "begin",
    "downloads",
    "further_results",
    "results",
    "tabs",
]
