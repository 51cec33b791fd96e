"""Who came and went among real people: leavers by tenure, months away, headcount, tenure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.facts import Facts
from engine.workforce.model import TENURE, Career
from engine.workforce.read_organisation import read_career
from engine.workforce.staying import Staying, staffing
from engine.workforce.workforce_reader import WorkforceReader
from engine.yaml_files import Document

BANDS = (0, 3, 6, 12, 24)
"""Months of tenure from which each share of leavers begins."""
SPANS = (0, 3, 6, 12, 24, 36, 60, 90, 120, 180, 240, 360)
"""Months of tenure from which each part of the tenure at the start begins."""
UNKNOWN_LONGEST = 120
CLOSED = 0.03
"""A year whose headcount ends so near to where it began has a season and no growth."""


@dataclass(frozen=True)
class Coming:
    """The section `career` of a model, and what it rests on: leavers, people-months in which one
    could leave, joiners, months away, and whether the tenure of people was known. `headcount` is
    that of the last month.
    """

    section: dict[str, Any]
    leavers: int
    exposed: int
    joiners: int
    away: int
    tenure_known: bool
    headcount: int
    whole_year: bool


def careers(facts: Facts, fewest: int) -> Coming:
    """Who comes and goes in the facts."""
    present = facts.present
    months = present.shape[0]
    there = present.any(axis=0)
    start = np.argmax(present, axis=0)
    last = months - 1 - np.argmax(present[::-1], axis=0)
    rows = np.arange(months)[:, None]
    gap = ~present & (rows > start) & (rows < last) & there
    begins = gap.copy()
    begins[1:] &= ~gap[:-1]
    leaves = there & (last < months - 1)
    tenure = facts.numbers.get(TENURE)
    known = tenure is not None and bool((tenure[present] > 0).any())
    count = present.sum(axis=1)
    section: dict[str, Any] = {}
    exposed = int(present[:-1].sum())
    if known:
        assert tenure is not None
        section["leaving"] = _leaving(tenure, present, last, leaves, fewest)
        section |= _tenure(tenure[_last_month(count)], present[_last_month(count)], fewest)
    else:
        rate = min(0.5, int(leaves.sum()) / exposed) if exposed else 0.0
        section["leaving"] = [[0, round(rate, 5)]]
        section["longest"] = UNKNOWN_LONGEST
    whole_year = months >= 12 and bool((count > 0).all())
    if whole_year:
        section["headcount"] = _headcount(count, facts.first)
    if begins.any():
        lengths = gap.sum() / begins.sum()
        share = min(0.2, float(begins.sum()) / max(1, int(present.sum())))
        low = max(1, int(lengths))
        section["unpaid_leave"] = {
            "share": round(share, 5),
            "months": [low, min(24, max(low, int(np.ceil(2 * lengths - low))))],
        }
    return Coming(
        section,
        int(leaves.sum()),
        exposed,
        int((there & (start > 0)).sum()),
        int(gap.sum()),
        known,
        int(count[_last_month(count)]),
        whole_year,
    )


def people_for(section: Mapping[str, Any], headcount: int, first: int, months: int) -> int:
    """How many people a model whose careers are these needs over so many months, for so many to be
    there in the first: joiners and leavers counted."""
    document = Document.of({"career": section}, "")
    return people_of(read_career(WorkforceReader(document), ()), headcount, first, months)


def people_of(career: Career, headcount: int, first: int, months: int) -> int:
    """How many people careers need over so many months, for so many to be there in the first."""
    staying = Staying(career, career.longest + months + 1)
    staffed = staffing(career, staying, first, months)
    posts = headcount / float(staffed.filled[0])
    return max(1, round(posts * float(staffed.filled[0] + staffed.joining.sum())))


def _last_month(count: NDArray[np.int64]) -> int:
    """The last month with anybody in it."""
    return int(np.flatnonzero(count)[-1])


def _leaving(
    tenure: NDArray[np.float64],
    present: NDArray[np.bool_],
    last: NDArray[np.intp],
    leaves: NDArray[np.bool_],
    fewest: int,
) -> list[list[float]]:
    """The share that leaves by tenure; bands in which few left count with the next one."""
    could = tenure[:-1][present[:-1]]
    did = tenure[last[leaves], np.flatnonzero(leaves)]
    found: list[list[float]] = []
    low = 0
    for high in (*BANDS[1:], np.inf):
        events = int(((did >= low) & (did < high)).sum())
        exposed = int(((could >= low) & (could < high)).sum())
        if high != np.inf and (events < fewest or exposed < fewest):
            continue
        if high == np.inf and found and (events < fewest or exposed < fewest):
            low = int(found[-1][0])
            found.pop()
            events, exposed = int((did >= low).sum()), int((could >= low).sum())
        found.append([low, round(min(0.5, events / max(exposed, 1)), 5)])
        low = int(high) if high != np.inf else low
    return found


def _tenure(tenure: NDArray[np.float64], present: NDArray[np.bool_], fewest: int) -> dict[str, Any]:
    """The tenure of those who were there last, in spans that enough of them fill."""
    months = tenure[present]
    edges = [0]
    for edge in SPANS[1:]:
        inside = ((months >= edges[-1]) & (months < edge)).sum()
        if inside >= fewest and (months >= edge).sum() >= fewest:
            edges.append(edge)
    longest = max(edges[-1] + 12, *(s for s in SPANS if (months >= s).sum() >= fewest), 12)
    tops = [*edges[1:], np.inf]
    shares = [
        float(((months >= a) & (months < b)).mean()) for a, b in zip(edges, tops, strict=True)
    ]
    return {
        "longest": int(longest),
        "starting": [[e, round(s, 5)] for e, s in zip(edges, _whole(shares), strict=True)],
    }


def _whole(shares: list[float]) -> list[float]:
    """Shares that still add up to 1 in five decimals."""
    rounded = [round(share, 5) for share in shares]
    rounded[-1] = round(1 - sum(rounded[:-1]), 5)
    return rounded


def _headcount(count: NDArray[np.int64], first: int) -> list[float]:
    """An index by calendar month, without growth from the first month to the last."""
    level = count.astype(float)
    steps = np.arange(level.size)
    if abs(level[-1] / level[0] - 1) > CLOSED:
        level = level / np.interp(steps, [0, level.size - 1], [level[0], level[-1]])
    calendar = np.array([calendar_month(first + row) - 1 for row in range(level.size)])
    index = np.bincount(calendar, level, 12) / np.bincount(calendar, minlength=12)
    return [round(float(np.clip(i, 0.1, 10)), 4) for i in index / index.mean()]
