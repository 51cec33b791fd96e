"""`law`: what the law asks for at a place, with sources."""

from __future__ import annotations

import argparse
from datetime import date

from engine.calendar import paying_month
from engine.cli.command_options import DOCUMENT_HELP, Commands, command
from engine.cli.idle_options import idle
from engine.cli.outputs import put_document
from engine.payroll import place_called
from engine.reports import legal_document
from engine.statutory import places
from engine.text import Problem, Refused
from engine.yaml_files import unknown_name

YEAR = 12
MOST = 600


def _law(options: argparse.Namespace) -> int:
    known = places()
    if options.place is None:
        if found := idle(options, ("first", "months", "out"), "PLACE"):
            raise Refused(found)
        for place in known.values():
            print(f"{place.id:16} {place.label[options.lang]:24} {place.law.label[options.lang]}")
        return 0
    named = place_called(options.place)
    if named is None:
        raise Refused([unknown_name("place", options.place, tuple(known))])
    first = date.today().year * YEAR
    if options.first is not None:
        try:
            first = paying_month(options.first)
        except ValueError:
            raise Refused(
                [Problem("workforce_month", column="first", value=options.first)]
            ) from None
    put_document(legal_document(known[named], first, options.months or YEAR), options)
    return 0


def _months(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text}: give a number of months from 1 to {MOST}")
    return int(text)


def add_to(commands: Commands) -> None:
    """Adds the command."""
    law = command(commands, "law", _law, "social insurance, income tax and minimum wage of a place")
    law.add_argument(
        "place", nargs="?", metavar="PLACE", help="id or name; without one all are listed"
    )
    law.add_argument("--first", metavar="YYYY-MM", help="first month; default this January")
    law.add_argument("--months", type=_months, metavar="N", help=f"default {YEAR}")
    law.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)
