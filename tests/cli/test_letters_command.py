"""`letters`: to whom, from when and on which template, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from engine.cli.command_line import main
from tests.cli.test_report_command import FACTS, of_file


@pytest.fixture
def variant(tmp_path: Path) -> str:
    """Junior sellers get 100 more a month: a for two months, b is a senior."""
    return str(of_file(tmp_path))


def said(content: bytes) -> str:
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_everybody_whose_pay_changes_gets_a_page(variant: str, tmp_path: Path) -> None:
    out = tmp_path / "letters.docx"
    assert main(["letters", variant, "--out", str(out)]) == 0
    text = said(out.read_bytes())
    assert text.count("To: ") == 1 and "To: a" in text
    assert "¥12,775.40" in text and "From March 2026" in text
    assert "are for your own results of" in text


def test_only_chosen_people_get_a_file_each(variant: str, tmp_path: Path) -> None:
    own, out = tmp_path / "own.docx", tmp_path / "letters.zip"
    assert main(["letters", "--new-template", str(own), "--lang", "zh"]) == 0
    chosen = ["--employee", "b", "--from", "2026-07", "--template", str(own), "--lang", "zh"]
    assert main(["letters", variant, *chosen, "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as file:
        assert file.namelist() == ["b.docx"]
        text = said(file.read("b.docx"))
    assert "2026年7月" in text and "更高" in text and "5,870.27" in text


def test_nobody_of_other_units_or_who_is_not_meant_gets_one(
    variant: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = ["letters", variant, "--out", str(tmp_path / "letters.zip")]
    assert main([*letters, "--whom", "less"]) == 2
    assert "Nobody’s pay changes" in capsys.readouterr().err
    assert main([*letters, "--unit", "other"]) == 2
    assert "service-seller" in capsys.readouterr().err
    assert main([*letters, "--employee", "c", "--employee", "d"]) == 2
    complaints = capsys.readouterr().err
    assert "“c” is not among" in complaints and "“d” is not among" in complaints
    assert not (tmp_path / "letters.zip").exists()


def test_all_that_is_wrong_is_told_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["--from", "soon", "--template", str(tmp_path / "none.docx"), "--whom", "more"]
    assert main(["letters", *wrong, "--employee", "a", "--out", str(tmp_path / "x.pdf")]) == 2
    complaints = capsys.readouterr().err
    for part in ("No scenario", ".docx, .zip", "soon", "none.docx", "cannot go together"):
        assert part in complaints


def test_letters_of_a_plan_against_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same plan twice: nobody is told anything; alone there is nothing to hold it against."""
    facts, out = tmp_path / "facts.csv", tmp_path / "letters.docx"
    facts.write_text(FACTS, encoding="utf-8")
    letters = ["letters", "service-seller", "--facts", str(facts), "--out", str(out)]
    assert main(letters) == 2
    assert "There are no letters to write" in capsys.readouterr().err
    assert main([*letters, "--against", "service-seller"]) == 2
    assert "Nobody’s pay changes" in capsys.readouterr().err
