"""Every sentence the engine says to a person, in English and Chinese.

The sentences lie in `en.yaml` and `zh.yaml` beside this file; code names them by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

LANGUAGES = ("en", "zh")

Text = Mapping[str, str]
"""One phrase in every language: {"en": …, "zh": …}."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language, by key."""
    path = Path(__file__).with_name(f"{language}.yaml")
    sections = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": sentence
        for section, sentences in sections.items()
        for key, sentence in sentences.items()
    }


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence `key` with its blanks filled in. Raises KeyError for an unknown key."""
    shown = {
        name: value[language] if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
    return catalogue(language)[key].format(**shown)
