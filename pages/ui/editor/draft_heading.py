"""The top of the editor: the plan, whether it is kept, and what the last change does."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from pages.ui.editor import draft_pay
from pages.ui.kit import frame, t
from pages.ui.session import DraftSession


def draft_heading(where: DeltaGenerator, session: DraftSession, found: draft_pay.Outcome) -> None:
    """Written into `where`, which comes before what it tells of."""
    state = t(
        "editor.state_kept"
        if session.is_kept and session.item
        else "editor.state_as_is"
        if session.is_kept
        else "editor.state_changed"
    )
    with where:
        frame.heading(session.title, state, draft_pay.headline(session, found))
