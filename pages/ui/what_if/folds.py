"""Which lines of the panel stand open: at first as many as there is room for, then as the reader
left them in this session; one that was folded opens when a figure of it is moved or wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.plan import Parameter
from pages.ui.kit import Store, language
from pages.ui.parameters import wanted_figure
from pages.ui.session import SessionScenario

FEW_LINES = 3
ROOM = 27
"""Rows that may all stand open; of more, the dearest lines open up to half of it."""
_LEFT = "folds/left"
Left = dict[str, tuple[bool, frozenset[str]]]


class Folds:
    """The folds of a plan by line, "" for figures of no line.

    `costs` are those of the lines as documented. A fold is remembered with the reasons that it had
    to be open: a new one opens it.
    """

    def __init__(
        self,
        store: Store[SessionScenario],
        groups: Mapping[str, Sequence[Parameter]],
        costs: Mapping[str, float],
    ) -> None:
        session = store.present
        self._plan = f"{session.plan_key}{session.unit}"
        self._left: Left = st.session_state.setdefault(_LEFT, {})
        moved = frozenset(session.scenario.changed)
        wanted, visit = wanted_figure()
        self._changed = {
            line: moved & {parameter.id for parameter in figures}
            for line, figures in groups.items()
        }
        self._reasons = {
            line: self._changed[line]
            | {f"visit {visit}" for parameter in figures if parameter.id == wanted}
            for line, figures in groups.items()
        }
        at_first = open_at_first({line: rows(of) for line, of in groups.items()}, costs)
        self._open = {line: self._is_open(line, line in at_first) for line in groups}

    @property
    def are_several(self) -> bool:
        return len(self._open) > 1

    @property
    def are_all_open(self) -> bool:
        return all(self._open.values())

    def changed(self, line: str) -> int:
        """How many figures of a line are not as documented."""
        return len(self._changed[line])

    def put_all(self, to_open: bool) -> None:
        """Open all or fold all."""
        for line in self._open:
            self._put(line, to_open)

    def bound(self, line: str) -> dict[str, Any]:
        """Arguments that make an expander the fold of a line."""
        key = f"fold-{self._plan}-{line}.{language()}"  # Streamlit knows it by its words as well
        if st.session_state.get(key) != self._open[line]:
            st.session_state[key] = self._open[line]
        return {
            "key": key,
            "on_change": lambda: self._put(line, bool(st.session_state.get(key, self._open[line]))),
        }

    def _is_open(self, line: str, at_first: bool) -> bool:
        was_open, known = self._left.get(self._name(line), (at_first, frozenset()))
        return was_open or not self._reasons[line] <= known

    def _put(self, line: str, to_open: bool) -> None:
        self._left[self._name(line)] = (to_open, self._reasons[line])

    def _name(self, line: str) -> str:
        return f"{self._plan}/{line}"


def rows(figures: Sequence[Parameter]) -> int:
    """How many rows a line takes with its figures; it has a heading, as each table has."""
    return 1 + sum(len(of.value.rows()) + 1 if of.value.rows() else 1 for of in figures)


def open_at_first(sizes: Mapping[str, int], costs: Mapping[str, float]) -> set[str]:
    """The lines that stand open before anybody folds one: all where there is room, else the
    dearest; not the figures that no pay depends on."""
    paying = [line for line in sizes if line]
    if len(paying) <= FEW_LINES or sum(sizes[line] for line in paying) <= ROOM:
        return set(paying)
    chosen: set[str] = set()
    for line in sorted(paying, key=lambda line: -costs.get(line, 0.0)):
        if not chosen or sum(sizes[one] for one in chosen) + sizes[line] <= ROOM // 2:
            chosen.add(line)
    return chosen
