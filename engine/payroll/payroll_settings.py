"""What is asked of payroll: where people are insured, on which base, and how they are taxed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from engine.statutory import CURRENCY, Relief, places, places_in
from engine.text import Problem, Refused
from engine.yaml_files import Json, is_number, plain_json, unknown_name

PAYROLL = "payroll"
"""Where the settings stand in a file of a scenario or a company."""
Base = Literal["this_year", "month", "last_year"]
BASES: tuple[Base, ...] = ("this_year", "month", "last_year")
"""What contributions are paid on: the average month of the same run, which is what pay costs in the
long run; each month's own pay; or the average month under the plan as documented, so that a change
of the plan moves contributions only later."""
Bonus = Literal["apart", "together", "cheaper"]
BONUSES: tuple[Bonus, ...] = ("apart", "together", "cheaper")
"""How a bonus that may be taxed apart is taxed: apart, with the month, or as costs less."""
USUAL_PLACE = "shanghai"
MOST_DEDUCTIONS = 100_000.0
"""Yuan a month: more is an amount of a year, or of something else."""


@dataclass(frozen=True)
class PayrollSettings:
    """What is asked of payroll. Immutable.

    `place` is the id of a place where everybody is insured, unless `place_column` names a category
    of the facts that holds the place of each person, by id or label; values of it that are no
    names of places, as those of regions, have theirs in `column_places`. `unit_places` are the
    places of a company's units that are insured elsewhere, whatever its file says; "" is where all
    others are. `base` is one of BASES and
    `bonus` one of BONUSES. `rates` are the shares that the employer chose, by scheme (0.07 of
    housing_fund). `deductions` are special additional deductions, yuan a head and month, unless
    `deductions_column` names a number column of the facts that has those of each person and month.
    `taxed_before_column` and `withheld_before_column` have taxable income and tax withheld of the
    year before the first month, `first_wage_column` and `whole_year_column` 1 for who has that
    relief of withholding and else 0, in their first month of each calendar year.
    """

    place: str = USUAL_PLACE
    place_column: str = ""
    column_places: Mapping[str, str] = field(default_factory=dict)
    unit_places: Mapping[str, str] = field(default_factory=dict)
    base: Base = "this_year"
    rates: Mapping[str, float] = field(default_factory=dict)
    deductions: float = 0.0
    deductions_column: str = ""
    bonus: Bonus = "apart"
    taxed_before_column: str = ""
    withheld_before_column: str = ""
    first_wage_column: str = ""
    whole_year_column: str = ""

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> str:
        """The settings as one text, the same for equal settings."""
        return json.dumps(self.as_json(), sort_keys=True)

    def as_json(self) -> dict[str, Json]:
        """The entries of a file: the place, and all else that differs from what is usual."""
        usual = PayrollSettings()
        said: dict[str, Json] = {"place": self.place}
        for name in _ENTRIES[1:]:
            value = getattr(self, name)
            if value != getattr(usual, name):
                said[name] = dict(sorted(value.items())) if isinstance(value, Mapping) else value
        return said

    @classmethod
    def from_json(cls, data: Any, currency: str = CURRENCY) -> PayrollSettings:
        """The settings that a file has, for pay in a currency. Raises Refused with all that does
        not fit, each with its path as the column. Which schemes leave the employer a choice, and
        within which bounds, is found where contributions are worked out, and so is that a place's
        law is in another currency."""
        if not isinstance(data, Mapping):
            value = str(data)[:80]
            raise Refused([Problem("payroll_entries", column=PAYROLL, value=value)])
        entries = plain_json(data)
        problems = [
            problem for name, value in entries.items() for problem in _wrong(name, value, currency)
        ]
        if problems:
            raise Refused(problems)
        known = {**entries, "deductions": float(entries.get("deductions", 0.0))}
        rates = entries.get("rates") or {}
        known["rates"] = {str(name): float(value) for name, value in sorted(rates.items())}
        for name in _PLACES:
            known[name] = dict(sorted((entries.get(name) or {}).items()))
        return cls(**known)

    @property
    def reliefs(self) -> tuple[Relief, ...]:
        """The reliefs of withholding that are asked for."""
        return tuple(relief for relief, name in RELIEFS.items() if getattr(self, name))

    def at(self, place: str) -> PayrollSettings:
        """The same where everybody is insured at another place; the same where it is ""."""
        return replace(self, place=place, place_column="") if place else self

    def of_unit(self, unit: str, own: str = "") -> PayrollSettings:
        """The settings of one unit, whose file has it insured at `own`, "" where all are."""
        found = self.at(self.unit_places.get(unit, own))
        return replace(found, unit_places={}) if found.unit_places else found


_PLACES = ("column_places", "unit_places")
YEAR_SO_FAR = ("taxed_before_column", "withheld_before_column")
"""The settings that say what was earned and taxed in the year before the first month."""
RELIEFS: Mapping[Relief, str] = {
    "first_wage": "first_wage_column",
    "whole_year": "whole_year_column",
}
"""The settings that name columns of who has a relief of withholding."""
DECLARED = ("deductions", "deductions_column")
"""The settings that say what people declared."""
_ENTRIES = (
    *("place", "place_column", *_PLACES, "base", "rates"),
    *(*DECLARED, "bonus", *YEAR_SO_FAR, *RELIEFS.values()),
)


def payroll_of(
    data: Mapping[str, Any], units: Collection[str], currency: str = CURRENCY
) -> PayrollSettings | None:
    """The settings that stand in a file of a company of some units, or of a scenario of one, for
    pay in a currency; None where there are none. Raises Refused as
    `PayrollSettings.from_json` does, and for places of units that are not there."""
    given = data.get(PAYROLL)
    if given is None:
        return None
    settings = PayrollSettings.from_json(given, currency)
    unknown = [unit for unit in settings.unit_places if unit not in units]
    if unknown:
        path = f"{PAYROLL}.unit_places"
        told = [unknown_name("unit", unit, tuple(units)) for unit in unknown]
        raise Refused([replace(p, column=path) for p in told])
    return settings


def _wrong(name: str, value: Json, currency: str) -> Iterator[Problem]:
    """What does not fit about an entry."""
    path, said = f"{PAYROLL}.{name}", str(value)[:80]
    known = {"place": tuple(places_in(currency)), "base": BASES, "bonus": BONUSES}
    if name not in _ENTRIES:
        yield replace(unknown_name("entry", name, _ENTRIES), column=path)
    elif name in known:
        if value not in (tuple(places()) if name == "place" else known[name]):
            yield replace(unknown_name(name, said, known[name]), column=path)
    elif name == "rates":
        yield from _wrong_rates(value, path)
    elif name in _PLACES:
        yield from _wrong_places(value, path, may_be_none=name == "unit_places")
    elif name == "deductions":
        if (
            not is_number(value)
            or not 0 <= value <= MOST_DEDUCTIONS
            or abs(value * 100 - round(value * 100)) > 1e-6
        ):
            yield Problem("payroll_deductions", column=path, value=said)
    elif not isinstance(value, str):
        yield Problem("payroll_column", column=path, value=said)


def _wrong_rates(value: Json, path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem("payroll_rates", column=path, value=str(value)[:80])
        return
    for scheme, rate in cast(Mapping[str, Json], value).items():
        if not is_number(rate) or not 0 <= rate <= 1:
            yield Problem("payroll_rates", column=f"{path}.{scheme}", value=str(rate)[:80])


def _wrong_places(value: Json, path: str, *, may_be_none: bool) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem("payroll_places", column=path, value=str(value)[:80])
        return
    known = (*places(), *([""] if may_be_none else []))
    for name, place in cast(Mapping[str, Json], value).items():
        if place not in known:
            told = unknown_name("place", str(place)[:80], tuple(places()))
            yield replace(told, column=f"{path}.{name}")
