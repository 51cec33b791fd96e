"""The personas the plans bring: typical people who between them are paid by every line."""

from __future__ import annotations

import re

import pytest

import engine

PLANS = engine.catalogue()
SAMPLES = engine.samples()
NOT_0 = {"part-time-service": {"leave_rate": 50}}
"""Figures that are 0 in the catalogue, which leaves their line unpaid."""


CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", [*PLANS, *SAMPLES])
def test_a_plan_brings_its_personas(name: str) -> None:
    plan = engine.load_plan(name)
    assert len(plan.personas) == (5 if name in PLANS else 3)
    for persona in plan.personas.values():
        for text in (persona.name, persona.story):
            assert CHINESE.search(text["zh"]) and not CHINESE.search(text["en"])
    assert len({persona.name["zh"] for persona in plan.personas.values()}) == len(plan.personas)


@pytest.mark.parametrize("name", [*PLANS, *SAMPLES])
def test_every_pay_line_pays_some_persona(name: str) -> None:
    plan = engine.load_plan(name).with_values(NOT_0.get(name, {}))
    facts = engine.persona_facts(plan)
    payouts = engine.evaluate(plan, facts)
    assert facts.employees == tuple(sorted(plan.personas))
    assert not facts.warnings
    idle = [line.id for line in plan.pay_lines if not payouts.line_by_person(line.id).any()]
    assert not idle, f"nobody is paid anything by {', '.join(idle)}"
