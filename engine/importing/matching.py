"""Which column of the files each column of a plan is: proposed by name, kind and content.

Rather no proposal than a wrong one. What rests on likeness or on a reading of ours is marked
unsure, with the reason, and waits for whoever brings the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow.compute as pc
from scipy.optimize import linear_sum_assignment

from engine.importing.categories import matched_values
from engine.importing.file_tables import FILE, HEADING, SHEET, TITLE, Table
from engine.importing.heading_words import LIKELY, SYNONYM, known_names, likeness
from engine.importing.linking import Link, links_to
from engine.importing.profile import Profile, profile
from engine.importing.recipe import Dates, Recipe, Rule, Source, TableKeys
from engine.importing.written_dates import month_within, read_days, year_within
from engine.plan import TENURE, Column, Plan

EMPLOYEE, MONTH, HIRED = "employee_id", "month", "hire_date"
BY_NAME = 0.1
"""So much less an employee's name speaks for who it is than an id."""
BRACKETED = {HEADING: 0.93, SHEET: 0.9, TITLE: 0.86, FILE: 0.82}
"""How much a month in a heading, a title, or the name of a sheet or file speaks for the month."""
TIE = 0.03
"""Two columns that speak for the same within so little are both worth a question."""
EVENTS = 20
"""A column that is different in each of more rows than these, each with its day, names events."""
SHARE_HIGH, PERCENT_HIGH = 2.0, 200.0
"""Shares up to the first are shares; up to the second they are taken for percent numbers."""


@dataclass(frozen=True)
class _Place:
    table: Table
    heading: str

    @cached_property
    def profile(self) -> Profile:
        return profile(self.table.column(self.heading))


def propose(tables: Sequence[Table], plan: Plan) -> Recipe:
    """What the columns of some tables are for a plan, as far as it can be told."""
    return _Proposal(tables, plan).recipe()


@dataclass
class _Proposal:
    tables: Sequence[Table]
    plan: Plan
    places: dict[tuple[str, str], _Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.tables:
            for heading in table.headings:
                self.places[table.name, heading] = _Place(table, heading)

    def recipe(self) -> Recipe:
        employees = {t.name: who for t in self.tables if (who := self._employee(t))}
        months = {t.name: when for t in self.tables if (when := self._month(t))}
        taken = {(name, heading) for name, (heading, _) in employees.items()}
        taken |= {(name, dates.column) for name, (dates, _) in months.items()}
        found = self._assigned(taken, set(employees))
        main = self._main(found, employees, months)
        used = {name for name, *_ in found.values()} | ({main} if main else set())
        keys: dict[str, TableKeys] = {}
        for name in sorted(used & set(employees), key=lambda name: name != main):
            heading, unsure = employees[name]
            dates, unsure_month = months.get(name, (None, ""))
            keys[name] = TableKeys(heading, dates, unsure=unsure or unsure_month)
        if main is not None:
            keys = self._linked(keys, main)
        sources = {
            fact: self._source(fact, name, heading, score, tie, keys[name])
            for fact, (name, heading, score, tie) in found.items()
            if name in keys
        }
        return Recipe(self.plan.id, keys, sources)

    # -- who and when -----------------------------------------------------------------------

    def _employee(self, table: Table) -> tuple[str, str] | None:
        """The column that says whose row it is, and why that is not certain."""
        own, more = known_names([EMPLOYEE])
        by_name, more_names = known_names(["employee_name"])
        has_days = any(self._profile(table, h).is_day for h in table.headings)
        best: list[tuple[float, str]] = []
        for heading in table.headings:
            of = self._profile(table, heading)
            if heading.startswith("(") or of.filled == 0:
                continue
            names_events = has_days and of.is_unique and of.rows > EVENTS
            score = 0.0
            if of.may_be_id and not names_events:
                score = likeness(heading, own, more)
            called = likeness(heading, by_name, more_names)
            if (of.is_names or (of.is_text and called >= SYNONYM)) and not names_events:
                score = max(score, called - BY_NAME)
            if score >= LIKELY:
                best.append((score, heading))
        best.sort(key=lambda item: -item[0])
        if not best:
            return None
        score, heading = best[0]
        if len(best) > 1 and score - best[1][0] < TIE:
            return heading, "tie"
        return heading, "" if score >= SYNONYM - BY_NAME else "name"

    def _month(self, table: Table) -> tuple[Dates, str] | None:
        own, more = known_names([MONTH])
        others = [known_names([name]) for name in (HIRED, "leave_date")]
        best: list[tuple[float, str]] = []
        for heading in table.headings:
            of = self._profile(table, heading)
            if heading in (SHEET, TITLE, HEADING, FILE):
                if read_days(of.samples).read or _all_within(of.samples):
                    best.append((BRACKETED[heading], heading))
                continue
            if not of.is_day or any(likeness(heading, *other) >= SYNONYM for other in others):
                continue
            score = likeness(heading, own, more)
            if score >= LIKELY or of.distinct > 1:
                best.append((max(score, 0.5), heading))
        best.sort(key=lambda item: -item[0])
        if not best:
            return None
        score, heading = best[0]
        tie = len(best) > 1 and score - best[1][0] < TIE
        unsure = "tie" if tie else "" if score >= LIKELY else "name"
        texts = [str(text) for text in table.column(heading).unique().to_pylist() if text]
        if not read_days(texts, serial=True).lacks_year:
            return Dates(heading), unsure
        year = self._year(table)
        return Dates(heading, year), unsure or ("year" if year else "")

    def _year(self, table: Table) -> int | None:
        """The one year that the titles and the names of files and sheets speak of."""
        said = [name for source in table.sources for name in source]
        if TITLE in table.headings:
            said += table.column(TITLE).unique().to_pylist()
        years = {year for text in said if (year := year_within(text)) is not None}
        return years.pop() if len(years) == 1 else None

    # -- columns of the plan ------------------------------------------------------------------

    def _wanted(self) -> dict[str, Column | None]:
        wanted: dict[str, Column | None] = {}
        for column in self.plan.facts.values():
            if column.kind == "tenure":
                wanted[HIRED] = None
                wanted[TENURE] = column
            else:
                wanted[column.id] = column
        return wanted

    def _assigned(
        self, taken: set[tuple[str, str]], tables: set[str]
    ) -> dict[str, tuple[str, str, float, bool]]:
        """Columns of the plan and of the files put together so that all fit best, each once."""
        wanted = self._wanted()
        places = [
            (name, heading)
            for name, heading in self.places
            if (name, heading) not in taken and name in tables and not heading.startswith("(")
        ]
        if not wanted or not places:
            return {}
        scores = np.zeros((len(wanted), len(places)))
        for i, (fact, column) in enumerate(wanted.items()):
            names = [fact, *(column.label.values() if column else ())]
            own, more = known_names(names)
            for j, place in enumerate(places):
                score = likeness(place[1], own, more)
                if score >= LIKELY and self._fits(fact, column, self.places[place].profile):
                    scores[i, j] = score
        rows, columns = linear_sum_assignment(-scores)
        found = {}
        for i, j in zip(rows, columns, strict=True):
            if scores[i, j] < LIKELY:
                continue
            rivals = np.delete(scores[i], j)
            tie = bool((rivals > scores[i, j] - TIE).any())
            found[list(wanted)[i]] = (*places[j], float(scores[i, j]), tie)
        return found

    def _fits(self, fact: str, column: Column | None, of: Profile) -> bool:
        """Whether the cells can be what the plan reads."""
        if of.filled == 0:
            return False
        if fact == HIRED:
            return of.days >= 0.5
        assert column is not None
        match column.kind:
            case "category":
                return of.distinct <= 60 and not of.is_day
            case "group":
                return not of.is_day and not (of.is_unique and of.rows > EVENTS)
            case "flag":
                return of.flags >= 0.9
            case "person":
                return of.may_be_id or of.is_names
            case "share":
                low = 0.0 if column.least is None and not column.range else -np.inf
                low = column.least if column.least is not None else low
                low = column.range[0] if column.range else low
                return of.numbers >= 0.5 and of.low >= low and of.high <= PERCENT_HIGH
            case "score":
                low, high = column.range or (-np.inf, np.inf)
                return of.numbers >= 0.5 and of.low >= low and of.high <= high
            case "count":
                return of.numbers >= 0.5 and of.low >= 0
            case _:
                return of.numbers >= 0.5 and not of.is_day

    def _source(
        self, fact: str, name: str, heading: str, score: float, tie: bool, keys: TableKeys
    ) -> Source:
        column = self.plan.facts.get(fact)
        of = self.places[name, heading].profile
        source = Source(name, (heading,))
        unsure = "tie" if tie else "" if score >= SYNONYM else "name"
        if column is not None and column.kind == "share":
            source, unsure = _scaled(source, of, unsure)
        if column is not None and column.kind == "category":
            texts = self.places[name, heading].table.column(heading).unique().to_pylist()
            values = matched_values([str(text) for text in texts if text], column)
            source = replace(source, values=values)
        source, unsure_rule = self._ruled(source, column, keys)
        return replace(source, unsure=unsure or unsure_rule)

    def _ruled(self, source: Source, column: Column | None, keys: TableKeys) -> tuple[Source, str]:
        """The rule for several rows of a month, where there are several."""
        if keys.month is None or not self._has_several_rows(source.table, keys):
            return source, ""
        kind = column.kind if column is not None else "date"
        rules = {"money": Rule.SUM, "count": Rule.SUM, "flag": Rule.SHARE_OF_YES}
        if kind in ("share", "score", "number"):
            return replace(source, rule=Rule.MEAN), "rule"
        return replace(source, rule=rules.get(kind, Rule.LAST)), ""

    def _has_several_rows(self, name: str, keys: TableKeys) -> bool:
        table = next(t for t in self.tables if t.name == name)
        assert keys.month is not None
        people = table.column(keys.employee)
        months = table.column(keys.month.column)
        pairs = pc.binary_join_element_wise(people, months, "\0")
        if self._profile(table, keys.month.column).whole_days > 0.5:
            return True
        return len(pairs.unique()) < table.sheet.rows

    # -- tables ---------------------------------------------------------------------------------

    def _main(
        self,
        found: Mapping[str, tuple[str, str, float, bool]],
        employees: Mapping[str, object],
        months: Mapping[str, object],
    ) -> str | None:
        """The table that the others are joined to: of those that say who, one that says when and
        has the most columns of the plan."""
        counts = Counter(name for name, *_ in found.values())
        ranked = sorted(
            (table for table in self.tables if table.name in employees),
            key=lambda t: (t.name in months, counts[t.name], t.sheet.rows),
            reverse=True,
        )
        return ranked[0].name if ranked else None

    def _linked(self, keys: dict[str, TableKeys], main: str) -> dict[str, TableKeys]:
        linked = dict(keys)
        for name, of in keys.items():
            if name == main:
                continue
            link = links_to(self.tables, (name, of.employee), (main, keys[main].employee))
            match link:
                case Link(through=None, column=column):
                    linked[name] = replace(of, employee=column)
                case Link(through=through, column=column):
                    linked[name] = replace(of, employee=column, through=through)
                case None:
                    linked[name] = replace(of, unsure="link")
        return linked

    def _profile(self, table: Table, heading: str, is_period: bool = False) -> Profile:
        return self.places[table.name, heading].profile


def _scaled(source: Source, of: Profile, unsure: str) -> tuple[Source, str]:
    """Shares that are written as numbers up to 100 are divided by it, once somebody agrees."""
    if of.percents > 0 or of.high <= SHARE_HIGH:
        return source, unsure
    return replace(source, times=Decimal("0.01")), "scale"


def _all_within(texts: Sequence[str]) -> bool:
    """Whether each of some texts names one month."""
    return bool(texts) and all(month_within(text) is not None for text in texts)
