"""What was read of a file of people, and what should be looked at: until somebody has seen it.

Seen is what this session has seen. The app knows no names: kept longer, what one reader has put
aside would stay hidden from the next one who pays by the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from engine.facts import Facts
from engine.scenario import FromFile, People
from engine.text import Problem
from pages.ui.kit import Store, escape_markdown, language, t
from pages.ui.scenario.problem_list import show_problems
from pages.ui.session import SessionScenario, company_facts_of

SEEN = "people/seen"
"""Where the session keeps the marks of what was seen."""


def reading_notice(store: Store[SessionScenario], facts: Facts | None) -> None:
    """Above the results, what is assumed of the people, always, and what should be looked at before
    results are used and was not seen yet."""
    assumed(facts)
    people, plan = store.present.people, store.present.scenario.plan
    found = (*_of_people(store.present, facts), *plan.warnings)
    marks = {_mark(people, problem): problem for problem in found}
    seen = st.session_state.get(SEEN, frozenset())
    unseen = {mark: problem for mark, problem in marks.items() if mark not in seen}
    if not unseen:
        return
    with st.container(border=True, key="reading_notice"):
        st.warning(t("reading.title", count=len(unseen)), icon=":material/visibility:")
        show_problems(list(unseen.values()))
        st.button(
            t("reading.seen"),
            key="reading_seen",
            help=t("reading.seen_help"),
            on_click=lambda: st.session_state.update({SEEN: seen | set(unseen)}),
        )


def _of_people(session: SessionScenario, facts: Facts | None) -> tuple[Problem, ...]:
    """What should be looked at of the people; of a company that of all units, and of who manages
    whom."""
    if facts is None:
        return ()
    if session.company is None:
        return facts.warnings
    whole = company_facts_of(session.whole)
    return (*whole.told, *(p for of_unit in whole.units.values() for p in of_unit.warnings))


def assumed(facts: Facts | None) -> None:
    """What is assumed of the people, which follows every figure."""
    if facts is not None and facts.assumptions:
        said = " ".join(one.text(language()) for one in facts.assumptions)
        st.caption(escape_markdown(t("reading.assumed", assumptions=said)))


def what_was_read(facts: Facts) -> None:
    """All that was said of the people when they were read, seen or not."""
    if not (facts.notes or facts.warnings or facts.assumptions):
        return
    with st.expander(t("reading.all"), icon=":material/fact_check:"):
        _list((*facts.assumptions, *facts.notes))
        if facts.warnings:
            show_problems(facts.warnings)


def _list(notes: Sequence[Problem]) -> None:
    sentences = (f"{note.text(language())} {note.remedy(language())}" for note in notes)
    st.markdown("\n".join(f"- {escape_markdown(sentence.strip())}" for sentence in sentences))


def _mark(people: People | None, problem: Problem) -> str:
    """A problem of people by their content: the same file under another name has the same."""
    content = people.sha256 if isinstance(people, FromFile) else repr(people)
    said = repr((content, problem.key, sorted(problem.values.items()), problem.line))
    place = repr((problem.sheet, problem.column, problem.value))
    return hashlib.blake2b((said + place).encode(), digest_size=16).hexdigest()
