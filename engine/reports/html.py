"""A plan document as HTML: a page of its own, clean in print, or a part of another page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from engine.reports.document import Block, Document, Formula, Items, Paragraph, Table
from engine.text import END, TERM, say, unbroken

LOCALE = {"en": "en", "zh": "zh-CN"}
_REMARK, _NUMBER, _TOTAL = (f' class="{name}"' for name in ("remark", "number", "total"))


def to_html(document: Document, language: str) -> str:
    """The document in one language as a page that needs nothing from outside."""
    title = f"{document.title[language]} · {document.subtitle[language]}"
    return (
        f'<!DOCTYPE html>\n<html lang="{LOCALE.get(language, language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
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
    locale = LOCALE.get(language, language)
    yield f'<article class="plan-document" lang="{locale}">'
    yield f"<header><h1>{escape(document.title[language])}</h1>"
    yield f'<p class="subtitle">{escape(document.subtitle[language])}</p></header>'
    for chapter in document.chapters:
        yield f"<section><h2>{escape(chapter.heading(language))}</h2>"
        for article in chapter.articles:
            yield f'<h3 id="{escape(article.id)}">{escape(article.heading(language))}</h3>'
            for block in article.blocks:
                yield from _block(block, language)
        yield "</section>"
    yield "</article>"


def _block(block: Block, language: str) -> Iterator[str]:
    match block:
        case Paragraph(text=text, quiet=quiet):
            yield f"<p{_REMARK if quiet else ''}>{_safe(text[language])}</p>"
        case Formula(result=result, terms=terms):
            written = "<br>".join(_safe(term[language]) for term in terms)
            yield (
                f'<div class="formula"><span>{_safe(result[language])} =</span>'
                f"<span>{written}</span></div>"
            )
        case Items(items=items):
            yield "<ol>"
            for item in items:
                yield f"<li>{_safe(item[language])}</li>"
            yield "</ol>"
        case Table():
            yield from _table(block, language)


def _table(table: Table, language: str) -> Iterator[str]:
    yield "<table>"
    if table.caption is not None:
        yield f"<caption>{_safe(table.caption[language])}</caption>"
    yield f"<thead>{_row('th', [h[language] for h in table.heads], table.numbers)}</thead>"
    yield "<tbody>"
    for place, row in enumerate(table.rows):
        last = table.total and place == len(table.rows) - 1
        yield _row("td", [cell[language] for cell in row], table.numbers, last)
    yield "</tbody></table>"


def _row(tag: str, cells: list[str], numbers: tuple[bool, ...], total: bool = False) -> str:
    written = "".join(
        f"<{tag}{_NUMBER if number else ''}>{_safe(cell)}</{tag}>"
        for cell, number in zip(cells, numbers, strict=True)
    )
    return f"<tr{_TOTAL if total else ''}>{written}</tr>"


def _safe(text: str) -> str:
    text = escape(unbroken(text))
    return text.replace("\n", "<br>").replace(TERM, "<i>").replace(END, "</i>")
