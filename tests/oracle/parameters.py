"""Hypothesis strategies for parameter overrides of each plan, in the catalogue's JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from engine import Refused, load_plan
from tests.oracle.drawn import drawn

Overrides = dict[str, Any]
Strategy = st.SearchStrategy[Any]


def parameters(plan_id: str) -> st.SearchStrategy[Overrides]:
    """Some of the plan's parameters replaced by valid random values, the others left out."""
    replaced = st.fixed_dictionaries({}, optional=drawn(plan_id).REPLACED)
    return replaced.filter(lambda overrides: _accepted(plan_id, overrides))


def _accepted(plan_id: str, overrides: Overrides) -> bool:
    """Whether the plan takes the values: not, for example, 0.5 where the others are points."""
    try:
        load_plan(plan_id).with_values(overrides)
    except Refused:
        return False
    return True


def decimals(low: float, high: float, places: int = 2) -> Strategy:
    """JSON numbers with at most so many decimals."""
    unit = 10**places
    units = st.integers(round(low * unit), round(high * unit))
    return units.map(lambda n: n // unit if n % unit == 0 else n / unit)


def table(keys: Iterable[str], values: Strategy) -> Strategy:
    return st.fixed_dictionaries({key: values for key in keys})


def steps(breakpoints: Strategy, values: Strategy) -> Strategy:
    ascending = st.lists(breakpoints, min_size=1, max_size=4, unique=True).map(sorted)
    return ascending.flatmap(
        lambda starts: st.tuples(*(st.tuples(st.just(start), values) for start in starts))
    ).map(lambda pairs: [list(pair) for pair in pairs])


weight = decimals(0, 1)
rate = decimals(0, 0.2, places=3)
attainment_steps = steps(decimals(0, 2), weight)
deduction_steps = steps(st.integers(0, 80), decimals(0, 2))
monthly_amount = decimals(0, 10000)
