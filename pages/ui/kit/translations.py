"""The words of the screen in each language, kept in words/*.yaml, and the language of this session.

Engine objects carry their own {en, zh} labels; `pick` chooses among those."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from babel import Locale
from ruamel.yaml import YAML

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
"""Languages on offer, each under its own name."""

Entry = str | Mapping[str, str]
"""A sentence, or one sentence for each plural form ("one", "other"), chosen by `count`."""


def t(key: str, **values: object) -> str:
    """The sentence of this key in the language of the session, its {placeholders} filled in."""
    return translate(language(), key, **values)


def pick(labels: Mapping[str, str]) -> str:
    """The label of an engine object in the language of the session."""
    return labels[language()]


def language() -> str:
    """The language of the session: as switched to, else what the browser prefers, else English."""
    if _KEY not in st.session_state:
        preferred = (st.context.locale or "").lower()
        st.session_state[_KEY] = "zh" if preferred.startswith("zh") else "en"
    chosen: str = st.session_state[_KEY]
    return chosen


def speak(chosen: str) -> None:
    """Switch the language of the session."""
    if chosen not in LANGUAGES:
        raise KeyError(f"no language {chosen!r}; there are {', '.join(LANGUAGES)}")
    st.session_state[_KEY] = chosen


def translate(lang: str, key: str, **values: object) -> str:
    """The sentence of this key in the named language. A missing key or value is an error."""
    entries = catalogue(lang)
    if key not in entries:
        near = difflib.get_close_matches(key, entries, n=1)
        raise KeyError(f"no words for {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    entry = entries[key]
    if not isinstance(entry, str):
        count = values["count"]
        form = Locale(lang).plural_form(count if isinstance(count, int) else 2)
        entry = entry[form]
    return entry.format_map(values)


@functools.cache
def catalogue(lang: str) -> Mapping[str, Entry]:
    """Every sentence of a language by its dotted key."""
    path = Path(__file__).with_name("words") / f"{lang}.yaml"
    sections = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": entry
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


_KEY = "language"
