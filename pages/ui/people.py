"""The people a session names, as facts: drawn or read once for the whole server, then shared.

Facts are kept by what they are made of, never by themselves; so is everything worked out of them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

import engine
from engine.facts.arrays import Facts
from engine.memory import Memory
from engine.messages import Refused
from engine.plan.schema import Plan
from engine.workforce import simulate
from pages.ui import upload
from pages.ui.numbers import count, months
from pages.ui.words import t
from pages.ui.work import FromFile, People, Simulated

MEMORY_BYTES = 1 << 29


class Missing(LookupError):
    """The file that somebody's people come from is not on this server."""

    def __init__(self, file: FromFile) -> None:
        super().__init__(file.name)
        self.file = file


@st.cache_resource(show_spinner=False)
def memory() -> Memory:
    """What was worked out before, shared by all sessions of this server."""
    return Memory(MEMORY_BYTES)


def facts_of(people: Simulated | FromFile, plan: Plan) -> Facts:
    """The facts of the people, for a plan. Raises Missing, and Refused with all that is wrong."""
    if isinstance(people, Simulated):
        return _drawn(people.workforce, people.seed, people.employees, people.months, people.first)
    path = upload.data_directory() / "uploads" / f"{people.sha256}.{people.kind}"
    if not path.exists():
        raise Missing(people)
    return _read(people.sha256, plan.id, plan.structure, people.name, path, plan)


def fit(people: People, plan: Plan) -> bool:
    """Whether people can be paid by a plan as they are."""
    if people is None:
        return False
    try:
        facts_of(people, plan)
    except (Missing, Refused):
        return False
    return True


def phrase(people: Simulated | FromFile, facts: Facts, lang: str) -> str:
    """How many, when and where from: "10,000 people · Jan to Dec 2026 · simulated, seed 7"."""
    source = (
        t("people.simulated", seed=people.seed)
        if isinstance(people, Simulated)
        else t("people.from_file", name=people.name)
    )
    span = months(*_ends(facts), lang)
    heads = t("figure.heads", count=facts.size, number=count(facts.size))
    return " · ".join((heads, span, source))


def short_phrase(facts: Facts, lang: str) -> str:
    """How many and when."""
    heads = t("figure.heads", count=facts.size, number=count(facts.size))
    return f"{heads} · {months(*_ends(facts), lang)}"


def _ends(facts: Facts) -> tuple[str, str]:
    texts = facts.month_texts()
    return texts[0], texts[-1]


@st.cache_resource(show_spinner=False, max_entries=6)
def _drawn(workforce: str, seed: int, employees: int, months: int, first: str) -> Facts:
    return simulate(workforce, seed, employees, months, first)


@st.cache_resource(show_spinner=False, max_entries=6)
def _read(sha256: str, plan: str, structure: str, name: str, _path: Path, _plan: Plan) -> Facts:
    try:
        facts = engine.read_facts(_path, _plan)
    except Refused as refused:
        raise Refused(replace(problem, file=name) for problem in refused.problems) from None
    return replace(facts, source=name)
