"""The what-if as a paper for a meeting: whether to adopt the figures as they are now."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.comparison import Compared, Explained, Soundness, compare_companies, examine, explain
from engine.papers import Book, Paper, compare_book, reproduce_comparison, what_if_paper
from engine.text import Refused, Text, in_each_language, untranslated
from pages.ui.documents import paper_buttons
from pages.ui.kit import language, pick, t, translate
from pages.ui.session import SessionScenario, company_payouts, health_policy, memory
from pages.ui.what_if.answers import Answers


def papers(answers: Answers) -> None:
    """The paper as files; of a company always about all of it, which is what a decision is about.
    Everything is worked out when a button is pressed."""
    session, policy, known = answers.session, health_policy.policy(), memory()
    lang = language()

    def parts() -> tuple[Compared, tuple[Explained, ...], Soundness | None]:
        whole = session.whole
        before, *after = map(
            company_payouts, [whole.documented, whole] if session.is_changed else [whole]
        )
        compared = compare_companies(
            before, after, _names(session)[: 1 + len(after)], known, policy
        )
        soundness = None
        with suppress(Refused):
            soundness = examine(compared)
        return compared, explain(compared), soundness

    def paper() -> Paper:
        return what_if_paper(*parts())

    def book() -> Book:
        found = parts()
        return compare_book(what_if_paper(*found), *found)

    def again() -> bytes:
        return reproduce_comparison(parts()[0], lang)

    st.markdown(f"**{t('papers.title')}**")
    if session.company is not None:
        st.caption(t("papers.of_company"))
    title = pick(session.whole.title)
    paper_buttons(paper, f"{title} {t('page.what_if')}", "what_if_paper", book, again)


def _names(session: SessionScenario) -> list[Text]:
    name = session.name
    present = untranslated(name) if name else _called("compare.present")
    return [_called("compare.documented"), present]


def _called(key: str) -> Text:
    return in_each_language(lambda lang: translate(lang, key))
