"""The session's files as the engine understands them, and their facts as the session's people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from engine.facts import Facts
from engine.importing import Imported, Recipe, recipe_of
from engine.plan import Plan
from engine.progress import Progress
from engine.scenario import FromFile
from engine.text import Problem, Refused
from pages.ui.back_test.question_groups import grouped
from pages.ui.kit import Loading, Store, stop_waiting, t, wait_for
from pages.ui.session import (
    ImportSession,
    ImportStore,
    MissingFile,
    SessionScenario,
    address,
    import_session,
    people_facts,
    reconciliation_session,
)
from pages.ui.session import session_facts as facts_of_session

STEP = "back_test/step"
"""Where the session keeps which step is shown."""
_DRAWN = "back_test/drawn"
STOPPED = "back_test/stopped"
"""Where the session keeps that reading its files was stopped."""


@dataclass(frozen=True)
class Understood:
    """What became of the session's files for its plan: read, or refused, or waited for in vain.

    All is empty where there is no file.
    """

    imported: Imported | None = None
    refused: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    stopped: bool = False

    @property
    def open(self) -> int:
        """How many things stand in the way of the facts."""
        if self.imported is None:
            return len(self.refused) + len(self.missing)
        asked = [question.problem for question in self.imported.questions]
        others = [problem for problem in self.imported.problems if problem not in asked]
        return len(grouped(self.imported.questions)) + len(others)

    @property
    def facts(self) -> Facts | None:
        """The facts, once nothing is open."""
        return None if self.imported is None else self.imported.facts


def understood(store: Store[SessionScenario], files: ImportStore) -> Understood:
    """Reads the files of the session by what was decided; facts become the session's people as soon
    as nothing is open, once for each answer."""
    address.keep_import(files.present.id)
    session, plan = files.present, store.present.base
    if not session.files:
        return Understood()
    if session.plan != store.present.plan_key:
        files.amend(lambda one: replace(one, plan=store.present.plan_key))
        session = files.present
    if missing := import_session.missing_files(session):
        return Understood(missing=tuple(missing))
    if st.session_state.get(STOPPED) == session.files:
        return Understood(stopped=True)
    loading = Loading(
        "import",
        lambda share: (t("back_test.reading", count=len(session.files)), share),
        cancel=lambda: _stop(session),
    )
    decided = session.recipes.get(plan.id, "")
    kept = () if decided else import_session.kept_recipes(plan)

    def work(progress: Progress) -> tuple[Imported, str]:
        return import_session.imported(session, plan, kept, progress)

    try:
        found, known_as = wait_for(
            "import", (session.files, plan.id, decided, session.known, kept), work, loading
        )
    except Refused as refused:
        return Understood(refused=refused.problems)
    finally:
        loading.done()
    if known_as and not decided:
        files.commit(session.decided(found.recipe, known_as))
    if found.facts is not None:
        use_facts(store, files, found, found.facts)
    return Understood(found)


def use_facts(
    store: Store[SessionScenario], files: ImportStore, found: Imported, facts: Facts
) -> None:
    """Makes facts the people of the session, once for every outcome of the files."""
    session, plan = files.present, store.present.base
    outcome = import_session.outcome(session, found.recipe)
    if session.applied.get(plan.id) == outcome:
        return
    people = import_session.people_of(facts, import_session.name_of(session, found))
    before, sources = session.facts_before(plan.id), session.sources
    reconciliation_session.carry_over(before, people, sources)

    def applied(one: ImportSession) -> ImportSession:
        one = one.with_applied(plan.id, outcome)
        if one.id != session.id:
            return one
        return one.with_facts(plan.id, people.sha256, session.made_of(plan.id))

    files.amend(applied)  # to be told apart again after an undo
    if store.present.people != people:
        store.switch_to(store.present.with_people(people))
        st.rerun()


def session_facts(store: Store[SessionScenario]) -> Facts | None:
    """The facts of the session's people where they come from a file, of managers with what their
    company fills from their people; None where they do not, or cannot be paid by the plan."""
    session = store.present
    if not isinstance(session.people, FromFile):
        return None
    if session.company is not None:
        try:
            return facts_of_session(session)
        except (MissingFile, Refused):
            if any(m.fills and m.unit == session.unit for m in session.company.management):
                return None  # who is paid on others cannot be paid alone
    try:
        return people_facts.facts_of(session.people, session.base)
    except (MissingFile, Refused):
        return None


def remember_drawn(files: ImportStore, plan: Plan) -> None:
    """Remember on what the widgets of this run stand."""
    st.session_state[_DRAWN] = files.present.recipes.get(plan.id, "")


def recipe_now(files: ImportStore, drawn: Recipe) -> Recipe:
    """The recipe that an answer changes: the one its widget was drawn from, or, where somebody was
    quicker than the page, what was decided since."""
    now = files.present.recipes.get(drawn.plan, "")
    return drawn if now == st.session_state.get(_DRAWN) else recipe_of(now)


def _stop(session: ImportSession) -> None:
    stop_waiting("import")
    st.session_state[STOPPED] = session.files
