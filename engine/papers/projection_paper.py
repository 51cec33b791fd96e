"""A projection as a paper: what to budget for the months ahead, or what to do about a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from engine.companies import legal_basis
from engine.papers.amounts_told import amount, more, share
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.month_labels import month_labels
from engine.papers.paper import Chart, Decision, Finding, KeyFigure, Paper, Role, Series
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.standing import SHORT, entry
from engine.projection import (
    Driver,
    Estimate,
    TornadoRow,
    accrual,
    added_by_line,
    budget_risk,
    change_against,
    cost_histogram,
    entry_of,
    expected,
    expected_by_line,
    expected_by_month,
    expected_like,
    is_mostly_over,
    line_label,
    overrun_difference,
    overrun_drivers,
    reserve,
    set_titles,
    spread,
    told,
    total_range,
    volatility_and_sensitivity,
)
from engine.reports import Projected, Table
from engine.text import (
    DASH,
    LANGUAGES,
    Phrases,
    Text,
    count,
    in_each_language,
    months,
    named_month,
    untranslated,
)

phrase = Phrases("projection_paper")
SURE = 0.9
"""How sure a budget is to suffice where one is proposed."""
MOST_ROWS = 8
"""Assumptions, and lines, that a chart shows; the document has all."""
TELLING = 0.01
"""An assumption that moves less than this share of what the first one moves is not shown."""
BINS = 20


def projection_paper(found: Projected) -> Paper:
    """What a projection says, for whoever decides on the budget of these months."""
    company = found.question.company
    return Paper(
        title=phrase("title" if found.question.payroll is None else "title_employer_cost"),
        subtitle=phrase.joined((company.title, _months(found)), "dot"),
        decision=_decision(found),
        findings=tuple(_findings(found)),
        basis=tuple(_basis(found)),
        footer=_footer(found),
        told=tuple(_told(found)),
    )


def _told(found: Projected) -> Iterator[Text]:
    """What must be said besides: of the question, and of the law where employer's cost is asked."""
    question = found.question
    yield from (in_each_language(problem.sentence) for problem in told(question))
    if question.payroll is not None:
        yield from legal_basis(question.company, question.payroll, question.first, question.months)


# -- the decision -----------------------------------------------------------------------------


def _decision(found: Projected) -> Decision:
    trials, budget = found.trials, found.question.budget
    whole, ends = expected(trials), total_range(trials)
    said = {
        "months": _months(found),
        "expected": _known(whole.value, whole),
        "sure": share(SURE),
        "enough": _known(ends[SURE].value, whole),
        "trials": count(trials.size),
    }
    figures = [
        KeyFigure(
            phrase("expected"),
            _known(whole.value, whole),
            phrase("error", error=_error(whole), trials=count(trials.size)),
        ),
        KeyFigure(
            phrase("eight_of_ten"),
            phrase("between", low=_known(ends[0.1].value, whole), high=said["enough"]),
            phrase("p10_p90"),
        ),
    ]
    if budget is None:
        return Decision(phrase("decide_budget", **said), tuple(figures))
    risk = budget_risk(trials, budget)
    note = phrase("of_budget", budget=amount(budget))
    over = phrase("never") if not risk.probability.value else share(risk.probability.value)
    figures.append(KeyFigure(phrase("over_budget"), over, note))
    needed = reserve(trials, budget, SURE)
    said |= {
        "budget": amount(budget),
        "share": share(risk.probability.value),
        "reserve": amount(needed.value),
    }
    if needed.value > 0:
        figures.append(
            KeyFigure(phrase("reserve"), amount(needed.value), phrase("reserve_for", **said))
        )
        return Decision(phrase("decide_over", **said), tuple(figures))
    key = "decide_within" if risk.probability.value else "decide_never"
    return Decision(phrase(key, **said), tuple(figures))


# -- findings ---------------------------------------------------------------------------------


def _findings(found: Projected) -> Iterator[Finding]:
    yield _by_month(found)
    yield _added_up(found)
    yield _how_sure(found)
    if found.rows:
        yield _levers(found)
    yield from _drivers(found)
    if len(found.sets) > 1:
        yield _sets(found)
    if found.trials.owed:
        yield _owed(found)


def _by_month(found: Projected) -> Finding:
    trials = found.trials
    means = expected_by_month(trials)
    most = int(means.argmax())
    title = phrase(
        "f_month", month=named_month(trials.first + most), amount=amount(float(means[most]))
    )
    chart = Chart("band", _labels(found), _range(found), limit=None, side=phrase("cost_of_month"))
    return Finding(title, chart, notes=(_trials(found),))


def _added_up(found: Projected) -> Finding:
    trials, budget = found.trials, found.question.budget
    added = spread(trials, cumulative=True)
    middle = added[0.5]
    limit = None
    if budget is None:
        title = phrase("f_added", amount=amount(float(middle[-1])))
    else:
        limit = (phrase("budget"), budget)
        beyond = np.flatnonzero(middle > budget)
        left = budget - float(middle[-1])
        if beyond.size:
            month = named_month(trials.first + int(beyond[0]))
            title = phrase("f_used_up", month=month, amount=amount(-left))
        else:
            title = phrase("f_left", amount=amount(left))
    chart = Chart(
        "band", _labels(found), _range(found, cumulative=True), limit=limit,
        side=phrase("added_up"),
    )  # fmt: skip
    return Finding(title, chart, notes=(_trials(found),))


def _how_sure(found: Projected) -> Finding:
    """How totals spread over the trials, and what that comes from."""
    trials = found.trials
    totals = sum(paid.sum(axis=1) for paid in trials.by_line.values())
    low, high = float(np.min(totals)), float(np.max(totals))
    width = _round_width((high - low) / BINS)
    edges = np.arange(np.floor(low / width), np.ceil(high / width) + 1.5) * width
    counts = cost_histogram(trials, edges)
    places = range(len(counts))
    labels = tuple(amount(float(edges[place]), width) for place in places)
    ends = total_range(trials)
    whole = expected(trials)
    title = phrase(
        "f_sure", low=_known(ends[0.1].value, whole), high=_known(ends[0.9].value, whole)
    )
    chart = Chart(
        "column",
        labels,
        (Series(phrase("trials"), tuple(float(n) for n in counts), "after"),),
        unit="number",
        bottom=phrase("total_from", width=amount(width)),
        side=phrase("trials"),
    )
    return Finding(title, chart, points=tuple(_reasons(found)), notes=(_trials(found),))


def _reasons(found: Projected) -> Iterator[Text]:
    parts = volatility_and_sensitivity(found.trials)
    if np.isfinite(parts.total.value):
        yield phrase("deviation", amount=amount(parts.total.value))
        if parts.negative:
            yield phrase("market_unknown")
        else:
            yield phrase(
                "comes_from", market=amount(parts.market.value), people=amount(parts.people.value)
            )
    if found.target is not None:
        change = found.target.difference
        key = "target_more" if change.value >= 0 else "target_less"
        yield phrase(key, amount=amount(abs(change.value)), error=_error(change))


def _levers(found: Projected) -> Finding:
    """What moving each assumption down and up does to the expected cost."""
    first = found.rows[0]
    rows = [row for row in found.rows[:MOST_ROWS] if row.width >= TELLING * first.width]
    title = phrase(
        "f_levers",
        lever=first.label,
        down=more(first.low_change.value),
        up=more(first.high_change.value),
    )
    labels = tuple(_lever(row) for row in rows)
    series = (
        Series(phrase("moved_down"), tuple(row.low_change.value for row in rows), "before"),
        Series(phrase("moved_up"), tuple(row.high_change.value for row in rows), "after"),
    )
    notes = (phrase("note_levers"),)
    return Finding(title, Chart("bar", labels, series), notes=notes)


def _lever(row: TornadoRow) -> Text:
    """An assumption with the two values it is moved to."""
    entry_found = entry_of(row.path)
    if entry_found is None:
        return phrase("swing", lever=row.label)
    return in_each_language(
        lambda language: phrase.say(
            language,
            "lever",
            lever=row.label,
            low=entry_found.text(row.low_value, language),
            high=entry_found.text(row.high_value, language),
        )
    )


def _drivers(found: Projected) -> Iterator[Finding]:
    """Which lines an overrun comes from; without one, what each line costs."""
    trials, budget = found.trials, found.question.budget
    note = phrase("note_lines")
    if budget is not None and is_mostly_over(trials, budget):
        if found.documented is not None:
            whole = change_against(trials, found.documented)
            drivers = added_by_line(trials, found.documented)
            yield _lines(found, "f_documented", drivers, more(whole.value), note)
            return
    elif budget is not None:
        drivers = overrun_drivers(trials, budget)
        if drivers:
            whole_over = overrun_difference(trials, budget)
            told_so = phrase("note_drivers")
            yield _lines(found, "f_drivers", drivers, amount(whole_over), told_so)
            return
    total = expected(trials).value
    lines = [
        Driver(*key, one.value, one.value / total if total else 0.0)
        for key, one in expected_by_line(trials).items()
    ]
    if lines:
        yield _lines(found, "f_lines", lines, amount(total), note)


def _lines(
    found: Projected, title: str, drivers: Sequence[Driver], whole: Text, note: Text
) -> Finding:
    first = drivers[0]
    said = phrase(
        title,
        line=_line(found, first),
        amount=amount(first.amount),
        share=share(first.share),
        whole=whole,
    )
    shown, others = drivers[:MOST_ROWS], drivers[MOST_ROWS:]
    labels = [_line(found, one) for one in shown]
    values = [one.amount for one in shown]
    if others:
        labels.append(phrase("further", count=len(others)))
        values.append(float(sum(one.amount for one in others)))
    chart = Chart("bar", tuple(labels), (Series(phrase("amount"), tuple(values), "after"),))
    return Finding(said, chart, notes=(note, _trials(found)))


def _line(found: Projected, driver: Driver) -> Text:
    question = found.question
    label = line_label(question, driver.unit, driver.line) or untranslated(driver.line)
    units = question.company.units
    if len(units) == 1:
        return label
    return phrase("of_unit", unit=units[driver.unit].title, line=label)


def _sets(found: Projected) -> Finding:
    """Named sets of assumptions side by side."""
    titles, budget = set_titles(found.question.company), found.question.budget
    names = list(found.sets)
    costs = [expected_like(found.sets[name], found.trials) for name in names]
    most = max(range(len(names)), key=costs.__getitem__)
    change = change_against(found.sets[names[most]], found.trials)
    title = phrase("f_sets", set=titles[names[most]], change=more(change.value))
    rows, gaps = [], []
    for name, cost in zip(names, costs, strict=True):
        trials = found.sets[name]
        gaps.append(change_against(trials, found.trials).value)
        ends = total_range(trials)
        over = untranslated(DASH)
        if budget is not None:
            over = share(budget_risk(trials, budget).probability.value)
        rows.append(
            (
                *(titles[name], amount(cost), more(gaps[-1])),
                *(amount(ends[0.1].value), amount(ends[0.9].value), over),
            )
        )
    heads = ("set", "expected", "set_change", "p10", "p90", "over_budget")
    table = Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 5))
    chart = Chart(
        "bar",
        tuple(titles[name] for name in names),
        (Series(phrase("set_change"), tuple(gaps), "after"),),
        bottom=phrase("set_change"),
    )
    fewest = min(trials.size for trials in found.sets.values())
    return Finding(title, chart, table, notes=(phrase("note_sets", trials=count(fewest)),))


def _owed(found: Projected) -> Finding:
    """What stands open of the lines that are paid for more than a month."""
    trials = found.trials
    owed = accrual(trials)
    most = int(owed.owed.argmax())
    title = phrase(
        "f_owed",
        amount=amount(float(owed.owed[most])),
        month=named_month(trials.first + most),
    )
    series = (
        Series(phrase("owed"), tuple(owed.owed.tolist()), "after"),
        Series(phrase("paid"), tuple(owed.paid.tolist()), "before"),
    )
    chart = Chart("column", _labels(found), series)
    return Finding(title, chart, notes=(phrase("note_owed"), _trials(found)))


def _range(found: Projected, *, cumulative: bool = False) -> tuple[Series, ...]:
    by_share = spread(found.trials, cumulative=cumulative)
    roles: dict[float, Role] = {0.1: "low", 0.5: "middle", 0.9: "high"}
    return tuple(
        Series(phrase(f"p{part * 100:.0f}"), tuple(by_share[part].tolist()), role)
        for part, role in roles.items()
    )


def _round_width(least: float) -> float:
    """A round width of bins, no less than asked for."""
    power: float = 10.0 ** np.floor(np.log10(max(least, 0.01)))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least)


# -- what it stands on ------------------------------------------------------------------------


def _basis(found: Projected) -> Iterator[tuple[Text, Text]]:
    question = found.question
    company = question.company
    key = company.fingerprint[:SHORT]
    yield entry("scenario", paper_phrase("scenario_key", name=company.title, key=key))
    yield entry("plan", on_lines(_plans(found)))
    edits = _each_language(lambda language: company.describe(language))
    if edits:
        yield phrase("changed"), on_lines(edits)
    yield entry("people", on_lines(_people(found)))
    yield entry("months", _months(found))
    assumed = _each_language(lambda language: question.assumptions.describe(company, language))
    yield entry("assumptions", on_lines(assumed) if assumed else phrase("as_model"))
    seeds = {"company": str(company.seed), "own": str(question.seed)}
    yield entry("seed", phrase("seeds", **seeds, trials=count(found.trials.size)))
    if question.budget is not None:
        yield phrase("budget"), amount(question.budget)


def _footer(found: Projected) -> Text:
    question = found.question
    plans = _plans(found)
    shown = plans[0] if len(plans) == 1 else paper_phrase("plans_count", count=len(plans))
    parts = [question.company.title, shown, _months(found), _trials(found)]
    if question.company.of_plan:
        parts.pop(0)
    assumed = question.assumptions.describe(question.company, "en")
    if assumed:
        parts.append(paper_phrase("assumptions_count", count=len(assumed)))
    if question.payroll is not None:
        parts.append(paper_phrase("with_employer_cost"))
    return phrase.joined(parts, "dot")


def _plans(found: Projected) -> list[Text]:
    return plan_versions(unit.plan for unit in found.question.company.units.values())


def _people(found: Projected) -> list[Text]:
    """How many people each unit has in the first and in the last month, as expected."""
    company, trials = found.question.company, found.trials
    return [
        phrase(
            "people_of_unit",
            unit=company.units[name].title,
            first=count(float(people[:, 0].mean())),
            last=count(float(people[:, -1].mean())),
        )
        for name, people in trials.headcount.items()
    ]


def _trials(found: Projected) -> Text:
    return phrase("of_trials", trials=count(found.trials.size), seed=str(found.question.seed))


def _each_language(described: Callable[[str], Sequence[str]]) -> list[Text]:
    """Sentences that are told in one language at a time, in every language."""
    told_in = [described(language) for language in LANGUAGES]
    return [dict(zip(LANGUAGES, said, strict=True)) for said in zip(*told_in, strict=True)]


def _labels(found: Projected) -> tuple[Text, ...]:
    return month_labels(found.trials.first, found.trials.months)


def _months(found: Projected) -> Text:
    first = found.question.first
    last = first + found.question.months - 1
    return in_each_language(lambda language: months(first, last, language))


def _known(yuan: float, cost: Estimate) -> Text:
    """A cost with as many digits as are known of the expected one."""
    digits = 10 * cost.error if np.isfinite(cost.error) else 0.0
    return amount(float(yuan), digits)


def _error(estimate: Estimate) -> Text:
    if not np.isfinite(estimate.error):
        return untranslated(DASH)
    return amount(estimate.error)
