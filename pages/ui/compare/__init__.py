"""The parts of the compare page."""

from pages.ui.compare.compare_heading import heading, load_compare

__all__ = ["heading", "load_compare"]
