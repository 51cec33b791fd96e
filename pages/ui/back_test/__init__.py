"""The parts of the back-test page: its three steps, and each of them."""

from pathlib import Path

from pages.ui import statement
from pages.ui.back_test.company_year_view import of_company, without_cases
from pages.ui.back_test.reconcile_view import reconcile
from pages.ui.back_test.results_view import results
from pages.ui.back_test.steps_bar import steps
from pages.ui.back_test.understand_view import understand
from pages.ui.back_test.understanding import understood

_OWN = "".join(
    Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")
    for name in ("back_test", "reconcile", "results", "company_year")
)
STYLE = f"<style>{statement.STYLE}{_OWN}</style>"

__all__ = [
    "STYLE",
    "of_company",
    "reconcile",
    "results",
    "steps",
    "understand",
    "understood",
    "without_cases",
]
