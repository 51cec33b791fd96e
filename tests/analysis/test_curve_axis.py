"""Which breakpoints are places on the payout curve."""

from __future__ import annotations

import pytest

import engine
from engine.analysis import is_along_curve


@pytest.mark.parametrize(
    ("plan", "along"),
    [
        # A month's attainment, and that of a quarter and a year, which the curve moves alike.
        ("service-seller", {"monthly_steps", "quarterly_steps", "annual_steps"}),
        ("sample-bonus-curve", {"payout_curve"}),
        ("sample-graduated-commission", {"rates"}),  # its slices are those of attainment
        # The curve moves points of service; the rates are for the margin of parts.
        ("service-engineer", set()),
        # Years in the job are looked up as well, which no move of the score changes.
        ("sales-service", set()),
    ],
)
def test_only_what_is_looked_up_by_what_the_curve_moves_stands_there(
    plan: str, along: set[str]
) -> None:
    loaded = engine.load_plan(plan)
    having = [one.id for one in loaded.parameters.values() if one.value.points()]
    assert {name for name in having if is_along_curve(loaded, name)} == along
