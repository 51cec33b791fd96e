"""Which months of the files count: all of them, or those from one to another."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from engine.calendar import month_number, month_text
from engine.importing import Imported
from pages.ui.back_test.understanding import recipe_now
from pages.ui.kit import escape_markdown, popover, t
from pages.ui.session import ImportStore

_REFUSED = "back_test/months_refused"


def month_limits(files: ImportStore, imported: Imported) -> None:
    """The first and the last month that count, to be typed."""
    recipe = imported.recipe
    said = t("back_test.months_all")
    if recipe.first or recipe.last:
        said = t("back_test.months_some", first=recipe.first or "…", last=recipe.last or "…")
    with popover(said, icon=":material/date_range:", key="month_limits") as is_open:
        if not is_open:
            return
        st.markdown(t("back_test.months_about"))
        bounds = {"first": (recipe.first, "2025-01"), "last": (recipe.last, "2025-12")}
        keys = {name: f"months_{name}-{files.epoch}-{now}" for name, (now, _) in bounds.items()}
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for name, (now, example) in bounds.items():
                st.text_input(
                    t(f"back_test.months_{name}"),
                    value=now,
                    placeholder=example,
                    key=keys[name],
                    width=140,
                )
            st.button(
                t("back_test.take"),
                key="months_take",
                type="primary",
                on_click=_take,
                args=(files, imported, keys),
            )
        if refused := st.session_state.pop(_REFUSED, ""):
            st.error(escape_markdown(refused))


def _take(files: ImportStore, imported: Imported, keys: dict[str, str]) -> None:
    try:
        first, last = (
            _month(str(st.session_state.get(keys[name], ""))) for name in ("first", "last")
        )
    except ValueError:
        st.session_state[_REFUSED] = t("back_test.no_answer")
        return
    if first and last and first > last:
        st.session_state[_REFUSED] = t("back_test.months_turned")
        return
    recipe = replace(recipe_now(files, imported.recipe), first=first, last=last)
    files.commit(files.present.decided(recipe, files.present.known_as))


def _month(typed: str) -> str:
    """A month as recipes write it, or "" where nothing was typed."""
    return month_text(month_number(typed.strip())) if typed.strip() else ""
