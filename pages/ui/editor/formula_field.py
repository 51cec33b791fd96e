"""A field for one formula, or for the text of a plan, that completes and points at the character.

The field is CodeMirror, one file in served/ that is built from codemirror/ (`make scripts`) and
fetched from this server only. Keys reach the session a moment after the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.components.v2 import component

from engine.drafting import Draft, vocabulary
from engine.text import Problem
from pages.ui.kit import ServedFiles, language, t

Kind = Literal["formula", "plan"]
PAID = "paid"
"""The fragment that keys draw anew at once; everything else follows when the field has settled."""


def field(
    kind: Kind,
    text: str,
    problems: Iterable[Problem],
    on_typed: Callable[[str, int], None],
    *,
    key: str,
    label: str,
    focus: str = "",
    own: str = "",
) -> None:
    """Show a text to be typed in; `on_typed(text, run)` gets what was typed, with the number of
    the run of keys it belongs to. Another `focus` than before moves the cursor here; `own` is the
    line whose formula it is, which does not offer itself."""
    _served.offer()
    slot = f"{key}/typed"
    seq, run = st.session_state.get(slot, (0, 0))

    def heard(event: str) -> bool:
        sent = st.session_state.get(key, {}).get(event)
        if not sent or int(sent["seq"]) <= st.session_state.get(slot, (0, 0))[0]:
            return False
        st.session_state[slot] = (int(sent["seq"]), int(sent["run"]))
        on_typed(str(sent["text"]), int(sent["run"]))
        return True

    def typed() -> None:
        if heard("typed"):
            st.rerun(PAID)

    def settled() -> None:
        heard("settled")

    _component(
        key=key,
        data={
            "kind": kind,
            "value": text,
            "seq": seq,
            "run": run,
            "problems": [as_data(kind, problem, text) for problem in problems],
            "label": label,
            "focus": focus,
            "own": own,
            "library": _served.address("codemirror.js"),
        },
        on_typed_change=typed,
        on_settled_change=settled,
    )


def knowing(draft: Draft) -> None:
    """Tell the fields of this page what a formula may mention."""
    _served.offer()
    with st.container(key="vocabulary"):
        _component(key="editor-vocabulary", data={"vocabulary": vocabulary(draft, language())})


def as_data(kind: Kind, problem: Problem, text: str) -> dict[str, Any]:
    """A problem as the field shows it: text, remedy, from where to where or which line, and what
    would mend it with a click."""
    lang = language()
    data: dict[str, Any] = {"text": problem.text(lang), "remedy": problem.remedy(lang)}
    if kind == "plan":
        where = t("editor.line_number", number=problem.line) if problem.line else ""
        return data | {"line": problem.line or 1, "where": where} | _in_the_plan(problem, text)
    if problem.span is None:
        return data
    start, end = problem.span
    data |= {"from": start, "to": end}
    near = str(problem.values.get("nearest") or "")
    wrong = str(problem.values.get("name") or problem.values.get("value") or "")
    found = [m.start() for m in re.finditer(rf"\b{re.escape(wrong)}\b", text[start:end])]
    if near.isidentifier() and wrong and len(found) == 1:
        begin = start + found[0]
        data["fix"] = {
            "label": t("editor.use", name=near),
            "insert": near,
            "from": begin,
            "to": begin + len(wrong),
        }
    return data


def _in_the_plan(problem: Problem, text: str) -> dict[str, int]:
    """From where to where in the text of the plan a formula is wrong; nothing where the formula is
    broken over lines in a way that hides it."""
    if problem.span is None or problem.line is None or not problem.excerpt:
        return {}
    shown, carets = (line[4:] for line in problem.excerpt.split("\n")[:2])
    column, width = len(carets) - len(carets.lstrip()), carets.count("^")
    start = sum(len(line) + 1 for line in text.split("\n")[: problem.line - 1])
    begin = text.find(shown, start)
    if begin >= 0:
        return {"from": begin + column, "to": begin + column + width}
    begin = text.find(shown[column : column + width], start) if width > 1 else -1
    near = 0 <= begin < start + 2 * len(shown) + 200
    return {"from": begin, "to": begin + width} if near else {}


_NAME = "paycurve.field"
_HERE = Path(__file__).parent
_SCRIPTS = ("formula_field.js", "formula_help.js")
_component = component(
    _NAME,
    html="""
<div class="pc-field">
  <div class="pc-field-box"></div>
  <div class="pc-field-problems" role="status" aria-live="polite"></div>
</div>
""",
    css=(_HERE / "formula_field.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
    isolate_styles=False,  # CodeMirror puts its styles and its lists into the document
)
_served = ServedFiles(_NAME, _HERE / "served")
