"""What a document is made of: a title and blocks in the order of reading, each text in every
language. Blocks know nothing of pay and nothing of formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.text import Text


@dataclass(frozen=True)
class Heading:
    """The heading of a part, `level` 1, or of a section within it, 2. `id` can be linked to."""

    level: int
    text: Text
    id: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; line breaks within it are kept."""

    text: Text


@dataclass(frozen=True)
class Note:
    """A remark beside what is said, set smaller than a paragraph."""

    text: Text


@dataclass(frozen=True)
class Formula:
    """A calculation in words: what is found, and the terms that are added up, signs included."""

    result: Text
    terms: tuple[Text, ...]


@dataclass(frozen=True)
class Item:
    """An item of a list: `lead` is set strong, `text` follows it as it stands, then what lies
    `below` the item."""

    text: Text
    lead: Text | None = None
    below: tuple[Item, ...] = ()


@dataclass(frozen=True)
class List:
    """Items in order, numbered or with bullets."""

    items: tuple[Item, ...]
    numbered: bool = False


def numbered_list(texts: Iterable[Text]) -> List:
    """A numbered list of plain items."""
    return List(tuple(map(Item, texts)), numbered=True)


@dataclass(frozen=True)
class Table:
    """A table with one row of headings. `numbers` says which columns hold figures; `total` that the
    last row sums up; a cell of several lines has them parted by line breaks."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: tuple[bool, ...]
    caption: Text | None = None
    total: bool = False


Block = Heading | Paragraph | Note | Formula | List | Table


def chapter(title: Text, id: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks under one heading; theirs become sections of it."""
    yield Heading(1, title, id)
    for block in blocks:
        if isinstance(block, Heading):
            block = replace(block, level=2, id=f"{id}-{block.id}" if block.id else "")
        yield block


@dataclass(frozen=True)
class Document:
    """A document. `subject` and `keywords` describe the file and are not part of its text."""

    title: Text
    blocks: tuple[Block, ...]
    subtitle: Text | None = None
    subject: Text | None = None
    keywords: str = ""

    def name(self, language: str) -> str:
        """Title and subtitle in one line."""
        texts = (self.title, self.subtitle)
        return " · ".join(text[language] for text in texts if text is not None)
