"""Differences from what was paid that somebody accepted, each with a reason, as a file keeps them.

Whoever accepts also notes what the differences were. If they are others afterwards, nothing is
accepted: it must be looked at anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from engine.calendar import month_number
from engine.json_files import read_json
from engine.text import Problem, Refused

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class Accepted:
    """What is accepted: of an employee, a month (YYYY-MM), a line or a suspect; "" is any.

    `figures` is how many differences that were, `fen` what they came to together (paid beyond the
    plan), and `cases` a mark of whose, of which month and line and how large each was, at the
    moment when it was accepted. `at` is when, in ISO form, `author` who.
    """

    employee: str = ""
    month: str = ""
    line: str = ""
    suspect: str = ""
    reason: str = ""
    author: str = ""
    at: str = ""
    figures: int | None = None
    fen: int | None = None
    cases: str = ""


def accepted_text(accepted: Iterable[Accepted]) -> str:
    """The text of a file that `read_accepted` reads."""
    entries = [{k: v for k, v in asdict(a).items() if v not in ("", None)} for a in accepted]
    return json.dumps({"accepted": entries}, ensure_ascii=False, indent=2) + "\n"


def read_accepted(file: Path) -> tuple[Accepted, ...]:
    """The accepted differences in a JSON file. Raises Refused with all that is wrong."""
    return accepted_from(read_json(file), str(file))


def accepted_from(data: Any, file: str = "") -> tuple[Accepted, ...]:
    """The accepted differences that JSON describes. Raises Refused with all that is wrong."""
    entries = data.get("accepted") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise Refused([Problem("accepted_broken", {"found": str(data)[:80]}, file)])
    problems = [p for i, entry in enumerate(entries, 1) for p in _problems(entry, i, file)]
    if problems:
        raise Refused(problems)
    return tuple(Accepted(**entry) for entry in entries)


def _problems(entry: Any, place: int, file: str) -> Sequence[Problem]:
    said = {"place": place}
    if not isinstance(entry, dict):
        return [Problem("accepted_entry", {**said, "found": str(entry)[:80]}, file)]
    texts = {field.name for field in fields(Accepted)} - {"figures", "fen"}
    for name, value in entry.items():
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not (isinstance(value, str) if name in texts else name in ("figures", "fen") and whole):
            found = f"{name}: {value}"[:80]
            return [Problem("accepted_entry", {**said, "found": found}, file, column=str(name))]
    if not entry.get("reason", "").strip() or len(entry["reason"]) > LONGEST_REASON:
        return [Problem("accepted_no_reason", said, file)]
    if not any(entry.get(name) for name in ("employee", "month", "line", "suspect")):
        return [Problem("accepted_everything", said, file)]
    try:
        if entry.get("month"):
            month_number(entry["month"])
    except ValueError:
        return [Problem("accepted_entry", {**said, "found": entry["month"]}, file, column="month")]
    return []
