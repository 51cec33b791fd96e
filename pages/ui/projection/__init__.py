"""The parts of the projection page."""

from pages.ui.projection.projection_heading import heading, load_projection

__all__ = ["heading", "load_projection"]
