"""The statement of one person and month as HTML, from the pay down to the facts."""

from __future__ import annotations

from html import escape

from engine.explain import Entry, Figure, Outline, Statement, Step
from engine.plan import Plan
from engine.reports import Document, to_html_part
from engine.text import Text, money_with_fen, short_month
from pages.ui.kit import language, pick, t
from pages.ui.session import SessionScenario, person_name

DEEPEST = 7
LONGEST_ASIDE = 60
"""What is longer than this has no room beside a value."""


def statement_page(explained: Statement, brief: Document, session: SessionScenario) -> str:
    """The statement in brief, and below it, to be opened, every step down to the facts."""
    audit = _steps(explained, session, language())
    return (
        f"{to_html_part(brief, language())}"
        f"<details class='pc-audit'><summary>{escape(t('statement.audit'))}</summary>"
        f"<div class='pc-statement'>{audit}</div></details>"
    )


def _steps(explained: Statement, session: SessionScenario, lang: str) -> str:
    name = person_name(session, explained.employee)
    heading = t("statement.title", employee=name, month=short_month(explained.month, lang))
    gross = money_with_fen(explained.gross / 100, lang)
    outline = Outline(once=False)
    lines = "".join(_line(outline.line(step)) for step in explained.lines)
    measures = "".join(_line(outline.line(step)) for step in explained.measures)
    figures = "".join(
        _row(figure.label, figure.value, figure.note, _origin(figure))
        for figure in explained.figures()
    )
    facts = "".join(
        _row(fact.label, _named(fact, explained.plan, session)) for fact in explained.facts
    )
    return (
        f"<header><h3>{escape(heading)}</h3><p class='pc-gross'>{gross}</p></header>"
        f"<div class='pc-columns'><section><h4>{t('statement.lines')}</h4>{lines}"
        f"<h4>{t('statement.measures')}</h4>{measures}</section>"
        f"<section><h4>{t('statement.facts')}</h4><table class='pc-table'>{facts}</table>"
        f"<h4>{t('statement.figures')}</h4><table class='pc-table'>{figures}</table>"
        "</section></div>"
    )


def _named(fact: Step, plan: Plan, session: SessionScenario) -> Text:
    """What a fact holds; people are called as they are elsewhere on the screen."""
    if plan.facts[fact.id].kind != "person" or not fact.number:
        return fact.value
    return dict.fromkeys(fact.value, person_name(session, str(fact.number)))


def _origin(figure: Figure) -> str:
    """Where a figure comes from; beside one's own what the plan has."""
    origin = t(f"panel.{figure.provenance}")
    if figure.documented is None:
        return escape(origin)
    plan = t("panel.documented", value=pick(figure.documented))
    return f"<b>{escape(origin)}</b> · {escape(plan)}"


def _row(label: Text, value: Text, note: Text | None = None, origin: str = "") -> str:
    hover = f" title='{escape(pick(note), quote=True)}'" if note else ""
    last = f"<td{hover}><span class='pc-origin'>{origin}</span></td>" if origin else ""
    return (
        f"<tr><th scope='row'>{escape(pick(label))}</th><td>{escape(pick(value))}</td>{last}</tr>"
    )


def _line(entry: Entry, depth: int = 0) -> str:
    """A line or step, to be opened where there is more to say than its value."""
    label, value = pick(entry.label) if entry.label else "", pick(entry.value)
    if entry.kind in ("list", "remark"):
        text = t("list.labelled", label=label, text=value) if label else value
        return f"<p class='pc-list'>{escape(text)}</p>"
    inside = [f"<p>{escape(pick(text))}</p>" for text in entry.texts if text != entry.label]
    inside += [_line(item, depth + 1) for item in entry.below if depth < DEEPEST]
    how = " ".join(pick(text) for text in (entry.working, entry.remark) if text)
    if len(how) > LONGEST_ASIDE:
        inside.insert(0, f"<p>{escape(how)}</p>")
        how = ""
    how = f"<i>{escape(how)}</i>" if how else ""
    summary = f"<span>{escape(label)}</span>{how}<b>{escape(value)}</b>"
    if not inside:
        return f"<div class='pc-leaf'>{summary}</div>"
    working = f"<div class='pc-working'>{''.join(inside)}</div>"
    return f"<details><summary>{summary}</summary>{working}</details>"
