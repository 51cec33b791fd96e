"""What a session works on: one immutable object with its history, and widgets that are views of it.

The object belongs to the caller (a scenario); a widget shows a value of it and its change makes the
next object. Callbacks run before the page, so a page is always drawn from one state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine.text import Refused
from pages.ui.kit.labels import escape_markdown
from pages.ui.kit.reconnection import TURN, brought
from pages.ui.kit.translations import language

S = TypeVar("S")
V = TypeVar("V")

LONGEST_HISTORY = 200
UNREAD_SECONDS = 5.0
"""For so long why something was refused stays, whatever else is changed."""
CROSSING_SECONDS = 10.0
"""So long a busy line may take to bring a browser what it was told of a widget."""


@dataclass(frozen=True)
class History(Generic[S]):
    """The present state, what was before it and what was undone.

    `epoch` counts the changes that no widget made: undo, redo, another plan.
    """

    present: S
    past: tuple[S, ...] = ()
    future: tuple[S, ...] = ()
    epoch: int = 0

    def commit(self, new: S, joined: bool = False) -> History[S]:
        """A step on; a `joined` one is undone together with the one before it, as keys typed in
        one go are."""
        if new == self.present:
            return self
        if not (joined and self.past):
            past = (*self.past, self.present)[-LONGEST_HISTORY:]
        else:  # none at all where both together lead nowhere
            past = self.past[:-1] if new == self.past[-1] else self.past
        return History(new, past, (), self.epoch)

    def undo(self) -> History[S]:
        if not self.past:
            return self
        future = (self.present, *self.future)
        return History(self.past[-1], self.past[:-1], future, self.epoch + 1)

    def redo(self) -> History[S]:
        if not self.future:
            return self
        past = (*self.past, self.present)
        return History(self.future[0], past, self.future[1:], self.epoch + 1)


class Store(Generic[S]):
    """The history of one object of this session, by name."""

    def __init__(self, name: str, initial: Callable[[], S]) -> None:
        self.name = name
        self._slot = f"store/{name}"
        if self._slot not in st.session_state:
            st.session_state[self._slot] = History(initial())

    @property
    def history(self) -> History[S]:
        kept: History[S] = st.session_state[self._slot]
        return kept

    @property
    def present(self) -> S:
        return self.history.present

    @property
    def epoch(self) -> int:
        """How often the state was changed by no widget."""
        return self.history.epoch

    @property
    def can_undo(self) -> bool:
        return bool(self.history.past)

    @property
    def can_redo(self) -> bool:
        return bool(self.history.future)

    def commit(self, new: S, joined: bool = False) -> None:
        """Go on to a new state, as a widget does; for `joined` see `History.commit`."""
        self._keep(self.history.commit(new, joined))

    def switch_to(self, new: S) -> None:
        """Go on to a state that no widget made (reset, a link, another plan)."""
        history = self.history.commit(new)
        self._keep(replace(history, epoch=history.epoch + 1))

    def amend(self, change: Callable[[S], S]) -> None:
        """Change what every state says of itself, such as what it was saved as: no step to undo."""
        history = self.history
        past, future = (tuple(map(change, states)) for states in (history.past, history.future))
        self._keep(History(change(history.present), past, future, history.epoch))

    def replace_present(self, new: S) -> None:
        """Another state in place of the present one, as if that had never been."""
        history = self.history
        self._keep(replace(history, present=new, epoch=history.epoch + 1))

    def restore(self, history: History[S]) -> None:
        """Back to what was once, as if nothing had been since."""
        self._keep(replace(history, epoch=self.history.epoch + 1))

    def undo(self) -> None:
        self._keep(self.history.undo())

    def redo(self) -> None:
        self._keep(self.history.redo())

    def _keep(self, history: History[S]) -> None:
        st.session_state[self._slot] = history
        st.session_state[f"{self._slot}/refused"] = {}

    def attempt(
        self, name: str, change: Callable[[S, V], S], value: V, joined: bool = False
    ) -> None:
        """Commit what `change` makes of the value, `joined` to the step before where that was made
        under the same name; where it raises ValueError, keep the reason."""
        slot = f"{self._slot}/made"
        by, made = st.session_state.get(slot, ("", None))
        with self.refusing(name):
            is_own = by == name and made is self.present
            self.commit(change(self.present, value), joined and is_own)
            st.session_state[slot] = (name, self.present)

    @contextmanager
    def refusing(self, name: str) -> Iterator[None]:
        """Keeps under the name why a change within is refused. What was refused elsewhere a moment
        ago stays as well: somebody who goes on typing has not read it yet."""
        now, slot = monotonic(), f"{self._slot}/refused"
        known: dict[str, tuple[ValueError, float]] = st.session_state.get(slot, {})
        kept = {n: one for n, one in known.items() if n != name and now - one[1] < UNREAD_SECONDS}
        try:
            yield
        except ValueError as problem:
            kept[name] = (problem, now)
        st.session_state[slot] = kept

    def refused(self, name: str) -> str:
        """Why the last change through this widget was not taken, or nothing."""
        problem, _ = st.session_state.get(f"{self._slot}/refused", {}).get(name, ("", 0.0))
        return problem.text(language()) if isinstance(problem, Refused) else str(problem)


class PartStore(Store[V], Generic[V, S]):
    """A part of what another store holds, as a store of its own: its steps are steps of the whole,
    and are undone with them.

    `part` reads it from a state of the whole, and `put` gives the state with another part.
    """

    def __init__(
        self, name: str, whole: Store[S], part: Callable[[S], V], put: Callable[[S, V], S]
    ) -> None:
        self.whole, self._part, self._put = whole, part, put
        self.name, self._slot = name, f"store/{name}"

    @property
    def history(self) -> History[V]:
        """The part as it is now; what was before it is known to the whole."""
        return History(self.present, epoch=self.whole.epoch)

    @property
    def present(self) -> V:
        """The part of the present whole, the same object as long as that is the same."""
        slot = f"{self._slot}/part"
        known: tuple[S, V] | None = st.session_state.get(slot)
        now = self.whole.present
        if known is None or known[0] is not now:
            known = st.session_state[slot] = (now, self._part(now))
        return known[1]

    @property
    def can_undo(self) -> bool:
        return self.whole.can_undo

    @property
    def can_redo(self) -> bool:
        return self.whole.can_redo

    def commit(self, new: V, joined: bool = False) -> None:
        self.whole.commit(self._put(self.whole.present, new), joined)

    def switch_to(self, new: V) -> None:
        self.whole.switch_to(self._put(self.whole.present, new))

    def undo(self) -> None:
        self.whole.undo()

    def redo(self) -> None:
        self.whole.redo()

    def _keep(self, history: History[V]) -> None:
        self.whole.replace_present(self._put(self.whole.present, history.present))

    @contextmanager
    def refusing(self, name: str) -> Iterator[None]:
        with self.whole.refusing(f"{self.name}.{name}"):
            yield

    def refused(self, name: str) -> str:
        return self.whole.refused(f"{self.name}.{name}")


def bound(store: Store[S], name: str, value: V, change: Callable[[S, V], S]) -> dict[str, Any]:
    """Arguments that make any widget a view of `value`: `st.slider(label, 0, 9, **bound(…))`.

    `change(state, chosen)` gives the next state. The state wins: after an undo, or where a choice
    is refused, the widget shows the state again.

    Where anything else changed the value (undo, the field beside a slider), another widget takes
    the place of this one: a browser that is not told yet still sends what the old one showed, and
    that is nothing that somebody chose.
    """
    slot = f"{store.name}.{name}/turn"
    _take_over(store, name, slot, value, change)
    turn, shown, made = st.session_state[slot]
    key = _key_at(store, name, turn)
    shows_it = st.session_state.get(key) == value  # where others were moved as well as this one
    if value != shown and made is not store.present and not shows_it:
        turn += 1
        key = _key_at(store, name, turn)
    st.session_state[slot] = (turn, value, None)
    is_new = is_elsewhere(slot) or _NEW_HERE.get()
    if is_new or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
        st.session_state[f"{slot}/told"] = monotonic()
    elif made is store.present and _has_crossed(slot):
        st.session_state[key] = value  # which makes Streamlit tell the browser

    def chosen() -> None:
        now, _, own = st.session_state.get(slot, (turn, value, None))
        new = st.session_state.get(key, value)  # a box that was left may be gone
        if new == value and (now != turn or own is None):
            return
        store.attempt(name, change, new)
        if now == turn:
            st.session_state[slot] = (turn, value, store.present)

    return {"key": key, "on_change": chosen}


def _key_at(store: Store[S], name: str, turn: int) -> str:
    """The name of the widget that has taken the place of others so many times."""
    return f"{store.name}.{name}{TURN}{turn}" if turn else f"{store.name}.{name}"


@contextmanager
def new_here(is_new: bool) -> Iterator[None]:
    """Within this, widgets are told what to show as if they had never been drawn: for what was left
    out of a run before. Streamlit forgets such a widget at the end of that run, but not where the
    run was ended early, while a browser begins it anew in either case."""
    before = _NEW_HERE.set(is_new or _NEW_HERE.get())
    try:
        yield
    finally:
        _NEW_HERE.reset(before)


_NEW_HERE = ContextVar("new_here", default=False)


def is_elsewhere(slot: str) -> bool:
    """Whether this was drawn on another page last. Streamlit takes it for another widget there,
    which begins anew unless it is told what to show."""
    context = get_script_run_ctx(suppress_warning=True)
    page = "" if context is None else context.page_script_hash
    before = st.session_state.get(f"{slot}/page", page)
    st.session_state[f"{slot}/page"] = page
    return bool(before != page)


def _has_crossed(slot: str) -> bool:
    """Whether the browser of an earlier server may have sent a move before it heard what this
    session told it of the widget: then it has gone back to that, and must be told the move."""
    told = st.session_state.get(f"{slot}/told", 0.0)
    return bool(st.session_state.get(_BROUGHT)) and monotonic() - told < CROSSING_SECONDS


def _take_over(
    store: Store[S], name: str, slot: str, value: V, change: Callable[[S, V], S]
) -> None:
    """Take up a widget where the browser of an earlier server left it: under the name that it has
    there, and with what is moved on it until this session has drawn it.

    The session begins with one move, and all other widgets show what the state says.
    """
    key, shown = f"{store.name}.{name}", brought()
    st.session_state.setdefault(_BROUGHT, bool(shown))
    begun: dict[str, tuple[int, Any]] = st.session_state.setdefault(_BEGUN, dict(shown))
    turn, moved = shown.get(key, (0, None))
    st.session_state.setdefault(slot, (turn, value, None))
    is_known = begun.get(key, (turn, moved)) == (turn, moved) and _TAKEN_OVER in st.session_state
    begun[key] = turn, moved
    if moved is None or moved == value or is_known:
        return
    before = store.present
    store.attempt(name, change, moved)
    if store.present != before or store.refused(name):
        st.session_state[slot] = (turn, value, store.present)
        st.session_state[_TAKEN_OVER] = True
        st.rerun()


_BEGUN, _TAKEN_OVER = "bound/begun", "bound/taken_over"
_BROUGHT = "bound/brought"


def choice(
    label: str,
    options: Sequence[V],
    *,
    key: str,
    written: Callable[[V], str],
    first: V | None = None,
    **look: Any,
) -> V:
    """A box to choose one of several; the choice is kept in the session under `key`.

    Streamlit knows a choice by its words, so a box that outlives a change of language would go on
    showing the old ones: each language has a box of its own. `first` is chosen to begin with.
    """
    chosen: V = st.session_state.get(key, first)
    if chosen not in options:
        chosen = first if first in options else options[0]  # type: ignore[assignment]
    st.session_state[key] = chosen
    box = f"{key}.{language()}"
    is_new = is_elsewhere(box) or _NEW_HERE.get()
    if is_new or st.session_state.get(box) != chosen:
        st.session_state[box] = chosen
    labels = {option: written(option) for option in options}
    st.selectbox(
        escape_markdown(label),
        options,
        format_func=labels.__getitem__,
        key=box,
        on_change=lambda: st.session_state.update({key: st.session_state.get(box, chosen)}),
        **look,
    )
    return chosen
