"""What each function means, one short Python function each, for one person in one month.

Arguments are functions from a person's month to a value: one asks them wherever it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

from engine.calendar import Every
from tests.reference.number import SPLIT_LEAST, SPLIT_SHARE, Figure, Judge, whole

Value = Any
"""A Figure, a condition, a text, or what a parameter or a function of several results holds."""

Points = Sequence[tuple[Figure, Figure]]

ZERO = whole(0)


@dataclass(frozen=True)
class At:
    """Whose month a value is asked for, in a line that falls due `every` so often. `ended`: the
    period of that length counts as ended with the month, since the person is not there later."""

    who: str
    month: int
    every: Every
    ended: Every | None = None

    def of(self, who: str) -> At:
        """The same month of somebody else."""
        return replace(self, who=who)

    def in_month(self, month: int) -> At:
        """Another month of the same person, which need not be one the line falls due in."""
        return At(self.who, month, Every.MONTH)


Ask = Callable[[At], Any]


class Periodic(Protocol):
    """An argument that is worked out `every` so often."""

    every: Every

    def __call__(self, at: At, /) -> Any: ...


def is_due(every: Every, month: int) -> bool:
    """Whether a month is the last of its quarter, half-year or year."""
    return (month + 1) % every.value == 0


@dataclass(frozen=True)
class People:
    """Who has a row in which month, and the judge of all decisions."""

    judge: Judge
    rows: frozenset[tuple[str, int]]

    def own_months(self, who: str) -> list[int]:
        """The months a person has rows in, in order."""
        return sorted(month for person, month in self.rows if person == who)

    def is_last(self, who: str, month: int, every: Every, end: int) -> bool:
        """Whether a month is the last that a person has in its period, and the period's own last is
        a later one, not after `end`."""
        last = month - month % every.value + every.value - 1
        later = [m for m in self.own_months(who) if month < m <= last]
        return month < last <= end and not later

    def there(self, at: At) -> list[At]:
        """Everyone with a row in that month, by employee id."""
        return [at.of(who) for who in sorted({w for w, month in self.rows if month == at.month})]

    def group(self, at: At, by: Ask | None, among: Ask | None = None) -> list[At]:
        """Those of the month in the same group, who also take part."""
        return [
            other
            for other in self.there(at)
            if (by is None or by(other) == by(at)) and (among is None or among(other))
        ]


def added(figures: Sequence[Figure]) -> Figure:
    """The sum."""
    total = ZERO
    for figure in figures:
        total = total + figure
    return total


# --- one person's month ----------------------------------------------------------------------


def min_(people: People, at: At, values: list[Ask]) -> Figure:
    return min((value(at) for value in values), key=lambda figure: figure.exact)


def max_(people: People, at: At, values: list[Ask]) -> Figure:
    return max((value(at) for value in values), key=lambda figure: figure.exact)


def clip(people: People, at: At, x: Ask, low: Ask, high: Ask) -> Figure:
    never_below = max(x(at), low(at), key=lambda figure: figure.exact)
    return min(never_below, high(at), key=lambda figure: figure.exact)


def floor(people: People, at: At, x: Ask) -> Figure:
    return people.judge.floor(x(at))


def ceil(people: People, at: At, x: Ask) -> Figure:
    return people.judge.ceil(x(at))


def abs_(people: People, at: At, x: Ask) -> Figure:
    return abs(x(at))


def ratio(people: People, at: At, a: Ask, b: Ask) -> Figure:
    return a(at) / b(at) if people.judge.above(b(at), ZERO) else ZERO


def reached(people: People, points: Points, x: Figure) -> Figure:
    """The value of the last point that x has reached; 0 below the first."""
    value = ZERO
    for start, at_start in points:
        if people.judge.at_least(x, start):
            value = at_start
    return value


def step(people: People, at: At, steps: Ask, x: Ask) -> Figure:
    return reached(people, steps(at), x(at))


def tiers(people: People, at: At, tiers: Ask, x: Ask) -> Figure:
    slices, rates = x(at), tiers(at)
    total = ZERO
    for place, (start, rate) in enumerate(rates):
        end = slices
        if place + 1 < len(rates) and rates[place + 1][0].exact < slices.exact:
            end = rates[place + 1][0]
        if end.exact > start.exact:
            total = total + (end - start) * rate
    return total


def whole_tiers(people: People, at: At, tiers: Ask, x: Ask) -> Figure:
    if x(at).exact <= 0:
        return ZERO
    return x(at) * reached(people, tiers(at), x(at))


def curve(people: People, at: At, curve: Ask, x: Ask) -> Figure:
    here, points = x(at), curve(at)
    if not people.judge.at_least(here, points[0][0]):
        return ZERO
    for (x0, y0), (x1, y1) in pairwise(points):
        if here.exact < x1.exact:
            return y0 + (y1 - y0) * (here - x0) / (x1 - x0)
    last: Figure = points[-1][1]
    return last


def prize(people: People, at: At, prizes: Ask, rank: Ask) -> Figure:
    if not people.judge.at_least(rank(at), whole(1)):
        return ZERO
    for last_rank, amount in prizes(at):
        if people.judge.at_least(last_rank, rank(at)):
            found: Figure = amount
            return found
    return ZERO


def places(people: People, at: At, prizes: Ask) -> Figure:
    last_rank: Figure = prizes(at)[-1][0]
    return last_rank


def indicator_points(people: People, at: At, indicator: Ask, x: Ask, cap: Ask) -> Figure:
    weight, target, unit, up, down, least = indicator(at)
    here = x(at)
    if not people.judge.at_least(here, least):
        return ZERO
    above, below = (max(ZERO, gap, key=_exact) for gap in (here - target, target - here))
    gained, lost = (people.judge.floor(gap / unit) for gap in (above, below))
    points = weight + up * gained - down * lost
    return min(max(ZERO, points, key=_exact), cap(at) * weight, key=_exact)


def _exact(figure: Figure) -> Fraction | float:
    return figure.exact


# --- all months of one person ----------------------------------------------------------------


def _so_far(people: People, at: At, months: int, *arguments: Periodic) -> list[At]:
    """A person's own months of the quarter, half-year or year, up to this one, in which all the
    arguments are worked out."""
    first = at.month - at.month % months
    every = max((argument.every for argument in arguments), key=lambda every: every.value)
    return [
        replace(at, month=month, every=every)
        for month in people.own_months(at.who)
        if first <= month <= at.month and is_due(every, month)
    ]


def period_sum(months: int) -> Callable[..., Figure]:
    def sum_of_period(people: People, at: At, x: Periodic, by: Ask | None = None) -> Figure:
        so_far = _so_far(people, at, months, x)
        return added([x(when) for when in so_far if by is None or by(when) == by(at)])

    return sum_of_period


def period_mean(months: int) -> Callable[..., Figure]:
    def mean_of_period(people: People, at: At, x: Periodic, by: Ask | None = None) -> Figure:
        so_far = _so_far(people, at, months, x)
        so_far = [when for when in so_far if by is None or by(when) == by(at)]
        return added([x(when) for when in so_far]) / whole(max(1, len(so_far)))

    return mean_of_period


def period_attainment(months: int) -> Callable[..., Figure]:
    def attainment_of_period(people: People, at: At, x: Periodic, goal: Periodic) -> Figure:
        so_far = _so_far(people, at, months, x, goal)
        counted = [when for when in so_far if people.judge.above(goal(when), ZERO)]
        if not counted:
            return ZERO
        return added([x(when) for when in counted]) / added([goal(when) for when in counted])

    return attainment_of_period


def recent_sum(people: People, at: At, x: Ask, months: Ask) -> Figure:
    recent = [m for m in people.own_months(at.who) if at.month - months(at).exact < m <= at.month]
    return added([x(at.in_month(m)) for m in recent])


def previous(people: People, at: At, x: Ask, first: Ask) -> Figure:
    earlier = [m for m in people.own_months(at.who) if m < at.month]
    found: Figure = x(at.in_month(earlier[-1])) if earlier else first(at.in_month(at.month))
    return found


def rows(people: People, at: At) -> Figure:
    return whole(sum(1 for m in people.own_months(at.who) if m <= at.month))


def first(people: People, at: At, x: Ask) -> Figure:
    opening: Figure = x(at.in_month(people.own_months(at.who)[0]))
    return opening


def streak(people: People, at: At, condition: Ask, months: Ask) -> bool:
    own = people.own_months(at.who)
    running, complete = 0, False
    for month in range(own[0], at.month + 1):
        holds = month in own and condition(at.in_month(month))
        running = running + 1 if holds else 0
        complete = running >= months(at).exact
        if complete:
            running = 0
    return complete


def carry_over(
    people: People,
    at: At,
    receipts: Ask,
    target: Ask,
    base_share: Ask,
    no_carry_above: Ask,
    exempt: Ask,
) -> dict[str, Value]:
    """The ledger after this period: the person's periods in turn, from the first one."""
    judge = people.judge
    ledger: dict[str, Value] = {}
    carry = ZERO
    open_list: list[tuple[Figure, Figure]] = []  # (base, what is still missing of it)
    for month in people.own_months(at.who):
        if month > at.month or not is_due(at.every, month):
            continue
        when = replace(at, month=month)
        received, goal = receipts(when) + carry, target(when)
        base = goal * base_share(when)
        carry, bonus_base, reached_target, missed = ZERO, ZERO, False, False
        if exempt(when):
            bonus_base, reached_target = received, True
        elif not judge.at_least(received, base):
            missed = True
            open_list.append((base, base - received))
        else:
            free, released, still_open = received - base, ZERO, []
            for old_base, missing in open_list:
                if judge.at_least(free, missing):
                    free = free - missing
                    released = released + old_base
                else:
                    still_open.append((old_base, missing - free))
                    free = ZERO
            open_list = still_open
            bonus_base = base + free
            reached_target = judge.at_least(received, goal)
            limited = reached_target and not judge.at_least(received, no_carry_above(when))
            if limited and bonus_base.exact > goal.exact:
                carry, bonus_base = bonus_base - goal, goal
            bonus_base = bonus_base + released
        ledger = {
            "bonus_base": bonus_base,
            "carry": carry,
            "open_shortfall": added([missing for _, missing in open_list]),
            "reached": reached_target,
            "missed": missed,
        }
    return ledger


Table = Sequence[tuple[str, Figure | None]]
"""A table in the order of its category, None where it has no figure."""


def career_ladder(
    people: People,
    at: At,
    start: Ask,
    review: Ask,
    promote: Ask,
    min_months: Table,
    months_before: Ask | None = None,
    service: Ask | None = None,
    min_service: Table = (),
    score: Ask | None = None,
    min_score: Table = (),
    promote_two: Ask | None = None,
    demote: Ask | None = None,
    demote_rows: Table = (),
    raise_one: Ask | None = None,
    raise_two: Ask | None = None,
) -> dict[str, Value]:
    """The person's grade in this month: their reviews in turn, from the first row on."""
    judge = people.judge
    own = people.own_months(at.who)
    opening = at.in_month(own[0])
    grades = [grade for grade, _ in min_months]
    top = len(grades) - 1
    grade = grades.index(start(opening))
    began, served = own[0], months_before(opening) if months_before else ZERO
    factor = whole(1)
    for place, month in enumerate(own):
        when = at.in_month(month)
        in_grade = whole(month - began + 1) + served
        least_months, change = min_months[grade][1], 0
        if review(when):
            good = least_months is not None and judge.at_least(in_grade, least_months)
            good = good and grade < top and promote(when)
            for reached, table in ((service, min_service), (score, min_score)):
                if reached:
                    least = table[grade][1]
                    good = good and least is not None and judge.at_least(reached(when), least)
            if good:
                two = promote_two is not None and promote_two(when) and grade + 2 <= top
                change = 2 if two else 1
            elif demote and grade > 0 and demote_rows[grade][1] is not None:
                running = 0
                for earlier in own[: place + 1]:
                    running = running + 1 if demote(at.in_month(earlier)) else 0
                if judge.at_least(whole(running), demote_rows[grade][1]):
                    change = -1
        if month == at.month:
            break
        if change:
            one = whole(1) + (raise_one(when) if raise_one else ZERO)
            two_up = whole(1) + (raise_two(when) if raise_two else ZERO)
            if change == -1:
                factor = factor / one if judge.above(one, ZERO) else ZERO
            else:
                factor = factor * (two_up if change == 2 else one)
            grade, began, served = grade + change, month + 1, ZERO
    return {
        "grade": grades[grade],
        "months_in_grade": in_grade,
        "pay_factor": factor,
        "change": whole(change),
    }


def expiring_balance(
    people: People, at: At, received: Ask, price: Ask, months: Ask
) -> dict[str, Value]:
    """The balance in this month: the person's months in turn, from the first row on."""
    judge, life = people.judge, max(whole(1), months(at), key=lambda figure: figure.exact)
    own = people.own_months(at.who)
    lots: list[tuple[int, Figure]] = []  # (month received, what is left of it)
    found: dict[str, Value] = {}
    for month in own:
        if month > at.month:
            break
        when = at.in_month(month)
        gone = [left for then, left in lots if month - then >= life.exact]
        lots = [(then, left) for then, left in lots if month - then < life.exact]
        lots.append((month, received(when)))
        prizes = ZERO
        if judge.above(price(when), ZERO):
            full = judge.floor(added([left for _, left in lots]) / price(when))
            prizes = full if full.exact > 0 else ZERO
        owed, kept = prizes * price(when), []
        for then, left in lots:
            taken = min(left, owed, key=lambda figure: figure.exact) if owed.exact > 0 else ZERO
            kept.append((then, left - taken))
            owed = owed - taken
        lots = kept
        balance = added([left for _, left in lots])
        found = {"prizes": prizes, "expired": added(gone), "balance": balance}
    return found


# --- everyone of the month -------------------------------------------------------------------


def total(people: People, at: At, x: Ask, by: Ask | None = None) -> Figure:
    return added([x(other) for other in people.group(at, by)])


def period_total(months: int) -> Callable[..., Figure]:
    def total_of_period(people: People, at: At, x: Ask, by: Ask | None = None) -> Figure:
        first = at.month - at.month % months
        rows = [at.of(who).in_month(m) for who, m in people.rows if first <= m <= at.month]
        return added([x(row) for row in rows if by is None or by(row) == by(at)])

    return total_of_period


def count(people: People, at: At, condition: Ask, by: Ask | None = None) -> Figure:
    return whole(len(people.group(at, by, condition)))


def highest(people: People, at: At, x: Ask, by: Ask | None = None) -> Figure:
    return max((x(other) for other in people.group(at, by)), key=lambda figure: figure.exact)


def rank(people: People, at: At, x: Ask, by: Ask | None = None, among: Ask | None = None) -> Figure:
    ranked = people.group(at, by, among)
    if at not in ranked:
        return ZERO
    return whole(1 + sum(people.judge.above(x(other), x(at)) for other in ranked))


def split(
    people: People,
    at: At,
    pool: Ask,
    weight: Ask,
    by: Ask | None = None,
    among: Ask | None = None,
) -> Figure:
    sharing = people.group(at, by, among)
    if at not in sharing:
        return ZERO
    fen = people.judge.fen(pool(at))
    weights = {other: weight(other) for other in sharing}
    counted = {o: w if people.judge.above(w, ZERO) else ZERO for o, w in weights.items()}
    if not any(w.exact for w in counted.values()):
        counted = dict.fromkeys(sharing, whole(1))
    shares = {o: whole(fen) * w / added(list(counted.values())) for o, w in counted.items()}
    hair = SPLIT_LEAST + SPLIT_SHARE * float(max(abs(s.exact) for s in shares.values()))
    paid = {o: people.judge.floor(share, hair) for o, share in shares.items()}
    left = {o: share - paid[o] for o, share in shares.items()}
    missing = fen - sum(int(p.exact) for p in paid.values())
    before = [
        other
        for other in sharing
        if people.judge.above(left[other], left[at], hair)
        or (people.judge.equal(left[other], left[at], hair) and other.who < at.who)
    ]
    own = paid[at] + whole(1) if len(before) < missing else paid[at]
    return own / whole(100)


def reports_total(people: People, at: At, x: Ask, by: Ask) -> Figure:
    return added([x(other) for other in people.there(at) if by(other) == at.who])


def forced_distribution(
    people: People, at: At, x: Ask, top: Ask, bottom: Ask, by: Ask | None = None
) -> str:
    group = people.group(at, by)
    ahead = [
        other
        for other in group
        if people.judge.above(x(other), x(at))
        or (people.judge.equal(x(other), x(at)) and other.who < at.who)
    ]
    size = whole(len(group))
    first = people.judge.ceil(size * top(at)).exact
    last = min(people.judge.floor(size * bottom(at)).exact, len(group) - first)
    if len(ahead) < first:
        return "top"
    return "bottom" if len(ahead) >= len(group) - last else "middle"


MEANINGS: dict[str, Callable[..., Value]] = {
    "min": min_,
    "max": max_,
    "clip": clip,
    "floor": floor,
    "ceil": ceil,
    "abs": abs_,
    "ratio": ratio,
    "step": step,
    "tiers": tiers,
    "whole_tiers": whole_tiers,
    "curve": curve,
    "prize": prize,
    "places": places,
    "indicator_points": indicator_points,
    "quarter_sum": period_sum(3),
    "quarter_mean": period_mean(3),
    "half_sum": period_sum(6),
    "half_mean": period_mean(6),
    "year_sum": period_sum(12),
    "year_mean": period_mean(12),
    "quarter_attainment": period_attainment(3),
    "half_attainment": period_attainment(6),
    "year_attainment": period_attainment(12),
    "recent_sum": recent_sum,
    "previous": previous,
    "rows": rows,
    "first": first,
    "streak": streak,
    "carry_over": carry_over,
    "career_ladder": career_ladder,
    "expiring_balance": expiring_balance,
    "total": total,
    "quarter_total": period_total(3),
    "half_total": period_total(6),
    "year_total": period_total(12),
    "count": count,
    "highest": highest,
    "rank": rank,
    "split": split,
    "reports_total": reports_total,
    "forced_distribution": forced_distribution,
}
