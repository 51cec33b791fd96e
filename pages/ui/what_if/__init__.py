"""The parts of the what-if page: what a change costs, who feels it and why."""

from pathlib import Path

from pages.ui import payroll, statement
from pages.ui.what_if.answer_loading import load_answers
from pages.ui.what_if.answers import of_all
from pages.ui.what_if.baseline_choice import baseline_choice
from pages.ui.what_if.detail_tabs import details
from pages.ui.what_if.key_figure_cards import cards
from pages.ui.what_if.overview_charts import (
    cost_by_month,
    distribution,
    payout_curve,
    small_charts,
)
from pages.ui.what_if.parameter_panel import panel
from pages.ui.what_if.payout_downloads import downloads
from pages.ui.what_if.position_frames import follow_figures
from pages.ui.what_if.take_home_tab import fill_dead_zone
from pages.ui.what_if.what_if_heading import heading

_OWN = Path(__file__).with_name("what_if.css").read_text(encoding="utf-8")
STYLE = f"<style>{statement.STYLE}{payroll.STYLE}{_OWN}</style>"

__all__ = [
    "STYLE",
    "baseline_choice",
    "cards",
    "cost_by_month",
    "details",
    "distribution",
    "downloads",
    "fill_dead_zone",
    "follow_figures",
    "heading",
    "load_answers",
    "of_all",
    "panel",
    "payout_curve",
    "small_charts",
]
