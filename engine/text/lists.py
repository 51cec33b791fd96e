"""Several texts in a row, the last joined by a word: a, b and c; a、b或c."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text.sentences import say


def listed(texts: Sequence[str], kind: str, language: str) -> str:
    """Texts in a row: "nouns" are counted up, of "and" all hold, of "or" one does."""
    *before, last = texts
    if not before:
        return last
    joined = say(language, f"list.{kind}_between").join(before)
    return joined + say(language, f"list.{kind}_last") + last
