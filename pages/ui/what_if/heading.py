"""The top of the page: the plan, its people, and what the variant costs in one sentence."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from engine.plan import Plan
from pages.ui.kit import count, language, pick, t
from pages.ui.session import phrase
from pages.ui.what_if import findings
from pages.ui.what_if.answers import Answers


def style() -> None:
    """What this page looks like beyond the common frame."""
    st.html(Path(__file__).with_name("what_if.css"))


def heading(answers: Answers) -> None:
    """Plan, people, finding; the changes in words on hover."""
    lang, work = language(), answers.work
    assert work.people is not None
    labels = {line.id: pick(line.label) for line in answers.plan.pay_lines}
    size = answers.facts.size
    finding = findings.headline(
        answers.comparison,
        len(work.scenario.changed),
        labels,
        t("figure.heads", count=size, number=count(size)),
        lang,
    )
    changes = "\n".join(work.scenario.describe(lang))
    _written(pick(answers.base.title), phrase(work.people, answers.facts, lang), finding, changes)


def plain_heading(plan: Plan) -> None:
    """Plan and what it is, where there is nobody to pay."""
    _written(pick(plan.title), "", pick(plan.summary), "")


def _written(title: str, people: str, finding: str, changes: str) -> None:
    st.html(
        f'<header class="pc-heading"><div><h1>{escape(title)}</h1><p>{escape(people)}</p></div>'
        f'<h2 aria-live="polite" title="{escape(changes)}">{escape(finding)}</h2></header>'
    )
