"""`backtest`: a plan or a company on last year's people, against what was paid."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

from engine.backtesting import (
    ATTAINMENT,
    BackTest,
    asked_share,
    asked_shift,
    attainment_course,
    back_test,
    bootstrap,
    shifted,
)
from engine.cli.command_options import (
    DOCUMENT_HELP,
    DOCUMENTS,
    TABLES,
    Commands,
    command,
    take_plan_and_facts,
    take_several,
)
from engine.cli.idle_options import apart, flag, given, idle, of_plans
from engine.cli.named_companies import plan_or_company
from engine.cli.outputs import put_document, write_table
from engine.cli.tested_named import (
    held_out,
    idle_goal,
    nothing_paid,
    take_paid,
    take_tune,
    tested_company,
    tested_plan,
)
from engine.companies import Company
from engine.reports import (
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
from engine.text import LANGUAGES, Refused

DRAWN = ("draws", "shift", "vacancies")
"""Options for which people are drawn by a seed."""
TOLD = (*DRAWN, "measure", "tune", "goal")
"""Options that say what a document tells besides; a table has the cases alone."""
OF_PLANS = ("compare", *TOLD, "seed", "people")
"""Options that a company does not take."""
SEED = 1


def _backtest(options: argparse.Namespace) -> int:
    """The reconciliation and the figures; a table of the cases where --out is one."""
    is_table = bool(options.out) and Path(options.out).suffix.lower() in TABLES
    scenario = plan_or_company(options)
    if isinstance(scenario, Company):
        return _backtest_company(options, is_table)
    _refuse_idle(options, is_table)
    checked = tested_plan(scenario, options)
    found, facts = checked.reconciliation, checked.year.facts
    if options.people:
        write_table(checked.year.people_table(), options.people, year_told(checked), options.lang)
    if is_table:
        if found is None:
            raise Refused([nothing_paid(facts)])
        write_table(found.cases.table(), options.out, year_told(checked), options.lang)
        return 0
    plan, further = checked.year.plans[0], list(_year(checked.year, options))
    put_document(backtest_document(checked, plan, facts, further, _explain(options)), options)
    return 0


def _backtest_company(options: argparse.Namespace, is_table: bool) -> int:
    """The same of a company, unit by unit."""
    if found := of_plans(options, OF_PLANS):
        raise Refused(found)
    tested = tested_company(options)
    if is_table:
        if not tested.reconciled:
            raise Refused([nothing_paid(*tested.payouts.facts.units.values())])
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


def _refuse_idle(options: argparse.Namespace, is_table: bool) -> None:
    """Refuses options that do nothing without another one, or where a table is written."""
    is_shifted = any(item.strip().startswith(ATTAINMENT) for item in options.shift or ())
    found = [] if is_shifted else idle(options, ["measure"], f"--shift {ATTAINMENT}=…")
    found += idle_goal(options)
    if not given(options, DRAWN):
        found += idle(options, ["seed"], " | ".join(map(flag, DRAWN)))
    if is_table:
        told = TOLD if options.people else (*TOLD, "compare")
        found = apart(options, told, f"--out {options.out}")
    if found:
        raise Refused(found)


def _year(tested: BackTest, options: argparse.Namespace) -> Iterator[Block]:
    """The plans on the year, and whatever else of it is asked for."""
    health = [tested.health(place) for place in range(len(tested.plans))]
    yield from year_blocks(tested, health, assumed=False)
    asked, seed = asked_shift(options.shift or ()), SEED if options.seed is None else options.seed
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
            seed=seed,
        )
        changed = back_test(tested.plans, year.facts, policy=tested.policy, memory=tested.memory)
        yield from shifted_blocks(tested, changed)
    if options.draws is not None:
        yield from range_blocks(tested, bootstrap(tested, options.draws, seed))
    held = held_out(tested, options)
    if held is not None:
        yield from hold_out_blocks(held, tested.facts.first, tested.population)


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "a plan or a company on last year’s people, against what was paid"
    writes = {"out": (*DOCUMENTS, *TABLES), "people": TABLES}
    year = command(commands, "backtest", _backtest, text, **writes)
    take_plan_and_facts(year)
    take_paid(year)
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
        help="what attainment is shifted by; default what the plan’s payout curve moves",
    )
    year.add_argument("--vacancies", metavar="SHARE", help="person-months left empty, such as 5%%")
    year.add_argument("--draws", type=int, metavar="N", help="ranges over N draws of people")
    year.add_argument("--seed", type=int, metavar="N", help=f"of all draws (default {SEED})")
    take_tune(year)
    year.add_argument("--people", metavar="FILE", help="pay of each person under each plan")
    year.add_argument(
        "--out", metavar="FILE", help=f"{DOCUMENT_HELP}; the cases alone: .csv, .parquet or .xlsx"
    )
