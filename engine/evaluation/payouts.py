"""The result of a plan for a workforce: totals, pay by person, distribution, and the long table.

Amounts are whole fen in float64 (sums of them are exact in any order); what leaves here is yuan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.calendar import Every, paying_rows
from engine.evaluation.freed_memory import POOL
from engine.evaluation.people_counts import added_up, cell_sums, histogram, percentiles
from engine.facts import Facts
from engine.plan import Plan
from engine.sheets import EMPLOYEE, MONTH

Array = NDArray[np.float64]

RESIDUE = 1e-12
"""A measure below it is what binary sums leave of nought."""

GROSS = "gross_pay"

PIECE = 1 << 20
"""Months of people that are written as text at a time."""


@dataclass(frozen=True)
class LineResult:
    """One pay line: fen by month of the facts, fen by person over all months, and all amounts.

    `amounts` has a row for each month in which it may be paid, `every` so often, and is None where
    only totals were asked.
    """

    every: Every
    by_month: Array
    by_person: Array
    amounts: Array | None = None

    def __sizeof__(self) -> int:
        """Bytes of the arrays."""
        amounts = 0 if self.amounts is None else self.amounts.nbytes
        return self.by_month.nbytes + self.by_person.nbytes + amounts


@dataclass(frozen=True)
class Subtotal:
    """What some lines pay each person over all months together, in fen."""

    lines: Sequence[LineResult]
    by_person: Array

    def columns(self, results: Collection[LineResult]) -> list[Array]:
        """Fen by person that add up to what `results` pay: once for all lines of this, where they
        are among them."""
        rest = [r for r in results if not any(r is line for line in self.lines)]
        if len(rest) + len(self.lines) != len(results):
            return [result.by_person for result in results]
        return [self.by_person, *(result.by_person for result in rest)]


@dataclass(frozen=True)
class MeasureResult:
    """One measure, unrounded, a row for each month it exists in; codes where `values` is set."""

    every: Every
    array: NDArray[np.generic]
    values: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Payouts:
    """What a plan pays. Arrays by person are in the order of `facts.employees`. The `subtotal` of
    some lines is known from another run of these people."""

    plan: Plan
    facts: Facts
    lines: Mapping[str, LineResult]
    measures: Mapping[str, MeasureResult] = field(default_factory=dict)
    subtotal: Subtotal | None = None

    def __sizeof__(self) -> int:
        """Bytes held besides the facts and what the engine remembers itself: numbers by person."""
        return 5 * 8 * self.facts.size

    @cached_property
    def cost_by_month(self) -> Array:
        """Yuan paid in each calendar month of the facts, shape (months,)."""
        total = sum((r.by_month for r in self.lines.values()), start=np.zeros(self.facts.months))
        return np.asarray(total / 100.0)

    @cached_property
    def total(self) -> float:
        """Yuan paid altogether."""
        return float(sum(float(r.by_month.sum()) for r in self.lines.values()) / 100.0)

    @property
    def pay_by_person(self) -> Array:
        """Yuan paid to each person over all months, shape (people,)."""
        return self._pay[0]

    @property
    def monthly_pay_by_person(self) -> Array:
        """Yuan a month in service, shape (people,)."""
        return self._pay[1]

    @cached_property
    def _pay(self) -> tuple[Array, Array]:
        """The pay of each person over all months, and a month in service."""
        results = self.lines.values()
        if self.subtotal is None:
            lines = [result.by_person for result in results]
        else:
            lines = self.subtotal.columns(results)
        months = float(self.facts.months) if self.facts.full else self.facts.months_by_person
        return added_up(lines or [np.zeros(self.facts.size)], 100.0, months)

    @cached_property
    def line_totals(self) -> dict[str, float]:
        """Yuan paid by each line."""
        return {k: float(r.by_month.sum()) / 100.0 for k, r in self.lines.items()}

    def line_by_month(self, line: str) -> Array:
        """Yuan paid by one line in each month, shape (months,)."""
        return self.lines[line].by_month / 100.0

    def line_by_person(self, line: str) -> Array:
        """Yuan paid by one line to each person, shape (people,)."""
        return self.lines[line].by_person / 100.0

    def amounts(self, line: str) -> Array:
        """Fen of one line, or of gross_pay, for every month and person, shape (months, people).

        Raises ValueError where only totals were worked out.
        """
        results = list(self.lines.values()) if line == GROSS else [self.lines[line]]
        monthly: list[Array] = []
        rarer: list[tuple[slice, Array]] = []
        for result in results:
            if result.amounts is None:
                raise ValueError("only totals were worked out")
            if result.every is Every.MONTH:
                monthly.append(result.amounts)
            else:
                rows = paying_rows(self.facts.first, self.facts.months, result.every)
                rarer.append((rows, result.amounts))
        out = POOL.empty((self.facts.months, self.facts.size))
        if monthly:
            cell_sums(monthly, out)
        else:
            out.fill(0.0)
        for rows, amounts in rarer:
            out[rows] += amounts
        return out

    def take(self, places: Sequence[int] | NDArray[np.intp]) -> Payouts:
        """The same pay of some people alone, in the order of ids; without measures.

        Raises ValueError where only totals were worked out.
        """
        keep, lines = np.unique(np.asarray(places, dtype=np.intp)), {}
        for name, result in self.lines.items():
            if result.amounts is None:
                raise ValueError("only totals were worked out")
            own = result.amounts[:, keep]
            by_month = np.zeros(self.facts.months)
            by_month[paying_rows(self.facts.first, self.facts.months, result.every)] = own.sum(1)
            lines[name] = LineResult(result.every, by_month, own.sum(axis=0), own)
        return Payouts(self.plan, self.facts.take(keep), lines)

    @cached_property
    def people_by_pay(self) -> NDArray[np.intp]:
        """Places of people from the least to the best paid a month, equal ones by id."""
        return np.argsort(self.monthly_pay_by_person, kind="stable")

    def percentiles(self, shares: Sequence[float]) -> list[float]:
        """Exact percentiles of pay by person (linear between neighbours), shares from 0 to 1."""
        return percentiles(self.pay_by_person, shares)

    def monthly_percentiles(self, shares: Sequence[float]) -> tuple[float, ...]:
        """The same of pay a month in service. Remembered: what is drawn beside it asks again."""
        key = tuple(shares)
        if key not in self._percentiles:
            self._percentiles[key] = tuple(percentiles(self.monthly_pay_by_person, shares))
        return self._percentiles[key]

    def histogram(self, edges: Array) -> NDArray[np.int64]:
        """How many people are paid between each two edges a month in service. Remembered as well,
        and not to be written to."""
        key = edges.tobytes()
        if key not in self._histograms:
            self._histograms[key] = histogram(self.monthly_pay_by_person, edges)
            self._histograms[key].setflags(write=False)
        return self._histograms[key]

    @cached_property
    def _percentiles(self) -> dict[tuple[float, ...], tuple[float, ...]]:
        return {}

    @cached_property
    def _histograms(self) -> dict[bytes, NDArray[np.int64]]:
        return {}

    def table(
        self, measures: bool = False, further: Mapping[str, Array] = MappingProxyType({})
    ) -> pa.Table:
        """The long table: employee_id, month, line, amount — by employee, month, line order.

        One row for each pay line and gross_pay wherever a person has a row, then for each of the
        `further` lines (whole fen [months, people] by name); amounts as text with two decimals.
        With `measures`, a row for each measure where it exists, unrounded.
        """
        return long_table(self, measures, further)


def long_table(
    payouts: Payouts, measures: bool, further: Mapping[str, Array] = MappingProxyType({})
) -> pa.Table:
    """See `Payouts.table`."""
    facts, plan = payouts.facts, payouts.plan
    person, month = np.nonzero(facts.present.T)
    cells: dict[str, tuple[Array | NDArray[np.generic], MeasureResult | None]] = {}
    for line in plan.lines.values():
        if line.paid:
            cells[line.id] = payouts.amounts(line.id), None
    cells[GROSS] = payouts.amounts(GROSS), None
    cells |= {name: (fen, None) for name, fen in further.items()}
    there = np.ones((facts.months, len(cells)), dtype=np.bool_)
    for line in plan.measures if measures else ():
        result = payouts.measures[line.id]
        rows = paying_rows(facts.first, facts.months, result.every)
        exists = np.zeros((facts.months, 1), dtype=np.bool_)
        exists[rows] = True
        there = np.hstack([there, exists])
        whole = np.zeros((facts.months, facts.size), dtype=result.array.dtype)
        whole[rows] = result.array
        cells[line.id] = whole, result
    employees, months = pa.array(facts.employees, pa.string()), pa.array(facts.month_texts())
    names = pa.array(list(cells), pa.string())
    pieces = []
    for start in range(0, max(person.size, 1), PIECE):
        who, when = person[start : start + PIECE], month[start : start + PIECE]
        texts = [
            yuan_texts(array[when, who]) if of is None else _measure(array[when, who], of.values)
            for array, of in cells.values()
        ]
        keep = there[when].ravel()
        row = np.repeat(np.arange(who.size), len(cells))[keep]
        line_of = np.tile(np.arange(len(cells)), who.size)[keep]
        columns = {
            EMPLOYEE: employees.take(pa.array(who[row])),
            MONTH: months.take(pa.array(when[row])),
            "line": names.take(pa.array(line_of)),
            "amount": pa.concat_arrays(texts).take(pa.array(line_of * who.size + row)),
        }
        pieces.append(pa.table(columns))
    return pieces[0] if len(pieces) == 1 else pa.concat_tables(pieces)


def yuan_texts(fen: Array | NDArray[np.generic]) -> pa.StringArray:
    """Whole fen as yuan with two decimals; never through a binary fraction of a yuan."""
    words = np.empty((fen.size, 2), dtype=np.int64)
    words[:, 0] = fen
    words[:, 1] = words[:, 0] >> 63
    yuan = pa.Decimal128Array.from_buffers(
        pa.decimal128(18, 2), fen.size, [None, pa.py_buffer(words)]
    )
    return yuan.cast(pa.string())


def _measure(cells: NDArray[np.generic], values: tuple[str, ...] | None) -> pa.StringArray:
    if values is not None:
        return pa.array([*values, ""], pa.string()).take(pa.array(cells))
    whole = np.where(np.abs(cells) < RESIDUE, 0.0, cells)  # no "-0" either
    return pa.array([f"{x:.12g}" for x in whole.tolist()], pa.string())
