"""Below the charts: what drives the range, chance and market, what is owed, forfeits, people, sets;
only the open one is worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import numpy as np
import streamlit as st

from engine.companies import Company
from engine.projection import (
    TRIALS_OF_ROWS,
    Field,
    accrual,
    budget_risk,
    expected_like,
    fields,
    forfeits,
    has_bridge,
    headcounts,
    total_range,
    volatility_and_sensitivity,
)
from engine.text import compact_money, count, month, number, percent
from pages.ui.charts import in_sentence, waterfall_charts
from pages.ui.kit import beside, chart, language, pick, t
from pages.ui.projection.assumption_panel import set_names
from pages.ui.projection.headcount_chart import UnitPeople, headcount
from pages.ui.projection.liability_chart import Liability, liability
from pages.ui.projection.outcome import FEWEST, INNER, MIDDLE, Outcome
from pages.ui.projection.projection_heading import line_name, row_name
from pages.ui.projection.projection_work import Also, Wanted
from pages.ui.projection.range_parts_chart import RangeParts, range_parts
from pages.ui.projection.range_view import overrun
from pages.ui.projection.scenario_ranges_chart import ScenarioRange, scenario_ranges
from pages.ui.projection.swing_chart import Swing, swings

TABS = ("drivers", "bridge", "tornado", "uncertainty", "owed", "people", "sets")
_ALSO: dict[str, Also] = {"tornado": "tornado", "sets": "sets", "bridge": "bridge"}
_TAB, HEIGHT = "projection_tab", 330
_MOST_ROWS = 10


def open_tab() -> str:
    """The tab that is open."""
    tab: str = st.session_state.get(_TAB) or TABS[0]
    return tab


def wanted_also() -> Also:
    """What the open tab needs beyond the futures themselves."""
    return _ALSO.get(open_tab(), "")


def tabs() -> None:
    """The row of tabs; what the open one needs is worked out with the rest."""
    st.session_state.setdefault(_TAB, TABS[0])
    st.segmented_control(
        t("details.label"),
        TABS,
        format_func={name: t(f"projection.tab_{name}") for name in TABS}.__getitem__,
        required=True,
        key=_TAB,
        persist_state="session",
        label_visibility="collapsed",
    )


def details(outcome: Outcome, wanted: Wanted) -> None:
    """What the open tab holds."""
    drawn: dict[str, Callable[[Company, Outcome, Wanted], None]] = {
        "drivers": _drivers,
        "bridge": _bridge,
        "tornado": _tornado,
        "uncertainty": _uncertainty,
        "owed": _owed,
        "people": _people,
        "sets": _sets,
    }
    drawn[open_tab()](outcome.question.company, outcome, wanted)


# -- which unit and line -----------------------------------------------------------------------


def _drivers(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    left, right = beside(6, 6, "overrun")
    with left:
        if outcome.is_early:
            st.caption(t("projection.soon"))
            return
        overrun(outcome, HEIGHT)
    with right:
        lang = language()
        rows = [
            (
                row_name(outcome.question, one.unit, one.line),
                compact_money(one.amount, lang),
                percent(one.share, lang, 0),
            )
            for one in outcome.drivers[:_MOST_ROWS]
        ]
        heads = (t("projection.line"), t("projection.dearer"), t("projection.share"))
        if rows and outcome.is_driven:
            _table(heads, rows, t("projection.overrun_table"))


# -- from this year's cost ----------------------------------------------------------------------


def _bridge(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    if not has_bridge(wanted.question):
        st.info(t("projection.no_bridge", count=company.months))
        return
    found = outcome.found.bridge
    if found is None:
        st.progress(outcome.found.also, text=t("projection.soon"))
        return
    lang = language()
    steps = [
        waterfall_charts.Step(
            one.id, t(f"projection.bridge_{one.id}"), one.change.value, one.change.error, "variant"
        )
        for one in found.steps
    ]
    first = max(steps, key=lambda one: abs(one.value))
    chart(
        waterfall_charts.waterfall(
            (t("projection.bridge_start"), found.start),
            steps,
            t("projection.bridge_end"),
            lang=lang,
        ),
        key="bridge",
        title=t(
            "projection.bridge_finding",
            start=compact_money(found.start, lang, found.end),
            end=compact_money(found.end, lang),
            what=in_sentence(first.name, lang),
        ),
        caption=t("projection.bridge_caption"),
        height=90 + 40 * (len(steps) + 2),
    )


# -- what would change it ----------------------------------------------------------------------


def _tornado(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    rows = outcome.found.tornado
    if rows is None:
        st.progress(outcome.found.also, text=t("projection.soon"))
        return
    lang, known = language(), {one.path: one for one in fields(company)}
    shown = sorted(
        (
            Swing(
                row.path,
                pick(row.label),
                row.low_change.value,
                row.high_change.value,
                _value(known.get(row.path), row.low_value, "worse", lang),
                _value(known.get(row.path), row.high_value, "better", lang),
            )
            for row in rows
        ),
        key=lambda one: -abs(one.high - one.low),
    )[:_MOST_ROWS]
    if not shown:
        st.caption(t("projection.no_rows"))
        return
    budget = outcome.question.budget
    chart(
        swings(shown, lang, None if budget is None else budget - outcome.expected.value),
        key="tornado",
        title=t("projection.tornado_finding", what=shown[0].name),
        caption=t("projection.tornado_caption", count=TRIALS_OF_ROWS),
        height=max(150, 60 + 44 * len(shown)),
    )


def _value(one: Field | None, value: object, year: str, lang: str) -> str:
    """A value in words; what hits everyone is moved to where one year in ten lies beyond."""
    return t(f"projection.year_{year}") if one is None else one.text(value, lang)


# -- how sure ----------------------------------------------------------------------------------


def _uncertainty(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    if outcome.is_early:
        st.caption(t("projection.soon"))
        return
    lang, parts = language(), volatility_and_sensitivity(outcome.trials)
    share = min(max(parts.market_share.value, 0.0), 1.0)
    left, right = beside(7, 5, "uncertainty")
    with left:
        chart(
            range_parts(RangeParts(parts.market.value, parts.people.value, share), lang),
            key="range_parts",
            title=t(
                "projection.mostly_market" if share >= 0.5 else "projection.mostly_people",
                share=percent(share if share >= 0.5 else 1 - share, lang, 0),
            ),
            caption=t("projection.parts_caption", amount=compact_money(parts.total.value, lang)),
            height=170,
        )
    with right:
        st.markdown(t("projection.sensitivity_says"))
        st.markdown(t("projection.volatility_says"))


# -- what is owed ------------------------------------------------------------------------------


def _owed(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    lang, found = language(), accrual(outcome.trials)
    months = outcome.question.month_texts
    left, right = beside(7, 5, "owed")
    with left:
        if float(found.owed.max(initial=0.0)) <= 0 and float(found.paid.max(initial=0.0)) <= 0:
            st.info(t("projection.nothing_owed"))
        else:
            place = int(found.owed.argmax())
            chart(
                liability(Liability(months, found.owed, found.earned, found.paid), lang),
                key="liability",
                title=t(
                    "projection.owed_most",
                    amount=compact_money(float(found.owed[place]), lang),
                    month=month(months[place], lang),
                ),
                caption=t("projection.owed_caption"),
                height=HEIGHT,
            )
    with right:
        lost = [one for one in forfeits(outcome.trials) if one.amount.value > 0]
        lost.sort(key=lambda one: -one.amount.value)
        if not lost:
            st.info(t("projection.no_forfeits"))
            return
        first = lost[0]
        st.markdown(
            "**"
            + t(
                "projection.forfeited",
                amount=compact_money(first.amount.value, lang),
                what=line_name(outcome.question, first),
                count=round(first.people.value),
            )
            + "**"
        )
        rows = [
            (
                row_name(outcome.question, one.unit, one.line),
                compact_money(one.amount.value, lang),
                number(one.people.value, 1 if one.people.value < 10 else 0),
            )
            for one in lost
        ]
        heads = (t("projection.line"), t("projection.forfeit"), t("projection.leavers"))
        _table(heads, rows, t("projection.forfeit_table"))


# -- people ------------------------------------------------------------------------------------


def _people(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    ways = headcounts(outcome.trials, (*INNER, MIDDLE))
    units = [
        UnitPeople(
            pick(company.units[name].title),
            np.asarray(shares[MIDDLE], np.float64),
            np.asarray(shares[INNER[0]], np.float64),
            np.asarray(shares[INNER[1]], np.float64),
        )
        for name, shares in ways.items()
    ]
    first, last = (sum(float(unit.middle[at]) for unit in units) for at in (0, -1))
    chart(
        headcount(outcome.question.month_texts, units, language()),
        key="headcount",
        title=t("projection.headcount_finding", first=count(first), last=count(last)),
        caption=t("projection.headcount_caption"),
        height=HEIGHT,
    )


# -- named sets side by side -------------------------------------------------------------------


def _sets(company: Company, outcome: Outcome, wanted: Wanted) -> None:
    lang, budget, rows = language(), outcome.question.budget, []
    names = {**set_names(company), "": t("projection.set_own")}
    asked = {name: one for name, one in wanted.sets.items()}
    if all(one.key != wanted.question.key for one in asked.values()):
        asked[""] = wanted.question
    for name, question in asked.items():
        trials = outcome.found.trials.get(question.key)
        if trials is None or trials.size < FEWEST:
            continue
        ends = total_range(trials, INNER)
        over = None if budget is None else budget_risk(trials, budget).probability.value
        rows.append(
            ScenarioRange(
                name,
                names[name],
                expected_like(trials, outcome.trials),
                ends[INNER[0]].value,
                ends[INNER[1]].value,
                over,
            )
        )
    if len(rows) < len(asked):
        st.caption(t("projection.soon"))
    if len(rows) < min(2, len(asked)):
        return
    shown = next((n for n, one in asked.items() if one.key == wanted.question.key), "")
    low, high = min(r.expected for r in rows), max(r.expected for r in rows)
    left, right = beside(6, 6, "sets")
    with left:
        chart(
            scenario_ranges(rows, lang, budget, shown),
            key="sets",
            title=t(
                "projection.sets_finding",
                low=compact_money(low, lang, high - low),
                high=compact_money(high, lang, high - low),
            ),
            caption=t("projection.sets_caption"),
            height=90 + 56 * len(rows),
        )
    with right:
        for name, question in asked.items():
            said = question.assumptions.describe(company, lang)
            title = names[name]
            st.markdown(f"**{title}**")
            st.caption("  \n".join(said) if said else t("projection.set_plain"))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], caption: str) -> None:
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    st.html(
        f"<table class='pc-table'><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
