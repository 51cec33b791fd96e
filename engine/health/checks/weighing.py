"""Rules about what counts in a plan and how much: weights that add up, few measures, none alone."""

from __future__ import annotations

from collections.abc import Iterable

from engine.health.anatomy import figures_of
from engine.health.check_register import from_the_plan
from engine.health.examination import Examination
from engine.health.finding import MOST_CASES, Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, number, percent, yuan
from engine.health.grades import no_variable
from engine.plan import Plan, SumRule, sum_rules
from engine.text import Text


@from_the_plan
def weights(exam: Examination) -> Found | NotApplicable:
    """Whether the figures that should add up do."""
    plan = exam.plan
    if not plan.sums:
        return not_applicable("no_weights")
    cases = []
    for rule in plan.sums:
        total = sum_rules.total(plan, rule)
        off = abs(total - rule.to)
        if off > sum_rules.SLACK:
            values = {"names": _labels(plan, rule.parameters), "total": number(total, 4)}
            sentence = said("weights_case", to=number(rule.to, 4), **values)
            cases.append(Case(off, sentence, rule.parameters))
    if not cases:
        return Found(0.0, said("weights_pass", count=count(len(plan.sums))))
    worst = max(cases, key=lambda case: case.value)
    return Found(worst.value, worst.sentence, None, worst.parameters, tuple(cases))


@from_the_plan
def measures(exam: Examination) -> Found | NotApplicable:
    """How many measures pay depends on."""
    names = _measured(exam)
    if not names:
        return no_variable(exam.plan)
    labels = [exam.plan.facts[name].label for name in names]
    weighed = sorted(
        (weight, rule.parameters) for rule in exam.plan.sums for weight, *_ in _parts(exam, rule)
    )
    lightest = tuple(dict.fromkeys(p for _, own in weighed for p in own))
    sentence = said("measures", count=count(len(names)), names=said.joined(labels))
    return Found(float(len(names)), sentence, None, lightest)


@from_the_plan
def smallest_weight(exam: Examination) -> Found | NotApplicable:
    """The least of the weights, as a share of their sum."""
    rules = [[part for part in _parts(exam, rule) if part[0] > 0] for rule in exam.plan.sums]
    found = [part for parts in rules for part in parts]
    if len(found) < 2:
        return not_applicable("no_weights")
    found.sort(key=lambda entry: entry[0])
    cases = tuple(
        Case(s, said("smallest_weight_case", name=label, share=percent(s)), (p,))
        for s, label, p in found[:MOST_CASES]
    )
    share, label, parameter = found[0]
    own = next(len(parts) for parts in rules if found[0] in parts)
    sentence = said("smallest_weight", name=label, share=percent(share), count=own)
    return Found(share, sentence, None, (parameter,), cases)


@from_the_plan
def single_measure(exam: Examination) -> Found | NotApplicable:
    """The share of what measures move that one of them moves."""
    moved = exam.swings
    total = sum(moved.values())
    if total <= 0:
        return no_variable(exam.plan)
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
        return no_variable(exam.plan)
    scored = [n for n in moved if exam.plan.facts[n].kind in ("score", "category") and moved[n] > 0]
    share = sum(moved[name] for name in scored) / total
    if not scored:
        return Found(0.0, said("judgement_none"))
    labels = said.joined([exam.plan.facts[name].label for name in scored])
    parameters = tuple(dict.fromkeys(p for name in scored for p in _reading(exam, name)))
    return Found(share, said("judgement", share=percent(share), names=labels), None, parameters)


def _labels(plan: Plan, parameters: Iterable[str]) -> Text:
    return said.joined([plan.parameters[name].label for name in parameters])


def _measured(exam: Examination) -> tuple[str, ...]:
    """Columns that variable pay is measured by: results, and ratings."""
    return tuple(n for n in exam.plan.facts if n in exam.anatomy.results or n in exam.ratings)


def _parts(exam: Examination, rule: SumRule) -> list[tuple[float, Text, str]]:
    """The figures of a rule as shares of their sum, each with its label and its parameter."""
    found: list[tuple[float, Text, str]] = []
    for name in rule.parameters:
        parameter = exam.plan.parameters[name]
        if not parameter.value.is_unlimited:
            for key, figure in parameter.value.addends().items():
                label = exam.plan.key_label(parameter, key) if key else parameter.label
                found.append((figure, label, name))
    total = sum(figure for figure, *_ in found)
    return [(figure / total, label, name) for figure, label, name in found] if total > 0 else []


def _reading(exam: Examination, column: str) -> tuple[str, ...]:
    """Figures of the lines that read a column themselves, weights first."""
    lines = [x for x in exam.anatomy.feeding if column in exam.plan.lines[x].formula.reads]
    lines += [x for x in exam.anatomy.feeding if set(exam.plan.lines[x].formula.reads) & set(lines)]
    figures = figures_of(exam.plan, lines)
    return tuple(sorted(figures, key=lambda name: exam.plan.parameters[name].unit != "weight"))
