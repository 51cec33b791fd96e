"""The top of the page: what the months ahead cost and how sure that is, as a sentence and cards."""

from __future__ import annotations

import streamlit as st

from engine.companies import legal_basis
from engine.projection import (
    Driver,
    Estimate,
    Forfeit,
    Question,
    line_label,
    people_at_start,
)
from engine.projection import told as said_of
from engine.text import DASH, compact_money, money_with_fen, months, percent, points, signed
from pages.ui.charts import in_sentence
from pages.ui.kit import Card, card_row, frame, language, pick, t
from pages.ui.payroll import cost_told
from pages.ui.projection.outcome import INNER, Outcome
from pages.ui.projection.projection_session import Accuracy


def heading(outcome: Outcome) -> None:
    """The company, its people and months, and what they cost."""
    question = outcome.question
    frame.heading(
        pick(question.company.title),
        about(outcome),
        finding(outcome),
        "\n".join(told(outcome)),
    )


def about(outcome: Outcome) -> str:
    """How many people, when, and how they were drawn."""
    lang, question = language(), outcome.question
    people = t("projection.heads_at_start", count=sum(people_at_start(question).values()))
    span = months(question.month_texts[0], question.month_texts[-1], lang)
    futures = t("projection.futures", count=outcome.trials.size)
    cost = cost_told(question.company)
    last = cost or futures  # how many they are stands beside the title as well
    return " · ".join(filter(None, (question.company.name, people, span, last)))


def finding(outcome: Outcome) -> str:
    """Cost, range, budget and what drives it, in a sentence."""
    lang = language()
    whose = "finding" if outcome.question.payroll is None else "finding_employer"
    if outcome.is_early:
        said = outcome.written(outcome.expected.value, lang)
        return t(f"projection.{whose}_early", count=outcome.question.months, cost=said)
    low, high = (outcome.range[share].value for share in INNER)
    cost = t(
        f"projection.{whose}_cost",
        count=outcome.question.months,
        cost=outcome.written(outcome.expected.value, lang),
        low=outcome.written(low, lang),
        high=outcome.written(high, lang),
    )
    return cost + _budget(outcome) + t("finding.stop")


def _budget(outcome: Outcome) -> str:
    lang, risk, budget = language(), outcome.risk, outcome.question.budget
    if risk is None or budget is None:
        return ""
    amount, probability = outcome.written(budget, lang), risk.probability.value
    if risk.overrun_if_over is None:
        return t("projection.finding_within", budget=amount)
    said = t(
        "projection.finding_over",
        budget=amount,
        share=percent(probability, lang, 0),
        overrun=compact_money(risk.overrun_if_over, lang),
    )
    if outcome.is_driven:
        said += t("projection.finding_driver", what=line_name(outcome.question, outcome.drivers[0]))
    elif outcome.added:
        against = "documented" if outcome.is_against_documented else "base"
        said += t(
            f"projection.finding_level_{against}",
            whole=compact_money(outcome.added_as_a_whole, lang),
            what=line_name(outcome.question, outcome.added[0]),
            amount=compact_money(outcome.added[0].amount, lang),
        )
    return said


def line_name(question: Question, one: Driver | Forfeit) -> str:
    """A pay line of a unit within a sentence: “annual bonus (Sellers)”; of the only unit, the line
    alone."""
    unit = question.company.units[one.unit]
    label = in_sentence(_label(question, one.unit, one.line), language())
    if len(question.company.units) == 1:
        return label
    return t("projection.line_of_unit", unit=pick(unit.title), line=label)


def row_name(question: Question, unit_id: str, line_id: str) -> str:
    """A pay line of a unit where it stands by itself: “Sellers: annual bonus”."""
    unit = question.company.units[unit_id]
    label = _label(question, unit_id, line_id)
    if len(question.company.units) == 1:
        return label
    line = in_sentence(label, language())
    return t("projection.unit_line", unit=pick(unit.title), line=line)


def _label(question: Question, unit_id: str, line_id: str) -> str:
    label = line_label(question, unit_id, line_id)
    return line_id if label is None else pick(label)


def told(outcome: Outcome) -> list[str]:
    """What the figures stand on: scenario, plans and their versions, people, months, seeds, and all
    that is assumed beyond this year's people."""
    lang, question = language(), outcome.question
    company = question.company
    people = people_at_start(outcome.question)
    rows = [
        t("projection.told_company", company=pick(company.title), variant=company.name or DASH),
        *(
            t(
                "projection.told_unit",
                unit=pick(unit.title),
                plan=pick(unit.plan.title),
                version=unit.plan.terms.version or unit.scenario.fingerprint[:8],
                count=people[name],
            )
            for name, unit in company.units.items()
        ),
        t(
            "projection.told_months",
            months=months(question.month_texts[0], question.month_texts[-1], lang),
        ),
        t("projection.told_seed", people=company.seed, futures=question.seed),
        t("projection.told_futures", count=outcome.trials.size),
    ]
    assumed = question.assumptions.describe(company, lang)
    rows += [t("projection.told_assumption", what=what) for what in assumed]
    rows += [problem.text(lang) for problem in said_of(question)]
    if question.payroll is None:
        return rows
    told_of = legal_basis(company, question.payroll, question.first, question.months)
    return rows + [pick(one) for one in told_of]


def cards(outcome: Outcome, accuracy: Accuracy) -> None:
    """Expected cost, its range, the budget's risk, the reserve and the cost on target; of few
    futures only the cost."""
    if outcome.is_early:
        soon = [
            t(f"projection.{name}")
            for name in ("range", "over_budget", "reserve", "at_target")
            if outcome.question.budget is not None or name not in ("over_budget", "reserve")
        ]
        known = [Card(label, "…", t("projection.soon")) for label in soon]
        with st.container(key="cards"):
            st.html(card_row([_expected(outcome), *known]))
        return
    with st.container(key="cards"):
        st.html(
            card_row(
                [
                    _expected(outcome),
                    _range(outcome),
                    *_risk(outcome, accuracy.confidence),
                    _target(outcome),
                    *([] if outcome.risk else [_precision(outcome)]),
                ]
            )
        )


def _expected(outcome: Outcome) -> Card:
    lang, cost = language(), outcome.expected
    return Card(
        t("projection.expected"),
        outcome.written(cost.value, lang),
        _changed(outcome.change)
        or (
            t("projection.soon")
            if outcome.is_early
            else t("projection.give_or_take", amount=_error(cost))
        ),
        t(
            "projection.exactly",
            amount=money_with_fen(cost.value, lang),
            error=money_with_fen(cost.error, lang),
        ),
        outcome.change is not None,
    )


def _range(outcome: Outcome) -> Card:
    lang = language()
    low, high = (outcome.range[share] for share in INNER)
    return Card(
        t("projection.range"),
        t(
            "projection.from_to",
            low=f"<b>{outcome.written(low.value, lang)}</b>",
            high=f"<b>{outcome.written(high.value, lang)}</b>",
        ),
        t("projection.eight_of_ten"),
        t("projection.range_errors", low=_error(low), high=_error(high)),
    )


def _risk(outcome: Outcome, confidence: float) -> list[Card]:
    lang, risk, reserve = language(), outcome.risk, outcome.reserve(confidence)
    if risk is None or reserve is None:
        return []
    probability = risk.probability
    moved = outcome.base_risk
    change = (
        t("projection.by_on_average", amount=compact_money(risk.expected_overrun.value, lang))
        if moved is None
        else t(
            "projection.against_base",
            change=points(probability.value - moved.probability.value, lang, 0),
        )
    )
    return [
        Card(
            t("projection.over_budget"),
            percent(probability.value, lang, 0),
            change,
            t(
                "projection.risk_exactly",
                error=points(probability.error, lang, 1).lstrip("+"),
                overrun=compact_money(risk.expected_overrun.value, lang),
                over=compact_money(risk.overrun_if_over or 0.0, lang),
            ),
            moved is not None,
        ),
        Card(
            t("projection.reserve"),
            compact_money(reserve.value, lang),
            t("projection.reserve_for", share=percent(confidence, lang, 0)),
            t("projection.reserve_means", share=percent(confidence, lang, 0)),
        ),
    ]


def _target(outcome: Outcome) -> Card:
    lang, target = language(), outcome.found.target
    if target is None:
        return Card(t("projection.at_target"), "…", t("projection.at_target_soon"))
    on_target = outcome.expected.value - target.difference.value
    return Card(
        t("projection.at_target"),
        outcome.written(on_target, lang),
        t("projection.beyond_target", change=signed(compact_money(target.difference.value, lang))),
        t("projection.at_target_means"),
    )


def _precision(outcome: Outcome) -> Card:
    """How far the expected cost is known, where no budget needs the room."""
    return Card(
        t("projection.precision"),
        t("projection.plus_minus", amount=_error(outcome.expected)),
        t("projection.after", count=outcome.trials.size),
    )


def _changed(change: Estimate | None) -> str:
    if change is None:
        return ""
    return t("projection.against_base", change=signed(compact_money(change.value, language())))


def _error(one: Estimate) -> str:
    return compact_money(one.error, language())
