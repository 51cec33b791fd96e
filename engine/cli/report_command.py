"""`report`: a plan, variants or a company as papers for a meeting, or the figures in them."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.command_options import COMPANY_HELP, Commands, command
from engine.cli.compared_named import compared_named
from engine.cli.outputs import put_document, put_file
from engine.evaluation import Memory
from engine.papers import reproduce_comparison
from engine.reports import compare_document
from engine.text import Problem, Refused

AGAIN = ".zip"
ENDINGS = (AGAIN,)


def _report(options: argparse.Namespace) -> int:
    """The paper by the ending of --out; without one, the figures on standard output."""
    ending = "" if options.out in (None, "-") else Path(options.out).suffix.lower()
    if ending not in ("", *ENDINGS):
        said = {"found": ending, "known": ", ".join(ENDINGS)}
        raise Refused([Problem("document_type", said, options.out)])
    options.baseline = options.against
    compared = compared_named(options, Memory())
    if ending == AGAIN:
        put_file(Path(options.out), reproduce_comparison(compared, options.lang))
    else:
        put_document(compare_document(compared), options)
    return 0


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "the figures of plans, variants and companies, and what it takes to come to them again"
    report = command(commands, "report", _report, text)
    report.add_argument("variants", metavar="SCENARIO", nargs="+", help=COMPANY_HELP)
    report.add_argument(
        "--against",
        metavar="PLAN",
        help="the baseline; default the first scenario as documented",
    )
    report.add_argument("--facts", metavar="FILE", help="the people: CSV, Parquet or XLSX")
    report.add_argument(
        "--out", metavar="FILE", help=f"{', '.join(ENDINGS)}; default the figures as Markdown"
    )
