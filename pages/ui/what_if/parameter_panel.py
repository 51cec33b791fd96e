"""The figures of the plan, grouped by the pay line they act on: what somebody moves."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.plan import Parameter, Plan
from engine.text import compact_money, percent, signed
from pages.ui.kit import Store, language, pick, t
from pages.ui.parameters import figure, sum_of
from pages.ui.session import SessionScenario
from pages.ui.what_if.answers import Answers


def panel(store: Store[SessionScenario], answers: Answers | None, height: int) -> None:
    """All figures of the plan in a box of its own scroll."""
    plan = store.present.scenario.plan
    _heading(store)
    with st.container(height=height, border=True, key="figures_panel", gap="small"):
        for line, parameters in by_line(plan).items():
            _line_heading(plan, line, answers)
            for parameter in parameters:
                figure(store, plan, parameter)
                for rule in plan.sums:
                    if rule.parameters[-1] == parameter.id:
                        sum_of(store, plan, rule)


def by_line(plan: Plan) -> dict[str, list[Parameter]]:
    """The parameters by the pay line they act on first, in the order of the pay slip."""
    groups: dict[str, list[Parameter]] = {
        line: [] for line in (*(x.id for x in plan.pay_lines), "")
    }
    for parameter in plan.parameters.values():
        groups[plan.pays_into(parameter.id)].append(parameter)
    return {line: parameters for line, parameters in groups.items() if parameters}


def _heading(store: Store[SessionScenario]) -> None:
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
            on_click=lambda: store.switch_to(store.present.reset_all()),
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
