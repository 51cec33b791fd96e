"""A fitted model as a document: what it rests on, and how it compares with the people it is of."""

from __future__ import annotations

from collections.abc import Iterator

from engine.reports.document import Block, Document, Heading, Item, List
from engine.text import Phrases
from engine.workforce import Fitted

phrase = Phrases("fit")


def fit_document(fitted: Fitted) -> Document:
    """How good a fitted model is, and what it rests on."""
    model = fitted.model
    return Document(model.title, tuple(_blocks(fitted)), subject=model.description)


def _blocks(fitted: Fitted) -> Iterator[Block]:
    yield Heading(1, phrase("part_notes"), "notes")
    yield List(tuple(map(Item, fitted.model.notes)))
