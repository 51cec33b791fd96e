"""The choice of simulated people: how many, when, and the figures of their model to move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

import engine
from engine.plan import Plan
from engine.scenario import LARGEST_SEED, Simulated
from engine.text import Problem, Refused, count, month_names, percent, short_month
from engine.workforce import (
    QUOTAS,
    Movable,
    SeasonalQuotas,
    Workforce,
    between,
    figure_text,
    movable,
    with_figures,
)
from pages.ui.kit import (
    Store,
    bound,
    escape_markdown,
    language,
    number_field,
    percent_format,
    pick,
    t,
)
from pages.ui.scenario.size_notes import told_size_notes
from pages.ui.session import MOST_MONTHS, SIZES, SessionScenario, model_of

FIELD = 92
"""Pixels that a field of one figure has."""
PANEL = 520
"""Pixels that the panel has, whatever its sentences say."""
STRENGTHS = ((0.1, "none"), (0.3, "weak"), (0.5, "moderate"), (1.0, "strong"))
"""Cohen's words for correlations, each up to its end."""

Change = Callable[..., SessionScenario]


def simulated_people(store: Store[SessionScenario], own: Simulated) -> None:
    """Everything people are drawn from; `own` are the usual ones of the plan."""
    with st.container(width=PANEL):
        _panel(store, own)


def _panel(store: Store[SessionScenario], own: Simulated) -> None:
    def drawn() -> Simulated:
        people = store.present.people
        return people if isinstance(people, Simulated) else own

    def other(**changes: object) -> SessionScenario:
        return store.present.with_people(replace(drawn(), **changes))  # type: ignore[arg-type]

    now = drawn()
    name = f"simulated.{now.workforce}"
    model = model_of(now.workforce)
    st.markdown(f"**{t('choose.simulate')}**")
    _modelled_for(store.present.base, model)
    sizes = sorted({*SIZES, own.employees, now.employees})
    st.segmented_control(
        t("choose.size"),
        sizes,
        format_func=count,
        required=True,
        **bound(store, f"{name}.size", now.employees, lambda _, size: other(employees=size)),
    )
    told_size_notes(store, now)
    _which_and_when(store, name, own, now, other)
    for figure, own_value in movable(model).items():
        _figure(store, f"{name}.{figure}", model, figure, own_value, now, other)
    if now is not store.present.people:
        st.button(
            t("choose.back_to_simulated"),
            key="back_to_simulated",
            on_click=lambda: store.switch_to(store.present.with_people(own)),
        )


def _modelled_for(plan: Plan, model: Workforce) -> None:
    if plan.id not in model.plans and model.plans[0] in (*engine.catalogue(), *engine.samples()):
        title = pick(engine.load_plan(model.plans[0]).title)
        st.caption(t("choose.modelled_for", plan=escape_markdown(title)))


def _which_and_when(
    store: Store[SessionScenario], name: str, own: Simulated, now: Simulated, other: Change
) -> None:
    left, middle, right = st.columns(3)
    with left:
        _whole(store, f"{name}.seed", "seed", now.seed, (0, LARGEST_SEED), other)
    years = [year for year in range(int(own.first[:4]) - 3, int(own.first[:4]) + 4)]
    firsts = [f"{year}-{number:02d}" for year in years for number in range(1, 13)]
    middle.selectbox(
        t("choose.first"),
        firsts if now.first in firsts else [now.first, *firsts],
        format_func=lambda text: short_month(text, language()),
        **bound(
            store, f"{name}.first.{language()}", now.first, lambda _, first: other(first=first)
        ),
    )
    with right:
        _whole(store, f"{name}.months", "months", now.months, (1, MOST_MONTHS), other)
    for field in ("seed", "months"):
        if reason := store.refused(f"{name}.{field}"):
            st.error(escape_markdown(reason))


def _whole(
    store: Store[SessionScenario],
    name: str,
    field: str,
    value: int,
    bounds: tuple[int, int],
    other: Change,
) -> None:
    """A field of a whole number within the bounds."""

    def change(state: SessionScenario, typed: float) -> SessionScenario:
        if not typed.is_integer():
            raise Refused([Problem("workforce_whole", value=figure_text(field, typed, language()))])
        if not bounds[0] <= typed <= bounds[1]:
            said = {"bounds": between(*bounds)}
            raise Refused([Problem("workforce_figure", said, value=count(typed))])
        return other(**{field: int(typed)})

    number_field(
        store,
        name,
        t(f"choose.{field}"),
        value,
        change,
        label_visibility="visible",
        help=t("choose.seed_help") if field == "seed" else None,
    )


def _figure(
    store: Store[SessionScenario],
    name: str,
    model: Workforce,
    figure: str,
    own: Movable,
    now: Simulated,
    other: Change,
) -> None:
    """A slider and a field for a figure of the model, and what it means in words."""
    value, unit = dict(now.figures).get(figure, own.value), "share" if figure == QUOTAS else ""
    factor, step, format_ = (100, 5.0, percent_format()) if unit else (1, 0.01, "%.2f")

    def change(state: SessionScenario, wanted: float) -> SessionScenario:
        try:
            with_figures(model, {figure: wanted})
        except Refused as refused:  # said beside the field, which has its label
            raise Refused(replace(p, column="") for p in refused.problems) from None
        others = {key: moved for key, moved in now.figures if key != figure}
        moved = others if wanted == own.value else {**others, figure: wanted}
        return other(figures=tuple(sorted(moved.items())))

    label = _label(model, figure)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(
            escape_markdown(label),
            own.low * factor,
            own.high * factor,
            step=step,
            format=format_,
            help=t(f"choose.{figure}_help"),
            **bound(
                store,
                f"{name}.slider",
                round(value * factor, 8),
                lambda state, moved: change(state, round(moved / factor, 8)),
            ),
        )
        number_field(
            store,
            f"{name}.number",
            label,
            value,
            change,
            unit=unit,
            near=(value, own.value),
            width=FIELD,
        )
    if reason := store.refused(f"{name}.number"):
        st.error(escape_markdown(reason))
    st.caption(_meaning(model, figure, value, own))


def _label(model: Workforce, figure: str) -> str:
    of = model.figures[figure]
    if isinstance(of, SeasonalQuotas):
        return t("choose.seasonal_quotas")
    return t("choose.quality_correlation", pair=pick(of.label))


def _meaning(model: Workforce, figure: str, value: float, own: Movable) -> str:
    """What a figure comes to, in a sentence, and what the model says."""
    lang, of = language(), model.figures[figure]
    said = {"own": figure_text(figure, own.value, lang)}
    if isinstance(of, SeasonalQuotas):
        index = model.seasons[of.season]
        peak = max(index) - 1
        return t(
            "choose.seasonal_quotas_means",
            month=month_names(lang)[index.index(max(index))],
            peak=percent(peak, lang, 0),
            rise=percent(peak * value, lang, 0),
            **said,
        )
    strength = next(word for end, word in STRENGTHS if abs(value) < end or end == 1)
    direction = "against" if value < 0 and strength != "none" else "along"
    return t(
        "choose.quality_correlation_means",
        strength=t(f"choose.{direction}_{strength}"),
        low=figure_text(figure, own.low, lang),
        high=figure_text(figure, own.high, lang),
        **said,
    )
