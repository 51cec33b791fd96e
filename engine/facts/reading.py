"""From a sheet in a plan's columns to Facts, or to a list of all that is wrong with it.

Every cell is checked before anything is computed; a problem names line, column and value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.calendar import EARLIEST, LATEST, month_number, month_of_date, month_text
from engine.facts.arrays import Category, Facts, category
from engine.facts.column_scales import OtherScale, other_scales
from engine.facts.complaints import DAMAGED, ERRORS, Complaints
from engine.facts.identity import (
    Coded,
    absent_managers,
    circles,
    is_rounded,
    same_groups,
    same_ids,
)
from engine.facts.totals import perhaps_total, without_totals
from engine.plan import TENURE, Column, Plan, refused, unusual
from engine.progress import Progress, no_progress, part
from engine.sheets import EMPLOYEE, HIRED, MONTH, Sheet, read_sheet
from engine.text import MOST_PROBLEMS, Problem, Refused, Text, as_typed, each_problem, nearest

MOST_VALUES = 60
"""A text column beyond the plan's is kept for grouping if it has at most so many values."""
LOOKED_AT = 1000
"""So many rows are enough to see that a column has too many values."""
SHEET = 0.5
"""The share of reading that goes into the cells, before they are checked."""
LONGEST = 600
"""Calendar months between the first and the last row; more is a mistyped year."""
FAR, YEARS = 96, 36
"""So many months without a row part months that belong together from mistyped ones, or from some
that may be."""
LONGEST_TENURE = 720
"""Months of service beyond these are hardly anybody's."""

MOSTLY = 0.5
"""A column beyond the plan's with so many numbers is meant to be one of figures."""
MOST_DIGITS = 1e15
"""Numbers from here on lose digits; they are names, not figures."""

NO_TEXT = "—"
"""What a blank cell is in a column of texts beyond the plan's."""

Rows = NDArray[np.intp]
Numbers = NDArray[np.float64]


def read_facts(source: str | Path, plan: Plan, progress: Progress = no_progress) -> Facts:
    """The facts in a CSV, Parquet or workbook file (`-` is CSV from standard input).

    Raises Refused with all problems together.
    """
    sheet = read_sheet(source, part(progress, 0.0, SHEET))
    return facts_from(sheet, plan, part(progress, SHEET, 1.0))


def facts_from(sheet: Sheet, plan: Plan, progress: Progress = no_progress) -> Facts:
    """Checks a sheet against the columns a plan reads and arranges it in arrays."""
    return _Check(plan, progress, sheet=without_totals(sheet, EMPLOYEE)).facts()


@dataclass
class _Check(Complaints):
    plan: Plan
    progress: Progress = no_progress

    def facts(self) -> Facts:
        self._headings()
        self._without_value()
        employees, person = self._people()
        self.progress(0.2)
        first, months, month = self._calendar()
        self.progress(0.4)
        self._once(person, month, months)
        month = np.maximum(month, 0)
        columns = self.plan.facts.values()
        read = [c for c in columns if c.is_number and c.kind != "tenure"]
        tenure = any(c.kind == "tenure" for c in columns)
        stated = [TENURE] if tenure and TENURE in self.sheet.columns else []
        self.progress(0.5)
        cells = self._cast([*(c.id for c in read), *stated])
        self.progress(0.7)
        numbers = {c.id: self._number(c, cells[c.id]) for c in read}
        if tenure:
            numbers[TENURE] = self._tenure(month + first, cells.get(TENURE))
        texts = {c.id: self._category(c) for c in columns if c.kind in ("category", "group")}
        further = self._further()
        texts |= further
        people = {c.id: self._person(c, employees) for c in columns if c.kind == "person"}
        beyond = self._further_numbers()
        ids = Coded(person, employees)
        self._likeness(ids, month, numbers, further)
        self.note(EMPLOYEE, perhaps_total(ids, {c.id: numbers[c.id] for c in read}))
        self.progress(0.9)
        self.refuse()

        shape = (months, len(employees))
        present = np.zeros(shape, dtype=np.bool_)
        present[month, person] = True

        def arranged(values: NDArray[np.generic], empty: float) -> NDArray[np.generic]:
            array = np.full(shape, empty, dtype=values.dtype)
            array[month, person] = values
            return array

        return Facts(
            first=first,
            employees=tuple(employees),
            present=present,
            numbers={k: arranged(v, 0.0) for k, v in numbers.items()},  # type: ignore[misc]
            categories={
                k: Category(c.values, arranged(c.codes, len(c.values)))  # type: ignore[arg-type]
                for k, c in texts.items()
            },
            people={k: arranged(v, -1) for k, v in people.items()},  # type: ignore[misc]
            source=self.sheet.name,
            notes=self.sheet.notes,
            warnings=(*self.sheet.warnings, *self.warnings),
            further={k: arranged(v, np.nan) for k, v in beyond.items()},  # type: ignore[misc]
            assumptions=self.sheet.assumptions,
            not_kept=tuple(name for name in self._beyond() if name not in {*beyond, *further}),
        )

    # -- columns ----------------------------------------------------------------------------

    def _headings(self) -> None:
        """All missing columns at once, each with the heading it may be meant by."""
        wanted: dict[str, Text | None] = {EMPLOYEE: None, MONTH: None}
        wanted |= {c.id: c.label for c in self.plan.facts.values() if c.kind != "tenure"}
        missing = [name for name in wanted if name not in self.sheet.columns]
        if any(c.kind == "tenure" for c in self.plan.facts.values()) and not (
            HIRED in self.sheet.columns or TENURE in self.sheet.columns
        ):
            missing.append(TENURE)
        there = [h for h in self.sheet.columns if h not in wanted]
        problems = []
        for name in missing:
            close = nearest(name, there)
            key = "missing_column" if close else "missing_column_bare"
            problems.append(
                Problem(
                    "missing_tenure" if name == TENURE else key,
                    {"nearest": close, "found": ", ".join(self.sheet.columns)},
                    self.sheet.name,
                    1,
                    name,
                )
            )
        if problems:
            raise Refused(problems)

    def _without_value(self) -> None:
        """Refuses formulas that nobody calculated, in any column the plan reads."""
        used = {EMPLOYEE, MONTH, HIRED, TENURE, *self.plan.facts}
        flaws = [flaw for flaw in self.sheet.flaws if flaw.column in used]
        if flaws:
            raise Refused(each_problem(flaws, lambda flaw: flaw))

    def _people(self) -> tuple[list[str], Rows]:
        codes, values = self._coded(EMPLOYEE)
        self._blank(EMPLOYEE, codes, values)
        self._rounded(EMPLOYEE, codes, values)
        self._error(EMPLOYEE, codes, values)
        return values, codes

    def _calendar(self) -> tuple[int, int, Rows]:
        codes, values = self._coded(MONTH)
        self._blank(MONTH, codes, values)
        numbers = np.full(len(values), -1, dtype=np.int64)
        wrong = []
        for i, value in enumerate(values):
            try:
                numbers[i] = month_number(value)
            except ValueError:
                wrong += [i] if value else []
        self.complain_of(MONTH, codes, wrong, "not_a_month")
        beyond = (numbers >= 0) & ((numbers < EARLIEST) | (numbers > LATEST))
        self.complain(np.flatnonzero(beyond[codes]), MONTH, "year_implausible")
        numbers[beyond] = -1
        if not (numbers >= 0).any():
            self.refuse()
        self._mistyped(numbers[codes])
        good = numbers[numbers >= 0]
        first, last = int(good.min()), int(good.max())
        if last - first >= LONGEST:
            self.refuse()
        return first, last - first + 1, np.maximum(numbers[codes] - first, -1).astype(np.intp)

    def _mistyped(self, month: NDArray[np.int64]) -> None:
        """Months far away from those in most rows, or years away, which is told; all of them, where
        none is in most rows."""
        months, rows = np.unique(month[month >= 0], return_counts=True)
        gaps = np.diff(months, prepend=months[0])
        apart = FAR if gaps.max() >= FAR else YEARS
        part = np.cumsum(gaps >= apart)
        sizes = np.bincount(part, weights=rows)
        usual = part == sizes.argmax()
        if (sizes == sizes.max()).sum() > 1:
            usual[:] = False
        elif months[-1] - months[0] >= LONGEST and usual.all():
            apart, usual = FAR, months != months[0]
        if usual.all():
            return
        kept = months[usual] if usual.any() else months
        said = {"first": month_text(int(kept[0])), "last": month_text(int(kept[-1]))}
        cells = np.isin(month, months[~usual])
        if apart == FAR:
            self.complain(np.flatnonzero(cells), MONTH, "calendar_too_long", **said)
        elif usual.any():
            self.warn(cells, MONTH, "years_apart", **said)

    def _once(self, person: Rows, month: Rows, months: int) -> None:
        named = (month >= 0) & ~_is_blank(self.sheet.columns[EMPLOYEE])
        cell = np.where(named, person * months + month, -1 - np.arange(month.size))
        order = np.argsort(cell, kind="stable")
        twice = order[1:][cell[order[1:]] == cell[order[:-1]]]
        if twice.size == 0:
            return
        in_order = cell[order]
        self.further += max(0, twice.size - MOST_PROBLEMS)
        for row in np.sort(twice)[:MOST_PROBLEMS]:
            before = int(order[np.searchsorted(in_order, cell[row])])
            part = self.sheet.part(before)
            first = f"{self.sheet.line(before)}" + (f" ({part})" if part else "")
            self.found.append((int(row), self.problem(int(row), MONTH, "row_twice", first=first)))

    def _number(self, column: Column, values: Numbers) -> Numbers:
        texts = self.sheet.columns[column.id]
        bad = ~np.isfinite(values)
        if bad.any():
            blank = _is_blank(texts)
            self.complain(np.flatnonzero(bad & blank), column.id, "blank")
            self.complain(np.flatnonzero(bad & ~blank), column.id, "not_a_number")
        values = np.where(bad, 0.0, values)
        good = ~bad
        for wrong, key, said in refused(column, values):
            self.complain(np.flatnonzero(wrong & good), column.id, key, **said)
        for odd, key, said in unusual(column, values):
            self.warn(odd & good, column.id, key, **said)
        for scale in other_scales(column, values):
            self._other_scale(column, values, scale)
        return values

    def _other_scale(self, column: Column, values: Numbers, scale: OtherScale) -> None:
        """Each cell in another scale is refused; where that is not certain, the first is told."""
        rows = np.flatnonzero(scale.cells)
        said: dict[str, object] = {"count": int(rows.size)}
        if scale.beside is not None:
            said["other"] = as_typed(float(values[scale.beside]))
        for row in rows[: MOST_PROBLEMS if scale.certain else 1]:
            said["right"] = as_typed(round(float(values[row]) * scale.times, 8))
            problem = self.problem(int(row), column.id, scale.key, **said)
            if scale.certain:
                self.found.append((int(row), problem))
            else:
                self.warnings.append(problem)
        if scale.certain:
            self.further += max(0, rows.size - MOST_PROBLEMS)

    def _tenure(self, month: Rows, given: Numbers | None) -> Numbers:
        """Whole months since the hire date, or the figure given instead; never below 0."""
        tenure = np.full(self.sheet.rows, np.nan)
        if HIRED in self.sheet.columns:
            codes, values = self._coded(HIRED)
            hired = np.full(len(values), np.nan)
            wrong = []
            for i, value in enumerate(values):
                try:
                    hired[i] = month_of_date(value) if value else np.nan
                except ValueError:
                    wrong.append(i)
                    hired[i] = 0.0
            self.complain_of(HIRED, codes, wrong, "not_a_date")
            tenure = month - hired[codes]
            self.warn(tenure < 0, HIRED, "hired_later")
        if given is not None:
            filled = ~_is_blank(self.sheet.columns[TENURE])
            bad = filled & ~np.isfinite(given)
            self.complain(np.flatnonzero(bad), TENURE, "not_a_number")
            given = np.where(filled & ~bad, given, 0.0)
            self.warn(given < 0, TENURE, "tenure_negative")
            self.warn(given != np.floor(given), TENURE, "count_fraction")
            tenure = np.where(filled, given, tenure)
        column = HIRED if given is None else TENURE
        self.complain(np.flatnonzero(np.isnan(tenure)), column, "no_tenure")
        self.warn(tenure > LONGEST_TENURE, column, "tenure_long", years=str(LONGEST_TENURE // 12))
        whole: NDArray[np.float64] = np.maximum(np.nan_to_num(tenure), 0.0)
        return whole

    def _category(self, column: Column) -> Category:
        codes, values = self._coded(column.id)
        self._blank(column.id, codes, values)
        if column.kind == "group":
            self._error(column.id, codes, values)
            return category(values, codes)
        allowed = {value: i for i, value in enumerate(column.values)}
        found = [allowed.get(v, allowed.get(_without_zeros(v), -1)) for v in values]
        unknown = [i for i, value in enumerate(values) if value and found[i] < 0]
        labels = {label: value for value, of in column.values.items() for label in of.values()}
        known, listed = labels | {value: value for value in allowed}, ", ".join(allowed)
        self.complain_of(column.id, codes, unknown, "unknown_category", known, values=listed)
        return category(list(allowed), np.maximum(found, 0)[codes])

    def _person(self, column: Column, employees: list[str]) -> NDArray[np.int32]:
        codes, values = self._coded(column.id)
        self._rounded(column.id, codes, values)
        self._error(column.id, codes, values)
        position = {employee: i for i, employee in enumerate(employees)}
        place = np.array([position.get(v, -1) for v in values], dtype=np.int32)
        return place[codes]

    def _beyond(self) -> list[str]:
        """The names of the columns that the plan does not read."""
        known = {EMPLOYEE, MONTH, HIRED, TENURE, "", *self.plan.facts}
        return [name for name in self.sheet.columns if name not in known]

    def _further_numbers(self) -> dict[str, Numbers]:
        """Columns beyond the plan's in which whatever is filled is a number; NaN where blank.

        Numbers that are names (leading zeros, more digits than a number holds) are no figures. A
        column of numbers that is spoilt by a few other cells is not kept, which is told.
        """
        names = [n for n in self._beyond() if _may_be_figures(self.sheet.columns[n])]
        kept = {}
        for name, values in self._cast(names).items():
            cells = self.sheet.columns[name]
            filled = ~_is_blank(cells)
            number = np.isfinite(values)
            name_like = pa.compute.match_substring_regex(cells, r"^[+-]?0[0-9]")
            if not filled.any() or (np.abs(values[number]) >= MOST_DIGITS).any():
                continue
            if pa.compute.any(name_like).as_py():
                continue
            if number[filled].all():
                kept[name] = np.where(number, values, np.nan)
            elif number[filled].mean() >= MOSTLY:
                self.warn(filled & ~number, name, "figures_not_kept")
        return kept

    def _further(self) -> dict[str, Category]:
        """Text columns beyond the plan's, for grouping; none of them can be refused."""
        kept = {}
        for name in self._beyond():
            cells = self.sheet.columns[name]
            if len(cells.slice(0, LOOKED_AT).unique()) > MOST_VALUES:
                continue
            if len(cells.unique()) > MOST_VALUES:
                continue
            codes, values = self._coded(name)
            if not any(_looks_like_a_number(value) for value in values):
                kept[name] = category([v or NO_TEXT for v in values], codes)
        return kept

    # -- who is who ---------------------------------------------------------------------------

    def _rounded(self, name: str, codes: Rows, values: list[str]) -> None:
        """Ids that are numbers of which the last digits are lost."""
        lost = [i for i, value in enumerate(values) if is_rounded(value)]
        if lost:
            self.complain(np.flatnonzero(np.isin(codes, lost)), name, "id_rounded")

    def _likeness(
        self, ids: Coded, month: Rows, numbers: dict[str, Numbers], further: Iterable[str]
    ) -> None:
        """What looks the same, and managers who are nobody: told, and left as it is."""
        self.note(EMPLOYEE, same_ids(ids))
        amounts = {c.id: numbers[c.id] for c in self.plan.facts.values() if c.kind == "money"}
        for column in self.plan.facts.values():
            if column.kind == "person":
                managers = Coded(*self._coded(column.id))
                self.note(column.id, absent_managers(managers, ids, month, amounts))
                self.note(column.id, circles(managers, ids, month))
            elif column.kind == "group":
                self.note(column.id, same_groups(Coded(*self._coded(column.id)), ids, True))
        for name in further:
            self.note(name, same_groups(Coded(*self._coded(name)), ids, False))

    # -- cells ------------------------------------------------------------------------------

    def _coded(self, name: str) -> tuple[Rows, list[str]]:
        """A column as codes into its values, which are in order whatever the order of the rows."""
        coded = self.sheet.columns[name].dictionary_encode()
        values = coded.dictionary.to_pylist()
        order = sorted(range(len(values)), key=values.__getitem__)
        place = np.empty(len(values), dtype=np.intp)
        place[order] = np.arange(len(values))
        return place[coded.indices.to_numpy()], [values[i] for i in order]

    def _cast(self, names: list[str]) -> dict[str, Numbers]:
        """The numbers of columns; NaN where a cell is none."""
        if not names:
            return {}
        places = [f"c{i}" for i in range(len(names))]
        cells = pa.table([self.sheet.columns[name] for name in names], names=places)
        numbers = ", ".join(
            f"{_FLAG if self._is_flag(name) else _NUMBER} AS {{0}}".format(place)
            for name, place in zip(names, places, strict=True)
        )
        with _database().cursor() as cursor:
            cursor.register("cells", cells)
            table = cursor.sql(f"SELECT {numbers} FROM cells").to_arrow_table()
        return {
            name: table[place].to_numpy().astype(np.float64)
            for name, place in zip(names, places, strict=True)
        }

    def _is_flag(self, name: str) -> bool:
        column = self.plan.facts.get(name)
        return column is not None and column.kind == "flag"

    def _blank(self, name: str, codes: Rows, values: list[str]) -> None:
        if "" in values:
            self.complain(np.flatnonzero(codes == values.index("")), name, "blank")

    def _error(self, name: str, codes: Rows, values: list[str]) -> None:
        """Errors where any other text would be taken as a name."""
        if errors := [i for i, value in enumerate(values) if ERRORS.fullmatch(value)]:
            self.complain(np.flatnonzero(np.isin(codes, errors)), name, "error_cell")
        if damaged := [i for i, value in enumerate(values) if DAMAGED.search(value)]:
            self.complain(np.flatnonzero(np.isin(codes, damaged)), name, "damaged_text")


_NUMBER = "CASE WHEN contains({0}, '_') THEN NULL ELSE TRY_CAST({0} AS DOUBLE) END"
_FLAG = f"CASE upper({{0}}) WHEN 'TRUE' THEN 1 WHEN 'FALSE' THEN 0 ELSE {_NUMBER} END"
"""A cell as a number: yes and no, as a workbook keeps them, are numbers only where asked for."""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """An empty database to calculate in: opening one takes longer than reading a small file."""
    return duckdb.connect()


def _is_blank(texts: pa.StringArray) -> NDArray[np.bool_]:
    return np.asarray(pa.compute.equal(texts, "").to_numpy(zero_copy_only=False))


def _may_be_figures(texts: pa.StringArray) -> bool:
    """Whether any of a column's first filled cells looks like a number."""
    first = texts.slice(0, LOOKED_AT).unique().to_pylist()
    return first == [""] or any(_looks_like_a_number(text) for text in first)


def _without_zeros(text: str) -> str:
    """A rating of 4 as some programs write it: 4.0."""
    whole, _, decimals = text.partition(".")
    return whole if decimals and not decimals.strip("0") else text


def _looks_like_a_number(text: str) -> bool:
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True
