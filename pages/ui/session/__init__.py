"""What this session works on: its scenario and draft, its people, what it keeps, and its link.

No widgets here."""

from pages.ui.session import (
    address,
    draft_session,
    health_policy,
    kept_items,
    link,
    people_facts,
    session_scenario,
)
from pages.ui.session.draft_session import TAB, Desk, DeskStore, role_of
from pages.ui.session.health_check import checked
from pages.ui.session.link import PLAN_PARAMETER
from pages.ui.session.people_facts import Missing, called, file_of, memory, phrase, short_phrase
from pages.ui.session.session_scenario import (
    FIRST_SEED,
    MOST_MONTHS,
    SIZES,
    Work,
    from_json,
    people_for,
)

__all__ = [
    "FIRST_SEED",
    "MOST_MONTHS",
    "PLAN_PARAMETER",
    "SIZES",
    "TAB",
    "Desk",
    "DeskStore",
    "Missing",
    "Work",
    "address",
    "called",
    "checked",
    "draft_session",
    "file_of",
    "from_json",
    "health_policy",
    "kept_items",
    "link",
    "memory",
    "people_facts",
    "people_for",
    "phrase",
    "role_of",
    "session_scenario",
    "short_phrase",
]
