"""The rules that judge what a plan does to people: who reaches what, how pay is spread, whether it
follows results, whether it is fair and lawful."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.analysis.compare import compare, groups
from engine.analysis.health.anatomy import Breakpoints
from engine.analysis.health.caps import binding, lifted
from engine.analysis.health.examination import Examination, mean_by
from engine.analysis.health.figures import (
    count,
    in_unit,
    listed,
    number,
    of_column,
    percent,
    times,
    yuan,
)
from engine.analysis.health.finding import (
    Affected,
    Case,
    Found,
    NotApplicable,
    not_applicable,
    said,
)
from engine.analysis.health.policy import LOWEST, places
from engine.analysis.health.rules import figures_of, with_people
from engine.calendar import month_text, paying_rows
from engine.evaluate import evaluate
from engine.facts.arrays import Facts
from engine.memory import Memory
from engine.messages import LANGUAGES, Text, say

Array = NDArray[np.float64]

FEWEST = 10
"""People below whom a correlation says nothing."""
SAMPLE = 1_500
"""People whose results are moved in time; more change nothing."""
MOST_FOR_CASES = 10_000
MOST_CASES = 12
CUT = 0.01
"""Pay cut by a cap below this share of variable pay is not counted."""
WON = 0.01
"""A gain from timing below this share of pay is not counted."""
CHANCE = 3.0
"""Standard errors that a gap between groups must exceed: among many, some stand out by chance."""
NEAR, OUTER = 1.0, 5.0
"""Windows around a breakpoint, in widths: the one looked at, and how far its surroundings reach."""
SIGNIFICANT, LEAST_CROWD = 3.0, 20
SPREAD = (10, 90)
KNOWN_GROUPS = frozenset({"team", "grade", "education", "region", "division", "tenure"})
"""Columns that workforces add to what a plan reads."""


@with_people
def below_threshold(exam: Examination) -> Found | NotApplicable:
    """The share of people and periods that stay below the first breakpoint that pays."""
    cases, worst = [], None
    for name, (point, *_) in exam.thresholds.items():
        if name in exam.shared and point.pays == "<":
            continue  # a place among others, not a threshold
        below, there = exam.missed(name)
        share = float(below.sum() / max(there.sum(), 1))
        sentence = said(
            "below_threshold_case" if point.pays == ">" else "above_limit_case",
            name=_held(exam, point),
            at=_figure(exam, point, point.at[0]),
            share=percent(share),
        )
        case = Case(share, sentence, (point.parameter,) if point.parameter else ())
        cases.append(case)
        if worst is None or share > worst[0].value:
            worst = (case, there.any(axis=0) & (below | ~there).all(axis=0))
    if worst is None:
        return not_applicable("no_threshold")
    cases.sort(key=lambda case: -case.value)
    case, never = worst
    affected = exam.people(np.asarray(never))
    return Found(case.value, case.sentence, affected, case.parameters, tuple(cases[:MOST_CASES]))


@with_people
def at_target(exam: Examination) -> Found | NotApplicable:
    """The share of people who reach their target."""
    return _reach(exam, 1.0, "at_target", False)


@with_people
def at_excellence(exam: Examination) -> Found | NotApplicable:
    """The share of people who reach the point of excellence."""
    return _reach(exam, exam.policy.setting("at_excellence", "point"), "at_excellence", True)


@with_people
def pay_mix(exam: Examination) -> Found | NotApplicable:
    """Variable pay as a share of all pay."""
    if not exam.variable:
        return not_applicable("no_variable")
    fixed, variable = (float(exam.by_person(x).sum()) for x in (exam.fixed, exam.variable))
    if fixed <= 0:
        return not_applicable("no_fixed")
    share = variable / (fixed + variable)
    share = max(share, 0.0)
    totals = exam.payouts.line_totals
    lines = sorted(exam.variable, key=lambda line: -totals[line])
    values = {"share": percent(share), "rest": percent(1 - share)}
    labels = listed([exam.plan.lines[line].label for line in lines[:4]])
    cases = tuple(
        Case(
            totals[line] / (fixed + variable),
            said(
                "pay_mix_case",
                name=exam.plan.lines[line].label,
                share=percent(totals[line] / (fixed + variable)),
            ),
            figures_of(exam.plan, [line]),
        )
        for line in lines
    )
    mending = figures_of(exam.plan, [*lines[:1], *exam.fixed[:1]])
    return Found(share, said("pay_mix", lines=labels, **values), None, mending, cases)


@with_people
def leverage(exam: Examination) -> Found | NotApplicable:
    """Variable pay of the best paid tenth over the average."""
    if not exam.variable:
        return not_applicable("no_variable")
    pay = np.sort(exam.variable_pay)
    mean = float(pay.mean())
    if pay.size < FEWEST or mean <= 0:
        return not_applicable("too_few", count=count(FEWEST))
    top = float(pay[-max(pay.size // 10, 1) :].mean())
    sentence = said("leverage", top=yuan(top), mean=yuan(mean), times=times(top / mean))
    return Found(top / mean, sentence, None, figures_of(exam.plan, exam.variable))


@with_people
def dispersion(exam: Examination) -> Found | NotApplicable:
    """How far the best are from the middle, over how far the curve says they should be."""
    drive = exam.drive
    if not exam.has_attainment or drive is None:
        return not_applicable("no_target")
    point = exam.policy.setting("at_excellence", "point")
    if drive.x[-1] < point:
        return not_applicable("no_120")
    target, best = (float(np.interp(x, drive.x, drive.variable)) for x in (1.0, point))
    low, high = np.percentile(exam.variable_pay, [50, 90])
    if target <= 0 or low <= 0 or exam.facts.size < FEWEST:
        return not_applicable("nothing_at_target")
    designed, achieved = best / target, float(high / low)
    sentence = said("dispersion", achieved=times(achieved), designed=times(designed))
    return Found(achieved / designed, sentence, None, figures_of(exam.plan, exam.variable))


@with_people
def correlation(exam: Examination) -> Found | NotApplicable:
    """How closely variable pay follows attainment, or all measures together, among people who are
    alike."""
    plan, curve = exam.plan, exam.plan.curve
    if not exam.variable:
        return not_applicable("no_variable")
    aimed = exam.has_attainment and curve is not None
    result = exam.attainment if aimed else exam.index
    pay = exam.relative_pay
    if result is None or exam.facts.size < FEWEST or min(pay.std(), result.std()) <= 1e-9:
        return not_applicable("no_spread", count=count(FEWEST))
    value = float(np.corrcoef(pay, result)[0, 1])
    if aimed and curve is not None:
        lines = [x for x in exam.variable if curve.move not in exam.anatomy.columns_of(x)]
        sentence = said("correlation", value=number(value, 3), name=curve.label)
        return Found(value, sentence, None, figures_of(plan, lines or exam.variable))
    sentence = said("correlation_all", value=number(value, 3))
    return Found(value, sentence, None, figures_of(plan, exam.variable))


@with_people
def zero_payout(exam: Examination) -> Found | NotApplicable:
    """The share of people who never get any variable pay."""
    if not exam.variable:
        return not_applicable("no_variable")
    nothing = exam.by_person(exam.variable) <= 0.005
    affected = exam.people(nothing)
    share = affected.count / affected.of
    values = {"count": count(affected.count), "of": count(affected.of), "share": percent(share)}
    lines = sorted(exam.variable, key=lambda line: -exam.payouts.line_totals[line])
    figures = figures_of(exam.plan, lines)
    mending = tuple(
        dict.fromkeys(
            (*(p.parameter for p, *_ in exam.thresholds.values() if p.parameter), *figures)
        )
    )
    return Found(share, said("zero_payout", **values), affected, mending)


@with_people
def caps(exam: Examination) -> Found | NotApplicable:
    """The share of people, and of money, that caps cut."""
    plan, found = exam.plan, binding(exam.plan, exam.anatomy.caps)
    if not found:
        return not_applicable("no_caps")
    before = exam.by_person(exam.variable)
    freed = evaluate(lifted(plan, found), exam.facts, exam.memory, amounts=False)
    gain = sum((freed.line_by_person(x) for x in exam.variable), np.zeros(exam.facts.size)) - before
    cut = gain > np.maximum(CUT * np.abs(before), 1.0)
    share, money = float(cut.mean()), float(gain[cut].sum())
    cases = []
    some = exam.facts
    if some.size > MOST_FOR_CASES and not exam.anatomy.coupled:
        some = some.take(np.linspace(0, some.size - 1, MOST_FOR_CASES).astype(np.intp))
    base = exam.payouts if some is exam.facts else evaluate(plan, some, amounts=False)
    for cap in found:
        alone = evaluate(lifted(plan, [cap]), some, exam.memory, amounts=False)
        own_pay = sum((base.line_by_person(x) for x in exam.variable), np.zeros(some.size))
        more = alone.pay_by_person - base.pay_by_person
        touched = float((more > np.maximum(CUT * np.abs(own_pay), 1.0)).mean())
        if touched > 0:
            name = _cap_name(exam, cap.parameter, cap.x.line)
            sentence = said("caps_case", name=name, share=percent(touched))
            own = (cap.parameter,) if cap.parameter else figures_of(plan, [cap.x.line])
            cases.append(Case(touched, sentence, own))
    cases.sort(key=lambda case: -case.value)
    total = float(before.sum()) + money
    values = {"share": percent(share), "money": yuan(money)}
    values |= {"part": percent(money / total if total > 0 else 0.0)}
    parameters = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    return Found(
        share, said("caps", **values), exam.people(cut), parameters, tuple(cases[:MOST_CASES])
    )


@with_people
def bunching(exam: Examination) -> Found | NotApplicable:
    """How many more people stand right at a breakpoint than its surroundings explain."""
    width = exam.policy.setting("bunching", "width")
    looked = False
    worst: tuple[float, Breakpoints, float, int, float, str] | None = None
    for name, (point, values, there) in exam.held.items():
        known = values[there]
        if known.size == 0 or name in exam.shared:
            continue
        whole = bool((known == np.floor(known)).all())
        low, high = float(known.min()), float(known.max())
        for at in point.at:
            reach = max(width * abs(at), 1.0) if whole else width * abs(at)
            reach = float(np.floor(reach)) if whole else reach
            if at == 0 or not low <= at - OUTER * reach < at + OUTER * reach <= high:
                continue  # where nobody can stand, nobody is missing
            looked = True
            counts = _windows(known, at, reach)
            for side, crowd, expected in _crowds(*counts):
                if crowd < max(LEAST_CROWD, exam.policy.smallest_group):
                    continue
                if crowd - expected > SIGNIFICANT * np.sqrt(expected + 1):
                    times_ = crowd / max(expected, 1.0)
                    if worst is None or times_ > worst[0]:
                        worst = (times_, point, at, crowd, expected, side)
    if not looked:
        return not_applicable("no_breakpoints")
    if worst is None:
        return Found(1.0, said("bunching_none", width=percent(width)))
    value, point, at, crowd, expected, side = worst
    sentence = said(
        f"bunching_{side}",
        name=_held(exam, point),
        at=_figure(exam, point, at),
        crowd=count(crowd),
        expected=count(round(expected)),
        times=times(value),
    )
    _, values, there = next(f for f in exam.held.values() if f[0] is point)
    reach = width * abs(at)
    near = (values < at) & (values >= at - reach) if side == "below" else (values >= at)
    near = near & (values < at + reach) & there
    own = (point.parameter,) if point.parameter else ()
    return Found(value, sentence, exam.people(np.asarray(near.any(axis=0))), own)


@with_people
def timing_gain(exam: Examination) -> Found | NotApplicable:
    """What a person wins by moving part of a month's result into the next month."""
    columns = _movable(exam)
    lines = [x for x in exam.plan.lines if x in exam.alone]
    if not columns or not lines or exam.facts.months < 2:
        return not_applicable("nothing_movable")
    part = exam.policy.setting("timing_gain", "moved")
    facts = _sample(exam.facts, SAMPLE)
    memory = Memory(64 << 20)
    base = evaluate(exam.plan, facts, memory, amounts=False)
    before = {line: base.line_by_person(line) for line in lines}
    best = np.zeros(facts.size)
    best_month = np.full(facts.size, -1)
    by_line: dict[str, float] = dict.fromkeys(lines, 0.0)
    for month in range(facts.months - 1):
        moved = facts
        for column in columns:
            whole = exam.plan.facts[column].kind == "count"
            moved = moved.with_numbers(column, _moved(facts, column, month, part, whole))
        paid = evaluate(exam.plan, moved, memory, amounts=False)
        gains = {line: paid.line_by_person(line) - before[line] for line in lines}
        gain = sum(gains.values(), start=np.zeros(facts.size))
        better = gain > best + 0.005
        best_month[better] = month
        best = np.maximum(best, gain)
        for line, own in gains.items():
            by_line[line] += float(own[better].sum())
    pay = np.maximum(base.pay_by_person, 1.0)
    share = float(best.sum() / pay.sum())
    winners = best > WON * pay
    month = int(np.bincount(best_month[best_month >= 0], minlength=1).argmax())
    names = listed([exam.plan.facts[column].label for column in columns])
    sentence = said(
        "timing_gain" if best.sum() > 0 else "timing_gain_none",
        name=names,
        part=percent(part),
        gain=yuan(float(best.mean())),
        share=percent(share, 2),
        winners=percent(float(winners.mean())),
        most=yuan(float(np.percentile(best, 90))),
        month=month_text(facts.first + month),
    )
    named = tuple(facts.employees[int(i)] for i in np.argsort(-best)[:20] if best[i] > 0)
    affected = Affected(int(winners.sum()), facts.size, named)
    gaining = [x for x in sorted(by_line, key=lambda x: -by_line[x]) if by_line[x] > 0]
    return Found(share, sentence, affected, _stepping(exam, gaining))


@with_people
def losers(exam: Examination) -> Found | NotApplicable:
    """The share of people who are paid at least 5 % less than under the baseline."""
    if exam.baseline is None:
        return not_applicable("no_baseline")
    before = evaluate(exam.baseline, exam.facts, exam.memory, amounts=False)
    found = compare(before, exam.payouts)
    people = exam.facts.size
    much = found.band_by_person == 0
    share = found.bands["lose_much"] / people
    sentence = said(
        "losers",
        share=percent(share),
        lose=percent(found.lose / people),
        gain=percent(found.gain / people),
        much=percent(found.bands["gain_much"] / people),
    )
    old = exam.baseline.parameters
    changed = tuple(
        name
        for name, parameter in exam.plan.parameters.items()
        if name not in old or old[name].value != parameter.value
    )
    return Found(share, sentence, exam.people(much), changed)


@with_people
def manager_inversion(exam: Examination) -> Found | NotApplicable:
    """The share of managers who are paid less than the best paid of those who report to them."""
    facts = exam.facts
    pay = exam.payouts.monthly_pay_by_person
    best = np.full(facts.size, -np.inf)
    last = facts.months - 1 - np.argmax(facts.present[::-1], axis=0)
    for column in facts.people.values():
        manager = column[last, np.arange(facts.size)]
        led = np.flatnonzero(manager >= 0)
        np.maximum.at(best, manager[led], pay[led])
    managers = np.isfinite(best)
    if not managers.any():
        return not_applicable("no_managers")
    if managers.sum() < exam.policy.smallest_group:
        return not_applicable("small_group", count=count(exam.policy.smallest_group))
    inverted = managers & (best > pay + 0.005)
    share = float(inverted.sum() / managers.sum())
    values = {"count": count(int(inverted.sum())), "of": count(int(managers.sum()))}
    lines = sorted(exam.variable, key=lambda line: -exam.payouts.line_totals[line])
    return Found(
        share,
        said("manager_inversion", share=percent(share), **values),
        exam.people(inverted, int(managers.sum())),
        figures_of(exam.plan, [*exam.fixed[:1], *lines[:1]]),
    )


@with_people
def equal_result(exam: Examination) -> Found | NotApplicable:
    """How far variable pay lies apart among like people with like results."""
    if not exam.variable:
        return not_applicable("no_variable")
    bands = _bands(exam, exam.policy.setting("equal_result", "band"))
    if bands is None:
        return not_applicable("no_result")
    spreads, sizes, worst = [], [], (0.0, np.empty(0, dtype=np.intp))
    for _, members in _by_place(bands):
        if members.size < max(exam.policy.smallest_group, 5):
            continue
        low, high = np.percentile(exam.variable_pay[members], SPREAD)
        mean = float(exam.variable_pay[members].mean())
        if mean > 0:
            spread = float((high - low) / mean)
            spreads.append(spread)
            sizes.append(members.size)
            if spread > worst[0]:
                worst = (spread, members)
    if not spreads:
        return not_applicable("no_bands", count=count(max(exam.policy.smallest_group, 5)))
    value = float(np.average(spreads, weights=sizes))
    sentence = said("equal_result", share=percent(value), groups=count(len(sizes)))
    affected = np.zeros(exam.facts.size, dtype=np.bool_)
    affected[worst[1]] = True
    figures = _stepping(exam, sorted(exam.variable, key=lambda x: -exam.payouts.line_totals[x]))
    return Found(value, sentence, exam.people(affected), figures)


@with_people
def equal_groups(exam: Examination) -> Found | NotApplicable:
    """The largest gap of pay between groups the plan does not speak of, at like results."""
    bands = _bands(exam, exam.policy.setting("equal_groups", "band"))
    if bands is None:
        return not_applicable("no_result")
    least = exam.policy.smallest_group
    pay = exam.payouts.monthly_pay_by_person
    expected = mean_by(bands, pay)
    read = set().union(*(exam.anatomy.columns_of(x.id) for x in exam.plan.pay_lines))
    names = [n for n, c in exam.facts.categories.items() if n not in read and len(c.values) > 1]
    if "tenure_months" in exam.facts.numbers and "tenure_months" not in read:
        names.append("tenure")
    cases: list[tuple[float, Case, NDArray[np.intp]]] = []
    small = looked = 0
    for name in names:
        labels, own = groups(exam.facts, name)
        for place, members in _by_place(own):
            if members.size < least:
                small += 1
                continue
            looked += 1
            off = pay[members] - expected[members]
            usual = float(expected[members].mean())
            chance = CHANCE * float(off.std()) / np.sqrt(members.size) / usual if usual > 0 else 1.0
            gap = float(off.mean()) / usual if usual > 0 else 0.0
            if abs(gap) <= chance or not place < len(labels):
                continue
            values = {"column": _column_label(exam, name)}
            values["group"] = _value(exam, name, labels[place])
            key = "equal_groups_more" if gap > 0 else "equal_groups_less"
            sentence = said(key, gap=percent(abs(gap)), count=count(int(members.size)), **values)
            cases.append((abs(gap), Case(abs(gap), sentence), members))
    if not looked:
        return not_applicable("no_groups")
    cases.sort(key=lambda entry: -entry[0])
    gap, sentence = 0.0, said("equal_groups_none", count=count(looked))
    affected = np.zeros(exam.facts.size, dtype=np.bool_)
    if cases:
        gap, case, members = cases[0]
        affected[members] = True
        sentence = case.sentence
    if small:
        left_out = said("small_groups", count=count(small), least=count(least))
        spaces = {language: say(language, "place.space") for language in LANGUAGES}
        sentence = {x: sentence[x] + spaces[x] + left_out[x] for x in LANGUAGES}
    shown = tuple(case for _, case, _ in cases[:MOST_CASES])
    return Found(gap, sentence, exam.people(affected), (), shown)


@with_people
def deductions(exam: Examination) -> Found | NotApplicable:
    """The share of people from whom a month's deductions take more than the law allows."""
    facts, share = exam.facts, exam.policy.setting("deductions", "share")
    given = np.zeros((facts.months, facts.size))
    taken = np.zeros_like(given)
    lines = []
    for name, result in exam.payouts.lines.items():
        amounts = result.amounts
        assert amounts is not None
        rows = paying_rows(facts.first, facts.months, result.every)
        given[rows] += np.maximum(amounts, 0.0)
        if amounts.size and float(amounts.min()) < 0:
            taken[rows] -= np.minimum(amounts, 0.0)
            lines.append(name)
    if not lines:
        return Found(
            0.0, said("deductions_none"), exam.people(np.zeros(facts.size, dtype=np.bool_))
        )
    over = taken > share * given + 0.5
    people = np.asarray(over.any(axis=0))
    found = float(people.mean())
    labels = listed([exam.plan.lines[line].label for line in lines])
    if not people.any():
        sentence = said("deductions_within", lines=labels, share=percent(share))
        return Found(0.0, sentence, exam.people(people), figures_of(exam.plan, lines))
    sentence = said(
        "deductions",
        lines=labels,
        share=percent(share),
        count=count(int(people.sum())),
        of=count(facts.size),
        months=count(int(over.sum())),
        most=yuan(float(taken[over].max()) / 100),
    )
    return Found(found, sentence, exam.people(people), figures_of(exam.plan, lines))


@with_people
def minimum_wage(exam: Examination) -> Found | NotApplicable:
    """The share of people who are paid less than the local minimum wage in a month of service."""
    facts, policy = exam.facts, exam.policy
    if float(exam.by_person(exam.fixed).sum()) <= 0:
        return not_applicable("no_fixed")
    if exam.anatomy.time_paid:
        return not_applicable("paid_by_time")
    gross = exam.payouts.amounts("gross_pay") / 100
    least = np.array([policy.minimum_wage(facts.first + m) for m in range(facts.months)])
    full = facts.present
    for attended, required in exam.anatomy.attendance:
        full = full & (facts.numbers[attended] >= facts.numbers[required] - 1e-9)
    below = full & (gross < least[:, None] - 0.005)
    people = np.asarray(below.any(axis=0))
    where = said("lowest_place") if policy.city == LOWEST else places()[policy.city].label
    wage = {"place": where, "wage": yuan(float(least.max()))}
    if not people.any():
        lowest = yuan(float(gross[full].min())) if full.any() else yuan(0.0)
        return Found(0.0, said("minimum_wage_none", lowest=lowest, **wage), exam.people(people))
    sentence = said(
        "minimum_wage",
        count=count(int(people.sum())),
        of=count(facts.size),
        months=count(int(below.sum())),
        lowest=yuan(float(gross[below].min())),
        **wage,
    )
    totals = exam.payouts.line_totals
    lines = sorted(exam.fixed, key=lambda line: -totals[line])
    figures = figures_of(exam.plan, lines)
    return Found(float(people.mean()), sentence, exam.people(people), figures)


# -- pieces --------------------------------------------------------------------------------


def _reach(exam: Examination, at: float, key: str, above: bool) -> Found | NotApplicable:
    curve = exam.plan.curve
    if not exam.has_attainment or curve is None:
        return not_applicable("no_target")
    reached = exam.attainment >= at - 1e-9
    share = float(reached.mean())
    values = {"share": percent(share), "at": percent(at, 0), "name": curve.label}
    values |= {"median": percent(float(np.median(exam.attainment)))}
    own = tuple(
        dict.fromkeys(
            p.parameter
            for p in exam.anatomy.breakpoints
            if p.parameter and curve.move in exam.anatomy.columns_in(p.x.node)
        )
    )
    affected = exam.people(reached if above else ~reached)
    return Found(share, said(key, **values), affected, own)


def _held(exam: Examination, point: Breakpoints) -> Text:
    """What is held against a breakpoint: what its parameter says it measures, or its parameter."""
    plan = exam.plan
    node = point.x.node
    name = getattr(node, "name", "")
    for known in (plan.lines, plan.facts):
        if name in known:
            return known[name].label
    parameter = plan.parameters.get(point.parameter)
    if parameter is None:
        return plan.lines[point.x.line].label
    return parameter.of or parameter.label


def _figure(exam: Examination, point: Breakpoints, at: float) -> Text:
    """A breakpoint in the unit of what is held against it."""
    plan = exam.plan
    parameter, name = plan.parameters.get(point.parameter), getattr(point.x.node, "name", "")
    if name in plan.facts:
        return of_column(at, plan.facts[name])
    unit = plan.lines[name].unit if name in plan.lines else ""
    if parameter is not None and not unit:
        unit = parameter.of_unit or (parameter.unit if point.word == "gate" else "")
    return in_unit(at, unit)


def _cap_name(exam: Examination, parameter: str, line: str) -> Text:
    if parameter:
        return exam.plan.parameters[parameter].label
    return exam.plan.lines[line].label


def _windows(known: Array, at: float, reach: float) -> tuple[int, int, float, float]:
    """How many stand right below and right above a figure, and in its surroundings."""
    edges = at + reach * np.array([-OUTER, -NEAR, 0.0, NEAR, OUTER])
    ordered = np.sort(known[(known >= edges[0]) & (known < edges[-1])])
    left, below, above, right = np.diff(np.searchsorted(ordered, edges - 1e-12)).tolist()
    outer = (OUTER - NEAR) / NEAR
    return below, above, left / outer, right / outer


def _crowds(below: int, above: int, left: float, right: float) -> Iterator[tuple[str, int, float]]:
    """Each side of a figure: who stands there, and who would if numbers ran on evenly."""
    middle = (OUTER + NEAR) / 2
    near = (middle - NEAR / 2) / (2 * middle)
    yield "below", below, left * (1 - near) + right * near
    yield "above", above, left * near + right * (1 - near)


def _movable(exam: Examination) -> list[str]:
    """Results that can be booked a month later: sums and counts, the driver alone if it is one."""
    kinds = {name: exam.plan.facts[name].kind for name in exam.anatomy.results}
    curve = exam.plan.curve
    if curve is not None and kinds.get(curve.move) in ("money", "count"):
        return [curve.move]
    return [name for name, kind in kinds.items() if kind == "money"]


def _moved(facts: Facts, column: str, month: int, part: float, whole: bool) -> Array:
    """A column with part of a month's figure booked in the next, where there is a next."""
    numbers = facts.numbers[column].copy()
    both = facts.present[month] & facts.present[month + 1]
    amount = np.where(both, np.maximum(numbers[month], 0.0) * part, 0.0)
    if whole:
        amount = np.floor(amount)
    numbers[month] -= amount
    numbers[month + 1] += amount
    return numbers


def _sample(facts: Facts, most: int) -> Facts:
    if facts.size <= most:
        return facts
    return facts.take(np.linspace(0, facts.size - 1, most).round().astype(np.intp))


def _stepping(exam: Examination, lines: list[str]) -> tuple[str, ...]:
    """The breakpoints that feed the lines, then the lines' own figures."""
    own = [
        p.parameter
        for line in lines
        for p in exam.anatomy.breakpoints
        if p.parameter and (p.x.line == line or p.x.line in exam.plan.lines[line].formula.reads)
    ]
    return tuple(dict.fromkeys((*own, *figures_of(exam.plan, lines))))


def _bands(exam: Examination, width: float) -> NDArray[np.int64] | None:
    """Which people are alike and have like results: a number for each. None without results."""
    index = exam.index
    if index is None:
        return None
    places = np.floor(index / width).astype(np.int64)
    places -= places.min(initial=0)
    key = exam.cells * (int(places.max(initial=0)) + 1) + places
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _by_place(places: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Each place with the people who are there."""
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=-1))
    for members in np.split(order, starts[1:]):
        yield int(places[members[0]]), members


def _column_label(exam: Examination, name: str) -> Text:
    if name in exam.plan.facts:
        return exam.plan.facts[name].label
    if name in KNOWN_GROUPS:
        return said(f"group_{name}")
    return dict.fromkeys(LANGUAGES, name.replace("_", " "))


def _value(exam: Examination, name: str, value: str) -> Text:
    described = exam.plan.facts.get(name)
    if described is not None and value in described.values:
        return described.values[value]
    return dict.fromkeys(LANGUAGES, value)
