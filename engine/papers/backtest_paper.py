"""A back-test as a paper: how far a plan gives what was paid, and what plans would have cost on the
year of real people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from engine.analysis import Part, Reconciliation, amount_text, column_name, share_text, value_name
from engine.backtesting import (
    BackTest,
    Bootstrap,
    CheckedYear,
    CompanyYear,
    HoldOut,
    OnYear,
    ShiftedCost,
)
from engine.papers.amounts_told import amount, more, share_more, shift_of
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.month_labels import month_labels
from engine.papers.paper import Chart, ChartKind, Decision, Finding, KeyFigure, Paper, Series
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.standing import SHORT, entry, seeds_of
from engine.papers.trust_findings import of_draws, of_hold_out, span_of
from engine.reports import figures_told
from engine.text import (
    Phrases,
    Refused,
    Text,
    count,
    in_each_language,
    untranslated,
)

phrase = Phrases("backtest_paper")
MOST_SUSPECTS, MOST_LINES, MOST_GROUPS, MOST_GROUPINGS, MOST_COLUMNS = 6, 10, 12, 2, 40
"""So many are shown of each; the document has all."""
NOTHING = 0.005
"""A difference of less than this in yuan is none."""


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
        return _of_company(tested)
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
        findings=(*_findings(year, found, course), *_trusted(year, drawn, held)),
        basis=tuple(_basis(tested, drawn)),
        footer=phrase.joined(list(_feet(tested, drawn)), "dot"),
        told=(*year.told, *untold),
    )


def _why(refused: Refused) -> list[Text]:
    return [in_each_language(problem.sentence) for problem in refused.problems]


def _of_company(tested: CompanyYear) -> Paper:
    company = tested.company
    return Paper(
        title=phrase("title"),
        subtitle=company.title,
        decision=_whole(tested),
        findings=tuple(_of_units(tested)),
        basis=tuple(_company_basis(tested)),
        footer=phrase.joined([company.title, _people_of(tested), _period(tested)], "dot"),
        told=tuple(_told(tested)),
    )


def _told(tested: CompanyYear) -> Iterator[Text]:
    """What must be said of the units; once where it is said of all of them."""
    texts = {name: list(checked.year.told) for name, checked in tested.units.items()}
    of_all = [text for text in next(iter(texts.values())) if all(text in x for x in texts.values())]
    yield from of_all
    for name, own in texts.items():
        for text in own:
            if text not in of_all:
                yield phrase("of_unit", unit=tested.company.units[name].title, what=text)


# -- decisions --------------------------------------------------------------------------------


def _decision(year: BackTest, found: Reconciliation | None) -> Decision:
    plan = year.plans[0].title
    if found is not None:
        return Decision(phrase("decide_rely", plan=plan, seal=found.seal), tuple(_agreed(found)))
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


def _agreed(found: Reconciliation) -> Iterator[KeyFigure]:
    compared = phrase("of_months", count=found.compared)
    yield KeyFigure(phrase("to_the_fen"), share_text(found.to_the_fen), compared)
    yield KeyFigure(phrase("paid"), amount(found.total_paid / 100, found.difference / 100))
    yield KeyFigure(
        phrase("by_plan"),
        amount(found.total_plan / 100, found.difference / 100),
        phrase("paid_more", amount=more(found.difference / 100)),
    )
    yield KeyFigure(phrase("open"), amount_text(found.open_amount), phrase("open_note"))


def _costs(year: BackTest) -> Iterator[KeyFigure]:
    base, apart = year.baseline, _closest(year)
    for one in year.each:
        change = more(_gap(one, base))
        note = None if one is base else phrase("against", change=change, base=base.name)
        yield KeyFigure(one.name, amount(one.payouts.total, apart), note)


def _closest(year: BackTest) -> float:
    """The least by which a plan costs more or less than the first, if not as much; 0 where none
    differs."""
    gaps = (abs(_gap(one, year.baseline)) for one in year.each[1:])
    return min((gap for gap in gaps if gap >= NOTHING), default=0.0)


def _whole(tested: CompanyYear) -> Decision:
    whole = tested.whole(phrase("sum"))
    name = tested.company.title
    if not whole.compared:
        return Decision(phrase("decide_nothing_paid", name=name))
    sentence = phrase(
        "decide_company",
        name=name,
        share=share_text(tested.to_the_fen),
        count=whole.compared,
        open=amount_text(whole.open_amount),
    )
    figures = (
        KeyFigure(
            phrase("to_the_fen"),
            share_text(tested.to_the_fen),
            phrase("of_months", count=whole.compared),
        ),
        KeyFigure(phrase("paid"), amount(whole.paid / 100, whole.difference / 100)),
        KeyFigure(
            phrase("by_plan"),
            amount(whole.plan / 100, whole.difference / 100),
            phrase("paid_more", amount=more(whole.difference / 100)),
        ),
        KeyFigure(phrase("open"), amount_text(whole.open_amount), phrase("open_note")),
    )
    return Decision(sentence, figures)


# -- findings ---------------------------------------------------------------------------------


def _findings(
    year: BackTest, found: Reconciliation | None, course: Sequence[ShiftedCost]
) -> Iterator[Finding]:
    if found is not None:
        yield from _reconciled(found)
    if len(year.each) > 1:
        yield _compared(year)
        yield _winners(year)
    yield _by_month(year)
    yield from _by_line(year)
    if len(year.each) > 1:
        groups = (finding for column in year.groupings for finding in _by_group(year, column))
        yield from islice(groups, MOST_GROUPINGS)
    if len(course) > 1:
        yield _course(year, course)


def _trusted(year: BackTest, drawn: Bootstrap | None, held: HoldOut | None) -> Iterator[Finding]:
    """How far the answer can be trusted."""
    if drawn is not None:
        yield of_draws(year, drawn)
    if held is not None:
        yield of_hold_out(year, held)


def _reconciled(found: Reconciliation, unit: Text | None = None) -> Iterator[Finding]:
    """Where the rest lies, and what would explain it."""
    if not found.open_amount:
        return
    yield _open(found.by_month(), "f_open", unit)
    if found.suspects:
        points = tuple(one.text for one in found.suspects[:MOST_SUSPECTS])
        yield Finding(
            _titled(phrase("f_suspects", count=len(found.suspects)), unit),
            points=points,
            notes=(phrase("note_suspects"),),
        )


def _open(parts: Sequence[Part], title: str, unit: Text | None = None) -> Finding:
    """What is open by month or unit."""
    most = max(parts, key=lambda part: part.open_amount)
    said = phrase(title, where=most.label, amount=amount_text(most.open_amount))
    series = Series(phrase("open"), tuple(part.open_amount / 100 for part in parts), "after")
    labels = tuple(part.label for part in parts)
    chart = Chart("column" if title == "f_open" else "bar", labels, (series,), side=phrase("open"))
    return Finding(_titled(said, unit), chart, notes=(phrase("note_open"),))


def _titled(title: Text, unit: Text | None) -> Text:
    return title if unit is None else phrase("of_unit", unit=unit, what=title)


def _compared(year: BackTest) -> Finding:
    """What each plan costs on the year."""
    base = year.baseline
    most = max(year.each[1:], key=lambda one: abs(_gap(one, base)))
    gap = _gap(most, base)
    if abs(gap) < NOTHING:
        title = phrase("f_same", base=base.name)
    else:
        part = gap / base.payouts.total if base.payouts.total > 0 else None
        change = (
            more(gap)
            if part is None
            else phrase("with_share", amount=more(gap), share=share_more(part))
        )
        title = phrase("f_cost", plan=most.name, base=base.name, change=change)
    series = Series(phrase("cost"), tuple(one.payouts.total for one in year.each), "after")
    chart = Chart("bar", tuple(one.name for one in year.each), (series,))
    return Finding(title, chart, notes=(year.population, phrase("note_cost")))


def _winners(year: BackTest) -> Finding:
    """How many people each further plan pays more and less."""
    gain = [int((found.share_by_person > 0).sum()) for found in year.comparisons]
    lose = [int((found.share_by_person < 0).sum()) for found in year.comparisons]
    most = max(range(len(lose)), key=lose.__getitem__)
    title = phrase(
        "f_losers",
        plan=year.each[most + 1].name,
        base=year.baseline.name,
        count=lose[most],
        people=count(year.facts.size),
    )
    series = (
        Series(phrase("gain"), tuple(map(float, gain)), "gain"),
        Series(phrase("lose"), tuple(map(float, lose)), "loss"),
    )
    labels = tuple(one.name for one in year.each[1:])
    chart = Chart("bar", labels, series, unit="people")
    return Finding(title, chart, notes=(year.population, phrase("note_people")))


def _by_month(year: BackTest) -> Finding:
    """What each plan costs by month, or by spans of months with people enough."""
    first, spans = year.facts.first, year.month_spans
    labels = tuple(span_of(first, rows) for rows in spans)
    shown = month_labels(first, len(spans)) if all(len(rows) == 1 for rows in spans) else labels
    costs = [
        [float(one.payouts.cost_by_month[rows.start : rows.stop].sum()) for rows in spans]
        for one in year.each
    ]
    most = int(np.argmax(costs[0]))
    title = phrase(
        "f_month", month=labels[most], amount=amount(costs[0][most]), plan=year.baseline.name
    )
    kind: ChartKind = "column" if len(year.each) * len(spans) <= MOST_COLUMNS else "line"
    chart = Chart(
        kind,
        shown,
        tuple(Series(one.name, tuple(own)) for one, own in zip(year.each, costs, strict=True)),
    )
    return Finding(title, chart, notes=(year.population,))


def _by_line(year: BackTest) -> Iterator[Finding]:
    """What each pay line costs under each plan."""
    found = {
        line: amounts
        for line, amounts in year.by_line().items()
        if any(line in plan.lines for plan in year.plans)
    }
    if len(found) < 2:
        return
    size = {line: max(abs(a or 0.0) for a in amounts) for line, amounts in found.items()}
    shown = sorted(found, key=lambda line: -size[line])[:MOST_LINES]
    labels = [next(p.lines[line] for p in year.plans if line in p.lines).label for line in shown]
    places = [
        place
        for place in range(len(year.each))
        if any(found[line][place] is not None for line in shown)
    ]
    series = tuple(
        Series(year.each[place].name, tuple(found[line][place] for line in shown))
        for place in places
    )
    title = phrase("f_lines", line=labels[0], amount=amount(size[shown[0]]))
    yield Finding(
        title, Chart("bar", tuple(labels), series), notes=(year.population, phrase("note_lines"))
    )


def _by_group(year: BackTest, column: str) -> Iterator[Finding]:
    """By how much more each further plan pays to each group, where the groups are few."""
    groups = [group for group in year.by_group(column) if group.cost[0] > 0]
    if not 2 <= len(groups) <= MOST_GROUPS:
        return
    places = range(1, len(year.each))
    labels = tuple(
        phrase("small_groups", fewest=year.fewest)
        if not group.group
        else value_name(column, group.group, year.plans)
        for group in groups
    )
    series = tuple(
        Series(year.each[place].name, tuple(group.change(place) for group in groups))
        for place in places
    )
    place, row = max(
        ((p, r) for p in places for r in range(len(groups))),
        key=lambda at: abs(groups[at[1]].change(at[0])),
    )
    title = phrase(
        "f_groups",
        label=column_name(column, year.plans),
        group=labels[row],
        share=share_more(groups[row].change(place)),
        plan=year.each[place].name,
    )
    chart = Chart("bar", labels, series, unit="share")
    yield Finding(title, chart, notes=(year.population, phrase("note_groups")))


def _course(year: BackTest, course: Sequence[ShiftedCost]) -> Finding:
    """What the plans cost as everybody achieves less or more."""
    names = [one.name for one in year.each[-len(year.plans) :]]
    shifts = tuple(one.shift for one in course)
    series = tuple(
        Series(name, tuple(one.totals[place] for one in course), across=shifts)
        for place, name in enumerate(names)
    )
    low, high = course[0], course[-1]
    apart = high.totals[0] - low.totals[0]
    title = phrase(
        "f_course",
        plan=names[0],
        shift=shift_of(high.shift),
        amount=amount(high.totals[0], apart),
        low_shift=shift_of(low.shift),
        low=amount(low.totals[0], apart),
    )
    chart = Chart("curve", (), series, bottom=phrase("shift"), across_unit="share")
    told = tuple(dict.fromkeys(tuple(text.items()) for one in course for text in one.year.told))
    return Finding(title, chart, notes=tuple(dict(text) for text in told))


def _of_units(tested: CompanyYear) -> Iterator[Finding]:
    parts = tested.by_unit()
    if any(part.open_amount for part in parts):
        yield _open(parts, "f_open_units")
    for name, found in tested.reconciled.items():
        yield from _reconciled(found, tested.company.units[name].title)
    costs = {name: own.total for name, own in tested.payouts.units.items()}
    most = max(costs, key=costs.__getitem__)
    title = phrase("f_units", unit=tested.company.units[most].title, amount=amount(costs[most]))
    series = Series(phrase("cost"), tuple(costs.values()), "after")
    labels = tuple(tested.company.units[name].title for name in costs)
    yield Finding(title, Chart("bar", labels, (series,)), notes=(phrase("note_cost"),))


def _gap(one: OnYear, base: OnYear) -> float:
    return (round(one.payouts.total * 100) - round(base.payouts.total * 100)) / 100


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


def _company_basis(tested: CompanyYear) -> Iterator[tuple[Text, Text]]:
    company = tested.company
    key = company.fingerprint[:SHORT]
    yield entry("scenario", paper_phrase("scenario_key", name=company.title, key=key))
    plans = [own.plan for own in tested.payouts.units.values()]
    yield entry("plan", on_lines(plan_versions(plans)))
    people = [
        phrase("of_unit", unit=company.units[name].title, what=checked.year.population)
        for name, checked in tested.units.items()
    ]
    yield entry("people", on_lines(people))
    yield entry("months", _period(tested))
    columns = [
        phrase(
            "of_unit",
            unit=company.units[name].title,
            what=untranslated(", ".join(figures.column for figures in found.figures)),
        )
        for name, found in tested.reconciled.items()
    ]
    if columns:
        yield phrase("paid_columns"), on_lines(columns)
    told = figures_told(tested.payouts.facts)
    yield entry("assumptions", on_lines(told) if told else paper_phrase("nothing_assumed"))
    seeds = ", ".join(map(str, seeds_of(company)))
    yield entry("seed", untranslated(seeds) if seeds else paper_phrase("no_seed"))


def _people_of(tested: CompanyYear) -> Text:
    return paper_phrase("people_count", count=len(tested.payouts.employees))


def _period(tested: CompanyYear) -> Text:
    facts = next(iter(tested.payouts.units.values())).facts
    return span_of(facts.first, range(facts.months))
