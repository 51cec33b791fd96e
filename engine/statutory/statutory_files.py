"""The data files of laws and places, read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from engine.calendar import month_number
from engine.statutory.brackets import Brackets, with_quick
from engine.statutory.dated import Dated
from engine.statutory.half_up import fen, share
from engine.statutory.laws import (
    Allowance,
    BonusTax,
    Counting,
    DeclaredDeduction,
    LabourTax,
    Law,
    Overtime,
    PlatformTax,
    Scheme,
)
from engine.statutory.places import Bounds, LocalScheme, MinimumWage, Place, Rates
from engine.text import Text
from engine.yaml_files import DATA, Document, plain_json

FOLDER = DATA / "statutory"
CURRENCY = "CNY"
"""What amounts are in where nothing else is said."""
LOWEST = "lowest"
"""As a place: in each month the lowest minimum wage of all places known."""

T = TypeVar("T")
Entry = Mapping[str, Any]


@cache
def laws() -> Mapping[str, Law]:
    """The laws of countries by id."""
    read = [_law(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {law.id: law for law in read}


@cache
def places() -> Mapping[str, Place]:
    """All places whose contributions are known, by id, in the order of their laws."""
    folder = FOLDER / "places"
    read = [
        _place(folder / f"{name.replace('_', '-')}.yaml", law)
        for law in laws().values()
        for name in law.places
    ]
    return {place.id: place for place in read}


@cache
def currencies() -> tuple[str, ...]:
    """The currencies of all laws."""
    return tuple(dict.fromkeys(law.currency for law in laws().values()))


def places_in(currency: str) -> Mapping[str, Place]:
    """The places whose law is in a currency."""
    return {name: place for name, place in places().items() if place.law.currency == currency}


@cache
def wage_places() -> Mapping[str, Place]:
    """The places whose monthly minimum wage is known."""
    return {name: place for name, place in places().items() if place.minimum_wages}


def minimum_wage(place: str, month: int) -> float:
    """Yuan a month that the law asks for in a place (or LOWEST), in a calendar month."""
    known = wage_places()
    if place == LOWEST:
        return min(each.minimum_wage(month) for each in known.values())
    return known[place].minimum_wage(month)


class _Sourced:
    """A data file whose dated entries name their source among its `sources`."""

    def __init__(self, path: Path) -> None:
        self.data: Entry = plain_json(Document.read(path).data)

    def source(self, entry: Entry) -> Text:
        text: Text = self.data["sources"][entry["source"]]
        return text

    def dated(self, entries: list[Entry], value: Callable[[Entry], T]) -> tuple[Dated[T], ...]:
        made = [
            Dated(
                value(entry),
                month_number(entry["from"]),
                month_number(entry["to"]) if "to" in entry else None,
                self.source(entry),
                bool(entry["verified"]),
            )
            for entry in entries
        ]
        if any(a.last is not None and a.last >= b.first for a, b in pairwise(made)):
            raise ValueError(f"{self.data['id']}: entries overlap or are out of order")
        return tuple(made)


def _law(path: Path) -> Law:
    file = _Sourced(path)
    data = file.data
    tax, bonus = data["income_tax"], data["bonus_tax"]
    per_year = tax["method"] == "annualised"
    divisor = int(bonus["share"]) if bonus["method"] == "share_chooses_row" else 1
    return Law(
        id=data["id"],
        label=data["label"],
        currency=data["currency"],
        contributions=data["contributions"],
        places=tuple(data["places"]),
        counts={
            kind: Counting(e["insurance"], e["tax"], e["minimum_wage"], file.source(e))
            for kind, e in data["counts"].items()
        },
        insurance_base=data["insurance_base"],
        schemes={
            name: Scheme(name, e["label"], bool(e.get("deductible", True)))
            for name, e in data["schemes"].items()
        },
        part_time=file.dated(data.get("part_time", []), lambda e: frozenset(e["schemes"])),
        method=tax["method"],
        allowance=file.dated(
            tax["allowance"], lambda e: Allowance(fen(e["year" if per_year else "month"]))
        ),
        reliefs={
            relief: file.dated(entries, lambda _: None)
            for relief, entries in tax.get("reliefs", {}).items()
        },
        table=file.dated(tax["table"], lambda e: _brackets(e["brackets"])),
        bonus_tax=BonusTax(
            once_a_year=divisor > 1,
            in_force=file.dated(bonus["in_force"], lambda _: None),
            table=file.dated(
                bonus["table"], lambda e: _brackets(e["brackets"]).chosen_by_share(divisor)
            ),
        ),
        labour_tax=file.dated(data.get("labour_tax", []), _labour),
        platform_tax=file.dated(
            data.get("platform_tax", []),
            lambda e: PlatformTax(share(e["expense"]), fen(e["month"])),
        ),
        overtime=file.dated(data.get("overtime", []), _overtime),
        declared_deductions={
            name: DeclaredDeduction(e["label"], file.dated(e["amounts"], lambda a: fen(a["month"])))
            for name, e in data.get("declared_deductions", {}).items()
        },
    )


def _brackets(rows: list[Entry]) -> Brackets:
    return with_quick(
        [
            (
                float(fen(row["upto"])) if "upto" in row else inf,
                share(row["rate"]),
                fen(row["quick"]) if "quick" in row else None,
            )
            for row in rows
        ]
    )


def _labour(entry: Entry) -> LabourTax:
    return LabourTax(
        fen(entry["small"]),
        fen(entry["small_expense"]),
        share(entry["expense"]),
        _brackets(entry["brackets"]),
    )


def _overtime(entry: Entry) -> Overtime:
    multiples = {name: _exact(entry[name]) for name in ("workday", "rest_day", "holiday")}
    return Overtime(_exact(entry["days"]), _exact(entry["hours"]), multiples)


def _exact(value: float) -> Fraction:
    return Fraction(repr(float(value)))


def _place(path: Path, law: Law) -> Place:
    file = _Sourced(path)
    data = file.data
    wage: Entry = data.get("minimum_wage", {"from": []})
    bounds = {name: file.dated(entries, _bounds) for name, entries in data["bases"].items()}
    local: dict[str, LocalScheme] = {}
    for name in law.schemes:
        if entry := data["schemes"].get(name):
            rounding = entry.get("round")
            local[name] = LocalScheme(
                name,
                bounds[entry["base"]],
                file.dated(entry["rates"], _rates),
                entry.get("chosen", ""),
                bool(entry.get("year", False)),
                rounding and _rounding(file, rounding),
            )
    if unknown := data["schemes"].keys() - local.keys():
        raise ValueError(f"{data['id']}: the law knows no {sorted(unknown)}")
    return Place(
        id=data["id"],
        label=data["label"],
        law=law,
        schemes=local,
        minimum_wages=file.dated(
            wage["from"], lambda e: MinimumWage(float(e["month"]), float(e["hour"]))
        ),
        net=bool(wage.get("net", False)),
    )


def _bounds(entry: Entry) -> Bounds:
    cap = float(fen(entry["cap"])) if "cap" in entry else inf
    return Bounds(float(fen(entry.get("floor", 0))), cap, float(fen(entry.get("free", 0))))


def _rates(entry: Entry) -> Rates:
    low, high = entry.get("range", (entry["employer"], entry["employer"]))
    return Rates(
        share(entry["employer"]),
        share(entry["employee"]),
        fen(entry.get("employee_fixed", 0)),
        share(low),
        share(high),
        bool(entry.get("or_none", False)),
    )


def _rounding(file: _Sourced, entry: Entry) -> Dated[int]:
    return Dated(fen(entry["to"]), 0, None, file.source(entry), bool(entry["verified"]))
