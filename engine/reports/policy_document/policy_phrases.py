"""The phrases of a policy, and how it puts them in a row."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan import shapes
from engine.text import Text, in_each_language, listed, say, spaced, untranslated

phrase, joined, figure = shapes.words, shapes.joined, shapes.written
NOTHING = untranslated("")


def enumeration(texts: Sequence[Text], kind: str = "nouns") -> Text:
    """Nouns in a row, a, b and c; or conditions that must all hold, with the kind "and"."""
    return in_each_language(
        lambda language: spaced(listed([text[language] for text in texts], kind, language))
    )


def filled(sentence: Text, /, **values: Text) -> Text:
    """A sentence that a function of the language brings along, with its blanks filled in."""

    def written(language: str) -> str:
        return sentence[language].format(**{name: t[language] for name, t in values.items()})

    return in_each_language(lambda language: spaced(written(language)))


def capitalized(text: Text) -> Text:
    """A text that begins with a capital letter."""
    return {language: found[:1].upper() + found[1:] for language, found in text.items()}


def split_summary(summary: Text) -> tuple[Text, Text]:
    """A summary as whom it is for and what it pays; the first is empty where it does not say so."""
    found: dict[str, tuple[str, str]] = {}
    for language, text in summary.items():
        opening, sign = (say(language, f"document.summary_{key}") for key in ("for", "sign"))
        before, parting, after = text.partition(sign)
        if not (parting and before.startswith(opening)):
            return {}, summary
        after = after.strip()
        found[language] = (before.removeprefix(opening).strip(), after[:1].upper() + after[1:])
    return (
        {language: who for language, (who, _) in found.items()},
        {language: what for language, (_, what) in found.items()},
    )
