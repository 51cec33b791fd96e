"""What somebody did is taken up whole.

Streamlit ends a run for the sake of the next one at whichever access to the session comes first,
also within the callback of a widget. What that callback would have changed is lost then: the next
run takes the widget for unchanged."""

from __future__ import annotations

from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState


def take_up_whole() -> None:
    """From now on no callback is ended half-way; a run that is to end does so before or after."""
    begin = SafeSessionState.on_script_will_rerun
    if getattr(begin, "is_whole", False):
        return

    def whole(state: SafeSessionState, *given: Any, **named: Any) -> None:
        may_end = state._yield_callback
        may_end()
        object.__setattr__(state, "_yield_callback", lambda: None)
        try:
            begin(state, *given, **named)
        finally:
            object.__setattr__(state, "_yield_callback", may_end)

    whole.is_whole = True  # type: ignore[attr-defined]
    SafeSessionState.on_script_will_rerun = whole  # type: ignore[method-assign, assignment]
