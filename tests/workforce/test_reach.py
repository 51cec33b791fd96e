"""The people of each model reach all of its plan: both sides of every condition, every step and
tier, every value of a category, and every pay line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import Facts, Plan, evaluate, load_plan
from engine.calendar import paying_rows
from engine.formula import Call, Conditional, Lookup, Name, Node
from engine.plan import Line, catalogue
from engine.workforce import simulate, workforce_of
from tests.small_plan import load

Json = Any
Reached = dict[str, int]

SEEDS = range(7, 17)
"""A small department has one director, who reaches a target in one year and not in another."""
STEPS = ("step", "tiers", "whole_tiers")
ELSEWHERE = -1e15
"""What a probe is where its part of the formula does not come into play."""

NOT_EXPECTED = {
    "department-pool": {"pool_bonus: total(max(0, weight)) > 0 does not hold"},
    "part-time-service": {"leave_deduction is paid"},
    "service-centre-pool": {"part_of_group: group_weight > 0 does not hold"},
    "service-kpi-360": {"budget_score: budget_rate <= 0 holds"},
}
"""Nobody gets there: a department of only bad ratings, a deduction that is 0 unless it is set, a
skill group in which nobody works or all are rated 0, a month in which nothing at all is spent."""


@dataclass(frozen=True)
class Probe:
    """A part of a line's formula as a measure of its own. `guarded` is it with the choices that
    lead to it, {} in place of what they choose; `steps` are those that it climbs, by `key` if any.
    """

    line: Line
    part: str
    guarded: str
    steps: str = ""
    key: str = ""

    @property
    def measure(self) -> dict[str, object]:
        """The measure as a plan file has it."""
        text = f"({self.part})" if self.steps else f"(1 if ({self.part}) else 0)"
        label = {"en": "Probe", "zh": "试"}
        every = self.line.every.key
        return {"measure": self.guarded.replace("{}", text), "every": every, "label": label}


@pytest.mark.parametrize("name", catalogue())
def test_people_reach_every_branch(name: str) -> None:
    plan, workforce = load_plan(name), workforce_of(name)
    assert workforce is not None
    total: Counter[str] = Counter()
    for seed in SEEDS:
        people = simulate(workforce, seed)
        for switched in switches(plan):
            total.update(reach(plan, people, switched))
        missed = {what for what, rows in total.items() if rows == 0} - NOT_EXPECTED.get(name, set())
        if not missed:
            break
    assert not missed


def switches(plan: Plan) -> list[dict[str, bool]]:
    """No figure replaced, and each switch of the plan the other way round."""
    both = {name: p.json for name, p in plan.parameters.items() if isinstance(p.json, bool)}
    return [{}, *({name: not on} for name, on in both.items())]


def reach(plan: Plan, facts: Facts, values: Mapping[str, Json]) -> Reached:
    """How many rows reach each thing that the plan, with these values, can do, by what it is."""
    found = [probe for line in plan.lines.values() for probe in probes(plan, line)]
    measures = {f"probe_{n}": probe.measure for n, probe in enumerate(found)}
    document = {**plan.data, "lines": {**plan.data["lines"], **measures}}
    probed = load(json.dumps(document)).with_values(values)
    payouts = evaluate(probed, facts, measures=True)
    reached: Reached = {}
    for line in plan.pay_lines:
        reached[f"{line.id} is paid"] = int(np.count_nonzero(payouts.amounts(line.id)))
    for column in plan.facts.values():
        if column.kind == "category":
            codes = facts.categories[column.id].codes[facts.present]
            for code, value in enumerate(column.values):
                reached[f"{column.id} is {value}"] = int((codes == code).sum())
    for probe, name in zip(found, measures, strict=True):
        due = paying_rows(facts.first, facts.months, probe.line.every)
        value = np.asarray(payouts.measures[name].array)
        here = facts.present[due] & (value != ELSEWHERE)
        told = f"{probe.line.id}: {probe.part}"
        if probe.steps:
            for step, rows in climbed(plan, probe, facts, value, here, due).items():
                reached[f"{told} {step}"] = rows
        else:
            reached[f"{told} holds"] = int(((value == 1) & here).sum())
            reached[f"{told} does not hold"] = int(((value == 0) & here).sum())
    return reached


def probes(plan: Plan, line: Line) -> Iterator[Probe]:
    """The conditions and what climbs steps or tiers; not those that hang on parameters alone."""
    text = line.formula.text

    def below(node: Node, guarded: str) -> Iterator[Probe]:
        if isinstance(node, Conditional):
            condition = text[node.condition.at : node.condition.end]
            if not only_parameters(plan, node.condition):
                yield Probe(line, condition, guarded)
            yield from below(node.condition, guarded)
            then = f"({{}} if ({condition}) else {ELSEWHERE:.0f})"
            other = f"({ELSEWHERE:.0f} if ({condition}) else {{}})"
            yield from below(node.then, guarded.replace("{}", then))
            yield from below(node.other, guarded.replace("{}", other))
            return
        if isinstance(node, Call) and node.function in STEPS:
            steps, x = node.arguments
            part = text[x.at : x.end]
            match steps:
                case Name(name=name):
                    yield Probe(line, part, guarded, name)
                case Lookup(table=Name(name=name), key=Name(name=key)):
                    yield Probe(line, part, guarded, name, key)
        for part_of in node.parts():
            yield from below(part_of, guarded)

    return below(line.formula.tree, "{}")


def only_parameters(plan: Plan, condition: Node) -> bool:
    names = [part.name for part in condition.walk() if isinstance(part, Name)]
    return all(name in plan.parameters for name in names)


def climbed(
    plan: Plan,
    probe: Probe,
    facts: Facts,
    value: NDArray[np.float64],
    here: NDArray[np.bool_],
    due: slice,
) -> Reached:
    """Rows on each step, and below the first; by the value of a category that steps hang on."""
    given = plan.parameters[probe.steps].json
    ladders: Mapping[str, list[list[float]]] = given if probe.key else {"": given}
    reached: Reached = {}
    for key, steps in ladders.items():
        mine = here
        if probe.key in facts.categories:
            column = facts.categories[probe.key]
            mine = here & (column.codes[due] == column.values.index(key))
        starts = [start for start, _ in steps]
        edges = [*starts, np.inf] if starts[0] <= 0 else [-np.inf, *starts, np.inf]
        counts, _ = np.histogram(value[mine], np.array(edges))
        for edge, count in zip(edges[:-1], counts.tolist(), strict=True):
            reached[f"on {probe.steps} {key} from {edge:g}"] = count
    return reached
