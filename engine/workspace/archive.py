"""The workspace as one file: a ZIP that people can look into.

`workspace.json` lists the versions; `contents/` holds what was saved, named by its SHA-256.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from engine.text import Problem, Refused
from engine.workspace.contents import ENDINGS, checked_detail
from engine.workspace.rows import add_content, add_version
from engine.workspace.versions import Version, digest, written

FORMAT = 1
LIST = "workspace.json"
LARGEST_LIST = 100_000_000
LARGEST_CONTENT = 1_000_000_000
"""Bytes once unpacked; a small file may unpack to more than the machine has."""


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
) -> None:
    """Writes versions with all the contents they need."""
    listed = {
        "paycurve_workspace": FORMAT,
        "exported_at": written(when),
        "versions": [version.as_json() for version in versions],
    }
    endings = {need: "yaml" for version in versions for need in version.needs}
    endings |= {version.content: ENDINGS[version.kind] for version in versions}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST, json.dumps(listed, ensure_ascii=False, indent=1))
        for need, ending in endings.items():
            packed = zipfile.ZIP_STORED if ending == "parquet" else zipfile.ZIP_DEFLATED
            archive.writestr(f"contents/{need}.{ending}", content(need), packed)


@contextmanager
def read(source: BinaryIO, name: str) -> Iterator[Export]:
    """Looks at an exported file. Raises Refused where it is none, is newer, or is damaged."""
    try:
        with zipfile.ZipFile(source) as archive:
            places = {Path(entry.filename).stem: entry for entry in archive.infolist()}
            if LIST not in archive.namelist():
                raise Refused([Problem("export_other", {}, name)])

            def content(wanted: str) -> bytes:
                entry = places.get(wanted)
                if entry is None:
                    raise Refused([Problem("export_damaged", {"found": wanted[:12]}, name)])
                data = _unpacked(archive, entry, LARGEST_CONTENT, name)
                if digest(data) != wanted:
                    raise Refused([Problem("export_damaged", {"found": entry.filename}, name)])
                return data

            listed = _unpacked(archive, archive.getinfo(LIST), LARGEST_LIST, name)
            yield Export(_versions(listed, name), content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused([Problem("export_other", {"found": str(error)}, name)]) from None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, name: str) -> bytes:
    if entry.file_size > most:
        raise Refused([Problem("export_too_large", {"most": most, "part": entry.filename}, name)])
    return archive.read(entry)


def _versions(listed: bytes, name: str) -> tuple[Version, ...]:
    try:
        data = json.loads(listed)
        form = data["paycurve_workspace"]
        if isinstance(form, int) and form > FORMAT:
            raise Refused([Problem("export_newer", {"found": form, "known": FORMAT}, name)])
        versions = tuple(map(Version.from_json, data["versions"]))
        for version in versions:
            checked_detail(version.kind, version.detail)
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused([Problem("export_damaged", {"found": str(error) or LIST}, name)]) from None
    return versions


def merge(connection: sqlite3.Connection, export: Export) -> Imported:
    """Adds the versions that are not here, with their contents."""
    known = {row[0] for row in connection.execute("SELECT id FROM versions")}
    here = {
        item: head
        for item, head in connection.execute(
            "SELECT item, id FROM versions ORDER BY saved_at, id"
        ).fetchall()
    }
    there = {version.item: version for version in sorted(export.versions, key=_order)}
    fresh = [v for v in sorted(export.versions, key=_order) if v.id not in known]
    stored = {row[0] for row in connection.execute("SELECT digest FROM contents")}
    for need in dict.fromkeys(need for version in fresh for need in version.needs):
        if need not in stored:
            add_content(connection, export.content(need))
    for version in fresh:
        add_version(connection, version)
    listed = {version.id for version in export.versions}
    met = {version.item for version in fresh if version.item in here}
    diverged = tuple(there[item] for item in sorted(met) if here[item] not in listed)
    return Imported(
        items=len({version.item for version in fresh} - here.keys()),
        versions=len(fresh),
        known=len(listed & known),
        diverged=diverged,
    )


def _order(version: Version) -> tuple[str, str]:
    return written(version.saved_at), version.id
