"""The charts beside the assumptions: the months as a fan, the spread of the cost, its drivers."""

from __future__ import annotations

import streamlit as st

from engine.projection import expected_by_line
from engine.text import compact_money, month, percent, signed
from pages.ui.charts import difference_charts
from pages.ui.kit import Axis, chart, language, scales, t
from pages.ui.projection.cost_spread_chart import cost_spread
from pages.ui.projection.fan_chart import fan, top_of
from pages.ui.projection.outcome import Outcome
from pages.ui.projection.projection_heading import row_name

_WAYS = ("cumulative", "monthly")
_MOST_DRIVERS, _FEW = 8, 4


def cost_fan(outcome: Outcome, height: int) -> None:
    """Monthly or cumulative cost with its range, the budget and what is compared with."""
    with st.container(key="fan_box"):
        with st.container(key="fan_choices", horizontal=True, gap="small"):
            way = st.segmented_control(
                t("projection.way"),
                _WAYS,
                format_func={name: t(f"projection.{name}") for name in _WAYS}.__getitem__,
                default=_WAYS[0],
                required=True,
                key="projection_way",
                persist_state="session",
                label_visibility="collapsed",
            )
            wide = st.checkbox(t("projection.wide"), key="projection_wide", persist_state="session")
        cumulative = way != "monthly"
        shown = outcome.fan(cumulative=cumulative, wide=bool(wide))
        base = outcome.base_fan(cumulative=cumulative)
        chart(
            fan(shown, top=top_of(shown, base), lang=language(), apart=cumulative),
            key="fan",
            title=_fan_finding(outcome, cumulative),
            caption="" if outcome.is_early else t("projection.fan_caption"),
            height=height,
        )


def _fan_finding(outcome: Outcome, cumulative: bool) -> str:
    lang = language()
    shown = outcome.fan(cumulative=cumulative, wide=False)
    if shown.is_early:
        return t("projection.first_futures")
    if not cumulative:
        place = int(shown.middle.argmax())
        return t(
            "projection.dearest",
            month=month(shown.months[place], lang),
            low=compact_money(float(shown.low[place]), lang),
            high=compact_money(float(shown.high[place]), lang),
        )
    if shown.budget is None:
        return t("projection.adds_up", cost=outcome.written(float(shown.middle[-1]), lang))
    gap = float(shown.middle[-1] - shown.budget[-1])
    key = "projection.ends_above" if gap > 0 else "projection.ends_below"
    return t(key, amount=compact_money(abs(gap), lang))


def spread_of_cost(outcome: Outcome, height: int) -> None:
    """How the futures are spread over the cost of all months."""
    risk, lang = outcome.risk, language()
    if risk is None:
        title, caption = t("projection.spread", count=outcome.trials.size), t("projection.of_all")
    else:
        title = t("projection.spread_over", share=percent(risk.probability.value, lang, 0))
        caption = t("projection.spread_caption")
    chart(
        cost_spread(outcome.cost_spread, lang),
        key="cost_spread",
        title=title,
        caption=caption,
        height=height,
    )


def _level(outcome: Outcome, height: int, few: bool) -> None:
    """Where it is the level of the cost that exceeds the budget: which unit and line costs more
    than under the plans as documented or what is compared with, else which costs the most."""
    lang, added = language(), outcome.added
    lines = [(one.unit, one.line, one.amount) for one in added]
    if not added:
        means = expected_by_line(outcome.trials)
        lines = [(unit, line, one.value) for (unit, line), one in means.items()]
    against = "documented" if outcome.is_against_documented else "base"
    held = "projection.expected"
    if added:
        held = f"projection.against_{against}_by"
    bars = []
    for unit, line, yuan in lines[: _FEW if few else _MOST_DRIVERS]:
        amount = compact_money(yuan, lang)
        bars.append(
            difference_charts.Bar(
                id=f"{unit}.{line}",
                name=row_name(outcome.question, unit, line),
                value=yuan,
                written=signed(amount) if added else amount,
                rows=[(t(held), amount)],
            )
        )
    most = max((bar.value for bar in bars), default=1.0)
    chart(
        difference_charts.level_bars(
            bars, across=Axis("", 0.0, scales.top(most, 0.0, 1.5)), lang=lang
        ),
        key="largest_few" if few else "largest",
        title=t(
            f"projection.added_{against}" if added else "projection.largest",
            what=bars[0].name,
            amount=bars[0].written.lstrip("+"),
            whole=compact_money(outcome.added_as_a_whole, lang),
        ),
        caption=t("projection.mostly_over"),
        height=height,
    )


def overrun(outcome: Outcome, height: int, *, few: bool = False) -> None:
    """Which unit and line is dearer where the budget is exceeded."""
    lang, drivers, company = language(), outcome.drivers, outcome.question.company
    if outcome.question.budget is None:
        question = outcome.question
        of_company = company.budget_for(question.payroll)
        of_others = (question.first, question.months) != (company.first, company.months)
        if of_company is not None and of_others:
            st.info(t("projection.other_budget"))
        elif (other := question.other_budget) is not None:
            key = "employer_budget_only" if question.payroll is None else "pay_budget_only"
            st.info(t(f"projection.{key}", budget=compact_money(other, lang)))
        else:
            st.info(t("projection.no_budget"))
        return
    if not drivers:
        st.info(t("projection.never_over"))
        return
    if not outcome.is_driven:
        _level(outcome, height, few)
        return
    shown = [one for one in drivers if one.amount > 0][: _FEW if few else _MOST_DRIVERS]
    bars = [
        difference_charts.Bar(
            id=f"{one.unit}.{one.line}",
            name=row_name(outcome.question, one.unit, one.line),
            value=one.amount,
            written=f"{signed(compact_money(one.amount, lang))} · {percent(one.share, lang, 0)}",
            rows=[(t("projection.dearer"), signed(compact_money(one.amount, lang)))],
        )
        for one in shown
    ]
    most = max((bar.value for bar in bars), default=1.0)
    chart(
        difference_charts.level_bars(
            bars, across=Axis("", 0.0, scales.top(most, 0.0, 2.0 if few else 1.6)), lang=lang
        ),
        key="overrun_few" if few else "overrun",
        title=t(
            "projection.driven_by",
            what=row_name(outcome.question, drivers[0].unit, drivers[0].line),
            share=percent(drivers[0].share, lang, 0),
        ),
        caption=t("projection.overrun_caption"),
        height=height,
    )
