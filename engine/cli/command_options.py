"""What the commands of the terminal take, where several take the same."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from engine.reports import FORMATS, TABLE_WRITERS
from engine.text import LANGUAGES

Command: TypeAlias = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

DOCUMENT_HELP = ".docx, .html or .md; default Markdown output"
PLAN_HELP = "id of the catalogue, or the path of a plan (.yaml) or a variant (.json)"
COMPANY_HELP = f"{PLAN_HELP}; or a company, named alike"


TABLES, DOCUMENTS = tuple(TABLE_WRITERS), tuple(FORMATS)
"""Endings of files."""
ANY: tuple[str, ...] = ()


def command(
    commands: Commands, name: str, run: Command, text: str, **writes: tuple[str, ...]
) -> argparse.ArgumentParser:
    """A command that can be asked to speak either language. `writes` are the options that name a
    file it writes, with the endings that may have; as a rule --out, a document."""
    added = commands.add_parser(name, help=text, description=text)
    added.set_defaults(command=run, writes=writes or {"out": DOCUMENTS})
    added.add_argument("--lang", choices=LANGUAGES, default="en", help="language of words")
    return added


def take_plan_and_facts(parser: argparse.ArgumentParser) -> None:
    """A plan or a company, its people, and other figures for it."""
    parser.add_argument("plan", metavar="PLAN", help=COMPANY_HELP)
    parser.add_argument(
        "--facts",
        metavar="FILE",
        help="CSV, Parquet or XLSX; - is CSV input; default the people of the variant",
    )
    take_figures(parser, "another figure for a parameter; UNIT.ID=JSON in a company")
    parser.add_argument("--params", metavar="FILE", help="figures for parameters (JSON)")


def take_figures(parser: argparse.ArgumentParser, text: str, name: str = "--set") -> None:
    """Figures as ID=JSON, given as often as there are some."""
    parser.add_argument(name, action="append", metavar="ID=JSON", help=text)


def take_several(parser: argparse.ArgumentParser, name: str, metavar: str, text: str) -> None:
    """An option that may be given several times."""
    parser.add_argument(
        name, action="append", metavar=metavar, help=f"{text}; may be given several times"
    )
