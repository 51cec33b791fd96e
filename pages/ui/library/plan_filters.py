"""Search and filters of the library."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from engine.analysis import KINDS
from pages.ui.kit import choice, language, t
from pages.ui.library.plan_entries import Entry, fits, source_name, sources

CYCLES = ("month", "quarter", "half", "year")
COUPLES = ("", "couples", "alone")


def choose(entries: Iterable[Entry]) -> list[Entry]:
    """The plans that fit what is looked for."""
    found = list(entries)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="library_filters"
    ):
        search = st.text_input(
            t("library.search"),
            key="library_search",
            placeholder=t("library.search_hint"),
            persist_state="session",
            icon=":material/search:",
        )
        cycles = _several("cycle", CYCLES)
        kinds = _several("kind", KINDS)
        couples = choice(
            t("library.couples"),
            COUPLES,
            key="library_couples",
            written=lambda name: t(f"library.couples_{name or 'any'}"),
            help=t("library.couples_help"),
        )
        source = choice(
            t("library.source"),
            ["", *sources(found)],
            key="library_source",
            written=lambda name: source_name(name) or t("library.any_source"),
        )
    return [
        entry
        for entry in found
        if fits(entry, search)
        and set(cycles) <= set(entry.portrait.cycles)
        and set(kinds) <= set(entry.portrait.all_kinds)
        and (not couples or entry.portrait.couples == (couples == "couples"))
        and source in ("", entry.plan.source.document)
    ]


def _several(name: str, options: tuple[str, ...]) -> list[str]:
    chosen: list[str] = st.multiselect(
        t(f"library.{name}"),
        options,
        format_func=lambda option: t(f"library.{name}_{option}"),
        key=f"library_{name}.{language()}",
        placeholder=t("library.any"),
        help=t(f"library.{name}_help"),
    )
    return chosen
