"""The top of the page: the plan, its people, and what the variant costs in one sentence, to be
copied as a link or as a summary."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.text import compact_money, money
from pages.ui.charts import finding_sentences, in_sentence
from pages.ui.kit import copy_button, frame, language, pick, t
from pages.ui.session import as_json, link, reconciliation_session
from pages.ui.what_if.answers import Answers


def heading(answers: Answers) -> None:
    """Plan, people, finding; the changes in words on hover."""
    lang, session = language(), answers.session
    assert session.people is not None
    labels = {line.id: pick(line.label) for line in answers.plan.pay_lines}
    size = answers.facts.size
    changes = answers.changes
    finding = finding_sentences.headline(
        answers.comparison, int(answers.is_changed), labels, t("figure.heads", count=size), lang
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
    title, people = answers.title, " · ".join(filter(None, (people, _against_budget(answers))))
    frame.heading(title, people, finding, "\n".join(changes), "; ".join(cautions))
    shared = ""
    with suppress(link.BadLink):  # the way to share says that it has too many changes
        shared = link.address(as_json(session))
    told = [f"{title} · {people}", finding, *cautions, *_figures(answers)]
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
    gap = answers.whole_budget - answers.after.total
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
        total = compact_money(answers.after.total, lang)
        return t("company.unchanged", scope=answers.scope, total=total, people=heads)
    return t("list.labelled", label=answers.scope, text=in_sentence(finding, lang))


def _figures(answers: Answers) -> list[str]:
    """The cards in a line each."""
    lang, after = language(), answers.after
    lines = [
        t("list.labelled", label=t("card.cost"), text=compact_money(after.total, lang)),
        t("list.labelled", label=t("card.average"), text=money(after.average, lang)),
    ]
    if answers.is_changed:
        gain, lose = answers.comparison.gain, answers.comparison.lose
        lines.append(t("card.heads", count=gain, lose=t("card.heads_lose", count=lose)))
    return lines
