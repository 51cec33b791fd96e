"""`import`, `fit` and `simulate`: people read from files, and drawn from models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import engine
from engine.cli.command_options import ANY, PLAN_HELP, TABLES, Commands, command, take_figures
from engine.cli.idle_options import idle
from engine.cli.named_inputs import plan_and_facts, values_of
from engine.cli.outputs import put_file, warn, write_table
from engine.facts import facts_table
from engine.importing import import_files, read_recipe, recipe_text
from engine.reports import fit_document, import_report, import_template, write
from engine.text import Problem, Refused
from engine.workforce import coverage, quality, simulate

OF_FILES = ("recipe", "save_recipe", "out")
"""Options of `import` that say something of files."""


def _import(options: argparse.Namespace) -> int:
    """Writes the facts only where nothing is open; the report is written either way."""
    plan = engine.load_plan(options.plan)
    if not options.files and not options.template:
        raise Refused([Problem("import_no_files")])
    if not options.files and (found := idle(options, OF_FILES, "FILE")):
        raise Refused(found)
    if options.template:
        put_file(Path(options.template), import_template(plan, options.lang))
    if not options.files:
        return 0
    if not options.out:
        raise Refused([Problem("no_out")])
    recipe = read_recipe(Path(options.recipe)) if options.recipe else None
    imported = import_files(options.files, plan, recipe)
    report = write(import_report(imported, plan), ".md", options.lang).decode()
    is_data = options.out == "-" and imported.facts is not None
    print(report, end="", file=sys.stderr if is_data else sys.stdout)
    if options.save_recipe:
        put_file(Path(options.save_recipe), recipe_text(imported.recipe).encode())
    if imported.facts is None:
        warn(imported.problems, options.lang)
        return 2
    warn(imported.facts.assumptions, options.lang)
    if imported.facts.assumptions and Path(options.out).suffix.lower() != ".parquet":
        warn([Problem("not_kept_with", {}, options.out)], options.lang)
    write_table(facts_table(imported.facts), options.out)
    return 0


def _fit(options: argparse.Namespace) -> int:
    """Writes the model; how good it is is printed."""
    target, is_data = Path(options.out), options.out == "-"
    plan, facts = plan_and_facts(options)
    fewest = engine.load_policy().smallest_group
    fitted = engine.fit(facts, plan, months=options.months, fewest=fewest)
    tried = None
    if options.coverage:
        ways = (coverage(fitted.facts, plan, fewest=fewest, unsure=un) for un in (True, False))
        tried = next(ways), next(ways)
    report = write(fit_document(fitted, quality(fitted), tried), ".md", options.lang).decode()
    print(report, end="", file=sys.stderr if is_data else sys.stdout)
    if is_data:
        print(fitted.text, end="")
        return 0
    put_file(target, fitted.text.encode())
    return 0


def _simulate(options: argparse.Namespace) -> int:
    figures, found = values_of(options.set or ())
    if found:
        raise Refused(found)
    facts = simulate(
        *(options.workforce, options.seed, options.employees, options.months, options.first),
        figures=figures,
    )
    write_table(facts_table(facts), options.out)
    return 0


def add_to(commands: Commands) -> None:
    """The commands about people."""
    text = "files as they are, made facts in the plan’s columns"
    writes = {"out": TABLES, "save_recipe": ANY, "template": (".xlsx",)}
    files = command(commands, "import", _import, text, **writes)
    files.add_argument("files", nargs="*", metavar="FILE")
    files.add_argument("--plan", required=True, metavar="PLAN", help=PLAN_HELP)
    files.add_argument("--recipe", metavar="FILE", help="what was decided for files of this layout")
    files.add_argument("--save-recipe", metavar="FILE", help="write what is decided, to be changed")
    files.add_argument("--out", metavar="FILE", help=".parquet, .csv or .xlsx")
    files.add_argument(
        "--template", metavar="FILE", help="write a workbook (.xlsx) to be filled in, by --lang"
    )

    text = "a model of a workforce from facts of real people"
    model = command(commands, "fit", _fit, text, out=(".yaml", ".yml"))
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

    text = "facts of a simulated workforce"
    draw = command(commands, "simulate", _simulate, text, out=TABLES)
    draw.add_argument("workforce", metavar="WORKFORCE", help="id of a workforce, or a path")
    draw.add_argument("--seed", type=int, required=True, metavar="N")
    draw.add_argument("--employees", type=int, metavar="N")
    draw.add_argument("--months", type=int, metavar="N")
    draw.add_argument("--first", metavar="YYYY-MM")
    text = "another figure of the model, such as quality_correlation=0.6 or seasonal_quotas=1"
    take_figures(draw, text)
    draw.add_argument("--out", required=True, metavar="FILE")
