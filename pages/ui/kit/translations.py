"""The words of the screen in each language, kept in words/*.yaml, and the language of this session.

Engine objects carry their own {en, zh} labels; `pick` chooses among those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import streamlit as st

from engine.text import Catalogue

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "zh": "中文"}
"""Languages on offer, each under its own name."""

WORDS = Catalogue(Path(__file__).with_name("words"))
translate = WORDS.say


def t(key: str, **values: object) -> str:
    """The sentence of this key in the language of the session, its {placeholders} filled in."""
    return translate(language(), key, **values)


def pick(labels: Mapping[str, str]) -> str:
    """The label of an engine object in the language of the session."""
    return labels[language()]


def language() -> str:
    """The language of the session: as switched to, else what the browser prefers, else English."""
    if outside := _OUTSIDE.get():
        return outside
    if _KEY not in st.session_state:
        preferred = (st.context.locale or "").lower()
        st.session_state[_KEY] = "zh" if preferred.startswith("zh") else "en"
    chosen: str = st.session_state[_KEY]
    return chosen


def speak(chosen: str) -> None:
    """Switch the language of the session."""
    if chosen not in LANGUAGE_NAMES:
        raise KeyError(f"no language {chosen!r}; there are {', '.join(LANGUAGE_NAMES)}")
    st.session_state[_KEY] = chosen


@contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Lets work outside of any run of a page speak this language."""
    before = _OUTSIDE.set(lang)
    try:
        yield
    finally:
        _OUTSIDE.reset(before)


def streamlit_words() -> list[tuple[str, str]]:
    """What Streamlit writes by itself, in every other language and in that of the session; `{}`
    stands for what goes between. English is as Streamlit has it."""
    section = "streamlit."
    names = [k.removeprefix(section) for k in WORDS.entries("en") if k.startswith(section)]
    blanks = dict.fromkeys(("label", "keys", "size", "name", "most"), "{}")
    return [
        (
            translate(other, f"streamlit.{name}", **blanks),
            translate(language(), f"streamlit.{name}", **blanks),
        )
        for other in LANGUAGE_NAMES
        if other != language()
        for name in names
    ]


_KEY = "language"
_OUTSIDE: ContextVar[str] = ContextVar("language outside of a run", default="")
