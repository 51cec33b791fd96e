"""What is tried on the year: the plan as documented, its variants, and other plans that read the
same columns; and how the year is shifted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

import engine
from engine.facts import Facts
from engine.plan import Plan
from engine.scenario import Scenario
from engine.text import Refused
from engine.workspace import PLAN, SCENARIO
from pages.ui.kit import distinct_labels, pick, t
from pages.ui.session import (
    SessionScenario,
    content_key,
    covers,
    kept_items,
    plan_key_of,
)

VARIANT = "variant"
"""The figures as they are in this session."""
COMPARED, SHIFT = "results/compared", "results/shift"
MOST = 6


@dataclass(frozen=True)
class Shift:
    """How the year is shifted: attainment and vacancies as shares, and the share of people that one
    value of a category gets."""

    attainment: float = 0.0
    vacancies: float = 0.0
    column: str = ""
    value: str = ""
    share: float = 0.0

    @property
    def mix(self) -> Mapping[str, Mapping[str, float]]:
        """Shares of people by column and value, as the engine takes them."""
        return {self.column: {self.value: self.share}} if self.column and self.value else {}


def shift() -> Shift:
    """How the year is shifted in this session; not at all at first."""
    found: Shift = st.session_state.get(SHIFT, Shift())
    return found


def set_shift(**changes: object) -> None:
    """Shift it otherwise."""
    st.session_state[SHIFT] = replace(shift(), **changes)  # type: ignore[arg-type]


def offered(session: SessionScenario) -> dict[str, str]:
    """What can be tried beside the plan as documented, by key, with its name."""
    names: dict[str, str] = {}
    if session.scenario.changed:
        names[VARIANT] = session.scenario.name or t("results.variant")
    kept = kept_items.items()
    for item in kept:
        of_plan = item.kind == SCENARIO and plan_key_of(item.current) == session.plan_key
        if of_plan and (item.id != session.item or session.scenario.changed):
            names[f"scenario:{item.id}"] = item.name
    columns = session.base.facts
    for item in kept:
        is_other = item.kind == PLAN and item.id != session.plan_item
        if is_other and _fits(_kept_plan(item.current.id), columns):
            names[f"own:{item.id}"] = kept_items.plan_name(item)
    for plan in (*engine.catalogue(), *engine.samples()):
        if plan != session.plan_key and _fits(engine.load_plan(plan), columns):
            names[f"plan:{plan}"] = pick(engine.load_plan(plan).title)
    return distinct_labels(names)


def chosen(session: SessionScenario, names: Mapping[str, str]) -> list[str]:
    """The keys that are compared: those that were chosen, at first the variant of this session."""
    kept: dict[str, list[str]] = st.session_state.setdefault(COMPARED, {})
    wanted = kept.get(session.plan_key, [VARIANT])
    return [key for key in wanted if key in names][:MOST]


def choose(session: SessionScenario, keys: list[str]) -> None:
    """Compare these."""
    kept: dict[str, list[str]] = st.session_state.setdefault(COMPARED, {})
    st.session_state[COMPARED] = {**kept, session.plan_key: keys}


def opened(session: SessionScenario, keys: list[str]) -> tuple[list[Plan | Scenario], list[str]]:
    """The plan as documented and those of the keys; and the keys that cannot be opened any more."""
    plans: list[Plan | Scenario] = [session.base]
    gone = []
    for key in keys:
        try:
            plans.append(_opened(session, key))
        except Refused:
            gone.append(key)
    return plans, gone


def plans_key(plans: list[Plan | Scenario], facts: Facts) -> Hashable:
    """All that the pay depends on."""
    texts = [
        (content_key(p.plan), p.name) if isinstance(p, Scenario) else content_key(p) for p in plans
    ]
    return (*texts, facts.key)


def _opened(session: SessionScenario, key: str) -> Plan | Scenario:
    kind, _, name = key.partition(":")
    if kind == VARIANT:
        return replace(session.scenario, name=session.scenario.name or t("results.variant"))
    if kind == "scenario":
        version = kept_items.workspace().item(name).current
        return replace(kept_items.scenario(version.id).scenario, name=version.name)
    if kind == "own":
        return kept_items.plan(kept_items.workspace().item(name).current.id)
    return engine.load_plan(name)


def _kept_plan(version: str) -> Plan | None:
    try:
        return kept_items.plan(version)
    except Refused:
        return None


def _fits(plan: Plan | None, columns: Mapping[str, object]) -> bool:
    """Whether a plan reads nothing that these columns do not have."""
    return plan is not None and all(
        covers(columns.get(column.id), column)  # type: ignore[arg-type]
        for column in plan.facts.values()
    )
