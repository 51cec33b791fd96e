"""A model fitted to real people: how like them its people are, what it assumes, and what to do with
it; and what a kept model says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.analysis import (
    LinkLikeness,
    MeasureLikeness,
    group_likeness,
    link_likeness,
    measure_likeness,
)
from engine.calendar import month_text
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress
from engine.scenario import FromFile, Simulated
from engine.text import Refused, count
from engine.workforce import Fitted, Workforce, fit, simulate
from engine.workspace import WORKFORCE, Item, Version, workforce_content
from pages.ui.charts import column_label, value_label
from pages.ui.kit import (
    Loading,
    Store,
    beside,
    chart,
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
    health_policy,
    kept_items,
    memory,
    model_of,
    people_and_period,
)
from pages.ui.workforce import people_charts
from pages.ui.workforce.measure_gallery import GROUP, chosen_measure
from pages.ui.workforce.measure_words import Said, points_apart, two_decimals, written_measure
from pages.ui.workforce.portrait_loading import Shown

ASKED = "workforce/fit"
"""Where the session keeps the key of the people that a model is fitted to."""
HEIGHT = 300


@dataclass(frozen=True)
class Trial:
    """A fitted model, people drawn from it as many and as long as the real ones, and how like them
    they are."""

    fitted: Fitted
    drawn: Facts
    measures: dict[str, MeasureLikeness]
    link: LinkLikeness | None


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

    loading = Loading(lambda share: (t("workforce.fitting"), share), cancel=cancel)
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
    _compared(shown, trial)
    _notes(trial.fitted.model, expanded=False)
    _keep(store, shown, trial.fitted)


def _tried(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    return memory().cached(
        ("fitted model", content_key(plan), facts.key), lambda: _try(plan, facts, progress)
    )


def _try(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    fitted = fit(facts, plan)
    progress(0.5)
    drawn, again = (
        simulate(fitted.model, seed, facts.size, facts.months, month_text(facts.first))
        for seed in (FIRST_SEED, FIRST_SEED + 1)
    )
    progress(0.7)
    measures = measure_likeness(facts, drawn, again)
    progress(0.85)
    return Trial(fitted, drawn, measures, link_likeness(facts, drawn, measures))


# -- side by side ----------------------------------------------------------------------------


def _compared(shown: Shown, trial: Trial) -> None:
    lang, plan = language(), shown.plan
    said = Said(plan, lang)
    name = chosen_measure(shown)
    if name not in trial.measures:
        name = next(iter(trial.measures), None)
    if name is None:
        return
    st.markdown(f"**{escape_markdown(said.likeness(trial.measures))}**")
    left, right = beside(1, 1, "fitted")
    with left:
        alike = trial.measures[name]
        write = written_measure(plan, name, alike.observed, lang)
        chart(
            people_charts.likeness_figure(
                alike, write, (t("workforce.observed"), t("workforce.drawn")), lang
            ),
            key="likeness",
            title=said.alike(name, alike),
            caption=t(
                "workforce.likeness_caption",
                people=people_and_period(shown.facts, lang),
                seed=FIRST_SEED,
            ),
            height=HEIGHT,
        )
    with right:
        _table(plan, trial)
        _group_table(shown, trial, name)
        if trial.link is not None:
            one, other = (said.label(measure) for measure in trial.link.measures)
            found = (two_decimals(value) for value in (trial.link.observed, trial.link.drawn))
            st.caption(
                t(
                    "workforce.link_apart",
                    one=one,
                    other=other,
                    **dict(zip(("observed", "drawn"), found, strict=True)),
                )
            )


def _table(plan: Plan, trial: Trial) -> None:
    """All measures: medians, and how far apart they are."""
    lang, rows = language(), []
    for name, alike in trial.measures.items():
        write = written_measure(plan, name, alike.observed, lang)
        rows.append(
            (
                column_label(plan, name),
                write(alike.observed.median),
                write(alike.drawn.median),
                points_apart(alike.distance, lang),
                points_apart(alike.chance, lang),
            )
        )
    heads = ("measure", "head_observed", "head_drawn", "head_apart", "head_chance")
    st.html(_html_table([t(f"workforce.{head}") for head in heads], rows))
    st.caption(t("workforce.apart_means"))


def _group_table(shown: Shown, trial: Trial, name: str) -> None:
    """The chosen measure in each group."""
    lang, plan = language(), shown.plan
    column = st.session_state.get(GROUP, "")
    if column not in shown.facts.categories or column not in trial.drawn.categories:
        column = next((c for c in shown.facts.categories if c in trial.drawn.categories), "")
    if not column:
        return
    fewest = health_policy.policy().smallest_group
    groups = group_likeness(shown.facts, trial.drawn, name, column, fewest)
    write = written_measure(plan, name, trial.measures[name].observed, lang)
    rows = [
        (
            value_label(plan, column, group.group),
            *map(write, group.medians),
            points_apart(group.distance, lang),
            count(group.people[0]),
        )
        for group in groups
    ]
    if rows:
        label = t(
            "workforce.in_groups",
            measure=column_label(plan, name),
            column=column_label(plan, column),
        )
        heads = ("head_observed", "head_drawn", "head_apart", "head_people")
        st.html(_html_table([label, *(t(f"workforce.{head}") for head in heads)], rows))


def _html_table(heads: list[str], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f'<table class="pc-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


# -- what it rests on, and what to do with it ------------------------------------------------


def _notes(found: Workforce, expanded: bool) -> None:
    with st.expander(t("workforce.assumed", count=len(found.notes)), expanded=expanded):
        st.markdown("\n".join(f"- {escape_markdown(pick(note))}" for note in found.notes))


def _keep(store: Store[SessionScenario], shown: Shown, fitted: Fitted) -> None:
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
    st.caption(t("workforce.private", fewest=fitted.fewest))


def _kept_as(fitted: Fitted) -> Item | None:
    digest = hashlib.sha256(fitted.text.encode("utf-8")).hexdigest()
    kept = kept_items.items(WORKFORCE)
    return next((item for item in kept if item.current.content == digest), None)


def _saving(fitted: Fitted, field: str) -> Callable[[], None]:
    def save() -> None:
        try:
            kept_items.save(workforce_content(fitted.text, st.session_state[field].strip()))
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
