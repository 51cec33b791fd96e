"""The top of the page: the plan, its people, and what the variant costs in one sentence, to be
copied as a link or as a summary."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.text import compact_money, money
from pages.ui.charts import finding_sentences, in_sentence
from pages.ui.kit import copy_button, frame, language, t
from pages.ui.payroll import cost_cautions, cost_told
from pages.ui.session import as_json, link, reconciliation_session
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.key_figure_cards import cost_labels


def heading(answers: Answers) -> None:
    """Plan, people, finding; the changes in words on hover."""
    lang, session = language(), answers.session
    assert session.people is not None
    size = answers.facts.size
    changes = answers.changes
    finding = finding_sentences.headline(
        answers.costs,
        int(answers.is_changed),
        answers.cost_lines,
        t("figure.heads", count=size),
        answers.comparison.gain + answers.comparison.lose,
        lang,
    )
    if session.company is not None:
        finding = _of_scope(answers, finding)
    cautions = [
        caution
        for unit in session.whole.units.values()
        for caution in finding_sentences.cautions(unit.plan, lang)
    ]
    cautions += filter(None, [reconciliation_session.assumed(answers.facts)])
    people = reconciliation_session.people_and_seal(session, answers.facts)
    cost = cost_told(session.whole)
    about = (people, cost, _against_budget(answers))
    title, people = answers.title, " · ".join(filter(None, about))
    frame.heading(title, people, finding, "\n".join(changes), "; ".join(cautions))
    shared = ""
    with suppress(link.BadLink):  # the way to share says that it has too many changes
        shared = link.address(as_json(session))
    unsure = cost_cautions(session.whole, answers.facts.first, answers.facts.months)
    told = [f"{title} · {people}", finding, *cautions, *unsure, *_figures(answers)]
    told += [f"- {change}" for change in changes] + [shared]
    with st.container(key="copy_buttons", horizontal=True, gap="xsmall"):
        if shared:
            copy_button(t("share.copy_link"), shared, key="copy_link")
        summary = "\n".join(filter(None, told))
        copy_button(
            t("share.copy_summary"), summary, key="copy_summary", hover=t("share.copy_summary_help")
        )


def _against_budget(answers: Answers) -> str:
    """How a company stands against its budget."""
    if answers.whole_budget is None:
        return ""
    gap = answers.whole_budget - answers.cost_after.total
    lang = language()
    return t(
        "company.under_budget" if gap >= 0 else "company.over_budget",
        amount=compact_money(abs(gap), lang),
        budget=compact_money(answers.whole_budget, lang),
    )


def _of_scope(answers: Answers, finding: str) -> str:
    """The finding with what it is about: a unit, or the whole company."""
    lang, heads = language(), t("figure.heads", count=answers.facts.size)
    if not answers.is_changed:
        total = compact_money(answers.cost_after.total, lang)
        return t("company.unchanged", scope=answers.scope, total=total, people=heads)
    return t("list.labelled", label=answers.scope, text=in_sentence(finding, lang))


def _figures(answers: Answers) -> list[str]:
    """The cards in a line each."""
    lang, after = language(), answers.cost_after
    cost, average = cost_labels(answers)
    lines = [
        t("list.labelled", label=cost, text=compact_money(after.total, lang)),
        t("list.labelled", label=average, text=money(after.average, lang)),
    ]
    if answers.is_changed:
        gain, lose = answers.comparison.gain, answers.comparison.lose
        lines.append(t("card.heads", count=gain, lose=t("card.heads_lose", count=lose)))
    return lines
