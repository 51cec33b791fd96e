"""The third step: plans tried on the year, against what was paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from engine.analysis import Reconciliation
from engine.backtesting import back_test, shifted
from engine.facts import Facts
from engine.progress import Progress
from engine.scenario import FromFile, Scenario
from engine.text import Refused
from pages.ui import scenario
from pages.ui.back_test import (
    reconcile_view,
    results_cards,
    results_controls,
    results_curve,
    results_downloads,
    results_overview,
    results_parts,
    results_people,
    results_trust,
)
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.tested_plans import (
    Other,
    chosen,
    facts_for,
    opened,
    others,
    plans_key,
    shift,
)
from pages.ui.back_test.understanding import STEP, session_facts
from pages.ui.kit import (
    Loading,
    Store,
    escape_markdown,
    language,
    stop_waiting,
    t,
    tab_row,
    wait_for,
)
from pages.ui.session import (
    ImportStore,
    SessionScenario,
    health_policy,
    kept_items,
    memory,
    reconciliation_session,
)

TABS = ("overview", "parts", "curve", "people", "trust")
_TAB = "results/tab"
MOST_NAMED = 4


def state(store: Store[SessionScenario]) -> str:
    """How far the step is, in one line."""
    return t("back_test.state_first" if session_facts(store) is None else "back_test.state_ready")


def results(store: Store[SessionScenario], files: ImportStore) -> None:
    """The step itself."""
    facts = session_facts(store)
    if facts is None:
        return reconcile_view.nobody(files)
    known = others(store.present, files.present)
    compared = chosen(store.present, known)
    paid = _paid(store.present, facts)
    with st.container(key="results"):
        top = st.container()
        place = results_controls.controls(store, facts, known, compared, bool(paid))
        _lacking(store, compared)
        compared = [one for one in compared if not one.lacking]
        try:
            focus = _tested(store, facts, compared, paid)
        except Refused as refused:
            st.error(escape_markdown(refused.text(language())))
            return
        with top:
            _headline(focus)
            spread, health = results_cards.cards(focus)
        with place:
            results_downloads.downloads(focus, _reconciled(store.present, facts))
        _tabs(focus)
    results_cards.fill_range(focus, spread)
    scenario.fill_health_card(health, store.present, facts)


def _paid(session: SessionScenario, facts: Facts) -> Mapping[str, str]:
    """The columns of what was paid, none where the file says nothing of it."""
    people = session.people
    assert isinstance(people, FromFile)
    if not facts.further:
        return {}
    return reconciliation_session.paid_columns(people, session.base, facts).columns


def _tested(
    store: Store[SessionScenario],
    facts: Facts,
    compared: Sequence[Other],
    paid: Mapping[str, str],
) -> Focus:
    """The plans on the year. Raises Refused where it cannot be shifted so, or not paid."""
    session, people, wanted = store.present, store.present.people, shift()
    assert isinstance(people, FromFile)
    plans, facts = opened(session, compared), facts_for(session, facts, compared)
    against = paid if results_controls.is_against_paid() else {}
    loading = Loading("results", lambda share: (t("results.working"), share), cancel=_back)
    policy = health_policy.policy()
    key = (
        *("back_test", plans_key(plans, facts), people.sha256, tuple(against.items()), wanted),
        repr(health_policy.changed()),
    )

    def work(progress: Progress) -> Focus:
        year = shifted(
            facts,
            session.base,
            attainment=wanted.attainment,
            mix=wanted.mix,
            vacancies=wanted.vacancies,
            others=[plan.plan if isinstance(plan, Scenario) else plan for plan in plans[1:]],
        )
        tested = back_test(
            plans,
            year.facts,
            None if year.changes else against,
            people=people,
            policy=policy,
            memory=memory(),
            progress=progress,
        )
        return Focus(tested, year.told)

    try:
        found = wait_for(
            "back_test", key, lambda step: memory().cached(key, lambda: work(step)), loading
        )
    finally:
        loading.done()
    seal = reconciliation_session.seal(session, facts) or t("seal.none")
    return found.at(results_controls.focus_place(found), seal)


def _lacking(store: Store[SessionScenario], compared: Sequence[Other]) -> None:
    """What was chosen and cannot be paid yet: which columns were not read for it, and the way
    there."""
    for one in compared:
        if not one.lacking:
            continue
        with st.container(
            border=True, key=f"lacking-{one.key}", horizontal=True, vertical_alignment="center"
        ):
            columns = t("list.comma").join(one.lacking[:MOST_NAMED])
            words = t("results.lacking", plan=one.name, columns=columns, count=len(one.lacking))
            st.markdown(escape_markdown(words), width="stretch")
            st.button(
                t("results.read_for_it"),
                key=f"read_for-{one.key}",
                icon=":material/table_view:",
                help=t("results.read_for_it_help"),
                on_click=_read_for,
                args=(store, one),
            )


def _read_for(store: Store[SessionScenario], one: Other) -> None:
    """Go to a plan and to the step in which its columns are read."""
    try:
        store.switch_to(store.present.go_to_key(one.plan_key))
    except Refused as refused:
        return kept_items.report(refused)
    st.session_state[STEP] = "understand"


def _back() -> None:
    """Nobody waits for the plans any more: show the step before."""
    stop_waiting("back_test")
    st.session_state[STEP] = "reconcile"


def _reconciled(session: SessionScenario, facts: Facts) -> Reconciliation | None:
    """How far the plan as documented is reconciled; None where it is not."""
    assert isinstance(session.people, FromFile)
    if not facts.further:
        return None
    try:
        return reconciliation_session.reconciled(session.base, session.people, facts)
    except Refused:
        return None


def _headline(focus: Focus) -> None:
    st.html(
        f'<div class="pc-seal" role="status"><div><h2>{escape(focus.headline())}</h2>'
        f"<p>{escape(focus.caption())}</p></div></div>"
    )


def _tabs(focus: Focus) -> None:
    tab = tab_row(t("results.tab"), TABS, key=_TAB, written=lambda name: t(f"results.tab_{name}"))
    drawn: dict[str, Callable[[Focus], None]] = {
        "overview": results_overview.overview,
        "parts": results_parts.parts,
        "curve": results_curve.curve,
        "people": results_people.people,
        "trust": results_trust.trust,
    }
    drawn[tab](focus)
