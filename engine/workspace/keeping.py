"""The workspace: every save is a new version, and nothing is ever overwritten or removed."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from engine.companies import Company, read_company
from engine.data_folder import wanted_folder
from engine.health import Policy, policy_of
from engine.plan import Plan
from engine.text import Problem, Refused
from engine.workforce import Workforce, read_workforce
from engine.workspace import archive, contents, database, salvage
from engine.workspace.comparing import compare
from engine.workspace.contents import Content, KeptScenario, checked_name
from engine.workspace.reconciled_notes import ReconciledNotes, read_notes
from engine.workspace.rows import COLUMNS, add_content, add_version, content_of, from_row
from engine.workspace.versions import (
    DAMAGED,
    FACTS,
    LONGEST_NOTE,
    RECONCILIATION,
    Item,
    Version,
    canonical,
    digest,
    unseen,
)

FILE = "workspace.sqlite"


@dataclass(frozen=True)
class Saved:
    """The version that was saved, and what others saved since the one it was based on.

    `overtaken` is empty where nobody came in between; else both are kept, the saved one is current,
    and these (newest first) are for the saver to look at. For a new item these are items of the
    same kind, plan and name.
    """

    version: Version
    overtaken: tuple[Version, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workspace:
    """Plans, scenarios, files of people and thresholds kept in a folder, by default the user's own.

    Nothing is made on disk until something is saved. Any call raises Refused where the folder
    cannot be used, the disk is full, or the file is damaged or newer than this program; then
    nothing was changed.
    """

    folder: Path = field(default_factory=wanted_folder)
    now: Callable[[], datetime] = _now

    @property
    def file(self) -> Path:
        """Where the database lies."""
        return self.folder / FILE

    # -- saving -----------------------------------------------------------------------------

    def save(
        self,
        content: Content,
        *,
        item: str = "",
        based_on: str = "",
        note: str = "",
        author: str | None = None,
    ) -> Saved:
        """Saves a new version of an item, or a new item where none is named.

        `based_on` is the version that the saver had before them. It need not be the current one:
        what came in between is kept too, and told in the result. `author` is the user of the
        system unless given. Raises Refused for an item or version that is not here.
        """
        with database.writing(self.file) as connection:
            for data in (content.data, *content.further):
                add_content(connection, data)
            new = Version(
                item=item or _new_item(connection, content),
                kind=content.kind,
                name=content.name.strip(),
                plan=content.plan,
                content=digest(content.data),
                saved_at=self.now(),
                detail=content.detail,
            )
            if item and (kind := _current(connection, item).kind) != content.kind:
                said = {"found": content.kind, "wanted": kind}
                raise Refused([Problem("keep_kind", said, value=item)])
            before = _since(connection, item, based_on) if item else _namesakes(connection, new)
            return Saved(self._add(connection, new, based_on, note, author), before)

    def restore(
        self, version: str, *, based_on: str = "", note: str = "", author: str | None = None
    ) -> Saved:
        """Makes an old version the current one again: a new version with its name and content."""
        with database.writing(self.file) as connection:
            old = _version(connection, version)
            before = _since(connection, old.item, based_on)
            new = replace(old, hidden=False)
            return Saved(self._add(connection, new, based_on, note, author), before)

    def rename(
        self,
        item: str,
        name: str,
        *,
        based_on: str = "",
        note: str = "",
        author: str | None = None,
    ) -> Saved:
        """Gives an item another name, as a new version."""
        checked_name(name)
        with database.writing(self.file) as connection:
            before = _since(connection, item, based_on)
            new = replace(_current(connection, item), name=name.strip())
            return Saved(self._add(connection, new, based_on, note, author), before)

    def hide(
        self,
        item: str,
        hidden: bool = True,
        *,
        based_on: str = "",
        note: str = "",
        author: str | None = None,
    ) -> Saved:
        """Puts an item away, or brings it back, as a new version; all of it stays."""
        with database.writing(self.file) as connection:
            before = _since(connection, item, based_on)
            new = replace(_current(connection, item), hidden=hidden)
            return Saved(self._add(connection, new, based_on, note, author), before)

    def _add(
        self,
        connection: sqlite3.Connection,
        new: Version,
        based_on: str,
        note: str,
        author: str | None,
    ) -> Version:
        _sound(new)
        if len(note) > LONGEST_NOTE:
            raise Refused([Problem("keep_note", {"most": LONGEST_NOTE, "found": len(note)})])
        if sign := unseen(note):
            raise Refused([Problem("keep_note_sign", {"found": ascii(sign)[1:-1]})])
        when = self.now()
        for earlier in _history(connection, new.item):
            # A clock that was put back must not put the new version behind.
            when = max(when, earlier.saved_at + timedelta(microseconds=1))
        version = replace(
            new,
            saved_at=when,
            based_on=based_on,
            author=_user() if author is None else author,
            note=note.strip(),
        )
        add_version(connection, version)
        return version

    # -- looking ----------------------------------------------------------------------------

    def items(self, kind: str = "", *, hidden: bool = False) -> tuple[Item, ...]:
        """What is kept, last saved first; what was put away only where it is asked for."""
        found = (
            Item(from_row(row[:-1]), row[-1])
            for row in self._rows(
                f"""SELECT {COLUMNS}, (SELECT count(*) FROM versions c WHERE c.item = v.item)
                    FROM versions v
                    WHERE id = (SELECT id FROM versions w WHERE w.item = v.item
                                ORDER BY saved_at DESC, id DESC LIMIT 1)
                    ORDER BY saved_at DESC, id DESC"""
            )
        )
        return tuple(i for i in found if i.kind in (kind or i.kind) and (hidden or not i.hidden))

    def item(self, item: str) -> Item:
        """One item. Raises Refused where it is not here."""
        versions = self.history(item)
        return Item(versions[0], len(versions))

    def history(self, item: str) -> tuple[Version, ...]:
        """All versions of an item, newest first. Raises Refused where it is not here."""
        if not self.file.exists():
            raise Refused([Problem("keep_no_item", {}, value=item)])
        with database.reading(self.file) as connection:
            _current(connection, item)
            return _history(connection, item)

    def version(self, version: str) -> Version:
        """One version. Raises Refused where it is not here."""
        rows = self._rows(f"SELECT {COLUMNS} FROM versions WHERE id = ?", version)
        if not rows:
            raise Refused([Problem("keep_no_version", {}, value=version)])
        return from_row(rows[0])

    # -- opening ----------------------------------------------------------------------------

    def data(self, version: str) -> bytes:
        """What was saved: YAML, JSON or Parquet, by kind. Raises Refused where it is damaged."""
        return self._content(_sound(self.version(version)).content)

    def text(self, version: str) -> str:
        """The YAML text of a plan, a policy, a recipe or a workforce, as it was saved."""
        return contents.read_text(self.data(version), self.version(version).name)

    def plan(self, version: str) -> Plan:
        """A plan. Raises Refused, with all its problems, for a draft that is none yet."""
        return contents.read_plan(self.text(version), self.version(version).name)

    def policy(self, version: str) -> Policy:
        """Thresholds of the health check, over the standard as it is now. Raises Refused where they
        do not fit it."""
        return policy_of(self.text(version), self.version(version).name)

    def workforce(self, version: str) -> Workforce:
        """A model of a workforce. Raises Refused where it is none."""
        return read_workforce(self.text(version), self.version(version).name)

    def base(self, version: str) -> Plan:
        """The plan that a scenario stands on, as it was then."""
        found = _sound(self.version(version))
        text = contents.read_text(self._content(found.needs[-1]), found.name)
        return contents.read_plan(text, found.plan)

    def scenario(self, version: str) -> KeptScenario:
        """A scenario, on the plan as it was then, and whose people."""
        base = self.base(version)
        return contents.read_scenario(self.data(version), base, self.version(version).name)

    def company(self, version: str) -> Company:
        """A company with its edits, on its plans as they were then. Raises Refused where it cannot
        be read."""
        found = self.version(version)
        return replace(read_company(self.data(version), found.name), name=found.name)

    def reconciliation(self, version: str) -> ReconciledNotes:
        """What was decided while a file was reconciled. Raises Refused where it is broken."""
        return read_notes(self.data(version), self.version(version).name)

    def find_reconciliation(self, sha256: str) -> Version | None:
        """What was decided last about the file of this SHA-256, if anything was."""
        items = self.items(RECONCILIATION)
        found = (item.current for item in items if item.current.detail["facts"] == sha256)
        return next(found, None)

    def find_reconciliation_of(self, sources: Collection[str]) -> Version | None:
        """What was decided last about facts made of these files, by their SHA-256, or of some of
        them and no other."""
        for item in self.items(RECONCILIATION):
            with suppress(Refused):
                notes = self.reconciliation(item.current.id)
                if notes.sources and set(notes.sources) <= set(sources):
                    return item.current
        return None

    def find_file(self, sha256: str) -> Version | None:
        """The kept facts with this SHA-256, or that were read from a file that has it."""
        for row in self._rows(
            f"SELECT {COLUMNS} FROM versions WHERE kind = ? ORDER BY arrival DESC", FACTS
        ):
            version = from_row(row)
            if version.kind == FACTS and sha256 in (version.content, version.detail["file"]):
                return version
        return None

    def compare(self, before: str, after: str, language: str) -> list[str]:
        """What differs between two versions, in words; nothing where they say the same."""
        old, new = (_sound(self.version(version)) for version in (before, after))
        return compare(self, old, new, language)

    # -- as one file ------------------------------------------------------------------------

    def export(self, target: BinaryIO) -> tuple[Problem, ...]:
        """Writes all of the workspace, every version, as one ZIP file.

        Of a damaged file it writes what can be read, and gives what cannot, which stands in the
        exported file as well. Raises Refused where nothing can be read.
        """
        if not self.file.exists():
            return archive.write((), lambda _: b"", target, self.now())
        try:
            with database.reading(self.file) as connection:
                return self._export(connection, target)
        except Refused as refused:
            if any(problem.key != "workspace_damaged" for problem in refused.problems):
                raise
            return self._salvage(target, refused)

    def _export(self, connection: sqlite3.Connection, target: BinaryIO) -> tuple[Problem, ...]:
        rows = connection.execute(f"SELECT {COLUMNS} FROM versions ORDER BY saved_at, id")

        def content(wanted: str) -> bytes:
            return content_of(connection, wanted, self.file)

        return archive.write(tuple(map(from_row, rows.fetchall())), content, target, self.now())

    def _salvage(self, target: BinaryIO, refused: Refused) -> tuple[Problem, ...]:
        target.seek(0)
        target.truncate()
        with salvage.opened(self.file) as connection:
            found = salvage.versions(connection)
            if not found:
                raise refused
            content = salvage.Contents(connection, self.file)
            left_out = archive.write(found, content, target, self.now(), refused.problems)
        return left_out

    def import_from(self, source: BinaryIO, name: str = "") -> archive.Imported:
        """Adds what an exported file holds and this workspace does not; nothing here is lost.

        Versions are the same where their ids are, so bringing a file twice changes nothing.
        Everything new is opened first, as a page would open it. Raises Refused, and takes nothing,
        where the file is damaged, newer, or something else, or where anything in it cannot be
        opened; that is told by its name.
        """
        with archive.read(source, name) as export:
            if not export.versions:
                return archive.Imported()
            known = {row[0] for row in self._rows("SELECT id FROM versions")}
            fresh = [version for version in export.versions if version.id not in known]
            archive.check(fresh, export, self.now(), name)
            with database.writing(self.file) as connection:
                return archive.merge(connection, export, name)

    # -- rows -------------------------------------------------------------------------------

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        with database.reading(self.file) as connection:
            return connection.execute(query, values).fetchall()

    def _content(self, wanted: str) -> bytes:
        with database.reading(self.file) as connection:
            return content_of(connection, wanted, self.file)


def _new_item(connection: sqlite3.Connection, content: Content) -> str:
    """An id made of what the item begins as, so that two workspaces agree on it; where an item
    began just so and went on since, the next such id."""
    number = 0
    while True:
        begins = [content.kind, content.plan, content.name.strip(), digest(content.data), number]
        found = digest(canonical(begins))[:32]
        rows = connection.execute(
            "SELECT content, name, hidden FROM versions WHERE item = ?"
            " ORDER BY saved_at DESC, id DESC LIMIT 1",
            (found,),
        ).fetchall()
        if not rows or rows[0] == (digest(content.data), content.name.strip(), 0):
            return found
        number += 1


def _current(connection: sqlite3.Connection, item: str) -> Version:
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM versions WHERE item = ? ORDER BY saved_at DESC, id DESC LIMIT 1",
        (item,),
    ).fetchall()
    if not rows:
        raise Refused([Problem("keep_no_item", {}, value=item)])
    return from_row(rows[0])


def _history(connection: sqlite3.Connection, item: str) -> tuple[Version, ...]:
    """All versions of an item, newest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM versions WHERE item = ? ORDER BY saved_at DESC, id DESC", (item,)
    )
    return tuple(map(from_row, rows.fetchall()))


def _sound(version: Version) -> Version:
    """The version. Raises Refused where its row is damaged."""
    if version.kind == DAMAGED:
        said = {"found": version.detail["found"]}
        raise Refused([Problem("keep_broken", said, version.name)])
    return version


def _version(connection: sqlite3.Connection, version: str) -> Version:
    rows = connection.execute(f"SELECT {COLUMNS} FROM versions WHERE id = ?", (version,)).fetchall()
    if not rows:
        raise Refused([Problem("keep_no_version", {}, value=version)])
    return from_row(rows[0])


def _since(connection: sqlite3.Connection, item: str, based_on: str) -> tuple[Version, ...]:
    """What arrived in an item after a version of it, newest first; all of it where none is named.

    By arrival, not by time: what was brought from elsewhere may be older and still be news.
    """
    arrived = 0
    if based_on:
        rows = connection.execute(
            "SELECT arrival FROM versions WHERE id = ? AND item = ?", (based_on, item)
        ).fetchall()
        if not rows:
            raise Refused([Problem("keep_no_version", {}, value=based_on)])
        arrived = rows[0][0]
    rows = connection.execute(
        f"""SELECT {COLUMNS} FROM versions WHERE item = ? AND arrival > ?
            ORDER BY saved_at DESC, id DESC""",
        (item, arrived),
    ).fetchall()
    return tuple(map(from_row, rows))


def _namesakes(connection: sqlite3.Connection, new: Version) -> tuple[Version, ...]:
    """The current versions of items that are called the same, last saved first."""
    rows = connection.execute(
        f"""SELECT {COLUMNS} FROM versions v WHERE kind = ? AND plan = ? AND name = ? AND NOT hidden
            AND id = (SELECT id FROM versions w WHERE w.item = v.item
                      ORDER BY saved_at DESC, id DESC LIMIT 1)
            ORDER BY saved_at DESC, id DESC""",
        (new.kind, new.plan, new.name),
    ).fetchall()
    return tuple(map(from_row, rows))


def _user() -> str:
    """The name of the system's user, "" where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
