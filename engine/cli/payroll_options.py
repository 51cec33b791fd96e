"""What commands take that tell what pay costs the employer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from engine.cli.command_options import take_several
from engine.cli.named_inputs import values_of
from engine.payroll import BASES, BONUSES, PAYROLL, PayrollSettings, place_called
from engine.statutory import CURRENCY
from engine.text import Problem, Refused
from engine.yaml_files import Json

ASKED = ("employer_cost", "net")
"""The options that ask for it; the others say more of it."""
_OF_YEAR = ("taxed_before", "withheld_before")
_RELIEFS = {
    "first_wage": "has the first wage of the calendar year: the tax allowance from January on",
    "whole_year": "has a whole year with the employer at a low income behind: the tax allowance of"
    " all twelve months in January",
}
OF_TAX = ("deductions", "bonus", *_OF_YEAR, *_RELIEFS)
"""Options of which what people cost the employer does not depend."""
_FURTHER = ("place", "place_column", "base", "rate", *OF_TAX)


def take_payroll(parser: argparse.ArgumentParser) -> None:
    """Whether costs are all that the employer pays, where people are insured and at which rates."""
    parser.add_argument(
        "--employer-cost",
        action="store_true",
        help="costs are all that the employer pays: salaries beside the plans, contributions",
    )
    _take_places(parser)


def take_net(parser: argparse.ArgumentParser) -> None:
    """The same for lines of people, and what they take home."""
    parser.add_argument(
        "--net",
        action="store_true",
        help="what people take home: contributions, income tax, take-home pay",
    )
    parser.add_argument(
        "--employer-cost",
        action="store_true",
        help="what people cost: salaries beside the plans, the employer’s contributions, all of it",
    )
    _take_places(parser)
    parser.add_argument(
        "--deductions",
        metavar="YUAN",
        help="special additional deductions, yuan a person and month, or a column of the people",
    )
    for name, what in (("taxed", "taxable income"), ("withheld", "tax withheld")):
        parser.add_argument(
            f"--{name}-before",
            metavar="COLUMN",
            help=f"the column of each person’s {what} of the year before a first month that is no"
            " January",
        )
    for name, who in _RELIEFS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="COLUMN",
            help=f"the column that is 1 for whoever {who}; it is 0 for others, and read in a"
            " person’s first month of a calendar year",
        )
    parser.add_argument(
        "--bonus",
        choices=BONUSES,
        help="how the annual bonus is taxed: by itself (apart, the default), with the month"
        " (together), or as costs each person less (cheaper)",
    )


def _take_places(parser: argparse.ArgumentParser) -> None:
    """Where people are insured, on which base and at which rates."""
    parser.add_argument(
        "--place",
        metavar="CITY",
        help="where people are insured, by id or name, such as beijing or 北京; default what the"
        f" scenario says, else {PayrollSettings().place}",
    )
    parser.add_argument(
        "--base",
        choices=BASES,
        help="what contributions are paid on: the average month of these months (this_year, the"
        " default), each month’s own pay, or the average month as documented (last_year)",
    )
    parser.add_argument(
        "--place-column",
        metavar="COLUMN",
        help="the column of the people that names the place of each",
    )
    take_several(
        parser, "--rate", "SCHEME=SHARE", "a rate that the employer chooses: housing_fund=0.07"
    )


def payroll_asked(
    options: argparse.Namespace, own: PayrollSettings | None, currency: str = CURRENCY
) -> PayrollSettings | None:
    """What is asked of payroll: what the scenario says of it, `own`, or what is usual, and what the
    options say instead, for pay in a currency; None where nothing is asked, or the command does not
    take such options. Raises Refused with all that does not fit."""
    given = vars(options)
    said = {name: given[name] for name in _FURTHER if given.get(name) is not None}
    if not any(given.get(name) for name in ASKED):
        if said:
            taken = (name for name in ASKED if name in given)
            add = {"options": tuple(f"--{name.replace('_', '-')}" for name in taken)}
            raise Refused([Problem("payroll_not_asked", add, column=name) for name in said])
        return None
    entries: dict[str, Json] = dict((own or PayrollSettings()).as_json())
    rates, problems = _rates(given.get("rate") or ())
    if "place" in said:
        place = place_called(said["place"]) or said["place"]
        entries |= {"place": place, "rates": {}, "place_column": ""}
    entries |= {n: said[n] for n in ("place_column", "base", "bonus") if n in said}
    entries |= {f"{n}_column": said[n] for n in (*_OF_YEAR, *_RELIEFS) if n in said}
    if "deductions" in said:
        entries |= _deductions(said["deductions"])
    kept = entries.get("rates")
    entries["rates"] = {**(kept if isinstance(kept, dict) else {}), **rates}
    try:
        settings = PayrollSettings.from_json(entries, currency)
    except Refused as refused:
        problems += [replace(one, column=_option(one.column)) for one in refused.problems]
    if problems:
        raise Refused(problems)
    return settings


def _rates(items: Sequence[str]) -> tuple[dict[str, Json], list[Problem]]:
    """The shares of SCHEME=SHARE items by scheme, and what is wrong with the others."""
    rates, unread = values_of(items)
    keys = {"parameter_json": "payroll_rates"}
    return rates, [
        replace(one, key=keys.get(one.key, one.key), column=_rate(one.column)) for one in unread
    ]


def _deductions(given: str) -> dict[str, Json]:
    """The entry that is given: an amount, else the name of a column."""
    try:
        return {"deductions": float(given), "deductions_column": ""}
    except ValueError:
        return {"deductions_column": given}


def _option(column: str) -> str:
    """The option that an entry was given by."""
    path = column.removeprefix(f"{PAYROLL}.")
    return _rate(path.removeprefix("rates.")) if path.startswith("rates") else path


def _rate(scheme: str) -> str:
    """Where the rate of a scheme stands among the options."""
    return f"rate.{scheme}"
