"""Which unit of a company a part of the page is about, where it is about one."""

from __future__ import annotations

from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import choice, escape_markdown, pick, t

_UNIT = "compare/unit"


def unit_choice(shown: Shown) -> str:
    """The unit whose curve, results or health are looked at; at first one that is changed."""
    units = shown.units
    if len(units) == 1:
        return units[0]
    changed = [u for u in units if u in shown.whole.each[shown.place].company.changed]
    return choice(
        t("compare.unit"),
        list(units),
        key=_UNIT,
        first=changed[0] if changed else units[0],
        written=lambda name: escape_markdown(pick(shown.company.units[name].title)),
        label_visibility="collapsed",
        width=220,
    )
