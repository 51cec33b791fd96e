"""A column of the files that may be one that is sought, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.importing.heading_words import EQUAL, GENERAL, SYNONYM

TIE = 0.03
"""Two columns that speak for the same within so little are both worth a question."""


@dataclass(frozen=True)
class Candidate:
    """A column of the files that may be one of the plan, and how much speaks for it (0 to 1).

    `why` is "own" for its name or label, "synonym" for a word known to mean the same, "word" for
    one that is used for much, "name" for a likeness of names, "content" for its cells.
    """

    table: str
    heading: str
    confidence: float
    why: str


def reason(score: float) -> str:
    """Why a heading speaks for a column, by how much it does."""
    if score >= EQUAL:
        return "own"
    if score >= SYNONYM:
        return "synonym"
    return "word" if score == GENERAL else "name"


def is_tie(found: Sequence[Candidate]) -> bool:
    """Whether the first two of some candidates, the likeliest first, speak for the same."""
    return len(found) > 1 and found[0].confidence - found[1].confidence < TIE
