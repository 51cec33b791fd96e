"""Choosing what a session works on: plan, people and variant; and people who cannot be paid."""

from pages.ui.scenario.company_choice import own_company
from pages.ui.scenario.health_card import fill_health_card, health_card_placeholder
from pages.ui.scenario.page_entry import enter
from pages.ui.scenario.people_choice import REFUSED
from pages.ui.scenario.problem_list import show_problems
from pages.ui.scenario.reading_notice import assumed, reading_notice
from pages.ui.scenario.refused_people import (
    ask_for_people,
    plan_heading,
    refused_file,
    unless_refused,
)
from pages.ui.scenario.scope_choice import show_unit, shows_company
from pages.ui.scenario.variant_choice import older_plan, older_variant

__all__ = [
    "REFUSED",
    "ask_for_people",
    "assumed",
    "enter",
    "fill_health_card",
    "health_card_placeholder",
    "older_plan",
    "older_variant",
    "own_company",
    "plan_heading",
    "reading_notice",
    "refused_file",
    "show_problems",
    "show_unit",
    "shows_company",
    "unless_refused",
]
