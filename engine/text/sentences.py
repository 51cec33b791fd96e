"""Every sentence the engine says to a person, in English and Chinese.

The sentences lie in `en.yaml` and `zh.yaml` beside this file; code names them by key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.text.catalogue import Catalogue
from engine.text.spacing import spaced

LANGUAGES = ("en", "zh")

Text = Mapping[str, str]
"""One phrase in every language: {"en": …, "zh": …}."""

SENTENCES = Catalogue(Path(__file__).parent)
say = SENTENCES.say


def in_each_language(write: Callable[[str], str]) -> Text:
    """What `write` says in each language."""
    return {language: write(language) for language in LANGUAGES}


def untranslated(text: str) -> Text:
    """What is written the same way in each language."""
    return dict.fromkeys(LANGUAGES, text)


@dataclass(frozen=True)
class Phrases:
    """The sentences of a section in every language, spaced: `Phrases("health")("comma")`."""

    section: str

    def __call__(self, key: str, /, **values: object) -> Text:
        """The sentence of a key; a value that has a text in every language goes by language."""
        return in_each_language(lambda language: self.say(language, key, **values))

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The sentence of a key in one language."""
        return spaced(say(language, f"{self.section}.{key}", **values))

    def joined(self, texts: Iterable[Text], separator: str = "comma") -> Text:
        """Texts in a row, with the section's own comma or semicolon between them."""
        texts = tuple(texts)

        def in_a_row(language: str) -> str:
            between = say(language, f"{self.section}.{separator}")
            return spaced(between.join(text[language] for text in texts))

        return in_each_language(in_a_row)
