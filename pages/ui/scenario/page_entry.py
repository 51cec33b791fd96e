"""How a page that works on the session's scenario begins."""

from __future__ import annotations

from pathlib import Path

from streamlit.delta_generator import DeltaGenerator

from pages.ui.kit import Store, frame
from pages.ui.scenario.plan_choice import choices, link_problem, open_link
from pages.ui.session import SessionScenario, scenario_store


def enter(page: str, style: Path | str = "") -> tuple[Store[SessionScenario], DeltaGenerator]:
    """The frame of a page, the scenario of its link and the choices in the sidebar; returns the
    session's scenario and the place below the choices."""
    own = frame.enter(page, style)
    store = scenario_store()
    open_link(store)
    with own:
        choices(store)
    link_problem()
    return store, own
