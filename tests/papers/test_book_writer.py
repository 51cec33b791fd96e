"""Whatever people call things, a workbook is safe: no text becomes a formula or a link."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from engine.papers import to_workbook
from engine.papers.book import Book, BookColumn, BookSheet, Number, Rows
from engine.text import Refused, untranslated
from tests.papers.workbook_cells import cells, formulas

NASTY = (
    *("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "http://example.com", "{=1}"),
    *("<script>alert(1)</script>", "mailto:a@b.c", "a\x00\x1b\ud800b", "{{name}}", "[pay:]"),
)


def test_texts_stay_texts_in_cells_headings_names_and_footers() -> None:
    sheets = tuple(
        BookSheet(
            *(f"s{i}", untranslated(text), untranslated(text)),
            (BookColumn("what", untranslated(text)), BookColumn("pay", untranslated(text))),
            [(untranslated(text), Number(1.5, "yuan")), (untranslated(text), Number(2.0, "yuan"))],
            (untranslated(text), Number(3.5, "yuan")),
            lead=(untranslated(text),),
        )
        for i, text in enumerate(NASTY)
    )
    content = to_workbook(Book(untranslated("&P"), sheets, untranslated("&G&P &F")), "en")
    found = list(cells(content).values())
    assert [rows[0][0] for rows in found][:7] == list(NASTY[:7])
    assert [rows[4][0] for rows in found][:7] == list(NASTY[:7])
    assert formulas(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        written = "".join(file.read(name).decode() for name in file.namelist())
    assert "hyperlink" not in written.lower().replace("hyperlinkbase", "").replace(
        "hyperlinkschanged", ""
    )
    assert "TargetMode" not in written
    assert "&amp;L&amp;8 ＆G＆P ＆F&amp;R" in written


def test_sheets_of_one_name_are_told_apart() -> None:
    columns = (BookColumn("a", untranslated("a")),)
    names = ("x" * 40, "X" * 40, "a/b:c?", "'quoted'", "")
    sheets = tuple(
        BookSheet(f"s{i}", untranslated(name), untranslated("t"), columns, [])
        for i, name in enumerate(names)
    )
    found = list(cells(to_workbook(Book(untranslated("t"), sheets, untranslated("")), "en")))
    assert found == ["x" * 31, f"{'X' * 26} (2)", "a b c", "quoted", "-"]


def test_formulas_name_cells_by_what_they_hold() -> None:
    columns = (
        BookColumn("name", untranslated("n")),
        BookColumn("pay", untranslated("p"), total="sum"),
        BookColumn("twice", untranslated("t"), "2*[pay]", "[pay@b]+[other!x@r]"),
    )
    rows = [
        (untranslated("a"), Number(1.0, "yuan"), Number(2.0, "yuan")),
        (untranslated("b"), Number(3.0, "yuan"), Number(6.0, "yuan")),
    ]
    total = (untranslated("sum"), Number(4.0, "yuan"), Number(12.0, "yuan"))
    one = BookSheet(
        *("one", untranslated("It's"), untranslated("t")), columns, rows, total, row_names={"b": 1}
    )
    other = BookSheet(
        *("other", untranslated("Other"), untranslated("t")),
        (BookColumn("x", untranslated("x")),),
        [(Number(9.0, "yuan", "SUM([one!pay@b..total])"),)],
        row_names={"r": 0},
    )
    content = to_workbook(Book(untranslated("t"), (one, other), untranslated("")), "en")
    assert formulas(content) == [
        *("<f>2*B4</f>", "<f>2*B5</f>", "<f>SUM(B4:B5)</f>", "<f>B5+'Other'!A4</f>"),
        "<f>SUM('It s'!B5:B6)</f>",
    ]


def test_a_sheet_that_would_be_too_long_is_refused() -> None:
    columns = (BookColumn("a", untranslated("a")),)
    rows = Rows(1_048_576, lambda i: (Number(float(i), "count"),))
    sheet = BookSheet("s", untranslated("s"), untranslated("t"), columns, rows)
    with pytest.raises(Refused, match="1,048,575 rows, and this one would have 1,048,576"):
        to_workbook(Book(untranslated("t"), (sheet,), untranslated("")), "en")


def test_columns_are_as_wide_as_their_largest_number_even_that_of_the_total() -> None:
    """1,234,567,890.50 are 16 characters; without room Excel shows number signs."""
    columns = (BookColumn("a", untranslated("a"), total="sum"),)
    total = (Number(1_234_567_890.5, "yuan"),)
    sheet = BookSheet(
        "s", untranslated("s"), untranslated("t"), columns, [(Number(1.0, "yuan"),)], total
    )
    content = to_workbook(Book(untranslated("t"), (sheet,), untranslated("")), "en")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        written = file.read("xl/worksheets/sheet1.xml").decode()
    found = re.search(r'<col min="1" max="1" width="([\d.]+)"', written)
    assert found is not None and float(found[1]) >= 18
