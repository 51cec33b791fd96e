"""How the app is served, before and around Streamlit: what a browser is allowed, the page it sees
until the app is there, and what is ready before the first visit. Knows no pay."""

from pages.ui.server.cold_start import wait_until_warm, warm_up
from pages.ui.server.responses import Responses

__all__ = ["Responses", "wait_until_warm", "warm_up"]
