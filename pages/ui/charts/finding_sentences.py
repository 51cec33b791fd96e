"""What the numbers say, in sentences: the titles of the page and its charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from engine.analysis import Comparison, GroupRow, KeyFigures
from engine.plan import Plan, sum_rules
from engine.text import compact_money, count, money, number, percent, short_month, signed
from pages.ui.charts.curve_reading import in_sentence
from pages.ui.kit import Values, translate

NOTHING = 0.005
NEARLY_ALL, MOSTLY = 0.9, 0.6


def headline(
    comparison: Comparison,
    changed: int,
    labels: Mapping[str, str],
    people: str,
    moved: int,
    lang: str,
) -> str:
    """What the variant costs and where that comes from; `labels` are those of the lines of the
    cost, `moved` so many people are paid otherwise."""
    if not changed:
        total = compact_money(comparison.baseline.total, lang)
        return translate(lang, "finding.unchanged", total=total, people=people)
    difference = comparison.difference
    if abs(difference) < NOTHING:
        costs = (comparison.baseline.cost_by_month, comparison.variant.cost_by_month)
        key = "elsewhere" if is_elsewhere(*costs, comparison.by_line.values()) else "no_effect"
        return translate(lang, f"finding.{'shifted' if moved else key}", people=count(moved))
    share = signed(percent(comparison.share, lang, 1 if abs(comparison.share) >= 0.0005 else 2))
    amount = compact_money(abs(difference), lang)
    sentence = translate(
        lang,
        "finding.costs_more" if difference > 0 else "finding.costs_less",
        amount=amount,
        share=share,
    )
    changes = {line: new - old for line, (old, new) in comparison.by_line.items()}
    inside = {line: in_sentence(label, lang) for line, label in labels.items()}
    mainly = mainly_from(changes, inside, difference, lang)
    return sentence + mainly + translate(lang, "finding.stop")


def is_elsewhere(before: Values, after: Values, lines: Iterable[tuple[float, float]]) -> bool:
    """Whether what costs as much is paid in other months or by other lines; yuan by month, and of
    each line before and after."""
    gaps = [*(after - before), *(new - old for old, new in lines)]
    return any(abs(gap) >= NOTHING for gap in gaps)


def cautions(plan: Plan, lang: str) -> list[str]:
    """What should add up and does not."""
    found = []
    for rule in plan.sums:
        if not sum_rules.holds(plan, rule):
            labels = [plan.parameters[name].label[lang] for name in rule.parameters]
            total, to = number(sum_rules.total(plan, rule)), number(rule.to)
            joined = translate(lang, "list.comma").join(
                [labels[0], *(in_sentence(label, lang) for label in labels[1:])]
            )
            found.append(translate(lang, "finding.sums_off", labels=joined, total=total, to=to))
    return found


def mainly_from(
    changes: Mapping[str, float], labels: Mapping[str, str], difference: float, lang: str
) -> str:
    """The line that most of a difference comes from, where there is one; `changes` are yuan by
    line, `labels` what the lines are called within a sentence."""
    line = max(changes, key=lambda name: changes[name] * np.sign(difference))
    part = changes[line] / difference
    others = any(abs(change) >= NOTHING for name, change in changes.items() if name != line)
    name = labels[line]
    if not others:
        return translate(lang, "finding.all_from", line=name)
    if part >= NEARLY_ALL:
        return translate(lang, "finding.nearly_all_from", line=name)
    if part >= MOSTLY:
        return translate(lang, "finding.mostly_from", line=name)
    return ""


def by_month(months: Sequence[str], before: Values, after: Values, lang: str) -> str:
    """The month that changes most, or the most expensive one."""
    gap = after - before
    place = int(np.abs(gap).argmax())
    if abs(gap[place]) >= NOTHING:
        change = signed(compact_money(float(gap[place]), lang))
        return translate(
            lang, "finding.month_moved", month=short_month(months[place], lang), change=change
        )
    place = int(after.argmax())
    cost = compact_money(float(after[place]), lang)
    if len(months) == 1:
        return translate(
            lang, "finding.month_alone", month=short_month(months[place], lang), cost=cost
        )
    if after.max() < 1.02 * after.min():
        return translate(lang, "finding.months_alike", cost=cost)
    return translate(
        lang, "finding.month_dearest", month=short_month(months[place], lang), cost=cost
    )


def distribution(before: KeyFigures, after: KeyFigures, lang: str) -> str:
    """The median and how it moved."""
    change = after.median - before.median
    if abs(change) < 0.5:
        return translate(lang, "finding.median", amount=money(after.median, lang))
    return translate(
        lang,
        "finding.median_moved",
        amount=money(after.median, lang),
        change=signed(money(change, lang)),
    )


def winners(comparison: Comparison, lang: str) -> str:
    """How many gain and lose."""
    people = comparison.variant.facts.size
    return winners_of(comparison.gain, comparison.lose, people, lang)


def winners_of(gaining: int, losing: int, people: int, lang: str) -> str:
    """So many of the people gain, so many lose."""
    if not gaining and not losing:
        return translate(lang, "finding.nobody_moves")
    if people in (gaining, losing):
        return translate(lang, "finding.all_gain" if gaining else "finding.all_lose")
    gain, lose = percent(gaining / people, lang), percent(losing / people, lang)
    if not losing:
        return translate(lang, "finding.only_winners", gain=gain)
    if not gaining:
        return translate(lang, "finding.only_losers", lose=lose)
    return translate(lang, "finding.winners", gain=gain, lose=lose)


def lines(comparison: Comparison, labels: Mapping[str, str], lang: str) -> str:
    """The line that moves most, or the largest one."""
    changes = {line: new - old for line, (old, new) in comparison.by_line.items()}
    most = max(changes, key=lambda line: abs(changes[line]))
    if abs(changes[most]) >= NOTHING:
        change = signed(compact_money(changes[most], lang))
        return translate(lang, "finding.line_moved", line=labels[most], change=change)
    largest = max(comparison.by_line, key=lambda line: comparison.by_line[line][1])
    total = comparison.variant.total
    share = percent(comparison.by_line[largest][1] / total if total else 0.0, lang, 0)
    return translate(lang, "finding.line_largest", line=labels[largest], share=share)


def groups(rows: Sequence[GroupRow], names: Mapping[str, str], lang: str) -> str:
    """The group whose pay moves most, or the highest paid one."""
    moved = [row for row in rows if row.baseline > 0 and abs(row.variant - row.baseline) >= NOTHING]
    if moved:
        most = max(moved, key=lambda row: abs(row.variant / row.baseline - 1))
        change = signed(percent(most.variant / most.baseline - 1, lang))
        return translate(lang, "finding.group_moved", group=names[most.group], change=change)
    if not rows:
        return translate(lang, "finding.no_group")
    best = max(rows, key=lambda row: row.variant)
    return translate(
        lang, "finding.group_best", group=names[best.group], amount=money(best.variant, lang)
    )
