"""What is kept, as values: a version is saved once and never changes, an item is its versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from engine.yaml_files import Json


@dataclass(frozen=True, eq=False)
class Version:
    """One save of an item. Versions are equal when their ids are.

    `item` is the item it belongs to, `kind` what that is (plan, scenario, facts, policy), `plan`
    the id of the plan it is about, "" for a policy. `content` is the SHA-256 of what was saved.
    `detail` says what a list shows of it (see `contents`). `based_on` is the version that lay
    before whoever saved, or "". `saved_at` is UTC; `hidden` says that the item is put away with
    this version.
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
        """The version that plain data describes. Raises ValueError for anything else."""
        texts = ("item", "kind", "name", "plan", "content", "based_on", "author", "note")
        if not isinstance(data, Mapping) or data.keys() != {*texts, "saved_at", "detail", "hidden"}:
            raise ValueError("not a version")
        if any(not isinstance(data[name], str) for name in (*texts, "saved_at")):
            raise ValueError("not a version")
        if not isinstance(data["detail"], Mapping) or not isinstance(data["hidden"], bool):
            raise ValueError("not a version")
        return cls(
            **{name: data[name] for name in texts},
            saved_at=moment(data["saved_at"]),
            detail=data["detail"],
            hidden=data["hidden"],
        )


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
        """plan, scenario, facts or policy."""
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
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment that `written` wrote. Raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
