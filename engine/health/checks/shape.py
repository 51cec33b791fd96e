"""Rules about the shape of what is paid as a result moves: jumps, flat stretches, falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.formula import Method
from engine.health.anatomy import figures_of
from engine.health.breakpoints import Breakpoints
from engine.health.check_register import from_the_plan
from engine.health.examination import Examination
from engine.health.finding import (
    MOST_CASES,
    Case,
    Cliff,
    Found,
    NotApplicable,
    not_applicable,
    said,
)
from engine.health.finding_texts import (
    in_unit,
    like,
    name_on_curve,
    on_curve,
    percent,
    times,
    yuan,
)
from engine.health.jumps import Jump
from engine.health.sweeps import Move, Sweep
from engine.text import Text

Array = NDArray[np.float64]

FLAT = 1e-6
"""A step of pay below this share of pay is none."""
NOISE = 0.001
"""A fall of pay below this share of pay comes from rounding."""
SLOPE = 1.5
"""A step of pay up to so many times the usual is no jump."""
ABOUT = 0.01
"""Jumps whose steepness differs by less than this share are about as steep."""


@from_the_plan
def cliffs(exam: Examination) -> Found | NotApplicable:
    """The largest jump of pay, over what the result usually adds there."""
    if not exam.sweeps or not exam.alone:
        return not_applicable("no_own_result")
    jumps = distinct_jumps(exam.jumps)
    if not jumps:
        return Found(0.0, said("cliffs_none"))
    stretches = [_Stretch(j.sweep, j.below, j.above, list(j.by_line)) for j in jumps[:MOST_CASES]]
    cases = tuple(
        Case(jump.multiple, jump_text(exam, jump, "cliffs_case"), parameters)
        for jump, parameters in zip(jumps, _crossed(exam, stretches), strict=False)
    )
    worst = jumps[0]
    affected = None
    curve = exam.plan.curve
    if exam.has_people and curve is not None and worst.sweep.column == curve.move:
        stands = exam.attainment
        affected = exam.people(np.abs(stands - worst.x) <= 0.05 * max(abs(worst.x), 1e-9))
    every = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    return Found(worst.multiple, jump_text(exam, worst, "cliffs"), affected, every, cases)


@from_the_plan
def step_gaps(exam: Examination) -> Found | NotApplicable:
    """How much more result the widest step asks for."""
    cases = []
    names = dict.fromkeys(
        p.parameter
        for p in exam.anatomy.breakpoints.values()
        if p.method in (Method.STEP, Method.WHOLE)
    )
    for name in names:
        parameter = exam.plan.parameters[name]
        for points in parameter.value.points().values():
            starts = [float(start) for start, _ in points]
            if points[0][1] > points[-1][1]:
                continue  # nobody is meant to reach the next
            for low, high in pairwise(starts):
                if low > 0:
                    ends = [in_unit(at, parameter.of_unit) for at in (low, high)]
                    sentence = said(
                        "step_gaps_case",
                        name=parameter.label,
                        low=ends[0],
                        high=ends[1],
                        share=percent(high / low - 1),
                    )
                    cases.append(Case(high / low - 1, sentence, (name,)))
    if not cases:
        return not_applicable("falling_steps" if names else "no_steps")
    cases.sort(key=lambda case: -case.value)
    worst = cases[0]
    return Found(worst.value, worst.sentence, None, worst.parameters, tuple(cases[:MOST_CASES]))


@from_the_plan
def dead_zone(exam: Examination) -> Found | NotApplicable:
    """The longest stretch of the driver over which pay does not move."""
    drive, curve = exam.drive, exam.plan.curve
    if drive is None or curve is None:
        return not_applicable("no_curve")
    if curve.move not in exam.anatomy.results:
        return not_applicable("driver_no_result", name=curve.label)
    still = np.abs(np.diff(drive.pay)) <= FLAT * max(float(np.abs(drive.pay).max()), 1.0)
    start, stop = _longest(still)
    width = float(drive.x[-1] - drive.x[0])
    low, high = float(drive.x[start]), float(drive.x[stop])
    share = (high - low) / width
    if start == stop:
        return Found(0.0, said("dead_zone_none", name=curve.label))
    sentence = said(
        "dead_zone",
        name=curve.label,
        low=on_curve(exam.plan, curve.move, low),
        high=on_curve(exam.plan, curve.move, high),
        share=percent(share),
    )
    affected = None
    if exam.has_people:
        stands = exam.attainment
        affected = exam.people((stands >= low) & (stands < high))
    return Found(share, sentence, affected, _around(exam, low, high))


@from_the_plan
def inversions(exam: Examination) -> Found | NotApplicable:
    """The largest loss of pay for more result, as a share of pay."""
    plan, curve = exam.plan, exam.plan.curve
    if not exam.sweeps or not exam.alone:
        return not_applicable("no_own_result")
    told: list[tuple[float, Text]] = []
    stretches = []
    for sweep in exam.sweeps:
        pay = sweep.pay
        level = max(float(np.interp(sweep.typical, sweep.x, pay)), float(pay.max()) / 4, 1.0)
        highest = np.maximum.accumulate(pay)
        lowest = np.minimum.accumulate(pay)
        fall, rise = highest - pay, pay - lowest
        aimed = exam.has_attainment and curve is not None and sweep.column == curve.move
        loss = fall if aimed or float(rise[-1]) >= float(fall[-1]) else rise
        at = int(loss.argmax())
        share = float(loss[at]) / level
        if share <= NOISE:
            continue
        from_ = int(pay[: at + 1].argmax() if loss is fall else pay[: at + 1].argmin())
        if loss is rise and from_ == 0:
            from_ = int(pay[: at + 1].argmin())
        ends = [on_curve(plan, sweep.column, float(sweep.x[i])) for i in (from_, at)]
        sentence = said(
            "inversions_case" if loss is fall else "inversions_turn",
            name=name_on_curve(plan, sweep.column),
            low=ends[0],
            high=ends[1],
            loss=yuan(float(loss[at])),
            share=percent(share),
        )
        low, high = float(sweep.values[max(from_, 0)]), float(sweep.values[at])
        told.append((share, sentence))
        stretches.append(_Stretch(sweep, low, high))
    if not told:
        return Found(0.0, said("inversions_none"))
    crossed = _crossed(exam, stretches)
    cases = [Case(*own, parameters) for own, parameters in zip(told, crossed, strict=True)]
    cases.sort(key=lambda case: -case.value)
    unique = list({case.sentence["en"]: case for case in cases}.values())
    worst = unique[0]
    return Found(worst.value, worst.sentence, None, worst.parameters, tuple(unique[:MOST_CASES]))


@from_the_plan
def payout_at_120(exam: Examination) -> Found | NotApplicable:
    """Variable pay at 120 % of target over that at target."""
    drive, curve = exam.drive, exam.plan.curve
    if not exam.has_attainment or drive is None or curve is None:
        return not_applicable("no_target")
    if curve.stop < 1.2 or curve.start > 1:
        return not_applicable("no_120")
    at, above = (float(np.interp(x, drive.x, drive.variable)) for x in (1.0, 1.2))
    if at <= 0:
        return not_applicable("nothing_at_target")
    sentence = said("payout_at_120", above=yuan(above), at=yuan(at), times=times(above / at))
    affected = exam.people(exam.attainment >= 1.2) if exam.has_people else None
    lines = [x for x in exam.variable if curve.move in exam.anatomy.columns_of(x)]
    return Found(above / at, sentence, affected, figures_of(exam.plan, lines))


def jump_text(exam: Examination, jump: Jump, key: str) -> Text:
    plan, column = exam.plan, jump.sweep.column
    lines = _largest(jump)
    return said(
        key if jump.jump > 0 else f"{key}_down",
        name=name_on_curve(plan, column),
        who=like(plan, jump.sweep.profile),
        at=on_curve(plan, column, jump.x),
        jump=yuan(abs(jump.jump)),
        pay=yuan(jump.pay),
        times=times(jump.multiple),
        step=on_curve(plan, column, jump.step),
        lines=said.joined([plan.lines[line].label for line in lines[:3]]),
    )


def cliffs_of(exam: Examination) -> tuple[Cliff, ...]:
    """The places behind the check of cliffs, the steepest first."""
    return tuple(
        Cliff(
            column=jump.sweep.column,
            x=jump.x,
            jump=jump.jump,
            multiple=jump.multiple,
            lines=tuple(_largest(jump)),
            who=tuple(sorted(jump.sweep.profile.categories.items())),
            name=name_on_curve(exam.plan, jump.sweep.column),
            place=on_curve(exam.plan, jump.sweep.column, jump.x),
            whose=like(exam.plan, jump.sweep.profile),
        )
        for jump in distinct_jumps(exam.jumps)
    )


def _largest(jump: Jump) -> list[str]:
    """The lines of a jump, what jumps the most first."""
    return sorted(jump.by_line, key=lambda line: -abs(jump.by_line[line]))


def distinct_jumps(jumps: Sequence[Jump]) -> list[Jump]:
    """Each place once, by the steepest of its jumps; of those that are about as steep, by that of
    the most yuan."""
    steepest: dict[tuple[str, str], Jump] = {}
    found: dict[tuple[str, str], Jump] = {}
    for jump in jumps:
        place = (jump.sweep.column, f"{jump.x:.4g}")
        if jump.multiple > SLOPE and place not in found and len(found) < 2 * MOST_CASES:
            steepest[place] = found[place] = jump
        elif place in found and jump.multiple >= steepest[place].multiple * (1 - ABOUT):
            found[place] = max(found[place], jump, key=lambda one: abs(one.jump))
    return list(found.values())


@dataclass(frozen=True)
class _Stretch:
    """What a typical person passes through as a column moves from `low` to `high`, and the lines
    that matter (all that read the column, where none are named)."""

    sweep: Sweep
    low: float
    high: float
    lines: Sequence[str] = ()

    @property
    def move(self) -> Move:
        return Move(self.sweep.profile, self.sweep.column, np.array([self.low, self.high]))


def _crossed(exam: Examination, stretches: Sequence[_Stretch]) -> list[tuple[str, ...]]:
    """For each stretch, the figures that are passed; else those that its lines read themselves or
    through another line."""
    points = [_points_on(exam, stretch) for stretch in stretches]
    asked = [i for i, own in enumerate(points) if own and stretches[i].high > stretches[i].low]
    names = {name for i in asked for name in points[i]}
    held = exam.moving.held([stretches[i].move for i in asked], names)
    passed: dict[int, dict[str, None]] = {i: {} for i in range(len(stretches))}
    for i, values in zip(asked, held, strict=True):
        for name, point in points[i].items():
            if _passes(point, values[name].min(axis=1), values[name].max(axis=1)):
                passed[i][point.parameter] = None
    return [tuple(passed[i]) or _read_by(exam, stretch) for i, stretch in enumerate(stretches)]


def _points_on(exam: Examination, stretch: _Stretch) -> dict[str, Breakpoints]:
    """The breakpoints of parameters that the moving column leads to."""
    return {
        name: point
        for name, point in exam.anatomy.breakpoints.items()
        if point.parameter and stretch.sweep.column in exam.anatomy.columns_in(point.x.node)
    }


def _read_by(exam: Examination, stretch: _Stretch) -> tuple[str, ...]:
    plan, column = exam.plan, stretch.sweep.column
    own = stretch.lines or [x for x in exam.variable if column in exam.anatomy.columns_of(x)]
    below = [n for x in own for n in plan.lines[x].formula.reads if n in plan.lines]
    return figures_of(plan, [*own, *below])


def _passes(point: Breakpoints, low: Array, high: Array) -> bool:
    slack = 1e-6
    return any(
        bool(((low < at + slack) & (high >= at - slack) & (high > low)).any()) for at in point.at
    )


def _around(exam: Examination, low: float, high: float) -> tuple[str, ...]:
    """The figures at the ends of a stretch of the driver."""
    curve = exam.plan.curve
    assert curve is not None
    own = [s for s in exam.sweeps if s.column == curve.move]
    if not own or curve.rising_from is not None:
        lines = [x for x in exam.variable if curve.move in exam.anatomy.columns_of(x)]
        return figures_of(exam.plan, lines)
    sweep = max(own, key=lambda s: s.profile.weight)
    width = float(sweep.x[1] - sweep.x[0])
    stretches = []
    for end in (high, low):
        if sweep.x[0] < end < sweep.x[-1]:
            edges = np.interp([end - width, end + width], sweep.x, sweep.values)
            stretches.append(_Stretch(sweep, float(edges[0]), float(edges[1])))
    capping = (
        cap.parameter
        for cap in exam.anatomy.caps
        if cap.parameter and curve.move in exam.anatomy.columns_in(cap.x.node)
    )
    crossed = (name for names in _crossed(exam, stretches) for name in names)
    return tuple(dict.fromkeys((*crossed, *capping)))


def _longest(still: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest run of true values, as the places of its ends."""
    best, start = (0, 0), 0
    for place, is_still in enumerate([*still.tolist(), False]):
        if not is_still:
            if place - start > best[1] - best[0]:
                best = (start, place)
            start = place + 1
    return best
