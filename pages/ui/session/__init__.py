"""What this session works on: its plan and figures, its people, what it keeps, and its link."""

from pages.ui.session import address, link, people, work, workspace
from pages.ui.session.people import Missing, called, file_of, memory, phrase, short_phrase
from pages.ui.session.work import (
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
    "SIZES",
    "Missing",
    "Work",
    "address",
    "called",
    "file_of",
    "from_json",
    "link",
    "memory",
    "people",
    "people_for",
    "phrase",
    "short_phrase",
    "work",
    "workspace",
]
