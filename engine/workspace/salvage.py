"""What can still be read of a damaged database: row by row, past whatever is broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from engine.text import Problem, Refused
from engine.workspace import database
from engine.workspace.rows import COLUMNS, from_row
from engine.workspace.versions import DAMAGED, Version, digest

MOST_MISSING = 2_000
"""Rows are numbered without a gap; after so many that cannot be found there are no more."""
_BROKEN = (sqlite3.Error, UnicodeDecodeError, MemoryError)
"""What reading a broken row raises; a complaint that quotes it may be no text."""


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A damaged database, for reading only; SQLite is told to bear with a broken schema."""
    with database.told(file), closing(database.connected(file)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA writable_schema = ON")
        yield connection


def versions(connection: sqlite3.Connection) -> tuple[Version, ...]:
    """All versions that can be read."""
    found = (from_row(row) for row in _rows(connection, "versions", COLUMNS))
    return tuple(dict.fromkeys(version for version in found if version.kind != DAMAGED))


class Contents:
    """The contents that can be read, by their SHA-256; each is read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection, self._file = connection, file
        rows = _rows(connection, "contents", "rowid, data")
        self._places = {digest(data): place for place, data in rows if isinstance(data, bytes)}

    def __call__(self, wanted: str) -> bytes:
        """The bytes. Raises Refused where they cannot be read."""
        for column, value in (("digest", wanted), ("rowid", self._places.get(wanted))):
            query = f"SELECT data FROM contents WHERE {column} = ?"
            with suppress(*_BROKEN):
                row = self._connection.execute(query, (value,)).fetchone()
                if row is not None and isinstance(row[0], bytes) and digest(row[0]) == wanted:
                    return row[0]
        said = {"found": wanted[:12]}
        raise Refused([Problem("workspace_damaged", said, str(self._file))])


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows in their order until one is broken, then in the opposite order, then by each number;
    the same row may come several times."""
    query = f"SELECT {columns} FROM {table}"
    for order in ("ASC", "DESC"):
        with suppress(*_BROKEN):
            yield from connection.execute(f"{query} ORDER BY rowid {order}")
    number = missing = 0
    while missing < MOST_MISSING:
        number += 1
        row = None
        with suppress(*_BROKEN):
            row = connection.execute(f"{query} WHERE rowid = ?", (number,)).fetchone()
        missing = missing + 1 if row is None else 0
        if row is not None:
            yield row
