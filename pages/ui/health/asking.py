"""Asks the engine whether what a session works on is sound, under the thresholds of the session."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

import engine
from engine.analysis.health import Health, Policy, load_policy
from engine.facts.arrays import Facts
from engine.plan.parameter import Json
from engine.plan.schema import Plan
from engine.progress import Progress
from pages.ui.people import memory
from pages.ui.waiting import Show, awaited
from pages.ui.work import Work

HEALTH_BYTES = 200_000
_CHANGED = "health/policy"


def changed() -> dict[str, Json]:
    """The thresholds this session has changed, by id."""
    values: dict[str, Json] = st.session_state.setdefault(_CHANGED, {})
    return values


def policy() -> Policy:
    """The standard thresholds with those of this session."""
    return load_policy().with_values(changed())


def change(at: str, value: Json) -> None:
    """Another threshold for this session. Raises Refused where it does not fit."""
    standard = load_policy()
    wanted = standard.with_values({**changed(), at: value})
    st.session_state[_CHANGED] = standard.differences(wanted)


def reset(check: str = "") -> None:
    """The standard thresholds again, of one check or of all."""
    kept = {at: v for at, v in changed().items() if check and not at.startswith(f"{check}.")}
    st.session_state[_CHANGED] = kept


def checked(work: Work, facts: Facts | None, show: Show) -> Health:
    """The findings about the variant, against the plan as documented; `show` tells meanwhile that
    they are being worked out. Raises Refused where an amount is no number."""
    plan, wanted = work.plan, policy()
    baseline = work.base if work.scenario.changed else None
    key = (
        "health",
        _content(plan),
        None if baseline is None else _content(baseline),
        None if facts is None else facts.key,
        repr(changed()),
    )

    def ask(progress: Progress) -> Health:
        found: Health | None = memory().get(key)
        if found is None:
            found = engine.check(plan, facts, baseline, wanted, memory(), progress)
            memory().keep(key, found, HEALTH_BYTES)
        return found

    return awaited("health", key, ask, show)


def _content(plan: Plan) -> Hashable:
    """All of a plan that findings depend on or speak of."""
    return repr(plan.content)
