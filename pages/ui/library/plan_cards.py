"""The plans as cards: whom each is for, what it pays, what it measures, what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st

from engine.plan import Plan
from engine.text import count, percent
from engine.wording import Extent, own_months
from pages.ui.kit import Store, language, pick, t
from pages.ui.library import plan_actions, plan_entries
from pages.ui.library.plan_entries import GROUPS, Entry
from pages.ui.session import PLAN_PARAMETER, SessionScenario

SMALLEST = 0.005
"""A line with a smaller share of pay is listed, but not drawn."""


def cards(store: Store[SessionScenario], found: list[Entry], entries: Mapping[str, Entry]) -> None:
    """All cards, one's own plans before the catalogue and the samples after it."""
    if not found:
        with st.container(border=True, key="library_nothing"):
            st.info(t("library.nothing_fits"), icon=":material/search_off:")
            st.button(t("library.show_all"), key="library_show_all", on_click=_show_all)
        return
    if len(found) < len(entries):
        st.caption(t("library.found", count=len(found), all=count(len(entries))))
    for group in GROUPS:
        members = [entry for entry in found if entry.group == group]
        if not members:
            continue
        st.html(f'<h2 class="pc-group">{escape(plan_entries.group_name(group))}</h2>')
        with st.container(key=f"library_{group}", gap="small"):
            for entry in members:
                _card(store, entry)


def _card(store: Store[SessionScenario], entry: Entry) -> None:
    with st.container(border=True, key=f"plan-{entry.plan_key}", gap="small"):
        st.html(_told(entry))
        with st.container(horizontal=True, gap="small", key=f"plan_actions-{entry.plan_key}"):
            st.button(
                t("library.read"),
                key=f"read-{entry.plan_key}",
                icon=":material/article:",
                on_click=lambda: st.query_params.update({PLAN_PARAMETER: entry.plan_key}),
            )
            plan_actions.buttons(store, entry, "card")


def _told(entry: Entry) -> str:
    """A card without its buttons."""
    plan = entry.plan
    return (
        f'<section class="pc-plan"><h3>{escape(entry.name)}</h3>'
        f"<p>{escape(pick(plan.summary))}</p>"
        f"{mix_bar(entry)}{details(entry)}</section>"
    )


def mix_bar(entry: Entry) -> str:
    """What part of pay each line makes up: a bar with its legend."""
    lines = entry.plan.lines
    shares = plan_entries.mix(entry.plan)
    lang = language()
    if not shares:
        names = t("list.comma").join(pick(line.label) for line in entry.plan.pay_lines)
        return f'<p class="pc-legend">{escape(t("library.pays", names=names))}</p>'
    order = sorted(shares, key=lambda line: -shares[line])
    drawn = [line for line in order if shares[line] >= SMALLEST]
    bar = "".join(f'<i style="flex-grow:{shares[line]:.4f}"></i>' for line in drawn)
    legend = "".join(
        f"<li>{escape(pick(lines[line].label))} <b>{percent(shares[line], lang)}</b></li>"
        for line in order
    )
    return (
        f'<div class="pc-mix" role="img" aria-label="{escape(t("library.mix"))}">{bar}</div>'
        f'<ol class="pc-legend">{legend}</ol>'
    )


def details(entry: Entry, opened: bool = False) -> str:
    """Source, kinds, measures and what is left out, folded away in a list of cards."""
    plan = entry.plan
    known = entry.portrait
    cycles = [t(f"library.cycle_{cycle}") for cycle in known.cycles]
    kinds = [t(f"library.kind_{kind}") for kind in known.all_kinds]
    measured = [pick(line.label) for line in plan.measures]
    recorded = [pick(column.label) for column in plan.facts.values()]
    rows = [
        (t("library.cycle"), _listed(cycles)),
        (t("library.kind"), _listed(kinds)),
        (t("library.couples"), t(f"library.couples_{'couples' if known.couples else 'alone'}")),
        (t("library.measures"), _listed(measured) or t("library.no_measures")),
        (t("library.data"), _listed(recorded)),
        (t("library.modelled"), _listed(pick(line.label) for line in plan.pay_lines)),
        *_movement(plan),
        (t("library.not_modelled"), _listed(map(pick, plan.not_modelled)) or t("library.none")),
    ]
    rows.append((t("library.source"), plan_entries.source(plan)))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    if opened:
        return f'<dl class="pc-about">{body}</dl>'
    return (
        f"<details><summary>{escape(t('library.more'))}</summary>"
        f'<dl class="pc-about">{body}</dl></details>'
    )


def _movement(plan: Plan) -> list[tuple[str, str]]:
    """What the amounts of longer periods make of the months in service."""
    names: dict[Extent, list[str]] = {}
    for line in plan.pay_lines:
        if (extent := own_months(plan, line).extent) is not None:
            names.setdefault(extent, []).append(pick(line.label))
    told = [
        t(f"library.{extent.value}", names=t("list.comma").join(names[extent]))
        for extent in Extent
        if extent in names
    ]
    return [(t("library.movement"), _listed(told))] if told else []


def _listed(texts: Iterable[str]) -> str:
    return t("library.semicolon").join(texts)


def _show_all() -> None:
    """Takes back search and filters."""
    for key in list(st.session_state):
        name = str(key).partition(".")[0]
        if name == "library_search":
            st.session_state[key] = ""
        elif name in ("library_cycle", "library_kind"):
            st.session_state[key] = []
        elif name in ("library_couples", "library_source"):
            st.session_state[key] = ""
