"""Figures that meet a budget: what may be moved, what has to hold, and the answer to apply."""

from pages.ui.solving.solving_dialog import offer

__all__ = ["offer"]
