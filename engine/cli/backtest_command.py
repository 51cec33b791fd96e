"""`backtest`: a plan on last year's people, against what was paid."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
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
from engine.cli.named_inputs import plan_and_facts, scenario_named
from engine.cli.outputs import document_ending, put_document, table_writer, warn, write_table
from engine.evaluation import GROSS
from engine.reports import (
    TABLE_WRITERS,
    Block,
    backtest_document,
    course_blocks,
    hold_out_blocks,
    range_blocks,
    shifted_blocks,
    year_blocks,
    year_told,
)
from engine.scenario import FromFile
from engine.text import Problem, Refused

WHOLE_BASELINE = "of_baseline=100%"
"""What a figure is tuned to unless said otherwise."""


def _backtest(options: argparse.Namespace) -> int:
    """The reconciliation and the figures; a table of the cases where --out is one."""
    is_table = bool(options.out) and Path(options.out).suffix.lower() in TABLE_WRITERS
    if options.out not in (None, "-") and not is_table:
        document_ending(options.out)
    if options.people not in (None, "-"):
        table_writer(options.people)
    _refuse_idle(options)
    scenario = scenario_named(options.plan)
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
            raise Refused([Problem("paid_none", {"found": tuple(facts.further) or "—"})])
        write_table(found.cases.table(), options.out, year_told(checked), options.lang)
        return 0
    put_document(backtest_document(checked, plan, facts, further), options)
    return 0


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


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "a plan on last year's people, against what was paid"
    year = command(commands, "backtest", _backtest, text)
    take_plan_and_facts(year)
    paid = "what was paid; LINE=COLUMN for one pay line, none for nothing"
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
