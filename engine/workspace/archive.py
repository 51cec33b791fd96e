"""The workspace as one file: a ZIP that people can look into.

`workspace.json` lists the versions; `contents/` holds what was saved, named by its SHA-256. What
comes from such a file is believed in nothing: see `check` and `merge`.
"""

from __future__ import annotations

import io
import json
import lzma
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from engine.text import LANGUAGES, Problem, Refused
from engine.workspace.contents import ENDINGS
from engine.workspace.contents import check as check_content
from engine.workspace.rows import COLUMNS, add_content, add_version, sound_row
from engine.workspace.versions import (
    DAMAGED,
    NotAVersion,
    Version,
    canonical,
    digest,
    is_name,
    written,
)

FORMAT = 1
LIST = "workspace.json"
LEFT_OUT = "left-out.txt"
"""Tells, where there is anything to tell, what could not be read when the file was written."""
LARGEST_LIST = 20_000_000
LARGEST_DIRECTORY = 8_000_000
LONGEST_END = 22 + (1 << 16)
"""Bytes of the record at the end of a ZIP file, with the longest remark."""
ROOM, RATIO = 100_000_000, 4
"""An export unpacks to so many bytes, and so many times its own size, at most: people's facts are
packed already, and texts are small."""
MOST_TOLD = 20
AHEAD = timedelta(days=1)
"""How far another computer's clock may be ahead of this one's."""


@dataclass(frozen=True)
class Imported:
    """What an exported file added: new items, new versions of any item, versions known before.

    `diverged` are the current versions of items on which work had gone on at both places; all of
    their versions are kept, and the last saved is current.
    """

    items: int = 0
    versions: int = 0
    known: int = 0
    diverged: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Export:
    """An exported file that was looked at: its versions, and a way to their contents."""

    versions: tuple[Version, ...]
    content: Callable[[str], bytes]


def write(
    versions: Sequence[Version],
    content: Callable[[str], bytes],
    target: BinaryIO,
    when: datetime,
    known: Sequence[Problem] = (),
) -> tuple[Problem, ...]:
    """Writes versions with all the contents they need, but those of the kind DAMAGED; gives why
    some were left out, after what is known already, and tells that in the file as well."""
    damaged = [version for version in versions if version.kind == DAMAGED]
    left_out = [*known, *(Problem("keep_broken", v.detail, v.name) for v in damaged)]
    versions = [version for version in versions if version.kind != DAMAGED]
    there: set[str] = set()
    endings = {need: "yaml" for version in versions for need in version.needs}
    endings |= {version.content: ENDINGS[version.kind] for version in versions}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for need, ending in endings.items():
            packed = zipfile.ZIP_STORED if ending == "parquet" else zipfile.ZIP_DEFLATED
            try:
                archive.writestr(f"contents/{need}.{ending}", content(need), packed)
            except Refused as refused:
                left_out += refused.problems
            else:
                there.add(need)
        listed = {
            "paycurve_workspace": FORMAT,
            "exported_at": written(when),
            "versions": [v.as_json() for v in versions if there.issuperset(v.needs)],
        }
        archive.writestr(LIST, json.dumps(listed, ensure_ascii=False, indent=1))
        if left_out:
            told = (p.sentence(language) for language in LANGUAGES for p in left_out)
            archive.writestr(LEFT_OUT, "\n".join(told))
    return tuple(left_out)


@contextmanager
def read(source: BinaryIO, name: str) -> Iterator[Export]:
    """Looks at an exported file. Raises Refused where it is none, is newer, or is damaged."""
    size = source.seek(0, io.SEEK_END)
    with closing(_opened(source, name)) as archive:
        places = {Path(entry.filename).stem: entry for entry in archive.infolist()}
        if LIST not in archive.namelist():
            raise Refused([Problem("export_other", {}, name)])
        most = ROOM + RATIO * size
        if sum(entry.file_size for entry in archive.infolist()) > most:
            raise Refused([Problem("export_too_large", {"most": most, "part": name}, name)])

        def content(wanted: str) -> bytes:
            entry = places.get(wanted)
            if entry is None:
                raise Refused([Problem("export_damaged", {"found": wanted[:12]}, name)])
            data = _unpacked(archive, entry, name)
            if digest(data) != wanted:
                raise Refused([Problem("export_damaged", {"found": entry.filename}, name)])
            return data

        listed = archive.getinfo(LIST)
        if listed.file_size > LARGEST_LIST:
            said = {"most": LARGEST_LIST, "part": LIST}
            raise Refused([Problem("export_too_large", said, name)])
        yield Export(_versions(_unpacked(archive, listed, name), name), content)


_NO_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a ZIP file raises where it is none, or is damaged."""


def _opened(source: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive. Its directory is not read where it is so large that it would take long."""
    if _directory(source) > LARGEST_DIRECTORY:
        said = {"most": LARGEST_DIRECTORY, "part": name}
        raise Refused([Problem("export_too_large", said, name)])
    try:
        return zipfile.ZipFile(source)
    except _NO_ZIP as error:
        raise Refused([Problem("export_other", {"found": str(error)}, name)]) from None


def _directory(source: BinaryIO) -> int:
    """Bytes of the list of parts, as the record at the end of the file says; 0 without one."""
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - LONGEST_END))
    _, found, end = source.read().rpartition(b"PK\x05\x06")
    return int.from_bytes(end[8:12], "little") if found else 0


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a part, never more than it said it has."""
    try:
        return archive.read(entry)
    except _NO_ZIP as error:
        raise Refused([Problem("export_other", {"found": str(error)}, name)]) from None


def _versions(listed: bytes, name: str) -> tuple[Version, ...]:
    """The versions of the list. Raises Refused with every one that is none, by its name."""
    try:
        data = json.loads(listed)
        form, entries = data["paycurve_workspace"], data["versions"]
        if isinstance(form, int) and form > FORMAT:
            raise Refused([Problem("export_newer", {"found": form, "known": FORMAT}, name)])
        if not isinstance(entries, list):
            raise ValueError("versions")
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found = LIST if isinstance(error, RecursionError) else str(error)
        raise Refused([Problem("export_damaged", {"found": found or LIST}, name)]) from None
    versions, problems = [], []
    for place, entry in enumerate(entries, start=1):
        try:
            versions.append(Version.from_json(entry))
        except NotAVersion as wrong:
            called = entry.get("name") if isinstance(entry, dict) else None
            said = called if is_name(called) else f"{LIST}, {place}"
            problems.append(_unlike(str(said), wrong, name))
    if problems:
        raise Refused(problems[:MOST_TOLD])
    return tuple(versions)


def _unlike(called: str, wrong: NotAVersion, file: str) -> Problem:
    said = {"name": called, "part": wrong.part, "found": wrong.found}
    return Problem("export_version", said, file)


def check(versions: Iterable[Version], export: Export, now: datetime, name: str) -> None:
    """Opens versions of an exported file as a page would. Raises Refused with every one that
    cannot be opened, by its name."""
    problems: list[Problem] = []
    opened: set[bytes] = set()
    for version in versions:
        alike = canonical([version.kind, version.plan, version.content, dict(version.detail)])
        try:
            if version.saved_at > now + AHEAD:
                raise NotAVersion("saved_at", written(version.saved_at))
            if alike not in opened:
                check_content(version, export.content)
            opened.add(alike)
        except NotAVersion as wrong:
            problems.append(_unlike(version.name, wrong, name))
        except Refused as refused:
            if refused.problems[0].key.startswith("export_"):
                raise  # the file itself is damaged
            problems += _named(version, refused, name)
    if problems:
        raise Refused(problems[:MOST_TOLD])


def _named(version: Version, refused: Refused, file: str) -> Iterator[Problem]:
    """Why a version cannot be opened, with its name."""
    for problem in refused.problems:
        found = {language: problem.text(language) for language in LANGUAGES}
        yield Problem("export_item", {"name": version.name, "found": found}, file)


def merge(connection: sqlite3.Connection, export: Export, name: str) -> Imported:
    """Adds the versions that are not here, with their contents, and reads them back.

    Raises Refused where one is of another kind than its item, or is not read as it was written.
    """
    known = {row[0] for row in connection.execute("SELECT id FROM versions")}
    here = {
        item: head
        for item, head in connection.execute(
            "SELECT item, id FROM versions ORDER BY saved_at, id"
        ).fetchall()
    }
    there = {version.item: version for version in sorted(export.versions, key=_order)}
    fresh = {v.id: v for v in sorted(export.versions, key=_order) if v.id not in known}
    stored = {row[0] for row in connection.execute("SELECT digest FROM contents")}
    for need in dict.fromkeys(need for version in fresh.values() for need in version.needs):
        if need not in stored:
            add_content(connection, export.content(need))
    for version in fresh.values():
        add_version(connection, version)
    _read_back(connection, fresh.values(), name)
    listed = {version.id for version in export.versions}
    met = {version.item for version in fresh.values() if version.item in here}
    diverged = tuple(there[item] for item in sorted(met) if here[item] not in listed)
    return Imported(
        items=len({version.item for version in fresh.values()} - here.keys()),
        versions=len(fresh),
        known=len(listed & known),
        diverged=diverged,
    )


def _read_back(connection: sqlite3.Connection, added: Collection[Version], name: str) -> None:
    """Raises Refused where something added is not found as it was meant to be."""
    for version in added:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM versions WHERE id = ?", (version.id,)
        ).fetchone()
        kinds = connection.execute(
            "SELECT count(DISTINCT kind) FROM versions WHERE item = ?", (version.item,)
        ).fetchone()
        try:
            sound_row(row)
        except NotAVersion as wrong:
            raise Refused([_unlike(version.name, wrong, name)]) from None
        if kinds != (1,):
            raise Refused([_unlike(version.name, NotAVersion("kind", version.kind), name)])


def _order(version: Version) -> tuple[str, str]:
    return written(version.saved_at), version.id
