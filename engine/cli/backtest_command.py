"""`backtest`: a plan or a company on last year's people, against what was paid."""

from __future__ import annotations

import argparse
import hashlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import engine
from engine.analysis import line_label, read_accepted
from engine.backtesting import (
    ATTAINMENT,
    NO_COLUMN,
    BackTest,
    asked_goal,
    asked_share,
    asked_shift,
    attainment_course,
    back_test,
    bootstrap,
    hold_out,
    shared_facts,
    shifted,
)
from engine.cli.command_options import (
    DOCUMENT_HELP,
    Commands,
    command,
    take_plan_and_facts,
    take_several,
)
from engine.cli.named_companies import company_and_facts, plan_or_company
from engine.cli.named_inputs import plan_and_facts, scenario_named
from engine.cli.outputs import document_ending, put_document, table_writer, warn, write_table
from engine.companies import Company, CompanyFacts, Unit
from engine.evaluation import GROSS
from engine.reports import (
    TABLE_WRITERS,
    Block,
    backtest_document,
    company_year_document,
    company_year_told,
    course_blocks,
    hold_out_blocks,
    range_blocks,
    shifted_blocks,
    year_blocks,
    year_told,
)
from engine.scenario import FromFile
from engine.text import LANGUAGES, Problem, Refused

WHOLE_BASELINE = "of_baseline=100%"
"""What a figure is tuned to unless said otherwise."""
OF_PLANS = (
    "accepted",
    "compare",
    "shift",
    "measure",
    "vacancies",
    "draws",
    "tune",
    "goal",
    "people",
)
"""Options that a company does not take."""


def _backtest(options: argparse.Namespace) -> int:
    """The reconciliation and the figures; a table of the cases where --out is one."""
    is_table = bool(options.out) and Path(options.out).suffix.lower() in TABLE_WRITERS
    if options.out not in (None, "-") and not is_table:
        document_ending(options.out)
    if options.people not in (None, "-"):
        table_writer(options.people)
    scenario = plan_or_company(options)
    if isinstance(scenario, Company):
        return _backtest_company(options, is_table)
    _refuse_idle(options)
    others = [scenario_named(name) for name in options.compare or ()]
    plan, facts = plan_and_facts(options)
    facts = _facts_for(plan, facts, [other.plan for other in others], options)
    accepted = read_accepted(Path(options.accepted)) if options.accepted else ()
    first = plan if options.set or options.params else scenario
    paid, people = _paid(options.paid, plan, facts), _people(options) or scenario.people
    checked = engine.backtest(first, facts, paid, accepted, others, people=people)
    found = checked.reconciliation
    if found is not None:
        warn(found.notes, options.lang)
    further = list(_year(checked.year, options))
    if options.people:
        write_table(checked.year.people_table(), options.people, year_told(checked), options.lang)
    if is_table:
        if found is None:
            raise Refused([_nothing_paid(facts)])
        write_table(found.cases.table(), options.out, year_told(checked), options.lang)
        return 0
    put_document(backtest_document(checked, plan, facts, further, _explain(options)), options)
    return 0


def _backtest_company(options: argparse.Namespace, is_table: bool) -> int:
    """The same of a company, unit by unit."""
    given = [f"--{name}" for name in OF_PLANS if getattr(options, name) is not None]
    if given:
        raise Refused([Problem("option_of_plan", value=name) for name in given])
    company, facts = company_and_facts(options)
    tested = engine.backtest(company, facts, _paid_by_unit(options.paid, company, facts))
    warn(tested.notes, options.lang)
    if is_table:
        if not tested.reconciled:
            raise Refused([_nothing_paid(*facts.units.values())])
        write_table(tested.cases_table(), options.out, company_year_told(tested), options.lang)
        return 0
    further = {name: list(_year(checked.year, options)) for name, checked in tested.units.items()}
    put_document(company_year_document(tested, further, _explain(options)), options)
    return 0


def _explain(options: argparse.Namespace) -> str:
    """The command that tells a statement of the same plan and people, but for whose."""
    given = ["python", "-m", "engine", "explain", options.plan]
    for name, value in (("--facts", options.facts), ("--params", options.params)):
        given += [name, value] if value else []
    for item in options.set or ():
        given += ["--set", item]
    if options.lang != LANGUAGES[0]:
        given += ["--lang", options.lang]
    return shlex.join(given)


def _nothing_paid(*each: engine.Facts) -> Problem:
    return Problem("paid_none", {"found": _further(*each) or "—"})


def _further(*each: engine.Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for facts in each for column in facts.further))


def _refuse_idle(options: argparse.Namespace) -> None:
    """Refuses options that do nothing without another one."""
    is_shifted = any(item.strip().startswith(ATTAINMENT) for item in options.shift or ())
    idle = {
        "--measure": (f"--shift {ATTAINMENT}=…", options.measure and not is_shifted),
        "--goal": ("--tune", options.goal is not None and not options.tune),
    }
    found = [
        Problem("option_idle", {"needs": x}, value=n) for n, (x, is_idle) in idle.items() if is_idle
    ]
    if found:
        raise Refused(found)


def _year(tested: BackTest, options: argparse.Namespace) -> Iterator[Block]:
    """The plans on the year, and whatever else of it is asked for."""
    health = [tested.health(place) for place in range(len(tested.plans))]
    yield from year_blocks(tested, health, assumed=False)
    asked = asked_shift(options.shift or ())
    vacancies = asked_share(options.vacancies) if options.vacancies else 0.0
    steps = asked.attainment
    if len(steps) > 1:
        yield from course_blocks(tested, attainment_course(tested, steps, options.measure or ()))
        steps = ()
    if steps or asked.mix or vacancies:
        year = shifted(
            tested.facts,
            tested.plans[0],
            attainment=sum(steps),
            measures=options.measure or (),
            others=tested.plans[1:],
            mix=asked.mix,
            vacancies=vacancies,
            seed=options.seed,
        )
        changed = back_test(tested.plans, year.facts, policy=tested.policy, memory=tested.memory)
        yield from shifted_blocks(tested, changed)
    if options.draws:
        yield from range_blocks(tested, bootstrap(tested, options.draws, options.seed))
    if options.tune:
        kind, goal = asked_goal(options.goal or WHOLE_BASELINE)
        having = [plan for plan in tested.plans if options.tune in plan.parameters]
        held = hold_out(
            *(having[-1] if having else tested.plans[-1], tested.facts, options.tune, goal, kind),
            baseline=tested.baseline.payouts,
            memory=tested.memory,
        )
        yield from hold_out_blocks(held, tested.facts.first, tested.population)


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


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "a plan or a company on last year's people, against what was paid"
    year = command(commands, "backtest", _backtest, text)
    take_plan_and_facts(year)
    paid = "what was paid; [UNIT.]LINE=COLUMN for one pay line, none for nothing"
    take_several(year, "--paid", "COLUMN", paid)
    year.add_argument("--accepted", metavar="FILE", help="accepted differences (JSON)")
    take_several(year, "--compare", "PLAN", "another plan or variant on the same year")
    year.add_argument(
        "--shift",
        action="append",
        metavar="WHAT=SHARE",
        help="attainment=+10%% (several steps: attainment=-10%%,+10%%) or the share of a group of"
        " people, such as grade.senior=40%%",
    )
    year.add_argument(
        "--measure",
        action="append",
        metavar="COLUMN",
        help="what attainment is shifted by; default what the plan's payout curve moves",
    )
    year.add_argument("--vacancies", metavar="SHARE", help="people-months left empty, such as 5%%")
    year.add_argument("--draws", type=int, metavar="N", help="ranges over N draws of people")
    year.add_argument("--seed", type=int, default=1, metavar="N", help="of all draws (default 1)")
    year.add_argument(
        "--tune",
        metavar="ID",
        help="a figure, of the last plan that has it, tuned on some months and judged on others",
    )
    year.add_argument(
        "--goal",
        metavar="KIND=FIGURE",
        help="of --tune: a_month=50000, a_head=3000, of_sales=2%% or of_baseline=100%% (default)",
    )
    year.add_argument("--people", metavar="FILE", help="pay of each person under each plan")
    year.add_argument(
        "--out", metavar="FILE", help=f"{DOCUMENT_HELP}; the cases alone: .csv, .parquet or .xlsx"
    )
