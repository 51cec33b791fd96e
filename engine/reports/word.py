"""A document as DOCX: headings, real tables, fonts for Chinese text, page numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from engine.reports.document import (
    Block,
    Document,
    Formula,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Table,
)
from engine.reports.inline import one_line, runs
from engine.text import item_number, plain_text, say

LATIN = "Calibri"
BODY, HEADS = "宋体", "黑体"
"""Chinese fonts that every Word has, as pay policies are set in them."""
WIDTH = 16.0
"""Of the text, in cm: A4 with margins of 2.5 cm."""
BULLET, DEEPEST = 0.5, 8
"""How far items are set in, in cm, for each of so many levels."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
_LANGUAGE = {"en": "en-GB", "zh": "zh-CN"}
LONGEST = 255
"""Characters of a property of the file; Word takes no more."""
CELL, SMALLEST = 9.5, 6.5
"""Sizes of letters in tables, in pt."""
WIDE_LETTER, LETTER, PADDING = 0.34, 0.19, 0.45
"""The width of a Chinese and of a Latin letter, and the space beside a text in its cell, in cm."""
LONGEST_PIECE, MOST = 5.0, 10.0
"""No piece of a text keeps a column wider than this, and no line asks for more, in cm."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_PIECES = re.compile(
    r"(?:[^\s\u2e80-\u9fff\uff00-\uffef]|\xa0)+(?:(?<=\xa0)[\u2e80-\u9fff/]{1,4})?"
    r"|[\u2e80-\u9fff]{1,4}"
)


def to_docx(document: Document, language: str) -> bytes:
    """The document in one language; the same document gives the same bytes."""
    file = new_document()
    _page(file, language)
    _styles(file, language)
    _properties(file, document, language)
    _write(file.add_paragraph(style="Title"), document.title[language])
    if document.subtitle is not None:
        _write(file.add_paragraph(style="Subtitle"), document.subtitle[language])
    for block in document.blocks:
        _block(file, block, language)
    buffer = io.BytesIO()
    file.save(buffer)
    return without_times(buffer.getvalue())


# -- blocks --------------------------------------------------------------------------------


def _block(file: WordDocument, block: Block, language: str) -> None:
    match block:
        case Heading(level=level, text=text):
            _write(file.add_heading(level=level), text[language])
        case Paragraph(text=text):
            _write(file.add_paragraph(style="Normal"), text[language])
        case Note(text=text):
            _write(file.add_paragraph(style="Remark"), text[language])
        case Formula(result=result, terms=terms):
            added = file.add_paragraph(style="Formula")
            _write(added, f"{one_line(result[language])} = ", bold=True)
            for place, term in enumerate(terms):
                if place:
                    added.add_run().add_break()
                _write(added, term[language])
        case List(items=items, numbered=numbered):
            for number, item in enumerate(items, start=1):
                _item(file, item, language, number=number if numbered else 0)
        case Table():
            _table(file, block, language)


def _item(
    file: WordDocument, item: Item, language: str, *, number: int = 0, depth: int = 0
) -> None:
    """An item with a number, or a bullet, and what lies below it."""
    added = file.add_paragraph(style="Item" if number else "Bullet")
    if number:
        added.add_run(item_number(number, language) + ("" if language == "zh" else "\t"))
    else:
        added.paragraph_format.left_indent = Cm(BULLET * min(depth + 1, DEEPEST))
        added.add_run("•\t")
    if item.lead is not None:
        _write(added, item.lead[language], bold=True)
    _write(added, item.text[language])
    for below in item.below:
        _item(file, below, language, depth=depth + 1)


def _table(file: WordDocument, block: Table, language: str) -> None:
    if block.caption is not None:
        _write(file.add_paragraph(style="Caption"), block.caption[language])
    rows = (block.heads, *block.rows)
    table = file.add_table(len(rows), len(block.heads), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths, size = _widths(block, language)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    style = file.styles["Cell"].style_id
    cells = iter(table._cells)  # all at once: asking each row for its own takes a second a table
    for place, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        head, total = place == 0, block.total and place == len(rows) - 1
        _keep_together(row, repeated=head)
        for text, width, number in zip(texts, widths, block.numbers, strict=True):
            cell = next(cells)
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style  # by its id: looking styles up takes most of the time
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(paragraph, text[language], bold=head or total)
            if size != CELL:
                for run in paragraph.runs:
                    run.font.size = Pt(size)
            if head:
                _shade(cell)
    file.add_paragraph(style="After table")


def _write(paragraph: WordParagraph, text: str, bold: bool = False) -> None:
    """Adds a text; its terms are set in italics."""
    for part in runs(text):
        run = paragraph.add_run(part.text)
        run.italic = part.term or None
        run.bold = bold or None


def _widths(block: Table, language: str) -> tuple[list[float], float]:
    """Widths of the columns in cm, and the size of letters in pt at which they hold their content.

    No column is narrower than what must stay in one piece, such as an amount; what is left goes to
    the columns with long texts. Where even that is too wide, the letters are smaller.
    """
    columns = [
        [plain_text(cell[language]) for cell in column]
        for column in zip(block.heads, *block.rows, strict=True)
    ]
    least = [max(map(_piece, column)) + PADDING for column in columns]
    wanted = [min(MOST, max(map(_longest_line, column)) + PADDING) for column in columns]
    wanted = [max(pair) for pair in zip(least, wanted, strict=True)]
    if sum(wanted) <= WIDTH:
        return [WIDTH * width / sum(wanted) for width in wanted], CELL
    if (total := sum(least)) >= WIDTH:
        return [WIDTH * width / total for width in least], max(SMALLEST, CELL * WIDTH / total)
    share = (WIDTH - total) / (sum(wanted) - total)
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)], CELL


def _longest_line(text: str) -> float:
    return max(map(_length, text.split("\n")))


def _piece(text: str) -> float:
    """The length in cm of the longest piece of a text that has to stay in one piece: a word, an
    amount, a few Chinese characters."""
    return max((min(LONGEST_PIECE, _length(piece)) for piece in _PIECES.findall(text)), default=0.0)


def _length(text: str) -> float:
    """The length of a text in cm, at the size of letters in cells."""
    return sum(WIDE_LETTER if _WIDE.match(letter) else LETTER for letter in text)


# -- tables in Word's own terms ------------------------------------------------------------


def _keep_together(row: _Row, repeated: bool) -> None:
    """Breaks no page within the row; a repeated one heads every page the table runs over."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EDEEF2")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


# -- page, styles, properties --------------------------------------------------------------


def _page(file: WordDocument, language: str) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = say(language, "document.page", page="\0", pages="\1")
    for part in re.split("([\0\1])", text):
        if part in "\0\1" and part:
            _field(footer, "PAGE" if part == "\0" else "NUMPAGES")
        elif part:
            footer.add_run(part)


def _field(paragraph: WordParagraph, name: str) -> None:
    """A number that Word works out itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _styles(file: WordDocument, language: str) -> None:
    """Sizes, spaces and fonts; Chinese text has fonts of its own beside the Latin ones."""
    styles = file.styles
    base = styles["Normal"]
    for name in ("Formula", "Item", "Bullet", "Remark", "Cell", "After table"):
        added = styles.add_style(name, base.type)
        assert isinstance(added, ParagraphStyle)
        added.base_style = base
    looks: Iterable[tuple[str, float, float, float, bool]] = (
        ("Normal", 10.5, 2, 4, False),
        ("Title", 20, 0, 4, True),
        ("Subtitle", 13, 0, 18, False),
        ("Heading 1", 15, 18, 6, True),
        ("Heading 2", 11.5, 12, 3, True),
        ("Caption", 10, 8, 3, True),
        ("Formula", 10.5, 4, 6, False),
        ("Item", 10.5, 1, 2, False),
        ("Bullet", 10.5, 1, 2, False),
        ("Remark", 9.5, 2, 4, False),
        ("Cell", CELL, 1, 1, False),
        ("After table", 4, 0, 0, False),
        ("Footer", 9, 0, 0, False),
    )
    for name, size, before, after, heading in looks:
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size = Pt(size)
        style.font.bold = heading
        style.font.italic = False
        style.font.color.rgb = RGBColor(0x55, 0x55, 0x55) if name == "Remark" else RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.25 if name not in ("Cell", "After table") else 1.1
        _fonts(style, HEADS if heading else BODY)
        properties = style.element.get_or_add_pPr()
        for border in properties.findall(qn("w:pBdr")):
            properties.remove(border)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, indent, hanging in (
        ("Formula", 0.6, 0.0),
        ("Item", 0.9, 0.9),
        ("Bullet", BULLET, BULLET),
    ):
        shape = styles[name].paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(indent), Cm(-hanging)
    _language(file, language)


def _fonts(style: ParagraphStyle, chinese: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script, name in (
        ("ascii", LATIN),
        ("hAnsi", LATIN),
        ("cs", LATIN),
        ("eastAsia", chinese),
    ):
        fonts.set(qn(f"w:{script}"), name)


def _language(file: WordDocument, language: str) -> None:
    """What the text is spelled in, for the proofing and the line breaks of Word."""
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), _LANGUAGE[language] if language != "zh" else "en-US")
    spoken.set(qn("w:eastAsia"), "zh-CN")


def _properties(file: WordDocument, document: Document, language: str) -> None:
    """Title and kind of the file; no times, so that the same plan gives the same file."""
    properties = file.core_properties
    kind = "" if document.subtitle is None else document.subtitle[language]
    subject = "" if document.subject is None else document.subject[language]
    properties.title = one_line(document.name(language))[:LONGEST]
    properties.subject = one_line(subject)[:LONGEST]
    properties.author = properties.last_modified_by = "Paycurve"
    properties.keywords = one_line(document.keywords)[:LONGEST]
    properties.category = one_line(kind)[:LONGEST]
    properties.language = _LANGUAGE[language]
    properties.comments = ""
    for element in list(properties._element):
        if element.tag.endswith(("}created", "}modified", "}lastPrinted")):
            properties._element.remove(element)


def without_times(data: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
