"""Every sentence the engine says to a person, in English and Chinese.

The sentences lie in `en.yaml` and `zh.yaml` beside this file; code names them by key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.text.catalogue import Catalogue

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
