"""What a policy says beside pay: who issues it, when it holds, when pay is due, whom to ask."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.plan_reader import PlanReader
from engine.text import Text
from engine.yaml_files import Json

SECTION = "terms"
TEXTS = ("posts", "excluded", "owner", "approver", "replaces", "leavers", "confidentiality")
"""Keys that hold a text in every language."""
MOST = {"pay_day": 31, "appeal_days": 365}
"""Keys that hold a whole number, with the largest: the day of the following month on which pay is
due, and the working days in which an employee may appeal."""
KEYS = (*TEXTS, "effective_date", "version", *MOST)


@dataclass(frozen=True)
class Terms:
    """What a policy says beside pay, each as far as it is given. `effective_date` is YYYY-MM-DD."""

    posts: Text | None = None
    excluded: Text | None = None
    owner: Text | None = None
    approver: Text | None = None
    replaces: Text | None = None
    leavers: Text | None = None
    confidentiality: Text | None = None
    effective_date: str | None = None
    version: str | None = None
    pay_day: int | None = None
    appeal_days: int | None = None


def read_terms(reader: PlanReader) -> Terms:
    """The terms that a plan file gives."""
    given = reader.mapping(reader.document.data.get(SECTION) or {}, SECTION)
    reader.known_keys(given, KEYS, SECTION)
    texts = {key: reader.optional_text(given.get(key), SECTION, key) for key in TEXTS}
    version = given.get("version")
    return Terms(
        **texts,
        effective_date=_date(reader, given),
        version=None if version is None else str(version),
        pay_day=_number(reader, given, "pay_day"),
        appeal_days=_number(reader, given, "appeal_days"),
    )


def _date(reader: PlanReader, given: Mapping[str, Json]) -> str | None:
    value = given.get("effective_date")
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        reader.problem("terms_date", (SECTION, "effective_date"), str(value))
        return None


def _number(reader: PlanReader, given: Mapping[str, Json], key: str) -> int | None:
    value = given.get(key)
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 1 <= value <= MOST[key]:
        reader.problem("terms_number", (SECTION, key), str(value), most=MOST[key])
        return None
    return int(value)
