"""What is known of people, as dense month-major arrays: one row a month, one column an employee.

Nothing here reads files (see `reading`) or knows plans. Employees are sorted by id, so the order
of rows in a file never changes a result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, month_text, paying_rows, period_start
from engine.facts.row_origin import RowOrigin
from engine.formula import exact
from engine.text import Problem

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8] | NDArray[np.int32]


@dataclass(frozen=True)
class Category:
    """A text column: `codes[month, employee]` points into `values`; `len(values)` means no row."""

    values: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True)
class Facts:
    """Facts of `n` employees over `t` consecutive calendar months.

    `present[t, n]` tells who has a row. Number columns are float64 `[t, n]`, 0 where there is no
    row. `people` columns hold the position of another employee (or -1). `source` says in one
    phrase where the facts come from; it is shown, never computed with. `notes` say what was read,
    and `warnings` what should be looked at; both are said to whoever brings the facts. `further`
    has number columns beyond the plan's (float64 `[t, n]`, NaN where blank or no row): no pay
    depends on them, so they are no part of `key`. `not_kept` are the headings of columns beyond
    the plan's that hold neither numbers only nor a few texts to group by.
    `assumptions` are what is taken for true of them and stands in no file: they are
    said with every result. `origin` is where the rows stand in `source`, None where in no file.
    """

    first: int
    employees: tuple[str, ...]
    present: Flags
    numbers: Mapping[str, Numbers]
    categories: Mapping[str, Category]
    people: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    source: str = ""
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    further: Mapping[str, Numbers] = field(default_factory=dict)
    assumptions: tuple[Problem, ...] = ()
    not_kept: tuple[str, ...] = ()
    origin: RowOrigin | None = None

    def __post_init__(self) -> None:
        shape = (self.present.shape[0], len(self.employees))
        arrays = [
            self.present,
            *self.numbers.values(),
            *(c.codes for c in self.categories.values()),
            *self.people.values(),
            *self.further.values(),
            *([] if self.origin is None else [self.origin.rows]),
        ]
        for array in arrays:
            if array.shape != shape:
                raise ValueError(f"facts of shape {array.shape}, expected {shape}")
            array.setflags(write=False)

    @property
    def months(self) -> int:
        """Calendar months covered, gaps included."""
        return int(self.present.shape[0])

    @property
    def size(self) -> int:
        """Number of employees."""
        return len(self.employees)

    @cached_property
    def full(self) -> bool:
        """Whether everyone has a row in every month."""
        return bool(self.present.all())

    @cached_property
    def person_months(self) -> int:
        """Number of rows."""
        return int(self.present.sum())

    @cached_property
    def months_by_person(self) -> Numbers:
        """Months in service of each employee, shape (n,)."""
        return np.asarray(self.present.sum(axis=0), dtype=np.float64)

    @cached_property
    def position(self) -> dict[str, int]:
        """Column of each employee id."""
        return {employee: i for i, employee in enumerate(self.employees)}

    def decimals(self, name: str) -> exact.Decimals:
        """The decimal places of a column of numbers; None where it has more than a file may."""
        if name not in self._decimals:
            self._decimals[name] = exact.decimals_of_column(self.numbers[name])
        return self._decimals[name]

    @cached_property
    def _decimals(self) -> dict[str, exact.Decimals]:
        return {}

    def total(self, name: str) -> float:
        """All numbers of a column added up."""
        if name not in self._totals:
            self._totals[name] = float(self.numbers[name].sum())
        return self._totals[name]

    @cached_property
    def _totals(self) -> dict[str, float]:
        return {}

    @cached_property
    def key(self) -> str:
        """Hash of everything pay depends on; equal keys mean equal pay."""
        digest = hashlib.blake2b(digest_size=16)
        digest.update(f"{self.first} {self.present.shape}".encode())
        digest.update("\n".join(self.employees).encode())
        digest.update(np.packbits(self.present).tobytes())
        for name in sorted(self.numbers):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self.numbers[name]).data)
        for name in sorted(self.categories):
            column = self.categories[name]
            digest.update(f"{name}\0{column.values}".encode())
            digest.update(np.ascontiguousarray(column.codes).data)
        for name in sorted(self.people):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self.people[name]).data)
        return digest.hexdigest()

    def known(self, key: str, decimals: Mapping[str, exact.Decimals]) -> Facts:
        """The same facts, whose key and decimals of columns are known from how they were made, so
        that nobody has to look at all of them."""
        same = replace(self)
        same.__dict__["key"] = key
        same.__dict__["_decimals"] = {n: d for n, d in decimals.items() if n in self.numbers}
        return same

    def period_ends(self, every: Every) -> Flags:
        """Where a calendar period ends for each person, shape (t, n): in its last month for whoever
        has a row in it, and else in the last month of theirs in the period. A period whose last
        month lies beyond the calendar ends for nobody."""
        ends = np.zeros_like(self.present)
        rows = paying_rows(self.first, self.months, every)
        for row in range(*rows.indices(self.months)):
            there = self.present[period_start(self.first, row, every) : row + 1]
            last = row - there[::-1].argmax(axis=0)
            ends[last, np.arange(self.size)] |= there.any(axis=0)
        return ends

    def month_texts(self) -> list[str]:
        """YYYY-MM of every month covered."""
        return [month_text(self.first + row) for row in range(self.months)]

    def with_numbers(self, name: str, numbers: Numbers) -> Facts:
        """The facts with another column of numbers; only that column is hashed anew."""
        changed = replace(self, numbers={**self.numbers, name: numbers})
        known = {n: found for n, found in self._decimals.items() if n != name}
        changed.__dict__["_decimals"] = known
        digest = hashlib.blake2b(f"{self.key} {name} ".encode(), digest_size=16)
        digest.update(np.ascontiguousarray(numbers).data)
        changed.__dict__["key"] = digest.hexdigest()
        return changed

    def on_calendar(self, first: int, months: int) -> Facts:
        """The same people on a longer calendar; nobody has a row in the months that are added.
        Raises ValueError for one that does not hold all months of these."""
        before = self.first - first
        after = months - before - self.months
        if before < 0 or after < 0:
            raise ValueError(f"{months} months from {first} do not hold {self.first}")

        def longer(array: NDArray[np.generic], empty: float) -> Any:
            return np.pad(array, ((before, after), (0, 0)), constant_values=empty)

        origin = self.origin
        return replace(
            self,
            first=first,
            present=longer(self.present, False),
            numbers={k: longer(v, 0.0) for k, v in self.numbers.items()},
            categories={
                k: Category(c.values, longer(c.codes, len(c.values)))
                for k, c in self.categories.items()
            },
            people={k: longer(v, -1) for k, v in self.people.items()},
            further={k: longer(v, np.nan) for k, v in self.further.items()},
            origin=None if origin is None else replace(origin, rows=longer(origin.rows, -1)),
        )

    def take(self, positions: Sequence[int] | NDArray[np.intp]) -> Facts:
        """The facts of some employees, in the order of their ids."""
        keep = np.unique(np.asarray(positions, dtype=np.intp))
        renumber = np.full(self.size + 1, -1, dtype=np.int32)
        renumber[keep] = np.arange(keep.size, dtype=np.int32)
        return Facts(
            first=self.first,
            employees=tuple(self.employees[i] for i in keep),
            present=np.ascontiguousarray(self.present[:, keep]),
            numbers={k: np.ascontiguousarray(v[:, keep]) for k, v in self.numbers.items()},
            categories={
                k: category(c.values, np.ascontiguousarray(c.codes[:, keep]))
                for k, c in self.categories.items()
            },
            people={k: renumber[v[:, keep]] for k, v in self.people.items()},
            source=self.source,
            further={k: np.ascontiguousarray(v[:, keep]) for k, v in self.further.items()},
            assumptions=self.assumptions,
            not_kept=self.not_kept,
            origin=None if self.origin is None else self.origin.take(keep),
        )


def category(values: Sequence[str], codes: NDArray[np.integer]) -> Category:
    """A category column with the narrowest codes that hold its values and "no row"."""
    narrow = np.int8 if len(values) < 127 else np.int32
    return Category(tuple(values), codes.astype(narrow))  # type: ignore[arg-type]
