"""What was decided while a file was reconciled with what was paid, as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.analysis import Accepted, accepted_from, accepted_text
from engine.text import Problem, Refused, say


@dataclass(frozen=True)
class ReconciledNotes:
    """Of a file of people, by its SHA-256 and kind (csv): per plan which column says what was paid
    for which line, and the differences that were accepted. `sources` are the SHA-256 of the files
    that it was made of, where it was made of some, in rising order."""

    facts: str
    kind: str
    paid: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The notes as JSON; a file of accepted differences as the terminal reads them, too."""
        body = {
            "facts": self.facts,
            "kind": self.kind,
            "paid": {plan: dict(columns) for plan, columns in self.paid.items()},
            **({"sources": list(self.sources)} if self.sources else {}),
            **json.loads(accepted_text(self.accepted)),
        }
        return json.dumps(body, ensure_ascii=False, indent=1).encode()

    @property
    def counts(self) -> dict[str, int]:
        """How much was decided, as a list shows it."""
        return {
            "paid": sum(map(len, self.paid.values())),
            "accepted": len(self.accepted),
        }


def read_notes(data: bytes, name: str) -> ReconciledNotes:
    """The notes of kept JSON. Raises Refused for anything else."""
    try:
        body: Any = json.loads(data)
    except (ValueError, RecursionError):
        body = None
    match body:
        case {"facts": str(facts), "kind": str(kind), "paid": dict(paid)}:
            sources = body.get("sources", [])
            are_texts = isinstance(sources, list) and all(isinstance(x, str) for x in sources)
            if are_texts and all(map(_are_texts, paid.values())):
                accepted = accepted_from(body, name)
                return ReconciledNotes(facts, kind, paid, accepted, tuple(sources))
    raise Refused([Problem("keep_broken", {"found": ascii(data[:80])}, name)])


def differences(old: ReconciledNotes, new: ReconciledNotes, language: str) -> list[str]:
    """What was decided since, in words."""
    sentences = []
    for key, many, few in (
        ("kept.accepted_new", new.accepted, old.accepted),
        ("kept.accepted_gone", old.accepted, new.accepted),
    ):
        known = set(few)
        if count := sum(one not in known for one in many):
            sentences.append(say(language, key, count=count))
    if old.paid != new.paid:
        columns = {column for paid in new.paid.values() for column in paid.values()}
        named = say(language, "place.comma").join(sorted(columns))
        sentences.append(say(language, "kept.paid", columns=named))
    return sentences


def _are_texts(data: object) -> bool:
    return isinstance(data, dict) and all(isinstance(entry, str) for entry in data.values())
