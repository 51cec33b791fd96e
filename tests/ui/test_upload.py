"""Files are what they say before they are kept, once each, where only their owner reads them."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.kit import upload


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def workbook(size: int = 10) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>" + " " * size)
    return file.getvalue()


def parquet() -> bytes:
    file = io.BytesIO()
    pd.DataFrame({"sales": [1.0]}).to_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facts.csv", b"employee_id,month\nA,2026-01\n"),
        ("事实.CSV", "工号,月份\n".encode("gb18030")),
        ("facts.csv", "工号,月份\n".encode("utf-16")),
        ("facts.xlsx", workbook()),
        ("old.xls", b"\xd0\xcf\x11\xe0" * 99),
        ("text.xls", "工号\t月份\n".encode("gbk")),
        ("rows.jsonl", b'{"a": 1}\n'),
        ("facts.parquet", parquet()),
    ],
)
def test_good_files_are_kept_by_content(data: Path, name: str, content: bytes) -> None:
    kept = upload.store(io.BytesIO(content), name)
    assert kept.path.read_bytes() == content
    assert kept.path.parent == data / "uploads"
    assert (kept.name, kept.size) == (name, len(content))
    assert kept.path.name == f"{kept.sha256}{Path(name).suffix.lower()}"
    assert upload.store(io.BytesIO(content), name) == kept
    assert len(list(kept.path.parent.iterdir())) == 1
    if os.name == "posix":
        assert kept.path.stat().st_mode & 0o077 == 0
        assert kept.path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("facts.pdf", b"%PDF-1.7", "upload.other_kind"),
        ("facts.xls", b"\x00\x01\x02", "upload.not_workbook"),
        ("facts.ods", b"a,b\n", "upload.not_workbook"),
        ("facts.jsonl", workbook(), "upload.not_text"),
        ("facts", b"a,b", "upload.other_kind"),
        ("facts.csv", b"", "upload.empty"),
        ("facts.csv", workbook(), "upload.not_text"),
        ("facts.xlsx", b"a,b\n", "upload.not_workbook"),
        ("facts.xlsx", b"\xd0\xcf\x11\xe0" * 99, "upload.not_workbook"),
        ("facts.parquet", parquet()[:-5], "upload.not_parquet"),
        ("facts.parquet", b"PAR", "upload.not_parquet"),
    ],
)
def test_others_are_not_taken(data: Path, name: str, content: bytes, key: str) -> None:
    with pytest.raises(upload.NotStored) as refusal:
        upload.store(io.BytesIO(content), name)
    assert refusal.value.key == key
    assert not (data / "uploads").exists()


def test_archives_are_not_opened_by_whoever_serves_the_pages() -> None:
    """Their entries are damaged, which only shows once the archive is opened."""
    for name in ("facts.xlsx", "export.zip"):
        damaged = b"PK\x03\x04" + b"\xff" * 1000 + workbook()[-22:]
        kept = upload.store(io.BytesIO(damaged), name, ("xlsx", "zip"))
        assert kept.size == 1026


def test_what_nobody_used_for_a_month_goes() -> None:
    old = upload.store(io.BytesIO(b"a,b\n"), "old.csv").path
    used = upload.store(io.BytesIO(b"c,d\n"), "used.csv").path
    month_ago = time.time() - (upload.KEPT_DAYS + 1) * 86_400
    os.utime(old, (month_ago, month_ago))
    upload.store(io.BytesIO(b"e,f\n"), "new.csv")
    assert (old.exists(), used.exists()) == (False, True)


def test_a_folder_that_cannot_be_made_falls_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "file" / "data"))
    folder = upload.data_directory()
    assert folder.is_dir()
    assert tmp_path not in folder.parents
    folder.rmdir()


def page() -> None:
    import streamlit as st

    from pages.ui.kit import upload

    kept = upload.uploader("File", name="facts")
    st.text(kept.name if kept else "nothing")


def test_the_field_empties_itself() -> None:
    app = AppTest.from_function(page).run()
    assert app.text[0].value == "nothing"
    app.file_uploader[0].upload("facts.csv", b"a,b\n", "text/csv").run()
    assert not app.exception
    assert app.text[0].value == "facts.csv"
    assert not app.file_uploader[0].value
    app.file_uploader[0].upload("other.xlsx", b"a,b\n", "text/csv").run()
    assert app.text[0].value == "facts.csv"
    assert "other.xlsx" in app.error[0].value
