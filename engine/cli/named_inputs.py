"""The plans, people and figures that the options of a command name."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, Self, TypeVar

import engine
from engine.cli.outputs import warn
from engine.json_files import json_of_text, read_json
from engine.plan import sum_rules
from engine.scenario import beside, facts_of, read_scenario
from engine.sheets import read_sheet
from engine.text import Problem, Refused


def scenario_named(named: str) -> engine.Scenario:
    """The scenario of a JSON file, or a plan as it stands, by its id or the path of its file."""
    if Path(named).suffix.lower() == ".json":
        return read_scenario(Path(named))
    return engine.Scenario(engine.load_plan(named))


def plan_and_facts(options: argparse.Namespace) -> tuple[engine.Plan, engine.Facts]:
    """What PLAN and --facts name, with --params and --set applied."""
    with told_together(options):
        scenario = scenario_named(options.plan)
    return changed_and_facts(scenario, options)


def changed_and_facts(
    scenario: engine.Scenario, options: argparse.Namespace
) -> tuple[engine.Plan, engine.Facts]:
    """The plan of a scenario with --params and --set applied, and the people. Raises Refused with
    all that is wrong with either."""
    found: list[Problem] = []
    plan, facts = scenario.plan, None
    with collecting(found):
        plan = changed_plan(plan, options)
    with collecting(found):
        facts = facts_by(scenario, plan, options)
    if facts is None or found:
        raise Refused(found)
    return plan, facts


@contextmanager
def collecting(found: list[Problem]) -> Iterator[None]:
    """Lets work go on that does not need what is refused here; adds why it is."""
    try:
        yield
    except Refused as refused:
        found += refused.problems


@contextmanager
def told_together(options: argparse.Namespace) -> Iterator[None]:
    """What is wrong with PLAN, together with what is wrong with the form of the file of --facts,
    --params and --set, whatever the plan. Raises Refused with all of it where PLAN is."""
    try:
        yield
    except Refused as refused:
        found = list(refused.problems)
        if options.facts and options.facts != "-":
            with collecting(found):
                read_sheet(options.facts)
        raise Refused([*found, *given_values(options)[1]]) from None


def facts_by(
    scenario: engine.Scenario, plan: engine.Plan, options: argparse.Namespace
) -> engine.Facts:
    """The people of --facts, else those that the scenario names; what is unusual is said."""
    if options.facts:
        facts = engine.read_facts(options.facts, plan)
    elif scenario.people is None:
        raise Refused([Problem("scenario_nobody", {}, options.plan)])
    else:
        facts = facts_of(scenario.people, plan, beside(Path(options.plan)))
    warn((*facts.notes, *facts.warnings, *facts.assumptions), options.lang)
    return facts


def changed_plan(plan: engine.Plan, options: argparse.Namespace) -> engine.Plan:
    """The plan with --params, then --set, applied; all that does not fit is told together."""
    values, problems = given_values(options)
    plan = with_figures(plan, (), values, problems)
    warn((*plan.warnings, *sum_rules.broken(plan)), options.lang)
    return plan


def given_values(options: argparse.Namespace) -> tuple[dict[str, Any], list[Problem]]:
    """The figures of --params, then those of --set, and what is wrong with the others."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    if options.params:
        with collecting(problems):
            values |= _figures_of(options.params)
    given, unread = values_of(options.set or ())
    return {**values, **given}, [*problems, *unread]


def _figures_of(file: str) -> dict[str, Any]:
    found = read_json(Path(file))
    if not isinstance(found, dict):
        raise Refused([Problem("parameters_no_object", {}, file)])
    return found


class _HasValues(Protocol):
    """Something whose figures can be others: a plan, a policy."""

    def with_values(self, values: dict[str, Any]) -> Self: ...


V = TypeVar("V", bound=_HasValues)


def with_figures(
    known: V,
    items: Sequence[str],
    values: Mapping[str, Any] = MappingProxyType({}),
    problems: Sequence[Problem] = (),
) -> V:
    """The same with other values, then those of the ID=JSON items.

    Raises Refused with all that does not fit, beside the problems known already.
    """
    given, unread = values_of(items)
    found = [*problems, *unread]
    try:
        known = known.with_values({**values, **given})
    except Refused as refused:
        found += refused.problems
    if found:
        raise Refused(found)
    return known


def values_of(items: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of ID=JSON items, and what is wrong with the others."""
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for item in items:
        name, _, text = item.partition("=")
        name = name.strip()
        try:
            value = json_of_text(text)
        except Refused as refused:
            found += (_of_figure(problem, name, text or item) for problem in refused.problems)
            continue
        if name in values:
            found.append(Problem("figure_twice", {}, column=name))
        values[name] = value
    return values, found


def _of_figure(problem: Problem, name: str, text: str) -> Problem:
    """What is wrong with the JSON of a figure, whose text is at hand and needs no line."""
    if problem.key == "json":
        return Problem("parameter_json", {}, column=name, value=text)
    return replace(problem, column=name, line=None)
