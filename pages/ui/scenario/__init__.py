"""Choosing what a session works on: plan, people and variant; and people who cannot be paid."""

from pages.ui.scenario.company_choice import is_brought, own_company
from pages.ui.scenario.health_card import fill_health_card, health_card_placeholder
from pages.ui.scenario.page_entry import enter
from pages.ui.scenario.people_choice import REFUSED
from pages.ui.scenario.problem_list import number_of, show_problems
from pages.ui.scenario.reading_notice import assumed, reading_notice
from pages.ui.scenario.refused_people import (
    ask_for_people,
    heading_alone,
    refused_file,
    unless_refused,
)
from pages.ui.scenario.scope_choice import show_unit, shows_company
from pages.ui.scenario.unit_row import unit_row
from pages.ui.scenario.variant_choice import older_plan, older_variant

__all__ = [
    "REFUSED",
    "ask_for_people",
    "assumed",
    "enter",
    "fill_health_card",
    "heading_alone",
    "health_card_placeholder",
    "is_brought",
    "number_of",
    "older_plan",
    "older_variant",
    "own_company",
    "reading_notice",
    "refused_file",
    "show_problems",
    "show_unit",
    "shows_company",
    "unit_row",
    "unless_refused",
]
