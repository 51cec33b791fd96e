"""The rules that judge a plan by itself: its weights, its measures, the shape of what it pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.analysis.health.anatomy import Breakpoints
from engine.analysis.health.examination import Examination
from engine.analysis.health.figures import (
    count,
    every,
    in_unit,
    listed,
    name_on_curve,
    number,
    on_curve,
    percent,
    times,
    yuan,
)
from engine.analysis.health.finding import Case, Found, NotApplicable, not_applicable, said
from engine.analysis.health.rules import figures_of, from_the_plan
from engine.analysis.health.typical import Jump, Sweep
from engine.messages import Text
from engine.plan import sums
from engine.plan.schema import AddsUp, Plan

Array = NDArray[np.float64]

FLAT = 1e-6
"""A step of pay below this share of pay is none."""
NOISE = 0.001
"""A fall of pay below this share of pay comes from rounding."""
SLOPE = 1.5
"""A step of pay up to so many times the usual is no jump."""
FAR = (8.0, 64.0)
MOST_CASES = 12


@from_the_plan
def weights(exam: Examination) -> Found | NotApplicable:
    """Whether the figures that should add up do."""
    plan = exam.plan
    if not plan.adds_up:
        return not_applicable("no_weights")
    cases = []
    for rule in plan.adds_up:
        total = sums.total(plan, rule)
        off = abs(total - rule.to)
        if off > sums.SLACK:
            values = {"names": _labels(plan, rule.parameters), "total": number(total, 4)}
            sentence = said("weights_case", to=number(rule.to, 4), **values)
            cases.append(Case(off, sentence, rule.parameters))
    if not cases:
        return Found(0.0, said("weights_pass", count=count(len(plan.adds_up))))
    worst = max(cases, key=lambda case: case.value)
    return Found(worst.value, worst.sentence, None, worst.parameters, tuple(cases))


@from_the_plan
def measures(exam: Examination) -> Found | NotApplicable:
    """How many measures pay depends on."""
    names = _measured(exam)
    if not names:
        return not_applicable("no_variable")
    labels = [exam.plan.facts[name].label for name in names]
    weighed = sorted(
        (weight, rule.parameters) for rule in exam.plan.adds_up for weight, *_ in _parts(exam, rule)
    )
    lightest = tuple(dict.fromkeys(p for _, own in weighed for p in own))
    sentence = said("measures", count=count(len(names)), names=listed(labels))
    return Found(float(len(names)), sentence, None, lightest)


@from_the_plan
def smallest_weight(exam: Examination) -> Found | NotApplicable:
    """The least of the weights, as a share of their sum."""
    found = [
        (share, label, parameter)
        for rule in exam.plan.adds_up
        for share, label, parameter in _parts(exam, rule)
        if share > 0
    ]
    if len(found) < 2:
        return not_applicable("no_weights")
    found.sort(key=lambda entry: entry[0])
    cases = tuple(
        Case(s, said("smallest_weight_case", name=label, share=percent(s)), (p,))
        for s, label, p in found[:MOST_CASES]
    )
    share, label, parameter = found[0]
    sentence = said("smallest_weight", name=label, share=percent(share), count=count(len(found)))
    return Found(share, sentence, None, (parameter,), cases)


@from_the_plan
def single_measure(exam: Examination) -> Found | NotApplicable:
    """The share of what measures move that one of them moves."""
    moved = exam.swings
    total = sum(moved.values())
    if total <= 0:
        return not_applicable("no_variable")
    cases = [
        Case(
            swing / total,
            said(
                "single_measure_case",
                name=exam.plan.facts[name].label,
                share=percent(swing / total),
                swing=yuan(swing),
            ),
            _reading(exam, name),
        )
        for name, swing in sorted(moved.items(), key=lambda entry: -entry[1])
        if swing > 0
    ]
    name = max(moved, key=lambda measure: moved[measure])
    sentence = said(
        "single_measure",
        name=exam.plan.facts[name].label,
        share=percent(moved[name] / total),
        swing=yuan(moved[name]),
    )
    return Found(
        moved[name] / total, sentence, None, cases[0].parameters, tuple(cases[:MOST_CASES])
    )


@from_the_plan
def judgement(exam: Examination) -> Found | NotApplicable:
    """The share of what measures move that is scored by somebody rather than counted."""
    moved = exam.swings
    total = sum(moved.values())
    if total <= 0:
        return not_applicable("no_variable")
    scored = [n for n in moved if exam.plan.facts[n].kind in ("score", "category") and moved[n] > 0]
    share = sum(moved[name] for name in scored) / total
    if not scored:
        return Found(0.0, said("judgement_none"))
    labels = listed([exam.plan.facts[name].label for name in scored])
    parameters = tuple(dict.fromkeys(p for name in scored for p in _reading(exam, name)))
    return Found(share, said("judgement", share=percent(share), names=labels), None, parameters)


@from_the_plan
def cliffs(exam: Examination) -> Found | NotApplicable:
    """The largest jump of pay, over what the result usually adds there."""
    if not exam.sweeps or not exam.alone:
        return not_applicable("no_own_result")
    jumps = _distinct(exam, exam.jumps)
    if not jumps:
        return Found(0.0, said("cliffs_none"))
    cases = tuple(
        Case(jump.multiple, _jump_text(exam, jump, "cliffs_case"), parameters)
        for jump, parameters in jumps[:MOST_CASES]
    )
    worst, parameters = jumps[0]
    affected = None
    curve = exam.plan.curve
    if exam.has_people and curve is not None and worst.sweep.column == curve.move:
        stands = exam.attainment
        affected = exam.people(np.abs(stands - worst.x) <= 0.05 * max(abs(worst.x), 1e-9))
    every = tuple(dict.fromkeys((*parameters, *(p for c in cases for p in c.parameters))))
    return Found(worst.multiple, _jump_text(exam, worst, "cliffs"), affected, every, cases)


@from_the_plan
def step_gaps(exam: Examination) -> Found | NotApplicable:
    """How much more result the widest step asks for."""
    cases = []
    for name in dict.fromkeys(
        p.parameter for p in exam.anatomy.breakpoints if p.word in ("step", "whole_tiers")
    ):
        parameter = exam.plan.parameters[name]
        value = parameter.value
        for entries in value.values() if isinstance(value, dict) else [value]:
            starts = [float(start) for start, _ in entries]
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
        return not_applicable("no_steps")
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
    cases = []
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
        cases.append(Case(share, sentence, _crossed(exam, sweep, low, high)))
    if not cases:
        return Found(0.0, said("inversions_none"))
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


@from_the_plan
def uncapped(exam: Examination) -> Found | NotApplicable:
    """Lines that go on growing with a result, however large it is."""
    if not exam.alone:
        return not_applicable("no_own_result")
    return _endless(exam, 1.0, "uncapped")


@from_the_plan
def penalty_floor(exam: Examination) -> Found | NotApplicable:
    """Lines that take more and more away, however much that is."""
    if not exam.alone:
        return not_applicable("no_own_result")
    return _endless(exam, -1.0, "penalty_floor")


@from_the_plan
def feedback(exam: Examination) -> Found | NotApplicable:
    """How many months pass before anybody learns what their results come to."""
    if not exam.variable:
        return not_applicable("no_variable")
    told = {line: exam.plan.lines[line].every.value for line in exam.variable}
    for line in exam.plan.measures:
        columns = exam.anatomy.columns_in(line.formula.tree)
        if columns & {*exam.anatomy.results, *exam.ratings}:
            told[line.id] = line.every.value
    first = min(told, key=lambda line: told[line])
    sentence = said("feedback", name=exam.plan.lines[first].label, period=every(told[first]))
    return Found(float(told[first]), sentence)


@from_the_plan
def assumptions(exam: Examination) -> Found | NotApplicable:
    """The share of figures that nobody has decided yet."""
    used = [p for p in exam.plan.parameters.values() if p.not_used is None]
    if not used:
        return not_applicable("no_figures")
    open_ = [p for p in used if p.provenance == "assumption"]
    share = len(open_) / len(used)
    values = {"count": count(len(open_)), "of": count(len(used)), "share": percent(share)}
    return Found(share, said("assumptions", **values), None, tuple(p.id for p in open_))


# -- pieces --------------------------------------------------------------------------------


def _labels(plan: Plan, parameters: Iterable[str]) -> Text:
    return listed([plan.parameters[name].label for name in parameters])


def _measured(exam: Examination) -> tuple[str, ...]:
    """Columns that variable pay is measured by: results, and ratings."""
    return tuple(n for n in exam.plan.facts if n in exam.anatomy.results or n in exam.ratings)


def _parts(exam: Examination, rule: AddsUp) -> list[tuple[float, Text, str]]:
    """The figures of a rule as shares of their sum, each with its label and its parameter."""
    found: list[tuple[float, Text, str]] = []
    for name in rule.parameters:
        parameter = exam.plan.parameters[name]
        if parameter.shape in ("table", "scorecard"):
            for key, entry in parameter.value.items():
                figure = entry[0] if isinstance(entry, list) else entry
                found.append((float(figure), exam.plan.key_label(parameter, key), name))
        elif parameter.value is not None:
            found.append((float(parameter.value), parameter.label, name))
    total = sum(figure for figure, *_ in found)
    return [(figure / total, label, name) for figure, label, name in found] if total > 0 else []


def _reading(exam: Examination, column: str) -> tuple[str, ...]:
    """Figures of the lines that read a column themselves, weights first."""
    lines = [x for x in exam.anatomy.feeding if column in exam.plan.lines[x].formula.reads]
    lines += [x for x in exam.anatomy.feeding if set(exam.plan.lines[x].formula.reads) & set(lines)]
    figures = figures_of(exam.plan, lines)
    return tuple(sorted(figures, key=lambda name: exam.plan.parameters[name].unit != "weight"))


def _jump_text(exam: Examination, jump: Jump, key: str) -> Text:
    plan, column = exam.plan, jump.sweep.column
    lines = sorted(jump.by_line, key=lambda line: -abs(jump.by_line[line]))
    return said(
        key if jump.jump > 0 else f"{key}_down",
        name=name_on_curve(plan, column),
        at=on_curve(plan, column, jump.x),
        jump=yuan(abs(jump.jump)),
        pay=yuan(jump.pay),
        times=times(jump.multiple),
        step=on_curve(plan, column, jump.step),
        lines=listed([plan.lines[line].label for line in lines[:3]]),
    )


def _distinct(exam: Examination, jumps: Sequence[Jump]) -> list[tuple[Jump, tuple[str, ...]]]:
    """Each place once, by the largest of its jumps, with the figures that make it."""
    found: dict[tuple[str, str], tuple[Jump, tuple[str, ...]]] = {}
    for jump in jumps:
        if jump.multiple <= SLOPE:
            continue
        place = (jump.sweep.column, f"{jump.x:.4g}")
        if place not in found and len(found) < 2 * MOST_CASES:
            own = _crossed(exam, jump.sweep, jump.below, jump.above, list(jump.by_line))
            found[place] = (jump, own)
    return list(found.values())


def _crossed(
    exam: Examination, sweep: Sweep, low: float, high: float, lines: Sequence[str] = ()
) -> tuple[str, ...]:
    """The figures that are passed between two values of a column; else those that the lines (all
    that read it, where none are named) read themselves or through another line."""
    plan = exam.plan
    points = {
        f"part_{i}": p
        for i, p in enumerate(exam.anatomy.breakpoints)
        if p.parameter and sweep.column in exam.anatomy.columns_in(p.x.node)
    }
    found: dict[str, None] = {}
    if points and high > low:
        parts = exam.typical.parts_at(sweep, [low, high], {n: p.x for n, p in points.items()})
        for name, point in points.items():
            first, last = parts[name][:, 0], parts[name][:, 1]
            if _passes(point, np.minimum(first, last), np.maximum(first, last)):
                found[point.parameter] = None
    if found:
        return tuple(found)
    own = lines or [x for x in exam.variable if sweep.column in exam.anatomy.columns_of(x)]
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
    found: dict[str, None] = {}
    for end in (high, low):
        if sweep.x[0] < end < sweep.x[-1]:
            edges = np.interp([end - width, end + width], sweep.x, sweep.values)
            found |= dict.fromkeys(_crossed(exam, sweep, float(edges[0]), float(edges[1])))
    found |= dict.fromkeys(
        cap.parameter
        for cap in exam.anatomy.caps
        if cap.parameter and curve.move in exam.anatomy.columns_in(cap.x.node)
    )
    return tuple(found)


def _longest(still: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest run of true values, as the places of its ends."""
    best, start = (0, 0), 0
    for place, is_still in enumerate([*still.tolist(), False]):
        if not is_still:
            if place - start > best[1] - best[0]:
                best = (start, place)
            start = place + 1
    return best


def _endless(exam: Examination, sign: float, key: str) -> Found:
    """Lines that keep moving one way as a result without a bound of its own grows."""
    plan = exam.plan
    open_ = [
        name
        for name in exam.anatomy.results
        if plan.facts[name].range is None and plan.facts[name].kind not in ("share", "score")
    ]
    found: dict[str, str] = {}
    for sweep in exam.typical.extremes(open_, FAR):
        for line, amounts in sweep.lines.items():
            near, far = sign * float(amounts[0]), sign * float(amounts[1])
            if line in exam.alone and near > 0.5 and far > 2 * near:
                found.setdefault(line, sweep.column)
    if not found:
        return Found(0.0, said(f"{key}_none"))
    cases = tuple(
        Case(
            1.0,
            said(f"{key}_case", line=plan.lines[line].label, name=plan.facts[column].label),
            figures_of(plan, [line]),
        )
        for line, column in found.items()
    )
    labels = listed([plan.lines[line].label for line in found])
    sentence = said(key, count=count(len(found)), lines=labels)
    parameters = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    return Found(float(len(found)), sentence, None, parameters, cases)
