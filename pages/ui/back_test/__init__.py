"""The parts of the back-test page: its three steps, and each of them."""

from pathlib import Path

from pages.ui.back_test.reconcile_view import reconcile
from pages.ui.back_test.results_view import results
from pages.ui.back_test.steps_bar import steps
from pages.ui.back_test.understand_view import understand
from pages.ui.back_test.understanding import open_import, understood

STYLE = Path(__file__).with_name("back_test.css")

__all__ = [
    "STYLE",
    "open_import",
    "reconcile",
    "results",
    "steps",
    "understand",
    "understood",
]
