"""Which columns of a file hold what was paid, by what they are called and by what they hold.

Rather none than a wrong one: what leaves a doubt is asked. A column is not chosen for agreeing with
the plan where another is called what was paid as well.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.analysis import line_label
from engine.evaluation import GROSS, Payouts
from engine.importing import bare_heading, heading_words, listed_heading_words
from engine.plan import Plan
from engine.text import Problem, in_each_language, number, percent

PAID, PART, WITHIN = "paid", "paid_part", "paid_within"
"""Words for what was paid altogether, for what may as well be one line of several, and those that
are part of many a longer heading."""
NO_COLUMN = "none"
"""What is written for a column where none holds what was paid."""
FEWEST = 3
"""So many cells must be filled before amounts say anything."""
NEAR = 0.01
"""A figure within so much of the plan's is near it."""
ENOUGH = 0.2
"""From this share of near figures on, the amounts alone are worth a question."""
ALIKE = (0.5, 2.0)
"""Between these multiples of what the plan pays, in the middle, amounts are of its order."""
LOOKED_AT = 5_000
"""So many people, evenly spread, are enough to tell what a column holds."""

Array = NDArray[np.float64]
_PLAIN = re.compile(r"[\w=.-]+")


@dataclass(frozen=True)
class PaidColumns:
    """Columns of `facts.further` by line or `gross_pay`: those that leave no doubt, and those that
    may be meant and are of the plan's order; with what is to be asked before anything is taken."""

    sure: Mapping[str, str]
    perhaps: Mapping[str, tuple[str, ...]]
    questions: tuple[Problem, ...]

    @property
    def proposed(self) -> dict[str, str]:
        """The sure ones, and where only one may be meant, that, for somebody who looks at them."""
        single = {target: each[0] for target, each in self.perhaps.items() if len(each) == 1}
        return {**self.sure, **single}


@dataclass(frozen=True)
class _Candidate:
    """A column that may hold what was paid of a target. `near` is the share of its amounts near the
    plan's, `ratio` to them in the middle; None where there are too few to tell."""

    target: str
    column: str
    amounts: Array
    is_called: bool
    near: float
    ratio: float | None
    is_sure: bool


def paid_columns(payouts: Payouts) -> PaidColumns:
    """The columns of the facts that hold what was paid by the plan of `payouts`, which must have
    its amounts.

    A column is sure where it is called by the id or label of a line, or by a word for what was
    paid, and its amounts are of the plan's order; or where such a word is within its heading and
    its amounts are near the plan's. What several columns could be, what one could be where nothing
    is sure, and one that is called so and holds no figures, is asked.
    """
    found: dict[str, list[_Candidate]] = {}
    questions: list[Problem] = []
    for column, amounts in payouts.facts.further.items():
        called = _called(payouts.plan, column)
        if len(called) > 1:
            questions.append(_of_several_lines(payouts, column, called))
            continue
        for candidate in _candidates(payouts, column, amounts, called):
            found.setdefault(candidate.target, []).append(candidate)
    questions += _no_figures(payouts)
    sure: dict[str, str] = {}
    perhaps: dict[str, tuple[str, ...]] = {}
    for target, candidates in found.items():
        named = [one for one in candidates if one.is_called]
        certain = named if len(named) > 1 else [one for one in candidates if one.is_sure]
        if certain and _are_the_same(certain):
            sure[target] = certain[0].column
            continue
        likely = certain or [one for one in candidates if not one.is_called]
        perhaps[target] = tuple(one.column for one in likely)
        if certain:
            questions.append(_which(payouts, certain))
    if not sure and not questions:
        unsure = [one for each in found.values() for one in each]
        questions += [_perhaps(payouts, one) for one in unsure]
    return PaidColumns(sure, perhaps, tuple(questions))


def _called(plan: Plan, column: str) -> list[str]:
    """What a heading means to the letter: lines by id or label, else the whole."""
    heading = bare_heading(column)
    lines = [
        line.id
        for line in plan.pay_lines
        if heading in {bare_heading(name) for name in (line.id, *line.label.values())}
    ]
    if lines:
        return lines
    words = {bare_heading(GROSS), *heading_words(PAID)}
    if len(plan.pay_lines) == 1:
        words |= set(heading_words(PART))
    return [GROSS] if heading in words else []


def _has_word(column: str) -> bool:
    return any(word in bare_heading(column) for word in listed_heading_words(WITHIN))


def may_be_paid(plan: Plan, column: str) -> bool:
    """Whether the heading of a column speaks of what was paid, altogether or by a line."""
    return bool(_called(plan, column)) or _has_word(column)


def _candidates(
    payouts: Payouts, column: str, amounts: Array, called: Sequence[str]
) -> Iterator[_Candidate]:
    """What a column may be: what it is called, else what it comes nearest to."""
    within = not called and _has_word(column)
    targets = called or [GROSS, *(payouts.lines if len(payouts.lines) > 1 else ())]
    likely: list[_Candidate] = []
    for target in targets:
        near, ratio = _held_against(payouts, target, amounts)
        is_alike = ratio is None or ALIKE[0] <= ratio <= ALIKE[1]
        if called:
            is_sure, may_be = is_alike, True
        else:
            is_said = within and target == GROSS and ratio is not None and is_alike
            is_sure, may_be = is_said and near >= ENOUGH, is_said or near >= ENOUGH
        if may_be:
            likely.append(_Candidate(target, column, amounts, bool(called), near, ratio, is_sure))
    if likely:
        yield max(likely, key=lambda one: (one.is_sure, one.near))


def _held_against(payouts: Payouts, target: str, amounts: Array) -> tuple[float, float | None]:
    """The share of amounts near the plan's, of those where either is not 0, and their ratio in the
    middle; 0 and None where there are too few to tell."""
    some = np.s_[:, :: -(-payouts.facts.size // LOOKED_AT) or 1]
    filled = (np.isfinite(amounts) & payouts.facts.present)[some]
    paid, pay = amounts[some][filled], payouts.amounts(target)[some][filled] / 100.0
    told = (paid != 0) | (pay != 0)
    paid, pay = paid[told], pay[told]
    if paid.size < FEWEST or np.ptp(paid) == 0:
        return 0.0, None
    near = np.abs(paid - pay) <= NEAR * np.abs(pay)
    both = (paid != 0) & (pay != 0)
    ratio = float(np.median(paid[both] / pay[both])) if both.any() else None
    return float(near.mean()), ratio


def _are_the_same(candidates: Sequence[_Candidate]) -> bool:
    """Whether columns hold the same in every cell."""
    return all(
        np.array_equal(one.amounts, other.amounts, equal_nan=True)
        for one, other in pairwise(candidates)
    )


# -- questions -------------------------------------------------------------------------------


def _which(payouts: Payouts, candidates: Sequence[_Candidate]) -> Problem:
    columns = tuple(one.column for one in candidates)
    target = candidates[0].target
    return Problem(
        "paid_which",
        {
            "line": line_label(payouts.plan, target),
            "columns": columns,
            "option": _option(target, columns),
        },
        payouts.facts.source,
    )


def _perhaps(payouts: Payouts, one: _Candidate) -> Problem:
    said = {
        "line": line_label(payouts.plan, one.target),
        "option": _option(one.target, (one.column,)),
    }
    if one.is_called and one.ratio is not None:
        times = number(float(f"{one.ratio:.3g}"))
        return Problem(
            "paid_other_order", {**said, "times": times}, payouts.facts.source, column=one.column
        )
    if one.near < ENOUGH:
        return Problem("paid_by_heading", said, payouts.facts.source, column=one.column)
    share = in_each_language(lambda language: percent(one.near, language))
    return Problem(
        "paid_perhaps", {**said, "share": share}, payouts.facts.source, column=one.column
    )


def _no_figures(payouts: Payouts) -> Iterator[Problem]:
    """Columns that are called what was paid, and hold no figures that could be held against it."""
    facts, plan = payouts.facts, payouts.plan
    for column in (*facts.not_kept, *(x for x in facts.categories if x not in plan.facts)):
        for target in _called(plan, column)[:1]:
            said = {"line": line_label(plan, target)}
            yield Problem("paid_no_figures", said, facts.source, column=column)


def _of_several_lines(payouts: Payouts, column: str, lines: Sequence[str]) -> Problem:
    labels = in_each_language(
        lambda lang: " / ".join(line_label(payouts.plan, x)[lang] for x in lines)
    )
    options = " | ".join(_option(line, (column,)) for line in lines)
    return Problem(
        "paid_lines", {"lines": labels, "option": options}, payouts.facts.source, column=column
    )


def _option(target: str, columns: Sequence[str]) -> str:
    """What to write in the terminal for each of the columns."""
    each = (column if target == GROSS else f"{target}={column}" for column in columns)
    return " | ".join(f"--paid {x if _PLAIN.fullmatch(x) else shlex.quote(x)}" for x in each)
