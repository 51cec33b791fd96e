"""More people than fit into memory at once, read or drawn and paid a part at a time."""

from engine.large_runs.parts_of_people import (
    ROWS,
    DrawnPeople,
    PeopleInFile,
    PeopleInParts,
    disorder_in,
)
from engine.large_runs.running_in_parts import (
    KnownPeople,
    Totals,
    known_people_of,
    paid_in_parts,
    why_not_in_parts,
)

__all__ = [
    "ROWS",
    "DrawnPeople",
    "KnownPeople",
    "PeopleInFile",
    "PeopleInParts",
    "Totals",
    "disorder_in",
    "known_people_of",
    "paid_in_parts",
    "why_not_in_parts",
]
