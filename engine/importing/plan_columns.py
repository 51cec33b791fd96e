"""Which columns of the files the columns of a plan are: proposed by name, kind and content.

Rather no proposal than a wrong one. What rests on likeness or on content alone is marked unsure,
with the reason, and waits for whoever brings the files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from engine.importing.candidate import TIE, Candidate, reason
from engine.importing.categories import share_of_values
from engine.importing.cell_units import taken_by
from engine.importing.heading_words import (
    LIKELY,
    SYNONYM,
    bare,
    known_names,
    likeness,
    without_unit,
    words_of,
)
from engine.importing.profile import Profile
from engine.importing.table_columns import TableColumns
from engine.plan import Column, Plan
from engine.sheets import HIRED
from engine.written import heading_seconds

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
HOUR = 3600
GIVEN_BACK = re.compile(
    r"(?:实际|已|成功)?(?:退款|退货)(?:金额|总额|额|款)?|refund(?:s|ed)?(?:amount|value|total)?"
    r"|(?:amount|total)refunded|returns?(?:amount|value)|(?:amount|value)returned",
)
"""What a column is called that says how much of an amount was given back."""
SOLD = frozenset(words_of("sales"))
Place = tuple[str, str]


class PlanColumns:
    """The columns of some tables held against those that a plan reads."""

    def __init__(self, columns: TableColumns, plan: Plan) -> None:
        self._columns, self._plan = columns, plan

    @cached_property
    def wanted(self) -> dict[str, Column | None]:
        """The columns that the plan reads; a hire date may stand for tenure."""
        wanted: dict[str, Column | None] = {}
        for column in self._plan.facts.values():
            if column.kind == "tenure":
                wanted[HIRED] = None
            wanted[column.id] = column
        return wanted

    def candidates(self, fact: str) -> list[Candidate]:
        """The columns that may be one of the plan, or a hire date, the likeliest first."""
        column = self.wanted.get(fact)
        names = [fact, *(column.label.values() if column else ())]
        own, more = known_names(names)
        of_month = column is not None and column.kind in ("money", "count")
        of_month = of_month and not any(OTHER_PERIOD.search(name) for name in names)
        is_planned = any(PLANNED.search(word) for word in (*names, *more))
        found = []
        for table in self._columns.tables:
            for heading in table.headings:
                if heading.startswith("(") or (of_month and OTHER_PERIOD.search(heading)):
                    continue
                if of_month and not is_planned and PLANNED.search(heading):
                    continue
                of = self._columns.profile(table.name, heading)
                score = likeness(heading, own, more)
                if score < LIKELY and not (column and column.kind == "category"):
                    continue
                if not self._fits(fact, column, of):
                    continue
                why = reason(score)
                by_content = column is not None and column.kind == "category" and score < SYNONYM
                if by_content and not of.is_number:
                    assert column is not None
                    fit = share_of_values(self._columns.texts(table.name, heading), column)
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
        headings = self._columns.named[table].headings
        called = [h for h in headings if GIVEN_BACK.fullmatch(bare(without_unit(h)))]
        return [h for h in called if self._columns.profile(table, h).is_number]

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
        of = self._columns.profile(one.table, one.heading)
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
                return not of.is_day and not of.may_be_events
            case "flag":
                return of.flags >= 0.9
            case "person":
                return of.may_be_id or of.is_names
            case "share":
                low = column.range[0] if column.range else column.least or 0.0
                is_share = of.numbers >= 0.5 and of.low >= low and of.high <= PERCENT_HIGH
                return is_share or of.is_yes_or_no
            case "score":
                low, high = column.range or (-np.inf, np.inf)
                return of.numbers >= 0.5 and of.low >= low and of.high <= high
            case "count":
                return (of.numbers >= 0.5 and of.low >= 0) or of.is_yes_or_no
            case _:
                return of.numbers >= 0.5 and not of.is_day


def _of_tax(text: str) -> set[str]:
    """What a text says of tax: "with", "without", or nothing."""
    found = {"without"} if WITHOUT_TAX.search(text) else set()
    return found | ({"with"} if WITH_TAX.search(text) else set())
