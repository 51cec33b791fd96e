"""A model fitted to real people: how like them its people are, what it assumes, and what to do with
it; and what a kept model says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from engine.calendar import month_text
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, part
from engine.scenario import FromFile, Simulated
from engine.text import Refused, count, say
from engine.workforce import Fitted, Workforce, fit, people_for, quality, simulate
from engine.workspace import WORKFORCE, Item, Version, workforce_content
from pages.ui.kit import (
    Loading,
    Store,
    escape_markdown,
    language,
    pick,
    stop_waiting,
    t,
    wait_for,
)
from pages.ui.session import (
    FIRST_SEED,
    SessionScenario,
    content_key,
    kept_items,
    memory,
    model_of,
)
from pages.ui.workforce.likeness_view import Trial, compared
from pages.ui.workforce.portrait_loading import Shown

ASKED = "workforce/fit"
"""Where the session keeps the key of the people that a model is fitted to."""


def model(store: Store[SessionScenario], shown: Shown) -> None:
    """For people of a file a model to fit; for people of a kept model what it rests on."""
    if isinstance(shown.people, FromFile):
        with st.container(key="fit_place", border=True):
            _fit(store, shown)
    elif isinstance(shown.people, Simulated):
        found = model_of(shown.people.workforce)
        if found.notes:
            with st.container(key="model_place", border=True):
                st.markdown(
                    f"**{t('workforce.about_model', title=escape_markdown(pick(found.title)))}**"
                )
                _notes(found, expanded=False)


def _fit(store: Store[SessionScenario], shown: Shown) -> None:
    st.markdown(f"**{t('workforce.fit_title')}**")
    st.caption(t("workforce.fit_about"))
    key = shown.facts.key

    def ask() -> None:
        st.session_state[ASKED] = key

    if st.session_state.get(ASKED) != key:
        st.button(
            t("workforce.fit"),
            key="fit_model",
            type="primary",
            icon=":material/model_training:",
            on_click=ask,
        )
        return

    def cancel() -> None:
        stop_waiting("workforce_fit")
        st.session_state.pop(ASKED, None)

    loading = Loading("fitted", lambda share: (t("workforce.fitting"), share), cancel=cancel)
    plan, facts = shown.plan, shown.facts
    try:
        trial = wait_for(
            "workforce_fit",
            (content_key(plan), key),
            lambda progress: _tried(plan, facts, progress),
            loading,
        )
    except Refused as refused:
        loading.done()
        st.error(escape_markdown(refused.text(language())), icon=":material/error:")
        return
    loading.done()
    compared(shown, trial)
    _notes(trial.fitted.model, expanded=False)
    _keep(store, shown, trial)


def _tried(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    return memory().cached(
        ("fitted model", content_key(plan), facts.key), lambda: _try(plan, facts, progress)
    )


def _try(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    fitted = fit(facts, plan)
    progress(0.3)
    model = fitted.model.settled
    people = people_for(model, FIRST_SEED, float(facts.present[0].sum()), facts.first, facts.months)
    first = month_text(facts.first)
    drawn = simulate(model, FIRST_SEED, people, facts.months, first, part(progress, 0.3, 0.5))
    return Trial(fitted, quality(fitted, progress=part(progress, 0.5, 1.0)), drawn)


def _notes(found: Workforce, expanded: bool) -> None:
    with st.expander(t("workforce.assumed", count=len(found.notes)), expanded=expanded):
        st.markdown("\n".join(f"- {escape_markdown(pick(note))}" for note in found.notes))


def _keep(store: Store[SessionScenario], shown: Shown, trial: Trial) -> None:
    fitted, found = trial.fitted, trial.quality
    kept = _kept_as(fitted)
    with st.container(
        key="fitted_actions", horizontal=True, vertical_alignment="bottom", gap="small"
    ):
        if kept is None:
            field = f"model_name-{shown.facts.key}-{language()}"
            name = st.text_input(
                t("workforce.model_name"),
                value=pick(fitted.model.title),
                max_chars=80,
                key=field,
            ).strip()
            st.button(
                t("workforce.save_model"),
                key="save_model",
                type="primary",
                icon=":material/save:",
                disabled=not name,
                on_click=_saving(fitted, field),
            )
        else:
            st.button(
                t("workforce.draw_from", name=escape_markdown(kept.name)),
                key="draw_from_model",
                type="primary",
                icon=":material/groups:",
                help=t("workforce.draw_from_help"),
                on_click=_drawing(store, kept.current),
            )
        st.download_button(
            t("workforce.download_model"),
            data=lambda: fitted.text.encode("utf-8"),
            file_name=f"{fitted.model.id}.yaml",
            mime="application/yaml",
            on_click="ignore",
            key="download_model",
            icon=":material/download:",
        )
    drawn = {"alike": count(found.alike), "drawn": count(found.drawn)}
    nobody = say(language(), "fit.alike" if found.alike else "fit.nobody_alike", **drawn)
    st.caption(f"{t('workforce.private', fewest=fitted.fewest)} {nobody}")


def _kept_as(fitted: Fitted) -> Item | None:
    digest = hashlib.sha256(fitted.text.encode("utf-8")).hexdigest()
    kept = kept_items.items(WORKFORCE)
    return next((item for item in kept if item.current.content == digest), None)


def _saving(fitted: Fitted, field: str) -> Callable[[], None]:
    def save() -> None:
        try:
            kept_items.save(workforce_content(fitted.text, st.session_state.get(field, "").strip()))
        except Refused as refused:
            kept_items.report(refused)

    return save


def _drawing(store: Store[SessionScenario], version: Version) -> Callable[[], None]:
    def draw() -> None:
        try:
            store.switch_to(store.present.draw_from_kept(version))
        except Refused as refused:
            kept_items.report(refused)

    return draw
