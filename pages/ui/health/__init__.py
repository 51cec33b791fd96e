"""The parts of the health page: findings, and the thresholds they are measured by."""

from pathlib import Path

from pages.ui.health.company_view import of_company
from pages.ui.health.finding_cards import findings
from pages.ui.health.health_heading import heading
from pages.ui.health.health_papers import again_of, book_of, paper_of
from pages.ui.health.policy_choice import refused_file
from pages.ui.health.threshold_fields import common

STYLE = Path(__file__).with_name("health.css")

__all__ = [
    "STYLE",
    "again_of",
    "book_of",
    "common",
    "findings",
    "heading",
    "of_company",
    "paper_of",
    "refused_file",
]
