"""One figure of the plan as something to move or to type into, by its shape.

Figures are shown as people write them (shares in percent) and kept as the plan has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, Self, TypeVar

import streamlit as st

from engine.plan import Parameter, Plan, Value, shapes
from engine.text import SPACE, Refused, is_money, is_share, quantity, short_month_names, unit_name
from pages.ui.kit import Row, Store, bound, language, pick, t, table

MOST_SLIDER_STEPS = 200
LOWEST_ON_SLIDER = 0.04
"""A slider is no help where its whole use lies in the first millimetre."""
GRID_ROW = 32
PINNED = 4
"""Beside more columns than this the keys stay in view."""
PURE = ("weight", "factor")
"""Units that say nothing beside the label."""


class Figures(Protocol):
    """Something whose figures are shown and moved: a plan, and the one it is measured against."""

    @property
    def base(self) -> Plan: ...

    @property
    def plan(self) -> Plan: ...

    def set(self, parameter: str, value: Any) -> Self: ...

    def set_all(self, values: Mapping[str, Any]) -> Self: ...

    def reset(self, parameter: str) -> Self: ...


F = TypeVar("F", bound=Figures)


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


def slider_range(parameter: Parameter, documented: float | None) -> tuple[float, float] | None:
    """From where to where a slider would run, or None where typing is better."""
    low, high, step, value = parameter.min, parameter.max, parameter.step, parameter.json
    if low is None or high is None or not step or value is None or documented is None:
        return None
    if (high - low) / step > MOST_SLIDER_STEPS + 1e-9 or documented < LOWEST_ON_SLIDER * high:
        return None
    return min(low, value), max(high, value)


def understood(parameter: Parameter) -> str:
    """The figure as it was understood, with its unit: ¥3,000 a month."""
    unit, lang = parameter.unit, language()
    if not isinstance(parameter.value, shapes.Number) or parameter.value.is_unlimited:
        return ""
    if is_money(unit) or is_share(unit):
        return quantity(parameter.json, unit, lang)
    return "" if unit in PURE else unit_name(unit, lang)


def is_compact(parameter: Parameter) -> bool:
    """Whether the entry needs no more than a line beside the label."""
    return isinstance(parameter.value, shapes.Number | shapes.Flag)


def entry(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    """The widget of a parameter; the figure stays where a change of it is refused."""
    widget = WIDGETS.get(type(parameter.value), _grid)
    widget(store, parameter, documented)


def name_of(store: Store[F], parameter: Parameter) -> str:
    """The name of the widget, different for every plan."""
    return f"{store.present.base.id}.{parameter.id}"


def _set(parameter: Parameter, read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def change(figures: Any, chosen: Any) -> Any:
        try:
            return figures.set(parameter.id, read(chosen))
        except Refused as refused:
            labels = _places(figures.plan, parameter)
            raise Refused(
                replace(problem, column=labels.get(problem.column, problem.column))
                for problem in refused.problems
            ) from refused

    return change


def _places(plan: Plan, parameter: Parameter) -> dict[str, str]:
    """What a reader calls the places that a refusal of this figure names; the figure itself stands
    beside it."""
    labels = {other.id: pick(other.label) for other in plan.parameters.values()}
    labels |= {f"{parameter.id}.{k}": v for k, v in key_labels(plan, parameter).items()}
    return labels | {parameter.id: ""}


def _unless_empty(change: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A field that was emptied shows its figure again."""
    return lambda figures, chosen: figures if chosen is None else change(figures, chosen)


def _number(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    name, value = name_of(store, parameter), parameter.json
    if parameter.no_limit:
        fallback = documented.json if documented.json is not None else parameter.max
        st.checkbox(
            t("panel.no_limit"),
            **bound(store, f"{name}.unlimited", value is None, _set(parameter, _limit(fallback))),
        )
    if value is None:
        return
    grain = scale(parameter.unit, parameter.step, value)
    ends = slider_range(parameter, documented.json)
    change = _set(parameter, grain.read)
    label = f"{pick(parameter.label)}, {unit_name(parameter.unit, language())}"
    if ends:
        suffix = f"{SPACE}%%" if is_share(parameter.unit) else ""
        st.slider(
            label,
            grain.show(ends[0]),
            grain.show(ends[1]),
            step=grain.step,
            format=f"%.{grain.decimals}f{suffix}",
            label_visibility="collapsed",
            **bound(store, f"{name}.slider", grain.show(value), change),
        )
        return
    lowest = 0.0 if parameter.min is not None and parameter.min >= 0 else None
    st.number_input(
        label,
        value=None,  # a field that may be empty: Streamlit would take an emptied one for 0
        min_value=lowest,
        step=grain.step,
        format=f"%.{grain.decimals}f",
        label_visibility="collapsed",
        **bound(store, f"{name}.number", grain.show(value), _unless_empty(change)),
    )


def _limit(fallback: float | None) -> Callable[[bool], float | None]:
    return lambda unlimited: None if unlimited else fallback


def _flag(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    st.toggle(
        t("panel.yes"),
        **bound(store, name_of(store, parameter), parameter.json, _set(parameter, bool)),
    )


def _months(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    names = short_month_names(language())
    name = f"{name_of(store, parameter)}.{language()}"  # it knows its choices by their words
    st.multiselect(
        pick(parameter.label),
        list(range(1, 13)),
        format_func=lambda number: names[number - 1],
        placeholder=t("panel.no_month"),
        label_visibility="collapsed",
        **bound(store, name, parameter.json, _set(parameter, sorted)),
    )


WIDGETS: Mapping[type[Value], Callable[[Store[Any], Parameter, Parameter], None]] = {
    shapes.Number: _number,
    shapes.Flag: _flag,
    shapes.Months: _months,
}
"""The widget of each shape that is no grid."""


# -- tables of figures -----------------------------------------------------------------------


def _grid(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    plan = store.present.plan
    labels = key_labels(plan, parameter)
    grown, columns = parameter.value.grows, parameter.value.columns
    rows = rows_of(parameter, labels)
    table(
        store,
        name_of(store, parameter),
        rows,
        _set(parameter, lambda edited: value_of(parameter, labels, edited)),
        columns={name: "string" if name == "key" else "Float64" for name in columns},
        column_config={
            name: _column(plan, parameter, name, list(labels.values()), grown) for name in columns
        },
        num_rows="dynamic" if grown else "fixed",
        disabled=[] if grown else ["key"],
        row_height=GRID_ROW,
        alt=pick(parameter.label),
        height="content",
    )


def key_labels(plan: Plan, parameter: Parameter) -> dict[str, str]:
    """The keys of a table with their labels."""
    return {key: pick(plan.key_label(parameter, key)) for key in parameter.value.keys}


def rows_of(parameter: Parameter, labels: Mapping[str, str]) -> list[Row]:
    """The figures as rows of a table."""
    return [_cells(dict(row), labels, parameter, Scale.show) for row in parameter.value.rows()]


def value_of(parameter: Parameter, labels: Mapping[str, str], rows: list[Row]) -> Any:
    """The figures that rows of a table mean; rows still lacking a cell do not count yet.

    Raises ValueError without any row.
    """
    if not rows:
        raise ValueError(t("panel.no_rows"))
    keys = {label: key for key, label in labels.items()}
    whole = [row for row in rows if not any(map(_is_empty, row.values()))]
    figures = [_cells(row, keys, parameter, Scale.read) for row in whole]
    return parameter.value.with_rows(figures).json()


def _cells(
    row: Row, keys: Mapping[str, str], parameter: Parameter, figure: Callable[[Scale, float], float]
) -> Row:
    """A row with its key as in `keys` and its figures to or from their scale; those of an indicator
    are shown as the plan has them."""
    pays = scale(parameter.unit, parameter.step)
    scales = {"from": scale(parameter.of_unit, None), "value": pays, "min": pays, "max": pays}
    cells = {name: figure(scales[name], cell) for name, cell in row.items() if name in scales}
    return {**row, **cells} | ({"key": keys[row["key"]]} if "key" in row else {})


def _column(plan: Plan, parameter: Parameter, name: str, labels: list[str], grown: bool) -> Any:
    unit = unit_name(parameter.unit, language())
    if name == "key":
        column = plan.facts.get(parameter.by or "")
        by = pick(column.label) if column else t("panel.key")
        if grown:
            return st.column_config.SelectboxColumn(by, options=labels, required=True)
        return st.column_config.TextColumn(by, pinned=len(parameter.value.columns) > PINNED)
    if name in ("from", "rank"):
        of_unit = unit_name(parameter.of_unit, language()) if parameter.of_unit else ""
        of = pick(parameter.of) if parameter.of else ""
        return st.column_config.NumberColumn(
            t(f"panel.{name}", unit=of_unit).strip(), help=of or None, format="localized"
        )
    if name in shapes.Indicator._fields:
        return st.column_config.NumberColumn(
            t(f"panel.indicator_{name}"), help=t(f"panel.indicator_{name}_help"), format="localized"
        )
    heading = {
        "value": t("panel.pays", unit=unit).strip(),
        "min": t("panel.lowest", unit=unit).strip(),
        "max": t("panel.highest", unit=unit).strip(),
    }[name]
    return st.column_config.NumberColumn(
        heading,
        format="localized",
    )


def _is_empty(cell: Any) -> bool:
    return cell is None or cell == "" or cell != cell


def _decimals(number: float) -> int:
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
