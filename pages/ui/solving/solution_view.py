"""The answer: a sentence, what was and what would be, and a button that makes it so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import streamlit as st

from engine.solving import Solution
from engine.text import DASH, compact_money, count, multiple, percent, signed
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.solving.solving_form import cost_label


def answer_view(solution: Solution) -> None:
    """What was found, in words and beside what is."""
    first, *told = [pick(sentence) for sentence in solution.sentences]
    if solution.feasible:
        st.success(escape_markdown(first), icon=":material/check_circle:")
    else:
        st.warning(escape_markdown(first), icon=":material/block:")
    if not any(miss.alone for miss in solution.misses):  # these tell of steps of their own
        st.html(_table(solution))
    for sentence in told:
        st.caption(escape_markdown(sentence))


def _table(solution: Solution) -> str:
    heads = (
        "",
        t("solving.now"),
        t("solving.nearest" if solution.misses else "solving.then"),
        t("solving.change"),
    )
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in (*_figures(solution), *_reached(solution))
    )
    return (
        f"<table class='pc-table pc-solution'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _figures(solution: Solution) -> Iterator[tuple[str, ...]]:
    for one in solution.moved:
        after = t("solving.stays") if one.stays else pick(one.after_said)
        yield pick(one.label), pick(one.before_said), after, ""


def _reached(solution: Solution) -> Iterator[tuple[str, ...]]:
    lang, before, after = language(), solution.before, solution.after
    change = after.cost - before.cost
    yield (
        cost_label(solution.asked.cost, solution.asked.of_employer is not None),
        compact_money(before.cost, lang, change),
        compact_money(after.cost, lang, change),
        signed(compact_money(change, lang)) if change else DASH,
    )
    budget = solution.asked.budget
    if budget is not None:
        yield (
            t("solving.against_budget", budget=compact_money(budget, lang)),
            *(signed(compact_money(one.cost - budget, lang)) for one in (before, after)),
            "",
        )
    for name, said in _SAID.items():
        values = [getattr(one, name) for one in (before, after)]
        if values[1] is not None:
            written = [DASH if value is None else said(value, lang) for value in values]
            by = percent(solution.asked.limits.losing_more_than, lang, 0)
            yield t(f"solving.reached_{name}", by=by), *written, ""


_SAID: dict[str, Callable[[Any, str], str]] = {
    "losers_share": lambda value, lang: percent(value, lang),
    "leverage": lambda value, lang: multiple(value, lang, 2),
    "spread": lambda value, lang: multiple(value, lang, 2),
    "below_minimum": lambda value, lang: count(value),
    "new_cliffs": lambda value, lang: count(len(value)),
    "further_failed": lambda value, lang: count(len(value)),
}
