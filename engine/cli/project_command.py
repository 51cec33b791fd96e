"""`project`: what a company or a plan costs in the months ahead, and how sure that is."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from engine.calendar import paying_month
from engine.cli.command_options import (
    COMPANY_HELP,
    DOCUMENT_HELP,
    DOCUMENTS,
    TABLES,
    Commands,
    command,
    take_figures,
)
from engine.cli.named_companies import with_own_people
from engine.cli.named_inputs import values_of
from engine.cli.output_problems import output_problems
from engine.cli.outputs import put_document, write_table
from engine.cli.payroll_options import payroll_asked, take_payroll
from engine.cli.worker_options import take_workers, workers_asked
from engine.companies import Company, company_named
from engine.progress import Progress, no_progress, part
from engine.projection import (
    TRIALS,
    TRIALS_OF_ROWS,
    TRIALS_OF_SETS,
    TRIALS_OF_SPREADS,
    TRIALS_ON_TARGET,
    Question,
    assumptions_and_problems,
    budget_risk,
    check,
    documented_trials,
    first_ahead,
    named_sets,
    question_of,
    run,
    spread_rows,
    target_cost,
    tornado,
)
from engine.reports import (
    Projected,
    projection_document,
    projection_table,
    projection_told,
)
from engine.text import Problem, Refused
from engine.workforce import between


def _project(options: argparse.Namespace) -> int:
    """The projection; exit status 1 where the budget is exceeded more often than was asked."""
    is_table = bool(options.out) and Path(options.out).suffix.lower() in TABLES
    question = question_asked(options)
    progress = _said if sys.stderr.isatty() else no_progress
    with workers_asked(options) as workers:
        found = projected(question, options, workers, progress)
    if progress is not no_progress:
        print("\r\033[K", end="", file=sys.stderr)
    if is_table:
        table = projection_table(found.trials)
        write_table(table, options.out, projection_told(found), options.lang)
    else:
        put_document(projection_document(found), options)
    if options.fail_above is None or question.budget is None:
        return 0
    return int(budget_risk(found.trials, question.budget).probability.value > options.fail_above)


def projected(
    question: Question, options: argparse.Namespace, workers: Executor | None, progress: Progress
) -> Projected:
    """What is projected of a question; with --brief the cost and its range alone."""
    trials = range(options.trials)
    if options.brief:
        own = run(question, trials, workers, progress)
        return Projected(question, own, documented=documented_trials(question, own, workers))
    own = run(question, trials, workers, part(progress, 0.0, 0.5))
    sets = {}
    others = {name: each for name, each in named_sets(question.company).items() if each.values}
    for i, (name, each) in enumerate(others.items()):
        asked = replace(question, assumptions=each)
        step = part(progress, 0.5 + 0.2 * i / len(others), 0.5 + 0.2 * (i + 1) / len(others))
        some = range(min(options.trials, TRIALS_OF_SETS))
        sets[name] = own if asked.key == question.key else run(asked, some, workers, step)
    few = range(min(options.trials, TRIALS_OF_ROWS))
    rows = tornado(question, few, workers, part(progress, 0.7, 0.9))
    some = range(min(options.trials, TRIALS_OF_SPREADS))
    spreads = spread_rows(question, some, workers, part(progress, 0.9, 0.98))
    some = range(min(options.trials, TRIALS_ON_TARGET))
    target = target_cost(question, some, part(progress, 0.98, 1.0))
    documented = documented_trials(question, own, workers)
    return Projected(question, own, rows, target, sets, spreads, documented)


def question_asked(options: argparse.Namespace) -> Question:
    """What is asked. Raises Refused with all that does not fit."""
    company: Company | None = None
    problems: list[Problem] = []
    try:
        company = with_own_people(company_named(options.plan), options.lang)
    except Refused as refused:
        problems += refused.problems
    file = options.plan if Path(options.plan).suffix.lower() == ".json" else ""
    assumed, wrong = assumptions_and_problems(options.assumptions or "", company, file)
    values, unread = values_of(options.set or ())
    problems += [*wrong, *unread]
    for path, value in values.items():
        try:
            assumed = assumed.with_value(path, value)
        except Refused as refused:
            problems += refused.problems
    payroll = None
    try:
        payroll = payroll_asked(options, None if company is None else company.payroll)
    except Refused as refused:
        problems += refused.problems
    first = None
    try:
        if options.first:
            first = paying_month(options.first)
        elif company is not None:
            first = first_ahead(company)
        if company is not None and options.first and first != first_ahead(company):
            # the budget of the scenario is for other months
            said = replace(company.projection, budget=None, employer_budget=None)
            company = replace(company, projection=said)
    except Refused as refused:
        problems += refused.problems
    except ValueError:
        problems.append(Problem("workforce_month", column="first", value=options.first))
    if options.trials < 2 or options.trials % 2:
        problems.append(Problem("projection_trials", column="trials", value=str(options.trials)))
    problems += [*_of_status(options), *output_problems(options)]
    if options.workers is not None and options.workers < 1:
        wanted = {"least": 1}
        problems.append(
            Problem("projection_workers", wanted, column="workers", value=str(options.workers))
        )
    if company is None:
        raise Refused(problems)
    question = question_of(
        *(company, assumed),
        first=first,
        months=options.months,
        seed=options.seed,
        budget=options.budget,
        payroll=payroll,
    )
    found = check(question, months_known=first is not None)
    if options.fail_above is not None and question.budget is None and first is not None:
        found.append(Problem("fail_above_budget", column="fail-above"))
    problems += [problem for problem in found if problem not in problems]
    if problems:
        raise Refused(problems)
    return question


def _of_status(options: argparse.Namespace) -> list[Problem]:
    """What is wrong with the share of trials from which on the command fails."""
    share = options.fail_above
    if share is None or 0 <= share <= 1:
        return []
    values = {"bounds": between(0, 1), "given": f"{share:g}"}
    return [Problem("assumption_bounds", values, column="fail-above", value=f"{share:g}")]


def _said(share: float) -> None:
    print(f"\r{share:4.0%}", end="", file=sys.stderr, flush=True)


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "what a company or a plan costs in the months ahead, and how sure that is"
    ahead = command(commands, "project", _project, text, out=(*DOCUMENTS, *TABLES))
    ahead.set_defaults(tells_of_output=True)  # with all else that does not fit
    ahead.add_argument("plan", metavar="SCENARIO_OR_COMPANY", help=COMPANY_HELP)
    ahead.add_argument(
        "--assumptions",
        metavar="FILE|NAME",
        help="a set that comes with the company (base, optimistic, pessimistic) or a file of one"
        " (.yaml, .json); default those of the scenario file, else base",
    )
    take_figures(
        ahead, "another assumption, such as attrition_factor=1.2 or units.UNIT.attrition=0.3"
    )
    ahead.add_argument(
        "--months", type=int, metavar="N", help="1 to 36; default the scenario’s or company’s"
    )
    ahead.add_argument("--first", metavar="YYYY-MM", help="first month; default as for --months")
    ahead.add_argument(
        "--trials", type=int, default=TRIALS, metavar="N", help=f"an even number; default {TRIALS}"
    )
    ahead.add_argument(
        "--seed", type=int, metavar="N", help="of the trials; default the scenario’s, else 1"
    )
    take_payroll(ahead)
    ahead.add_argument("--budget", type=float, metavar="AMOUNT", help="yuan for all months")
    take_workers(ahead)
    ahead.add_argument(
        "--brief",
        action="store_true",
        help="the cost and its range alone; without it, what would change them, other sets of"
        " assumptions and the cost on target are added, which takes some 650 trials more",
    )
    ahead.add_argument(
        "--fail-above",
        type=float,
        metavar="SHARE",
        help="exit with 1 where the budget is exceeded in more than this share of trials",
    )
    ahead.add_argument(
        "--out", metavar="FILE", help=f"{DOCUMENT_HELP}; months alone: .csv, .parquet or .xlsx"
    )
