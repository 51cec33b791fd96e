"""Papers as PDF: pages to read and to print, charts as vectors, fonts within, open to readers that
speak (PDF/UA-1), made to last (PDF/A-2a), and the same file from the same paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import typst

from engine.papers.chart_drawing import draw
from engine.papers.chart_words import in_words
from engine.papers.font_letters import FAMILIES, FONTS, Letters, length
from engine.papers.paper import Finding, Paper
from engine.papers.paper_look import ACCENT, INK, MUTED, RULE, SHADE, phrase
from engine.reports import Table, runs
from engine.text import Text

PAGES = Path(__file__).with_name("pages.typ")
WIDE, BESIDE = 745.0, 520.0
"""Points across a page, and what is left of them for a chart beside sentences."""
HIGH, OVER_TABLE = 385.0, 200.0
"""Points down a page for a chart, and for one with a table under it."""
MOST_FIGURES = 4
FIGURE_SIZES, FIGURE_GAP, BOLD = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0), 17.0, 1.06
"""Sizes of key figures, the points between two of them, and how much longer bold letters are."""
WRITTEN = 946_684_800
"""The time in the file, in seconds: always the first of January 2000, so that the same paper is the
same file."""

Said = Callable[[Text], str]


def to_pdf(paper: Paper, language: str) -> bytes:
    """The paper as a PDF. A letter that the fonts lack is set as 〓 and named on the last page."""
    letters = Letters()

    def said(text: Text) -> str:
        return letters.settable("".join(run.text for run in runs(text[language])))

    content: dict[str, object] = {
        "language": language,
        "fonts": FAMILIES[language],
        "author": "Paycurve",
        "look": {"ink": f"#{INK}", "muted": f"#{MUTED}", "rule": f"#{RULE}",
                 "shade": f"#{SHADE}", "accent": f"#{ACCENT}"},
        "title": said(paper.title).replace("\n", " "),
        "subtitle": said(paper.subtitle),
        "decision_title": said(phrase("decision")),
        "decision": said(paper.decision.sentence),
        "figures": [
            {
                "label": said(figure.label),
                "value": said(figure.value),
                "note": None if figure.note is None else said(figure.note),
            }
            for figure in paper.decision.figures[:MOST_FIGURES]
        ],
        "pages_show": said(phrase("pages_show")),
        "findings": [_finding(one, language, said, letters) for one in paper.findings],
        "footer": said(paper.footer).replace("\n", " "),
        "basis_title": said(phrase("basis_title")),
        "basis": [(said(name), said(how)) for name, how in paper.basis],
        "told_title": said(phrase("told")),
    }  # fmt: skip
    content["figure_size"] = _figure_size([said(one.value) for one in paper.decision.figures])
    told = [said(text) for text in paper.told]
    if letters.lacking:
        told.append(said(phrase("letters_lacking", letters=_named(letters.lacking))))
    content["told"] = told
    return typst.compile(
        str(PAGES),
        root=str(PAGES.parent),
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=WRITTEN,
    )


def _figure_size(values: Sequence[str]) -> float:
    """The largest size at which the key figures stand side by side in one line each."""
    shown = values[:MOST_FIGURES]
    width = (WIDE - FIGURE_GAP * (len(shown) - 1)) / max(len(shown), 1)
    fitting = (
        size for size in FIGURE_SIZES if all(length(value, size) * BOLD <= width for value in shown)
    )
    return next(fitting, FIGURE_SIZES[-1])


def _finding(finding: Finding, language: str, said: Said, letters: Letters) -> Mapping[str, object]:
    drawing, alt = None, said(finding.title)
    if finding.chart is not None:
        alt = letters.settable(in_words(finding.chart, alt, language))
        width = BESIDE if finding.points else WIDE
        high = HIGH if finding.table is None else OVER_TABLE
        drawing = draw(finding.chart, width, high, language, letters.settable).as_json()
    return {
        "title": said(finding.title),
        "drawing": drawing,
        "alt": alt,
        "table": None if finding.table is None else _table(finding.table, said),
        "points": [said(point) for point in finding.points],
        "notes": [said(note) for note in finding.notes],
    }


def _table(table: Table, said: Said) -> Mapping[str, object]:
    return {
        "caption": None if table.caption is None else said(table.caption),
        "heads": [said(head) for head in table.heads],
        "rows": [[said(cell) for cell in row] for row in table.rows],
        "numbers": list(table.numbers),
        "total": table.total,
    }


def _named(letters: Iterable[str]) -> str:
    """U+1F600, U+AC00"""
    return ", ".join(f"U+{ord(letter):04X}" for letter in sorted(letters))


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with Paycurve, and no others of the machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
