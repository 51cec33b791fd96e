"""Who came and went among real people: leavers by tenure, months away, headcount, tenure.

Somebody without a row in the last months may have left, or be away. Which of both is likelier is
told by how long those were away who came back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.facts import Facts
from engine.workforce.fitting_months import SHARE_OF_SEASON
from engine.workforce.model import TENURE
from engine.workforce.read_organisation import read_career
from engine.workforce.staying import Staying, expected_growth, first_month, staffing
from engine.workforce.workforce_reader import WorkforceReader
from engine.yaml_files import Document

BANDS = (0, 3, 6, 12, 24)
"""Months of tenure from which each share of leavers begins."""
SPANS = (0, 3, 6, 12, 24, 36, 60, 90, 120, 180, 240, 360)
"""Months of tenure from which each part of the tenure at the start begins."""
UNKNOWN_LONGEST = 120
YEAR = 12
LONGEST_AWAY = 6
"""Whoever has no row for more months had left, and came anew."""
CLOSED = 0.03
"""A year whose headcount ends so near to where it began has a season and no growth."""
STEP, COMING = 0.05, 0.06
"""What is expected of the part by which the headcount differs from one month to the next, beside
what chance makes of so many of the people who come and go in a month."""
STEP_COUNTS = 2
"""As how many months that counts beside those that were seen."""
GROWTH_COUNTS = 4
"""As how many months without growth what is expected counts beside those that were seen."""


@dataclass(frozen=True)
class Coming:
    """The section `career` of a model, and what it rests on: leavers, person-months in which one
    could leave, joiners, how many of those missing at the end are taken to be away. `tenure` is
    that of everybody by month, None where nothing tells it; `tenure_known` says that the facts do,
    and not only who joined when. `headcount` is that of the last month, those away counted.
    """

    section: dict[str, Any]
    leavers: int
    exposed: int
    joiners: int
    away: int
    tenure: NDArray[np.float64] | None
    tenure_known: bool
    headcount: int
    whole_year: bool


def careers(facts: Facts, fewest: int) -> Coming:
    """Who comes and goes in the facts."""
    present = facts.present
    months = present.shape[0]
    left, joined = left_for_good(present), left_for_good(present[::-1])
    gap = _gaps(present)
    stated = facts.numbers.get(TENURE)
    known = stated is not None and bool((stated[present] > 0).any())
    tenure = stated if known else _since_joining(present, joined, fewest)
    count = present.sum(axis=1)
    leavers = float(_departures(present, left)[2].sum())
    section: dict[str, Any] = {}
    exposed = int(present[:-1].sum())
    if tenure is not None:
        section["leaving"] = _leaving(tenure, present, left, fewest)
        section |= _tenure(tenure[_last_month(count)], present[_last_month(count)], fewest)
    else:
        rate = min(0.5, leavers / exposed) if exposed else 0.0
        section["leaving"] = [[0, round(rate, 5)]]
        section["longest"] = UNKNOWN_LONGEST
    staff = _staff(present, left, joined)
    whole_year = months >= 12 and bool((count > 0).all())
    season = np.ones(12)
    if whole_year:
        season = _headcount(staff, facts.first)
        section["headcount"] = [round(float(index), 4) for index in season]
    if months > 1:
        section["growth"] = _growth(staff, season, facts.first)
    begins = gap & ~np.vstack([np.zeros((1, facts.size), np.bool_), gap[:-1]])
    away = float((1 - left)[_missing(present)].sum())
    if begins.any():
        lengths = gap.sum() / begins.sum()
        share = min(0.2, (float(begins.sum()) + away) / max(1, int(present.sum())))
        low = max(1, int(lengths))
        section["unpaid_leave"] = {
            "share": round(share, 5),
            "months": [low, min(24, max(low, int(np.ceil(2 * lengths - low))))],
        }
    return Coming(
        section,
        round(leavers),
        exposed,
        round(float(joined.sum())),
        round(away),
        tenure,
        known,
        round(float(staff[-1])) or int(count[_last_month(count)]),
        whole_year,
    )


def _since_joining(
    present: NDArray[np.bool_], joined: NDArray[np.float64], fewest: int
) -> NDArray[np.float64] | None:
    """The tenure by month where only joining tells it: those of the first month are taken to be
    past learning, evenly up to UNKNOWN_LONGEST. None where too few people join."""
    if joined.sum() < fewest:
        return None
    months = present.shape[0]
    start = np.where(joined > 0, -np.argmax(present, axis=0), 0.0)
    there = np.flatnonzero(joined == 0)
    start[there] = np.linspace(min(YEAR, UNKNOWN_LONGEST), UNKNOWN_LONGEST, there.size)
    return np.asarray(np.maximum(np.floor(start) + np.arange(months)[:, None], 0))


def left_for_good(present: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How likely each person has left rather than be away; 0 for those there in the last month.

    Of those who were away for so many months already, as many are taken to come back as came back
    among those whose return could be seen.
    """
    months = present.shape[0]
    since = np.argmax(present[::-1], axis=0)
    begins, ends = _gaps(present), _gaps(present)
    begins[1:] &= ~_gaps(present)[:-1]
    ends[:-1] &= ~_gaps(present)[1:]
    (_, begun), (_, ended) = np.nonzero(begins.T), np.nonzero(ends.T)
    lengths = ended - begun + 1
    open_for = since[_missing(present)]
    stays = np.ones(months + 1)
    for age in range(months - 1, 0, -1):
        back = int((lengths == age).sum())
        could = int((lengths >= age).sum()) + int((open_for > age).sum())
        stays[age] = stays[age + 1] * (1 - back / could) if could else stays[age + 1]
    return np.where(_missing(present), stays[np.minimum(since, months)], 0.0)


def _missing(present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Who has rows, but none in the last month."""
    return np.asarray(present.any(axis=0) & ~present[-1])


def _gaps(present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Months of those who are away: without a row, and LONGEST_AWAY of them at most between two
    with one."""
    rows = np.arange(present.shape[0])[:, None]
    before = np.maximum.accumulate(np.where(present, rows, -1), axis=0)
    after = np.minimum.accumulate(np.where(present, rows, rows.size)[::-1], axis=0)[::-1]
    inside = (before >= 0) & (after < rows.size) & ~present
    return np.asarray(inside & (after - before - 1 <= LONGEST_AWAY))


def _departures(
    present: NDArray[np.bool_], left: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Last months before leaving, whose they are, and how likely each is one. Whoever came back
    after more than LONGEST_AWAY months had left."""
    last = present.shape[0] - 1 - np.argmax(present[::-1], axis=0)
    leavers = np.flatnonzero(left)
    inside = np.logical_or.accumulate(present[::-1], axis=0)[::-1]
    gone = present[:-1] & ~present[1:] & inside[1:] & ~_gaps(present)[1:]
    month, person = np.nonzero(gone)
    return (
        np.concatenate([last[leavers], month]),
        np.concatenate([leavers, person]),
        np.concatenate([left[leavers], np.ones(month.size)]),
    )


def _staff(
    present: NDArray[np.bool_], left: NDArray[np.float64], joined: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How many people belong to each month, those counted who are away."""
    before = np.logical_or.accumulate(present, axis=0)
    after = np.logical_or.accumulate(present[::-1], axis=0)[::-1]
    there = present.any(axis=0)
    inside = present | _gaps(present)
    belongs = np.where(before, np.where(after, inside, 1 - left), 1 - joined) * there
    return np.asarray(belongs.sum(axis=1))


def _growth(
    staff: NDArray[np.float64], season: NDArray[np.float64], first: int
) -> dict[str, float]:
    """How the headcount went on beside its season, and how far that is known of the next months."""
    calendar = np.array([calendar_month(first + row) - 1 for row in range(staff.size)])
    steps = np.diff(np.log(np.maximum(staff, 1) / season[calendar]))
    monthly = float(steps.sum()) / (steps.size + GROWTH_COUNTS)
    expected = STEP**2 + COMING / max(float(staff.mean()), 1.0)
    spread = float(((steps - monthly) ** 2).sum()) + STEP_COUNTS * expected
    sd = float(np.sqrt(spread / (steps.size + STEP_COUNTS)))
    unsure = sd / float(np.sqrt(steps.size + GROWTH_COUNTS))
    return {
        "monthly": round(float(np.clip(monthly, -0.2, 0.2)), 4),
        "unsure": round(min(unsure, 0.2), 4),
        "months": round(min(sd, 0.5), 4),
    }


def people_expected(section: Mapping[str, Any], headcount: int, first: int, months: int) -> int:
    """How many people a model whose careers are these needs over so many months, where so many were
    there in the month before the first: joiners and leavers counted, the growth as expected."""
    career = read_career(WorkforceReader(Document.of({"career": section}, "")), ())
    staying = Staying(career, career.longest + months + 1)
    begins = first_month(career, headcount, first, expected_growth(career, months))
    return staffing(career, staying, first, months).people(begins)


def _last_month(count: NDArray[np.int64]) -> int:
    """The last month with anybody in it."""
    return int(np.flatnonzero(count)[-1])


def _leaving(
    tenure: NDArray[np.float64],
    present: NDArray[np.bool_],
    left: NDArray[np.float64],
    fewest: int,
) -> list[list[float]]:
    """The share that leaves by tenure; bands in which few left count with the next one."""
    could = tenure[:-1][present[:-1]]
    month, person, weight = _departures(present, left)
    did = tenure[month, person]
    found: list[list[float]] = []
    low = 0
    for high in (*BANDS[1:], np.inf):
        events = float(weight[(did >= low) & (did < high)].sum())
        exposed = int(((could >= low) & (could < high)).sum())
        if high != np.inf and (events < fewest or exposed < fewest):
            continue
        if high == np.inf and found and (events < fewest or exposed < fewest):
            low = int(found[-1][0])
            found.pop()
            events, exposed = float(weight[did >= low].sum()), int((could >= low).sum())
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


def _headcount(staff: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """An index by calendar month, without growth from the first month to the last. Of a single year
    half is taken for a season, as nobody can tell."""
    level = staff.astype(float)
    steps = np.arange(level.size)
    if abs(level[-1] / level[0] - 1) > CLOSED:
        level = level / np.exp(np.interp(steps, [0, level.size - 1], np.log(level[[0, -1]])))
    calendar = np.array([calendar_month(first + row) - 1 for row in range(level.size)])
    index = np.bincount(calendar, level, 12) / np.bincount(calendar, minlength=12)
    index = index / index.mean()
    if level.size < 24:
        index = 1 + SHARE_OF_SEASON * (index - 1)
    return np.asarray(np.clip(index, 0.1, 10))
