"""The engine's payouts as the oracles state theirs, and facts files written from rows of text."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from engine import Payouts
from engine.calendar import paying_rows
from engine.evaluation import GROSS

Row = Mapping[str, str]
Key = tuple[str, str, str]


def write_facts(path: Path, rows: Sequence[Row]) -> Path:
    """A CSV file of rows that all have the same columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def amounts(payouts: Payouts) -> dict[Key, Fraction]:
    """Yuan of every pay line and gross_pay: (employee_id, month, line), wherever there is a row."""
    return {
        (employee, month, line): Fraction(int(fen), 100)
        for line in (*payouts.lines, GROSS)
        for (employee, month), fen in _cells(payouts, payouts.amounts(line))
    }


def measures(payouts: Payouts) -> dict[Key, float | str]:
    """Every measure where it exists, texts as text."""
    found: dict[Key, float | str] = {}
    for line, result in payouts.measures.items():
        rows = paying_rows(payouts.facts.first, payouts.facts.months, result.every)
        for (employee, month), value in _cells(payouts, result.array, rows):
            found[employee, month, line] = result.values[value] if result.values else value
    return found


def differences(
    found: Mapping[Key, object], right: Mapping[Key, object]
) -> dict[Key, tuple[object, object]]:
    """Where two results differ: (found, right), None where there is no entry."""
    return {
        key: (found.get(key), right.get(key))
        for key in sorted({*found, *right})
        if found.get(key) != right.get(key)
    }


def far_apart(
    found: Mapping[Key, float | str], right: Mapping[Key, float | str | Fraction]
) -> dict[Key, tuple[object, object]]:
    """Where measures differ by more than 1e-9 of their size, or in their text."""
    return {
        key: (found.get(key), right.get(key))
        for key in sorted({*found, *right})
        if not _near(found.get(key), right.get(key))
    }


def _near(found: object, right: object) -> bool:
    if isinstance(found, float) and isinstance(right, Fraction):
        return abs(found - float(right)) <= 1e-9 * max(1.0, abs(float(right)))
    return found == right


def _cells(payouts: Payouts, array, rows: slice = slice(None)):  # type: ignore[no-untyped-def]
    """((employee, month), value) wherever there is a row; `array` has the months of `rows`."""
    facts = payouts.facts
    months = facts.month_texts()[rows]
    for month, there, values in zip(months, facts.present[rows], array.tolist(), strict=True):
        for employee, present, value in zip(facts.employees, there, values, strict=True):
            if present:
                yield (employee, month), value
