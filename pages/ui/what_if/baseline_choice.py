"""What the figures are held against: the plan as documented, or a variant that was kept."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.companies import Company
from pages.ui.kit import Store, distinct_labels, escape_markdown, frame, popover, t
from pages.ui.session import SessionScenario, kept_items, kept_variants

_DOCUMENTED, _PRESENT = "", "present"


def baseline_choice(store: Store[SessionScenario]) -> None:
    """A button with its name, and behind it all that it may be; nothing where nothing was kept."""
    session = store.present
    name = session.whole.baseline_name
    if not name and not session.variants(kept_items.items()):
        return
    label = t("baseline.label", name=name) if name else t("baseline.label_documented")
    with popover(escape_markdown(label), icon=":material/balance:", key="baseline") as is_open:
        if is_open:
            _choices(store, session)


def _choices(store: Store[SessionScenario], session: SessionScenario) -> None:
    kept = {
        item: company
        for item, company in kept_variants(store).items()
        if _has_the_lines_of(session, company)
    }
    now = _now(session, kept)
    names = {_DOCUMENTED: t("compare.documented")} | {i: one.name for i, one in kept.items()}
    if now == _PRESENT:
        names[_PRESENT] = t("baseline.as_it_was", name=session.whole.baseline_name)
    names = distinct_labels(names)

    def choose() -> None:
        chosen = st.session_state.get(key, now)
        if chosen != now and chosen in names:
            store.commit(store.present.with_baseline(kept.get(chosen)))

    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    key = frame.on_this_page(f"baseline_choice.{hash((tuple(names.items()), now))}")
    st.radio(
        t("baseline.choose"),
        list(names),
        index=list(names).index(now),
        format_func=lambda item: escape_markdown(names[item]),
        key=key,
        on_change=choose,
        help=t("baseline.help"),
    )


def _now(session: SessionScenario, kept: Mapping[str, Company]) -> str:
    """The variant whose figures the baseline has, under its name; _PRESENT where there is none such
    any more."""
    name = session.whole.baseline_name
    if not name:
        return _DOCUMENTED
    units = session.whole.units
    same = (
        item
        for item, company in kept.items()
        if company.name == name
        and all(
            unit.plan.content == units[of].scenario.held_against.content
            for of, unit in company.units.items()
        )
    )
    return next(same, _PRESENT)


def _has_the_lines_of(session: SessionScenario, company: Company) -> bool:
    """Whether a variant differs from the plans in figures only."""
    return all(
        unit.plan.structure == session.whole.units[name].scenario.base.structure
        for name, unit in company.units.items()
    )
