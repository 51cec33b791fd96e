"""The address of the page says what it shows: loaded again, it shows that again, saved or not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from pages.ui.session import import_session, link
from pages.ui.session.linked_scenario import as_json
from pages.ui.session.session_scenario import SessionScenario, first_scenario


def keep(session: SessionScenario) -> None:
    """Put the scenario into the address, unless it is what every session begins with."""
    token = ""
    content = as_json(session)
    if content != as_json(first_scenario()):
        with suppress(link.BadLink):  # too much for a link, as the way to share it says
            token = link.mark_seen(link.encode(content))
    with st.container(key="address"):
        _component(key="address_bar", data={"parameter": link.PARAMETER, "token": token}, height=0)


def keep_import(name: str) -> None:
    """Put the id of the session's import into the address, once there is one."""
    with st.container(key="address_import"):
        data = {"parameter": import_session.PARAMETER, "token": name}
        _component(key="address_bar_import", data=data, height=0)


_component = component(
    "paycurve.address",
    html="",
    js=Path(__file__).with_name("address.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
