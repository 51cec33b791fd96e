"""A model fitted to real people: how like them its people are, what it assumes, and what to do with
it; and what a kept model says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.analysis import measure_shape, measured
from engine.calendar import month_text
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress
from engine.scenario import FromFile, Simulated
from engine.text import Refused, count, number, percent, say
from engine.workforce import Fitted, Likeness, Quality, Workforce, fit, quality, simulate
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
    kept_items,
    memory,
    model_of,
    people_and_period,
)
from pages.ui.workforce import measure_charts
from pages.ui.workforce.measure_gallery import GROUP, chosen_measure
from pages.ui.workforce.measure_words import Said, grade, written_measure
from pages.ui.workforce.portrait_loading import Shown

ASKED = "workforce/fit"
"""Where the session keeps the key of the people that a model is fitted to."""
HEIGHT = 300


@dataclass(frozen=True)
class Trial:
    """A fitted model, how like the real people those are that it draws, and some of them: as many,
    for the same months."""

    fitted: Fitted
    quality: Quality
    drawn: Facts


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
    _keep(store, shown, trial)


def _tried(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    return memory().cached(
        ("fitted model", content_key(plan), facts.key), lambda: _try(plan, facts, progress)
    )


def _try(plan: Plan, facts: Facts, progress: Progress) -> Trial:
    fitted = fit(facts, plan)
    progress(0.4)
    first = month_text(facts.first)
    drawn = simulate(fitted.model, FIRST_SEED, facts.size, facts.months, first)
    progress(0.5)
    return Trial(fitted, quality(fitted), drawn)


# -- side by side ----------------------------------------------------------------------------


def _compared(shown: Shown, trial: Trial) -> None:
    lang, plan = language(), shown.plan
    said = Said(plan, lang)
    rows = {row.measure: row for row in trial.quality.likenesses if not row.category}
    name = chosen_measure(shown)
    name = name if name in rows else next(iter(rows), None)
    st.markdown(f"**{escape_markdown(said.likeness(trial.quality.likenesses))}**")
    if name is None:
        return
    left, right = beside(5, 7, "fitted")
    with left:
        real = shown.portrait.shapes[name]
        drawn = measure_shape(measured(trial.drawn, name), trial.drawn.person_months, real.bins)
        write = written_measure(plan, name, real, lang)
        chart(
            measure_charts.likeness_figure(
                real, drawn, write, (t("workforce.observed"), t("workforce.drawn")), lang
            ),
            key="likeness",
            title=said.alike(rows[name]),
            caption=t(
                "workforce.likeness_caption",
                people=people_and_period(shown.facts, lang),
                seed=FIRST_SEED,
            ),
            height=HEIGHT,
        )
    with right:
        head = t("workforce.measure")
        _table(shown, head, [(column_label(plan, m), row) for m, row in rows.items()])
        groups = [row for row in trial.quality.likenesses if row.measure == name and row.category]
        column = st.session_state.get(GROUP, "")
        if column not in {row.category for row in groups}:
            column = next((row.category for row in groups), "")
        own = [row for row in groups if row.category == column]
        if own:
            labels = {"measure": column_label(plan, name), "column": column_label(plan, column)}
            named = [(value_label(plan, column, row.value), row) for row in own]
            _table(shown, t("workforce.in_groups", **labels), named)
        st.caption(say(lang, "fit.about_distance"))


def _table(shown: Shown, head: str, rows: Sequence[tuple[str, Likeness]]) -> None:
    """Real and drawn people in each row: their medians, and how far they are apart."""
    lang = language()
    heads = [head, t("workforce.median_both")]
    heads += [say(lang, f"fit.head_{name}") for name in ("distance", "gap", "grade")]
    told = []
    for label, row in rows:
        write = written_measure(shown.plan, row.measure, shown.portrait.shapes[row.measure], lang)
        real, drawn = row.real, row.drawn
        told.append(
            (
                label,
                f"{write(real.p50)} / {write(drawn.p50)}",
                number(row.distance, 2),
                percent(row.gap, lang),
                grade(row, lang),
            )
        )
    st.html(_html_table(heads, told))


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
