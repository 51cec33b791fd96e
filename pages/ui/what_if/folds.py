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

ROOM = 18.0
"""So many rows of a table are as high as the charts beside the panel."""
HEADING, SINGLE, HEADS = 1.25, 1.65, 2.0
"""How many rows the heading of a line, a figure alone and the headings of a table take."""
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
        at_first = open_at_first({line: height(of) for line, of in groups.items()}, costs)
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


def height(figures: Sequence[Parameter]) -> float:
    """How many rows the figures of a line take; a table that grows has an empty one below."""
    values = [parameter.value for parameter in figures]
    return sum(HEADS + len(v.rows()) + v.grows if v.rows() else SINGLE for v in values)


def open_at_first(heights: Mapping[str, float], costs: Mapping[str, float]) -> set[str]:
    """The lines that stand open before anybody folds one: the dearest and, in their order, what
    further ones there is room for beside the charts; not the figures that no pay depends on."""
    paying = [line for line in heights if line]
    dearest = max(paying, key=lambda line: costs.get(line, 0.0), default="")
    room = ROOM - HEADING * len(heights)
    chosen: set[str] = set()
    for line in sorted(paying, key=lambda line: line != dearest):
        if line == dearest or heights[line] <= room:
            chosen.add(line)
            room -= heights[line]
    return chosen
