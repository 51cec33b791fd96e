"""The law worked out for one person at a time in exact fractions, straight from the data files.

It shares no code with the engine: tax on a year is the sum of what lies in each bracket, entries
are looked up by the text of their months, and every amount is rounded with `half_up` below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[2] / "data" / "statutory"
Entry = Mapping[str, Any]


@cache
def read(name: str) -> Entry:
    """A data file with all numbers as they are written, as text."""
    yaml = YAML(typ="base")
    data: Entry = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return data


def half_up(amount: Fraction, unit: int = 1) -> int:
    return floor(amount / unit + Fraction(1, 2)) * unit


def fen(text: str) -> Fraction:
    return Fraction(text) * 100


def share(text: str) -> Fraction:
    return Fraction(text) / 100


def in_force(entries: Sequence[Entry], month: str) -> Entry:
    """What began last; before all, the first."""
    return next((e for e in reversed(entries) if e["from"] <= month), entries[0])


def following(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def contributions(
    place: str,
    months: Sequence[str],
    bases: Sequence[int],
    there: Sequence[bool],
    chosen: Mapping[str, str],
) -> dict[str, list[tuple[int, int]]]:
    """Fen of employer and employee by scheme and month."""
    data = read(f"places/{place.replace('_', '-')}")
    return {
        name: _scheme(data, entry, months, bases, there, chosen.get(name))
        for name, entry in data["schemes"].items()
    }


def _scheme(
    data: Entry,
    entry: Entry,
    months: Sequence[str],
    bases: Sequence[int],
    there: Sequence[bool],
    chosen: str | None,
) -> list[tuple[int, int]]:
    paid, so_far = [], Fraction(0)
    unit = int(fen(entry["round"]["to"])) if "round" in entry else 1
    for month, base, here in zip(months, bases, there, strict=True):
        if month.endswith("-01"):
            so_far = Fraction(0)
        if not here:
            paid.append((0, 0))
            continue
        bounds = in_force(data["bases"][entry["base"]], month)
        rates = in_force(entry["rates"], month)
        employer, employee = share(rates["employer"]), share(rates["employee"])
        if chosen is not None:
            employer = Fraction(chosen)
            employee = employer if entry["chosen"] == "both" else employee
        if entry.get("year") == "true":
            free = fen(bounds.get("free", "0"))
            counted = _between(so_far + base - free, bounds) - _between(so_far - free, bounds)
            so_far += base
        else:
            counted = _between(Fraction(base), bounds)
        fixed = int(fen(rates.get("employee_fixed", "0")))
        paid.append((half_up(counted * employer, unit), half_up(counted * employee, unit) + fixed))
    return paid


def _between(amount: Fraction, bounds: Entry) -> Fraction:
    amount = max(amount, fen(bounds.get("floor", "0")))
    return min(amount, fen(bounds["cap"])) if "cap" in bounds else amount


def progressive(brackets: Sequence[Entry], taxable: Fraction) -> Fraction:
    """The sum of what each bracket takes of what lies in it."""
    due, below = Fraction(0), Fraction(0)
    for row in brackets:
        upto = fen(row["upto"]) if "upto" in row else taxable
        due += max(min(taxable, upto) - below, Fraction(0)) * share(row["rate"])
        below = upto
    return due


def withheld(
    law: str,
    months: Sequence[str],
    taxed: Sequence[int],
    deducted: Sequence[int],
    there: Sequence[bool],
    apart: Sequence[int],
    allowances: Sequence[int] | None = None,
) -> list[int]:
    """Fen withheld each month, which brings so many `allowances` (or one in service) where the year
    so far counts."""
    data = read(law.replace("_", "-"))
    tax, result = data["income_tax"], []
    year_taxable, year_withheld, had_bonus = Fraction(0), 0, False
    rows_of = zip(months, taxed, deducted, there, apart, allowances or there, strict=True)
    for month, pay, less, here, extra, brought in rows_of:
        if month.endswith("-01"):
            year_taxable, year_withheld, had_bonus = Fraction(0), 0, False
        rows = in_force(tax["table"], month)["brackets"]
        free = in_force(tax["allowance"], month)
        alone = 0
        by_itself = extra > 0 and any(
            e["from"] <= month <= e.get("to", "9999-12") for e in data["bonus_tax"]["in_force"]
        )
        once = "share" in data["bonus_tax"]
        if by_itself and not (once and had_bonus):
            had_bonus = True
            alone = bonus_tax(law, month, extra)
        else:
            pay += extra
        if tax["method"] == "cumulative":
            year_taxable += pay - less - fen(free["month"]) * brought
            due = half_up(progressive(rows, max(year_taxable, Fraction(0))))
            step = max(due - year_withheld, 0)
            year_withheld += step
        else:
            yearly = Fraction((pay - less) * 12) - (fen(free["year"]) if here else 0)
            step = half_up(progressive(rows, max(yearly, Fraction(0))) / 12)
        result.append(step + alone)
    return result


def bonus_tax(law: str, month: str, amount: int) -> int:
    """Tax on a payment by itself: by its row alone where a share of it chooses the row."""
    rule = read(law.replace("_", "-"))["bonus_tax"]
    rows = in_force(rule["table"], month)["brackets"]
    if "share" not in rule:
        return half_up(progressive(rows, Fraction(amount)))
    part = Fraction(amount) / int(rule["share"])
    row = next(r for r in rows if "upto" not in r or part <= fen(r["upto"]))
    return half_up(amount * share(row["rate"]) - fen(row["quick"]))
