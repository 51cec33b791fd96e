"""How much a heading speaks for a column of a plan: by its labels and words known for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz

from engine.yaml_files import DATA, Document

SYNONYMS = DATA / "importing" / "synonyms.yaml"
EQUAL, SYNONYM = 1.0, 0.95
"""A heading that is a name or label of the column, or one of the words known to mean the same."""
GENERAL = 0.85
"""A heading that is a word which many columns are headed with: amount, target, id."""
LIKELY = 0.75
"""From here on a likeness is worth a question."""

_UNIT = re.compile(r"[(（\[【].*?[)）\]】]")
_OTHER = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_SHORTEST = 2
_LISTS = ("general", "posts", "paid_within")
"""Groups whose words do not mean the same."""


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
    """The words of a list, "general" or "posts", as headings are compared."""
    return frozenset(bare(str(word)) for word in _written()[name])


def words_of(group: str) -> tuple[str, ...]:
    """The words of a group as headings are compared."""
    return groups()[group]


def known_names(names: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of a column's id and labels: these as they are compared, and all words that mean the same."""
    own = frozenset(bare(name) for name in names if name)
    more = {word for words in groups().values() if own & set(words) for word in words}
    return own, frozenset(more - own)


def likeness(heading: str, own: frozenset[str], more: frozenset[str]) -> float:
    """How much a heading speaks for a column: from 0 to 1."""
    said = {bare(heading), bare(_UNIT.sub("", heading))} - {""}
    said |= {bare(part) for part in re.split(r"[()（）\[\]【】]", heading)[:1]} - {""}
    if said & own:
        return EQUAL
    if meant := said & more:
        return GENERAL if meant <= listed_words("general") else SYNONYM
    best = 0.0
    for word in said:
        for known in own | more:
            best = max(best, _similar(word, known))
    return best


def bare(text: str) -> str:
    """Letters and digits of a heading without case, width and anything between them."""
    plain = unicodedata.normalize("NFKC", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).casefold()
    return _OTHER.sub("", plain)


def _similar(word: str, known: str) -> float:
    """Below SYNONYM: by letters, and by one containing the other."""
    if min(len(word), len(known)) < _SHORTEST:
        return 0.0
    by_letters = fuzz.ratio(word, known) / 100
    short, long = sorted((word, known), key=len)
    contained = 0.6 + 0.35 * len(short) / len(long) if short in long else 0.0
    return min(max(by_letters * 0.9, contained), SYNONYM - 0.01)
