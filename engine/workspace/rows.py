"""Rows of the database: versions, and the bytes they name by SHA-256."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.text import Problem, Refused
from engine.workspace.versions import Version, canonical, digest, moment

COLUMNS = "item, kind, name, plan, content, saved_at, detail, based_on, author, note, hidden"
"""The columns of `versions` that `from_row` reads."""


def from_row(row: Sequence[Any]) -> Version:
    """The version of a row in COLUMNS."""
    item, kind, name, plan, content, saved_at, detail, based_on, author, note, hidden = row
    return Version(
        item=item,
        kind=kind,
        name=name,
        plan=plan,
        content=content,
        saved_at=moment(saved_at),
        detail=json.loads(detail),
        based_on=based_on,
        author=author,
        note=note,
        hidden=bool(hidden),
    )


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
    if row is None or digest(row[0]) != wanted:
        raise Refused([Problem("workspace_damaged", {"found": wanted[:12]}, str(file))])
    data: bytes = row[0]
    return data
