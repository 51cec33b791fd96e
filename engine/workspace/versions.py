"""What is kept, as values: a version is saved once and never changes, an item is its versions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from engine.calendar import month_number
from engine.scenario import people_from_json
from engine.text import LANGUAGES
from engine.yaml_files import Json

PLAN, SCENARIO, FACTS, POLICY = "plan", "scenario", "facts", "policy"
RECIPE, WORKFORCE, RECONCILIATION = "recipe", "workforce", "reconciliation"
COMPANY = "company"
KINDS = (PLAN, SCENARIO, COMPANY, FACTS, POLICY, RECIPE, WORKFORCE, RECONCILIATION)
DAMAGED = "damaged"
"""The kind of a version whose row cannot be read any more; it is listed, and nothing else."""
LONGEST_NAME = 120
LONGEST_NOTE = 2_000
LONGEST_TEXT = 1_000
"""Characters of the id of a plan, of an author, and of a name in the detail."""
MOST = 10**9
"""The largest number that a list shows of something."""
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of a save; outside of them a clock was wrong, and times cannot be put into every time zone."""


@dataclass(frozen=True, eq=False)
class Version:
    """One save of an item. Versions are equal when their ids are.

    `item` is the item it belongs to, `kind` what that is (one of `KINDS`; damaged
    where that cannot be told any more), `plan` the id of the plan it is about, of a company its
    own, "" for a policy and for a reconciliation.
    `content` is the SHA-256 of what was saved. `detail` says what a list shows of it (see
    `contents`). `based_on` is the version that lay before whoever saved, or "". `saved_at` is UTC;
    `hidden` says that the item is put away with this version.
    """

    item: str
    kind: str
    name: str
    plan: str
    content: str
    saved_at: datetime
    detail: Mapping[str, Json] = field(default_factory=dict)
    based_on: str = ""
    author: str = ""
    note: str = ""
    hidden: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def id(self) -> str:
        """Hash of all that the version says: the same version has it in every workspace."""
        return digest(canonical(self.as_json()))

    @property
    def needs(self) -> tuple[str, ...]:
        """The contents without which the version could not be opened."""
        base = self.detail.get("base")
        return (self.content, str(base["content"])) if base else (self.content,)

    def as_json(self) -> dict[str, Json]:
        """The version as plain data, as an export holds it."""
        return {
            "item": self.item,
            "kind": self.kind,
            "name": self.name,
            "plan": self.plan,
            "content": self.content,
            "saved_at": written(self.saved_at),
            "detail": dict(self.detail),
            "based_on": self.based_on,
            "author": self.author,
            "note": self.note,
            "hidden": self.hidden,
        }

    @classmethod
    def from_json(cls, data: Any) -> Version:
        """The version that plain data describes. Raises NotAVersion where this program would not
        have saved it."""
        if not isinstance(data, Mapping) or data.keys() != _FITS.keys():
            raise NotAVersion("version", data)
        for part, fits in _FITS.items():
            if not fits(data[part]):
                raise NotAVersion(part, data[part])
        if not _DETAILS[data["kind"]](data["detail"]):
            raise NotAVersion("detail", data["detail"])
        return cls(**{**data, "saved_at": moment(data["saved_at"])})


class NotAVersion(ValueError):
    """Something is not as a version says it: which part, and what was found there."""

    def __init__(self, part: str, found: object) -> None:
        self.part = part
        self.found = ascii(found)[:80]
        super().__init__(f"{part}: {self.found}")


@dataclass(frozen=True)
class Item:
    """Something kept: its current version and how many there are."""

    current: Version
    versions: int

    @property
    def id(self) -> str:
        """The item's id, the same for all its versions."""
        return self.current.item

    @property
    def kind(self) -> str:
        """One of `KINDS`; damaged where the current version cannot be read."""
        return self.current.kind

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.current.name

    @property
    def plan(self) -> str:
        """The id of the plan it is about."""
        return self.current.plan

    @property
    def hidden(self) -> bool:
        """Whether it is put away."""
        return self.current.hidden


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def canonical(data: Json) -> bytes:
    """Plain data as the one JSON text that stands for it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def written(when: datetime) -> str:
    """A moment as text that sorts as time does: 2026-11-22T06:02:11.123456Z."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """The moment that `written` wrote. Raises ValueError for anything else."""
    when = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if written(when) != text or not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise ValueError(text)
    return when


# -- what fits -------------------------------------------------------------------------------


def is_name(data: object) -> bool:
    """Whether this can be read as a name in a list."""
    return _is_text(LONGEST_NAME)(data) and bool(str(data).strip())


def unseen(text: str) -> str:
    """The first sign of a text that nobody sees but that changes how it is shown, or nothing."""
    found = _UNSEEN.search(text)
    return found[0] if found else ""


def _is_text(longest: int) -> Callable[[object], bool]:
    """Whether something is a text of so many characters, all of which can be seen."""
    return lambda data: isinstance(data, str) and len(data) <= longest and not unseen(data)


def _is_hex(length: int, *, may_be_blank: bool = False) -> Callable[[object], bool]:
    form = re.compile(f"[0-9a-f]{{{length}}}" + ("|" if may_be_blank else ""))
    return lambda data: isinstance(data, str) and form.fullmatch(data) is not None


def _is_count(data: object) -> bool:
    return isinstance(data, int) and not isinstance(data, bool) and 0 <= data <= MOST


def _is_moment(data: object) -> bool:
    try:
        return isinstance(data, str) and bool(moment(data))
    except ValueError:
        return False


def _is_month(data: object) -> bool:
    try:
        return isinstance(data, str) and bool(month_number(data))
    except ValueError:
        return False


def _is_people(data: object) -> bool:
    try:
        people_from_json(data)
    except ValueError:
        return False
    return data is None or (isinstance(data, Mapping) and _is_text(MOST)(repr(data)))


def _is_title(data: object) -> bool:
    if not isinstance(data, Mapping) or data.keys() != set(LANGUAGES):
        return False
    return all(map(_is_text(MOST), data.values()))


def _is_base(data: object) -> bool:
    fits = {"content": _is_hex(64), "item": _is_hex(32, may_be_blank=True)}
    return _has(fits)(data)


def _is_span(data: object) -> bool:
    return isinstance(data, list) and len(data) == 2 and all(map(_is_month, data))


def _are_columns(data: object) -> bool:
    return isinstance(data, list) and all(map(_is_text(LONGEST_TEXT), data))


def _has(
    wanted: Mapping[str, Callable[[object], bool]],
    optional: Mapping[str, Callable[[object], bool]] | None = None,
) -> Callable[[object], bool]:
    """Whether something has all these entries, perhaps those, and no others, and each fits."""
    every = {**wanted, **(optional or {})}
    return lambda data: (
        isinstance(data, Mapping)
        and wanted.keys() <= data.keys() <= every.keys()
        and all(every[name](entry) for name, entry in data.items())
    )


_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Signs that control a screen or turn a text around, and halves of signs."""
_FITS: Mapping[str, Callable[[object], bool]] = {
    "item": _is_hex(32),
    "kind": lambda data: data in KINDS,
    "name": is_name,
    "plan": _is_text(LONGEST_TEXT),
    "content": _is_hex(64),
    "saved_at": _is_moment,
    "detail": lambda data: isinstance(data, Mapping),
    "based_on": _is_hex(64, may_be_blank=True),
    "author": _is_text(LONGEST_TEXT),
    "note": _is_text(LONGEST_NOTE),
    "hidden": lambda data: isinstance(data, bool),
}
_DETAILS: Mapping[str, Callable[[object], bool]] = {
    PLAN: _has({"problems": _is_count}, {"title": _is_title}),
    SCENARIO: _has({"base": _is_base, "people": _is_people, "changes": _is_count}),
    FACTS: _has(
        {
            "rows": _is_count,
            "people": _is_count,
            "months": _is_span,
            "columns": _are_columns,
            "key": _is_text(LONGEST_TEXT),
            "file": _is_hex(64),
        }
    ),
    POLICY: _has({"changes": _is_count}),
    RECIPE: _has({"tables": _is_count, "columns": _is_count}),
    WORKFORCE: _has({"employees": _is_count, "measures": _is_count}),
    RECONCILIATION: _has({"facts": _is_hex(64), "paid": _is_count, "accepted": _is_count}),
    COMPANY: _has({"title": _is_title, "units": _is_count, "changes": _is_count}),
}
"""What `Content` says the detail of each kind is."""
