"""Which column of the files each column of a plan is: proposed by name, kind and content.

Rather no proposal than a wrong one. What rests on likeness or on content alone is marked unsure,
with the reason, and waits for whoever brings the files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from engine.importing.categories import share_of_values
from engine.importing.cell_units import taken_by
from engine.importing.heading_words import (
    EQUAL,
    GENERAL,
    LIKELY,
    SYNONYM,
    bare,
    is_known,
    known_names,
    likeness,
    without_unit,
    words_of,
)
from engine.importing.linking import Link, links_to
from engine.importing.profile import Profile, is_code, profile
from engine.importing.recipe import Dates, Recipe, Source, TableKeys
from engine.plan import TENURE, Column, Plan
from engine.progress import Progress
from engine.tables import ACROSS, BLOCK, FILE, HEADING, SHEET, TITLE, Table, place_of
from engine.written import heading_seconds, month_within, read_day, read_days, year_within

EMPLOYEE, MONTH, HIRED = "employee_id", "month", "hire_date"
BY_NAME = 0.1
"""So much less an employee's name speaks for who it is than an id."""
BRACKETED = {HEADING: 0.99, SHEET: 0.84, TITLE: 0.82, FILE: 0.8}
"""How much a month in a heading, a title, or the name of a sheet or file speaks for the month."""
TIE = 0.03
"""Two columns that speak for the same within so little are both worth a question."""
MERELY_LIKE = GENERAL - BY_NAME - 0.01
"""A heading that is only like the words for an employee speaks for one no more than this, which is
asked about: "age" is like "badge"."""
EVENTS = 20
"""A column that is different in each of more rows than these, each with its day, names events."""
PERCENT_HIGH = 200.0
"""Numbers up to here may be shares, as percents."""
BY_CONTENT, MOST_TEXTS = 0.8, 60
"""A column whose texts are the values of a category is it by so much; it has no more of them."""
FEWEST_FIT = 0.6
"""So much of the texts at least are the category's values, where they alone speak for it."""
OTHER_PERIOD = re.compile(
    r"累计|上月|上年|去年|同期|年度|全年|\b(?:ytd|qtd|cumulative|annual|yearly|(?:last|prior|previous)"
    r"[ _](?:month|year))\b|last_year",
    re.IGNORECASE,
)
"""What an amount of another time than the month of its row is called."""
PLANNED = re.compile(r"预算|计划|预测|\b(?:budget|forecast|planned)\b", re.IGNORECASE)
"""What an amount is called that was to be reached, and was not."""
WITHOUT_TAX = re.compile(
    r"不含税|未税|税后|[（(]net[)）]|excl|after[ -]tax|without tax|ex[. ]+(?:vat|tax)",
    re.IGNORECASE,
)
WITH_TAX = re.compile(
    r"(?<!不)含税|税前|[（(]gross[)）]|incl|(?:before|pre)[ -]tax|with tax", re.IGNORECASE
)
"""What a heading says of tax: that it is taken off, or that it is still in it."""
PERIOD = re.compile(r"周|季度|期间|账期|\b(?:week|quarter|period|wk|qtr)\b", re.IGNORECASE)
"""What a column of periods is called."""
HOUR = 3600
GIVEN_BACK = re.compile(
    r"(?:实际|已|成功)?(?:退款|退货)(?:金额|总额|额|款)?|refund(?:s|ed)?(?:amount|value|total)?"
    r"|(?:amount|total)refunded|returns?(?:amount|value)|(?:amount|value)returned",
)
"""What a column is called that says how much of an amount was given back."""
SOLD = frozenset(words_of("sales"))
Place = tuple[str, str]


@dataclass(frozen=True)
class Candidate:
    """A column of the files that may be one of the plan, and how much speaks for it (0 to 1).

    `why` is "own" for its name or label, "synonym" for a word known to mean the same, "word" for
    one that is used for much, "name" for a likeness of names, "content" for its cells.
    """

    table: str
    heading: str
    confidence: float
    why: str


@dataclass
class Matching:
    """The columns of some tables held against those of a plan; everything is looked at once."""

    tables: Sequence[Table]
    plan: Plan
    _profiles: dict[Place, Profile] = field(default_factory=dict)

    def profile(self, table: str, heading: str) -> Profile:
        """What a column holds."""
        place = (table, heading)
        if place not in self._profiles:
            self._profiles[place] = profile(self.named[table].column(heading))
        return self._profiles[place]

    def look(self, progress: Progress) -> None:
        """Looks at every column; whatever `progress` raises ends the work."""
        places = [(table.name, heading) for table in self.tables for heading in table.headings]
        for i, place in enumerate(places):
            self.profile(*place)
            progress((i + 1) / len(places))

    def texts(self, table: str, heading: str) -> list[str]:
        """The different texts of a column, blanks apart."""
        column = self.named[table].column(heading)
        return [str(text) for text in column.unique().to_pylist() if text]

    @cached_property
    def named(self) -> dict[str, Table]:
        """The tables by their names."""
        return {table.name: table for table in self.tables}

    @cached_property
    def wanted(self) -> dict[str, Column | None]:
        """The columns that the plan reads; a hire date may stand for tenure."""
        wanted: dict[str, Column | None] = {}
        for column in self.plan.facts.values():
            if column.kind == "tenure":
                wanted[HIRED] = None
            wanted[column.id] = column
        return wanted

    # -- who and when -----------------------------------------------------------------------

    @cached_property
    def employees(self) -> dict[str, list[Candidate]]:
        """For each table the columns that may say whose row it is, the likeliest first."""
        return {table.name: self._employees(table) for table in self.tables}

    def _employees(self, table: Table) -> list[Candidate]:
        own, more = known_names([EMPLOYEE])
        names, more_names = known_names(["employee_name"])
        every = [self.profile(table.name, heading) for heading in table.headings]
        has_days = any(of.is_day and of.whole_days > 0 for of in every)
        found = []
        for heading in table.headings:
            of = self.profile(table.name, heading)
            if heading in (ACROSS, BLOCK) and of.filled and not of.is_day:
                score = self._above(table, heading)
                found += [Candidate(table.name, heading, score, "content")] if score else []
            if heading.startswith("(") or of.filled == 0 or of.is_day:
                continue
            score = likeness(heading, own, more) if of.may_be_id else 0.0
            if has_days and of.is_unique and of.rows > EVENTS and score < SYNONYM:
                continue
            called = likeness(heading, names, more_names)
            score = score if max(score, called) >= LIKELY else 0.0
            if of.is_names or (of.is_text and called >= GENERAL):
                score = max(score, called - BY_NAME)
            if not {_why(score), _why(called)} - {"name"}:
                score = 0.0 if is_known(heading) else min(score, MERELY_LIKE)
            if score >= LIKELY - BY_NAME:
                found.append(Candidate(table.name, heading, score, _why(score)))
        return sorted(found, key=lambda one: -one.confidence)

    def _above(self, table: Table, heading: str) -> float:
        """How much names that head columns, or stand above rows, speak for who it is: those above
        rows are groups where names stand beside these too."""
        if heading == ACROSS:
            return SYNONYM
        own = [h for h in table.headings if not h.startswith("(")]
        has_names = any(self.profile(table.name, h).is_names for h in own)
        return 0.0 if has_names else SYNONYM - BY_NAME

    def spoiled_ids(self, table: Table) -> tuple[str, str] | None:
        """A column that is headed as ids and holds other cells beside, with one of these."""
        own, more = known_names([EMPLOYEE])
        for heading in table.headings:
            of = self.profile(table.name, heading)
            is_called = likeness(heading, own, more) >= SYNONYM
            if is_called and of.filled and not of.may_be_id and not of.is_day:
                return heading, next((t for t in of.samples if not is_code(t)), of.samples[0])
        return None

    def perhaps_people(self, table: Table) -> list[Candidate]:
        """Columns of texts or ids that may name people where no word says so."""
        found = []
        for heading in table.headings:
            of = self.profile(table.name, heading)
            if heading.startswith("(") or of.is_day or of.distinct < 2:
                continue
            if of.numbers < 0.5 and not _all_of_time(of.samples):
                found.append(Candidate(table.name, heading, 0.0, "none"))
        return found

    @cached_property
    def months(self) -> dict[str, list[Candidate]]:
        """For each table the columns that may say the month, the likeliest first."""
        return {table.name: self._months(table) for table in self.tables}

    def _months(self, table: Table) -> list[Candidate]:
        own, more = known_names([MONTH])
        others = [known_names([name]) for name in (HIRED, "leave_date", "birth_date")]
        found = []
        for heading in table.headings:
            of = self.profile(table.name, heading)
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
                why = _why(score) if score >= LIKELY else "content"
                found.append(Candidate(table.name, heading, max(score, 0.5), why))
        return sorted(found, key=lambda one: -one.confidence)

    def keys(self, name: str) -> TableKeys | None:
        """Whose rows those of a table are, and of which month; None where nothing says whose."""
        who, when = self.employees[name], self.months[name]
        if not who or who[0].confidence < LIKELY - BY_NAME:
            return None
        unsure = ""
        if _is_tie(who):
            unsure = "tie"
        elif who[0].confidence < GENERAL - BY_NAME or self._is_everybody(name, who[0].heading):
            unsure = "name"
        elif who[0].confidence < SYNONYM and self.spoiled_ids(self.named[name]):
            unsure = "spoiled"
        dates, doubt = self._dates(name, when)
        return TableKeys(who[0].heading, dates, unsure=unsure or doubt)

    def _is_everybody(self, name: str, heading: str) -> bool:
        """Whether all rows are of one employee, and another column might tell people apart."""
        of = self.profile(name, heading)
        return of.distinct == 1 and of.filled > 1 and bool(self.perhaps_people(self.named[name]))

    def _dates(self, name: str, when: Sequence[Candidate]) -> tuple[Dates | None, str]:
        if not when:
            return None, ""
        best = when[0]
        columns = [one for one in when if not place_of(one.heading)]
        doubt = "month name" if best.confidence < LIKELY else ""
        if place_of(best.heading):
            is_open = self._is_contradicted(name, [one.heading for one in when])
        else:
            is_open = _is_tie(columns)
        doubt = "month tie" if is_open else doubt
        dates = Dates(best.heading)
        if self.lacks_year(name, best.heading):
            year = self.year(name)
            dates = Dates(best.heading, year, file=self.file(name) if year else "", told=year)
            doubt = doubt or ("year" if year else "")
        return dates, doubt

    def _is_contradicted(self, name: str, headings: Sequence[str]) -> bool:
        """Whether titles, and the names of sheet and file, name another month for some row than the
        first of them does."""
        table = self.named[name]
        first, *others = [heading for heading in headings if place_of(heading)]
        pairs = {
            (one, other)
            for heading in others
            for one, other in zip(
                *(table.column(h).to_pylist() for h in (first, heading)), strict=True
            )
        }
        if len(table.sources) == 1:
            pairs |= {(text, table.sources[0][1]) for text in self.texts(name, first)}
        return any(_differ(one, other) for one, other in pairs)

    def lacks_year(self, name: str, heading: str) -> bool:
        """Whether the months under a heading do not say their year."""
        texts = self.texts(name, heading)
        if place_of(heading) and not read_days(texts).read:
            return any(day is not None and not day.year for day in map(month_within, texts))
        return read_days(texts, serial=True).lacks_year

    def year(self, name: str) -> int | None:
        """The one year that the titles and the names of files and sheets of a table speak of."""
        table = self.named[name]
        said = [part for source in table.sources for part in source]
        if TITLE in table.headings:
            said += table.column(TITLE).unique().to_pylist()
        years = {year for text in said if (year := year_within(text)) is not None}
        return years.pop() if len(years) == 1 else None

    def file(self, name: str) -> str:
        """The first file of a table."""
        return self.named[name].sources[0][0]

    # -- columns of the plan ------------------------------------------------------------------

    def candidates(self, fact: str) -> list[Candidate]:
        """The columns that may be one of the plan, or a hire date, the likeliest first."""
        column = self.wanted.get(fact)
        names = [fact, *(column.label.values() if column else ())]
        own, more = known_names(names)
        of_month = column is not None and column.kind in ("money", "count")
        of_month = of_month and not any(OTHER_PERIOD.search(name) for name in names)
        is_planned = any(PLANNED.search(word) for word in (*names, *more))
        found = []
        for table in self.tables:
            for heading in table.headings:
                if heading.startswith("(") or (of_month and OTHER_PERIOD.search(heading)):
                    continue
                if of_month and not is_planned and PLANNED.search(heading):
                    continue
                of = self.profile(table.name, heading)
                score = likeness(heading, own, more)
                if score < LIKELY and not (column and column.kind == "category"):
                    continue
                if not self._fits(fact, column, of):
                    continue
                why = _why(score)
                by_content = column is not None and column.kind == "category" and score < SYNONYM
                if by_content and not of.is_number:
                    assert column is not None
                    fit = share_of_values(self.texts(table.name, heading), column)
                    if fit >= FEWEST_FIT and BY_CONTENT * fit > score:
                        score, why = BY_CONTENT * fit, "content"
                if score >= LIKELY or why == "content":
                    found.append(Candidate(table.name, heading, score, why))
        return sorted(found, key=lambda one: -one.confidence)

    @cached_property
    def every_candidate(self) -> dict[str, list[Candidate]]:
        """The candidates of each column that the plan reads."""
        return {fact: self.candidates(fact) for fact in self.wanted}

    def assigned(
        self, taken: set[Place], tables: set[str], facts: Sequence[str]
    ) -> dict[str, tuple[Candidate, str]]:
        """Columns of the plan and of the files put together so that all fit best, each once, with
        the reason why one may be another, if any."""
        places = list(
            dict.fromkeys(
                (one.table, one.heading)
                for fact in facts
                for one in self.every_candidate[fact]
                if (one.table, one.heading) not in taken and one.table in tables
            )
        )
        if not places:
            return {}
        at = {place: j for j, place in enumerate(places)}
        scores = np.zeros((len(facts), len(places)))
        known: dict[tuple[int, int], Candidate] = {}
        for i, fact in enumerate(facts):
            for one in self.every_candidate[fact]:
                j = at.get((one.table, one.heading))
                if j is not None:
                    scores[i, j], known[i, j] = one.confidence, one
        found: dict[str, tuple[Candidate, str]] = {}
        for i, j in zip(*linear_sum_assignment(-(scores**4)), strict=True):
            if (i, j) not in known:
                continue
            one = known[i, j]
            rivals = np.delete(scores[i], j)
            others = np.delete(scores[:, j], i)
            close = one.confidence - TIE
            tie = bool((rivals > close).any() or (others > close).any())
            doubt = "tie" if tie else "" if one.confidence >= SYNONYM else one.why
            if not doubt and self._is_of_other_tax(facts[i], one.heading):
                doubt = "tax"
            doubt = "clock" if self._may_be_clock(facts[i], one) else doubt
            if self.given_back(facts[i], one.table):
                doubt = ", ".join(filter(None, (doubt, "returns")))
            found[facts[i]] = (one, doubt)
        return found

    def given_back(self, fact: str, table: str) -> list[str]:
        """The columns of a table that say beside an amount of sales what was given back of it."""
        column = self.wanted.get(fact)
        names = [fact, *(column.label.values() if column else ())]
        if column is None or column.kind != "money" or not known_names(names)[1] & SOLD:
            return []
        headings = self.named[table].headings
        called = [h for h in headings if GIVEN_BACK.fullmatch(bare(without_unit(h)))]
        return [h for h in called if self.profile(table, h).is_number]

    def _is_of_other_tax(self, fact: str, heading: str) -> bool:
        """Whether the heading of an amount says of tax what the plan's label does not say."""
        column = self.wanted.get(fact)
        if column is None or column.kind != "money":
            return False
        meant = {of for text in column.label.values() for of in _of_tax(text)}
        return not _of_tax(heading) <= meant

    def _may_be_clock(self, fact: str, one: Candidate) -> bool:
        """Whether numbers taken for hours may be hours and minutes with a point between."""
        column = self.wanted[fact]
        hours = column is not None and taken_by(column).seconds == HOUR
        of = self.profile(one.table, one.heading)
        return of.may_be_clock and (hours or heading_seconds(one.heading) == HOUR)

    def _fits(self, fact: str, column: Column | None, of: Profile) -> bool:
        """Whether the cells can be what the plan reads."""
        if of.filled == 0:
            return False
        if fact == HIRED:
            return of.days >= 0.5
        assert column is not None
        if of.seconds and of.bare is None and column.kind in ("money", "share", "score"):
            return False
        match column.kind:
            case "category":
                return of.distinct <= MOST_TEXTS and not of.is_day
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
                is_share = of.numbers >= 0.5 and of.low >= low and of.high <= PERCENT_HIGH
                return is_share or of.is_yes_or_no
            case "score":
                low, high = column.range or (-np.inf, np.inf)
                return of.numbers >= 0.5 and of.low >= low and of.high <= high
            case "count":
                return (of.numbers >= 0.5 and of.low >= 0) or of.is_yes_or_no
            case _:
                return of.numbers >= 0.5 and not of.is_day

    # -- tables ---------------------------------------------------------------------------------

    def main(self, sources: Mapping[str, Source], keys: Mapping[str, TableKeys]) -> str | None:
        """The table that the others are joined to: one that says when, and has the most columns of
        the plan."""
        counts = Counter(source.table for source in sources.values())
        ranked = sorted(
            keys,
            key=lambda name: (
                keys[name].month is not None,
                counts[name],
                self.named[name].sheet.rows if name in self.named else 0,
            ),
            reverse=True,
        )
        return ranked[0] if ranked else None

    def linked(self, keys: TableKeys, name: str, main: str, of_main: TableKeys) -> TableKeys:
        """The keys of a table by which its rows find the people of the main one."""
        link = links_to(self.tables, (name, keys.employee), (main, of_main.employee))
        match link:
            case Link(through=through, column=column):
                return replace(keys, employee=column, through=through)
            case None:
                return replace(keys, unsure="link")


def proposed(matching: Matching) -> Recipe:
    """What the columns of some tables are for a plan, as far as it can be told."""
    every = {table.name: matching.keys(table.name) for table in matching.tables}
    keys = {name: of for name, of in every.items() if of is not None}
    taken = {(name, of.employee) for name, of in keys.items()}
    taken |= {(name, of.month.column) for name, of in keys.items() if of.month}
    found = matching.assigned(taken, set(keys), list(matching.wanted))
    if TENURE in found and HIRED in found:
        del found[HIRED if found[TENURE][0].confidence >= EQUAL else TENURE]
    sources = {
        fact: Source(one.table, (one.heading,), unsure=doubt)
        for fact, (one, doubt) in found.items()
    }
    main = matching.main(sources, keys)
    used = {source.table for source in sources.values()} | ({main} if main else set())
    ordered = sorted(used & set(keys), key=lambda name: name != main)
    return Recipe(matching.plan.id, {name: keys[name] for name in ordered}, sources)


def _is_tie(found: Sequence[Candidate]) -> bool:
    return len(found) > 1 and found[0].confidence - found[1].confidence < TIE


def _of_tax(text: str) -> set[str]:
    """What a text says of tax: "with", "without", or nothing."""
    found = {"without"} if WITHOUT_TAX.search(text) else set()
    return found | ({"with"} if WITH_TAX.search(text) else set())


def _why(score: float) -> str:
    """Why a heading speaks for a column, by how much it does."""
    if score >= EQUAL:
        return "own"
    if score >= SYNONYM:
        return "synonym"
    return "word" if score == GENERAL else "name"


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
