"""A button with a box behind it: its fields are drawn once it is open, and it stays open while what
is chosen in it changes its label."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.widgets import hidden_fields


def a_page() -> None:
    import streamlit as st

    from pages.ui.kit import popover

    people = st.session_state.setdefault("people", 10)
    with popover(f"{people} people", key="whose", icon=":material/group:") as is_open:
        st.session_state["seen"] = is_open
        if is_open:
            st.slider("People", 0, 100, people, key="slider")
            st.session_state["people"] = st.session_state["slider"]


def test_a_closed_one_draws_nothing_and_an_open_one_stays_open_as_its_label_changes() -> None:
    app = AppTest.from_function(a_page).run()
    assert not app.slider and not app.session_state["seen"]
    app.session_state["whose"] = True
    app.run()
    app.slider[0].set_value(20).run()
    app.run()
    assert app.session_state["people"] == 20
    assert app.slider[0].value == 20 and app.session_state["seen"]
    app.session_state["whose"] = False
    app.run()
    assert not app.slider and not app.session_state["seen"]


@pytest.mark.parametrize("kind", ["slider", "selectbox", "checkbox", "text_input", "number_input"])
def test_a_field_behind_a_closed_button_is_found(kind: str) -> None:
    script = f"""
import streamlit as st
given = (["a"],) if "{kind}" == "selectbox" else ()
with st.popover("Choose"):
    st.button("Take", key="take")
    st.{kind}("Field", *given, key="field")
"""
    with pytest.raises(AssertionError, match=r"nobody pressed: \['field'\]"):
        AppTest.from_string(script).run()
    shown = AppTest.from_string(script.replace('st.popover("Choose")', "st.container()")).run()
    assert not [*hidden_fields(shown._tree)]
