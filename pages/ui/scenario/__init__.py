"""Choosing what a session works on: plan, people and variant; and people who cannot be paid."""

from pages.ui.scenario.health_card import fill_health_card, health_card_placeholder
from pages.ui.scenario.people_choice import REFUSED
from pages.ui.scenario.plan_choice import choices, link_problem, open_link
from pages.ui.scenario.problem_list import show_problems
from pages.ui.scenario.reading_notice import assumed, reading_notice
from pages.ui.scenario.refused_people import (
    ask_for_people,
    plan_heading,
    refused_file,
    unless_refused,
)
from pages.ui.scenario.variant_choice import older_plan, older_variant

__all__ = [
    "REFUSED",
    "ask_for_people",
    "assumed",
    "choices",
    "fill_health_card",
    "health_card_placeholder",
    "link_problem",
    "older_plan",
    "older_variant",
    "open_link",
    "plan_heading",
    "reading_notice",
    "refused_file",
    "show_problems",
    "unless_refused",
]
