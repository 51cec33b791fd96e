"""From one function a line to the rounded pay slips and exact measures of all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from tests.oracle.arithmetic import rounded

Row = Mapping[str, str]
Line = Callable[[Row], Fraction]
Measure = Callable[[Row], Fraction | str]
Key = tuple[str, str, str]
Amounts = dict[Key, Fraction]
Measures = dict[Key, Fraction | str]


def number(row: Row, column: str) -> Fraction:
    """The cell's number exactly as written."""
    return Fraction(row[column])


def pay_slips(rows: Iterable[Row], lines: Mapping[str, Line]) -> Amounts:
    """Yuan of every pay line, rounded to the fen, and of gross_pay: (employee_id, month, line)."""
    amounts: Amounts = {}
    for row in rows:
        slip = {name: rounded(Fraction(line(row))) for name, line in lines.items()}
        slip["gross_pay"] = sum(slip.values(), Fraction(0))
        for name, amount in slip.items():
            amounts[row["employee_id"], row["month"], name] = amount
    return amounts


def measured(rows: Iterable[Row], measures: Mapping[str, Measure]) -> Measures:
    """The exact value, or the text, of every measure on every row given: (employee_id, month,
    measure).
    """
    found: Measures = {}
    for row in rows:
        for name, measure in measures.items():
            value = measure(row)
            exact = value if isinstance(value, str) else Fraction(value)
            found[row["employee_id"], row["month"], name] = exact
    return found
