"""The lines of the plan as cards in the order of the pay slip, each with the figures it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from engine.calendar import Every
from engine.drafting import mentions
from engine.plan import FORFEITED, LEAVERS, PAY_KINDS, ROLES, UNUSED, Edit, usual_kind
from engine.text import Problem, say
from pages.ui.editor import entry_details, parameter_sums
from pages.ui.editor.formula_field import field
from pages.ui.editor.line_mechanics import line_mechanics
from pages.ui.editor.new_parameter import new_parameter
from pages.ui.kit import bound, language, t
from pages.ui.parameters import figure, name_for_formulas, sum_of
from pages.ui.session import TAB, DraftSession, DraftStore, role_of

UNITS = ("", "CNY", "share", "factor", "points", "months", "years", "times", "people")
FOCUS = "editor/focus"
"""The line whose formula the cursor goes to next."""


def lines(store: DraftStore) -> None:
    """All lines, then what no line reads, then ways to add more."""
    draft = store.present.draft
    entries: Mapping[str, Any] = draft.data.get("lines") or {}
    by_line = _parameters_by_line(store.present, entries)
    names = list(map(str, entries))
    if not names:
        _nothing_yet()
    for name, entry in entries.items():
        if isinstance(entry, Mapping):
            _card(store, str(name), entry, by_line[str(name)], names)
    if by_line[""]:
        with st.container(border=True, key="unread", gap="small"):
            st.html(f'<div class="pc-line"><h3>{escape(t("editor.unread"))}</h3></div>')
            _figures(store, by_line[""])
    parameter_sums.sums(store)
    _add(store)


def _nothing_yet() -> None:
    with st.container(border=True, key="no_lines"):
        st.markdown(f"**{t('editor.no_lines')}**  \n{t('editor.no_lines_help')}")
        st.button(
            t("editor.to_blocks"),
            icon=":material/widgets:",
            key="to_blocks",
            type="primary",
            on_click=lambda: st.session_state.update({TAB: "blocks"}),
        )


def problems_of(session: DraftSession, name: str) -> list[Problem]:
    """What is wrong with an entry."""
    return [p for p in session.draft.problems if p.column.split(".")[0] == name]


def _parameters_by_line(session: DraftSession, entries: Mapping[str, Any]) -> dict[str, list[str]]:
    """Each parameter under the first line whose formula mentions it; the rest under ""."""
    groups: dict[str, list[str]] = {name: [] for name in (*map(str, entries), "")}
    formulas = {
        str(name): str(entry.get(role_of(entry), ""))
        for name, entry in entries.items()
        if isinstance(entry, Mapping)
    }
    for parameter in session.draft.names("parameters"):
        readers = [n for n, text in formulas.items() if mentions(text, parameter)]
        if (
            not readers and session.is_stale and session.shown_plan is not None
        ):  # it is only being retyped
            readers = [n for n in session.shown_plan.readers(parameter) if n in formulas]
        groups[readers[0] if readers else ""].append(parameter)
    return groups


def _card(
    store: DraftStore,
    name: str,
    entry: Mapping[str, Any],
    parameters: Sequence[str],
    order: Sequence[str],
) -> None:
    role = role_of(entry)
    found = problems_of(store.present, name)
    with st.container(border=True, key=f"line-{name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(_heading(name, entry, role), width="stretch")
            entry_details.movers(store, "lines", name, order)
            entry_details.opener("lines", name)
        formula = str(entry.get(role, ""))
        label = t("editor.formula_of", label=entry_details.label_of(entry, name))
        field(
            "formula",
            formula,
            [p for p in found if p.span is not None or _is_the_formula(p)],
            lambda text, run: store.attempt(
                f"formula.{name}", lambda session, _: session.typed(name, text, run), None
            ),
            key=f"formula-{name}",
            label=label,
            focus=st.session_state.get(FOCUS, "") if _has_focus(name) else "",
            own=name,
        )
        entry_details.show_problems(
            store, f"formula.{name}", [p for p in found if not _in_field(p)]
        )
        line_mechanics(store, name)
        if entry_details.is_open("lines", name):
            _details(store, name, entry, role)
        _figures(store, parameters)


def _is_the_formula(problem: Problem) -> bool:
    return problem.key in ("circle", "one_role", "line_kind")


def _in_field(problem: Problem) -> bool:
    return problem.span is not None or _is_the_formula(problem)


def _has_focus(name: str) -> bool:
    return str(st.session_state.get(FOCUS, "")).split("@")[0] == name


def _heading(name: str, entry: Mapping[str, Any], role: str) -> str:
    when = t(f"editor.pay_{_every(entry)}") if role == "pay" else t(f"editor.is_{role}")
    return (
        f'<div class="pc-slip pc-{role}"><h3>{escape(entry_details.label_of(entry, name))}</h3>'
        f"{name_for_formulas(name)}<span>{escape(when)}</span></div>"
    )


def _every(entry: Mapping[str, Any]) -> str:
    written = str(entry.get("every", "month"))
    return written if written.upper() in Every.__members__ else "month"


def _figures(store: DraftStore, parameters: Sequence[str]) -> None:
    """The figures as the what-if page has them; what is not a figure yet as what is wrong."""
    plan = store.present.plan
    draft = store.present.draft
    for name in parameters:
        known = name in plan.parameters
        entry = draft.data["parameters"][name]
        with st.container(key=f"parameter-{name}", gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="top", gap="xsmall"):
                with st.container(key=f"reads-{name}"):
                    if known:
                        figure(store, plan, plan.parameters[name], is_named=True)
                    else:
                        label = escape(entry_details.label_of(entry, name))
                        st.html(f'<p class="pc-label">{label} {name_for_formulas(name)}</p>')
                if len(parameters) > 1:
                    entry_details.movers(store, "parameters", name, parameters)
                entry_details.opener("parameters", name)
            found = problems_of(store.present, name)
            entry_details.show_problems(store, f"parameters.{name}", found)
            if any(p.key == UNUSED for p in found):
                entry_details.removal(store, "parameters", name, f"remove-unused-{name}")
            if entry_details.is_open("parameters", name):
                entry_details.parameter(store, name, entry)
            for rule in plan.sums:
                if rule.parameters[-1] == name:
                    sum_of(store, plan, rule)


def _details(store: DraftStore, name: str, entry: Mapping[str, Any], role: str) -> None:
    with st.container(key=f"details-lines-{name}", gap="small"):
        entry_details.labels(store, "lines", name, entry)
        left, middle, right = st.columns([3, 3, 2])
        with left:
            st.selectbox(
                t("editor.role"),
                ROLES,
                format_func=lambda one: t(f"editor.role_{one}"),
                help=t("editor.role_help"),
                **bound(
                    store,
                    entry_details.by_labels(f"lines.{name}.role"),
                    role,
                    lambda d, to: _with_role(d, name, to),
                ),
            )
            if role == "pay":
                _counts_as(store, name, entry)
        with middle:
            st.selectbox(
                t("editor.every"),
                [every.key for every in Every],
                format_func=lambda one: t(f"editor.every_{one}"),
                **bound(
                    store,
                    entry_details.by_labels(f"lines.{name}.every"),
                    _every(entry),
                    lambda d, to: _with_every(d, name, to),
                ),
            )
            if role == "pay" and _every(entry) != Every.MONTH.key:
                _leavers(store, name, entry)
        with right:
            entry_details.unit(store, "lines", name, entry, UNITS, disabled=role == "pay")
        entry_details.name_and_removal(store, "lines", name)


def _leavers(store: DraftStore, name: str, entry: Mapping[str, Any]) -> None:
    """What whoever is not there when the line falls due gets of it."""
    written = entry.get("leavers", FORFEITED)
    st.selectbox(
        t("editor.leavers"),
        LEAVERS,
        format_func=lambda one: t(f"editor.leavers_{one}"),
        help=t("editor.leavers_help"),
        **bound(
            store,
            entry_details.by_labels(f"lines.{name}.leavers"),
            written if written in LEAVERS else FORFEITED,
            lambda d, to: d.edited(Edit(("lines", name, "leavers"), to, remove=to == FORFEITED)),
        ),
    )


def _counts_as(store: DraftStore, name: str, entry: Mapping[str, Any]) -> None:
    """What the line is before the law."""
    usual = usual_kind(Every[_every(entry).upper()])
    written = entry.get("counts_as", usual)
    st.selectbox(
        t("editor.counts_as"),
        PAY_KINDS,
        format_func=lambda kind: say(language(), f"pay_kind.{kind}"),
        help=t("editor.counts_as_help"),
        **bound(
            store,
            entry_details.by_labels(f"lines.{name}.counts_as"),
            written if written in PAY_KINDS else usual,
            lambda d, to: d.edited(Edit(("lines", name, "counts_as"), to)),
        ),
    )


def _with_every(session: DraftSession, name: str, every: str) -> DraftSession:
    edits = [Edit(("lines", name, "every"), every, remove=every == Every.MONTH.key)]
    if every == Every.MONTH.key:
        edits += _without(session, name, "leavers")
    return session.edited(*edits)


def _without(session: DraftSession, name: str, *keys: str) -> list[Edit]:
    given = session.draft.data["lines"][name]
    return [Edit(("lines", name, key), remove=True) for key in keys if key in given]


def _with_role(session: DraftSession, name: str, role: str) -> DraftSession:
    entry = dict(session.draft.data["lines"][name])
    old = role_of(entry)
    edits = [Edit(("lines", name, old), remove=True), Edit(("lines", name, role), entry[old])]
    if role == "pay" and "unit" in entry:
        edits.append(Edit(("lines", name, "unit"), remove=True))
    if role != "pay":
        edits += _without(session, name, "leavers", "counts_as")
    return session.edited(*edits)


def _add(store: DraftStore) -> None:
    with st.container(horizontal=True, gap="small", key="add_line"):
        line = entry_details.adding("lines", t("editor.add_line"))
        parameter = entry_details.adding("parameters", t("editor.add_parameter"))
        total = bool(parameter_sums.choices(store.present)) and entry_details.adding(
            "adds_up", t("editor.add_sum")
        )
    if line:
        _new_line(store)
    if parameter:
        new_parameter(store)
    if total:
        parameter_sums.new(store)


def _new_line(store: DraftStore) -> None:
    with st.container(border=True, key="form-lines", gap="small"):
        read, beside = entry_details.new_labels("lines", t("editor.line_example"))
        with beside:
            name = entry_details.new_name(store, "lines", read, "line")
        role = st.segmented_control(
            t("editor.role"),
            ROLES,
            format_func=lambda one: t(f"editor.role_{one}"),
            default=ROLES[0],
            required=True,
            key=entry_details.by_labels("new-lines-role"),
        )

        def change(session: DraftSession) -> DraftSession:
            entry = {role or ROLES[0]: "0", "label": read()}
            draft = session.draft.added("lines", name(), entry)
            st.session_state[FOCUS] = f"{name()}@{len(session.steps.past)}"
            return session.changed(draft)

        st.caption(t(f"editor.role_{role}_means"))
        st.button(
            t("editor.add"),
            key="new-lines-add",
            type="primary",
            on_click=lambda: entry_details.added(store, "lines", change),
        )
        entry_details.show_problems(store, "new.lines", ())
