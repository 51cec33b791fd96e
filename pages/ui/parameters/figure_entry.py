"""One figure of the plan as something to move or to type into, by its shape.

Figures are shown as people write them (shares in percent) and kept as the plan has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st

from engine.plan import Parameter, Value, shapes
from engine.text import is_money, is_share, quantity, short_month_names, unit_name
from pages.ui.kit import Store, bound, escape_markdown, language, pick, t
from pages.ui.parameters.figure_change import F, name_of, plan_of, set_figure
from pages.ui.parameters.figure_table import PURE, figure_table
from pages.ui.parameters.figure_track import value_track
from pages.ui.parameters.figure_widget import figure_moved, figure_widget, is_joined, shown_figure


@dataclass(frozen=True)
class Scale:
    """How figures of a unit are shown: times `factor`, in steps, with so many decimals."""

    factor: int
    step: float
    decimals: int

    def show(self, value: float) -> float:
        """The figure as it is shown."""
        return round(value * self.factor, 8)

    def read(self, value: float) -> float:
        """The figure that was meant."""
        return round(value / self.factor, 10)


def scale(unit: str, step: float | None, *values: float | None) -> Scale:
    """The scale on which figures of a unit and step are shown."""
    factor = 100 if is_share(unit) else 1
    fine = round((step or 1.0) * factor, 8)
    shown_values = [round(value * factor, 6) for value in values if value is not None]
    decimals = max(_decimals(number) for number in (fine, *shown_values))
    return Scale(factor, fine, min(decimals, 4))


def understood(parameter: Parameter) -> str:
    """The figure as it was understood, with its unit: ¥3,000 a month."""
    unit, lang = parameter.unit, language()
    if not isinstance(parameter.value, shapes.Number) or parameter.value.is_unlimited:
        return ""
    if unit == "share":  # the field says so itself
        return ""
    if is_money(unit) or is_share(unit):
        return quantity(parameter.json, unit, lang)
    return "" if unit in PURE else unit_name(unit, lang)


def is_compact(parameter: Parameter) -> bool:
    """Whether the entry needs no more than a line beside the label."""
    return isinstance(parameter.value, shapes.Number | shapes.Flag)


def entry(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    """The widget of a parameter; the figure stays where a change of it is refused."""
    widget = WIDGETS.get(type(parameter.value), figure_table)
    widget(store, parameter, documented)


def _number(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    name, value = name_of(store, parameter), parameter.json
    if parameter.no_limit:
        fallback = documented.json if documented.json is not None else parameter.max
        st.checkbox(
            t("panel.no_limit"),
            **bound(
                store,
                f"{name}.unlimited",
                value is None,
                set_figure(
                    store, parameter, lambda now, unlimited: None if unlimited else fallback
                ),
            ),
        )
    if value is not None:
        _moved(store, parameter, documented)


def _moved(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    """A single figure in a field, and on a track where that helps."""
    name, value = name_of(store, parameter), parameter.json
    near = [figure for figure in (value, documented.json) if figure is not None]
    unit = unit_name(parameter.unit, language())
    cell = {
        "path": [],
        "row": 0,
        "column": "value",
        "label": t("panel.figure_of", label=pick(parameter.label), part=unit),
        **shown_figure(value, parameter.unit),
        "documented": documented.json,
        "was": "",
        "track": value_track(parameter, value, documented.json),
    }
    change = set_figure(store, parameter, lambda now, moved: figure_moved(moved, now.unit, near))

    def take(move: Mapping[str, Any]) -> None:
        store.attempt(name, change, move, is_joined(move))

    given = {
        "plan": plan_of(store),
        "figure": parameter.id,
        "json": value,
        "layout": "single",
        "heads": [],
        "rows": [{"label": None, "remove": "", "changed": False, "cells": [cell]}],
        "add": None,
        "words": {"back": t("panel.reset_help")},
    }
    figure_widget(f"{store.name}.{name}", None, given, take)


def _flag(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    st.toggle(
        escape_markdown(pick(parameter.label)),
        label_visibility="collapsed",
        **bound(
            store,
            name_of(store, parameter),
            parameter.json,
            set_figure(store, parameter, lambda now, chosen: bool(chosen)),
        ),
    )


def _months(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    names = short_month_names(language())
    name = f"{name_of(store, parameter)}.{language()}"  # it knows its choices by their words
    st.pills(
        escape_markdown(pick(parameter.label)),
        list(range(1, 13)),
        selection_mode="multi",
        format_func=lambda number: names[number - 1],
        label_visibility="collapsed",
        **bound(
            store,
            name,
            parameter.json,
            set_figure(store, parameter, lambda now, chosen: sorted(chosen)),
        ),
    )


WIDGETS: Mapping[type[Value], Callable[[Store[Any], Parameter, Parameter], None]] = {
    shapes.Number: _number,
    shapes.Flag: _flag,
    shapes.Months: _months,
}
"""The widget of each shape that is no grid."""


def _decimals(number: float) -> int:
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
