"""Everybody of compared companies as rows: searched, sorted and filtered a page at a time, and as
one table to take along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.analysis import BANDS
from engine.comparison.changed_people import ChangedPeople

Places = NDArray[np.intp]
Values = NDArray[np.float64]

EMPLOYEE, UNIT_COLUMN, MONTHS, BASELINE = "employee_id", "unit", "months", "baseline"


@dataclass(frozen=True)
class PeoplePage:
    """Some rows of all that fit, and how many fit."""

    rows: pa.Table
    count: int


class PeopleRows:
    """Everybody under a baseline and those variants that are paid for the same facts.

    Columns: `employee_id`; `unit`, the one in which somebody was last; `months` in service;
    `baseline`, yuan of all months; and for each variant, by its place in the comparison, `pay_1`,
    `change_1` (yuan of all months), `monthly_change_1` (yuan a month in service), `share_1` (of the
    baseline pay; ±1 where that is 0) and `band_1` (one of BANDS).
    """

    def __init__(self, variants: Mapping[int, ChangedPeople]) -> None:
        if not variants:
            raise ValueError("nobody to compare")
        self.variants = variants
        self._orders: dict[str, Places] = {}

    @cached_property
    def numbers(self) -> dict[str, Values]:
        """The columns of numbers, by person."""
        found: dict[str, Values] = {}
        for place, people in self.variants.items():
            found.setdefault(MONTHS, people.months)
            found.setdefault(BASELINE, people.baseline.pay_by_person)
            found[f"pay_{place}"] = people.variant.pay_by_person
            found[f"change_{place}"] = people.change_by_person
            found[f"monthly_change_{place}"] = people.change_by_person / np.maximum(
                people.months, 1.0
            )
            found[f"share_{place}"] = people.share_by_person
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The names by which rows can be put in order."""
        return (EMPLOYEE, UNIT_COLUMN, *self.numbers)

    def page(
        self,
        search: str = "",
        *,
        order: str = EMPLOYEE,
        descending: bool = False,
        offset: int = 0,
        count: int = 50,
        unit: str = "",
        band: str = "",
        of: int | None = None,
    ) -> PeoplePage:
        """The rows from `offset` on of people whose id contains `search`, in one `unit` and whose
        change under variant `of` (else the first) falls into a `band`. Equal ones are in the order
        of ids. Raises ValueError for an unknown order, unit, band or variant.
        """
        if order not in self.columns:
            raise ValueError(f"no order {order!r}; there are {', '.join(self.columns)}")
        fits = self._fitting(search.strip(), unit, band, of)
        ordered = self._ordered(order, descending)
        found = ordered if fits is None else ordered[fits[ordered]]
        return PeoplePage(self._rows(found[offset : offset + count]), int(found.size))

    def whole(self) -> pa.Table:
        """Everybody in the order of ids."""
        return self._rows(np.arange(len(self._first.employees)))

    @cached_property
    def _first(self) -> ChangedPeople:
        return next(iter(self.variants.values()))

    @cached_property
    def _ids(self) -> pa.Array:
        return pa.array(self._first.employees, pa.string())

    @cached_property
    def _lower(self) -> pa.Array:
        return pc.utf8_lower(self._ids)

    @cached_property
    def _units(self) -> list[str]:
        return list(self._first.baseline.units)

    def _fitting(
        self, search: str, unit: str, band: str, of: int | None
    ) -> NDArray[np.bool_] | None:
        wanted: list[NDArray[np.bool_]] = []
        if search:
            match = pc.match_substring(self._lower, search.lower())
            wanted.append(match.to_numpy(zero_copy_only=False))
        if unit:
            wanted.append(self._first.unit == self._units.index(unit))
        if band:
            place = next(iter(self.variants)) if of is None else of
            if place not in self.variants:
                raise ValueError(f"no variant {place}")
            wanted.append(self.variants[place].band_by_person == BANDS.index(band))
        return np.logical_and.reduce(wanted) if wanted else None

    def _ordered(self, order: str, descending: bool) -> Places:
        """All people by one column; equal ones by id, whichever way the column goes."""
        key = f"{order} {descending}"
        if key not in self._orders:
            values: NDArray[np.number] = np.arange(len(self._first.employees))
            if order == UNIT_COLUMN:
                values = self._first.unit
            elif order != EMPLOYEE:
                values = self.numbers[order]
            self._orders[key] = np.argsort(-values if descending else values, kind="stable")
        return self._orders[key]

    def _rows(self, places: Places) -> pa.Table:
        taken = pa.array(places)
        columns: dict[str, pa.Array] = {EMPLOYEE: self._ids.take(taken)}
        columns[UNIT_COLUMN] = pa.array(self._units, pa.string()).take(
            pa.array(self._first.unit[places])
        )
        for name, values in self.numbers.items():
            own = values[places]
            columns[name] = pa.array(own.astype(np.int64) if name == MONTHS else own)
            if name.startswith("share_"):
                place = int(name.removeprefix("share_"))
                bands = self.variants[place].band_by_person[places]
                columns[f"band_{place}"] = pa.array(BANDS, pa.string()).take(pa.array(bands))
        return pa.table(columns)
