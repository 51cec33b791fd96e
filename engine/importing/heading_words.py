"""How much a heading speaks for a column of a plan: by its labels and words known for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from rapidfuzz import fuzz

from engine.yaml_files import DATA, Document

SYNONYMS = DATA / "importing" / "synonyms.yaml"
EQUAL, SYNONYM = 1.0, 0.95
"""A heading that is a name or label of the column, or one of the words known to mean the same."""
GENERAL = 0.85
"""A heading that is a word which many columns are headed with: amount, target, id."""
QUALIFIED = 0.9
"""A known word beside one that only says whose or which of it: this month's, total."""
LIKELY = 0.75
"""From here on a likeness is worth a question."""

_UNIT = re.compile(r"[(（\[【].*?[)）\]】]")
_OTHER = re.compile(r"[\W_]+")
_SHORTEST = 2
_LISTS = ("general", "posts", "paid_within", "qualifiers", "turns")
"""Entries whose words do not mean the same."""


@cache
def _written() -> Mapping[str, Iterable[object]]:
    return Document.read(SYNONYMS).data


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """The groups of words that mean the same, by name, as headings are compared."""
    return {
        name: tuple(dict.fromkeys(bare(word) for word in (name, *map(str, words))))
        for name, words in _written().items()
        if name not in _LISTS
    }


@cache
def listed_words(name: str) -> frozenset[str]:
    """The words of "general", "posts" or "qualifiers", as headings are compared."""
    return frozenset(bare(str(word)) for word in _written()[name])


@cache
def _turns() -> tuple[tuple[str, ...], ...]:
    """Words that make another thing of what they stand beside; those of one meaning together."""
    written = _written()["turns"]
    return tuple(tuple(bare(str(word)) for word in words) for words in _lists(written))


def _lists(written: Iterable[object]) -> Iterator[Iterable[object]]:
    for words in written:
        assert isinstance(words, Iterable)
        yield words


@cache
def _turned(word: str) -> frozenset[int]:
    """Which meanings of the words that turn a thing into another a text has."""
    return frozenset(i for i, words in enumerate(_turns()) if any(one in word for one in words))


@cache
def _every_word() -> frozenset[str]:
    return frozenset(word for words in groups().values() for word in words)


def words_of(group: str) -> tuple[str, ...]:
    """The words of a group as headings are compared."""
    return groups()[group]


def is_known(heading: str) -> bool:
    """Whether a heading is a word of some group."""
    return any(bare(heading) in words for words in groups().values())


def known_names(names: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of a column's id and labels: these as they are compared, and all words that mean the same."""
    own = frozenset(bare(name) for name in names if name)
    more = {word for words in groups().values() if own & set(words) for word in words}
    return own, frozenset(more - own)


def likeness(heading: str, own: frozenset[str], more: frozenset[str]) -> float:
    """How much a heading speaks for a column: from 0 to 1. One that is a word for something else
    does not, however alike the two are."""
    said = {bare(heading), bare(without_unit(heading))} - {""}
    said |= {bare(part) for part in re.split(r"[()（）\[\]【】]", heading)[:1]} - {""}
    if said & own:
        return EQUAL
    if meant := said & more:
        return GENERAL if meant <= listed_words("general") else SYNONYM
    if said & _every_word():
        return 0.0
    if meant := {_without_qualifiers(word) for word in said} & (own | more):
        return LIKELY if meant <= listed_words("general") else QUALIFIED
    known = (own | more) - listed_words("general")
    return max((_similar(word, one) for word in said for one in known), default=0.0)


def is_of_pay(heading: str) -> bool:
    """Whether a heading says that something was paid."""
    said, known = bare(heading), {*words_of("paid"), *words_of("paid_part")}
    return said in known or any(word in said for word in listed_words("paid_within"))


def _without_qualifiers(word: str) -> str:
    """A heading without words, and a number behind it, that only say whose or which of the same
    thing it is: 本月销售额, Leader 1."""
    word = word.rstrip("0123456789") or word
    known = sorted(listed_words("qualifiers"), key=len, reverse=True)
    while found := next((q for q in known if q != word and word.startswith(q)), ""):
        word = word.removeprefix(found)
    while found := next((q for q in known if q != word and word.endswith(q)), ""):
        word = word.removesuffix(found)
    return word


def without_unit(heading: str) -> str:
    """A heading without what stands in brackets."""
    return _UNIT.sub("", heading)


def bare(text: str) -> str:
    """Letters and digits of a heading without case, width and anything between them."""
    plain = unicodedata.normalize("NFKC", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).casefold()
    return _OTHER.sub("", plain)


def _similar(word: str, known: str) -> float:
    """Below SYNONYM: by letters, and by one containing the other; 0 where only one of them says
    that it is a rate, a target, a price or the like."""
    if min(len(word), len(known)) < _SHORTEST or _turned(word) != _turned(known):
        return 0.0
    by_letters = fuzz.ratio(word, known) / 100
    short, long = sorted((word, known), key=len)
    contained = 0.6 + 0.35 * len(short) / len(long) if short in long else 0.0
    return min(max(by_letters * 0.9, contained), SYNONYM - 0.01)
