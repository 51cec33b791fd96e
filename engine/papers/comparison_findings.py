"""The messages of a comparison, each with the chart or table that shows it: of one variant against
the baseline, and of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.analysis import BANDS, PayoutCurve
from engine.comparison import (
    UNIT,
    Cause,
    ChangedPeople,
    Compared,
    Explained,
    GroupChange,
    Soundness,
    Split,
    UnitRow,
    Waterfall,
    compared_curves,
)
from engine.papers.amounts_told import TELLING, amount, more, more_in_full, share, share_more
from engine.papers.paper import Chart, ChartKind, ChartUnit, Finding, Role, Series
from engine.papers.paper_look import phrase
from engine.plan import CurveAxis, Plan
from engine.reports import Table
from engine.text import (
    DASH,
    Kind,
    Phrases,
    Text,
    in_each_language,
    money_with_fen,
    named_month,
    short_month,
    short_month_names,
    signed,
    tick,
    untranslated,
)

compared_words = Phrases("comparison")
Array = NDArray[np.float64]
NOTHING = 0.005
"""A difference of less than this in yuan is none."""
MOST_STEPS, MOST_GROUPS, MOST_CURVES, MOST_LINES, MOST_COLUMNS = 6, 12, 2, 12, 40
"""So many are shown on a slide at most; the others are put together, or left to the workbook."""
FEW = 4
"""So many scenarios are shown as columns from zero; of more, only what they differ by."""
TELLING_OUTCOMES = frozenset({"fail", "watch"})
"""A check that passes, or does not apply, is nothing to tell."""
MOVED = 0.5
"""Yuan a month by which a payout curve has moved."""


# -- one variant -----------------------------------------------------------------------------


def of_variant(
    compared: Compared, place: int, explained: Explained | None, soundness: Soundness | None
) -> Iterator[Finding]:
    """Everything there is to say of one variant: why it costs more or less, when, for whom."""
    yield from why(compared, place, explained)
    yield from against_budget(compared, place)
    yield by_month(compared, place)
    people = compared.people[place]
    if people is not None and people.gain + people.lose:
        yield winners(people)
        yield from by_level(people)
        yield from by_group(people)
    yield from curves(compared, place)
    yield from by_line(compared, place)
    if soundness is not None:
        yield from checks(compared, soundness)


def _changed(compared: Compared, place: int) -> Iterator[Finding]:
    """What the variant changes, in sentences."""
    said = {language: compared.edits(place, language) for language in ("en", "zh")}
    edits: list[Text] = [
        {"en": en, "zh": zh} for en, zh in zip(said["en"], said["zh"], strict=True)
    ]
    if edits:
        title = phrase("f_edits", count=len(edits), name=compared.names[place])
        table = Table((phrase("change"),), tuple((text,) for text in edits), (False,))
        yield Finding(title, table=table, notes=(phrase("note_edits"),))


def why(compared: Compared, place: int, explained: Explained | None) -> Iterator[Finding]:
    """What each change adds, else what plan, people and performance do; and what is changed, where
    the steps do not say it."""
    found = None if explained is None else explained.waterfall
    if found is not None and all(abs(cause.amount) < NOTHING for cause in found.causes):
        found = None  # nothing is to be seen in steps of nothing
    if found is not None:
        yield _steps(compared, place, found)
    elif explained is not None and explained.split is not None:
        yield _split(compared, place, explained.split)
    if found is None or len(found.causes) > MOST_STEPS + 1:
        yield from _changed(compared, place)


def _steps(compared: Compared, place: int, found: Waterfall) -> Finding:
    causes = sorted(found.causes, key=lambda cause: -abs(cause.amount))
    shown, others = causes[:MOST_STEPS], causes[MOST_STEPS:]
    if len(others) == 1:
        shown, others = causes, []
    names = [_name(compared, cause, step) for step, cause in enumerate(shown, start=1)]
    amounts = [cause.amount for cause in shown]
    if others:
        names.append(phrase("further_changes", count=len(others)))
        amounts.append(sum(round(cause.amount * 100) for cause in others) / 100)
    first = causes[0]
    if len(causes) == 1:
        title = phrase("f_why_alone", what=names[0], amount=more(first.amount))
    else:
        title = phrase("f_why", what=names[0], amount=more(first.amount), count=len(causes))
    points = tuple(
        compared_words.joined(cause.sentences, "semicolon") for cause in shown if cause.sentences
    )
    note = phrase("note_why") if found.is_exact else phrase("note_why_drawn", count=found.orders)
    return Finding(
        title,
        _falls(compared, place, names, (found.baseline, *amounts, found.variant)),
        points=points,
        notes=(note,),
    )


def _name(compared: Compared, cause: Cause, step: int) -> Text:
    """A change by the figures that it moves, short enough for an axis."""
    plan = compared.baseline.company.units[cause.unit].plan
    labels = [
        plan.parameters[name].label
        for name in dict.fromkeys(edit.at[1] for edit in cause.edits if edit.at[0] == "parameters")
        if name in plan.parameters
    ]
    name = phrase.joined(labels[:2]) if labels else phrase("change_number", place=step)
    if len(compared.by_unit) > 1:
        return phrase("of_unit", unit=cause.title, what=name)
    return name


def _split(compared: Compared, place: int, found: Split) -> Finding:
    amounts = (found.plan, found.people, found.performance)
    values = dict(zip(("plan", "people", "performance"), map(more, amounts), strict=True))
    names = [phrase(f"cause_{name}") for name in values]
    return Finding(
        phrase("f_split", **values),
        _falls(compared, place, names, (found.baseline, *amounts, found.variant)),
        notes=(phrase("note_split"), *found.told),
    )


def _falls(compared: Compared, place: int, names: Sequence[Text], values: Sequence[float]) -> Chart:
    ends = (compared.names[0], compared.names[place])
    return Chart(
        "waterfall", (ends[0], *names, ends[1]), (Series(cost_name(compared), tuple(values)),)
    )


def winners(people: ChangedPeople) -> Finding:
    """How many gain and lose, and how much."""
    everyone = len(people.employees)
    much = people.bands["lose_much"]
    told = {"gain": share(people.gain / everyone), "lose": share(people.lose / everyone)}
    if not people.lose:
        title = phrase("f_all_gain") if people.gain == everyone else phrase("f_only_gain", **told)
    elif not people.gain:
        title = phrase("f_all_lose") if people.lose == everyone else phrase("f_only_lose", **told)
    else:
        title = phrase("f_winners", **told)
    points = [phrase("lose_much", count=much), phrase("gain_much", count=people.bands["gain_much"])]
    names = tuple(phrase(f"band_{band}") for band in BANDS)
    counts = tuple(float(people.bands[band]) for band in BANDS)
    chart = Chart("column", names, (Series(phrase("people"), counts, "after"),), "people")
    return Finding(title, chart, points=tuple(points), notes=(phrase("note_people"),))


def by_level(people: ChangedPeople) -> Iterator[Finding]:
    """How pay changes from the least to the best paid."""
    shares = [
        (tenth.variant / tenth.baseline - 1) if tenth.baseline > 0 else None
        for tenth in people.tenths
    ]
    known = [share for share in shares if share is not None]
    if len(known) < 2 or len(known) < len(shares):
        return
    most = max(range(len(shares)), key=lambda i: abs(known[i]))
    if max(known) - min(known) < TELLING:
        title = phrase("f_levels_alike", share=share_more(known[most]))
    else:
        title = phrase("f_levels", count=len(known), place=most + 1, share=share_more(known[most]))
    names = tuple(phrase("level", place=i + 1) for i in range(len(known)))
    chart = Chart(
        *("column", names, (Series(phrase("change_of_pay"), tuple(known), "after"),), "share"),
        bottom=phrase("levels_axis"),
        side=phrase("change_of_pay"),
    )
    yield Finding(title, chart, notes=(phrase("note_levels"),))


def by_group(people: ChangedPeople) -> Iterator[Finding]:
    """How pay changes by unit, or by the first column that parts people in a few groups."""
    for column, label in people.groupings.items():
        groups = people.by_group(column)
        known = [(group, group.change) for group in groups if group.change is not None]
        if 2 <= len(known) <= MOST_GROUPS and len(known) == len(groups):
            yield _groups(known, label, is_unit=column == UNIT)
            return


def _groups(known: Sequence[tuple[GroupChange, float]], label: Text, *, is_unit: bool) -> Finding:
    group, most = max(known, key=lambda pair: abs(pair[1]))
    told = {"group": group.label, "share": share_more(most)}
    shares = [change for _, change in known]
    if max(shares) - min(shares) < TELLING:
        title = phrase("f_groups_alike", label=label, share=share_more(most))
    elif is_unit:
        title = phrase("f_units", **told)
    else:
        title = phrase("f_groups", label=label, **told)
    names = tuple(phrase("group_of", group=one.label, count=one.people) for one, _ in known)
    values = tuple(change for _, change in known)
    chart = Chart(
        *("bar", names, (Series(phrase("change_of_pay"), values, "after"),), "share"),
        side=phrase("change_of_pay"),
    )
    note = phrase("note_units" if is_unit else "note_groups")
    return Finding(title, chart, notes=(note,))


def curves(compared: Compared, place: int) -> Iterator[Finding]:
    """Payout curves that have moved, of the units where they moved most."""
    found: list[tuple[float, Finding]] = []
    for row in compared.by_unit:
        drawn = compared_curves(compared, row.unit).curves
        before, after = drawn[0], drawn[place]
        if before is None or after is None or not np.array_equal(before.x, after.x):
            continue
        gap = after.pay - before.pay
        most = int(np.abs(gap).argmax())
        if abs(gap[most]) >= MOVED:
            finding = _curve(compared, place, (before, after), most, row)
            found.append((abs(float(gap[most])), finding))
    found.sort(key=lambda pair: -pair[0])
    yield from (finding for _, finding in found[:MOST_CURVES])


def _curve(
    compared: Compared, place: int, pair: tuple[PayoutCurve, PayoutCurve], most: int, row: UnitRow
) -> Finding:
    before, after = pair
    axis, gap = before.curve, float(after.pay[most] - before.pay[most])
    plan = compared.baseline.units[row.unit].plan
    kind, x = _kind(plan, axis), float(before.x[most])
    at = in_each_language(lambda language: tick(kind, x, language))
    title = phrase("f_curve", measure=axis.label, at=at, amount=more_in_full(gap))
    if len(compared.by_unit) > 1:
        title = phrase("of_unit", unit=row.title, what=title)
    roles: tuple[Role, Role] = ("before", "after")
    shown = zip(pair, (0, place), roles, strict=True)
    series = tuple(
        Series(compared.names[own], tuple(curve.pay.tolist()), role, tuple(curve.x.tolist()))
        for curve, own, role in shown
    )
    units: dict[Kind, ChartUnit] = {"share": "share", "money": "CNY", "number": "number"}
    chart = Chart(
        *("curve", (), series, "CNY"),
        bottom=axis.label,
        side=phrase("pay_a_month"),
        across_unit=units[kind],
    )
    return Finding(title, chart, notes=(phrase("note_curve"),))


def _kind(plan: Plan, axis: CurveAxis) -> Kind:
    """How the measure along a payout curve is read."""
    if axis.against is not None:
        return "share"
    known = plan.facts[axis.move].kind
    return "money" if known == "money" else "share" if known == "share" else "number"


def by_line(compared: Compared, place: int) -> Iterator[Finding]:
    """What the lines of pay come to, those that change most first."""
    several = len(compared.by_unit) > 1
    rows: list[tuple[Text, float, float]] = [
        (
            phrase("of_unit", unit=row.title, what=row.label) if several else row.label,
            row.cost[0] or 0.0,
            row.cost[place] or 0.0,
        )
        for row in compared.by_line
    ]
    moved = sorted(rows, key=lambda row: -abs(row[2] - row[1]))
    if abs(moved[0][2] - moved[0][1]) < NOTHING:
        return
    title = phrase("f_lines", line=moved[0][0], amount=more(moved[0][2] - moved[0][1]))
    kept = {id(row) for row in moved[:MOST_LINES] if abs(row[2] - row[1]) >= NOTHING}
    shown = [row for row in rows if id(row) in kept]
    others = [row for row in rows if id(row) not in kept]
    if others:
        old = sum(round(row[1] * 100) for row in others) / 100
        new = sum(round(row[2] * 100) for row in others) / 100
        shown.append((phrase("further_lines", count=len(others)), old, new))
    whole = (compared.costs[0].total, compared.costs[place].total)
    shown.append((phrase("sum"), *whole))
    cells = tuple((name, *_pair(before, after)) for name, before, after in shown)
    heads = (phrase("line"), compared.names[0], compared.names[place], phrase("change"))
    table = Table(heads, cells, (False, True, True, True), total=True)
    yield Finding(title, table=table, notes=(phrase("note_lines"),))


def checks(compared: Compared, soundness: Soundness) -> Iterator[Finding]:
    """The health checks that do not come out the same."""
    several = len(compared.by_unit) > 1
    rows = []
    for row in soundness.rows():
        outcomes = {finding.outcome for finding in row.findings if finding is not None}
        if row.differs and not outcomes.isdisjoint(TELLING_OUTCOMES):
            label = phrase("of_unit", unit=row.title, what=row.label) if several else row.label
            said = (
                untranslated(DASH) if f is None else compared_words(f"outcome_{f.outcome}")
                for f in row.findings
            )
            rows.append((label, *said))
    if rows:
        heads = (phrase("check"), *compared.names)
        table = Table(heads, tuple(rows), (False,) * len(heads))
        title = phrase("f_checks", count=len(rows))
        yield Finding(title, table=table, notes=(phrase("note_checks"),))


# -- all variants ----------------------------------------------------------------------------


def costs(compared: Compared) -> Finding:
    """What each variant costs more or less than the baseline, and altogether."""
    totals = [payouts.total for payouts in compared.costs]
    least = min(range(1, len(totals)), key=totals.__getitem__)
    apart = closest(compared)
    title = phrase("f_costs", name=compared.names[least], amount=amount(totals[least], apart))
    budget = compared.baseline.company.budget_for(compared.payroll)
    points = [
        phrase("of_unit", unit=name, what=amount(total, apart))
        for name, total in zip(compared.names, totals, strict=True)
    ]
    if budget is not None:
        points.append(phrase("of_unit", unit=phrase("budget"), what=amount(budget)))
    chart = _side_by_side(compared, budget) if len(totals) <= FEW else _apart(compared)
    return Finding(title, chart, points=tuple(points), notes=(phrase("note_costs"),))


def _side_by_side(compared: Compared, budget: float | None) -> Chart:
    """What the baseline and a few variants cost, from zero."""
    base, *others = (payouts.total for payouts in compared.costs)
    series = (
        Series(compared.names[0], (base, *(None for _ in others)), "before"),
        Series(phrase("variants"), (None, *others), "after"),
    )
    limit = None if budget is None else (phrase("budget"), budget)
    return Chart("stacked_column", compared.names, series, limit=limit)


def _apart(compared: Compared) -> Chart:
    """What many variants cost more or less than the baseline."""
    gaps = tuple(compared.difference(place) for place in range(1, len(compared.each)))
    return Chart(
        *("bar", compared.names[1:], (Series(phrase("change"), gaps, "after"),)),
        side=phrase("against_base", name=compared.names[0]),
    )


def cost_name(compared: Compared) -> Text:
    """What is told as cost: what people are paid, or all that the employer pays."""
    return phrase("cost" if compared.payroll is None else "employer_cost")


def closest(compared: Compared) -> float:
    """The smallest difference from the baseline that is any, in yuan."""
    gaps = (abs(compared.difference(place)) for place in range(1, len(compared.each)))
    return min((gap for gap in gaps if gap >= NOTHING), default=0.0)


def losers(compared: Compared) -> Iterator[Finding]:
    """How many gain and lose under each variant that is for the same people."""
    known = [(i, people) for i, people in enumerate(compared.people) if people is not None]
    if not known:
        return
    place, fewest = min(known, key=lambda pair: pair[1].lose)
    title = phrase("f_losers", name=compared.names[place], count=fewest.lose)
    names = tuple(compared.names[i] for i, _ in known)
    series = (
        Series(phrase("paid_more"), tuple(float(p.gain) for _, p in known), "gain"),
        Series(phrase("paid_less"), tuple(float(p.lose) for _, p in known), "loss"),
    )
    chart = Chart("column", names, series, "people")
    yield Finding(title, chart, notes=(phrase("note_people"),))


def by_month_of_all(compared: Compared) -> Finding:
    """What each month costs more or less than the baseline under each variant."""
    places = range(1, len(compared.each))
    base = compared.figures[0].by_month
    gaps = [_gap(base, compared.figures[place].by_month) for place in places]
    most = max(range(len(gaps)), key=lambda own: float(np.abs(gaps[own]).max()))
    month = int(np.abs(gaps[most]).argmax())
    title = phrase(
        "f_months",
        name=compared.names[most + 1],
        month=named_month(_first(compared) + month),
        amount=more(float(gaps[most][month])),
    )
    series = tuple(
        Series(compared.names[place], tuple(gap.tolist()))
        for place, gap in zip(places, gaps, strict=True)
    )
    bars = len(series) * base.size
    kind: ChartKind = "column" if bars <= MOST_COLUMNS else "line"
    side = phrase("against_base", name=compared.names[0])
    chart = Chart(kind, _months(compared), series, side=side)
    return Finding(title, chart, notes=(phrase("note_months"),))


# -- months ----------------------------------------------------------------------------------


def by_month(compared: Compared, place: int) -> Finding:
    """What each month costs under one scenario, beside the baseline where it is another one."""
    names, places = _months(compared), sorted({0, place})
    costs = [compared.figures[own].by_month for own in places]
    gap = _gap(costs[0], costs[-1])
    most = int(np.abs(gap).argmax())
    month = named_month(_first(compared) + most)
    if abs(gap[most]) >= NOTHING:
        title = phrase("f_month", month=month, amount=more(float(gap[most])))
    else:
        most = int(costs[-1].argmax())
        month = named_month(_first(compared) + most)
        title = phrase("f_dearest", month=month, amount=amount(float(costs[-1][most])))
    roles: list[Role] = ["before", "after"] if place else ["after"]
    series = tuple(
        Series(compared.names[own], tuple(values.tolist()), role)
        for own, values, role in zip(places, costs, roles, strict=True)
    )
    kind: ChartKind = "column" if len(names) * len(places) <= MOST_COLUMNS else "line"
    return Finding(title, Chart(kind, names, series), notes=(phrase("note_months"),))


def against_budget(compared: Compared, place: int) -> Iterator[Finding]:
    """How far the budget goes, where there is one, added up month by month."""
    budget = compared.baseline.company.budget_for(compared.payroll)
    if budget is None:
        return
    names, places = _months(compared), sorted({0, place})
    added = [np.cumsum(np.rint(compared.figures[own].by_month * 100)) / 100 for own in places]
    beyond = np.flatnonzero(added[-1] > budget + NOTHING)
    left = (round(budget * 100) - round(compared.costs[place].total * 100)) / 100
    if beyond.size:
        month = named_month(_first(compared) + int(beyond[0]))
        title = phrase("f_used_up", month=month, amount=amount(abs(left)))
    else:
        title = phrase("f_left", amount=amount(left), budget=amount(budget))
    roles: list[Role] = ["before", "after"] if place else ["after"]
    series = tuple(
        Series(compared.names[own], tuple(values.tolist()), role)
        for own, values, role in zip(places, added, roles, strict=True)
    )
    limit = (phrase("budget"), budget)
    chart = Chart("line", names, series, limit=limit, side=phrase("added_up"))
    yield Finding(title, chart, notes=(phrase("note_months"),))


def _first(compared: Compared) -> int:
    return next(iter(compared.baseline.units.values())).facts.first


def _months(compared: Compared) -> tuple[Text, ...]:
    """The months, without their year where they are all of one."""
    facts = next(iter(compared.baseline.units.values())).facts
    months = range(facts.first, facts.first + facts.months)
    if months[0] // 12 == months[-1] // 12:
        return tuple(_of_the_year(month % 12) for month in months)
    return tuple(_month(month) for month in months)


def _of_the_year(month: int) -> Text:
    return in_each_language(lambda language: short_month_names(language)[month])


def _month(number: int) -> Text:
    return in_each_language(lambda language: short_month(number, language))


def _gap(before: Array, after: Array) -> Array:
    """Yuan more, in whole fen."""
    return np.asarray((np.rint(after * 100) - np.rint(before * 100)) / 100)


# -- rows of tables --------------------------------------------------------------------------


def _pair(before: float, after: float) -> tuple[Text, Text, Text]:
    """Two amounts, and by how much the second is more, to the fen."""
    gap = (round(after * 100) - round(before * 100)) / 100
    return (
        in_each_language(lambda language: money_with_fen(before, language)),
        in_each_language(lambda language: money_with_fen(after, language)),
        in_each_language(lambda language: signed(money_with_fen(gap, language))),
    )
