"""A parameter of a plan on the screen, by its shape, and the way to it from another page."""

from pages.ui.parameters import figure_entry
from pages.ui.parameters.figure_change import as_shown_here
from pages.ui.parameters.figure_link import go_to_figure, show_wanted_figure, wanted_figure
from pages.ui.parameters.parameter_field import figure, name_for_formulas
from pages.ui.parameters.sum_bar import sum_of, sums_html

__all__ = [
    "as_shown_here",
    "figure",
    "figure_entry",
    "go_to_figure",
    "name_for_formulas",
    "show_wanted_figure",
    "sum_of",
    "sums_html",
    "wanted_figure",
]
