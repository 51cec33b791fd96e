"""A parameter of a plan on the screen, by its shape."""

from pages.ui.parameters import figure_entry
from pages.ui.parameters.parameter_field import figure, name_for_formulas, sum_of

__all__ = ["figure", "figure_entry", "name_for_formulas", "sum_of"]
