"""Rows of the database: versions, and the bytes they name by SHA-256."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.text import Problem, Refused
from engine.workspace.versions import (
    DAMAGED,
    FIRST_YEAR,
    NotAVersion,
    Version,
    canonical,
    digest,
)

COLUMNS = "item, kind, name, plan, content, saved_at, detail, based_on, author, note, hidden, id"
"""The columns of `versions` that `from_row` reads."""


def from_row(row: Sequence[Any]) -> Version:
    """The version of a row in COLUMNS; of a row that is not as it was saved one of the kind
    DAMAGED, so that it stands in its place in the list and everything else goes on."""
    try:
        return sound_row(row)
    except NotAVersion as wrong:
        item, _, name, *_, id = row
        damaged = Version(
            item=str(item),
            kind=DAMAGED,
            name=_readable(name),
            plan="",
            content="",
            saved_at=datetime(FIRST_YEAR, 1, 1, tzinfo=UTC),
            detail={"found": str(wrong)},
        )
        damaged.__dict__["id"] = str(id)  # as it was saved
        return damaged


def sound_row(row: Sequence[Any]) -> Version:
    """The version of a row in COLUMNS. Raises NotAVersion where it is not as it was saved."""
    *parts, id = row
    named = dict(zip(COLUMNS.split(", "), parts, strict=False))
    try:
        named["detail"] = json.loads(named["detail"])
    except (ValueError, TypeError, RecursionError):
        raise NotAVersion("detail", named["detail"]) from None
    named["hidden"] = {0: False, 1: True}.get(named["hidden"])
    version = Version.from_json(named)
    if version.id != id:
        raise NotAVersion("id", id)
    return version


def add_version(connection: sqlite3.Connection, version: Version) -> None:
    """Adds a version; its content must be there."""
    row = version.as_json()
    row |= {"id": version.id, "detail": canonical(row["detail"]).decode("utf-8")}
    names = ", ".join(row)
    blanks = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO versions ({names}) VALUES ({blanks})", row)


def add_content(connection: sqlite3.Connection, data: bytes) -> None:
    """Adds bytes under their SHA-256; the same bytes are there once."""
    connection.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", (digest(data), data))


def content_of(connection: sqlite3.Connection, wanted: str, file: Path) -> bytes:
    """The bytes of a SHA-256. Raises Refused where they are not what was saved."""
    row = connection.execute("SELECT data FROM contents WHERE digest = ?", (wanted,)).fetchone()
    if row is None or not isinstance(row[0], bytes) or digest(row[0]) != wanted:
        raise Refused([Problem("workspace_damaged", {"found": wanted[:12]}, str(file))])
    return row[0]


def _readable(name: object) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in str(name))[:80].strip() or "?"
