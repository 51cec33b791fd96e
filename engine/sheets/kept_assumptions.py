"""What is assumed about the people of a file, kept in it beside the columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.text import LANGUAGES, MOST_PROBLEMS, SENTENCES, Problem, values_from_json

ENTRY = b"paycurve.assumptions"
"""Under this name a Parquet file keeps its assumptions."""
PREFIX = "assumed_"
"""The keys of all sentences that state an assumption begin so; a file may bring no others."""
MOST_BYTES = 1_000_000


def assumptions_entry(assumptions: Iterable[Problem]) -> dict[bytes, bytes]:
    """Assumptions as the metadata of a table; none where there are none."""
    kept = [
        {"key": of.key, "values": dict(of.values), "column": of.column, "value": of.value}
        for of in assumptions
    ]
    return {ENTRY: json.dumps(kept, ensure_ascii=False).encode()} if kept else {}


def assumptions_in(metadata: Mapping[bytes, bytes] | None) -> tuple[Problem, ...]:
    """The assumptions that stand in the metadata of a table; whatever is none is passed over."""
    entry = (metadata or {}).get(ENTRY, b"")
    if not entry or len(entry) > MOST_BYTES:
        return ()
    try:
        kept = json.loads(entry)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(kept, list):
        return ()
    found = (_assumption(of) for of in kept[:MOST_PROBLEMS])
    return tuple(of for of in found if of is not None)


def _assumption(kept: Any) -> Problem | None:
    """One assumption, if it can be said in every language."""
    if not isinstance(kept, dict) or not isinstance(kept.get("values"), dict):
        return None
    key = str(kept.get("key", ""))
    if not key.startswith(PREFIX) or f"problem.{key}" not in SENTENCES:
        return None
    values = values_from_json(kept["values"])
    column, value = str(kept.get("column", "")), str(kept.get("value", ""))
    problem = Problem(key, values, column=column, value=value)
    try:
        for language in LANGUAGES:
            problem.sentence(language)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None
    return problem
