"""Reads documents, as blocks and as files: a section, and what it says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html.parser import HTMLParser

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.table import Table as WordTable

from engine.reports import Document
from engine.reports.document import (
    Block,
    Formula,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Table,
)
from engine.text import Text, plain_text


def sections(document: Document) -> dict[str, list[Block]]:
    """The blocks of every section that has an id."""
    found: dict[str, list[Block]] = {}
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            blocks = []
            if block.id:
                found[block.id] = blocks
        else:
            blocks.append(block)
    return found


def tables(document: Document, section: str) -> list[Table]:
    return [block for block in sections(document)[section] if isinstance(block, Table)]


def texts(document: Document, language: str, section: str) -> list[str]:
    """What a section says, paragraph by paragraph."""
    said: list[str] = []
    for block in sections(document)[section]:
        match block:
            case Formula(result=result, terms=terms):
                said.append(f"{result[language]} = {' '.join(term[language] for term in terms)}")
            case Table(rows=rows):
                said += [" | ".join(cell[language] for cell in row) for row in rows]
            case _:
                said += [text[language] for text in block_texts(block)]
    return [plain_text(text).replace("\N{NO-BREAK SPACE}", " ") for text in said]


def document_texts(document: Document) -> Iterator[Text]:
    """Every text in the order of reading."""
    yield document.title
    if document.subtitle is not None:
        yield document.subtitle
    for block in document.blocks:
        yield from block_texts(block)


def block_texts(block: Block) -> Iterator[Text]:
    match block:
        case Heading(text=text) | Paragraph(text=text) | Note(text=text):
            yield text
        case Formula(result=result, terms=terms):
            yield from (result, *terms)
        case List(items=items):
            for item in items:
                yield from _item_texts(item)
        case Table():
            if block.caption is not None:
                yield block.caption
            for row in (block.heads, *block.rows):
                yield from row


def _item_texts(item: Item) -> Iterator[Text]:
    if item.lead is not None:
        yield item.lead
    yield item.text
    for below in item.below:
        yield from _item_texts(below)


def word_file(data: bytes) -> WordDocument:
    return new_document(io.BytesIO(data))


def word_texts(data: bytes) -> list[str]:
    """What Word shows, block by block."""
    found: list[str] = []
    for block in word_file(data).iter_inner_content():
        if isinstance(block, WordTable):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return found


class HtmlPage(HTMLParser):
    """The tags and the text of the body of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(data.decode().split("<body>")[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_data(self, data: str) -> None:
        self.text += data


def letters(text: str) -> str:
    """Letters, figures and Chinese characters only: what is said, without how it is set."""
    return "".join(character for character in text if character.isalnum())
