"""The figures of a parameter as one widget in the page: what it shows, and what is moved on it.

A widget tells the session of a move until it is told that the session has taken it up, so that
none is lost where the line is slow, the server is busy or was started anew. Moves say which rows
they knew of, since rows come and go meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from engine.text import is_money, is_share, read_number
from engine.yaml_files import Json
from pages.ui.kit import ServedFiles, as_shown, session_name

GONE = -1
"""A row that is no longer there."""

Taken = Callable[[Mapping[str, Any]], int | None]
"""Takes up a move; the row that it added or removed."""


@dataclass(frozen=True)
class Known:
    """What a session has taken up of a widget: the number of the last move, and how its rows have
    changed since it was first drawn, each change as (+1 or -1, row), or (0, 0) for rows that
    something else replaced. `shape` tells the rows of one moment from those of another."""

    seq: int = 0
    changes: tuple[tuple[int, int], ...] = ()
    shape: object = None

    @property
    def version(self) -> int:
        """How often the rows have changed."""
        return len(self.changes)

    def drawn(self, shape: object) -> Known:
        """The same where rows of this shape are drawn."""
        if self.shape in (None, shape):
            return replace(self, shape=shape)
        return replace(self, shape=shape, changes=(*self.changes, (0, 0)))

    def row_now(self, row: int, version: int) -> int:
        """Where a row of an earlier version stands now; GONE where it does no longer."""
        for by, at in self.changes[version:]:
            if by == 0 or (by < 0 and row == at):
                return GONE
            if row >= at:
                row += by
        return row


def figure_widget(key: str, shape: object, given: Mapping[str, Any], take: Taken) -> None:
    """Draw the widget with what is `given` of its figures; `take` gets each move once, its row as
    it is numbered now.

    `shape` is equal as long as no row came or went."""
    _served.offer()
    slot = f"{key}/known"
    known: Known = st.session_state.get(slot, Known()).drawn(shape)
    st.session_state[slot] = known

    def moved() -> None:
        sent = st.session_state.get(key, {}).get("moved") or {}
        if sent.get("session") != session_name():
            return
        for move in sent["moves"]:
            now: Known = st.session_state.get(slot, known)
            if int(move["seq"]) > now.seq:
                st.session_state[slot] = _after(now, move, take)

    _component(
        key=key,
        data={
            **given,
            "session": session_name(),
            "seq": known.seq,
            "version": known.version,
            "library": _served.address("figure_widget.js"),
            "style": _served.address("figure_widget.css"),
            "handles": _served.address("curve_handles.js"),
            "modules": [_served.address(name) for name in _served.names if name.endswith(".js")],
        },
        on_moved_change=moved,
    )


def _after(known: Known, move: Mapping[str, Any], take: Taken) -> Known:
    """What is known once a move is taken up; an emptied field leads nowhere."""
    heard = replace(known, seq=int(move["seq"]))
    row = known.row_now(int(move.get("row", 0)), int(move["version"])) if "row" in move else None
    if row == GONE or not str(move.get("typed", "-")).strip():
        return heard
    changed = take(move if row is None else {**move, "row": row})
    if changed is None:
        return heard
    by = -1 if "remove" in move else 1
    return replace(heard, shape=None, changes=(*heard.changes, (by, changed)))


def figure_moved(move: Mapping[str, Any], unit: str, near: Sequence[float]) -> float:
    """The figure that a move leads to: where it was moved to, or what was typed. Raises Refused for
    what is no number; for `near` see `read_number`."""
    return float(move["to"]) if "to" in move else read_number(str(move["typed"]), unit, near)


def is_joined(move: Mapping[str, Any]) -> bool:
    """Whether a move goes on with the one before, as keys do that follow each other at once."""
    return bool(move.get("joined"))


def shown_figure(value: float | None, unit: str) -> dict[str, Any]:
    """A figure for the widget, as it is shown, and how others of its unit are."""
    pattern = as_shown(0.0, unit).replace("0", "{}", 1)
    text = "" if value is None else as_shown(value, unit)
    return {
        "value": value,
        "text": text,
        "pattern": pattern,
        "factor": 100 if is_share(unit) else 1,
        "money": is_money(unit),
    }


def paths(value: Json) -> Iterator[list[str | int]]:
    """Where each figure stands in the JSON of a parameter, in the order of its rows."""
    if isinstance(value, Mapping | list | tuple):
        entries = value.items() if isinstance(value, Mapping) else enumerate(value)
        for at, entry in entries:
            for path in paths(entry):
                yield [at, *path]
    else:
        yield []


_NAME = "paycurve.figure"
_HERE = Path(__file__).parent
_component = component(
    _NAME,
    html='<div class="pc-figure"></div>',
    js=(_HERE / "figure_loader.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_served = ServedFiles(_NAME, _HERE / "served")
