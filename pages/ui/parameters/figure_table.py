"""The figures of a parameter that has several: a row for each, with a field and, where there is a
range, a track for every figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from engine.analysis import is_along_curve
from engine.plan import Parameter, Plan, shapes
from engine.text import OWN, is_share, read_number, unit_name
from pages.ui.kit import Store, as_shown, escape_markdown, language, pick, t
from pages.ui.parameters.figure_change import F, key_labels, name_of, plan_of, set_figure
from pages.ui.parameters.figure_track import Track, indicator_track, start_track, value_track
from pages.ui.parameters.figure_widget import (
    figure_moved,
    figure_widget,
    is_joined,
    paths,
    shown_figure,
)

MANY = 4
"""More figures beside each other have their tracks below them."""
PURE = ("weight", "factor")
"""Units that say nothing beside the label."""


def figure_table(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    """The figures of a parameter; where it grows, with an empty row below and a button to remove
    each."""
    table = _Table(store.present.plan, parameter, documented)
    name = name_of(store, parameter)
    given = {
        "plan": plan_of(store),
        "figure": parameter.id,
        "json": parameter.json,
        "layout": table.layout,
        "heads": list(table.heads()),
        "rows": list(table.rows()),
        "add": table.new_row() if parameter.value.grows else None,
        "along": table.along_curve,
        "kept": bool(store.refused(f"{name}.new")),
        "words": {
            "back": t("panel.put_back"),
            "unfinished": t("panel.unfinished"),
            "key": t("panel.key"),
        },
    }
    with st.container(key=f"grid-{parameter.id}", gap="xxsmall"):
        figure_widget(f"{store.name}.{name}", table.shape, given, _taking(store, parameter, table))
        names = [f"{name}.remove", f"{name}.new"]
        names += [f"{name}.{i}.{c}" for i in range(len(table.own)) for c in table.columns]
        for reason in filter(None, map(store.refused, names)):
            st.error(escape_markdown(reason))


class _Table:
    """The figures of a parameter as rows of the widget."""

    def __init__(self, plan: Plan, parameter: Parameter, documented: Parameter) -> None:
        self.plan, self.parameter, self.of_document = plan, parameter, documented
        self.labels = key_labels(plan, parameter)
        self.own = parameter.value.rows()
        self.before = parameter.value.counterparts(documented.value)
        self.documented = documented.value.rows()
        self.columns = _figures(parameter)

    @property
    def shape(self) -> object:
        """Equal as long as no row came or went."""
        return tuple(row.get("key") for row in self.own)

    @property
    def layout(self) -> str:
        """How rows stand: the key beside a figure alone, or above those that have it."""
        if "key" not in self.parameter.value.columns:
            return "rows"
        if len(self.columns) == 1:
            return "keyed"
        return "wide" if len(self.columns) > MANY else "groups"

    @property
    def along_curve(self) -> list[str] | None:
        """What its breakpoints are called on the payout curve; None where they are not there."""
        is_there = self.columns == ["from", "value"] and not self.parameter.value.keys
        if not is_there or not is_along_curve(self.plan, self.parameter.id):
            return None
        return [self._called(str(place)) for place in range(1, len(self.own) + 1)]

    def _called(self, row: str) -> str:
        return t("panel.figure_of", label=pick(self.parameter.label), part=row)

    def heads(self) -> Iterator[dict[str, str]]:
        """What stands above the columns."""
        if self.layout == "keyed":
            by = self.plan.facts.get(self.parameter.by or "")
            text = pick(by.label) if by else t("panel.key")
            yield {"of": "key", "text": text, "hover": ""}
        for column in self.columns:
            text, hover = _head_of(self.parameter, column)
            yield {"of": column, "text": text, "hover": hover}

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows with their figures."""
        at = paths(self.parameter.json)
        for place, (row, before) in enumerate(zip(self.own, self.before, strict=True)):
            changed = changed_figures(row, before)
            yield {
                "label": self.labels[row["key"]] if "key" in row else None,
                "remove": t("panel.remove_row") if self.parameter.value.grows else "",
                "changed": bool(changed),
                "cells": [
                    self._cell(place, column, next(at), before, column in changed)
                    for column in self.columns
                ],
            }

    def _cell(
        self,
        place: int,
        column: str,
        path: list[str | int],
        before: shapes.Row | None,
        is_changed: bool,
    ) -> dict[str, Any]:
        row = self.own[place]
        unit = self.unit(row, column)
        documented = None if before is None else before[column]
        was = ""
        if before is not None and is_changed:
            was = t("panel.documented", value=as_shown(before[column], unit))
        elif is_changed and column == self.columns[0]:
            was = t("panel.not_documented")
        of = self.labels.get(row.get("key", ""), str(place + 1))
        head = _head_of(self.parameter, column)[0]
        return {
            "path": path,
            "row": place,
            "column": column,
            "label": t("panel.figure_of", label=self._called(of), part=head),
            **shown_figure(row[column], unit),
            "documented": documented,
            "was": was,
            "track": self._track(row, column, path, before),
        }

    def _track(
        self, row: shapes.Row, column: str, path: list[str | int], before: shapes.Row | None
    ) -> Track | None:
        if column in ("from", "rank"):
            return start_track(self.plan, self.parameter, self.of_document, path)
        if column in shapes.Indicator._fields:
            return indicator_track(row, before, column)
        return value_track(self.parameter, row[column], None if before is None else before[column])

    def unit(self, row: shapes.Row, column: str) -> str:
        """The unit of a figure."""
        return self.plan.cell_unit(self.parameter, row.get("key", ""), column)

    def near(self, row: shapes.Row, column: str) -> list[float]:
        """The figures that stand in the same place."""
        every = (*self.own, *self.documented)
        return [one[column] for one in every if one.get("key") == row.get("key")]

    def new_row(self) -> dict[str, Any]:
        """The fields of a row that is not there yet."""
        heads = [(column, _head_of(self.parameter, column)[0]) for column in self.columns]
        return {
            "keys": list(self.labels.values()) if "key" in self.parameter.value.columns else [],
            "columns": [
                {
                    "of": of,
                    "label": t(
                        "panel.figure_of", label=self._called(t("panel.add_row")), part=head
                    ),
                }
                for of, head in heads
            ],
        }


def _taking(
    store: Store[F], parameter: Parameter, table: _Table
) -> Callable[[Mapping[str, Any]], int | None]:
    """How what is moved, typed, added and removed becomes the figures of the plan."""
    name = name_of(store, parameter)

    def take(move: Mapping[str, Any]) -> int | None:
        before = _rows_of(store, parameter)
        if "add" in move:
            change = set_figure(store, parameter, _with_row(table.plan, table.labels))
            store.attempt(f"{name}.new", change, move["add"])
            after = _rows_of(store, parameter)
            pairs = zip(after, (*before, None), strict=False)
            added = next((i for i, (new, old) in enumerate(pairs) if new != old), 0)
            return added if len(after) > len(before) else None
        place = int(move["row"])
        if "remove" in move:
            store.attempt(f"{name}.remove", set_figure(store, parameter, _without), place)
            return place if len(_rows_of(store, parameter)) < len(before) else None
        if place < len(before):
            column = str(move["column"])
            change = set_figure(store, parameter, _with_figure(table, place, column))
            store.attempt(f"{name}.{place}.{column}", change, move, is_joined(move))
        return None

    return take


def _rows_of(store: Store[F], parameter: Parameter) -> list[shapes.Row]:
    now = store.present.plan.parameters.get(parameter.id)
    return [] if now is None else now.value.rows()


def changed_figures(row: shapes.Row, before: shapes.Row | None) -> dict[str, float | None]:
    """The figures of a row that are not those of the document, with those of the document."""
    figures = {column: figure for column, figure in row.items() if column != "key"}
    if before is None:
        return dict.fromkeys(figures)
    return {
        column: before[column] for column, figure in figures.items() if figure != before[column]
    }


def _figures(parameter: Parameter) -> list[str]:
    return [column for column in parameter.value.columns if column != "key"]


def _head_of(parameter: Parameter, name: str) -> tuple[str, str]:
    """The heading of a column of figures, and what is said of it on hover."""
    lang = language()
    of = pick(parameter.of) if parameter.of else t("panel.from")
    if name == "rank":
        return t("panel.rank"), ""
    if name == "from":
        unit = "" if is_share(parameter.of_unit) else unit_name(parameter.of_unit, lang)
        return t("panel.from_unit" if unit else "panel.from_of", of=of, unit=unit), ""
    if name in shapes.Indicator._fields:
        return t(f"panel.indicator_{name}"), t(f"panel.indicator_{name}_help")
    words = {"value": "pays", "min": "lowest", "max": "highest"}[name]
    unit = "" if parameter.unit in (OWN, *PURE) else unit_name(parameter.unit, lang)
    if not is_share(parameter.unit):
        return t(f"panel.{words}_unit" if unit else f"panel.{words}", unit=unit), ""
    unit = unit.replace("%", "").strip()
    return t("panel.share_of" if unit else "panel.share", unit=unit), ""


def _with_figure(
    table: _Table, place: int, column: str
) -> Callable[[Parameter, Mapping[str, Any]], Any]:
    def read(now: Parameter, move: Mapping[str, Any]) -> Any:
        rows = [dict(row) for row in now.value.rows()]
        row = rows[place]
        near = table.near(row, column)
        row[column] = _plain(figure_moved(move, table.unit(row, column), near))
        return now.value.with_rows(rows).json()

    return read


def _without(now: Parameter, place: int) -> Any:
    rows = now.value.rows()
    if len(rows) == 1:
        raise ValueError(t("panel.no_rows"))
    return now.value.with_rows([row for i, row in enumerate(rows) if i != place]).json()


def _with_row(plan: Plan, labels: Mapping[str, str]) -> Callable[[Parameter, Any], Any]:
    """The figures with one row more, standing where its breakpoint belongs."""

    def read(now: Parameter, typed: Mapping[str, str]) -> Any:
        rows = list(now.value.rows())
        key = {label: key for key, label in labels.items()}.get(typed.get("key", ""))
        new: dict[str, Any] = {} if key is None else {"key": key}
        own = [row for row in rows if row.get("key") == key]
        for column in _figures(now):
            near = [row[column] for row in own or rows]
            unit = plan.cell_unit(now, key or "", column)
            new[column] = _plain(read_number(typed[column], unit, near))
        return now.value.with_rows(list(_inserted(rows, new, now.value.columns))).json()

    return read


def _inserted(
    rows: Sequence[shapes.Row], new: shapes.Row, columns: Sequence[str]
) -> Iterator[shapes.Row]:
    start = next(column for column in columns if column in ("from", "rank"))
    after = [
        i
        for i, row in enumerate(rows)
        if row.get("key") == new.get("key") and row[start] <= new[start]
    ]
    own = [i for i, row in enumerate(rows) if row.get("key") == new.get("key")]
    place = after[-1] + 1 if after else own[0] if own else len(rows)
    yield from rows[:place]
    yield new
    yield from rows[place:]


def _plain(typed: float) -> float:
    """Whole numbers as plans write them."""
    return int(typed) if typed.is_integer() else typed
