"""Goes on with a kept version in the page that it is for."""

from __future__ import annotations

import streamlit as st

from engine.importing import recipe_of
from engine.text import Refused
from engine.workspace import (
    COMPANY,
    FACTS,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    Version,
)
from pages.ui.kit import Store, frame
from pages.ui.session import SessionScenario, health_policy, import_store, kept_items

OPENS = {
    POLICY: ("workspace.use", "health"),
    RECIPE: ("workspace.use_recipe", "back_test"),
    WORKFORCE: ("workspace.use_workforce", "workforce"),
    RECONCILIATION: ("workspace.open_reconciliation", "back_test"),
}
"""What opening says and to which page it leads, where that is not What-if."""


def open_version(store: Store[SessionScenario], version: Version) -> None:
    """Go on with a version in the page that it is for."""
    if version.kind == POLICY:
        health_policy.use(version)
        frame.go("health")
    if version.kind == RECIPE:
        return _use_recipe(store, version)
    session = store.present
    opens = {
        PLAN: session.open_kept_plan,
        SCENARIO: session.open_kept_scenario,
        COMPANY: session.open_kept_company,
        FACTS: session.open_kept_people,
        WORKFORCE: session.draw_from_kept,
        RECONCILIATION: session.open_reconciliation,
    }
    try:
        opened = opens[version.kind](version)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    store.switch_to(opened)
    frame.go(OPENS.get(version.kind, ("", "what_if"))[1])


def _use_recipe(store: Store[SessionScenario], version: Version) -> None:
    """Go on reading files as a kept recipe says, into the plan that it was made for."""
    try:
        recipe = recipe_of(kept_items.workspace().text(version.id), version.name)
        if store.present.base.id != recipe.plan:
            store.switch_to(store.present.go_to_plan(recipe.plan))
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    kept_items.mark_opened(version)
    import_store().commit(import_store().present.decided(recipe))
    frame.go("back_test")
