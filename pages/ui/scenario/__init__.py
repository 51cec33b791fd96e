"""Choosing what a session works on: plan, people and variant; and people who cannot be paid."""

from pages.ui.scenario.people_choice import REFUSED
from pages.ui.scenario.plan_choice import arrive, choices, link_problem
from pages.ui.scenario.refused_people import nobody, plan_heading, refused_file, unless_refused
from pages.ui.scenario.variant_choice import older_plan, older_variant

__all__ = [
    "REFUSED",
    "arrive",
    "choices",
    "link_problem",
    "nobody",
    "older_plan",
    "older_variant",
    "plan_heading",
    "refused_file",
    "unless_refused",
]
