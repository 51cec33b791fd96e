"""From a sheet in a plan's columns to Facts, or to a list of all that is wrong with it.

Every cell is checked before anything is computed; a problem names line, column and value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_of_date
from engine.facts.arrays import Category, Facts, category
from engine.facts.column_scales import OtherScale, other_scales
from engine.facts.columns_kept import figures_kept, groups_kept
from engine.facts.complaints import Complaints
from engine.facts.identity import (
    Coded,
    absent_managers,
    circles,
    is_rounded,
    same_groups,
    same_ids,
)
from engine.facts.row_months import calendar_of, once_a_month
from engine.facts.row_origin import RowOrigin
from engine.facts.sheet_cells import coded, is_blank, numbers_in
from engine.facts.totals import perhaps_total, without_totals
from engine.plan import TENURE, Column, Plan, refused, unusual
from engine.progress import Progress, no_progress, part
from engine.sheets import EMPLOYEE, HIRED, MONTH, Sheet, read_sheet
from engine.text import MOST_PROBLEMS, Problem, Refused, Text, as_typed, each_problem, nearest

SHEET = 0.5
"""The share of reading that goes into the cells, before they are checked."""
LONGEST_TENURE = 720
"""Months of service beyond these are hardly anybody's."""

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
        first, months, month = calendar_of(self)
        self.progress(0.4)
        once_a_month(self, person, month, months)
        month = np.maximum(month, 0)
        columns = self.plan.facts.values()
        read = [c for c in columns if c.is_number and c.kind != "tenure"]
        tenure = any(c.kind == "tenure" for c in columns)
        stated = [TENURE] if tenure and TENURE in self.sheet.columns else []
        self.progress(0.5)
        flags = {c.id for c in read if c.kind == "flag"}
        cells = numbers_in(self.sheet, [*(c.id for c in read), *stated], flags)
        self.progress(0.7)
        numbers = {c.id: self._number(c, cells[c.id]) for c in read}
        if tenure:
            numbers[TENURE] = self._tenure(month + first, cells.get(TENURE))
        texts = {c.id: self._category(c) for c in columns if c.kind in ("category", "group")}
        beyond = self._beyond()
        further = groups_kept(self.sheet, beyond)
        texts |= further
        people = {c.id: self._person(c, employees) for c in columns if c.kind == "person"}
        figures = figures_kept(self, beyond)
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
            further={k: arranged(v, np.nan) for k, v in figures.items()},  # type: ignore[misc]
            assumptions=self.sheet.assumptions,
            not_kept=tuple(name for name in beyond if name not in {*figures, *further}),
            origin=self._origin(month, person, shape),
        )

    def _origin(self, month: Rows, person: Rows, shape: tuple[int, int]) -> RowOrigin | None:
        if self.sheet.lines is None:
            return None
        rows = np.full(shape, -1, dtype=np.int32)
        rows[month, person] = np.arange(self.sheet.rows, dtype=np.int32)
        return RowOrigin(rows, self.sheet.lines, self.sheet.parts)

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
                    {"nearest": close, "found": tuple(self.sheet.columns)},
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
        cells = coded(self.sheet, EMPLOYEE)
        self.blank(EMPLOYEE, cells)
        self._rounded(EMPLOYEE, cells)
        self.damaged(EMPLOYEE, cells)
        return list(cells.values), cells.codes

    def _number(self, column: Column, values: Numbers) -> Numbers:
        texts = self.sheet.columns[column.id]
        bad = ~np.isfinite(values)
        if bad.any():
            blank = is_blank(texts)
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
            days = coded(self.sheet, HIRED)
            hired = np.full(len(days.values), np.nan)
            wrong = []
            for i, value in enumerate(days.values):
                try:
                    hired[i] = month_of_date(value) if value else np.nan
                except ValueError:
                    wrong.append(i)
                    hired[i] = 0.0
            self.complain_of(HIRED, days.codes, wrong, "not_a_date")
            tenure = month - hired[days.codes]
            self.warn(tenure < 0, HIRED, "hired_later")
        if given is not None:
            filled = ~is_blank(self.sheet.columns[TENURE])
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
        cells = coded(self.sheet, column.id)
        codes, values = cells.codes, cells.values
        self.blank(column.id, cells)
        if column.kind == "group":
            self.damaged(column.id, cells)
            return category(values, codes)
        allowed = {value: i for i, value in enumerate(column.values)}
        found = [allowed.get(v, allowed.get(_without_zeros(v), -1)) for v in values]
        unknown = [i for i, value in enumerate(values) if value and found[i] < 0]
        labels = {label: value for value, of in column.values.items() for label in of.values()}
        known, listed = labels | {value: value for value in allowed}, tuple(allowed)
        self.complain_of(column.id, codes, unknown, "unknown_category", known, values=listed)
        return category(list(allowed), np.maximum(found, 0)[codes])

    def _person(self, column: Column, employees: list[str]) -> NDArray[np.int32]:
        cells = coded(self.sheet, column.id)
        self._rounded(column.id, cells)
        self.damaged(column.id, cells)
        position = {employee: i for i, employee in enumerate(employees)}
        place = np.array([position.get(v, -1) for v in cells.values], dtype=np.int32)
        return place[cells.codes]

    def _beyond(self) -> list[str]:
        """The names of the columns that the plan does not read."""
        known = {EMPLOYEE, MONTH, HIRED, TENURE, "", *self.plan.facts}
        return [name for name in self.sheet.columns if name not in known]

    # -- who is who ---------------------------------------------------------------------------

    def _rounded(self, name: str, cells: Coded) -> None:
        """Ids that are numbers of which the last digits are lost."""
        lost = [i for i, value in enumerate(cells.values) if is_rounded(value)]
        if lost:
            self.complain(cells.rows_of(lost), name, "id_rounded")

    def _likeness(
        self, ids: Coded, month: Rows, numbers: dict[str, Numbers], further: Iterable[str]
    ) -> None:
        """What looks the same, and managers who are nobody: told, and left as it is."""
        self.note(EMPLOYEE, same_ids(ids))
        amounts = {c.id: numbers[c.id] for c in self.plan.facts.values() if c.kind == "money"}
        for column in self.plan.facts.values():
            if column.kind == "person":
                managers = coded(self.sheet, column.id)
                self.note(column.id, absent_managers(managers, ids, month, amounts))
                self.note(column.id, circles(managers, ids, month))
            elif column.kind == "group":
                self.note(column.id, same_groups(coded(self.sheet, column.id), ids, True))
        for name in further:
            self.note(name, same_groups(coded(self.sheet, name), ids, False))


def _without_zeros(text: str) -> str:
    """A rating of 4 as some programs write it: 4.0."""
    whole, _, decimals = text.partition(".")
    return whole if decimals and not decimals.strip("0") else text
