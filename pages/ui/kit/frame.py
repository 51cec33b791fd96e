"""What surrounds every page: title, language, navigation in the sidebar, print and theme.

A page calls `enter` first and works as the very first request to a cold server, when Streamlit,
finding a folder called pages/, runs the page without app.py."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.components.v2 import component
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from pages.ui.kit.callbacks import take_up_whole
from pages.ui.kit.translations import (
    LANGUAGE_NAMES,
    language,
    speak,
    streamlit_words,
    t,
)

PAGES = {
    "what_if": ":material/tune:",
    "back_test": ":material/history:",
    "compare": ":material/balance:",
    "projection": ":material/insights:",
    "health": ":material/health_and_safety:",
    "workforce": ":material/groups:",
    "library": ":material/menu_book:",
    "editor": ":material/edit_note:",
    "workspace": ":material/inventory_2:",
}
"""The pages in the order of the sidebar: file name in pages/ and icon; the first one opens."""


def navigation() -> StreamlitPage:
    """All pages, each under its own address; for app.py, which runs the one that is returned. An
    address that no page has shows what is there instead, in the reader's language."""
    pages = {name: st.Page(f"pages/{name}.py", title=t(f"page.{name}")) for name in PAGES}
    first = next(iter(pages.values()))

    def home() -> None:
        st.switch_page(first, query_params=st.query_params.to_dict())

    st.session_state[_LINKS] = pages
    hidden = [st.Page(home, title=first.title, default=True, visibility="hidden")]
    address = unquote(urlsplit(st.context.url or "").path).rstrip("/").rpartition("/")[2]
    if address and address not in pages:
        hidden.append(
            st.Page(
                lambda: _unknown(address),
                title=t("page.unknown"),
                url_path=address,
                visibility="hidden",
            )
        )
    return st.navigation([*hidden, *pages.values()], position="hidden")


def enter(page: str, style: Path | str = "") -> DeltaGenerator:
    """Draw the frame of this page, with the page's own style sheet; returns the place in the
    sidebar for its own choices."""
    if PagesManager.uses_pages_directory:  # app.py has never run in this server
        navigation()
        st.rerun()
    _settle()
    take_up_whole()
    if st.session_state.get(_PAGE) != page and (leave := st.session_state.pop(_LEAVE, None)):
        leave()
    st.session_state[_PAGE] = page
    st.set_page_config(
        page_title=f"{t(f'page.{page}')} · Paycurve",
        page_icon=str(_HERE / "icon.svg"),
        layout="wide",
        initial_sidebar_state=300,
        menu_items={"About": t("frame.about")},
    )
    st.html(_HERE / "frame.css")
    st.logo(str(_HERE / "brand.svg"), icon_image=str(_HERE / "icon.svg"), size="large")
    with st.sidebar:
        with st.container(key="frame_links", gap="xxsmall"):
            _links_to_pages()
        own = st.container()
        with st.container(key="frame_reader", horizontal=True, vertical_alignment="center"):
            _language_switch()
            _document(
                key="frame_document",
                data={
                    "language": {"zh": "zh-CN"}.get(language(), language()),
                    "switch": t("frame.theme"),
                },
                width="content",
                on_reconnected_change=lambda: None,
            )
            _streamlit_words(key="frame_words", data={"words": streamlit_words()})
    if style:
        st.html(style)
    return own


def on_leaving(leave: Callable[[], None]) -> None:
    """What is done once another page is opened than this one."""
    st.session_state[_LEAVE] = leave


def _links_to_pages() -> None:
    for name, target in st.session_state.get(_LINKS, {}).items():
        st.page_link(target, icon=PAGES[name], width="stretch")


def _unknown(address: str) -> None:
    """What stands under an address that no page has."""
    enter("unknown")
    heading(t("page.unknown"), "", t("frame.unknown", address=address))
    st.text(t("frame.unknown_next"))
    with st.container(key="frame_instead", gap="xxsmall", width="content"):
        _links_to_pages()


def heading(title: str, about: str, finding: str, hover: str = "", caution: str = "") -> None:
    """The top of a page: its title, what it is about, and the finding in a sentence, with more on
    hover, and what to beware of."""
    st.html(
        f'<header class="pc-heading"><div><h1>{escape(title)}</h1><p>{escape(about)}</p></div>'
        f'<h2 aria-live="polite" title="{escape(hover)}">{finding_html(finding, caution)}</h2>'
        "</header>"
    )


def finding_html(finding: str, caution: str) -> str:
    """What a heading finds, and what to beware of, as HTML."""
    warned = f'<span class="pc-caution" role="status">⚠ {escape(caution)}</span>' if caution else ""
    return f"{escape(finding)}{warned}"


@st.cache_resource(show_spinner=False)
def _settle() -> None:
    """Spares what was loaded at the start from every later clean-up of memory: Streamlit cleans up
    at the end of each run, and looking through all modules again takes a tenth of a second."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


def link(page: str, label: str) -> None:
    """A link to a page, where there are pages to go to (a page may run alone)."""
    target = st.session_state.get(_LINKS, {}).get(page)
    if target is not None:
        st.page_link(target, label=label, icon=PAGES[page], width="stretch")


def on_this_page(key: str) -> str:
    """The key here of a widget that stands on several pages and is told what to show. For Streamlit
    it is another widget on each of them, which would begin with its first option where the key was
    told on the page before."""
    return f"{key}@{st.session_state.get(_PAGE, '')}"


def go(page: str, **query: str) -> NoReturn:
    """Leave for a page, with what it reads from its address."""
    st.switch_page(st.session_state[_LINKS][page], query_params=query)


def beside(left: int, right: int, key: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two columns of these widths, one above the other where the window is narrow."""
    first, second = st.container(key=f"beside_{key}").columns([left, right], gap="medium")
    return first, second


def _language_switch() -> None:
    st.session_state["frame_language"] = language()
    st.segmented_control(
        t("frame.language"),
        list(LANGUAGE_NAMES),
        format_func=LANGUAGE_NAMES.__getitem__,
        required=True,
        key="frame_language",
        on_change=lambda: speak(st.session_state.get("frame_language", language())),
        label_visibility="collapsed",
    )


_LINKS, _PAGE, _LEAVE = "frame/links", "frame/page", "frame/leave"
_HERE = Path(__file__).parent
_streamlit_words = component(
    "paycurve.streamlit_words",
    html="<span></span>",
    js=(_HERE / "streamlit_words.js").read_text(encoding="utf-8"),
)
_document = component(
    "paycurve.document",
    html='<button type="button" class="paycurve-theme"></button>',
    js=(_HERE / "document.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
