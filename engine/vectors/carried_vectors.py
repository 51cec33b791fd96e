"""The functions that carry a state from month to month in vector instructions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from engine.formula import exact
from engine.vectors.cell_vectors import Known, floor
from engine.vectors.code_lines import NotInVectors, Value
from engine.vectors.month_vectors import Months, Row
from engine.vectors.vector_code import Code

MOST_GRADES = 40


class _Units:
    """Amounts counted in units of their last decimal place; as they are where there is none."""

    def __init__(self, code: Code, units: Value | None) -> None:
        self.code, self._units = code, units

    def of(self, x: Value) -> Value:
        """exact.in_units."""
        if self._units is None:
            return self.code.as_number(x)
        return self.code.rint(self.code.multiply(x, self._units))

    def back(self, x: Value) -> Value:
        """The amount of so many units."""
        return x if self._units is None else self.code.divide(x, self._units)

    def difference(self, a: Value, b: Value) -> Value:
        """exact.difference."""
        left = self.code.subtract(a, b)
        return self.code.flush(left, a) if self._units is None else left

    def reached(self, a: Value, b: Value) -> Value:
        """exact.reached."""
        if self._units is None:
            return self.code.at_least(a, b)
        return self.code.compared("oge", a, b)


def carry_over(
    months: Months, receipts: Row, target: Row, base_share: Row, no_carry_above: Row, exempt: Row
) -> list[tuple[Value, ...]]:
    """See engine.formula.functions.carry_over."""
    code, zero = months.code, months.code.number(0.0)
    units = _Units(code, months.result_units())
    carried = zero
    owed: list[tuple[Value, Value]] = []  # base and missing of each earlier period
    found: list[tuple[Value, ...]] = []
    for k, row in enumerate(months.wanted):
        here = months.present(row)
        goal, limit = units.of(target(k)), units.of(no_carry_above(k))
        base = units.of(code.multiply(target(k), base_share(k)))
        counted = code.add(units.of(receipts(k)), carried)
        met, full, unlimited = (units.reached(counted, a) for a in (base, goal, limit))
        free_of_quota = code.both(exempt(k), here)
        bound = code.both(here, code.opposite(free_of_quota))
        missed, fills = code.both(bound, code.opposite(met)), code.both(bound, met)
        surplus = units.difference(counted, base)
        free, still_owed, released_bases = code.select(fills, surplus, zero), [], zero
        for owed_base, missing in owed:
            released = code.both(units.reached(free, missing), fills)
            released = code.both(released, code.compared("ogt", missing, zero))
            filled = code.select(released, missing, code.minimum(free, missing))
            free = code.maximum(units.difference(free, filled), zero)
            left = code.select(released, zero, code.subtract(missing, filled))
            still_owed.append((owed_base, left))
            released_bases = code.add(released_bases, code.select(released, owed_base, zero))
        limited = code.both(code.both(fills, full), code.opposite(unlimited))
        earned = code.add(base, free)
        due = code.select(limited, code.minimum(earned, goal), earned)
        due = code.add(due, released_bases)
        above = code.maximum(units.difference(earned, goal), zero)
        carried = code.select(here, code.select(limited, above, zero), carried)
        missing_now = code.select(missed, code.negative(surplus), zero)
        owed = [*still_owed, (code.select(missed, base, zero), missing_now)]
        open_shortfall = zero
        for _, missing in owed:
            open_shortfall = code.add(open_shortfall, missing)
        bonus_base = code.select(free_of_quota, counted, code.select(fills, due, zero))
        reached = code.either(free_of_quota, code.both(fills, full))
        amounts = (units.back(a) for a in (bonus_base, carried, open_shortfall))
        found.append((*amounts, reached, missed))
    return found


def career_ladder(
    months: Months,
    start: Row,
    review: Row,
    promote: Row,
    min_months: Known,
    months_before: Row | None,
    service: Row | None,
    min_service: Known | None,
    score: Row | None,
    min_score: Known | None,
    promote_two: Row | None,
    demote: Row | None,
    demote_rows: Known | None,
    raise_one: Row | None,
    raise_two: Row | None,
) -> list[tuple[Value, ...]]:
    """See engine.formula.functions.career_ladder."""
    code = months.code
    zero, one, never = code.number(0.0), code.number(1.0), code.flag(False)
    count = len(min_months.sample.values) - 1
    if count > MOST_GRADES:
        raise NotInVectors
    nobody, steps = code.code(count), {n: code.code(n) for n in (-1, 0, 1, 2)}

    def given(of: Row | None, row: int) -> Value:
        return zero if of is None else of(row)

    def reaches(x: Value, table: Known | None) -> Value:
        assert table is not None
        entries = table.numbers(lambda t: [float(number) for number in t.values], sure=False)
        return code.at_least(x, code.chosen_by_code(entries, grade))

    def below(places: int) -> Value:
        """Whether there are so many grades above the one in force."""
        return code.opposite(code.code_at_least(grade, count - places))

    grade, began, served, factor, low_rows, there = nobody, zero, zero, one, zero, never
    found: list[tuple[Value, ...]] = []
    for row in range(months.months):
        here = months.present(row)
        new = code.both(here, code.opposite(there))
        there = code.either(there, here)
        grade = code.select(new, start(row), grade)
        began = code.select(new, code.number(float(row)), began)
        served = code.select(new, given(months_before, row), served)
        low = code.multiply(code.add(low_rows, one), given(demote, row))
        low_rows = code.select(here, low, low_rows)
        in_grade = code.add(code.add(code.subtract(code.number(float(row)), began), one), served)
        reviewed = code.both(here, review(row))
        promoted = code.both(code.both(reviewed, promote(row)), below(1))
        promoted = code.both(promoted, reaches(in_grade, min_months))
        for figure, table in ((service, min_service), (score, min_score)):
            if table is not None:
                promoted = code.both(promoted, reaches(given(figure, row), table))
        by_two = code.both(code.both(promoted, given(promote_two, row)), below(2))
        change = code.select(by_two, steps[2], code.select(promoted, steps[1], steps[0]))
        if demote_rows is not None:
            demoted = code.both(code.both(reviewed, code.opposite(promoted)), _above_0(code, grade))
            demoted = code.both(demoted, reaches(low_rows, demote_rows))
            change = code.select(demoted, steps[-1], change)
        if row in months.wanted:
            found.append(
                (
                    code.select(here, grade, nobody),
                    code.select(here, in_grade, zero),
                    code.select(here, factor, zero),
                    code.as_number(change),
                )
            )
        moved = code.opposite(code.same_code(change, steps[0]))
        grade = code.moved_code(grade, change)
        began = code.select(moved, code.number(row + 1.0), began)
        served = code.select(moved, zero, served)
        by_one = code.add(one, given(raise_one, row))
        lowers = code.compared("ogt", by_one, code.number(exact.ABSOLUTE))
        factors = {
            -1: code.select(lowers, code.divide(factor, by_one), zero),
            2: code.multiply(factor, code.add(one, given(raise_two, row))),
            1: code.multiply(factor, by_one),
        }
        for way, changed in factors.items():
            factor = code.select(code.same_code(change, steps[way]), changed, factor)
    return found


def _above_0(code: Code, grade: Value) -> Value:
    return code.code_at_least(grade, 1)


def expiring_balance(months: Months, received: Row, price: Row, _: Row) -> list[tuple[Value, ...]]:
    """See engine.formula.functions.expiring_balance."""
    code, zero = months.code, months.code.number(0.0)
    units = _Units(code, months.units_of(lambda of: exact.widest(of[:2])))
    lots: deque[Value] = deque()  # what is left of each month, the oldest first
    expired = zero
    found: list[tuple[Value, ...]] = []
    for row in range(months.months):
        here = months.present(row)
        if len(lots) >= max(1.0, months.fixed[2]):
            expired = code.add(expired, lots.popleft())
        lots.append(units.of(received(row)))
        one = units.of(price(row))
        full = _total(code, lots)
        sold = code.compared("ogt", one, code.number(exact.ABSOLUTE))
        prizes = floor(code, code.select(sold, code.divide(full, one), zero))
        prizes = code.select(here, code.maximum(prizes, zero), zero)
        owed = code.multiply(prizes, one)
        for place, lot in enumerate(lots):
            owing = code.compared("ogt", owed, code.number(exact.ABSOLUTE))
            taken = code.select(owing, code.minimum(lot, owed), zero)
            lots[place] = units.difference(lot, taken)
            owed = units.difference(owed, taken)
        balance = code.select(here, _total(code, lots), zero)
        if row in months.wanted:
            gone = units.back(code.select(here, expired, zero))
            found.append((prizes, gone, units.back(balance)))
        expired = code.select(here, zero, expired)
    return found


def _total(code: Code, lots: deque[Value]) -> Value:
    total = lots[0]
    for lot in list(lots)[1:]:
        total = code.add(total, lot)
    return total


CARRIED_FUNCTIONS: dict[str, Callable[..., list[tuple[Value, ...]]]] = {
    of.__name__: of for of in (carry_over, career_ladder, expiring_balance)
}
"""By the name of the function: what it gives on its arguments."""
