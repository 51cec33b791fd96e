"""The file the workspace lies in: one SQLite database that is only ever added to.

Every write is one transaction, on disk before it is acknowledged (write-ahead log, full syncing);
triggers refuse any change or removal of what was saved. Each call opens the file anew, so threads
and processes share nothing but the file. Its faults are told as Refused, and nothing is written.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.data_folder import make_folder, unwritable
from engine.text import Problem, Refused

PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""
LARGEST = 500_000_000
"""Bytes of one thing that is saved."""
APPLICATION = 0x50415943
"""Marks the file as ours (the letters PAYC)."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE contents (
            digest TEXT PRIMARY KEY,
            data BLOB NOT NULL
        )""",
        """CREATE TABLE versions (
            arrival INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            item TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            plan TEXT NOT NULL,
            content TEXT NOT NULL REFERENCES contents,
            saved_at TEXT NOT NULL,
            detail TEXT NOT NULL,
            based_on TEXT NOT NULL,
            author TEXT NOT NULL,
            note TEXT NOT NULL,
            hidden INTEGER NOT NULL
        )""",
        "CREATE INDEX versions_by_item ON versions (item, saved_at, id)",
        "CREATE INDEX versions_by_content ON versions (content)",
        *(
            f"""CREATE TRIGGER {table}_{action} BEFORE {action} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was saved stays'); END"""
            for table in ("contents", "versions")
            for action in ("UPDATE", "DELETE")
        ),
    ),
)
"""Step n brings a file of version n to version n + 1. Steps are added, never changed."""


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The database of a file that is there, all of it as at one moment. Raises Refused."""
    with _opened(file) as connection:
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")


@contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """The database for one transaction: all of it is kept, or none. Raises Refused."""
    make_folder(file.parent)
    with _opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        _look_at_header(file)
    except OSError as error:
        raise unwritable(file.parent, error.strerror or str(error)) from error
    with told(file), closing(connected(file)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # where fsync alone leaves it to the disk
        _prepare(connection, file)
        yield connection


def connected(file: Path) -> sqlite3.Connection:
    """The file as SQLite opens it; what is no text in a damaged row is read as one that says so."""
    connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    return connection


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    """Brings the schema up to date; two processes may try at once."""
    version = _version(connection, file)
    if version < len(MIGRATIONS):
        _keep_a_log(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in MIGRATIONS[_version(connection, file) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Write-ahead logging, which the file remembers; SQLite itself does not wait for it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """The version of the schema, 0 for an empty file. Raises Refused where it is not ours."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    _ours(file, mark, version)
    if mark == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise Refused([Problem("workspace_other", {}, str(file))])
    return version


def _look_at_header(file: Path) -> None:
    """Judges a file by its first bytes, before SQLite so much as opens it."""
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
    except FileNotFoundError:
        # Made here, so that nobody else may read it from its first moment on.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        return
    if header and (len(header) < 100 or not header.startswith(b"SQLite format 3\0")):
        raise Refused([Problem("workspace_damaged", {"found": repr(header[:16])}, str(file))])
    if header:
        version, mark = (struct.unpack_from(">i", header, place)[0] for place in (60, 68))
        _ours(file, mark, version)


def _ours(file: Path, mark: int, version: int) -> None:
    if mark not in (0, APPLICATION) or (mark == 0 and version):
        raise Refused([Problem("workspace_other", {}, str(file))])
    if version > len(MIGRATIONS):
        said = {"found": version, "known": len(MIGRATIONS)}
        raise Refused([Problem("workspace_newer", said, str(file))])


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Tells in words what SQLite complains of: unless it is known to be something else, the file
    is damaged."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except UnicodeDecodeError as error:  # of a complaint that quotes what is damaged
        found = {"found": ascii(error.object[:80])}
        raise Refused([Problem("workspace_damaged", found, str(file))]) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise unwritable(file.parent, str(error)) from error
        key = {
            sqlite3.SQLITE_BUSY: "workspace_busy",
            sqlite3.SQLITE_FULL: "workspace_full",
            sqlite3.SQLITE_IOERR: "workspace_disk",
            sqlite3.SQLITE_TOOBIG: "workspace_too_large",
        }.get(code, "workspace_damaged")
        raise Refused([Problem(key, {"found": str(error)}, str(file))]) from error
