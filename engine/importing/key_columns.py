"""Which columns of the files say whose row each is, and of which month.

Rather no proposal than a wrong one. What rests on likeness or on content alone is marked unsure,
with the reason, and waits for whoever brings the files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from engine.importing.candidate import Candidate, is_tie, reason
from engine.importing.heading_words import (
    GENERAL,
    LIKELY,
    SYNONYM,
    is_known,
    known_names,
    likeness,
)
from engine.importing.profile import is_code
from engine.importing.recipe import Dates, TableKeys
from engine.importing.table_columns import TableColumns
from engine.sheets import EMPLOYEE, HIRED, MONTH
from engine.tables import ACROSS, BLOCK, FILE, HEADING, SHEET, TITLE, Table, place_of
from engine.written import month_within, read_day, read_days, year_within

BY_NAME = 0.1
"""So much less an employee's name speaks for who it is than an id."""
BRACKETED = {HEADING: 0.99, SHEET: 0.84, TITLE: 0.82, FILE: 0.8}
"""How much a month in a heading, a title, or the name of a sheet or file speaks for the month."""
MERELY_LIKE = GENERAL - BY_NAME - 0.01
"""A heading that is only like the words for an employee speaks for one no more than this, which is
asked about: "age" is like "badge"."""
PERIOD = re.compile(r"周|季度|期间|账期|\b(?:week|quarter|period|wk|qtr)\b", re.IGNORECASE)
"""What a column of periods is called."""


class KeyColumns:
    """The columns of some tables held against what names people and months."""

    def __init__(self, columns: TableColumns) -> None:
        self._columns = columns

    @cached_property
    def employees(self) -> dict[str, list[Candidate]]:
        """For each table the columns that may say whose row it is, the likeliest first."""
        return {table.name: self._employees(table) for table in self._columns.tables}

    def _employees(self, table: Table) -> list[Candidate]:
        own, more = known_names([EMPLOYEE])
        names, more_names = known_names(["employee_name"])
        every = [self._columns.profile(table.name, heading) for heading in table.headings]
        has_days = any(of.is_day and of.whole_days > 0 for of in every)
        found = []
        for heading in table.headings:
            of = self._columns.profile(table.name, heading)
            if heading in (ACROSS, BLOCK) and of.filled and not of.is_day:
                score = self._above(table, heading)
                found += [Candidate(table.name, heading, score, "content")] if score else []
            if heading.startswith("(") or of.filled == 0 or of.is_day:
                continue
            score = likeness(heading, own, more) if of.may_be_id else 0.0
            if has_days and of.may_be_events and score < SYNONYM:
                continue
            called = likeness(heading, names, more_names)
            score = score if max(score, called) >= LIKELY else 0.0
            if of.is_names or (of.is_text and called >= GENERAL):
                score = max(score, called - BY_NAME)
            if not {reason(score), reason(called)} - {"name"}:
                score = 0.0 if is_known(heading) else min(score, MERELY_LIKE)
            if score >= LIKELY - BY_NAME:
                found.append(Candidate(table.name, heading, score, reason(score)))
        return sorted(found, key=lambda one: -one.confidence)

    def _above(self, table: Table, heading: str) -> float:
        """How much names that head columns, or stand above rows, speak for who it is: those above
        rows are groups where names stand beside these too."""
        if heading == ACROSS:
            return SYNONYM
        own = [h for h in table.headings if not h.startswith("(")]
        has_names = any(self._columns.profile(table.name, h).is_names for h in own)
        return 0.0 if has_names else SYNONYM - BY_NAME

    def spoiled_ids(self, table: Table) -> tuple[str, str] | None:
        """A column that is headed as ids and holds other cells beside, with one of these."""
        own, more = known_names([EMPLOYEE])
        for heading in table.headings:
            of = self._columns.profile(table.name, heading)
            is_called = likeness(heading, own, more) >= SYNONYM
            if is_called and of.filled and not of.may_be_id and not of.is_day:
                return heading, next((t for t in of.samples if not is_code(t)), of.samples[0])
        return None

    def perhaps_people(self, table: Table) -> list[Candidate]:
        """Columns of texts or ids that may name people where no word says so."""
        found = []
        for heading in table.headings:
            of = self._columns.profile(table.name, heading)
            if heading.startswith("(") or of.is_day or of.distinct < 2:
                continue
            if of.numbers < 0.5 and not _all_of_time(of.samples):
                found.append(Candidate(table.name, heading, 0.0, "none"))
        return found

    @cached_property
    def months(self) -> dict[str, list[Candidate]]:
        """For each table the columns that may say the month, the likeliest first."""
        return {table.name: self._months(table) for table in self._columns.tables}

    def _months(self, table: Table) -> list[Candidate]:
        own, more = known_names([MONTH])
        others = [known_names([name]) for name in (HIRED, "leave_date", "birth_date")]
        found = []
        for heading in table.headings:
            of = self._columns.profile(table.name, heading)
            if place := place_of(heading):
                is_period = place == HEADING and of.is_period
                if read_days(of.samples).read or _all_within(of.samples) or is_period:
                    score = BRACKETED[place]
                    found.append(Candidate(table.name, heading, score, "content"))
                continue
            score = likeness(heading, own, more)
            if of.is_period and not of.is_day and (score >= SYNONYM or PERIOD.search(heading)):
                found.append(Candidate(table.name, heading, max(score, SYNONYM), "content"))
                continue
            if not of.is_day or any(likeness(heading, *other) >= SYNONYM for other in others):
                continue
            if score >= LIKELY or of.distinct > 1:
                why = reason(score) if score >= LIKELY else "content"
                found.append(Candidate(table.name, heading, max(score, 0.5), why))
        return sorted(found, key=lambda one: -one.confidence)

    def of_table(self, name: str) -> TableKeys | None:
        """Whose rows those of a table are, and of which month; None where nothing says whose."""
        who, when = self.employees[name], self.months[name]
        if not who or who[0].confidence < LIKELY - BY_NAME:
            return None
        unsure = ""
        if is_tie(who):
            unsure = "tie"
        elif who[0].confidence < GENERAL - BY_NAME or self._is_everybody(name, who[0].heading):
            unsure = "name"
        elif who[0].confidence < SYNONYM and self.spoiled_ids(self._columns.named[name]):
            unsure = "spoiled"
        dates, doubt = self._dates(name, when)
        return TableKeys(who[0].heading, dates, unsure=unsure or doubt)

    def _is_everybody(self, name: str, heading: str) -> bool:
        """Whether all rows are of one employee, and another column might tell people apart."""
        of = self._columns.profile(name, heading)
        return (
            of.distinct == 1
            and of.filled > 1
            and bool(self.perhaps_people(self._columns.named[name]))
        )

    def _dates(self, name: str, when: Sequence[Candidate]) -> tuple[Dates | None, str]:
        if not when:
            return None, ""
        best = when[0]
        columns = [one for one in when if not place_of(one.heading)]
        doubt = "month name" if best.confidence < LIKELY else ""
        if place_of(best.heading):
            is_open = self._is_contradicted(name, [one.heading for one in when])
        else:
            is_open = is_tie(columns)
        doubt = "month tie" if is_open else doubt
        dates = Dates(best.heading)
        if self.lacks_year(name, best.heading):
            year = self.year(name)
            dates = Dates(
                best.heading, year, file=self._columns.file(name) if year else "", told=year
            )
            doubt = doubt or ("year" if year else "")
        return dates, doubt

    def _is_contradicted(self, name: str, headings: Sequence[str]) -> bool:
        """Whether titles, and the names of sheet and file, name another month for some row than the
        first of them does."""
        table = self._columns.named[name]
        first, *others = [heading for heading in headings if place_of(heading)]
        pairs = {
            (one, other)
            for heading in others
            for one, other in zip(
                *(table.column(h).to_pylist() for h in (first, heading)), strict=True
            )
        }
        if len(table.sources) == 1:
            pairs |= {(text, table.sources[0][1]) for text in self._columns.texts(name, first)}
        return any(_differ(one, other) for one, other in pairs)

    def lacks_year(self, name: str, heading: str) -> bool:
        """Whether the months under a heading do not say their year."""
        texts = self._columns.texts(name, heading)
        if place_of(heading) and not read_days(texts).read:
            return any(day is not None and not day.year for day in map(month_within, texts))
        return read_days(texts, serial=True).lacks_year

    def year(self, name: str) -> int | None:
        """The one year that the titles and the names of files and sheets of a table speak of."""
        table = self._columns.named[name]
        said = [part for source in table.sources for part in source]
        if TITLE in table.headings:
            said += table.column(TITLE).unique().to_pylist()
        years = {year for text in said if (year := year_within(text)) is not None}
        return years.pop() if len(years) == 1 else None


def _all_of_time(texts: Sequence[str]) -> bool:
    """Whether each of some texts names a month or a year."""
    return all(month_within(text) or year_within(text) for text in texts)


def _all_within(texts: Sequence[str]) -> bool:
    """Whether each of some texts names one month."""
    return bool(texts) and all(month_within(text) is not None for text in texts)


def _differ(one: str, other: str) -> bool:
    """Whether two texts name two months."""
    first, second = (read_day(text) or month_within(text) for text in (one, other))
    if first is None or second is None or not (first.month and second.month):
        return False
    return first.month != second.month or bool(
        first.year and second.year and first.year != second.year
    )
