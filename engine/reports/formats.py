"""The formats a document can be written in, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.reports.document import Document
from engine.reports.html import to_html
from engine.reports.markdown import to_markdown
from engine.reports.word import to_docx

FORMATS: Mapping[str, Callable[[Document, str], bytes]] = {
    ".docx": to_docx,
    ".html": lambda document, language: to_html(document, language).encode(),
    ".md": lambda document, language: to_markdown(document, language).encode(),
}


def write(document: Document, ending: str, language: str) -> bytes:
    """The document in one language as the bytes of a file.

    Raises KeyError for an ending that is not among FORMATS.
    """
    return FORMATS[ending](document, language)
