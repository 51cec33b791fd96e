"""Whose pay changes, from the lowest to the highest paid, and how closely pay follows results."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.comparison import ChangedPeople
from engine.text import DASH, count, money, number, percent, signed
from pages.ui.charts import kind_of, scenario_charts
from pages.ui.charts.scenario_charts import Line, Rank
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import spread
from pages.ui.compare.unit_choice import unit_choice
from pages.ui.kit import Axis, beside, chart, language, pick, scales, t

HEIGHT = 320


def pay_spread(shown: Shown, people: ChangedPeople) -> None:
    """Tenths of people by pay beside pay against the results of one unit."""
    left, right = beside(6, 6, "compare_spread")
    with left:
        _tenths(shown, people)
    with right:
        _results(shown, unit_choice(shown))
    if len(shown.units) > 1:
        st.html(_all_units(shown))


def _tenths(shown: Shown, people: ChangedPeople) -> None:
    lang, tenths = language(), people.tenths
    ranks = [
        Rank(
            str(place),
            tenth.variant / tenth.baseline - 1 if tenth.baseline > 0 else 0.0,
            [
                (shown.name(0), money(tenth.baseline, lang)),
                (shown.name(shown.place), money(tenth.variant, lang)),
                (t("compare.row_gain"), percent(tenth.gain / tenth.people, lang)),
                (t("compare.row_lose"), percent(tenth.lose / tenth.people, lang)),
            ],
        )
        for place, tenth in enumerate(tenths, 1)
    ]
    if not ranks:
        st.info(t("compare.too_few_tenths", fewest=count(2 * shown.compared.fewest)))
        return
    changes = [rank.change for rank in ranks]
    reach = scales.top(max(0.004, *map(abs, changes)), 0.0, 1.35)
    low = -reach if min(changes) < 0 else 0.0
    high = reach if max(changes) > 0 or low == 0.0 else 0.0
    chart(
        scenario_charts.change_by_rank(ranks, up=Axis("", low, high, "share"), lang=lang),
        key="compare_tenths",
        title=spread(changes),
        caption=t("compare.tenths_caption", count=count(len(ranks)), what=shown.caption),
        height=HEIGHT,
    )


def _results(shown: Shown, unit: str) -> None:
    """Variable pay of tenths of people by their results, a line for each scenario."""
    plan, lang = shown.compared.baseline.units[unit].plan, language()
    found = {}
    for place, figures in enumerate(shown.compared.figures):
        own = shown.compared.unit_of(place, unit)
        tenths = figures.by_results(own) if own is not None else ()
        if tenths:
            found[place] = tenths
    if plan.curve is None:
        st.info(t("curve.none"))
        return
    if 0 not in found:
        st.info(t("compare.too_few_tenths", fewest=count(2 * shown.compared.fewest)))
        return
    kind = kind_of(plan)
    lines = [
        Line(
            shown.name(place),
            [tenth.variable for tenth in found[place]],
            shown.colour(place),
            [tenth.stands for tenth in found[place]],
        )
        for place in sorted(found, key=lambda place: place == shown.place)
    ]
    stands = [tenth.stands for tenth in found[0]]
    high = max(tenth.variable for tenths in found.values() for tenth in tenths)
    room = 0.04 * (max(stands) - min(stands)) or 1.0
    chart(
        scenario_charts.over_each_other(
            stands,
            lines,
            across=Axis(pick(plan.curve.label), min(stands) - room, max(stands) + room, kind),
            up=Axis("", 0.0, scales.top(max(high, 1.0), 0.0)),
            lang=lang,
        ),
        key="compare_results",
        title=_closeness(shown, unit),
        caption=t("compare.results_caption", count=count(len(stands)), what=shown.source_of(unit)),
        height=HEIGHT,
    )


def _closeness(shown: Shown, unit: str) -> str:
    before, after = (_correlation(shown, place, unit) for place in (0, shown.place))
    if before is None or after is None:
        return t("compare.for_results")
    old, new = number(before, 2), number(after, 2)
    if old == new:
        return t("compare.follows_same", value=new)
    key = "compare.follows_more" if after > before else "compare.follows_less"
    return t(key, before=old, after=new)


def _correlation(shown: Shown, place: int, unit: str) -> float | None:
    own = shown.compared.unit_of(place, unit)
    return None if own is None else shown.compared.figures[place].pay_for_results.get(own)


def _all_units(shown: Shown) -> str:
    """The rank correlation of variable pay with results, by unit."""
    places = range(len(shown.compared.each))
    rows = ""
    for unit in shown.units:
        values = [_correlation(shown, place, unit) for place in places]
        cells = "".join(
            f"<td>{DASH if v is None else number(v, 2)}{_moved(v, values[0]) if i else ''}</td>"
            for i, v in enumerate(values)
        )
        title = pick(shown.company.units[unit].title)
        rows += f"<tr><th scope='row'>{escape(title)}</th>{cells}</tr>"
    heads = "".join(f"<th scope='col'>{escape(shown.name(place))}</th>" for place in places)
    return (
        f"<table class='pc-table pc-scenarios'><caption>{escape(t('compare.for_results'))}. "
        f"{escape(t('compare.for_results_help'))}</caption>"
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _moved(value: float | None, base: float | None) -> str:
    if value is None or base is None:
        return ""
    text = signed(number(value - base, 2))
    return f"<small>{escape(text)}</small>" if any(c in "123456789" for c in text) else ""
