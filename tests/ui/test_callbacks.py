"""What somebody did is not lost where the page is asked for again meanwhile."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    from pages.ui.kit.callbacks import take_up_whole

    take_up_whole()

    def moved() -> None:
        context = get_script_run_ctx()
        assert context is not None and context.script_requests is not None
        context.script_requests.request_rerun(RerunData())  # as the browser does meanwhile
        now = st.session_state["rate"]
        st.session_state["steps"] = [*st.session_state.get("steps", []), now]

    st.slider("Rate", 0, 50, key="rate", on_change=moved)
    st.text(str(st.session_state.get("steps")))


def test_a_callback_is_not_ended_by_the_next_run() -> None:
    app = AppTest.from_function(page).run()
    app.slider[0].set_value(20).run()
    assert not app.exception
    assert app.text[0].value == "[20]"
    app.slider[0].set_value(30).run()
    assert (app.text[0].value, app.slider[0].value) == ("[20, 30]", 30)
