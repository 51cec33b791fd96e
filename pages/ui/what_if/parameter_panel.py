"""The figures of the plan, grouped by the pay line they act on: what somebody moves."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.plan import Parameter, Plan
from engine.text import compact_money, percent, signed
from pages.ui.kit import Store, escape_markdown, language, pick, t
from pages.ui.parameters import figure, sum_of
from pages.ui.session import SessionScenario
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.folds import Folds


def panel(store: Store[SessionScenario], answers: Answers) -> None:
    """All figures of the plan, each line a fold; the charts beside stay in sight while one goes
    down to them."""
    plan = store.present.scenario.plan
    groups = by_line(plan)
    folds = Folds(store, groups, {line: old for line, (old, _) in _costs(answers).items()})
    _heading(store, folds)
    with st.container(border=True, key="figures_panel", gap="xsmall"):
        for line, parameters in groups.items():
            with _line(plan, line, answers, folds):
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


def _heading(store: Store[SessionScenario], folds: Folds) -> None:
    changed = store.present.scenario.changed
    with st.container(
        horizontal=True, vertical_alignment="center", key="figures_heading", gap="small"
    ):
        st.markdown(f"**{escape_markdown(_title(store.present))}**", width="stretch")
        st.caption(how_many_changed(store.present), width="content")
        if changed:
            st.button(
                t("panel.reset_all"),
                key="reset_all",
                type="tertiary",
                help=t("panel.reset_all_help"),
                on_click=lambda: store.switch_to(store.present.reset_all()),
            )
        if folds.are_several:
            to_open = not folds.are_all_open
            st.button(
                t("panel.open_all" if to_open else "panel.fold_all"),
                key="fold_all",
                type="tertiary",
                on_click=lambda: folds.put_all(to_open),
            )


def how_many_changed(session: SessionScenario) -> str:
    """How many figures of the plan are not as documented."""
    count = len(session.scenario.changed)
    return t("panel.changed", count=count) if count else t("panel.unchanged")


def _title(session: SessionScenario) -> str:
    """Whose figures they are, where a company has several plans."""
    if session.company is None:
        return t("panel.title")
    return t("company.figures_of", unit=pick(session.title))


def _line(plan: Plan, line: str, answers: Answers, folds: Folds) -> DeltaGenerator:
    """The fold of a line; its cost stands beside, as Streamlit knows a fold by all of its name."""
    label = pick(plan.lines[line].label) if line else t("panel.no_line")
    with st.container(key=f"line-{line or 'none'}", gap=None):
        st.html(
            f'<p class="pc-line-total" title="{t("panel.line_total")}">'
            f"<span>{line_cost(line, answers)}</span>{_mark(folds.changed(line))}</p>"
        )
        return st.expander(f"**{escape_markdown(label)}**", type="compact", **folds.bound(line))


def _mark(changed: int) -> str:
    words = t("panel.changed", count=changed)
    return f' <i class="pc-changed" title="{words}"></i>' if changed else ""


def _costs(answers: Answers) -> Mapping[str, tuple[float, float]]:
    return answers.comparison.by_line


def line_cost(line: str, answers: Answers) -> str:
    """What a pay line costs and how that changed, as HTML."""
    if not line:
        return ""
    old, new = _costs(answers)[line]
    amount = compact_money(new, language(), new - old)
    if answers.is_changed and abs(new - old) >= 0.005 and old > 0:
        relative = signed(percent(new / old - 1, language()))
        amount = t("list.with_more", text=amount, more=relative)
    return escape(amount)
