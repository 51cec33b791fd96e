"""A plan and people for every check of the health check: one that fails it and one that passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine import Facts, Plan
from engine.facts import category
from tests.small_plan import LABEL, load, plan_of

YEAR = 12
FIRST = 2026 * YEAR

FACTS: dict[str, Any] = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money", "above": 0},
    "calls": {"kind": "count"},
    "complaints": {"kind": "count"},
    "csat": {"kind": "share", "range": [0, 1]},
    "score": {"kind": "score", "range": [0, 100]},
    "monthly_pay": {"kind": "money"},
    "region": {"kind": "category", "values": ["north", "south"]},
    "manager_id": {"kind": "person"},
}
ATTAINMENT = {"attainment": {"measure": "ratio(sales, quota)", "unit": "share"}}
CURVE = {"move": "sales", "against": "quota", "from": 0, "to": 1.6, "label": LABEL}


@dataclass(frozen=True)
class Situation:
    """A plan, and where they matter people and a baseline."""

    plan: Plan
    people: Callable[[Plan], Facts] | None = None
    baseline: Plan | None = None


def plan(
    lines: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
    *,
    curve: bool = True,
    **more: Any,
) -> Plan:
    """A plan of a few lines with sales against quota as its driver."""
    text = str(lines)
    with_attainment = {**(ATTAINMENT if "attainment" in text else {}), **lines}
    document = plan_of(with_attainment, parameters or {}, FACTS)
    if curve:
        document["curve"] = CURVE
    return load({**document, **more})


@dataclass(frozen=True)
class People:
    """Facts to be: by column a figure for all, one a person, or [months, people]; ids are e00, …
    Everybody stays for so many months, `until` for all or one a person."""

    count: int = 40
    numbers: Mapping[str, Any] = field(default_factory=dict)
    region: Any = 0
    managers: Any = -1
    months: int = YEAR
    until: Any = YEAR

    def __call__(self, plan: Plan) -> Facts:
        shape = (self.months, self.count)
        usual = {"sales": 10_000.0, "quota": 10_000.0, "csat": 0.9, "score": 80.0, "calls": 10.0}
        usual |= {"complaints": 0.0, "monthly_pay": 5_000.0}

        def spread(value: Any) -> np.ndarray[Any, Any]:
            return np.ascontiguousarray(np.broadcast_to(np.asarray(value), shape))

        present = np.arange(self.months)[:, None] < spread(self.until)
        numbers = {
            name: np.where(present, spread(np.asarray(value, float)), 0.0)
            for name, value in {**usual, **self.numbers}.items()
        }
        region = np.where(present, spread(self.region), 2)
        return Facts(
            FIRST,
            tuple(f"e{i:04d}" for i in range(self.count)),
            present,
            numbers,
            {"region": category(("north", "south"), region.astype(np.int8))},
            {"manager_id": spread(self.managers).astype(np.int32)},
        )


def attaining(*shares: float, count: int = 40, **numbers: Any) -> People:
    """People with these attainments, in turn."""
    wanted = np.resize(np.asarray(shares), count)
    return People(count, {"sales": 10_000 * wanted, **numbers})


def weighted(first: float, second: float) -> Plan:
    pay = "1000 * (weight_csat * csat + weight_score * score / 100)"
    weights = {
        "weight_csat": {"value": first, "unit": "weight"},
        "weight_score": {"value": second, "unit": "weight"},
    }
    summed = [{"parameters": ["weight_csat", "weight_score"], "to": 1}]
    return plan({"bonus": pay}, weights, adds_up=summed)


def stepped(*steps: list[float]) -> Plan:
    line = {"base": "4000", "bonus": "1000 * step(ladder, attainment)"}
    return plan(line, {"ladder": {"steps": list(steps), "of_unit": "share", "unit": "share"}})


def many_measures(count: int) -> Plan:
    names = [f"measure_{i}" for i in range(count)]
    facts = {name: {"kind": "count"} for name in names}
    return load(plan_of({"bonus": " + ".join(names)}, {}, facts))


def provenance(of: str) -> Plan:
    return plan({"bonus": "rate * sales"}, {"rate": {"value": 0.1, "provenance": of}})


LINEAR = plan({"base": "4000", "bonus": "1000 * attainment"})
GATE = {"gate": {"value": 0.9, "unit": "share"}}
GATED = plan({"base": "4000", "bonus": "1000 if attainment >= gate else 0"}, GATE)
LOW_BASE = plan({"base": "2000", "bonus": "1000 if attainment >= gate else 0"}, GATE)
CAPPED = plan({"base": "4000", "bonus": "1000 * min(attainment, top)"}, {"top": {"value": 1.0}})
SAWTOOTH = plan({"base": "4000", "bonus": "1000 if calls in (1, 3, 5, 7, 9) else 0"})
GIVEN = plan({"base": "monthly_pay", "bonus": "0.1 * sales"})
LED = plan(
    {"base": "monthly_pay", "bonus": "0.1 * sales + reports_total(0 * sales, by=manager_id)"}
)
FINED = plan({"base": "3000", "fine": "-100 * complaints"})
MIXED = plan({"base": "3000", "bonus": "0.1 * sales"})

QUARTERLY = plan({"base": "4000", "bonus": {"pay": "0.1 * quarter_sum(sales)", "every": "quarter"}})

SHORTFALL = "min(0, total(calls) - 10 * count(calls >= 0))"
CHARGED_ALIKE = plan({"base": "4000", "pool": f"split({SHORTFALL}, 1)"})
CHARGED_BY_CAUSE = plan({"base": "4000", "pool": f"split({SHORTFALL}, max(0, 10 - calls))"})

LADDER = plan(
    {
        "career": {
            "working": "career_ladder(start=region, review=calendar_month in (3, 6, 9, 12),"
            " promote=calls >= 10, min_months=months_in, demote=calls < 10, demote_rows=low_rows)"
        },
        "grade_now": {"measure": "career.grade"},
        "base": "4000 * career.pay_factor",
    },
    {
        "months_in": {"table": {"north": 1}, "by": "region"},
        "low_rows": {"table": {"south": 1}, "by": "region"},
    },
)

FLEETING = np.where(np.arange(YEAR)[:, None] < 3, 10, np.resize([10, 5], 40))
"""Ten calls for everybody until March, then for every other one only."""

YEARLY = {"pay": "year_sum(4000) * (0.3 if region == 'south' else 0.1)", "every": "year"}
BY_REGION = plan({"base": "4000", "award": YEARLY})
NO_QUOTA = np.where(np.arange(YEAR)[:, None] < [[3] * 10 + [0] * 30], 0, 10_000)
"""Every fourth person has no quota until March."""

EVEN = np.linspace(0.5, 1.5, 400)
"""Attainments evenly spread, one a person."""
CROWDED = np.where((EVEN > 0.77) & (EVEN < 0.8), 0.801, EVEN)
"""The same, but whoever stood a little below 80 % has found the last per mille."""
LADDER_OF_80 = stepped([0.8, 0.5], [1.2, 1.0])

FAILING: dict[str, Situation] = {
    "weights": Situation(weighted(0.6, 0.3)),
    "measures": Situation(many_measures(9)),
    "smallest_weight": Situation(weighted(0.97, 0.03)),
    "single_measure": Situation(plan({"bonus": "0.1 * sales"})),
    "judgement": Situation(plan({"bonus": "10 * score"})),
    "cliffs": Situation(GATED),
    "step_gaps": Situation(stepped([0.5, 0.1], [1.0, 0.2])),
    "dead_zone": Situation(GATED),
    "inversions": Situation(plan({"bonus": "sales * (0.1 if attainment < 1 else 0.05)"})),
    "payout_at_120": Situation(plan({"base": "4000", "bonus": "1000 * max(0, attainment - 0.95)"})),
    "uncapped": Situation(plan({"bonus": "0.1 * sales"})),
    "penalty_floor": Situation(FINED),
    "feedback": Situation(plan({"bonus": {"pay": "0.1 * year_sum(sales)", "every": "year"}})),
    "assumptions": Situation(provenance("assumption")),
    "below_threshold": Situation(stepped([0.8, 1.0]), attaining(0.5, 0.9, 1.0)),
    "at_target": Situation(LINEAR, attaining(*[0.8] * 9, 1.1)),
    "at_excellence": Situation(LINEAR, attaining(0.9, 1.1)),
    "pay_mix": Situation(MIXED, People(numbers={"sales": 100_000})),
    "leverage": Situation(LINEAR, attaining(1.0)),
    "dispersion": Situation(LINEAR, attaining(*[1.0] * 8, 3.0, 3.0)),
    "correlation": Situation(
        plan({"base": "4000", "bonus": "1000 * attainment + 200 * calls"}),
        attaining(0.9, 1.0, 1.1, calls=np.resize([0, 20, 5, 30, 10], 40)),
    ),
    "zero_payout": Situation(GATED, attaining(0.5, 1.0, 1.0, 1.0)),
    "caps": Situation(CAPPED, attaining(0.9, 1.1)),
    "bunching": Situation(LADDER_OF_80, People(400, {"sales": 10_000 * CROWDED})),
    "timing_gain": Situation(LOW_BASE, attaining(0.8)),
    "forfeited_on_leaving": Situation(QUARTERLY, People(until=np.resize([12, 2], 40))),
    "shared_deduction": Situation(CHARGED_ALIKE, People(numbers={"calls": np.repeat([12, 2], 20)})),
    "promoted_and_demoted": Situation(LADDER, People(numbers={"calls": FLEETING})),
    "months_without_quota": Situation(LINEAR, People(numbers={"quota": NO_QUOTA})),
    "role_in_paying_month": Situation(BY_REGION, People(region=np.repeat([0, 1], 20))),
    "losers": Situation(
        LINEAR, attaining(1.0), plan({"base": "4000", "bonus": "1500 * attainment"})
    ),
    "manager_inversion": Situation(
        LED,
        People(40, {"monthly_pay": np.repeat([4000, 6000], 20)}, managers=np.r_[[-1] * 20, 0:20]),
    ),
    "equal_result": Situation(SAWTOOTH, People(405, {"calls": np.resize(np.arange(1, 10), 405)})),
    "equal_groups": Situation(
        GIVEN,
        People(
            40,
            {"monthly_pay": np.repeat([4000, 6000], 20), "sales": np.resize([9e3, 1e4, 1.1e4], 40)},
            region=np.repeat([0, 1], 20),
        ),
    ),
    "deductions": Situation(FINED, People(numbers={"complaints": np.resize([0, 7], 40)})),
    "minimum_wage": Situation(
        plan({"base": "2000", "bonus": "0.01 * sales"}), People(numbers={"sales": 5_000})
    ),
}

PASSING: dict[str, Situation] = {
    "weights": Situation(weighted(0.6, 0.4)),
    "measures": Situation(many_measures(3)),
    "smallest_weight": Situation(weighted(0.5, 0.5)),
    "single_measure": Situation(plan({"bonus": "0.1 * sales + 100 * calls"})),
    "judgement": Situation(plan({"bonus": "0.1 * sales"})),
    "cliffs": Situation(LINEAR),
    "step_gaps": Situation(stepped([0.8, 0.1], [0.9, 0.15], [1.0, 0.2])),
    "dead_zone": Situation(LINEAR),
    "inversions": Situation(LINEAR),
    "payout_at_120": Situation(LINEAR),
    "uncapped": Situation(plan({"bonus": "min(0.1 * sales, 2000)"})),
    "penalty_floor": Situation(plan({"base": "3000", "fine": "max(-300, -100 * complaints)"})),
    "feedback": Situation(plan({"bonus": "0.1 * sales"})),
    "assumptions": Situation(provenance("source")),
    "below_threshold": Situation(stepped([0.8, 1.0]), attaining(0.9, 1.0)),
    "at_target": Situation(LINEAR, attaining(*[0.8] * 4, *[1.1] * 6)),
    "at_excellence": Situation(LINEAR, attaining(*[0.9] * 9, 1.3)),
    "pay_mix": Situation(MIXED, People()),
    "leverage": Situation(LINEAR, attaining(*[0.8] * 9, 2.4)),
    "dispersion": Situation(LINEAR, attaining(*[1.0] * 8, 1.2, 1.2)),
    "correlation": Situation(LINEAR, attaining(0.8, 1.0, 1.2)),
    "zero_payout": Situation(GATED, attaining(0.9, 1.0)),
    "caps": Situation(CAPPED, attaining(0.8, 0.9)),
    "bunching": Situation(LADDER_OF_80, People(400, {"sales": 10_000 * EVEN})),
    "timing_gain": Situation(LINEAR, attaining(0.8)),
    "forfeited_on_leaving": Situation(QUARTERLY, People(until=np.resize([12, 3], 40))),
    "shared_deduction": Situation(
        CHARGED_BY_CAUSE, People(numbers={"calls": np.repeat([12, 2], 20)})
    ),
    "promoted_and_demoted": Situation(LADDER, People()),
    "months_without_quota": Situation(LINEAR, People()),
    "role_in_paying_month": Situation(BY_REGION, People(region=1)),
    "losers": Situation(LINEAR, attaining(1.0), LINEAR),
    "manager_inversion": Situation(
        LED,
        People(40, {"monthly_pay": np.repeat([6000, 4000], 20)}, managers=np.r_[[-1] * 20, 0:20]),
    ),
    "equal_result": Situation(LINEAR, attaining(0.8, 1.0, 1.2, count=60)),
    "equal_groups": Situation(
        GIVEN,
        People(40, {"sales": np.resize([9e3, 1e4, 1.1e4], 40)}, region=np.repeat([0, 1], 20)),
    ),
    "deductions": Situation(FINED, People(numbers={"complaints": np.resize([0, 6], 40)})),
    "minimum_wage": Situation(MIXED, People()),
}
