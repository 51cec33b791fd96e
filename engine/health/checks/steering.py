"""Rules about what a plan leads people to: to stop at a figure, to move results in time."""

from __future__ import annotations

import numpy as np

from engine.evaluation import evaluate
from engine.health.breakpoints import Breakpoints, only_paying
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Affected, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, held_figure, held_name, percent, times, yuan
from engine.health.holding import Crowd
from engine.health.timing import moved_in_time
from engine.health.typical_people import sample
from engine.text import named_month

SAMPLE = 1_500
"""People whose results are moved in time; more change nothing."""
WON = 0.01
"""A gain from timing below this share of pay is not counted."""


@with_people
def bunching(exam: Examination) -> Found | NotApplicable:
    """How many more people stand right at a breakpoint than its surroundings explain."""
    width = exam.policy.setting("bunching", "width")
    looked = False
    worst: tuple[Breakpoints, Crowd] | None = None
    for name, point in exam.anatomy.breakpoints.items():
        if name in exam.anatomy.shared:
            continue
        looked_here, crowd = exam.holding.crowd(name, width, exam.policy.smallest_group)
        looked = looked or looked_here
        if crowd is not None and (worst is None or crowd.times > worst[1].times):
            worst = (point, crowd)
    if not looked:
        return not_applicable("no_breakpoints")
    if worst is None:
        return Found(1.0, said("bunching_none", width=percent(width)))
    point, crowd = worst
    sentence = said(
        f"bunching_{crowd.side}",
        name=held_name(exam.plan, point),
        at=held_figure(exam.plan, point, crowd.at),
        crowd=count(crowd.count),
        expected=count(round(crowd.expected)),
        times=times(crowd.times),
    )
    own = (point.parameter,) if point.parameter else ()
    return Found(crowd.times, sentence, crowd.near, own)


@with_people
def timing_gain(exam: Examination) -> Found | NotApplicable:
    """What a person wins by moving part of a month's result into the next month."""
    columns = _movable(exam)
    lines = [x for x in exam.plan.lines if x in exam.alone]
    if not columns or not lines or exam.facts.months < 2:
        return not_applicable("nothing_movable")
    part = exam.policy.setting("timing_gain", "moved")
    facts = sample(exam.facts, SAMPLE, exam.memory)
    base = evaluate(exam.plan, facts, exam.memory, amounts=False, progress=exam.progress)
    paying = only_paying(exam.plan, lines)
    best = np.zeros(facts.size)
    best_month = np.full(facts.size, -1)
    by_line: dict[str, float] = dict.fromkeys(lines, 0.0)
    for months, moved in moved_in_time(exam.plan, facts, columns, part, exam.memory):
        paid = evaluate(paying, moved, exam.memory, amounts=False, progress=exam.progress)
        gains = {
            line: paid.line_by_person(line).reshape(-1, facts.size) - base.line_by_person(line)
            for line in lines
        }
        gain = sum(gains.values(), start=np.zeros((len(months), facts.size)))
        for i, month in enumerate(months):
            better = gain[i] > best + 0.005
            best_month[better] = month
            best = np.maximum(best, gain[i])
            for line, own in gains.items():
                by_line[line] += float(own[i][better].sum())
    pay = np.maximum(base.pay_by_person, 1.0)
    share = float(best.sum() / pay.sum())
    winners = best > WON * pay
    month = int(np.bincount(best_month[best_month >= 0], minlength=1).argmax())
    names = said.joined([exam.plan.facts[column].label for column in columns])
    sentence = said(
        "timing_gain" if best.sum() > 0 else "timing_gain_none",
        name=names,
        part=percent(part),
        gain=yuan(float(best.mean())),
        share=percent(share, 2),
        winners=percent(float(winners.mean())),
        most=yuan(float(np.percentile(best, 90))),
        month=named_month(facts.first + month),
    )
    named = tuple(facts.employees[int(i)] for i in np.argsort(-best)[:20] if best[i] > 0)
    affected = Affected(int(winners.sum()), facts.size, named)
    gaining = [x for x in sorted(by_line, key=lambda x: -by_line[x]) if by_line[x] > 0]
    return Found(share, sentence, affected, exam.anatomy.stepping(gaining))


def _movable(exam: Examination) -> list[str]:
    """Results that can be booked a month later: sums and counts, the driver alone if it is one."""
    kinds = {name: exam.plan.facts[name].kind for name in exam.anatomy.results}
    curve = exam.plan.curve
    if curve is not None and kinds.get(curve.move) in ("money", "count"):
        return [curve.move]
    return [name for name, kind in kinds.items() if kind == "money"]
