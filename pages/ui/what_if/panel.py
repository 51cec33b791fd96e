"""The figures of the plan, grouped by the pay line they act on: what somebody moves."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from engine.formula.words import WORDS
from engine.plan import sums
from engine.plan.parameter import Parameter
from engine.plan.schema import AddsUp, Plan
from engine.units import shown, unit_text
from pages.ui.numbers import compact_money, number, percent, signed
from pages.ui.state import Store
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.entry import entry, is_compact, name_of, understood
from pages.ui.words import language, pick, t
from pages.ui.work import Work


def panel(store: Store[Work], answers: Answers | None, height: int) -> None:
    """All figures of the plan in a box of its own scroll."""
    plan = store.present.scenario.plan
    _heading(store)
    with st.container(height=height, border=True, key="figures_panel", gap="small"):
        for line, parameters in by_line(plan).items():
            _line_heading(plan, line, answers)
            for parameter in parameters:
                _figure(store, plan, parameter)
                for rule in plan.adds_up:
                    if rule.parameters[-1] == parameter.id:
                        _sum(store, plan, rule)


def by_line(plan: Plan) -> dict[str, list[Parameter]]:
    """The parameters by the pay line they act on first, in the order of the pay slip."""
    groups: dict[str, list[Parameter]] = {line.id: [] for line in plan.pay_lines} | {"": []}
    for parameter in plan.parameters.values():
        groups[plan.pays_into(parameter.id)].append(parameter)
    return {line: parameters for line, parameters in groups.items() if parameters}


def _heading(store: Store[Work]) -> None:
    changed = store.present.scenario.changed
    with st.container(
        horizontal=True, vertical_alignment="center", key="figures_heading", gap="small"
    ):
        st.markdown(f"**{t('panel.title')}**", width="stretch")
        if not changed:
            st.caption(t("panel.unchanged"), width="content")
            return
        st.caption(t("panel.changed", count=len(changed)), width="content")
        st.button(
            t("panel.reset_all"),
            key="reset_all",
            type="tertiary",
            help=t("panel.reset_all_help"),
            on_click=lambda: store.jump(store.present.reset_all()),
        )


def _line_heading(plan: Plan, line: str, answers: Answers | None) -> None:
    label = pick(plan.lines[line].label) if line else t("panel.no_line")
    amount = ""
    if answers is not None and line:
        old, new = answers.comparison.by_line[line]
        amount = compact_money(new, language())
        if answers.is_changed and abs(new - old) >= 0.005 and old > 0:
            amount += f" ({signed(percent(new / old - 1, language()))})"
    st.html(
        f'<div class="pc-line"><h3>{escape(label)}</h3><span title="{t("panel.line_total")}">'
        f"{amount}</span></div>"
    )


def _figure(store: Store[Work], plan: Plan, parameter: Parameter) -> None:
    documented = store.present.base.parameters[parameter.id]
    is_changed = parameter.value != documented.value
    mark = f'<i class="pc-changed" title="{t("panel.is_changed")}"></i> ' if is_changed else ""
    box = st.container(key=f"figure-{parameter.id}", gap="xxsmall")
    with box:
        if is_compact(parameter):
            left, right = st.columns([7, 5], vertical_alignment="center", gap="small")
        else:
            left, right = st.container(gap="xxsmall"), st.container()
        with left, st.container(horizontal=True, gap="xsmall", key=f"about-{parameter.id}"):
            st.html(
                f'<p class="pc-label">{mark}{escape(pick(parameter.label))}</p>', width="content"
            )
            _about(plan, parameter)
            if words := understood(parameter):
                st.html(f'<p class="pc-unit">{escape(words)}</p>', width="content")
            if is_changed:
                _reset(store, parameter, documented)
        with right:
            entry(store, parameter, documented)
        name = name_of(store, parameter)
        for key in (name, f"{name}.slider", f"{name}.number", f"{name}.unlimited"):
            if is_compact(parameter) and (reason := store.refused(key)):
                st.error(reason)


def _reset(store: Store[Work], parameter: Parameter, documented: Parameter) -> None:
    back = (
        shown(documented.value, documented.unit, language())
        if parameter.shape in ("number", "flag")
        else t("panel.reset")
    )
    st.button(
        back,
        icon=":material/undo:",
        type="tertiary",
        key=f"reset-{parameter.id}",
        help=t("panel.reset_help"),
        on_click=lambda: store.jump(store.present.reset(parameter.id)),
    )


def _about(plan: Plan, parameter: Parameter) -> None:
    """Where the figure comes from, on hover; where it acts, one click away."""
    note = pick(parameter.note) if parameter.note else t(f"panel.{parameter.provenance}_note")
    origin = st.popover(
        t(f"panel.{parameter.provenance}"),
        type="tertiary",
        help=note,
        key=f"origin-{parameter.provenance}-{parameter.id}",
    )
    with origin, st.container(key=f"explained-{parameter.id}"):
        st.markdown("\n\n".join(_explained(plan, parameter, note)))


def _explained(plan: Plan, parameter: Parameter, note: str) -> Iterable[str]:
    lang = language()
    yield f"**{pick(parameter.label)}** · {unit_text(parameter.unit, lang)}"
    yield f"{t(f'panel.{parameter.provenance}_is')} {note}"
    if parameter.not_used:
        yield pick(parameter.not_used)
    lines = [plan.lines[name] for name in plan.readers(parameter.id)]
    if lines:
        yield f"**{t('panel.acts_in')}**"
    reads: dict[str, None] = {}
    for line in lines:
        yield f"{pick(line.label)}\n```\n{_broken(line.formula.text)}\n```"
        reads |= dict.fromkeys(line.formula.reads)
    words = [word for word in WORDS if any(f"{word}(" in line.formula.text for line in lines)]
    for word in words:
        yield f"`{word}` {WORDS[word].sentence[lang]}"
    named = [
        f"`{name}` {pick(known[name].label)}"
        for name in reads
        for known in (plan.facts, plan.parameters, plan.lines)
        if name in known
    ]
    yield " · ".join(named)


def _broken(formula: str) -> str:
    """A long formula on several lines, at its sums."""
    text = " ".join(formula.split())
    return text if len(text) < 60 else text.replace(" + ", "\n+ ")


def _sum(store: Store[Work], plan: Plan, rule: AddsUp) -> None:
    now = sums.total(plan, rule)
    if sums.holds(plan, rule):
        st.caption(t("panel.adds_up", total=_weight(now)))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/warning: {t('panel.adds_up_not', total=_weight(now), to=_weight(rule.to))}",
            width="stretch",
        )
        st.button(
            t("panel.rescale"),
            key=f"rescale-{rule.parameters[0]}",
            help=t("panel.rescale_help"),
            on_click=lambda: store.jump(store.present.set_all(sums.in_proportion(plan, rule))),
        )


def _weight(value: float) -> str:
    return number(value, 4).rstrip("0").rstrip(".") if "." in number(value, 4) else number(value, 0)
