"""`compare`: plans, variants and companies against a baseline."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.command_options import COMPANY_HELP, DOCUMENT_HELP, DOCUMENTS, Commands, command
from engine.cli.compared_named import compared_named
from engine.cli.outputs import (
    put_document,
    put_file,
    shown_progress,
    write_table,
)
from engine.cli.payroll_options import take_payroll
from engine.comparison import examine, explain
from engine.evaluation import Memory
from engine.papers import compare_book, compare_paper, to_workbook
from engine.progress import part
from engine.reports import (
    compare_document,
    compared_told,
    figures_told,
    people_table,
)
from engine.text import Problem, Refused

WORKBOOK, OF_EVERYBODY = ".xlsx", (".csv", ".parquet")


def _compare(options: argparse.Namespace) -> int:
    """A document, or a workbook or a table of everybody by the ending of --out."""
    ending = "" if options.out in (None, "-") else Path(options.out).suffix.lower()
    memory = Memory()
    with shown_progress() as progress:
        compared = compared_named(options, memory)
        if ending in OF_EVERYBODY:
            if compared.people_rows is None:
                why = [one for one in compared.why_not if one is not None]
                raise Refused([Problem("compare_nobody", {"why": one}) for one in why])
            told = (compared_told(compared), *figures_told(compared.baseline.facts))
            write_table(people_table(compared, options.lang), options.out, told, options.lang)
            return 0
        explained = explain(compared, part(progress, 0.1, 0.5))
        soundness = examine(compared, part(progress, 0.5, 0.95))
        if ending == WORKBOOK:
            paper = compare_paper(compared, explained, soundness)
            book = compare_book(paper, compared, explained, soundness)
            put_file(Path(options.out), to_workbook(book, options.lang))
            return 0
        document = compare_document(compared, explained, soundness)
    put_document(document, options)
    return 0


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "what plans, variants or companies cost against the first of them, why, and for whom"
    writes = (WORKBOOK, *OF_EVERYBODY, *DOCUMENTS)
    against = command(commands, "compare", _compare, text, out=writes)
    against.add_argument("baseline", metavar="PLAN", help=COMPANY_HELP)
    against.add_argument("variants", metavar="PLAN", nargs="+", help="what is held against it")
    against.add_argument(
        "--facts",
        metavar="FILE",
        help="the people for all plans: CSV, Parquet or XLSX; default those that they name",
    )
    take_payroll(against)
    against.add_argument(
        "--out",
        metavar="FILE",
        help=f".xlsx: everything as a workbook; .csv or .parquet: everybody; {DOCUMENT_HELP}",
    )
