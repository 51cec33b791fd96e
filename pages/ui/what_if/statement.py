"""Why one person is paid what they are paid in one month, expandable down to the facts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.explain import Statement, Step, explain
from engine.messages import Refused, Text
from pages.ui.numbers import money, month
from pages.ui.people import memory
from pages.ui.what_if.answers import Answers
from pages.ui.words import language, pick, t

DEEPEST = 7


def statement(answers: Answers, person: str) -> None:
    """The statement of the employee kept under `person` in the session, month by month."""
    facts, lang = answers.facts, language()
    place = facts.position[st.session_state[person]]
    months = [
        text
        for text, there in zip(facts.month_texts(), facts.present[:, place], strict=True)
        if there
    ]
    with st.container(horizontal=True, gap="small"):
        st.text_input(
            t("statement.employee"),
            value=st.session_state[person],
            key=f"statement_search-{st.session_state[person]}",
            on_change=_search,
            args=(person, facts.position),
            width=240,
        )
        chosen = st.selectbox(
            t("statement.month"),
            months,
            index=len(months) - 1,
            format_func=lambda text: month(text, lang),
            key=f"statement_month-{st.session_state[person]}-{lang}",
            width=200,
        )
        which = st.segmented_control(
            t("statement.plan"),
            ("variant", "baseline"),
            format_func=lambda name: t(f"figure.{name}"),
            default="variant",
            required=True,
            key="statement_plan",
            disabled=not answers.is_changed,
        )
    if unknown := st.session_state.pop(_UNKNOWN, ""):
        st.warning(t("statement.unknown", employee=unknown))
    plan = answers.base if which == "baseline" else answers.plan
    try:
        told = explain(plan, facts, st.session_state[person], chosen, memory())
    except Refused as refused:
        st.error(refused.text(lang))
        return
    st.html(f'<div class="pc-statement">{_page(told, lang)}</div>')


_UNKNOWN = "statement/unknown"


def _search(person: str, employees: dict[str, int]) -> None:
    typed = str(st.session_state[f"statement_search-{st.session_state[person]}"]).strip()
    if typed in employees:
        st.session_state[person] = typed
        return
    near = [name for name in employees if typed.casefold() in name.casefold()] if typed else []
    if len(near) == 1:
        st.session_state[person] = near[0]
    elif typed:
        st.session_state[_UNKNOWN] = typed


def _page(told: Statement, lang: str) -> str:
    heading = t("statement.title", employee=told.employee, month=month(told.month, lang))
    gross = money(told.gross / 100, fen=True)
    lines = "".join(_line(step, lang) for step in told.lines)
    measures = "".join(_line(step, lang) for step in told.measures)
    figures = "".join(
        _row(figure.label, figure.value, figure.note, t(f"panel.{figure.provenance}"))
        for figure in told.figures()
    )
    facts = "".join(_row(fact.label, fact.value) for fact in told.facts)
    return (
        f"<header><h3>{escape(heading)}</h3><p class='pc-gross'>{gross}</p></header>"
        f"<div class='pc-columns'><section><h4>{t('statement.lines')}</h4>{lines}"
        f"<h4>{t('statement.measures')}</h4>{measures}</section>"
        f"<section><h4>{t('statement.facts')}</h4><table class='pc-table'>{facts}</table>"
        f"<h4>{t('statement.figures')}</h4><table class='pc-table'>{figures}</table>"
        "</section></div>"
    )


def _row(label: Text, value: Text, note: Text | None = None, origin: str = "") -> str:
    hover = f" title='{escape(pick(note), quote=True)}'" if note else ""
    last = f"<td{hover}><span class='pc-origin'>{origin}</span></td>" if origin else ""
    return (
        f"<tr><th scope='row'>{escape(pick(label))}</th><td>{escape(pick(value))}</td>{last}</tr>"
    )


def _line(step: Step, lang: str, depth: int = 0) -> str:
    amount = pick(step.value) if step.amount is None else money(step.amount / 100, fen=True)
    label = escape(pick(step.label))
    summary = f"<span>{label}</span><b>{escape(amount)}</b>"
    inside = _working(step, lang, depth)
    if not inside:
        return f"<div class='pc-leaf'>{summary}</div>"
    return f"<details><summary>{summary}</summary><div class='pc-working'>{inside}</div></details>"


def _working(step: Step, lang: str, depth: int) -> str:
    parts: list[str] = []
    if pick(step.sentence):
        parts.append(f"<p>{escape(pick(step.sentence))}</p>")
    if step.formula:
        parts.append(f"<p class='pc-formula'>{escape(pick(step.formula))}</p>")
    parts += [f"<p class='pc-worked'>{escape(pick(line))}</p>" for line in step.worked]
    if depth < DEEPEST:
        parts += [_line(child, lang, depth + 1) for child in _once(step.children)]
    return "".join(parts)


def _once(steps: Sequence[Step]) -> list[Step]:
    return list({id(step): step for step in steps}.values())
