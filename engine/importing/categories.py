"""Which value of a plan's category each text of a file is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.importing.heading_words import bare, listed_words
from engine.plan import Column


def named_values(texts: Iterable[str], column: Column) -> dict[str, str]:
    """The plan's value for each text that is one by id or label; others are left out."""
    names = _names(column)
    return {text: names[bare(text)] for text in texts if bare(text) in names}


def likely_values(texts: Iterable[str], column: Column) -> dict[str, str]:
    """The plan's value for each text that contains the name of one value and of no other, as
    高级客服 contains 高级; or that is contained in one name only."""
    names = _names(column)
    found = {}
    for text in texts:
        said = bare(text)
        if said in names or not said:
            continue
        within = {value for name, value in names.items() if len(name) > 1 and name in said}
        longer = {value for name, value in names.items() if len(said) > 1 and said in name}
        for values in (within, longer):
            if len(values) == 1:
                found[text] = values.pop()
                break
    return found


def without_post(text: str) -> str:
    """A text without the words for posts, which name no grade: 高级客服专员 is 高级."""
    said = bare(text)
    for word in sorted(listed_words("posts"), key=len, reverse=True):
        rest = said.replace(word, "")
        said = rest or said
    return said


def sure_values(texts: Iterable[str], column: Column) -> dict[str, str]:
    """The plan's value for each text that is one by name, posts apart; others are left out."""
    names = _names(column)
    bared: dict[str, str] = {}
    for name, value in names.items():
        bared.setdefault(without_post(name), value)
    several = {n for n in bared if len({v for k, v in names.items() if without_post(k) == n}) > 1}
    texts = list(texts)
    found = named_values(texts, column)
    for text in texts:
        said = without_post(text)
        if text not in found and said in bared and said not in several:
            found[text] = bared[said]
    return found


def share_of_values(texts: Sequence[str], column: Column) -> float:
    """How much of some texts are values of a category, surely or likely."""
    if not texts:
        return 0.0
    return len(sure_values(texts, column) | likely_values(texts, column)) / len(texts)


def _names(column: Column) -> dict[str, str]:
    names: dict[str, str] = {}
    for value, label in column.values.items():
        for name in (value, *label.values()):
            names.setdefault(bare(name), value)
    return names
