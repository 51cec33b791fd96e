"""The form for a new figure of the plan: its shape, its unit, and what it is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.drafting import Measure, measures, starting_figures
from engine.plan import Value, shapes
from engine.text import Text, unit_name
from engine.yaml_files import Json
from pages.ui.editor import entry_details
from pages.ui.kit import distinct_labels, language, pick, t
from pages.ui.session import DraftSession, DraftStore

SHAPES: Mapping[str, type[Value]] = {shape.shape: shape for shape in shapes.SHAPES}
_AT_STEPS = (shapes.Points, shapes.KeyedSteps)


@dataclass(frozen=True)
class _Chosen:
    """What the form says of a new figure, beside its labels."""

    shape: type[Value]
    unit: str
    by: str = ""
    keys: Mapping[str, str] | None = None
    of: Measure | None = None

    def entry(self, label: Text) -> dict[str, Json]:
        """The figure as a plan has it."""
        of_unit = self.of.unit if self.of is not None else ""
        given = starting_figures(self.shape, self.unit, of_unit, self.keys)
        by: dict[str, Json] = {"by": self.by} if self.by else {}
        of: dict[str, Json] = {"of": dict(self.of.label)} if self.of is not None else {}
        return {**given, **by, **of, "provenance": "assumption", "label": dict(label)}


def new_parameter(store: DraftStore) -> None:
    """The form; a shape by key is offered where the plan has something to look it up by."""
    with st.container(border=True, key="form-parameters", gap="small"):
        read, beside = entry_details.new_labels("parameters", t("editor.parameter_example"))
        with beside:
            name = entry_details.new_name(store, "parameters", read, "figure")
        chosen = _choices(store.present)

        def change(session: DraftSession) -> DraftSession:
            entry = chosen.entry(read())
            return session.changed(session.draft.added("parameters", name(), entry))

        st.caption(t(f"editor.shape_{chosen.shape.shape}_means"))
        st.button(
            t("editor.add"),
            key="new-parameters-add",
            type="primary",
            disabled=chosen.keys is not None and not chosen.keys,
            on_click=lambda: entry_details.added(store, "parameters", change),
        )
        entry_details.show_problems(store, "new.parameters", ())


def _choices(session: DraftSession) -> _Chosen:
    facts = session.draft.data.get("facts") or {}
    columns = {str(k): c for k, c in facts.items() if isinstance(c, Mapping)}
    categories = {k: c for k, c in columns.items() if c.get("kind") == "category"}
    known = measures(session.draft)
    scored = {k: known[k] for k in columns if k in known}
    left, middle, right = st.columns(3)
    with left:
        shape = SHAPES[_shape([one for one in SHAPES if _fits(one, categories, scored)])]
    with middle:
        unit = _unit(shape)
    with right:
        if issubclass(shape, shapes.Scorecard):
            return _Chosen(shape, unit, keys=_indicators(scored))
        by = _by(categories) if issubclass(shape, shapes.Keyed) else ""
        has_steps = issubclass(shape, _AT_STEPS) and getattr(shape, "has_unit", True)
        of = _of(known) if has_steps and not by else None
    if has_steps and by:
        of = _of(known)
    keys = {str(value): "" for value in categories[by].get("values") or ()} if by else None
    return _Chosen(shape, unit, by, keys, of)


def _fits(shape: str, categories: Mapping[str, Any], scored: Mapping[str, Measure]) -> bool:
    if issubclass(SHAPES[shape], shapes.Scorecard):
        return bool(scored)
    return bool(categories) or not issubclass(SHAPES[shape], shapes.Keyed)


def _shape(offered: Sequence[str]) -> str:
    return st.selectbox(
        t("editor.shape"),
        offered,
        format_func=lambda one: t(f"editor.shape_{one}"),
        key=entry_details.by_labels("new-parameters-shape", *offered),
    )


def _unit(shape: type[Value]) -> str:
    units = entry_details.PARAMETER_UNITS
    chosen = st.selectbox(
        t("editor.unit"),
        units,
        index=units.index(shape.usual_unit),
        format_func=lambda one: unit_name(one, language()),
        accept_new_options=True,
        key=entry_details.by_labels(f"new-parameters-unit-{shape.shape}"),
    )
    return chosen or shape.usual_unit


def _by(categories: Mapping[str, Mapping[str, Any]]) -> str:
    labels = {name: entry_details.label_of(given, name) for name, given in categories.items()}
    return st.selectbox(
        t("editor.by"),
        list(categories),
        format_func=labels.__getitem__,
        key=entry_details.by_labels("new-parameters-by", *labels.values()),
    )


def _of(known: Mapping[str, Measure]) -> Measure | None:
    """What the steps are held against; its unit is that of the steps."""
    labels = distinct_labels({name: pick(measure.label) for name, measure in known.items()})
    chosen = st.selectbox(
        t("editor.of"),
        ["", *labels],
        index=1 if labels else 0,
        format_func=lambda one: labels.get(one, t("editor.none")),
        key=entry_details.by_labels("new-parameters-of", *labels.values()),
    )
    return known.get(chosen)


def _indicators(scored: Mapping[str, Measure]) -> dict[str, str]:
    """The columns that a scorecard measures, with their units."""
    labels = distinct_labels({name: pick(measure.label) for name, measure in scored.items()})
    chosen = st.multiselect(
        t("editor.indicators"),
        list(labels),
        format_func=labels.__getitem__,
        placeholder=t("editor.indicators_choose"),
        key=entry_details.by_labels("new-parameters-indicators", *labels.values()),
    )
    return {name: scored[name].unit for name in chosen}
