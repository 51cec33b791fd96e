"""A paper as PDF: all of it is there and readable, nothing in it is more than text, and it is the
same file every time."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.papers import Decision, Finding, Paper, to_pdf
from engine.reports import Table
from engine.text import untranslated
from tests.papers.every_chart import KINDS, paper_of_every_chart
from tests.rendering import DOTS, Page, pages_of


@pytest.fixture(scope="module")
def paper() -> Paper:
    return paper_of_every_chart()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_whole(paper: Paper, language: str, tmp_path: Path) -> None:
    pages = pages_of(to_pdf(paper, language), tmp_path)
    texts = [re.sub(r"\s+", "", page.text) for page in pages]
    assert len(pages) >= len(KINDS) + 4  # the long table takes more than one
    assert all(paper.footer[language].replace(" ", "") in text for text in texts)
    for text, kind in zip(texts[1:], KINDS, strict=False):
        assert f"of{kind}=cmd|'/Ccalc'!A0<script>" in text
    first = {"en": "Keepthethreshold“asitis”.", "zh": "门槛维持不变，见䶮喆。"}[language]
    assert first in texts[0]
    assert all(f"row{n}" in "".join(texts) for n in range(60))
    assert sum("howmuch" in text for text in texts) > 1  # its heads stand on every page of it
    margin = round(10 / 25.4 * DOTS)
    for page in pages:
        edges = (page.ink[:, :margin], page.ink[:, -margin:], page.ink[:margin], page.ink[-4:])
        assert not any(np.any(edge) for edge in edges)
        assert np.count_nonzero(page.ink) > 500


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_letter_that_the_fonts_lack_is_told(paper: Paper, language: str, tmp_path: Path) -> None:
    pages = pages_of(to_pdf(paper, language), tmp_path)
    assert "〓" in pages[0].text
    assert "U+1F600" in pages[-1].text


def test_every_point_is_said_and_a_sum_stands_out(tmp_path: Path) -> None:
    """The last row is darker where it is the sum of the others: in bold, below a line."""
    title, rows = untranslated("x"), (("Base pay", "10.00"), ("Sum of all", "10.00"))
    cells = tuple(tuple(map(untranslated, row)) for row in rows)
    table = Table((untranslated("line"), untranslated("yuan")), cells, (False, True))
    points = (untranslated("first point"), untranslated("second point"))

    def page(table: Table) -> Page:
        finding = Finding(title, table=table, points=points)
        paper = Paper(title, title, Decision(title), (finding,), ((title, title),), title)
        return pages_of(to_pdf(paper, "en"), tmp_path)[1]

    plain, summed = page(table), page(replace(table, total=True))
    assert "first point" in plain.text and "second point" in plain.text
    assert summed.ink.sum(dtype=int) > 1.02 * plain.ink.sum(dtype=int)


def test_nothing_in_it_is_more_than_text(paper: Paper) -> None:
    inside = _unpacked(to_pdf(paper, "en"))
    assert b"/GoTo" in inside or b"/Dest" in inside  # it looks into what is packed
    for more in (b"/URI", b"/JavaScript", b"/Launch", b"/SubmitForm", b"/EmbeddedFile", b"/GoToR"):
        assert more not in inside


def test_the_same_paper_is_the_same_file(paper: Paper) -> None:
    once = to_pdf(paper, "zh")
    assert once == to_pdf(paper, "zh")
    assert once.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in once  # open to readers that speak


def _unpacked(pdf: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    found = [pdf]
    for stream in streams:
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    assert len(found) > 3
    return b"\n".join(found)
