"""A back-test of a company takes nothing in silence that goes with a plan alone."""

from __future__ import annotations

import pytest

import engine
from engine.companies import company_facts, load_company
from engine.scenario import Simulated
from engine.text import Refused


def test_what_goes_with_a_plan_alone_is_refused_for_a_company() -> None:
    """Other plans and people for them, given with a company: both are named."""
    company = load_company("online-shop")
    facts = company_facts(company)
    others = [engine.load_plan("service-seller")]
    people = Simulated("service-seller", 1, 10, 12, "2026-01")
    with pytest.raises(Refused) as refused:
        engine.backtest(company, facts, others=others, people=people)  # type: ignore[call-overload]
    assert [one.value for one in refused.value.problems] == ["others", "people"]
