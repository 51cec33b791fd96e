"""What a comparison says, in sentences made from its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text import compact_money, count, percent, signed
from pages.ui.charts import finding_sentences, in_sentence
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import language, pick, t

NOTHING = finding_sentences.NOTHING
TELLING = 0.0005
"""A share that is 0.1 % or more once it is rounded."""


def headline(shown: Shown) -> str:
    """What the scenario in focus costs, where that comes from, and whom it hurts."""
    lang, compared, place = language(), shown.compared, shown.place
    if not place:
        total = compact_money(shown.baseline.total, lang)
        return t("compare.alone", name=shown.name(0), total=total)
    name, gap = shown.name(place), compared.difference(place)
    people = shown.people
    if people is None and abs(gap) < NOTHING:
        return t("compare.same_cost", name=name) + t("compare.of_others")
    if abs(gap) < NOTHING:
        moved = 0 if people is None else people.gain + people.lose
        if moved:
            return t("compare.shifted", name=name, people=count(moved))
        lines = [(row.cost[0] or 0.0, row.cost[place] or 0.0) for row in compared.by_line]
        months = (shown.baseline.by_month, shown.figures.by_month)
        key = "elsewhere" if finding_sentences.is_elsewhere(*months, lines) else "no_effect"
        return t(f"compare.{key}", name=name)
    share = compared.share(place)
    told = signed(percent(share, lang, 1 if abs(share) >= TELLING else 2)) if share else ""
    amount = compact_money(abs(gap), lang)
    sentence = t(
        "compare.costs_more" if gap > 0 else "compare.costs_less",
        name=name,
        amount=amount,
        share=told,
    )
    if people is None:
        return sentence + t("compare.of_others")
    return sentence + _mainly(shown, gap) + _hurt(shown) + t("finding.stop")


def line_name(shown: Shown, unit: str, label: str) -> str:
    """A line, with its unit where there are several."""
    if len(shown.units) < 2:
        return label
    return t("compare.line_of_unit", unit=pick(shown.company.units[unit].title), line=label)


def _mainly(shown: Shown, gap: float) -> str:
    """The line that most of the difference comes from, where there is one."""
    changes: dict[str, float] = {}
    labels: dict[str, str] = {}
    for row in shown.compared.by_line:
        key = f"{row.unit} {row.line}"
        changes[key] = (row.cost[shown.place] or 0.0) - (row.cost[0] or 0.0)
        labels[key] = in_sentence(pick(row.label), language())
        if len(shown.units) > 1:
            title = pick(shown.company.units[row.unit].title)
            labels[key] = t("compare.line_in_sentence", unit=title, line=labels[key])
    return finding_sentences.mainly_from(changes, labels, gap, language())


def _hurt(shown: Shown) -> str:
    people, lang = shown.people, language()
    assert people is not None
    everyone = max(len(people.employees), 1)
    much, any_loss = people.bands["lose_much"] / everyone, people.lose / everyone
    if much >= TELLING:
        return t("compare.lose_much", share=percent(much, lang, 0 if much >= 0.01 else 1))
    if any_loss >= TELLING:
        return t("compare.lose_some", share=percent(any_loss, lang, 0 if any_loss >= 0.01 else 1))
    return "" if people.lose else t("compare.nobody_loses")


def differences_by_month(shown: Shown, months: Sequence[str]) -> str:
    """The month that moves most."""
    before, after = shown.baseline.by_month, shown.figures.by_month
    return finding_sentences.by_month(months, before, after, language())


def winners(shown: Shown) -> str:
    """How many gain and lose."""
    people = shown.people
    assert people is not None
    everyone = len(people.employees)
    return finding_sentences.winners_of(people.gain, people.lose, everyone, language())


def spread(changes: Sequence[float]) -> str:
    """Whether the lower, the middle or the upper part of pay moves more; shares by group of people,
    the lowest paid first."""
    lang = language()
    low, high = (signed(percent(share, lang)) for share in (changes[0], changes[-1]))
    if max(map(abs, changes)) < TELLING:
        return t("compare.spread_same")
    if max(changes) - min(changes) < TELLING:
        return t("compare.spread_even", share=high)
    ends = changes[0], changes[-1]
    more = ("compare.spread_middle_more", "compare.spread_middle_more_lost")
    less = ("compare.spread_middle_less", "compare.spread_middle_less_lost")
    for (gained, lost), most, beyond in (
        (more, max(changes), max(changes) - max(ends)),
        (less, min(changes), min(ends) - min(changes)),
    ):
        if beyond >= max(TELLING, abs(ends[0] - ends[1])):
            place = count(list(changes).index(most) + 1)
            told = signed(percent(most, lang))
            key = gained if most > 0 else lost
            return t(key, share=told, place=place, low=low, high=high)
    if abs(changes[0] - changes[-1]) < TELLING:
        return t("compare.spread_even_ends", share=high)
    key = "compare.spread_low" if changes[0] > changes[-1] else "compare.spread_high"
    return t(key, low=low, high=high)


def is_telling(change: float) -> bool:
    """Whether a difference of yuan shows at all."""
    return abs(change) >= NOTHING
