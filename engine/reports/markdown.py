"""A document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

BREAK = "  \n"
"""Two spaces at the end of a line keep it a line."""
_INLINE = re.compile(
    r"[\\`*$~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is no markup
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    r"|(?<=\])[(\[]"  # the second half of a link
    r"|(?<!\S)#"
)
_AT_START = re.compile(
    r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)"
    r"([.)](?=\s|$)|[-+](?=\s|$)|>|=(?==*\s*$)|[|:-](?=[-|:\s]*$)|\[(?=[^\]]*\]:))",
    re.MULTILINE,
)
"""What makes a line a list, a quotation, a heading, a table or the address of a link."""


def to_markdown(document: Document, language: str) -> str:
    """The document in one language."""
    parts = [f"# {inline(one_line(document.title[language]))}"]
    if document.subtitle is not None:
        parts.append(f"**{inline(one_line(document.subtitle[language]))}**")
    parts += ["\n".join(_block(block, language)) for block in document.blocks]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A text as lines of their own in which nothing is markup but its terms."""
    return _lines(inline(text).lstrip())


def inline(text: str) -> str:
    """A text within a line in which nothing is markup but its terms."""
    written = ((_INLINE.sub(r"\\\g<0>", run.text), run.term) for run in runs(text))
    return "".join(f"*{part}*" if term else part for part, term in written)


def _lines(written: str) -> str:
    """Lines that stay lines, and are nothing else, when the page is set."""
    return _AT_START.sub(r"\1\\\2", written).replace("\n", BREAK)


def _block(block: Block, language: str) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield f"{'#' * (level + 1)} {inline(one_line(text[language]))}"
        case Paragraph(text=text):
            yield escaped(text[language])
        case Note(text=text):
            yield _lines(f"_{inline(text[language]).strip()}_")
        case Formula(result=result, terms=terms):
            lines = BREAK.join(escaped(term[language]) for term in terms)
            yield f"> {escaped(result[language])} = {lines}".replace("\n", "\n> ")
        case List(items=items, numbered=numbered):
            for number, item in enumerate(items, start=1):
                yield from _item(item, f"{number}." if numbered else "-", language)
        case Table():
            yield from _table(block, language)


def _item(item: Item, sign: str, language: str, indent: str = "") -> Iterator[str]:
    text = escaped(item.text[language])
    if item.lead is not None:
        text = _lines(f"**{inline(one_line(item.lead[language]))}**{inline(item.text[language])}")
    within = indent + " " * (len(sign) + 1)
    yield f"{indent}{sign} {text}".replace("\n", f"\n{within}")
    for below in item.below:
        yield from _item(below, "-", language, within)


def _table(table: Table, language: str) -> Iterator[str]:
    if table.caption is not None:
        yield f"**{inline(one_line(table.caption[language]))}**"
        yield ""
    yield _row([_cell(head[language]) for head in table.heads])
    yield "|" + "|".join("---:" if number else ":---" for number in table.numbers) + "|"
    for place, row in enumerate(table.rows, start=1):
        cells = [_cell(cell[language]) for cell in row]
        if table.total and place == len(table.rows):
            cells = [f"**{cell}**" if cell else "" for cell in cells]
        yield _row(cells)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return inline(text).strip().replace("|", r"\|").replace("\n", "<br>")
