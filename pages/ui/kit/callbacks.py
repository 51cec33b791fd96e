"""What somebody did is taken up whole, one thing after the other.

Streamlit begins the next run of a session while the one before is still ending. Without what stands
here both would change the same state at once, and the later one would undo the earlier; and a run
that is to end does so at whichever access to the session comes first, also within the callback of a
widget, which the next run then takes for unchanged."""

from __future__ import annotations

import threading
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState


def take_up_whole() -> None:
    """From now on no callback is ended half-way, none begins while another of its session goes on,
    and a run that is to end changes nothing any more once the next one has taken up its own."""
    begin, put = SafeSessionState.on_script_will_rerun, SafeSessionState.__setitem__
    if getattr(begin, "is_whole", False):
        return

    def whole(state: SafeSessionState, *given: Any, **named: Any) -> None:
        may_end = state._yield_callback
        with _one_at_a_time(state):
            may_end()  # the next run brings what this one would take up, and more
            object.__setattr__(state, "_yield_callback", lambda: None)
            try:
                begin(state, *given, **named)
            finally:
                object.__setattr__(state, "_yield_callback", may_end)

    def put_in_turn(state: SafeSessionState, key: str, value: Any) -> None:
        with _one_at_a_time(state):
            put(state, key, value)

    whole.is_whole = True  # type: ignore[attr-defined]
    SafeSessionState.on_script_will_rerun = whole  # type: ignore[method-assign, assignment]
    SafeSessionState.__setitem__ = put_in_turn  # type: ignore[method-assign]


_LOCKS = tuple(threading.RLock() for _ in range(251))


def _one_at_a_time(state: SafeSessionState) -> threading.RLock:
    """The lock of a session, which all its runs share, while each of them has a `state` of its own.
    A few sessions may share one as well, which makes them wait for moments."""
    return _LOCKS[id(state._state) // 16 % len(_LOCKS)]
