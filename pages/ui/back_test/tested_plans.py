"""What is tried on the year: the plan as documented, its variants, and other plans, as far as the
files were read for them; and how the year is shifted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

import engine
from engine.backtesting import shared_facts
from engine.facts import Facts
from engine.plan import Plan
from engine.scenario import FromFile, Scenario
from engine.text import Problem, Refused, in_each_language, listed
from engine.workspace import PLAN, SCENARIO
from pages.ui.kit import distinct_labels, pick, t
from pages.ui.session import (
    ImportSession,
    MissingFile,
    SessionScenario,
    content_key,
    covers,
    kept_items,
    people_facts,
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


@dataclass(frozen=True)
class Other:
    """What can be tried beside the plan as documented: `key` tells it from the others, `plan_key`
    is where its plan is found. `facts` is the SHA-256 of the facts that the files make for it, ""
    where it reads those of the session; `lacking` are columns that it reads and nobody read yet."""

    key: str
    name: str
    plan: Plan
    plan_key: str
    facts: str = ""
    lacking: tuple[str, ...] = ()


def others(session: SessionScenario, files: ImportSession) -> dict[str, Other]:
    """All that can be tried beside the plan as documented, by key: what the facts suffice for
    first."""
    found = []
    for one in _others(session):
        read = session.base.facts
        columns = one.plan.facts.values()
        lacking = tuple(pick(c.label) for c in columns if not covers(read.get(c.id), c))
        facts = files.facts_now(one.plan.id) if lacking else ""
        found.append(replace(one, facts=facts, lacking=() if facts else lacking))
    found.sort(key=lambda one: bool(one.lacking))
    names = distinct_labels({one.key: one.name for one in found})
    return {one.key: replace(one, name=names[one.key]) for one in found}


def _others(session: SessionScenario) -> Iterator[Other]:
    own = session.plan_key
    if session.scenario.changed:
        yield Other(VARIANT, session.scenario.name or t("results.variant"), session.base, own)
    kept = kept_items.items()
    for item in kept:
        is_open = item.id == session.item and not session.scenario.changed
        if item.kind == SCENARIO and not is_open:
            plan_key = plan_key_of(item.current)
            try:
                plan = kept_items.scenario(item.current.id).scenario.base
            except Refused:
                continue
            name = item.name if plan_key == own else f"{item.name} · {pick(plan.title)}"
            yield Other(f"scenario:{item.id}", name, plan, plan_key)
    for item in kept:
        if item.kind == PLAN and item.id != session.plan_item:
            try:
                plan = kept_items.plan(item.current.id)
            except Refused:
                continue
            yield Other(f"own:{item.id}", kept_items.plan_name(item), plan, item.id)
    for name in (*engine.catalogue(), *engine.samples()):
        if name != own:
            plan = engine.load_plan(name)
            yield Other(f"plan:{name}", pick(plan.title), plan, name)


def chosen(session: SessionScenario, known: Mapping[str, Other]) -> list[Other]:
    """Those that are compared: as they were chosen, at first the variant of this session."""
    kept: dict[str, list[str]] = st.session_state.setdefault(COMPARED, {})
    wanted = kept.get(session.plan_key, [VARIANT])
    return [known[key] for key in wanted if key in known][:MOST]


def choose(session: SessionScenario, keys: list[str]) -> None:
    """Compare these."""
    kept: dict[str, list[str]] = st.session_state.setdefault(COMPARED, {})
    st.session_state[COMPARED] = {**kept, session.plan_key: keys}


def opened(session: SessionScenario, compared: Sequence[Other]) -> list[Plan | Scenario]:
    """The plan as documented and the others. Raises Refused where one cannot be opened any more."""
    return [session.base, *(_opened(session, one) for one in compared)]


def facts_for(session: SessionScenario, facts: Facts, compared: Sequence[Other]) -> Facts:
    """The session's facts with the columns that only others read, as the files were read for them.

    Raises Refused where two plans read a column in different ways, or other people or months.
    """
    people = session.people
    assert isinstance(people, FromFile)
    apart = [one for one in compared if one.facts]
    try:
        read = [
            (one.plan, people_facts.facts_of(replace(people, sha256=one.facts), one.plan))
            for one in apart
        ]
        return shared_facts([(session.base, facts), *read])
    except (MissingFile, ValueError):
        titles = [one.plan.title for one in apart]
        plans = in_each_language(lambda lang: listed([x[lang] for x in titles], "nouns", lang))
        raise Refused([Problem("plans_other_people", {"plans": plans})]) from None


def plans_key(plans: Sequence[Plan | Scenario], facts: Facts) -> Hashable:
    """All that the pay depends on."""
    texts = [
        (content_key(p.plan), p.name) if isinstance(p, Scenario) else content_key(p) for p in plans
    ]
    return (*texts, facts.key)


def _opened(session: SessionScenario, one: Other) -> Plan | Scenario:
    kind, _, name = one.key.partition(":")
    if kind == VARIANT:
        return replace(session.scenario, name=session.scenario.name or t("results.variant"))
    if kind == "scenario":
        version = kept_items.workspace().item(name).current
        return replace(kept_items.scenario(version.id).scenario, name=version.name)
    return one.plan
