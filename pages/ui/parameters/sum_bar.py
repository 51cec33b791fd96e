"""Figures that must add up as one divided bar: a joint that is moved gives to one figure what it
takes from the other; below it what they come to, and a way to bring them back to their sum."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, pairwise, takewhile
from typing import Any

import streamlit as st

from engine.plan import Parameter, Plan, SumRule, sum_rules
from engine.text import Decimals, number
from engine.yaml_files import Json
from pages.ui.kit import Store, pick, t
from pages.ui.parameters.figure_change import F, key_labels, plan_of, set_figures
from pages.ui.parameters.figure_track import round_step
from pages.ui.parameters.figure_widget import figure_widget, is_joined, paths, shown_figure

SUM = Decimals(0, 4)
GRAIN = 60
"""Into so many round steps the sum is divided at least where the plan does not say in which."""
DECIMALS = 10
"""So exactly the browser writes what is left of two figures."""
ADDENDS = ("value", "weight")
"""The column of a table, and of a scorecard, that adds up."""


def sum_of(store: Store[F], plan: Plan, rule: SumRule) -> None:
    """The bar of figures that should add up, and what they come to."""
    addends, documented = addends_of(plan, rule), addends_of(store.present.base, rule)
    figures = [addend.figure for addend in addends]
    if len(addends) > 1 and math.isfinite(sum(figures)) and min(figures) >= 0:
        with st.container(key=f"sum-{rule.parameters[0]}"):
            _bar(store, plan, rule, addends, documented)
    with st.container(
        key=f"together-{rule.parameters[0]}",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
    ):
        st.html(f"<p>{together_html(plan, rule)}</p>", width="stretch")
        if sum_rules.holds(plan, rule):
            return
        st.button(
            t("panel.rescale", to=number(rule.to, SUM)),
            key=f"rescale-{rule.parameters[0]}",
            help=t("panel.rescale_help"),
            on_click=lambda: store.switch_to(
                store.present.set_all(sum_rules.in_proportion(plan, rule))
            ),
        )


def sums_html(plan: Plan) -> dict[str, str]:
    """What the sums of a plan come to, as HTML, by where it stands on the page."""
    return {
        f".st-key-together-{rule.parameters[0]} p": together_html(plan, rule) for rule in plan.sums
    }


def together_html(plan: Plan, rule: SumRule) -> str:
    """What the figures of a sum come to, and whether they may."""
    now = number(sum_rules.total(plan, rule), SUM)
    if sum_rules.holds(plan, rule):
        return escape(t("panel.adds_up", total=now))
    said = escape(t("panel.adds_up_not", total=now, to=number(rule.to, SUM)))
    return f'<b class="pc-caution">⚠ {said}</b>'


@dataclass(frozen=True)
class Addend:
    """A figure of the sum: where it stands, what it is called, how far it may go."""

    parameter: str
    key: str
    path: tuple[str | int, ...]
    label: str
    unit: str
    figure: float
    low: float
    high: float
    step: float | None


def addends_of(plan: Plan, rule: SumRule) -> list[Addend]:
    """The figures that should add up, in the order of the plan."""
    return [
        addend
        for name in rule.parameters
        if name in plan.parameters
        for addend in _of_parameter(plan, plan.parameters[name])
    ]


def _of_parameter(plan: Plan, parameter: Parameter) -> Iterator[Addend]:
    addends, labels = parameter.value.addends(), key_labels(plan, parameter)
    places = _places(parameter) if addends else {}
    for key, figure in addends.items():
        yield Addend(
            parameter.id,
            key,
            tuple(places[key]),
            labels.get(key) or pick(parameter.label),
            parameter.unit,
            figure,
            parameter.min or 0.0,
            math.inf if parameter.max is None else parameter.max,
            parameter.step,
        )


def _places(parameter: Parameter) -> dict[str, list[str | int]]:
    """Where the addends stand in the JSON of their parameter, by key."""
    rows, at = parameter.value.rows(), paths(parameter.json)
    columns = [column for column in parameter.value.columns if column != "key"]
    found = {row["key"]: dict(zip(columns, at, strict=False)) for row in rows}
    of = next((column for column in ADDENDS if column in columns), "")
    return {key: places[of] for key, places in found.items()} if rows else {"": []}


def _bar(
    store: Store[F],
    plan: Plan,
    rule: SumRule,
    addends: list[Addend],
    documented: list[Addend],
) -> None:
    parts = [
        {
            "of": one.parameter,
            "path": one.path,
            "label": one.label,
            "name": name,
            "limits": [one.low, min(one.high, rule.to)],
            **shown_figure(one.figure, one.unit),
        }
        for one, name in zip(addends, told_apart([one.label for one in addends]), strict=True)
    ]
    steps = [one.step or round_step(rule.to / GRAIN) for one in addends]
    joints = [
        {
            "of": left.parameter,
            "path": left.path,
            "row": place,
            "column": "joint",
            "label": t("panel.joint", left=left.label, right=right.label),
            **shown_figure(left.figure, left.unit),
            "step": max(steps[place : place + 2]),
        }
        for place, (left, right) in enumerate(pairwise(addends))
    ]
    given = {
        "plan": plan_of(store),
        "json": {name: plan.parameters[name].json for name in rule.parameters},
        "layout": "bar",
        "rows": [{"changed": False, "cells": joints}],
        "parts": parts,
        "to": rule.to,
        "marks": [*accumulate(one.figure for one in documented)][:-1],
    }
    shape = tuple((one.parameter, one.key) for one in addends)
    name = f"{store.present.place}.{rule.parameters[0]}.sum"

    def moved(now: Plan, move: Mapping[str, Any]) -> Mapping[str, Json]:
        return joint_moved(now, rule, int(move["row"]), float(move["to"]))

    def take(move: Mapping[str, Any]) -> None:
        store.attempt(name, set_figures(store, moved), move, is_joined(move))

    figure_widget(f"{store.name}.{name}", shape, given, take)


def joint_moved(plan: Plan, rule: SumRule, place: int, to: float) -> dict[str, Json]:
    """The parameters with another figure before the joint at `place`, the one behind it so that
    both come to what they came to."""
    addends = addends_of(plan, rule)
    left, right = addends[place : place + 2]
    whole = left.figure + right.figure
    changed = {left: to, right: round(whole - to, DECIMALS)}
    return {
        name: plan.parameters[name]
        .value.with_addends(
            {one.key: changed.get(one, one.figure) for one in addends if one.parameter == name}
        )
        .json()
        for name in dict.fromkeys((left.parameter, right.parameter))
    }


def told_apart(labels: Sequence[str]) -> list[str]:
    """Labels without the words with which all of them begin or end: sales and teamwork for "Weight
    of sales" and "Weight of teamwork"; unchanged where nothing would be left of one."""
    split = [_WORDS.findall(label) for label in labels]
    begin = _in_common(split)
    end = _in_common([words[begin:][::-1] for words in split])
    names = ["".join(words[begin : len(words) - end]).strip() for words in split]
    return names if all(names) else list(labels)


def _in_common(split: Sequence[Sequence[str]]) -> int:
    """With how many words all begin; a single sign is no word."""
    alike = list(takewhile(lambda words: len(set(words)) == 1, zip(*split, strict=False)))
    return len(alike) if sum(len(words[0]) for words in alike) > 1 else 0


_WORDS = re.compile(r"[^\s\u3000-\uffff]+\s*|.", re.DOTALL)
"""Words with the space behind them; signs of Chinese one by one."""
