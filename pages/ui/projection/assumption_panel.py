"""The assumptions beside the charts: named sets, what can be moved, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import streamlit as st

from engine.calendar import EARLIEST, month_text
from engine.companies import Company
from engine.projection import Assumptions, Field, Question, fields, people_at_start, set_titles
from engine.scenario import LARGEST_SEED, Simulated
from engine.text import month
from pages.ui.kit import (
    Store,
    bound,
    choice,
    escape_markdown,
    language,
    new_here,
    number_field,
    pick,
    t,
)
from pages.ui.projection.assumption_entry import Choices, assumption
from pages.ui.projection.assumption_folds import fold
from pages.ui.projection.assumption_rows import plan_changes, temporary_staff
from pages.ui.projection.headcount_grid import headcount_grid
from pages.ui.projection.projection_session import (
    CONFIDENCES,
    FUTURES,
    Accuracy,
    Asking,
    set_of,
)
from pages.ui.session import model_of

_FIRST = ("headcount_growth", "attrition_factor", "review_month", "review_budget", "sales_growth")
"""What is moved most stands first, and never folded."""
_LEAVING = ("attrition_factor", "attrition")
_GROUPS = ("people", "pay", "market", "plan")
_WHOLE = ""
_MONTHS = (12, 18, 24, 36)
_BEFORE, _AFTER = 12, 24
"""So many months around the usual first one are offered."""


def panel(
    store: Store[Asking],
    accuracy: Store[Accuracy],
    company: Company,
    question: Question,
    sets: Mapping[str, Assumptions],
    variants: Mapping[str, Company],
    height: int,
) -> None:
    """All that is assumed, in a box of its own scroll."""
    _heading(store)
    with st.container(height=height, border=True, key="assumptions_panel", gap="small"):
        _named_sets(store, company, sets)
        _differences(store, company)
        unit = _whose(company)
        among = Choices(question.month_texts, {name: _measures(company, name) for name in [unit]})
        shown = [one for one in fields(company) if (one.unit_id or _WHOLE) == unit]
        drawn = f"projection/drawn_unit.{company.id}"
        with new_here(st.session_state.get(drawn, unit) != unit):
            for one in (one for one in shown if one.id in _FIRST):
                _entry(store, one, among, company, variants)
            plans = [one for one in fields(company) if one.kind == "by_month"]
            for name in _GROUPS:
                within = [one for one in shown if one.group == name and one.id not in _FIRST]
                has_plan = name == "people" and unit == _WHOLE and bool(plans)
                if not within and not has_plan:
                    continue
                with _group(store, name, within + (plans if has_plan else [])) as is_open:
                    if not is_open:
                        continue
                    for one in within:
                        _entry(store, one, among, company, variants)
                    if name == "people" and unit == _WHOLE and len(company.units) > 1:
                        st.caption(t("projection.temporary_where", whose=t("projection.whose")))
                    if has_plan:
                        headcount_grid(
                            store, plans, company, among.months, people_at_start(question)
                        )
        st.session_state[drawn] = unit
        with _group(store, "question", []) as is_open:
            if is_open:
                _question(store, accuracy, company, question)


def _group(
    store: Store[Asking], name: str, within: Sequence[Field]
) -> AbstractContextManager[bool]:
    """A fold, marked where something in it differs."""
    changed = store.present.changed
    label = t(f"projection.group_{name}")
    return fold(name, label, differs=any(one.path in changed for one in within))


def _entry(
    store: Store[Asking],
    one: Field,
    among: Choices,
    company: Company,
    variants: Mapping[str, Company],
) -> None:
    if one.kind == "temporary":
        temporary_staff(store, one, among.months)
    elif one.kind == "changes":
        plan_changes(store, one, among.months, company, variants)
    else:
        assumption(store, one, among)
        if one.id in _LEAVING and store.present.assumptions.value(one.path) == 0:
            st.caption(t("projection.fewer_still_leave"))


def _heading(store: Store[Asking]) -> None:
    changed = store.present.changed
    with st.container(
        horizontal=True, vertical_alignment="center", key="figures_heading", gap="small"
    ):
        st.markdown(f"**{t('projection.assumptions')}**", width="stretch")
        said = t("panel.changed", count=len(changed)) if changed else t("projection.as_base")
        st.caption(said, width="content")
        if changed:
            st.button(
                t("projection.reset_all"),
                key="assumptions_reset",
                type="tertiary",
                on_click=lambda: store.switch_to(store.present.reset_all()),
            )


def _named_sets(store: Store[Asking], company: Company, sets: Mapping[str, Assumptions]) -> None:
    if len(sets) < 2:
        return
    now = set_of(store.present, sets)
    labels = {**set_names(company), **({} if now else {_OWN: t("projection.set_own")})}
    st.selectbox(
        t("projection.sets"),
        list(labels),
        index=list(labels).index(now or _OWN),
        format_func=labels.__getitem__,
        **bound(
            store,
            f"set.{language()}",
            now or _OWN,
            lambda asking, name: asking.adopt(sets[name]) if name in sets else asking,
        ),
    )


_OWN = ""
"""Chosen while the assumptions are those of no set."""


def set_names(company: Company) -> dict[str, str]:
    """What the named sets are called."""
    return {name: pick(title) for name, title in set_titles(company).items()}


def _differences(store: Store[Asking], company: Company) -> None:
    asking = store.present
    said = asking.assumptions.describe(company, language(), asking.base)
    with st.container(key="assumption_differences", gap="xxsmall"):
        for path, sentence in zip(asking.changed, said, strict=True):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(f":violet[●] {escape_markdown(sentence)}", width="stretch")
                st.button(
                    t("projection.reset"),
                    icon=":material/undo:",
                    type="tertiary",
                    key=f"reset-{path.replace('.', '-')}",
                    on_click=lambda path=path: store.switch_to(store.present.reset(path)),
                )


def _whose(company: Company) -> str:
    if len(company.units) == 1:
        return _WHOLE
    labels = {_WHOLE: t("projection.whole")}
    labels |= {name: escape_markdown(pick(unit.title)) for name, unit in company.units.items()}
    return choice(
        t("projection.whose"),
        list(labels),
        key=f"projection_unit.{company.id}",
        written=labels.__getitem__,
        first=_WHOLE,
    )


def _question(
    store: Store[Asking], accuracy: Store[Accuracy], company: Company, question: Question
) -> None:
    exact, lang, employer = accuracy.present, language(), question.payroll is not None
    number_field(
        store,
        "employer_budget" if employer else "budget",
        t("projection.employer_budget" if employer else "projection.budget"),
        question.budget,
        lambda asking, to: asking.with_budget(to, employer),
        clear=lambda asking: asking.with_budget(None, employer),
        unit="CNY",
        label_visibility="visible",
    )
    if reason := store.refused("employer_budget" if employer else "budget"):
        st.error(escape_markdown(reason))
    lengths = sorted({*_MONTHS, company.months or 12, question.months})
    with st.container(horizontal=True, gap="small"):
        _first_month(store, company, question)
        st.selectbox(
            t("projection.months"),
            lengths,
            index=lengths.index(question.months),
            help=t("projection.months_help"),
            **bound(store, "months", question.months, lambda asking, to: asking.over_months(to)),
        )
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            t("projection.how_many"),
            FUTURES,
            index=FUTURES.index(exact.futures) if exact.futures in FUTURES else 0,
            format_func=lambda many: f"{many:,}",
            **bound(
                accuracy,
                f"futures.{lang}",
                exact.futures,
                lambda one, to: replace(one, futures=to),
            ),
        )
        st.number_input(
            t("projection.seed"),
            0,
            LARGEST_SEED,
            question.seed,
            step=1,
            help=t("projection.seed_help"),
            **bound(store, "seed", question.seed, lambda asking, to: asking.with_seed(int(to))),
        )
        st.selectbox(
            t("projection.confidence"),
            CONFIDENCES,
            index=CONFIDENCES.index(exact.confidence),
            format_func=lambda share: f"{share:.0%}",
            **bound(
                accuracy,
                "confidence",
                exact.confidence,
                lambda one, to: replace(one, confidence=to),
            ),
        )


def _first_month(store: Store[Asking], company: Company, question: Question) -> None:
    lang, usual = language(), store.present.usual_first(company)
    near = range(max(usual - _BEFORE, EARLIEST), usual + _AFTER + 1)
    months = sorted({*near, question.first})
    st.selectbox(
        t("projection.first"),
        months,
        index=months.index(question.first),
        format_func=lambda number: month(month_text(number), lang),
        help=t("projection.first_help"),
        **bound(
            store,
            f"first.{lang}",
            question.first,
            lambda asking, to: asking.beginning(None if to == usual else to),
        ),
    )


def _measures(company: Company, unit: str) -> dict[str, str]:
    """Labels of what is measured of a unit's people, as far as their model draws it."""
    if unit not in company.units:
        return {}
    people, plan = company.units[unit].scenario.people, company.units[unit].plan
    if not isinstance(people, Simulated):
        return {}
    drawn = model_of(people.workforce).measures
    return {name: pick(plan.facts[name].label) for name in drawn if name in plan.facts}
