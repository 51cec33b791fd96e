"""A document as HTML: a page of its own, clean in print, or a part of another page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

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
from engine.text import say

LOCALE = {"en": "en", "zh": "zh-CN"}
_REMARK, _NUMBER, _TOTAL = (f' class="{name}"' for name in ("remark", "number", "total"))


def to_html(document: Document, language: str) -> str:
    """The document in one language as a page that needs nothing from outside."""
    return (
        f'<!DOCTYPE html>\n<html lang="{LOCALE.get(language, language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(one_line(document.name(language)))}</title>\n"
        f"<style>\n{styles()}{_page_numbers(language)}</style>\n</head>\n<body>\n"
        f"{to_html_part(document, language)}</body>\n</html>\n"
    )


def to_html_part(document: Document, language: str) -> str:
    """The document as an element to stand in another page, in the colours of that page."""
    return "\n".join(_lines(document, language)) + "\n"


def styles() -> str:
    """What the element looks like; its colours go by that of the text around it."""
    return Path(__file__).with_name("document.css").read_text(encoding="utf-8")


def _page_numbers(language: str) -> str:
    pages = say(language, "document.page", page="\0", pages="\1")
    content = f'"{pages}"'.replace("\0", '" counter(page) "').replace("\1", '" counter(pages) "')
    return f"@page {{ @bottom-center {{ content: {content}; font-size: 9pt; color: #555; }} }}\n"


def _lines(document: Document, language: str) -> Iterator[str]:
    yield f'<article class="pc-document" lang="{LOCALE.get(language, language)}">'
    yield f"<header><h1>{escaped(document.title[language])}</h1>"
    if document.subtitle is not None:
        yield f'<p class="subtitle">{escaped(document.subtitle[language])}</p>'
    yield "</header>"
    for block in document.blocks:
        yield from _block(block, language)
    yield "</article>"


def escaped(text: str) -> str:
    """A text in which nothing is markup but its terms and line breaks."""
    written = ((escape(run.text), run.term) for run in runs(text))
    found = "".join(f"<i>{part}</i>" if term else part for part, term in written)
    return found.replace("\n", "<br>")


def _block(block: Block, language: str) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text, id=id):
            place = f' id="{escape(one_line(id))}"' if id else ""
            yield f"<h{level + 1}{place}>{escaped(text[language])}</h{level + 1}>"
        case Paragraph(text=text):
            yield f"<p>{escaped(text[language])}</p>"
        case Note(text=text):
            yield f"<p{_REMARK}>{escaped(text[language])}</p>"
        case Formula(result=result, terms=terms):
            written = "<br>".join(escaped(term[language]) for term in terms)
            yield (
                f'<div class="formula"><span>{escaped(result[language])} =</span>'
                f"<span>{written}</span></div>"
            )
        case List(items=items, numbered=numbered):
            yield _list(items, "ol" if numbered else "ul", language)
        case Table():
            yield from _table(block, language)


def _list(items: tuple[Item, ...], tag: str, language: str) -> str:
    return f"<{tag}>\n{''.join(_item(item, language) for item in items)}</{tag}>"


def _item(item: Item, language: str) -> str:
    lead = "" if item.lead is None else f"<b>{escaped(item.lead[language])}</b>"
    below = _list(item.below, "ul", language) if item.below else ""
    return f"<li>{lead}{escaped(item.text[language])}{below}</li>\n"


def _table(table: Table, language: str) -> Iterator[str]:
    yield "<table>"
    if table.caption is not None:
        yield f"<caption>{escaped(table.caption[language])}</caption>"
    yield f"<thead>{_row('th', [h[language] for h in table.heads], table.numbers)}</thead>"
    yield "<tbody>"
    for place, row in enumerate(table.rows):
        last = table.total and place == len(table.rows) - 1
        yield _row("td", [cell[language] for cell in row], table.numbers, last)
    yield "</tbody></table>"


def _row(tag: str, cells: list[str], numbers: tuple[bool, ...], total: bool = False) -> str:
    written = "".join(
        f"<{tag}{_NUMBER if number else ''}>{escaped(cell)}</{tag}>"
        for cell, number in zip(cells, numbers, strict=True)
    )
    return f"<tr{_TOTAL if total else ''}>{written}</tr>"
