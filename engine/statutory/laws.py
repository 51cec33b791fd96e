"""The law of a country as its data file says: what pay counts for, schemes, income tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.statutory.brackets import Brackets
from engine.statutory.dated import Dated, value_at
from engine.text import Text

Taxed = Literal["month", "apart", "none"]
Relief = Literal["first_wage", "whole_year"]
"""Who has tax allowances of other months than their own: with the first wage of the calendar year
those from January on, after a year with the same employer at a low income all twelve at once."""


@dataclass(frozen=True)
class Counting:
    """What a kind of pay counts for: the base of social insurance, income tax, the minimum wage.

    `tax` is "month" (with the month in which it is paid), "apart" (by itself) or "none".
    """

    insurance: bool
    tax: Taxed
    minimum_wage: bool
    source: Text


@dataclass(frozen=True)
class Scheme:
    """What is paid into under a name; `deductible`: the employee's part lowers taxable pay."""

    id: str
    label: Text
    deductible: bool


@dataclass(frozen=True)
class Allowance:
    """Fen that stay free of tax, a month or, where the year is taxed at once, a year."""

    fen: int


@dataclass(frozen=True)
class BonusTax:
    """How pay is taxed that is taxed apart; `once_a_year`: only one payment to a person."""

    once_a_year: bool
    in_force: tuple[Dated[None], ...]
    table: tuple[Dated[Brackets], ...]


@dataclass(frozen=True)
class LabourTax:
    """Tax on each payment to people who are not employed: `small_expense` fen are free up to and
    with `small` fen, else a share `expense`."""

    small: int
    small_expense: int
    expense: Fraction
    table: Brackets


@dataclass(frozen=True)
class PlatformTax:
    """Tax on people who work through a platform: as wages, less a share `expense`."""

    expense: Fraction
    allowance: int


@dataclass(frozen=True)
class Overtime:
    """Paid days a month, hours a day, and multiples of an hour's pay."""

    days: Fraction
    hours: Fraction
    multiples: Mapping[str, Fraction]


@dataclass(frozen=True)
class DeclaredDeduction:
    """What a person may deduct from a month's taxable pay: fen a month."""

    label: Text
    amounts: tuple[Dated[int], ...]

    def at(self, month: int) -> int:
        """Fen in a month."""
        return value_at(self.amounts, month)


@dataclass(frozen=True, eq=False)
class Law:
    """The law of a country. `currency` is that of all its amounts, `contributions` what is paid
    into in words, `places` are the ids of its places.

    `insurance_base` says what contributions are paid on: the "average" month of a year, or what was
    paid in the "month"; `part_time` are the schemes that are paid into for part-time staff, where
    the law has a rule of their own. `method` is how income tax is withheld: "cumulative" or
    "annualised"; `reliefs` say when which relief holds.
    """

    id: str
    label: Text
    currency: str
    contributions: Text
    places: tuple[str, ...]
    counts: Mapping[str, Counting]
    insurance_base: Literal["average", "month"]
    schemes: Mapping[str, Scheme]
    part_time: tuple[Dated[frozenset[str]], ...]
    method: Literal["cumulative", "annualised"]
    allowance: tuple[Dated[Allowance], ...]
    reliefs: Mapping[Relief, tuple[Dated[None], ...]]
    table: tuple[Dated[Brackets], ...]
    bonus_tax: BonusTax
    labour_tax: tuple[Dated[LabourTax], ...]
    platform_tax: tuple[Dated[PlatformTax], ...]
    overtime: tuple[Dated[Overtime], ...]
    declared_deductions: Mapping[str, DeclaredDeduction]
