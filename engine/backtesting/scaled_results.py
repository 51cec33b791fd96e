"""The results of a year scaled, cell by cell, as exact decimals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis import payout_curve
from engine.facts import Facts, persona_facts
from engine.formula import exact
from engine.health import result_columns
from engine.plan import NUMBER_KINDS, TENURE, Column, Plan
from engine.text import Problem, Refused, Text, count, in_each_language, listed, number, signed

Array = NDArray[np.float64]
Units = NDArray[np.int64]

PARTS = 10_000
"""A shift is a whole number of these parts: hundredths of a per cent."""
ENOUGH = 60
"""People by whom it is seen whether pay rises with a result."""
FARTHEST = 0.5
"""Beyond this there is no year left to speak of."""


@dataclass(frozen=True)
class Scaled:
    """A column of results times `1 + shift`; `held` cells stay at a bound of the column."""

    numbers: Array
    held: int


def driving(plan: Plan, facts: Facts | None = None) -> tuple[str, ...]:
    """The columns proposed to be scaled where attainment moves: what the payout curve moves, else
    every amount and count that people are paid for.

    None where neither says what to scale: where the curve moves no result, or pay falls as it
    rises, as it does with complaints. `facts` are whom that is seen from; unless given, the plan's
    typical people.
    """
    results = [name for name in result_columns(plan) if plan.facts[name].kind in NUMBER_KINDS]
    curve = plan.curve
    if curve is None:
        return tuple(n for n in results if plan.facts[n].kind in ("money", "count"))
    if curve.rising_from is not None or curve.move not in results:
        return ()
    return () if _falls(plan, facts) else (curve.move,)


def _falls(plan: Plan, facts: Facts | None) -> bool:
    """Whether pay falls along the payout curve."""
    if facts is None:
        if not plan.personas:
            return False
        facts = persona_facts(plan)
    drawn = payout_curve(plan, facts.take(np.arange(min(facts.size, ENOUGH))))
    return drawn is not None and float(drawn.pay[-1]) < float(drawn.pay[0])


def scaled(
    facts: Facts, plan: Plan, shift: float, measures: Sequence[str]
) -> tuple[Facts, tuple[Problem, ...]]:
    """The facts with the results of some columns `1 + shift` times as large, and what was changed.

    Raises Refused for a shift or a column that cannot be taken.
    """
    parts = round(shift * PARTS)
    if abs(parts - shift * PARTS) > 1e-6 or abs(shift) > FARTHEST:
        raise Refused(
            [
                Problem(
                    "shift_size",
                    {"most": number(100 * FARTHEST)},
                    value=number(round(100 * shift, 6)),
                )
            ]
        )
    if not parts:
        return facts, ()
    names = tuple(dict.fromkeys(measures)) or driving(plan, facts)
    scalable = [c.id for c in plan.facts.values() if c.kind in NUMBER_KINDS and c.id != TENURE]
    unknown = [name for name in names if name not in scalable]
    if unknown or not names:
        about = {"plan": plan.title, "known": tuple(scalable)}
        keys = [("shift_measure", name) for name in unknown] or [("shift_no_measure", "")]
        raise Refused([Problem(key, about, column=name) for key, name in keys])
    return _with_scaled(facts, plan, parts, names, ())


def scaled_further(
    facts: Facts, plan: Plan, shift: float, read: Collection[str]
) -> tuple[Facts, tuple[Problem, ...]]:
    """The same for what drives a further plan, among the columns that were not `read` before."""
    names = [name for name in driving(plan, facts) if name not in read]
    return _with_scaled(facts, plan, round(shift * PARTS), names, read)


def _with_scaled(
    facts: Facts, plan: Plan, parts: int, names: Sequence[str], read: Collection[str]
) -> tuple[Facts, tuple[Problem, ...]]:
    """The facts with some columns scaled; the plan's other results stay, which is told of those
    that were not `read` before."""
    told: list[Problem] = []
    changed = facts
    for name in names:
        found = scaled_column(facts, plan.facts[name], parts)
        changed = changed.with_numbers(name, found.numbers)
        told += _told(plan.facts[name], facts, found, parts)
    stay = [name for name in result_columns(plan) if name not in names and name not in read]
    if stay:
        labels = _in_a_row([plan.facts[name].label for name in stay])
        told.append(Problem("assumed_others_stay", {"labels": labels}))
    return changed, tuple(told)


def scaled_column(facts: Facts, column: Column, parts: int) -> Scaled:
    """A column `1 + parts / 10,000` times as large. Amounts are rounded to their decimals; counts
    stay whole, dealt out so that everybody's sum, in the order of employees, is right to a half."""
    before = facts.numbers[column.id]
    whole = column.kind == "count" or column.whole
    decimals = 0 if whole else _decimals(facts, column)
    factor = PARTS + parts
    if decimals is None:
        after = before * (factor / PARTS)
    else:
        units = np.rint(before * 10.0**decimals).astype(np.int64)
        if int(np.abs(units).max(initial=0)) * factor >= exact.LARGEST_UNITS * PARTS:
            largest = number(exact.LARGEST_UNITS / 10.0**decimals)
            raise Refused([Problem("shift_too_large", {"largest": largest}, column=column.id)])
        scaled_units = _dealt_out(units, factor) if whole else _rounded(units * factor)
        after = scaled_units / 10.0**decimals
    held = _held(before, after, column)
    return Scaled(np.where(facts.present, held, 0.0), int(((held != after) & facts.present).sum()))


def _decimals(facts: Facts, column: Column) -> int | None:
    found = facts.decimals(column.id)
    return None if found is None else max(found, NUMBER_KINDS[column.kind])


def _rounded(units: Units) -> Units:
    """To whole parts, half away from zero."""
    return np.asarray(np.sign(units) * ((np.abs(units) + PARTS // 2) // PARTS))


def _dealt_out(units: Units, factor: int) -> Units:
    """Whole numbers that add up, person by person, to the scaled sum rounded."""
    by_person = units.T.ravel()
    sums = (np.cumsum(by_person) * factor + PARTS // 2) // PARTS
    return np.diff(sums, prepend=0).reshape(units.T.shape).T


def _held(before: Array, after: Array, column: Column) -> Array:
    """Cells that would cross a bound which the year kept stay at it; one that must be above a
    figure stays as it was."""
    low, high = column.range or (column.lowest, column.most)
    held = after
    if low is not None:
        held = np.where((after < low) & (before >= low), low, held)
    if high is not None:
        held = np.where((after > high) & (before <= high), high, held)
    if column.above is not None:
        held = np.where((after <= column.above) & (before > column.above), before, held)
    return np.asarray(held, dtype=np.float64)


def _told(column: Column, facts: Facts, found: Scaled, parts: int) -> Iterator[Problem]:
    """What was done to a column: its sum for amounts and counts, its mean for shares and scores."""
    sums = column.kind in ("money", "count", "number")
    before, after = (
        float(x[facts.present].sum() if sums else x[facts.present].mean())
        for x in (facts.numbers[column.id], found.numbers)
    )
    yield Problem(
        "assumed_scaled" if sums else "assumed_scaled_mean",
        {
            "label": column.label,
            "shift": _per_cent(parts / PARTS),
            "before": _figure(before),
            "after": _figure(after),
            "come_to": _per_cent(after / before - 1 if before else 0.0),
        },
    )
    if found.held:
        of = count(facts.person_months)
        yield Problem("assumed_held", {"label": column.label, "count": found.held, "of": of})


def _per_cent(share: float) -> str:
    """A change in per cent, without its sign of per cent: +10, −2.35."""
    return signed(number(round(100 * share, 2)))


def _figure(value: float) -> str:
    return number(round(value, 4 if abs(value) < 100 else 2))


def _in_a_row(labels: Sequence[Text]) -> Text:
    return in_each_language(lambda lang: listed([label[lang] for label in labels], "nouns", lang))
