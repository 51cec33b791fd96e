"""Rules about who reaches what a plan asks for."""

from __future__ import annotations

from engine.formula import exact
from engine.health.anatomy import figures_of
from engine.health.breakpoints import Breakpoints
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import MOST_CASES, Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, held_figure, held_name, percent
from engine.health.grades import no_variable


@with_people
def below_threshold(exam: Examination) -> Found | NotApplicable:
    """The share of people and periods that stay below the first breakpoint that pays."""
    cases, worst = [], None
    for name, point in _thresholds(exam).items():
        if name in exam.anatomy.shared and point.pays == "<":
            continue  # a place among others, not a threshold
        missed = exam.holding.missed(name)
        line = exam.plan.lines[point.x.line]
        below, above = "below_threshold_case", "above_limit_case"
        if not line.paid and exam.anatomy.is_addend(line.id):
            below, above = "below_part_case", "above_part_case"
        sentence = said(
            below if point.pays == ">" else above,
            part=line.label,
            name=held_name(exam.plan, point),
            at=held_figure(exam.plan, point, point.at[0]),
            share=percent(missed.share),
            lines=said.joined(
                [exam.plan.lines[line].label for line in exam.anatomy.paid_through(point.x.line)]
            ),
        )
        case = Case(missed.share, sentence, (point.parameter,) if point.parameter else ())
        cases.append(case)
        if worst is None or missed.share > worst[0].value:
            worst = (case, missed.never)
    if worst is None:
        return not_applicable("no_threshold")
    cases.sort(key=lambda case: -case.value)
    case, never = worst
    return Found(case.value, case.sentence, never, case.parameters, tuple(cases[:MOST_CASES]))


@with_people
def at_target(exam: Examination) -> Found | NotApplicable:
    """The share of people who reach their target."""
    return _reach(exam, 1.0, "at_target", False)


@with_people
def at_excellence(exam: Examination) -> Found | NotApplicable:
    """The share of people who reach the point of excellence."""
    return _reach(exam, exam.policy.setting("at_excellence", "point"), "at_excellence", True)


@with_people
def zero_payout(exam: Examination) -> Found | NotApplicable:
    """The share of people who never get any variable pay."""
    if not exam.variable:
        return no_variable(exam.plan)
    nothing = exam.all_variable <= 0.005
    affected = exam.people(nothing)
    share = affected.count / affected.of
    values = {"count": affected.count, "of": count(affected.of), "share": percent(share)}
    lines = exam.largest(exam.variable)
    figures = figures_of(exam.plan, lines)
    own = (point.parameter for point in _thresholds(exam).values() if point.parameter)
    mending = tuple(dict.fromkeys((*own, *figures)))
    return Found(share, said("zero_payout", **values), affected, mending)


def _thresholds(exam: Examination) -> dict[str, Breakpoints]:
    """The breakpoints on one side of which nothing is paid."""
    return {name: point for name, point in exam.anatomy.breakpoints.items() if point.pays}


def _reach(exam: Examination, at: float, key: str, above: bool) -> Found | NotApplicable:
    curve = exam.plan.curve
    if not exam.has_attainment or curve is None:
        return not_applicable("no_target")
    reached = exam.attainment >= at - exact.tolerance(at)
    share = float(reached.mean())
    values = {"share": percent(share), "at": percent(at, 0), "name": curve.label}
    values |= {"median": percent(exam.median_attainment)}
    own = tuple(
        dict.fromkeys(
            p.parameter
            for p in exam.anatomy.breakpoints.values()
            if p.parameter and curve.move in exam.anatomy.columns_in(p.x.node)
        )
    )
    affected = exam.people(reached if above else ~reached)
    return Found(share, said(key, **values), affected, own)
