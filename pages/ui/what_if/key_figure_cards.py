"""The cards at the top: cost, pay a head, who feels it, cost of sales, how sound the plan is."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.analysis import Comparison
from engine.text import compact_money, money, money_with_fen, percent, points, signed, span
from pages.ui.charts import in_sentence
from pages.ui.kit import Card, card_row, language, t
from pages.ui.scenario import health_card_placeholder
from pages.ui.what_if.answers import Answers


def cards(answers: Answers) -> DeltaGenerator:
    """The cards in a row; returns the place of the last, which takes longer to be found out."""
    with st.container(key="cards"):
        left, right = st.columns([4, 1], gap="small")
        left.html(card_row(key_figures(answers)))
        with right:
            return health_card_placeholder()


def key_figures(answers: Answers) -> list[Card]:
    """The cards but for the last."""
    lang, before, after = language(), answers.cost_before, answers.cost_after
    cost, average = cost_labels(answers)
    return [
        Card(
            cost,
            compact_money(after.total, lang, after.total - before.total),
            _cost_change(answers),
            _exactly(before.total, after.total),
            _moved(before.total, after.total),
        ),
        Card(
            average,
            compact_money(after.average, lang, after.average - before.average),
            _median(answers),
            _exactly(before.average, after.average),
            _moved(before.average, after.average),
        ),
        _winners(answers.comparison),
        _sales_or_spread(answers),
    ]


def cost_labels(answers: Answers) -> tuple[str, str]:
    """What the cost of the period and that a head and month are called."""
    if answers.session.payroll is None:
        return t("card.cost"), t("card.average")
    return t("card.employer_cost"), t("card.employer_average")


def _median(answers: Answers) -> str:
    old, new = answers.cost_before, answers.cost_after
    key = "card.median" if answers.session.payroll is None else "card.median_pay"
    words = t(key, amount=money(answers.after.median, language()))
    change = new.average / old.average - 1 if old.average > 0 else 0.0
    if not _moved(old.average, new.average):
        return words
    return f"{signed(percent(change, language()))} · {words}"


def _winners(comparison: Comparison) -> Card:
    people = max(comparison.variant.facts.size, 1)
    lang = language()
    gain, lose = comparison.gain / people, comparison.lose / people
    sides = (
        ("gain", "▲", gain, "card.gain"),
        ("loss", "▼", lose, "card.lose"),
    )
    value = "".join(
        f'<span class="pc-{side}{"" if share else " pc-none"}"><i aria-hidden="true">{sign}</i>'
        f"{percent(share, lang, 0)}<small>{t(word)}</small></span>"
        for side, sign, share, word in sides
    )
    much = comparison.bands["lose_much"]
    change = (
        t("card.lose_much", count=much)
        if comparison.lose
        else t("card.nobody_loses" if comparison.gain else "card.nobody_moves")
    )
    exact = t("card.heads", count=comparison.gain, lose=t("card.heads_lose", count=comparison.lose))
    return Card(t("card.winners"), value, change, exact)


def _sales_or_spread(answers: Answers) -> Card:
    lang, after, sales = language(), answers.after, answers.cost_of_sales
    if sales is None:
        return Card(
            t("card.spread"),
            span("money", after.low, after.high, lang),
            t("card.spread_of"),
        )
    sold = in_sentence(sales.label, lang)
    of = t("card.of_sales", sold=sold, amount=compact_money(sales.sold, lang))
    moved = abs(sales.after - sales.before) >= 0.0005
    change = points(sales.after - sales.before, lang) if moved else of
    is_pay = answers.session.payroll is None
    called = t("card.cost_of_sales" if is_pay else "card.employer_cost_of_sales")
    return Card(called, percent(sales.after, lang), change, of, moved)


def _cost_change(answers: Answers) -> str:
    """How much more it costs, or what it costs a month where nothing has changed."""
    before, after = answers.cost_before, answers.cost_after
    if _moved(before.total, after.total):
        return _money_change(before.total, after.total)
    return t("card.a_month", amount=compact_money(after.a_month, language()))


def _money_change(old: float, new: float) -> str:
    lang = language()
    if not _moved(old, new):
        return t("card.as_documented")
    change = signed(compact_money(new - old, lang))
    if old <= 0:
        return change
    return t("list.with_more", text=change, more=signed(percent(new / old - 1, lang)))


def _exactly(old: float, new: float) -> str:
    variant, baseline = (money_with_fen(total, language()) for total in (new, old))
    return t("card.exactly", variant=variant, baseline=baseline)


def _moved(old: float, new: float) -> bool:
    return abs(new - old) >= 0.005
