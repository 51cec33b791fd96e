"""An example that is messy on purpose: the files, and the plan that they were made for."""

from __future__ import annotations

from pathlib import Path

from engine.yaml_files import DATA

EXAMPLE_PLAN = "service-seller"
FOLDER = DATA / "samples" / "last-year"


def example_files() -> list[Path]:
    """The files of the example, in the order in which somebody would bring them."""
    return sorted(FOLDER.iterdir())
