"""Uploaded files: checked for what they are, kept on disk by their content, not in memory.

Pay is personal: the folder is readable by its owner only, what nobody used for a month goes, and
a file is read only by whoever brought it, unless they share it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.data_folder import wanted_folder
from pages.ui.kit.labels import escape_markdown
from pages.ui.kit.translations import t

TEXTS = ("csv", "tsv", "txt", "json", "jsonl", "ndjson")
WORKBOOKS = ("xlsx", "xlsm", "xls", "ods")
KINDS = (*TEXTS, *WORKBOOKS, "parquet")
EXPORTS = ("zip",)
ARCHIVE, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FIRST_BYTES = {
    "xlsx": (ARCHIVE,),
    "xlsm": (ARCHIVE,),
    "ods": (ARCHIVE,),
    "pptx": (ARCHIVE,),
    "docx": (ARCHIVE,),
    "zip": (b"PK",),
    "parquet": (b"PAR1",),
}
LAST_BYTES = {"parquet": b"PAR1"}
"""What files of a kind begin and end with. Only whoever reads them, in a process of its own, looks
any further: an archive may be made to take the machine. What calls itself .xls may be an old
workbook, a new one, or text."""
NOT_WHOLE = {
    **dict.fromkeys(TEXTS, "upload.not_text"),
    **dict.fromkeys(WORKBOOKS, "upload.not_workbook"),
    "parquet": "upload.not_parquet",
    "zip": "upload.not_zip",
    "pptx": "upload.not_slides",
    "docx": "upload.not_word",
}
"""What is said of a file of a kind that is none, or not whole."""
KEPT_DAYS = 30
BROWSER_COOKIE = "paycurve_browser"
"""Tells a browser from all others; set in pages/ui/server/responses.py."""
EVERYBODY = "*"


@dataclass(frozen=True)
class StoredFile:
    """A file on disk: `path` is named after its content and ends in its kind."""

    name: str
    path: Path
    sha256: str
    size: int


class NotStored(ValueError):
    """The file is not what it says or not what is wanted; `key` is that of the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def uploader(
    label: str, *, name: str, kinds: Sequence[str] = KINDS, megabytes: int | None = None
) -> StoredFile | None:
    """A field for one file of up to so many megabytes, as many as the server takes where none are
    said; the last file taken in this session, if any.

    The field empties itself once the file is on disk; a file not taken is explained below it.
    """
    slot = f"upload/{name}"
    turn = st.session_state.setdefault(f"{slot}/turn", 0)
    key = f"{slot}/{turn}"

    def take() -> None:
        file: UploadedFile | None = st.session_state.get(key)
        if file is None:
            return
        for stored in _taken([file], kinds, slot):
            st.session_state[slot] = stored
        st.session_state[f"{slot}/turn"] = turn + 1

    st.file_uploader(label, type=list(kinds), key=key, on_change=take, max_upload_size=megabytes)
    _say_not_taken(slot)
    kept: StoredFile | None = st.session_state.get(slot)
    return kept


def uploader_of_several(
    label: str,
    *,
    name: str,
    take: Callable[[list[StoredFile]], None],
    kinds: Sequence[str] = KINDS,
    **look: Any,
) -> None:
    """A field for any number of files, which empties itself; `take` gets those that were stored, in
    the order they came. Files not taken are explained below it."""
    slot = f"upload/{name}"
    turn = st.session_state.setdefault(f"{slot}/turn", 0)
    key = f"{slot}/{turn}"

    def taken() -> None:
        files: list[UploadedFile] = st.session_state.get(key) or []
        if not files:
            return
        st.session_state[f"{slot}/turn"] = turn + 1
        if stored := _taken(files, kinds, slot):
            take(stored)

    st.file_uploader(
        label, type=list(kinds), key=key, on_change=taken, accept_multiple_files=True, **look
    )
    _say_not_taken(slot)


def _taken(files: Sequence[UploadedFile], kinds: Sequence[str], slot: str) -> list[StoredFile]:
    """The files that were stored; why others were not is kept under the slot."""
    stored, reasons = [], []
    for file in files:
        if not isinstance(file, UploadedFile):  # it was taken a moment ago, and its copy freed
            continue
        try:
            stored.append(store(file, file.name, kinds))
        except NotStored as problem:
            reasons.append(t(problem.key, name=file.name))
        _free_memory(file)
    st.session_state[f"{slot}/reason"] = "\n\n".join(reasons)
    return stored


def _say_not_taken(slot: str) -> None:
    if reason := st.session_state.get(f"{slot}/reason"):
        st.error(escape_markdown(reason))


def forget(name: str) -> None:
    """Forget the last file of a field, once somebody went on with it; it stays on disk."""
    st.session_state.pop(f"upload/{name}", None)


def store(file: BinaryIO, name: str, kinds: Sequence[str] = KINDS) -> StoredFile:
    """Check the file and write it to the spool; the same content is kept once."""
    kind = Path(name).suffix.lower().lstrip(".")
    if kind not in kinds:
        raise NotStored("upload.other_kind")
    size = file.seek(0, os.SEEK_END)
    _check(file, kind, size)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    _spool()
    path = stored_path(digest, kind)
    if path.exists():
        path.touch()
    else:
        file.seek(0)
        _write(path, file)
    if (who := reader()) is not None:
        grant(path, who)
    return StoredFile(name, path, digest, size)


def stored_path(sha256: str, kind: str) -> Path:
    """Where a file of this content lies, if it is on this server."""
    return data_directory() / "uploads" / f"{sha256}.{kind}"


# -- whose they are --------------------------------------------------------------------------


def reader() -> str | None:
    """Who reads here, as a mark that tells nothing else: whoever is logged in, else the browser.
    None outside of a session."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    email = st.user.get("email") if st.user.get("is_logged_in", False) else None
    who = email or st.context.cookies.get(BROWSER_COOKIE) or context.session_id
    return hashlib.sha256(str(who).encode()).hexdigest()


def may_read(path: Path) -> bool:
    """Whether this session brought a file, or whoever did shares it; outside of a session yes."""
    who = reader()
    return who is None or not {who, EVERYBODY}.isdisjoint(_readers(path))


def is_shared(path: Path) -> bool:
    """Whether everybody with a link may read a file."""
    return EVERYBODY in _readers(path)


def share(path: Path, shared: bool = True) -> None:
    """Let everybody with a link read a file, or only those who brought it."""
    if shared:
        grant(path, EVERYBODY)
    else:
        _list(path).write_text("\n".join(_readers(path) - {EVERYBODY}), "ascii")


def grant(path: Path, who: str) -> None:
    """Let somebody read a file, by their mark."""
    if who not in _readers(path):
        with _list(path).open("a", encoding="ascii") as listed:
            listed.write(f"{who}\n")


def _readers(path: Path) -> set[str]:
    try:
        return set(_list(path).read_text("ascii").split())
    except OSError:
        return set()


def _list(path: Path) -> Path:
    return path.with_name(f"{path.name}.readers")


def data_directory() -> Path:
    """Where the program keeps its files: PAYCURVE_DATA, else the user's data folder, else, as
    uploads are not there for good, a temporary one where that cannot be written."""
    wanted = wanted_folder()
    for folder in (wanted, Path(tempfile.gettempdir()) / f"paycurve-{os.getpid()}"):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError(f"neither {wanted} nor a temporary folder can be written; set PAYCURVE_DATA")


def _spool() -> Path:
    folder = data_directory() / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    oldest = time.time() - KEPT_DAYS * 86_400
    for file in folder.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
    return folder


def _write(path: Path, file: BinaryIO) -> None:
    """Write beside the place and move there, so that a half-written file is never found."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as target:
        while block := file.read(1 << 20):
            target.write(block)
    os.replace(target.name, path)


def _check(file: BinaryIO, kind: str, size: int) -> None:
    if not size:
        raise NotStored("upload.empty")
    file.seek(0)
    start = file.read(1 << 16)
    last = LAST_BYTES.get(kind, b"")
    file.seek(max(size - len(last), 0))
    is_whole = start.startswith(FIRST_BYTES.get(kind, (b"",))) and file.read(len(last)) == last
    text_wanted = kind in TEXTS or (kind == "xls" and not start.startswith((ARCHIVE, OLD_WORKBOOK)))
    if not is_whole or (text_wanted and not _is_text(start)):
        raise NotStored(NOT_WHOLE[kind])


def _is_text(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in start


def _free_memory(file: UploadedFile) -> None:
    """Free the copy in memory, which Streamlit holds on to until long after the session ends."""
    context = get_script_run_ctx()
    if context and (remove := getattr(context.uploaded_file_mgr, "remove_file", None)):
        remove(context.session_id, file.file_id)
