"""What the draft pays its own typical people, beside what it paid before the last change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from engine.analysis import YEAR, PayoutCurve, TypicalPay, bends, together, typical_pay
from engine.evaluation import GROSS
from engine.plan import Plan
from engine.text import (
    DASH,
    Refused,
    compact_money,
    money,
    money_with_fen,
    percent,
    short_month_names,
    signed,
)
from pages.ui.charts import breakpoints, kind_of, payout_charts, payout_sentence
from pages.ui.kit import Axis, chart, choice, escape_markdown, language, pick, scales, t
from pages.ui.session import DraftSession, content_key, memory

NOTHING = 0.005
CURVE = 250
PERIOD = "editor/period"


@dataclass(frozen=True)
class Outcome:
    """What the plan that is shown pays, and the one before the last change; `refused` says why
    nothing can be shown."""

    now: TypicalPay | None
    before: TypicalPay | None
    refused: Refused | None = None

    @property
    def difference(self) -> float:
        """Yuan a year that the last change adds for all of them together."""
        if self.now is None or self.before is None:
            return 0.0
        return sum(self.now.change(self.before, GROSS, p) for p in self.now.plan.personas)


def outcome(session: DraftSession) -> Outcome:
    """Works out both plans, or looks them up."""
    if session.shown_plan is None:
        return Outcome(None, None)
    try:
        now = _pay(session.shown_plan)
    except Refused as refused:
        return Outcome(None, None, refused)
    try:
        before = _pay(session.before) if session.before is not None else None
    except Refused:
        before = None
    return Outcome(now, before)


def _pay(plan: Plan) -> TypicalPay:
    return memory().cached(("typical pay", content_key(plan)), lambda: typical_pay(plan, memory()))


def headline(session: DraftSession, found: Outcome) -> str:
    """What the last change does to them, or what is to be done first."""
    lang = language()
    if session.is_stale:
        count = len(session.draft.problems)
        return t("editor.to_mend" if session.shown_plan else "editor.to_finish", count=count)
    if found.now is None:
        return t("editor.nobody")
    people = t("editor.people", count=len(found.now.plan.personas))
    change = found.difference if found.before is not None else 0.0
    total = compact_money(found.now.total, lang, change)
    if found.before is None:
        return t("editor.pays", people=people, total=total)
    if not _moved(found):
        return t("editor.pays_as_before", people=people, total=total)
    amount = compact_money(abs(found.difference), lang)
    if abs(found.difference) < NOTHING:
        return t("editor.shifts", people=people)
    share = (
        f" ({signed(percent(found.difference / found.before.total, lang))})"
        if found.before.total > 0
        else ""
    )
    key = "editor.costs_more" if found.difference > 0 else "editor.costs_less"
    return t(key, amount=amount, share=share, people=people)


def _moved(found: Outcome) -> bool:
    assert found.now is not None and found.before is not None
    return any(
        abs(found.now.change(found.before, GROSS, persona)) >= NOTHING
        for persona in found.now.plan.personas
    )


def payouts(session: DraftSession, found: Outcome) -> None:
    """The table of people by line, for a month or the year."""
    if found.now is None:
        _nobody(session, found)
        return
    with st.container(key="stale" if session.is_stale else "fresh", gap="small"):
        period = _period()
        caption = t("editor.stale" if session.is_stale else "editor.caption")
        st.html(_table(found.now, found.before, period, caption))


def _nobody(session: DraftSession, found: Outcome) -> None:
    with st.container(border=True, key="no_outcome"):
        st.markdown(f"**{t('editor.no_outcome')}**")
        st.markdown(
            t("editor.no_people" if session.shown_plan is not None else "editor.no_plan_yet")
        )
        if (
            found.refused is not None
            and session.shown_plan is not None
            and session.shown_plan.personas
        ):
            st.error(escape_markdown(found.refused.text(language())))


def _period() -> int:
    names = short_month_names(language())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="period"):
        st.markdown(f"**{t('editor.who_is_paid_what')}**", width="stretch")
        return choice(
            t("editor.period"),
            range(13),
            key=PERIOD,
            written=lambda n: t("editor.year") if n == YEAR else names[n - 1],
            label_visibility="collapsed",
            width=130,
        )


def _table(now: TypicalPay, before: TypicalPay | None, period: int, caption: str) -> str:
    plan = now.plan
    heads = "".join(
        f'<th scope="col" title="{escape(pick(persona.story))}">{escape(pick(persona.name))}</th>'
        for persona in plan.personas.values()
    )
    gone = () if before is None else before.plan.pay_lines
    rows = [(line, "") for line in plan.pay_lines]
    rows += [(line, "gone") for line in gone if line.id not in plan.lines]
    body = "".join(_row(now, before, line.id, pick(line.label), period, k) for line, k in rows)
    body += _row(now, before, GROSS, t("editor.together"), period, "sum")
    return (
        '<div class="pc-wide"><table class="pc-table pc-payouts">'
        f"<caption>{escape(caption)}</caption>"
        f'<thead><tr><th scope="col">{escape(t("editor.pay_line"))}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(
    now: TypicalPay,
    before: TypicalPay | None,
    line: str,
    label: str,
    period: int,
    kind: str = "",
) -> str:
    cells = []
    for persona in now.plan.personas:
        paid = now.paid(line, persona, period)
        change = now.change(before, line, persona, period) if before is not None else 0.0
        text = DASH if math.isnan(paid) else money(paid, language())
        if abs(change) >= NOTHING:
            side = "gain" if change > 0 else "loss"
            write = money if abs(change) >= 0.5 else money_with_fen
            amount = signed(write(change, language()))
            text += f'<small class="pc-{side}">{amount}</small>'
        exact = "" if math.isnan(paid) else money_with_fen(paid, language())
        cells.append(f'<td title="{exact}">{text}</td>')
    return f'<tr class="{kind}"><th scope="row">{escape(label)}</th>{"".join(cells)}</tr>'


def curve(found: Outcome) -> None:
    """The payout curve of the draft, and the one before the last change."""
    if found.now is not None:
        before = found.before.curve if found.before is not None else None
        _curve(found.now, before, "draft_curve")


def curve_of(plan: Plan, key: str) -> None:
    """The payout curve of any plan that has personas."""
    _curve(_pay(plan), None, key)


def _curve(paid: TypicalPay, before: PayoutCurve | None, key: str) -> None:
    now, spec = paid.curve, paid.plan.curve
    if now is None or spec is None:
        st.caption(t("editor.no_curve"))
        return
    if before is None or not _comparable(now, before):
        before = now
    lang, kind = language(), kind_of(paid.plan)
    x, old, new = together(before, now)
    names = (t("editor.before"), t("editor.now"))
    chart(
        payout_charts.payout_curve(
            x,
            old,
            new,
            across=Axis(pick(spec.label), spec.start, spec.stop, kind),
            up=Axis("", 0.0, scales.top(float(old.max()), float(new.max()))),
            lang=lang,
            breakpoints=breakpoints(before, now, kind),
            names=names if before is not now else ("", t("editor.pay")),
        ),
        key=key,
        title=payout_sentence(x, old, new, bends(now), kind, pick(spec.label), lang),
        caption=t("editor.curve_caption"),
        height=CURVE,
    )


def _comparable(now: PayoutCurve, before: PayoutCurve) -> bool:
    same = (now.curve.move, now.curve.against) == (before.curve.move, before.curve.against)
    return same and now.x.shape == before.x.shape and bool(np.allclose(now.x, before.x))
