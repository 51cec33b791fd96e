"""The template of letters that comes with Paycurve: one page, to be edited in Word or replaced."""

from __future__ import annotations

import io

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from engine.papers.letter_fields import field_names, phrase
from engine.papers.paper_look import INK, MUTED

LATIN, CHINESE = "Calibri", "宋体"
SIZE, SMALL, LARGE = 11, 9, 18
TABLE = (("old_month", "old"), ("new_month", "new"), ("difference_month", "difference"))
"""The figures of the table: a month in service, and all months."""


def letter_template(language: str) -> bytes:
    """The template in one language, as a DOCX with fields in double braces."""
    file = new_document()
    names = {field: f"{{{{{name}}}}}" for field, name in field_names(language).items()}
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = file.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = LATIN, Pt(SIZE)
    style.font.color.rgb = RGBColor.from_string(INK)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    style.paragraph_format.space_after = Pt(8)
    style.paragraph_format.line_spacing = 1.2

    def said(key: str) -> str:
        return phrase.say(language, f"template_{key}", **names)

    title = file.add_paragraph()
    title.paragraph_format.space_after = Pt(14)
    run = title.add_run(said("title"))
    run.bold, run.font.size = True, Pt(LARGE)
    for key in ("to", "opening", "basis"):
        file.add_paragraph(said(key))
    heads = (said("pay"), said("a_month"), said("all_months"))
    labels = (said("before"), said("after"), said("difference"))
    table = file.add_table(1 + len(TABLE), len(heads), "Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row, label, fields in zip(table.rows[1:], labels, TABLE, strict=True):
        for cell, text in zip(row.cells, (label, *(names[f] for f in fields)), strict=True):
            cell.paragraphs[0].add_run(text).bold = fields is TABLE[-1] or None
    for row in table.rows:
        for cell in row.cells:
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before, shape.space_after, shape.line_spacing = Pt(4), Pt(4), 1.0
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    heading = file.add_paragraph()
    heading.paragraph_format.space_before = Pt(14)
    heading.add_run(said("what_changes")).bold = True
    file.add_paragraph(names["changes"])
    for key in ("depends", "closing", "signature"):
        paragraph = file.add_paragraph(said(key))
    paragraph.paragraph_format.space_before = Pt(36)
    note = file.add_paragraph()
    run = note.add_run(said("note"))
    run.font.size, run.font.color.rgb = Pt(SMALL), RGBColor.from_string(MUTED)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = said("title"), "Paycurve", ""
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()
