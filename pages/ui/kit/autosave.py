"""Small texts that a session keeps on the server while somebody works: found again under an id,
after a page is loaded again or a browser has died, by whoever wrote them."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from pathlib import Path

from pages.ui.kit import upload

_ID = re.compile(r"[A-Za-z0-9_-]{16}\Z")


def new_id() -> str:
    """An id that nobody guesses."""
    return secrets.token_urlsafe(12)


def keep(kind: str, name: str, text: str) -> None:
    """Keep a text under its id. What nobody used for a month goes."""
    path = _path(kind, name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    is_new = not path.exists()
    if is_new:
        _clear(path.parent)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
    if is_new and (who := upload.reader()) is not None:
        upload.grant(path, who)


def listed(kind: str) -> list[tuple[str, float]]:
    """The ids of all texts of a kind that this reader may read, with when each was used last
    (seconds since 1970), the last one first."""
    folder = upload.data_directory() / kind
    if not folder.is_dir():
        return []
    found = [(file.stem, file.stat().st_mtime) for file in folder.glob("*.json")]
    mine = [one for one in found if upload.may_read(_path(kind, one[0]))]
    return sorted(mine, key=lambda one: -one[1])


def kept(kind: str, name: str, touch: bool = True) -> str | None:
    """The text of an id; None where there is none, or it is somebody else's."""
    if not _ID.match(name):
        return None
    path = _path(kind, name)
    if not path.is_file() or not upload.may_read(path):
        return None
    if touch:
        path.touch()
    return path.read_text("utf-8")


def _path(kind: str, name: str) -> Path:
    return upload.data_directory() / kind / f"{name}.json"


def _clear(folder: Path) -> None:
    oldest = time.time() - upload.KEPT_DAYS * 86_400
    for file in folder.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
