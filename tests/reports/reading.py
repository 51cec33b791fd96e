"""Reads plan documents: an article, and what it says."""

from __future__ import annotations

from engine.reports import Document
from engine.reports.document import Article, Formula, Items, Paragraph, Table
from engine.text import plain_text


def article(document: Document, name: str) -> Article:
    return next(found for found in document.articles() if found.id == name)


def texts(document: Document, language: str, name: str) -> list[str]:
    """What an article says, paragraph by paragraph."""
    blocks = []
    for block in article(document, name).blocks:
        match block:
            case Paragraph(text=text):
                blocks.append(text[language])
            case Formula(result=result, terms=terms):
                said = " ".join(term[language] for term in terms)
                blocks.append(f"{result[language]} = {said}")
            case Items(items=items):
                blocks += [item[language] for item in items]
            case Table(rows=rows):
                blocks += [" | ".join(cell[language] for cell in row) for row in rows]
    return [plain_text(block).replace("\N{THIN SPACE}", " ") for block in blocks]
