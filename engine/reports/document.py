"""What a plan document is made of: chapters, articles and blocks, every text in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.text import Text, plain_text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `quiet` one is a remark."""

    text: Text
    quiet: bool = False


@dataclass(frozen=True)
class Formula:
    """A calculation in words: what is found, and the terms that are added up, signs included."""

    result: Text
    terms: tuple[Text, ...]


@dataclass(frozen=True)
class Items:
    """Items of a list, in order."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    """A table with one row of headings. `numbers` says which columns hold figures; `total` that the
    last row sums up; a cell of several lines has them parted by line breaks."""

    caption: Text | None
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: tuple[bool, ...]
    total: bool = False


Block = Paragraph | Formula | Items | Table


@dataclass(frozen=True)
class Draft:
    """An article before the whole document has its numbers."""

    id: str
    title: Text
    blocks: Callable[[], list[Block]]


@dataclass(frozen=True)
class Article:
    """A numbered article; in an appendix, `number` is empty."""

    id: str
    number: Text
    title: Text
    blocks: tuple[Block, ...]

    def heading(self, language: str) -> str:
        """Number and title."""
        return _heading(self.number, self.title, language)


@dataclass(frozen=True)
class Chapter:
    """A numbered chapter."""

    number: Text
    title: Text
    articles: tuple[Article, ...]

    def heading(self, language: str) -> str:
        """Number and title."""
        return _heading(self.number, self.title, language)


@dataclass(frozen=True)
class Document:
    """A plan as a policy. `plan` is the plan's id."""

    plan: str
    title: Text
    subtitle: Text
    summary: Text
    chapters: tuple[Chapter, ...]

    def articles(self) -> Iterator[Article]:
        """All articles in order."""
        for chapter in self.chapters:
            yield from chapter.articles

    def texts(self, language: str) -> Iterator[str]:
        """Every text in the order of reading, without markup."""
        yield self.title[language]
        yield self.subtitle[language]
        for chapter in self.chapters:
            yield chapter.heading(language)
            for article in chapter.articles:
                yield article.heading(language)
                for block in article.blocks:
                    yield from (plain_text(text[language]) for text in _texts(block))


def _texts(block: Block) -> Iterator[Text]:
    match block:
        case Paragraph(text=text):
            yield text
        case Formula():
            yield block.result
            yield from block.terms
        case Items():
            yield from block.items
        case Table():
            if block.caption is not None:
                yield block.caption
            for row in (block.heads, *block.rows):
                yield from row


def _heading(number: Mapping[str, str], title: Text, language: str) -> str:
    if not number[language]:
        return title[language]
    gap = "\N{IDEOGRAPHIC SPACE}" if language == "zh" else " "
    return f"{number[language]}{gap}{title[language]}"
