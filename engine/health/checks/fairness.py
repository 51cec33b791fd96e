"""Rules about fairness: to those who lose, to managers, to people and groups with like results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.analysis import column_name, compare, value_name
from engine.evaluation import evaluate
from engine.health.anatomy import figures_of
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import MOST_CASES, Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, percent
from engine.health.grades import no_variable
from engine.health.grouped import Grouped, grouped, grouped_by
from engine.health.results import mean_by
from engine.text import LANGUAGES, say

Array = NDArray[np.float64]

CHANCE = 3.0
"""Standard errors that a gap between groups must exceed: among many, some stand out by chance."""
ROUNDING = 1e-6
"""A gap short of chance by less than this share of it is worked out exactly."""
SPREAD = (0.1, 0.9)


@with_people
def losers(exam: Examination) -> Found | NotApplicable:
    """The share of people who are paid at least 5 % less than under the baseline."""
    if exam.baseline is None:
        return not_applicable("no_baseline")
    before = evaluate(exam.baseline, exam.facts, exam.memory, amounts=False, progress=exam.progress)
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
    if not facts.people:
        return not_applicable("no_managers")
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
    values = {"count": int(inverted.sum()), "of": count(int(managers.sum()))}
    lines = exam.largest(exam.variable)
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
        return no_variable(exam.plan)
    bands = exam.results.bands(exam.policy.setting("equal_result", "band"))
    if bands is None:
        return not_applicable("no_result")
    least = exam.policy.smallest_group
    spreads, sizes, worst = [], [], (0.0, np.empty(0, dtype=np.intp))
    for members in grouped(bands):
        if members.size < least:
            continue
        pay = exam.variable_pay[members]
        mean = float(pay.mean())
        if mean > 0:
            exam.progress()
            pay.sort()
            low, high = (_quantile(pay, share) for share in SPREAD)
            spread = (high - low) / mean
            spreads.append(spread)
            sizes.append(members.size)
            if spread > worst[0]:
                worst = (spread, members)
    if not spreads:
        return not_applicable("no_bands", count=count(least))
    value = float(np.average(spreads, weights=sizes))
    sentence = said("equal_result", share=percent(value), groups=count(len(sizes)))
    affected = np.zeros(exam.facts.size, dtype=np.bool_)
    affected[worst[1]] = True
    figures = exam.anatomy.stepping(exam.largest(exam.variable))
    return Found(value, sentence, exam.people(affected), figures)


@with_people
def equal_groups(exam: Examination) -> Found | NotApplicable:
    """The largest gap of pay between groups the plan does not speak of, at like results."""
    bands = exam.results.bands(exam.policy.setting("equal_groups", "band"))
    if bands is None:
        return not_applicable("no_result")
    least = exam.policy.smallest_group
    pay = exam.payouts.monthly_pay_by_person
    expected = mean_by(bands, pay)
    off = pay - expected
    found: list[_Group] = []
    small = looked = 0
    for name in _unspoken(exam):
        exam.progress()
        labels, groups = grouped_by(exam.facts, name, exam.memory)
        large = groups.sizes >= least
        small += int((~large).sum())
        looked += int(large.sum())
        about, standing_out = _standing_out(groups, off, expected)
        for group in np.flatnonzero(large & standing_out).tolist():
            place = int(groups.places[group])
            if place < len(labels):
                members = groups.members(group)
                found.append(_Group(float(about[group]), name, labels[place], members))
    if not looked:
        return not_applicable("no_groups")
    gaps = _largest(found, off, expected)
    cases = tuple(gap.case(exam) for gap in gaps)
    share, sentence = 0.0, said("equal_groups_none", count=count(looked))
    affected = np.zeros(exam.facts.size, dtype=np.bool_)
    if cases:
        share, sentence = cases[0].value, cases[0].sentence
        affected[gaps[0].members] = True
    if small:
        left_out = said("small_groups", count=small, least=count(least))
        spaces = {language: say(language, "place.space") for language in LANGUAGES}
        sentence = {x: sentence[x] + spaces[x] + left_out[x] for x in LANGUAGES}
    return Found(share, sentence, exam.people(affected), (), cases)


@dataclass(frozen=True)
class _Group:
    """A group whose pay lies by a share, but for rounding, above or below that of people with like
    results."""

    share: float
    column: str
    group: str
    members: NDArray[np.intp]

    def case(self, exam: Examination) -> Case:
        """The gap in words."""
        sentence = said(
            "equal_groups_more" if self.share > 0 else "equal_groups_less",
            gap=percent(abs(self.share)),
            count=int(self.members.size),
            column=column_name(self.column, [exam.plan]),
            group=value_name(self.column, self.group, [exam.plan]),
        )
        return Case(abs(self.share), sentence)


def _quantile(rising: Array, share: float) -> float:
    """The number below which a share of rising numbers lies, in between two of them in part."""
    at = share * (rising.size - 1)
    below, part = int(at), at - int(at)
    return float(rising[below] + part * (rising[below + (part > 0)] - rising[below]))


def _largest(groups: Sequence[_Group], off: Array, expected: Array) -> list[_Group]:
    """Those with the largest gaps that are more than chance, their shares worked out exactly."""
    exactly: list[_Group] = []
    for group in sorted(groups, key=lambda group: -abs(group.share)):
        reached = sorted((abs(known.share) for known in exactly), reverse=True)
        if (
            len(reached) >= MOST_CASES
            and abs(group.share) * (1 + ROUNDING) < reached[MOST_CASES - 1]
        ):
            break
        gap, chance = _gap(off[group.members], expected[group.members])
        if abs(gap) > chance:
            exactly.append(replace(group, share=gap))
    order = {id(group.members): place for place, group in enumerate(groups)}
    exactly.sort(key=lambda group: (-abs(group.share), order[id(group.members)]))
    return exactly[:MOST_CASES]


def _unspoken(exam: Examination) -> list[str]:
    """What people can be grouped by and the plan does not speak of."""
    facts, read = exam.facts, exam.anatomy.read
    names = [n for n, c in facts.categories.items() if n not in read and len(c.values) > 1]
    if "tenure_months" in facts.numbers and "tenure_months" not in read:
        names.append("tenure")
    return names


def _gap(off: Array, expected: Array) -> tuple[float, float]:
    """By what share of what is expected a group is off, and how much of that may be chance."""
    usual = float(expected.mean())
    if usual <= 0:
        return 0.0, 1.0
    chance = CHANCE * float(off.std()) / np.sqrt(off.size) / usual
    return float(off.mean()) / usual, float(chance)


def _standing_out(groups: Grouped, off: Array, expected: Array) -> tuple[Array, NDArray[np.bool_]]:
    """By about what share of what is expected each group is off, and whether that may be more than
    chance, all of them looked at together."""
    means, usual = groups.means(off), groups.means(expected)
    chance = CHANCE * groups.deviations(off, means) / np.sqrt(groups.sizes)
    about = means / np.where(usual > 0, usual, 1.0)
    return about, (usual > 0) & (np.abs(means) > chance * (1 - ROUNDING))
