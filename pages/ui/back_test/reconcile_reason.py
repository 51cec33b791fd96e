"""Why a difference is accepted, asked for in one field."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.kit import t

LONGEST = 500


def reason_button(
    name: str,
    label: str,
    accept: Callable[[str], None],
    *,
    proposed: str = "",
    disabled: bool = False,
) -> None:
    """A button that asks for a reason and accepts with it."""
    with st.popover(
        label,
        icon=":material/check:",
        key=f"accept-{name}",
        disabled=disabled,
        on_change="rerun",
    ) as box:
        if not box.open:
            return
        key = f"reason-{name}"
        with st.form(f"form-{name}", border=False):
            st.text_area(
                t("reconcile.reason"),
                value=proposed,
                key=key,
                max_chars=LONGEST,
                height=80,
                placeholder=t("reconcile.reason_hint"),
            )
            st.form_submit_button(
                t("reconcile.accept"),
                key=f"submit-{name}",
                type="primary",
                on_click=lambda: _accept(key, accept),
                width="stretch",
            )


def _accept(key: str, accept: Callable[[str], None]) -> None:
    reason = str(st.session_state.get(key, "")).strip()
    if reason:
        accept(reason)
