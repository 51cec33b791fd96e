"""A what-if and a comparison as papers: whether to adopt a variant, or which one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained, Soundness
from engine.papers.amounts_told import amount, more, share, share_more
from engine.papers.comparison_findings import of_all, of_variant
from engine.papers.cost_findings import NOTHING, against_budget, by_month, closest, cost_name
from engine.papers.paper import Decision, Finding, KeyFigure, Paper
from engine.papers.paper_look import phrase
from engine.papers.standing import company_standing
from engine.papers.take_home_findings import take_home
from engine.reports import told_of
from engine.text import Text, count, in_each_language, money, months, untranslated


def what_if_paper(
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Paper:
    """Whether to adopt one variant: `compared` has it beside the plans as documented, or these
    alone where nothing is changed."""
    place = len(compared.each) - 1
    own = explained[place] if place and explained else None
    shown = (
        tuple(of_variant(compared, place, own, soundness))
        if place
        else (
            by_month(compared, 0),
            *against_budget(compared, 0),
            *take_home(compared, 0),
        )
    )
    decision = _of_one(compared, place) if place else _unchanged(compared)
    return _paper(compared, phrase("title_what_if"), decision, shown, explained)


def compare_paper(
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Paper:
    """Which of several variants to adopt, or whether to adopt the only one."""
    if len(compared.each) <= 2:
        paper = what_if_paper(compared, explained, soundness)
        return _paper(compared, phrase("title_compare"), paper.decision, paper.findings, explained)
    shown = tuple(of_all(compared, explained, soundness))
    return _paper(compared, phrase("title_compare"), _of_several(compared), shown, explained)


def _paper(
    compared: Compared,
    title: Text,
    decision: Decision,
    shown: tuple[Finding, ...],
    explained: Sequence[Explained],
) -> Paper:
    scenarios = [
        (name, payouts.company.fingerprint)
        for name, payouts in zip(compared.names, compared.each, strict=True)
    ]
    short = () if compared.payroll is None else (phrase("with_employer_cost"),)
    standing = company_standing(compared.baseline, scenarios, short=short)
    return Paper(
        title=title,
        subtitle=compared.baseline.company.title,
        decision=decision,
        findings=shown,
        basis=standing.entries,
        footer=standing.footer,
        told=tuple(told_of(compared, explained)),
    )


# -- decisions -------------------------------------------------------------------------------


def _unchanged(compared: Compared) -> Decision:
    total = compared.costs[0].total
    sentence = phrase(
        "decide_nothing", name=compared.names[0], amount=amount(total), months=_months(compared)
    )
    return Decision(sentence, tuple(_figures(compared, 0)))


def _of_one(compared: Compared, place: int) -> Decision:
    gap, people, part = compared.difference(place), compared.people[place], compared.share(place)
    if people is None:
        whose = phrase("not_by_person")
    elif people.lose:
        whose = phrase("some_lose", count=people.lose, people=count(len(people.employees)))
    else:
        whose = phrase("nobody_loses")
    is_same = abs(gap) < NOTHING
    sentence = phrase(
        "decide_same" if is_same else "decide_more" if gap > 0 else "decide_less",
        name=compared.names[place],
        base=compared.names[0],
        months=_months(compared),
        amount=amount(abs(gap)),
        share=phrase("in_brackets", share=share_more(part)) if part else untranslated(""),
        whose=whose,
    )
    return Decision(sentence, tuple(_figures(compared, place)))


def _of_several(compared: Compared) -> Decision:
    totals = [payouts.total for payouts in compared.costs]
    least = min(range(1, len(totals)), key=totals.__getitem__)
    apart = closest(compared)
    sentence = phrase(
        "decide_which",
        count=len(totals) - 1,
        base=compared.names[0],
        name=compared.names[least],
        amount=amount(totals[least], apart),
        months=_months(compared),
    )
    shown = (
        KeyFigure(
            compared.names[place],
            amount(totals[place], apart),
            _against(compared, place),
        )
        for place in range(len(totals))
    )
    return Decision(sentence, tuple(shown))


def _against(compared: Compared, place: int) -> Text:
    """What a scenario costs more than the baseline, and how many are paid less."""
    if not place:
        return phrase("the_baseline")
    people, gap = compared.people[place], more(compared.difference(place))
    if people is None:
        return phrase("against", change=gap)
    return phrase("against_with_losers", change=gap, count=people.lose)


def _figures(compared: Compared, place: int) -> Iterator[KeyFigure]:
    """Cost, change, people who lose, and how far the budget is; else what a head costs."""
    total, gap, part = compared.costs[place].total, 0.0, None
    if place:
        gap, part = compared.difference(place), compared.share(place)
        was = phrase("was", amount=amount(compared.costs[0].total, gap))
        yield KeyFigure(cost_name(compared), amount(total, gap), was)
        yield KeyFigure(phrase("change"), more(gap), share_more(part) if part else None)
    else:
        yield KeyFigure(cost_name(compared), amount(total))
    people = compared.people[place]
    if people is not None:
        everyone = max(len(people.employees), 1)
        of = phrase("of_people", share=share(people.lose / everyone), people=count(everyone))
        yield KeyFigure(phrase("paid_less"), untranslated(count(people.lose)), of)
    budget = compared.baseline.company.budget_for(compared.payroll)
    if budget is not None:
        left = (round(budget * 100) - round(total * 100)) / 100
        name = phrase("budget_left" if left >= 0 else "budget_over")
        yield KeyFigure(name, amount(abs(left)), phrase("budget_of", amount=amount(budget, left)))
    per_head = compared.figures[place].per_head
    if budget is None and per_head is not None:
        note: Text | None = None
        if place and (before := compared.figures[0].per_head) is not None:
            note = phrase("was", amount=_in_full(before))
        yield KeyFigure(phrase("per_head"), _in_full(per_head), note)


def _in_full(yuan: float) -> Text:
    return in_each_language(lambda language: money(yuan, language))


def _months(compared: Compared) -> Text:
    facts = next(iter(compared.baseline.units.values())).facts
    last = facts.first + facts.months - 1
    return in_each_language(lambda language: months(facts.first, last, language))
