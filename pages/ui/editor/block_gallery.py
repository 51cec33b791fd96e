"""Ready blocks of pay as cards: what each does in a sentence and a small payout curve."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape

import numpy as np
import streamlit as st

from engine.analysis import typical_pay
from engine.drafting import NEW, Block, Option, blocks
from engine.text import money
from pages.ui.editor import draft_pay
from pages.ui.editor.entry_details import by_labels
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.session import TAB, DraftStore, memory

ACROSS = 3
WIDTH, HEIGHT = 220, 72
CHOSEN = "editor/block"


def gallery(_: DraftStore) -> None:
    """All blocks as cards."""
    known = blocks()
    here = chosen_block()
    st.caption(t("editor.blocks_help"))
    names = list(known)
    for start in range(0, len(names), ACROSS):
        for column, name in zip(st.columns(ACROSS), names[start : start + ACROSS], strict=False):
            with column:
                _card(known[name], known[name] is here)


def _card(block: Block, is_chosen: bool) -> None:
    key = f"block-{'chosen-' if is_chosen else ''}{block.id}"
    with st.container(border=True, key=key, gap="xsmall", height="stretch"):
        st.html(
            f'<div class="pc-block">{_drawing(block)}<h3>{escape(pick(block.title))}</h3>'
            f"<p>{escape(pick(block.about))}</p></div>"
        )
        st.button(
            t("editor.choose_block"),
            key=f"choose-{block.id}",
            icon=":material/add:",
            type="tertiary",
            help=pick(block.title),
            on_click=lambda: st.session_state.update({CHOSEN: block.id}),
        )


def chosen_block() -> Block | None:
    """The block that somebody wants to use, while the blocks show."""
    if st.session_state.get(TAB) != "blocks":
        return None
    return blocks().get(str(st.session_state.get(CHOSEN, "")))


def block_form(store: DraftStore, block: Block) -> None:
    """What the chosen block pays, what it asks, and the button that puts it into the plan."""
    draft = store.present.draft
    with st.container(border=True, key="chosen_block", gap="small"):
        st.html(
            f'<div class="pc-block"><h3>{escape(pick(block.title))}</h3>'
            f"<p>{escape(pick(block.about))}</p></div>"
        )
        draft_pay.curve_of(block.example, f"block_curve-{block.id}")
        options = {}
        for option in block.options(draft):
            if list(option.choices) == [NEW]:
                continue
            options[option.id] = st.selectbox(
                t("editor.block_column", label=pick(option.label)),
                list(option.choices),
                index=list(option.choices).index(option.default),
                format_func=_named(option),
                key=by_labels(f"option-{block.id}-{option.id}-{len(store.present.steps.past)}"),
            )

        def insert() -> None:
            store.attempt_switch(
                "block", lambda session: session.changed(block.insert(session.draft, options))
            )
            if not store.refused("block"):
                st.session_state.pop(CHOSEN, None)
                st.session_state[TAB] = "lines"

        with st.container(horizontal=True, gap="small"):
            st.button(
                t("editor.insert_block"),
                key="insert_block",
                type="primary",
                icon=":material/add:",
                on_click=insert,
            )
            st.button(
                t("editor.cancel"),
                key="cancel_block",
                on_click=lambda: st.session_state.pop(CHOSEN, None),
            )
        if reason := store.refused("block"):
            st.error(escape_markdown(reason))


def _named(option: Option) -> Callable[[str], str]:
    def named(choice: str) -> str:
        label = pick(option.choices[choice])
        return t("editor.new_column", label=label) if choice == NEW else label

    return named


def _points(block: Block) -> tuple[str, float, float]:
    """The curve of a block as a line in a small picture, and what it pays at the ends."""
    curve = typical_pay(block.example, memory()).curve
    if curve is None:
        return "", 0.0, 0.0
    x = (curve.x - curve.x[0]) / (curve.x[-1] - curve.x[0]) * WIDTH
    top = max(float(curve.pay.max()), 1e-9)
    y = HEIGHT - curve.pay / top * (HEIGHT - 8) - 2
    points: list[str] = []
    for place, (across, up) in enumerate(zip(x, y, strict=True)):
        if place and abs(up - y[place - 1]) > HEIGHT / 12:  # a jump is upright
            points.append(f"{across:.1f},{y[place - 1]:.1f}")
        points.append(f"{across:.1f},{up:.1f}")
    return " ".join(points), float(np.min(curve.pay)), top


def _drawing(block: Block) -> str:
    """A picture as a mask over the brand colour: it takes the theme that is showing."""
    key = ("drawing of a block", block.id)
    points, low, high = memory().cached(key, lambda: _points(block))
    if not points:
        return ""
    says = t("editor.preview", low=money(low, language()), high=money(high, language()))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none"><polygon opacity=".12" '
        f'points="0,{HEIGHT} {points} {WIDTH},{HEIGHT}"/><polyline points="{points}" fill="none" '
        f'stroke="#000" stroke-width="2" vector-effect="non-scaling-stroke"/></svg>'
    )
    data = base64.b64encode(picture.encode()).decode()
    mask = f"mask-image: url(data:image/svg+xml;base64,{data})"
    return f'<div class="pc-drawing" role="img" aria-label="{escape(says)}" style="{mask}"></div>'
