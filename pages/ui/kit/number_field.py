"""A field that takes a number as somebody types it, or says beside it why not.

It is a field of text: the browser's own field of numbers drops what it does not know, so that 85,5
becomes 855 without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st

from engine.text import is_share, number, percent, read_number, value_text
from pages.ui.kit.labels import escape_markdown
from pages.ui.kit.state import Store, bound
from pages.ui.kit.translations import language

S = TypeVar("S")


def number_field(
    store: Store[S],
    name: str,
    label: str,
    value: float | None,
    change: Callable[[S, float], S],
    *,
    unit: str = "",
    near: Iterable[float] = (),
    clear: Callable[[S], S] | None = None,
    **look: Any,
) -> None:
    """A view of `value`; `change(state, typed)` gives the next state.

    An emptied field shows its number again, or `clear(state)` gives the next state where there need
    not be a number. What is no number is refused, and `store.refused(name)` says why. For `near`
    see `read_number`.
    """
    others = tuple(near)

    def read(state: S, typed: str) -> S:
        if typed.strip():
            return change(state, read_number(typed, unit, others))
        return state if clear is None else clear(state)

    shown = "" if value is None else as_shown(value, unit)
    st.text_input(
        escape_markdown(label),
        shown,
        autocomplete="off",
        **({"label_visibility": "collapsed"} | look),
        **bound(store, name, shown, read),
    )


def percent_format(decimals: int = 0, sign: str = "") -> str:
    """How a slider is to write its percents: %.1f %% (without the space in Chinese); with "+" as
    `sign` a difference."""
    return percent(0, language(), 0).replace("%", "%%").replace("0", f"%{sign}.{decimals}f")


def as_shown(value: float, unit: str) -> str:
    """A number as the field shows it: 3,000, 80 %."""
    return value_text(value, unit, language()) if is_share(unit) else number(value)
