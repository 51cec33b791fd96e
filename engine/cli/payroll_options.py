"""What commands take that tell what pay costs the employer."""

from __future__ import annotations

import argparse
from dataclasses import replace

from engine.cli.command_options import take_several
from engine.cli.named_inputs import values_of
from engine.payroll import BASES, PAYROLL, PayrollSettings
from engine.text import Problem, Refused
from engine.yaml_files import Json

ASKED = ("employer_cost", "net")
"""The options that ask for it; the others say more of it."""


def take_payroll(parser: argparse.ArgumentParser) -> None:
    """Whether costs are all that the employer pays, where people are insured and at which rates."""
    parser.add_argument(
        "--employer-cost",
        action="store_true",
        help="costs are all that the employer pays: salaries beside the plans, contributions",
    )
    parser.add_argument(
        "--place",
        metavar="CITY",
        help="where people are insured, such as beijing; default what the scenario says, else"
        f" {PayrollSettings().place}",
    )
    parser.add_argument(
        "--base",
        choices=BASES,
        help="what contributions are paid on: the average month of these months (this_year, the"
        " default), each month's own pay, or the average month as documented (last_year)",
    )
    take_several(
        parser, "--rate", "SCHEME=SHARE", "a rate that the employer chooses: housing_fund=0.07"
    )


def payroll_asked(
    options: argparse.Namespace, own: PayrollSettings | None
) -> PayrollSettings | None:
    """What is asked of payroll: what the scenario says of it, `own`, or what is usual, and what the
    options say instead; None where nothing is asked, or the command does not take such options.
    Raises Refused with all that does not fit."""
    given = vars(options)
    said = {name: given.get(name) for name in ("place", "base", "rate") if given.get(name)}
    if not any(given.get(name) for name in ASKED):
        if said:
            raise Refused([Problem("payroll_not_asked", column=name) for name in said])
        return None
    entries: dict[str, Json] = dict((own or PayrollSettings()).as_json())
    rates, problems = values_of(given.get("rate") or ())
    if said.get("place"):
        entries |= {"place": said["place"], "rates": {}, "place_column": ""}
    if said.get("base"):
        entries["base"] = said["base"]
    kept = entries.get("rates")
    entries["rates"] = {**(kept if isinstance(kept, dict) else {}), **rates}
    try:
        settings = PayrollSettings.from_json(entries)
    except Refused as refused:
        problems += [replace(one, column=_option(one.column)) for one in refused.problems]
    if problems:
        raise Refused(problems)
    return settings


def _option(column: str) -> str:
    """The option that an entry was given by."""
    path = column.removeprefix(f"{PAYROLL}.")
    return f"rate.{path.removeprefix('rates.')}" if path.startswith("rates") else path
