"""The differences that were accepted: of what, why, by whom and when, to be taken back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from engine.analysis import (
    Accepted,
    Reconciliation,
    accepted_text,
    fen_text,
    line_label,
    read_accepted,
)
from engine.evaluation import GROSS
from engine.scenario import FromFile
from engine.text import Refused, moment, short_month, signed
from pages.ui.kit import escape_markdown, language, pick, t, upload
from pages.ui.session import reconciliation_session

MOST_SHOWN = 60
FILE = "accepted"


def accepted(people: FromFile, found: Reconciliation) -> None:
    """The list, last accepted first; as a file that the terminal reads, and from one."""
    _files(people, found)
    if not found.accepted:
        st.info(t("reconcile.accepted_none"), icon=":material/checklist:")
        return
    for place, one in list(enumerate(found.accepted))[::-1][:MOST_SHOWN]:
        with st.container(border=True, key=f"accepted-{place}", gap="xxsmall"):
            st.markdown(f"**{escape_markdown(_about(found, one))}**")
            st.markdown(escape_markdown(one.reason))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(_signed(one), width="stretch")
                st.button(
                    t("reconcile.take_back"),
                    key=f"take_back-{place}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=reconciliation_session.take_back,
                    args=(people, [one]),
                )


def _files(people: FromFile, found: Reconciliation) -> None:
    with st.container(horizontal=True, gap="small", key="accepted_files"):
        st.download_button(
            t("reconcile.accepted_download"),
            data=accepted_text(found.accepted),
            file_name="accepted.json",
            mime="application/json",
            on_click="ignore",
            key="accepted_download",
            icon=":material/download:",
            disabled=not found.accepted,
        )
        with st.popover(
            t("reconcile.accepted_take"),
            icon=":material/upload:",
            key="accepted_take",
        ):
            _field(people)


def _field(people: FromFile) -> None:
    st.markdown(t("reconcile.accepted_take_help"))
    stored = upload.uploader(t("reconcile.accepted_file"), name=FILE, kinds=("json",))
    if stored is None:
        return
    upload.forget(FILE)
    try:
        told = read_accepted(stored.path)
    except Refused as refused:
        st.error(escape_markdown(refused.text(language())))
        return
    reconciliation_session.accept(people, told)
    st.rerun()


def _about(found: Reconciliation, one: Accepted) -> str:
    parts = [one.employee]
    if one.month:
        parts.append(short_month(one.month, language()))
    if one.line:
        known = one.line == GROSS or one.line in found.plan.lines
        parts.append(pick(line_label(found.plan, one.line)) if known else one.line)
    if one.suspect:
        parts.append(t("reconcile.accepted_suspect"))
    if one.figures is not None and one.fen is not None:
        amount = signed(pick(fen_text(one.fen)))
        parts.append(t("reconcile.accepted_figures", count=one.figures, amount=amount))
    return " · ".join(filter(None, parts))


def _signed(one: Accepted) -> str:
    try:
        when = moment(datetime.fromisoformat(one.at), language(), st.context.timezone)
    except ValueError:
        when = one.at
    who = escape_markdown(one.author) or t("workspace.somebody")
    return t("workspace.reconciled_by", who=who, when=when)
