"""A plan document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.reports.document import Block, Document, Formula, Items, Paragraph, Table
from engine.text import END, TERM

_MARKUP = re.compile(r"([\\*_`<>\[\]$|#])")


def to_markdown(document: Document, language: str) -> str:
    """The document in one language."""
    return "\n".join(_lines(document, language)) + "\n"


def _lines(document: Document, language: str) -> Iterator[str]:
    yield f"# {_safe(document.title[language])}"
    yield ""
    yield f"**{document.subtitle[language]}**"
    yield ""
    for chapter in document.chapters:
        yield f"## {_safe(chapter.heading(language))}"
        yield ""
        for article in chapter.articles:
            yield f"### {_safe(article.heading(language))}"
            yield ""
            for block in article.blocks:
                yield from _block(block, language)
                yield ""


def _block(block: Block, language: str) -> Iterator[str]:
    match block:
        case Paragraph(text=text, quiet=quiet):
            yield f"_{_safe(text[language])}_" if quiet else _safe(text[language])
        case Formula(result=result, terms=terms):
            lines = [_safe(term[language]) for term in terms]
            yield f"> {_safe(result[language])} = {lines[0]}" + ("  " if lines[1:] else "")
            for i, line in enumerate(lines[1:], start=2):
                yield f"> {line}" + ("  " if i < len(lines) else "")
        case Items(items=items):
            for number, item in enumerate(items, start=1):
                yield f"{number}. {_safe(item[language])}"
        case Table():
            yield from _table(block, language)


def _table(table: Table, language: str) -> Iterator[str]:
    if table.caption is not None:
        yield f"**{_safe(table.caption[language])}**"
        yield ""
    yield _row([head[language] for head in table.heads])
    yield "|" + "|".join("---:" if number else ":---" for number in table.numbers) + "|"
    for place, row in enumerate(table.rows):
        last = table.total and place == len(table.rows) - 1
        yield _row([cell[language] for cell in row], bold=last)


def _row(cells: list[str], bold: bool = False) -> str:
    written = ["<br>".join(_safe(line) for line in cell.split("\n")) for cell in cells]
    if bold:
        written = [f"**{cell}**" if cell else "" for cell in written]
    return f"| {' | '.join(written)} |"


def _safe(text: str) -> str:
    """A text in which nothing is markup but its terms."""
    return _MARKUP.sub(r"\\\1", text).replace(TERM, "*").replace(END, "*")
