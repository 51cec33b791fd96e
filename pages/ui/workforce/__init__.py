"""The parts of the page Workforce: what the people are like."""

from pathlib import Path

from pages.ui.workforce.fitted_model import model
from pages.ui.workforce.measure_gallery import measures
from pages.ui.workforce.measure_links import links
from pages.ui.workforce.people_moves import moves
from pages.ui.workforce.portrait_loading import load_portrait
from pages.ui.workforce.workforce_heading import cards, heading, may_be_told

STYLE = Path(__file__).with_name("workforce.css")

__all__ = [
    "STYLE",
    "cards",
    "heading",
    "links",
    "load_portrait",
    "may_be_told",
    "measures",
    "model",
    "moves",
]
