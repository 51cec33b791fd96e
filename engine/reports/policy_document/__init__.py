"""The plan as a document: a policy for people to read, as Markdown, HTML or DOCX."""

from collections.abc import Callable, Mapping

from engine.reports.document import Document
from engine.reports.html import styles, to_html, to_html_part
from engine.reports.markdown import to_markdown
from engine.reports.policy_document.articles import plan_document
from engine.reports.word import to_docx

DOCUMENT_WRITERS: Mapping[str, Callable[[Document, str], bytes]] = {
    ".docx": to_docx,
    ".html": lambda document, language: to_html(document, language).encode(),
    ".md": lambda document, language: to_markdown(document, language).encode(),
}
"""The document as the bytes of a file, by the ending of its name."""

__all__ = [
    "DOCUMENT_WRITERS",
    "Document",
    "plan_document",
    "styles",
    "to_docx",
    "to_html",
    "to_html_part",
    "to_markdown",
]
