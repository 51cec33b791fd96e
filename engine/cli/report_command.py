"""`report`: a plan, variants or a company as papers for a meeting, or the figures in them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from engine.backtesting import (
    Bootstrap,
    HoldOut,
    ShiftedCost,
    bootstrap,
    course_or_refusal,
)
from engine.cli.command_options import COMPANY_HELP, Commands, command, take_figures
from engine.cli.compared_named import compared_named
from engine.cli.idle_options import idle, of_plans
from engine.cli.named_companies import company_and_facts, plan_or_company
from engine.cli.named_inputs import with_figures
from engine.cli.output_problems import output_problems
from engine.cli.outputs import put_document, put_file, shown_progress
from engine.cli.payroll_options import take_payroll
from engine.cli.project_command import projected, question_asked
from engine.cli.tested_named import (
    held_out,
    idle_goal,
    take_paid,
    take_tune,
    tested_company,
    tested_plan,
)
from engine.companies import Company, evaluate_company
from engine.comparison import Explained, Soundness, examine, explain
from engine.evaluation import Memory
from engine.health import check, check_company, load_policy
from engine.papers import (
    Book,
    Paper,
    backtest_book,
    backtest_paper,
    compare_book,
    compare_paper,
    health_book,
    health_paper,
    projection_book,
    projection_paper,
    reproduce_backtest,
    reproduce_comparison,
    reproduce_health,
    reproduce_projection,
    to_pdf,
    to_pptx,
    to_workbook,
    what_if_paper,
)
from engine.progress import Progress, part
from engine.projection import TRIALS, TRIALS_OF_ROWS, as_documented, bridge, has_bridge, run
from engine.reports import (
    Document,
    backtest_document,
    company_health_document,
    company_year_document,
    compare_document,
    health_document,
    hold_out_blocks,
    projection_document,
    with_assumptions,
    year_blocks,
)
from engine.text import Problem, Refused

DECK, PDF, WORKBOOK, AGAIN = ".pptx", ".pdf", ".xlsx", ".zip"
ENDINGS = (DECK, PDF, WORKBOOK, AGAIN)
WHAT_IF, PROJECTION, HEALTH, BACK_TEST = "what-if", "projection", "health", "back-test"
ABOUT_ALONE = {
    "trials": (PROJECTION,),
    "limit": (HEALTH,),
    "paid": (BACK_TEST,),
    "accepted": (BACK_TEST,),
    "tune": (BACK_TEST,),
    "facts": (WHAT_IF, HEALTH, BACK_TEST),
    "employer_cost": (WHAT_IF, PROJECTION),
    **dict.fromkeys(("place", "base", "place_column", "rate"), (WHAT_IF, PROJECTION)),
}
"""Options that say something of some reports only, and of which."""


@dataclass(frozen=True)
class _Made:
    """What can be written of a report; each is made when it is asked for."""

    document: Callable[[], Document]
    paper: Callable[[], Paper]
    book: Callable[[Paper], Book]
    again: Callable[[], bytes]


def _report(options: argparse.Namespace) -> int:
    """The paper by the ending of --out; without one, the figures on standard output."""
    ending = "" if options.out in (None, "-") else Path(options.out).suffix.lower()
    template = _template(options, ending)
    makers = {WHAT_IF: _comparison, PROJECTION: _projection, HEALTH: _health, BACK_TEST: _back_test}
    tell = makers[options.about]
    with shown_progress() as progress:
        made = tell(options, progress)
        if ending == "":
            document, content = made.document(), b""
        else:
            document, content = None, _written(made, ending, template, options)
    if document is not None:
        put_document(document, options)
    else:
        put_file(Path(options.out), content)
    return 0


def _written(
    made: _Made, ending: str, template: bytes | None, options: argparse.Namespace
) -> bytes:
    """The file with this ending."""
    if ending == AGAIN:
        return made.again()
    paper = made.paper()
    if ending == WORKBOOK:
        return to_workbook(made.book(paper), options.lang)
    if ending == PDF:
        return to_pdf(paper, options.lang)
    return to_pptx(paper, options.lang, template)


def _comparison(options: argparse.Namespace, progress: Progress) -> _Made:
    """One scenario against the plans as documented, or several against one of them."""
    options.baseline = options.against
    compared = compared_named(options, Memory())
    tell = what_if_paper if len(compared.each) <= 2 else compare_paper

    @cache
    def found() -> tuple[tuple[Explained, ...], Soundness]:
        explained = explain(compared, part(progress, 0.1, 0.5)) if compared.each[1:] else ()
        return tuple(explained), examine(compared, part(progress, 0.5, 1.0))

    return _Made(
        lambda: compare_document(compared),
        lambda: tell(compared, *found()),
        lambda paper: compare_book(paper, compared, *found()),
        lambda: reproduce_comparison(compared, options.lang),
    )


def _projection(options: argparse.Namespace, progress: Progress) -> _Made:
    """The months ahead, as the scenario asks for them."""
    unsaid = dict.fromkeys(("assumptions", "set", "months", "first", "seed", "budget", "workers"))
    asked = {**vars(options), **unsaid, "plan": _alone(options), "brief": False, "fail_above": None}
    asked["trials"] = TRIALS if options.trials is None else options.trials
    wanted = argparse.Namespace(**{**asked, "out": None})
    question = question_asked(wanted)
    found = projected(question, wanted, None, part(progress, 0.0, 0.8))
    documented = as_documented(question)
    if documented.key != question.key:
        found = replace(found, documented=run(documented, range(found.trials.size)))
    if has_bridge(question):
        some = range(min(wanted.trials, TRIALS_OF_ROWS))
        steps = bridge(question, found.trials, some, None, part(progress, 0.8, 1.0))
        found = replace(found, bridge=steps)
    return _Made(
        lambda: projection_document(found),
        lambda: projection_paper(found),
        lambda paper: projection_book(paper, found),
        lambda: reproduce_projection(found, options.lang),
    )


def _health(options: argparse.Namespace, progress: Progress) -> _Made:
    """The health check of a plan or a company on its people."""
    asked = {**vars(options), "plan": _alone(options), "params": None, "set": None}
    company, people = company_and_facts(argparse.Namespace(**asked))
    memory, policy = Memory(), with_figures(load_policy(), options.limit or ())
    payouts = evaluate_company(company, people, memory, amounts=False)
    whole, found = check_company(payouts) if not company.of_plan else (), {}
    for i, (name, unit) in enumerate(company.units.items()):
        progress(i / len(company.units))
        baseline = unit.scenario.base if unit.scenario.edits else None
        found[name] = check(
            *(unit.plan, payouts.units[name].facts, baseline, policy, memory),
            payroll=company.payroll_of_unit(name),
        )

    def document() -> Document:
        if company.of_plan:
            return with_assumptions(health_document(*found.values()), people)
        return with_assumptions(company_health_document(company, whole, found), people)

    return _Made(
        document,
        lambda: health_paper(company, found, whole, people),
        lambda paper: health_book(paper, company, found, whole),
        lambda: reproduce_health(company, people, found, whole, options.lang),
    )


def _back_test(options: argparse.Namespace, _: Progress) -> _Made:
    """A plan with the others beside it, or a company, on people against what they were paid."""
    given: list[str] = [*([options.against] if options.against else []), *options.variants]
    first, *others = given
    unsaid = dict.fromkeys(("params", "set"))
    asked = argparse.Namespace(**{**vars(options), **unsaid, "plan": first, "compare": others})
    named = plan_or_company(asked)
    if not isinstance(named, Company):
        checked = tested_plan(named, asked)
        year, held = checked.year, held_out(checked.year, options)

        def document() -> Document:
            further = [*year_blocks(year, assumed=False)]
            if held is not None:
                further += hold_out_blocks(held, year.facts.first, year.population)
            return backtest_document(checked, year.plans[0], year.facts, further)

        @cache
        def trusted() -> tuple[Sequence[ShiftedCost] | Refused, Bootstrap, HoldOut | None]:
            return course_or_refusal(year), bootstrap(year), held

        return _Made(
            document,
            lambda: backtest_paper(checked, *trusted()),
            lambda paper: backtest_book(paper, checked, *trusted()),
            lambda: reproduce_backtest(checked, options.lang),
        )
    if others:
        raise Refused([Problem("report_alone", {"about": options.about})])
    if found := of_plans(options, ("tune", "goal")):
        raise Refused(found)
    tested = tested_company(asked)
    units = {name: list(year_blocks(one.year, assumed=False)) for name, one in tested.units.items()}
    return _Made(
        lambda: company_year_document(tested, units),
        lambda: backtest_paper(tested),
        lambda paper: backtest_book(paper, tested),
        lambda: reproduce_backtest(tested, options.lang),
    )


def _alone(options: argparse.Namespace) -> str:
    """The only scenario. Raises Refused where there are more, or one to hold it against."""
    if len(options.variants) > 1 or options.against:
        raise Refused([Problem("report_alone", {"about": options.about})])
    named: str = options.variants[0]
    return named


def _idle(options: argparse.Namespace) -> Iterator[Problem]:
    """The options that say nothing of what the report is about."""
    for option, about in ABOUT_ALONE.items():
        if options.about not in about:
            yield from idle(options, [option], " | ".join(f"--about {name}" for name in about))


def _template(options: argparse.Namespace, ending: str) -> bytes | None:
    """The template of slides. Raises Refused with what is wrong with it and with --out."""
    found = [*output_problems(options), *_idle(options), *idle_goal(options)]
    template = None
    if options.template:
        if ending != DECK:
            found.append(Problem("report_template", {}, options.template))
        try:
            template = Path(options.template).read_bytes()
        except OSError:
            found.append(Problem("no_file", {}, options.template))
    if found:
        raise Refused(found)
    return template


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "papers for a meeting: slides, PDF, workbook, or what it takes to come to the same again"
    report = command(commands, "report", _report, text, out=ENDINGS)
    report.set_defaults(tells_of_output=True)  # with all else that does not fit
    report.add_argument("variants", metavar="SCENARIO", nargs="+", help=COMPANY_HELP)
    report.add_argument(
        "--against",
        metavar="PLAN",
        help="the baseline; default the first of several, or what the only one is held against",
    )
    report.add_argument("--facts", metavar="FILE", help="the people: CSV, Parquet or XLSX")
    report.add_argument(
        "--about",
        choices=(WHAT_IF, PROJECTION, HEALTH, BACK_TEST),
        default=WHAT_IF,
        help="what it costs and for whom it changes (default), the months ahead as the scenario"
        " asks for them, the health check, or a year of people against what they were paid",
    )
    report.add_argument(
        "--trials", type=int, metavar="N", help=f"of the months ahead; default {TRIALS}"
    )
    limit = "another threshold of the health check, as in `check`"
    take_figures(report, limit, "--limit")
    take_paid(report)
    take_tune(report)
    take_payroll(report)
    report.add_argument("--template", metavar="FILE", help="a .pptx whose looks the slides take")
    report.add_argument(
        "--out", metavar="FILE", help=f"{', '.join(ENDINGS)}; default the figures as Markdown"
    )
