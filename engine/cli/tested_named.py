"""The back-test that the options of a command name: a plan with others beside it, or a company, on
last year's people, held against what was paid."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import engine
from engine.analysis import Accepted, line_label, read_accepted
from engine.backtesting import (
    NO_COLUMN,
    BackTest,
    CheckedYear,
    CompanyYear,
    HoldOut,
    asked_goal,
    hold_out,
    shared_facts,
)
from engine.cli.command_options import take_several
from engine.cli.idle_options import idle
from engine.cli.named_companies import company_and_facts
from engine.cli.named_inputs import collecting, plan_and_facts, scenario_named
from engine.cli.outputs import warn
from engine.companies import Company, CompanyFacts, Unit
from engine.evaluation import GROSS
from engine.scenario import FromFile
from engine.text import Problem, Refused

WHOLE_BASELINE = "of_baseline=100%"
"""What a figure is tuned to unless said otherwise."""


def take_paid(parser: argparse.ArgumentParser) -> None:
    """What people were paid, and which differences from that are accepted."""
    paid = "what was paid; [UNIT.]LINE=COLUMN for one pay line, none for nothing"
    take_several(parser, "--paid", "COLUMN", paid)
    accepted = "accepted differences (JSON), those of a unit as UNIT=FILE"
    take_several(parser, "--accepted", "[UNIT=]FILE", accepted)


def take_tune(parser: argparse.ArgumentParser) -> None:
    """A figure that is tuned on some months and judged on others."""
    parser.add_argument(
        "--tune",
        metavar="ID",
        help="a figure, of the last plan that has it, tuned on some months and judged on others",
    )
    parser.add_argument(
        "--goal",
        metavar="KIND=FIGURE",
        help="of --tune: a_month=50000, a_head=3000, of_sales=2%% or of_baseline=100%% (default)",
    )


def idle_goal(options: argparse.Namespace) -> list[Problem]:
    """Why --goal does nothing, if it does."""
    return [] if options.tune else idle(options, ["goal"], "--tune")


def held_out(tested: BackTest, options: argparse.Namespace) -> HoldOut | None:
    """The figure of --tune tuned and judged on the year; None where none is named. Raises Refused
    where it cannot be."""
    if not options.tune:
        return None
    kind, goal = asked_goal(options.goal or WHOLE_BASELINE)
    having = [plan for plan in tested.plans if options.tune in plan.parameters]
    return hold_out(
        *(having[-1] if having else tested.plans[-1], tested.facts, options.tune, goal, kind),
        baseline=tested.baseline.payouts,
        memory=tested.memory,
    )


def tested_plan(scenario: engine.Scenario, options: argparse.Namespace) -> CheckedYear:
    """The plan of PLAN, which is `scenario`, with --set and --params, and those of --compare on the
    people of --facts, else its own. Raises Refused with all that is wrong or in doubt."""
    others = [scenario_named(name) for name in options.compare or ()]
    plan, facts = plan_and_facts(options)
    facts = _facts_for(plan, facts, [other.plan for other in others], options)
    accepted = [one for file in options.accepted or () for one in read_accepted(Path(file))]
    first = plan if options.set or options.params else scenario
    paid, people = _paid(options.paid, plan, facts), _people(options) or scenario.people
    checked = engine.backtest(first, facts, paid, accepted, others, people=people)
    if checked.reconciliation is not None:
        warn(checked.reconciliation.notes, options.lang)
    elif accepted:
        raise Refused([Problem("accepted_of_nothing", value=f"--accepted {options.accepted[0]}")])
    return checked


def tested_company(options: argparse.Namespace) -> CompanyYear:
    """The company of PLAN on its people or those of --facts, unit by unit. Raises Refused with all
    that is wrong or in doubt in any unit."""
    company, facts = company_and_facts(options)
    accepted = _accepted_by_unit(options.accepted or (), company)
    tested = engine.backtest(company, facts, _paid_by_unit(options.paid, company, facts), accepted)
    idle = [name for name in accepted if name not in tested.reconciled]
    if idle:
        raise Refused(
            [Problem("accepted_of_nothing", value=f"--accepted {name}=…") for name in idle]
        )
    warn(tested.notes, options.lang)
    return tested


def _accepted_by_unit(items: Sequence[str], company: Company) -> dict[str, list[Accepted]]:
    """The accepted differences of each unit. Raises Refused with all that is wrong with them, and
    for what names no unit."""
    found: dict[str, list[Accepted]] = {}
    problems: list[Problem] = []
    for item in items:
        unit, _, file = item.partition("=")
        if unit not in company.units:
            said = {"units": tuple(company.units)}
            problems.append(Problem("accepted_of_unit", said, value=f"--accepted {item}"))
            continue
        with collecting(problems):
            found.setdefault(unit, []).extend(read_accepted(Path(file)))
    if problems:
        raise Refused(problems)
    return found


def nothing_paid(*each: engine.Facts) -> Problem:
    """That no column says what was paid, with the columns there are."""
    return Problem("paid_none", {"found": _further(*each) or "—"})


def _further(*each: engine.Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for facts in each for column in facts.further))


def _facts_for(
    plan: engine.Plan,
    facts: engine.Facts,
    others: Sequence[engine.Plan],
    options: argparse.Namespace,
) -> engine.Facts:
    """The facts of a plan with the columns that further plans read from the same file."""
    if not options.facts or options.facts == "-":
        return facts
    further = [(other, engine.read_facts(options.facts, other)) for other in others]
    return shared_facts([(plan, facts), *further])


def _people(options: argparse.Namespace) -> FromFile | None:
    """The file of --facts by its content, as scenarios name theirs."""
    if not options.facts or options.facts == "-":
        return None
    file = Path(options.facts)
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    return FromFile(file.name, content, file.suffix.lower().lstrip("."))


def _paid(
    items: Sequence[str] | None, plan: engine.Plan, facts: engine.Facts
) -> dict[str, str] | None:
    """What --paid names: COLUMN for what was paid altogether, LINE=COLUMN for a line; none for
    nothing. Raises Refused where a line is named twice."""
    if not items:
        return None
    if list(items) == [NO_COLUMN]:
        return {}
    columns_there = {*facts.numbers, *facts.further}
    named: dict[str, list[str]] = {}
    for item in items:
        line, equals, column = item.partition("=")
        is_line = bool(equals) and item not in columns_there
        named.setdefault(line.strip() if is_line else GROSS, []).append(column if is_line else item)
    twice = [
        Problem("paid_twice", {"line": line_label(plan, line), "columns": tuple(columns)})
        for line, columns in named.items()
        if len(columns) > 1
    ]
    if twice:
        raise Refused(twice)
    return {line: columns[0] for line, columns in named.items()}


def _paid_by_unit(
    items: Sequence[str] | None, company: Company, facts: CompanyFacts
) -> dict[str, dict[str, str]] | None:
    """What --paid names in each unit: a column goes for all units that have it, LINE=COLUMN for all
    that have both, UNIT.LINE=COLUMN for one. Raises Refused for what is in no unit."""
    if not items:
        return None
    if list(items) == [NO_COLUMN]:
        return {}
    found: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    problems: list[Problem] = []
    for name, unit in company.units.items():
        own = {item: _paid_of(item, unit, facts.units[name]) for item in items}
        named = {item: text for item, text in own.items() if text}
        taken |= named.keys()
        try:
            found[name] = _paid([*named.values()], unit.plan, facts.units[name]) or {}
        except Refused as refused:
            problems += [replace(problem, column=name) for problem in refused.problems]
    columns = _further(*facts.units.values()) or "—"
    said = {"found": columns, "units": tuple(company.units)}
    problems += [Problem("paid_of_nobody", said, value=x) for x in items if x not in taken]
    if problems:
        raise Refused(problems)
    return found


def _paid_of(item: str, unit: Unit, facts: engine.Facts) -> str:
    """What an item of --paid says of a unit, as it would be said of its plan; "" for nothing."""
    columns = {*facts.numbers, *facts.further}
    if item in columns:
        return item
    line, equals, column = item.partition("=")
    if equals and line.startswith(f"{unit.id}."):
        return item.removeprefix(f"{unit.id}.")
    lines = {GROSS, *(line.id for line in unit.plan.pay_lines)}
    return item if equals and line.strip() in lines and column in columns else ""
