"""The parts of the library: plans found, told apart, and read as a policy."""

from pathlib import Path

from engine.reports import styles
from pages.ui.library.company_cards import company_cards
from pages.ui.library.library_heading import heading
from pages.ui.library.plan_cards import cards
from pages.ui.library.plan_entries import entries
from pages.ui.library.plan_filters import choose
from pages.ui.library.policy_page import policy_page
from pages.ui.library.scroll_top import scroll_to_top

_OWN = Path(__file__).with_name("library.css").read_text(encoding="utf-8")
STYLE = f"<style>{styles()}{_OWN}</style>"

__all__ = [
    "STYLE",
    "cards",
    "choose",
    "company_cards",
    "entries",
    "heading",
    "policy_page",
    "scroll_to_top",
]
