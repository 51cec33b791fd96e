"""The terminal's doors: the same engine, one command each. Problems go to standard error.

Exit status 0: done; 1: the answer is "no"; 2: an input is wrong, and nothing was written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, Self, TypeVar

import pyarrow as pa

import engine
from engine.analysis import read_accepted
from engine.backtesting import (
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
from engine.evaluation import GROSS
from engine.explain import explain
from engine.facts import facts_table
from engine.importing import import_files, read_recipe, recipe_text
from engine.plan import sum_rules
from engine.reports import (
    FORMATS,
    TABLE_WRITERS,
    Block,
    Document,
    backtest_document,
    course_blocks,
    csv_bytes,
    design_notes,
    fit_document,
    health_document,
    hold_out_blocks,
    import_report,
    import_template,
    pay_statement,
    policy_document,
    range_blocks,
    shifted_blocks,
    statement_document,
    write,
    year_blocks,
)
from engine.scenario import FromFile, beside, facts_of, located, read_scenario
from engine.text import LANGUAGES, Problem, Refused
from engine.workforce import coverage, quality, simulate

DOCUMENT_HELP = ".docx, .html or .md; default Markdown output"
PLAN_HELP = "id of the catalogue, or the path of a plan (.yaml) or a variant (.json)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except Refused as refused:
        print(refused.text(options.lang), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _plans(options: argparse.Namespace) -> int:
    plans = [engine.load_plan(name) for name in (*engine.catalogue(), *engine.samples())]
    if options.json:
        listed = [{"id": p.id, "title": dict(p.title), "source": p.source.document} for p in plans]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for plan in plans:
        print(f"{plan.id:32} {plan.title[options.lang]:44} {plan.source.document}")
    return 0


def _show(options: argparse.Namespace) -> int:
    plan = _scenario(options.plan).plan
    if options.part == "notes":
        _put_document(design_notes(plan), options)
        return 0
    against = _scenario(options.against).plan if options.against else None
    _put_document(policy_document(plan, against), options)
    return 0


def _run(options: argparse.Namespace) -> int:
    plan, facts = _plan_and_facts(options)
    payouts = engine.evaluate(plan, facts, measures=options.measures)
    _write(payouts.table(options.measures), options.out)
    return 0


def _explain(options: argparse.Namespace) -> int:
    plan, facts = _plan_and_facts(options)
    if options.audit:
        statement = explain(plan, facts, options.employee, options.month)
        _put_document(statement_document(statement), options)
        return 0
    fewest = engine.load_policy().smallest_group
    statement = explain(plan, facts, options.employee, options.month, fewest=fewest)
    _put_document(pay_statement(statement), options)
    return 0


def _check(options: argparse.Namespace) -> int:
    scenario = _scenario(options.plan)
    plan = _changed_plan(scenario.plan, options)
    policy = engine.load_policy(options.policy)
    if options.limit:
        policy = _changed(policy, options.limit)
    facts = None
    if options.facts or scenario.people is not None:
        facts = _facts(scenario, plan, options)
    baseline = scenario.base if scenario.edits else None
    if options.baseline:
        baseline = _scenario(options.baseline).plan
    health = engine.check(plan, facts, baseline, policy)
    if options.json:
        print(json.dumps(health.as_json(), ensure_ascii=False, indent=2))
    else:
        _put_document(health_document(health), options)
    return 0 if health.sound else 1


def _simulate(options: argparse.Namespace) -> int:
    figures, found = _values(options.set or ())
    if found:
        raise Refused(found)
    facts = simulate(
        *(options.workforce, options.seed, options.employees, options.months, options.first),
        figures=figures,
    )
    _write(facts_table(facts), options.out)
    return 0


def _fit(options: argparse.Namespace) -> int:
    """Writes the model; how good it is is printed."""
    plan, facts = _plan_and_facts(options)
    fewest = engine.load_policy().smallest_group
    fitted = engine.fit(facts, plan, months=options.months, fewest=fewest)
    tried = None
    if options.coverage:
        ways = (coverage(fitted.facts, plan, fewest=fewest, unsure=un) for un in (True, False))
        tried = next(ways), next(ways)
    report = write(fit_document(fitted, quality(fitted), tried), ".md", options.lang).decode()
    is_data = options.out == "-"
    print(report, end="", file=sys.stderr if is_data else sys.stdout)
    if is_data:
        print(fitted.text, end="")
        return 0
    target = Path(options.out)
    if target.suffix not in (".yaml", ".yml"):
        raise Refused([Problem("fit_file", {"found": target.suffix or options.out}, options.out)])
    _put(target, fitted.text.encode())
    return 0


def _import(options: argparse.Namespace) -> int:
    """Writes the facts only where nothing is open; the report is written either way."""
    plan = engine.load_plan(options.plan)
    if options.template:
        _put(Path(options.template), import_template(plan, options.lang))
    if not options.files:
        if options.template:
            return 0
        raise Refused([Problem("import_no_files")])
    if not options.out:
        raise Refused([Problem("import_no_out")])
    recipe = read_recipe(Path(options.recipe)) if options.recipe else None
    imported = import_files(options.files, plan, recipe)
    report = write(import_report(imported, plan), ".md", options.lang).decode()
    is_data = options.out == "-" and imported.facts is not None
    print(report, end="", file=sys.stderr if is_data else sys.stdout)
    if options.save_recipe:
        _put(Path(options.save_recipe), recipe_text(imported.recipe).encode())
    if imported.facts is None:
        _warn(imported.problems, options.lang)
        return 2
    _warn(imported.facts.assumptions, options.lang)
    _write(facts_table(imported.facts), options.out)
    return 0


def _backtest(options: argparse.Namespace) -> int:
    """The reconciliation and the figures; a table of the cases where --out is one."""
    scenario = _scenario(options.plan)
    others = [_scenario(name) for name in options.compare or ()]
    plan, facts = _plan_and_facts(options)
    facts = _facts_for(plan, facts, [other.plan for other in others], options)
    accepted = read_accepted(Path(options.accepted)) if options.accepted else ()
    first = plan if options.set or options.params else scenario
    paid, people = _paid(options.paid, plan), _people(options) or scenario.people
    checked = engine.backtest(first, facts, paid, accepted, others, people=people)
    found = checked.reconciliation
    if found is not None:
        _warn(found.notes, options.lang)
    further = list(_year(checked.year, options))
    if options.people:
        _write(checked.year.people_table(), options.people)
    if options.out and Path(options.out).suffix.lower() in TABLE_WRITERS:
        if found is None:
            raise Refused([Problem("paid_none", {"found": tuple(facts.further) or "—"})])
        _write(found.cases.table(), options.out)
        return 0
    _put_document(backtest_document(checked, plan, facts, further), options)
    return 0


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
            mix=asked.mix,
            vacancies=vacancies,
            seed=options.seed,
        )
        changed = back_test(tested.plans, year.facts, policy=tested.policy, memory=tested.memory)
        yield from shifted_blocks(tested, changed)
    if options.draws:
        yield from range_blocks(tested, bootstrap(tested, options.draws, options.seed))
    if options.tune:
        kind, goal = asked_goal(options.goal)
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


def _paid(items: Sequence[str] | None, plan: engine.Plan) -> dict[str, str] | None:
    """What --paid names: COLUMN for what was paid altogether, LINE=COLUMN for a line."""
    if not items:
        return None
    lines = {GROSS, *(line.id for line in plan.pay_lines)}
    named: dict[str, str] = {}
    for item in items:
        line, equals, column = item.partition("=")
        is_line = bool(equals) and line.strip() in lines
        named[line.strip() if is_line else GROSS] = column if is_line else item
    return named


# -- pieces --------------------------------------------------------------------------------


def _scenario(named: str) -> engine.Scenario:
    """The scenario of a JSON file, or a plan as it stands, by its id or the path of its file."""
    if Path(named).suffix.lower() == ".json":
        return read_scenario(Path(named))
    return engine.Scenario(engine.load_plan(named))


def _plan_and_facts(options: argparse.Namespace) -> tuple[engine.Plan, engine.Facts]:
    """What PLAN and --facts name, with --params and --set applied."""
    scenario = _scenario(options.plan)
    plan = _changed_plan(scenario.plan, options)
    return plan, _facts(scenario, plan, options)


def _facts(
    scenario: engine.Scenario, plan: engine.Plan, options: argparse.Namespace
) -> engine.Facts:
    """The people of --facts, else those that the scenario names; what is unusual is said."""
    if options.facts:
        facts = engine.read_facts(options.facts, plan)
    elif scenario.people is None:
        raise Refused([Problem("scenario_nobody", {}, options.plan)])
    else:
        file = Path(options.plan)
        facts = facts_of(located(scenario.people, file), plan, beside(file))
    _warn((*facts.notes, *facts.warnings, *facts.assumptions), options.lang)
    return facts


def _changed_plan(plan: engine.Plan, options: argparse.Namespace) -> engine.Plan:
    """The plan with --params, then --set, applied; all that does not fit is told together."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    if options.params:
        path = Path(options.params)
        try:
            loaded = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(loaded, dict):
                raise ValueError
            values |= loaded
        except FileNotFoundError:
            problems.append(Problem("no_file", {}, options.params))
        except (ValueError, OSError, RecursionError):
            problems.append(Problem("parameter_json", {}, options.params, value=path.name))
    plan = _changed(plan, options.set or (), values, problems)
    _warn((*plan.warnings, *sum_rules.broken(plan)), options.lang)
    return plan


class _HasValues(Protocol):
    """Something whose figures can be others: a plan, a policy."""

    def with_values(self, values: dict[str, Any]) -> Self: ...


V = TypeVar("V", bound=_HasValues)


def _changed(
    known: V,
    items: Sequence[str],
    values: Mapping[str, Any] = MappingProxyType({}),
    problems: Sequence[Problem] = (),
) -> V:
    """The same with other values, then those of the ID=JSON items.

    Raises Refused with all that does not fit, beside the problems known already.
    """
    given, unread = _values(items)
    found = [*problems, *unread]
    try:
        known = known.with_values({**values, **given})
    except Refused as refused:
        found += refused.problems
    if found:
        raise Refused(found)
    return known


def _values(items: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of ID=JSON items, and what is wrong with the others."""
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for item in items:
        name, equals, text = item.partition("=")
        try:
            if not equals:
                raise ValueError
            values[name.strip()] = json.loads(text)
        except (ValueError, RecursionError):
            found.append(Problem("parameter_json", {}, column=name.strip(), value=text or item))
    return values, found


def _warn(warnings: Iterable[Problem], language: str) -> None:
    for problem in warnings:
        print(problem.sentence(language), file=sys.stderr)


def _put_document(document: Document, options: argparse.Namespace) -> None:
    """The document into the file of --out, by its ending; without one, to standard output."""
    if options.out in (None, "-"):
        print(write(document, ".md", options.lang).decode(), end="")
        return
    target = Path(options.out)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        found = {"found": target.suffix or options.out, "known": ", ".join(FORMATS)}
        raise Refused([Problem("document_type", found, options.out)])
    _put(target, write(document, ending, options.lang))


def _write(table: pa.Table, out: str | None) -> None:
    """Writes a table by the ending of the file; never half of it."""
    if out is None or out == "-":
        sys.stdout.buffer.write(csv_bytes(table))
        sys.stdout.flush()
        return
    target = Path(out)
    writer = TABLE_WRITERS.get(target.suffix.lower())
    if writer is None:
        raise Refused([Problem("file_type", {"found": target.suffix or out}, out)])
    _put(target, writer(table))


def _put(target: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Refused([Problem("no_file", {}, str(folder))])
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(target)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="paycurve", description="What-if simulator for compensation design."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=run)
        added.add_argument("--lang", choices=LANGUAGES, default="en", help="language of words")
        return added

    plans = command("plans", _plans, "the catalogue of plans")
    plans.add_argument("--json", action="store_true", help="for machines")

    show = command("show", _show, "a plan as a readable document")
    show.add_argument("plan", metavar="PLAN", help=PLAN_HELP)
    show.add_argument(
        "--part",
        choices=("policy", "notes"),
        default="policy",
        help="the policy to publish (default), or the design notes: grounds, formulas, limits",
    )
    show.add_argument("--against", metavar="PLAN", help="another plan: tell what has changed since")
    show.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)

    run = command("run", _run, "payouts of every employee and month")
    one = command("explain", _explain, "why one employee was paid what they were paid")
    health = command("check", _check, "the health check of a plan; status 1 when a check fails")
    year = command("backtest", _backtest, "a plan on last year's people, against what was paid")
    for needs_facts in (run, one, health, year):
        needs_facts.add_argument("plan", metavar="PLAN", help=PLAN_HELP)
        needs_facts.add_argument(
            "--facts",
            metavar="FILE",
            help="CSV, Parquet or XLSX; - is CSV input; default the people of the variant",
        )
        needs_facts.add_argument(
            "--set", action="append", metavar="ID=JSON", help="another figure for a parameter"
        )
        needs_facts.add_argument("--params", metavar="FILE", help="figures for parameters (JSON)")
    health.add_argument("--policy", metavar="FILE", help="thresholds of your own (YAML)")
    health.add_argument(
        "--limit",
        action="append",
        metavar="ID=JSON",
        help="another threshold, such as cliffs.fail=30",
    )
    health.add_argument("--baseline", metavar="PLAN", help="plan that gains and losses are against")
    answer = health.add_mutually_exclusive_group()
    answer.add_argument("--json", action="store_true", help="for machines, in both languages")
    answer.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)
    run.add_argument("--measures", action="store_true", help="measures too, unrounded")
    run.add_argument("--out", metavar="FILE", help=".csv, .parquet or .xlsx; default CSV output")
    one.add_argument("--employee", required=True, metavar="ID")
    one.add_argument("--month", required=True, metavar="YYYY-MM")
    one.add_argument(
        "--audit", action="store_true", help="every step, standard and ground; default: in brief"
    )
    one.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)

    year.add_argument(
        "--paid",
        action="append",
        metavar="COLUMN",
        help="what was paid; LINE=COLUMN for one pay line; may be given several times",
    )
    year.add_argument("--accepted", metavar="FILE", help="accepted differences (JSON)")
    year.add_argument(
        "--compare",
        action="append",
        metavar="PLAN",
        help="another plan or variant on the same year; may be given several times",
    )
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
        default="of_baseline=100%",
        metavar="KIND=FIGURE",
        help="of --tune: a_month=50000, a_head=3000, of_sales=2%% or of_baseline=100%% (default)",
    )
    year.add_argument("--people", metavar="FILE", help="pay of each person under each plan")
    year.add_argument(
        "--out", metavar="FILE", help=f"{DOCUMENT_HELP}; the cases alone: .csv, .parquet or .xlsx"
    )

    files = command("import", _import, "files as they are, made facts in the plan's columns")
    files.add_argument("files", nargs="*", metavar="FILE")
    files.add_argument("--plan", required=True, metavar="PLAN", help=PLAN_HELP)
    files.add_argument("--recipe", metavar="FILE", help="what was decided for files of this layout")
    files.add_argument("--save-recipe", metavar="FILE", help="write what is decided, to be changed")
    files.add_argument("--out", metavar="FILE", help=".parquet, .csv or .xlsx")
    files.add_argument(
        "--template", metavar="FILE", help="write a workbook (.xlsx) to be filled in, by --lang"
    )

    model = command("fit", _fit, "a model of a workforce from facts of real people")
    model.add_argument("--facts", required=True, metavar="FILE", help="CSV, Parquet or XLSX")
    model.add_argument("--plan", required=True, metavar="PLAN", help=PLAN_HELP)
    model.add_argument("--months", type=int, metavar="N", help="the first N months only")
    model.add_argument(
        "--coverage",
        action="store_true",
        help="try how often ranges of cost hold: fitted to parts of a year, held against the rest",
    )
    model.add_argument("--out", required=True, metavar="FILE", help=".yaml; - is standard output")
    model.set_defaults(params=None, set=None)

    draw = command("simulate", _simulate, "facts of a simulated workforce")
    draw.add_argument("workforce", metavar="WORKFORCE", help="id of a workforce, or a path")
    draw.add_argument("--seed", type=int, required=True, metavar="N")
    draw.add_argument("--employees", type=int, metavar="N")
    draw.add_argument("--months", type=int, metavar="N")
    draw.add_argument("--first", metavar="YYYY-MM")
    draw.add_argument(
        "--set",
        action="append",
        metavar="ID=JSON",
        help="another figure of the model, such as quality_correlation=0.6 or seasonal_quotas=1",
    )
    draw.add_argument("--out", required=True, metavar="FILE")
    return parser
