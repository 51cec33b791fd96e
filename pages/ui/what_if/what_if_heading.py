"""The top of the page: the plan, its people, and what the variant costs in one sentence, to be
copied as a link or as a summary."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from engine.text import compact_money, money
from pages.ui.charts import finding_sentences, in_sentence
from pages.ui.kit import copy_button, frame, language, t
from pages.ui.payroll import cost_cautions, cost_told
from pages.ui.session import as_json, link, reconciliation_session
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.key_figure_cards import cost_labels


@dataclass(frozen=True)
class Finding:
    """The finding in a sentence, what to beware of, the changes in words, and how a company stands
    against its budget."""

    sentence: str
    cautions: Sequence[str]
    changes: Sequence[str]
    against_budget: str


def finding(answers: Answers) -> Finding:
    """What the heading says of these answers."""
    lang, session = language(), answers.session
    sentence = finding_sentences.headline(
        answers.costs,
        int(answers.is_changed),
        answers.cost_lines,
        t("figure.heads", count=answers.facts.size),
        answers.comparison.gain + answers.comparison.lose,
        lang,
    )
    if session.company is not None:
        sentence = _of_scope(answers, sentence)
    elif answers.baseline_name and not answers.is_changed:
        sentence = _alike(answers, answers.title)
    cautions = [
        caution
        for unit in session.whole.units.values()
        for caution in finding_sentences.cautions(unit.plan, lang)
    ]
    cautions += filter(None, [reconciliation_session.assumed(answers.facts)])
    return Finding(sentence, cautions, answers.changes, _against_budget(answers))


def whose(answers: Answers) -> tuple[str, str]:
    """Whose pay it is, and which costs are told of them, against what."""
    session, name = answers.session, answers.baseline_name
    people = reconciliation_session.people_and_seal(session, answers.facts)
    against = t("baseline.told", name=name) if name else ""
    return people, joined(cost_told(session.whole), against)


def heading(answers: Answers) -> None:
    """Plan, people, finding; the changes in words on hover."""
    session = answers.session
    assert session.people is not None
    found, (people, cost) = finding(answers), whose(answers)
    title, about = answers.title, joined(people, cost, found.against_budget)
    changes, cautions = found.changes, found.cautions
    frame.heading(title, about, found.sentence, "\n".join(changes), "; ".join(cautions))
    shared = ""
    with suppress(link.BadLink):  # the way to share says that it has too many changes
        shared = link.address(as_json(session))
    unsure = cost_cautions(session.whole, answers.facts.first, answers.facts.months)
    told = [f"{title} · {about}", found.sentence, *cautions, *unsure, *_figures(answers)]
    told += [f"- {change}" for change in changes] + [shared]
    with st.container(key="copy_buttons", horizontal=True, gap="xsmall"):
        if shared:
            copy_button(t("share.copy_link"), shared, key="copy_link")
        summary = "\n".join(filter(None, told))
        copy_button(
            t("share.copy_summary"), summary, key="copy_summary", hover=t("share.copy_summary_help")
        )


def joined(*parts: str) -> str:
    """What is told of whom, without what is nothing."""
    return " · ".join(filter(None, parts))


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
    if not answers.is_changed and answers.baseline_name:
        return _alike(answers, answers.scope)
    if not answers.is_changed:
        total = compact_money(answers.cost_after.total, lang)
        return t("company.unchanged", scope=answers.scope, total=total, people=heads)
    return t("list.labelled", label=answers.scope, text=in_sentence(finding, lang))


def _alike(answers: Answers, scope: str) -> str:
    """That the figures are those of the variant that they are held against."""
    total = compact_money(answers.cost_after.total, language())
    heads, name = t("figure.heads", count=answers.facts.size), answers.baseline_name
    return t("baseline.alike", scope=scope, name=name, total=total, people=heads)


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
