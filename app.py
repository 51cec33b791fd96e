"""The way in: the app as a server starts it, and the script that runs for every visit, which says
which pages there are. Each page draws its own frame; see pages/ui/kit/frame.py."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.server import Responses, wait_until_warm, warm_up


def load_pages() -> None:
    """Import all that the pages need: seconds that no visit has to wait for."""
    from pages.ui import (  # noqa: F401
        back_test,
        compare,
        editor,
        health,
        library,
        projection,
        saved,
        what_if,
        workforce,
    )


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, middleware=[Middleware(Responses)], lifespan=warm_up(load_pages))
else:
    wait_until_warm()
    from pages.ui.kit import frame

    frame.navigation().run()
