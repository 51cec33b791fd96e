"""A back-test as a paper: how far a plan gives what was paid, and what plans would have cost on the
year of real people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.analysis import Reconciliation
from engine.backtesting import (
    BackTest,
    Bootstrap,
    CheckedYear,
    CompanyYear,
    HoldOut,
    ShiftedCost,
)
from engine.papers.amounts_told import amount, more
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.company_year_paper import company_year_paper
from engine.papers.paper import Decision, Finding, KeyFigure, Paper
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.reconciled_findings import agreement, reconciled
from engine.papers.standing import entry
from engine.papers.trust_findings import of_draws, of_hold_out, span_of
from engine.papers.year_findings import NOTHING, gap_of, of_year
from engine.reports import figures_told
from engine.text import Phrases, Refused, Text, count, in_each_language, untranslated

phrase = Phrases("backtest_paper")


def backtest_paper(
    tested: CheckedYear | CompanyYear,
    course: Sequence[ShiftedCost] | Refused = (),
    drawn: Bootstrap | None = None,
    held: HoldOut | Refused | None = None,
) -> Paper:
    """What a back-test says, of a plan with others beside it or of a company; `course` is what the
    plans cost as attainment is shifted. Of plans, `drawn` is how far cost depends on who is there,
    and `held` how well a figure holds in months that it was not tuned on. Why one of them cannot be
    known is told where the others stand."""
    if isinstance(tested, CompanyYear):
        return company_year_paper(tested)
    year, found = tested.year, tested.reconciliation
    plan = year.plans[0]
    untold: list[Text] = []
    if isinstance(course, Refused):
        untold += _why(course)
        course = ()
    if drawn is not None and not drawn.total:
        untold += drawn.told
        drawn = None
    if isinstance(held, Refused):
        untold += _why(held)
        held = None
    return Paper(
        title=phrase("title"),
        subtitle=plan.title,
        decision=_decision(year, found),
        findings=tuple(_findings(year, found, course, drawn, held)),
        basis=tuple(_basis(tested, drawn)),
        footer=phrase.joined(list(_feet(tested, drawn)), "dot"),
        told=(*year.told, *untold),
    )


def _why(refused: Refused) -> list[Text]:
    return [in_each_language(problem.sentence) for problem in refused.problems]


# -- decisions --------------------------------------------------------------------------------


def _decision(year: BackTest, found: Reconciliation | None) -> Decision:
    plan = year.plans[0].title
    if found is not None:
        sums = (found.total_paid, found.total_plan, found.difference, found.open_amount)
        figures = agreement(found.to_the_fen, found.compared, *sums)
        return Decision(phrase("decide_rely", plan=plan, seal=found.seal), figures)
    base = year.baseline
    if len(year.each) == 1:
        sentence = phrase("decide_alone", plan=plan, amount=amount(base.payouts.total))
        return Decision(sentence, tuple(_costs(year)))
    least = min(year.each, key=lambda one: one.payouts.total)
    sentence = phrase(
        "decide_which",
        count=len(year.each),
        plan=least.name,
        amount=amount(least.payouts.total, _closest(year)),
    )
    return Decision(sentence, tuple(_costs(year)))


def _costs(year: BackTest) -> Iterator[KeyFigure]:
    base, apart = year.baseline, _closest(year)
    for one in year.each:
        change = more(gap_of(one, base))
        note = None if one is base else phrase("against", change=change, base=base.name)
        yield KeyFigure(one.name, amount(one.payouts.total, apart), note)


def _closest(year: BackTest) -> float:
    """The least by which a plan costs more or less than the first, if not as much; 0 where none
    differs."""
    gaps = (abs(gap_of(one, year.baseline)) for one in year.each[1:])
    return min((gap for gap in gaps if gap >= NOTHING), default=0.0)


# -- findings ---------------------------------------------------------------------------------


def _findings(
    year: BackTest,
    found: Reconciliation | None,
    course: Sequence[ShiftedCost],
    drawn: Bootstrap | None,
    held: HoldOut | None,
) -> Iterator[Finding]:
    """What was paid, what the plans come to, and how far that can be trusted."""
    if found is not None:
        yield from reconciled(found)
    yield from of_year(year, course)
    if drawn is not None:
        yield of_draws(year, drawn)
    if held is not None:
        yield of_hold_out(year, held)


# -- what it stands on ------------------------------------------------------------------------


def _feet(tested: CheckedYear, drawn: Bootstrap | None) -> Iterator[Text]:
    """What stands on every page: plans, people, months, seed, and how much is assumed."""
    year, facts = tested.year, tested.year.facts
    plans = plan_versions(year.plans)
    yield plans[0] if len(plans) == 1 else paper_phrase("plans_count", count=len(plans))
    yield year.population
    if drawn is not None:
        yield paper_phrase("seed", seed=str(drawn.seed))
    if told := figures_told(facts):
        yield paper_phrase("assumptions_count", count=len(told))


def _basis(tested: CheckedYear, drawn: Bootstrap | None) -> Iterator[tuple[Text, Text]]:
    year, found = tested.year, tested.reconciliation
    yield entry("plan", on_lines(plan_versions(year.plans)))
    yield entry("people", on_lines([year.population, untranslated(year.facts.source)]))
    facts = year.facts
    yield entry("months", span_of(facts.first, range(facts.months)))
    if found is not None:
        columns = ", ".join(figures.column for figures in found.figures)
        yield phrase("paid_columns"), untranslated(columns)
    told = figures_told(facts)
    yield entry("assumptions", on_lines(told) if told else paper_phrase("nothing_assumed"))
    seed = paper_phrase("no_seed")
    if drawn is not None:
        seed = phrase("seed_of_draws", seed=str(drawn.seed), draws=count(drawn.draws))
    yield entry("seed", seed)
