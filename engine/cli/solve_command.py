"""`solve`: the figures of a plan or a company that meet a budget."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

from engine.cli.command_options import Commands, command, take_plan_and_facts, take_several
from engine.cli.idle_options import idle
from engine.cli.named_companies import company_and_facts, plan_or_company, with_own_people
from engine.cli.named_inputs import changed_and_facts, collecting
from engine.cli.outputs import put_file, shown_progress
from engine.cli.payroll_options import payroll_asked, take_payroll
from engine.cli.worker_options import take_workers, workers_asked
from engine.companies import WHOLE, Company, CompanyFacts, company_of
from engine.json_files import read_json
from engine.payroll import PayrollSettings
from engine.plan import diff
from engine.projection import TRIALS, Question, assumptions_and_problems, first_ahead, question_of
from engine.scenario import FromFile, People, Scenario, Simulated
from engine.solving import (
    COSTS,
    GOALS,
    NAMES,
    YEAR,
    Asked,
    Limits,
    Solution,
    asked_limits,
    asked_move,
    check,
    solve,
)
from engine.text import Problem, Refused
from engine.yaml_files import Json

FILES = (".yaml", ".yml", ".json")
OF_MONTHS_AHEAD = ("assumptions", "months", "trials", "seed", "workers", "cluster")
"""Options that say something of trials of the months ahead only."""


def _solve(options: argparse.Namespace) -> int:
    """The answer in words and the variant; exit status 1 where there is none."""
    asked = _asked(options)
    usual = 1 if options.cost == YEAR else None
    with shown_progress() as progress, workers_asked(options, usual) as workers:
        solution = solve(asked, progress, workers)
    for sentence in solution.sentences:
        print(sentence[options.lang])
    if not solution.feasible:
        return 1
    if options.out is not None:
        text = json.dumps(_variant(solution, options), ensure_ascii=False, indent=2)
        put_file(Path(options.out), f"{text}\n".encode())
    return 0


def _asked(options: argparse.Namespace) -> Asked:
    """What is asked. Raises Refused with all that does not fit."""
    company, facts = _company_and_facts(options)
    found: list[Problem] = []
    moves, limits = [], Limits()
    for text in options.move or ():
        with collecting(found):
            moves.append(asked_move(company, text))
    with collecting(found):
        limits = asked_limits(options.limit or ())
    payroll = None
    with collecting(found):
        payroll = payroll_asked(options, company.payroll)
    question = None
    if options.cost != YEAR:
        with collecting(found):
            question = _question(company, options, payroll)
    else:
        ahead = " | ".join(f"--cost {cost}" for cost in COSTS if cost != YEAR)
        found += idle(options, OF_MONTHS_AHEAD, ahead)
    budget = options.budget
    if budget is None:
        budget = company.budget_for(payroll) if question is None else question.budget
    asked = Asked(
        *(company, facts, tuple(moves), budget, options.goal, limits),
        *(options.cost, question, TRIALS if options.trials is None else options.trials, payroll),
    )
    if options.workers is not None and options.workers < 1:
        wanted, value = {"least": 1}, str(options.workers)
        found.append(Problem("projection_workers", wanted, column="workers", value=value))
    missing = {"solve_no_move"} if options.move else set()
    missing |= {"solve_no_question"} if options.cost != YEAR else set()
    found += [p for p in check(asked) if p.key not in missing]
    if found:
        raise Refused(found)
    return asked


def _question(
    company: Company, options: argparse.Namespace, payroll: PayrollSettings | None
) -> Question:
    """The months ahead as `project` takes them."""
    file = options.plan if Path(options.plan).suffix.lower() == ".json" else ""
    assumed, problems = assumptions_and_problems(options.assumptions or "", company, file)
    if problems:
        raise Refused(problems)
    first = first_ahead(company)
    return question_of(
        *(company, assumed),
        first=first,
        months=options.months,
        seed=options.seed,
        payroll=payroll,
    )


def _company_and_facts(options: argparse.Namespace) -> tuple[Company, CompanyFacts]:
    """What SCENARIO and --facts name with --params and --set applied, as edits of the plan."""
    scenario = plan_or_company(options)
    if not isinstance(scenario, Scenario):
        return company_and_facts(options)
    if scenario.people is None and not options.facts:
        company = with_own_people(company_of(scenario), options.lang)
        scenario = company.units[scenario.base.id].scenario
    plan, facts = changed_and_facts(scenario, options)
    people = None if options.facts else scenario.people
    edits = diff(scenario.base, plan)
    company = company_of(replace(scenario, edits=edits, people=people))
    if Path(options.plan).suffix.lower() in FILES:
        company = replace(company, folder=Path(options.plan).parent)
    return company, CompanyFacts({plan.id: facts}, {})


# -- the variant ------------------------------------------------------------------------------


def _variant(solution: Solution, options: argparse.Namespace) -> dict[str, Json]:
    """The answer as the file of a variant; files that it names are seen from its folder."""
    name = solution.name[options.lang] or solution.company.name
    company = replace(solution.company, name=name)
    if not company.of_plan:
        return {**company.as_json(), "company": _source(options, "company")}
    scenario = next(iter(company.units.values())).scenario
    people = _people(scenario.people, options)
    return {
        **replace(scenario, people=people, name=name).as_json(),
        "plan": _source(options, "plan"),
    }


def _source(options: argparse.Namespace, entry: str) -> str:
    """The plan or company that is varied: its id, or its file."""
    named = Path(options.plan)
    if named.suffix.lower() == ".json":
        data = read_json(named)
        if WHOLE not in data:
            of = str(data[entry])
            return _seen(named.parent / of, options) if Path(of).suffix in FILES else of
    return _seen(named, options) if named.suffix.lower() in FILES else str(options.plan)


def _people(people: People | None, options: argparse.Namespace) -> People | None:
    folder = Path(options.plan).parent
    match people:
        case FromFile():
            return replace(people, name=_seen(folder / people.name, options))
        case Simulated(workforce) if Path(workforce).suffix in FILES:
            return replace(people, workforce=_seen(folder / workforce, options))
    return people


def _seen(file: Path, options: argparse.Namespace) -> str:
    return Path(os.path.relpath(file, Path(options.out).absolute().parent)).as_posix()


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "the figures of a plan or a company that meet a budget; status 1 when there are none"
    found = command(commands, "solve", _solve, text, out=(".json",))
    take_plan_and_facts(found)
    take_several(
        *(found, "--move", "ID"),
        "a figure to move: PARAMETER or PARAMETER.CELL (UNIT. before it in a company), with its"
        " bounds and step where others than the usual are meant: =LOW..HIGH/STEP",
    )
    found.add_argument(
        "--budget", type=float, metavar="AMOUNT", help="yuan for all months; default the company’s"
    )
    found.add_argument(
        "--goal",
        choices=GOALS,
        default=GOALS[0],
        help="what is wanted where several figures would do; default as little change as possible",
    )
    take_several(
        *(found, "--limit", "LIMIT"),
        f"what has to hold beside the budget: {', '.join(NAMES)} (shares and times with =)",
    )
    found.add_argument(
        "--cost",
        default=YEAR,
        metavar="MEASURE",
        help=f"what the budget is for: {', '.join(COSTS)}; default the cost of the people as they"
        " are, the others are of the months ahead as `project` has them",
    )
    take_payroll(found)
    found.add_argument("--assumptions", metavar="FILE|NAME", help="of the months ahead")
    found.add_argument("--months", type=int, metavar="N", help="how many months ahead")
    found.add_argument("--trials", type=int, metavar="N", help=f"an even number; default {TRIALS}")
    found.add_argument("--seed", type=int, metavar="N", help="of the trials")
    take_workers(found, "one a processor for the months ahead")
    found.add_argument("--out", metavar="FILE", help="the variant that was found (.json)")
