"""The what-if as a paper for a meeting: whether to adopt the figures as they are now."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.comparison import Compared, Explained, Soundness, compare_companies, examine, explain
from engine.evaluation import Memory
from engine.health import Policy
from engine.papers import (
    Book,
    Paper,
    can_reproduce,
    compare_book,
    reproduce_comparison,
    what_if_paper,
)
from engine.text import Refused, Text, in_each_language, untranslated
from pages.ui.documents import letters_box, paper_buttons
from pages.ui.kit import language, pick, t, translate
from pages.ui.session import SessionScenario, company_payouts, health_policy, memory
from pages.ui.what_if.answers import Answers


def papers(answers: Answers) -> None:
    """The paper as files; of a company always about all of it, which is what a decision is about.
    Everything is worked out when a button is pressed."""
    session, policy, known = answers.session, health_policy.policy(), memory()
    lang = language()

    def parts() -> tuple[Compared, tuple[Explained, ...], Soundness | None]:
        compared = _compared(session, known, policy)
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
        return reproduce_comparison(_compared(session, known, policy), lang)

    st.markdown(f"**{t('papers.title')}**")
    if session.company is not None:
        st.caption(t("papers.of_company"))
    title = pick(session.whole.title)
    files = again if can_reproduce(session.whole) else None
    paper_buttons(paper, f"{title} {t('page.what_if')}", "what_if_paper", book, files)


def letters(session: SessionScenario) -> None:
    """The box in which letters are made to whom the figures as they are now pay something else."""
    name = f"{pick(session.whole.title)} {t('letters.title')}"
    policy, known = health_policy.policy(), memory()
    letters_box(lambda: _compared(session, known, policy), 1, name)


def _compared(session: SessionScenario, known: Memory, policy: Policy) -> Compared:
    """The figures as they are now beside the baseline; these alone where they are the same."""
    whole = session.whole
    before, *after = map(
        company_payouts, [whole.held_against, whole] if session.differs else [whole]
    )
    names = _names(session)[: 1 + len(after)]
    return compare_companies(before, after, names, known, policy, session.payroll)


def _names(session: SessionScenario) -> list[Text]:
    name = session.name
    present = untranslated(name) if name else _called("compare.present")
    baseline = session.whole.baseline_name
    return [untranslated(baseline) if baseline else _called("compare.documented"), present]


def _called(key: str) -> Text:
    return in_each_language(lambda lang: translate(lang, key))
