"""`report`: a plan, variants or a company as papers for a meeting, or the figures in them."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.command_options import COMPANY_HELP, Commands, command
from engine.cli.compared_named import compared_named
from engine.cli.outputs import put_document, put_file, shown_progress
from engine.cli.payroll_options import take_payroll
from engine.comparison import Compared, examine, explain
from engine.evaluation import Memory
from engine.papers import (
    Paper,
    compare_book,
    compare_paper,
    reproduce_comparison,
    to_pdf,
    to_pptx,
    to_workbook,
    what_if_paper,
)
from engine.progress import Progress, part
from engine.reports import compare_document
from engine.text import Problem, Refused

DECK, PDF, WORKBOOK, AGAIN = ".pptx", ".pdf", ".xlsx", ".zip"
ENDINGS = (DECK, PDF, WORKBOOK, AGAIN)


def _report(options: argparse.Namespace) -> int:
    """The paper by the ending of --out; without one, the figures on standard output."""
    ending = "" if options.out in (None, "-") else Path(options.out).suffix.lower()
    template = _template(options, ending)
    options.baseline = options.against
    with shown_progress() as progress:
        compared = compared_named(options, Memory())
        content = _written(compared, ending, template, options.lang, part(progress, 0.1, 1.0))
    if content is None:
        put_document(compare_document(compared), options)
    else:
        put_file(Path(options.out), content)
    return 0


def _template(options: argparse.Namespace, ending: str) -> bytes | None:
    """The template of slides. Raises Refused with what is wrong with it and with --out."""
    found = []
    if ending not in ("", *ENDINGS):
        said = {"found": ending, "known": ", ".join(ENDINGS)}
        found.append(Problem("document_type", said, options.out))
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


def _written(
    compared: Compared, ending: str, template: bytes | None, language: str, progress: Progress
) -> bytes | None:
    """The file with this ending; None without one."""
    if ending == "":
        return None
    if ending == AGAIN:
        return reproduce_comparison(compared, language)
    several = len(compared.each) > 1
    explained = explain(compared, part(progress, 0.0, 0.5)) if several else ()
    soundness = examine(compared, part(progress, 0.5, 1.0))
    tell = what_if_paper if len(compared.each) <= 2 else compare_paper
    paper: Paper = tell(compared, explained, soundness)
    if ending == WORKBOOK:
        return to_workbook(compare_book(paper, compared, explained, soundness), language)
    return to_pdf(paper, language) if ending == PDF else to_pptx(paper, language, template)


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "papers for a meeting: slides, PDF, workbook, or what it takes to come to the same again"
    report = command(commands, "report", _report, text)
    report.add_argument("variants", metavar="SCENARIO", nargs="+", help=COMPANY_HELP)
    report.add_argument(
        "--against",
        metavar="PLAN",
        help="the baseline; default the first of several scenarios, or the only one as documented",
    )
    report.add_argument("--facts", metavar="FILE", help="the people: CSV, Parquet or XLSX")
    take_payroll(report)
    report.add_argument("--template", metavar="FILE", help="a .pptx whose looks the slides take")
    report.add_argument(
        "--out", metavar="FILE", help=f"{', '.join(ENDINGS)}; default the figures as Markdown"
    )
