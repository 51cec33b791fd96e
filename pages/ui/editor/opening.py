"""How a plan is opened to be written: blank, of the catalogue, of the workspace, or as a file."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

import engine
from engine.text import LANGUAGES, Problem, Refused, decoded
from engine.workspace import PLAN
from pages.ui.kit import distinct_labels, escape_markdown, frame, language, pick, t, translate
from pages.ui.session import DraftStore, draft_session, kept_items, scenario_store

REFUSED = "editor/refused_file"
"""What is wrong with the last file that was not taken, with its name."""
LARGEST = 2_000_000


def welcome(store: DraftStore) -> None:
    """The page before a plan is open: the ways to begin."""
    frame.heading(t("page.editor"), "", t("editor.welcome"))
    refused()
    first, second, third = st.columns(3, gap="medium")
    with first, st.container(border=True, key="begin_blank", height="stretch"):
        st.markdown(f"**{t('editor.begin_blank')}**  \n{t('editor.begin_blank_help')}")
        blank(store, "welcome")
    with second, st.container(border=True, key="begin_plan", height="stretch"):
        st.markdown(f"**{t('editor.begin_plan')}**  \n{t('editor.begin_plan_help')}")
        plans(store, "welcome")
    with third, st.container(border=True, key="begin_file", height="stretch"):
        st.markdown(f"**{t('editor.begin_file')}**  \n{t('editor.begin_file_help')}")
        file(store, "welcome")


def blank(store: DraftStore, where: str) -> None:
    """A title and a button."""
    key = f"blank_title-{where}"
    st.text_input(t("editor.title"), key=key, placeholder=t("editor.untitled"))

    def begin() -> None:
        title = str(st.session_state.get(key, "")).strip()
        titles = {lang: title or translate(lang, "editor.untitled") for lang in LANGUAGES}
        store.open(draft_session.blank_draft(titles))
        st.session_state[draft_session.TAB] = "blocks"
        st.session_state[key] = ""

    st.button(
        t("editor.begin"), key=f"blank-{where}", type="primary", on_click=begin, width="stretch"
    )


def plans(store: DraftStore, where: str) -> None:
    """Any plan: opened earlier, of the workspace, of the catalogue, a sample."""
    kept = {item.id: item for item in kept_items.items(PLAN)}
    known: dict[str, str] = {}
    if draft_session.is_open():
        known |= {
            f"earlier:{number}": t("editor.opened_earlier", name=one.name or one.title)
            for number, one in enumerate(store.present.earlier)
        }
    known |= {f"item:{item.id}": t("editor.of_workspace", name=item.name) for item in kept.values()}
    known |= {
        f"plan:{name}": pick(engine.load_plan(name).title)
        for name in (*engine.catalogue(), *engine.samples())
    }
    options = distinct_labels(known)
    here = scenario_store().present
    chosen = st.selectbox(
        t("editor.plan"),
        list(options),
        index=list(options).index(f"plan:{here.base.id}")
        if f"plan:{here.base.id}" in options
        else 0,
        format_func=options.__getitem__,
        key=f"begin_with-{where}-{language()}",
    )

    def begin() -> None:
        kind, _, name = str(chosen).partition(":")
        try:
            if kind == "earlier":
                store.open(store.present.earlier[int(name)])
            elif kind == "item":
                draft_session.edit_version(kept[name].current)
            else:
                draft_session.edit_plan(engine.load_plan(name))
            st.session_state[draft_session.TAB] = "lines"
        except Refused as refused:
            kept_items.report(refused)

    st.button(
        t("editor.open"), key=f"open-{where}", on_click=begin, width="stretch", type="primary"
    )


def file(store: DraftStore, where: str) -> None:
    """A field for a plan as YAML; one that is not sound is refused and changes nothing."""
    turn = st.session_state.setdefault("editor/upload_turn", 0)
    key = f"plan_file-{where}-{turn}"

    def take() -> None:
        given = st.session_state.get(key)
        if given is None:
            return
        st.session_state["editor/upload_turn"] = turn + 1
        name = Path(given.name).name
        try:
            store.open(draft_session.draft_of_text(_text(given.getvalue(), name), name))
        except Refused as problem:
            st.session_state[REFUSED] = (name, problem.problems)
        else:
            st.session_state[REFUSED] = None
            st.session_state[draft_session.TAB] = "lines"

    st.file_uploader(
        t("editor.file"),
        type=["yaml", "yml"],
        max_upload_size=LARGEST // 1_000_000,
        key=key,
        on_change=take,
    )


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise Refused([Problem("file_too_large", {"largest": LARGEST}, name)])
    return decoded(data, name).replace("\r\n", "\n")


def refused() -> None:
    """What is wrong with the last file, line by line; the open draft stays as it is."""
    found = st.session_state.get(REFUSED)
    if not found:
        return
    name, problems = found
    lang = language()
    with st.container(border=True, key="refused_plan"):
        st.error(
            t("editor.file_refused", name=escape_markdown(name), count=len(problems)),
            icon=":material/error:",
        )
        rows = "".join(
            f"<tr><td>{problem.line or ''}</td><td>{escape(problem.column)}</td>"
            f"<td>{escape(problem.text(lang))}"
            + (f"<pre>{escape(problem.excerpt)}</pre>" if problem.excerpt else "")
            + f"</td><td>{escape(problem.remedy(lang))}</td></tr>"
            for problem in problems
        )
        heads = "".join(
            f"<th scope='col'>{t(f'refusal.{head}')}</th>"
            for head in ("line", "column", "problem", "remedy")
        )
        with st.container(height="content" if len(problems) < 6 else 260, border=False):
            st.html(
                f"<table class='pc-table pc-problems'><thead><tr>{heads}</tr></thead>"
                f"<tbody>{rows}</tbody></table>"
            )
        st.button(
            t("refusal.dismiss"),
            key="refused_plan_dismiss",
            on_click=lambda: st.session_state.update({REFUSED: None}),
        )
