"""What an entry of the plan is beside its formula or figures: name, labels, unit, origin, removal;
and the small forms that add one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Literal
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.drafting import spelled
from engine.plan import COLUMN_KINDS, TENURE, Edit, shapes
from engine.text import LANGUAGES, Problem, unit_name
from pages.ui.kit import bound, escape_markdown, language, number_field, t
from pages.ui.session import DraftSession, DraftStore

Section = Literal["facts", "parameters", "lines", "personas"]
PARAMETER_UNITS = (
    *("CNY", "CNY/month", "CNY/day", "CNY/hour", "CNY/point", "CNY/call", "CNY/piece", "share"),
    *("share of base pay", "weight", "factor", "points", "months", "years", "days", "times"),
    *("people", "calls", "orders", "pieces"),
)
MEASURED = tuple(
    shape.key for shape in shapes.SHAPES if issubclass(shape, shapes.Points) and shape.has_unit
)
"""Where a plan file gives figures whose breakpoints measure something."""
_OPEN, _ADDING = "editor/details", "editor/adding"


# -- what is open --------------------------------------------------------------------------------


def opener(section: Section, name: str) -> None:
    """A button that opens and closes the details of an entry; one is open at a time."""
    st.button(
        t("editor.details"),
        icon=":material/expand_less:" if is_open(section, name) else ":material/edit:",
        key=f"details-{section}.{name}",
        help=t("editor.details"),
        type="tertiary",
        on_click=lambda: st.session_state.update(
            {_OPEN: None if is_open(section, name) else (section, name)}
        ),
    )


def movers(store: DraftStore, section: Section, name: str, shown: Sequence[str]) -> None:
    """Two buttons that bring an entry before and behind its neighbours among those shown."""
    place = shown.index(name)
    for way, there in (("up", place - 1), ("down", place + 1)):
        st.button(
            t(f"editor.{way}"),
            icon=f":material/arrow_{way}ward:",
            key=f"{way}-{section}.{name}",
            help=t(f"editor.{way}"),
            type="tertiary",
            disabled=not 0 <= there < len(shown),
            on_click=_mover(store, section, name, shown[there % len(shown)]),
        )


def _mover(store: DraftStore, section: Section, name: str, neighbour: str) -> Callable[[], None]:
    def move(session: DraftSession) -> DraftSession:
        order = session.draft.names(section)
        by = order.index(neighbour) - order.index(name)
        return session.changed(session.draft.moved(section, name, by))

    return lambda: store.attempt_switch(f"{section}.{name}", move)


def is_open(section: Section, name: str) -> bool:
    """Whether the details of an entry are open."""
    return st.session_state.get(_OPEN) == (section, name)


def show_problems(store: DraftStore, name: str, problems: Sequence[Problem]) -> None:
    """What is wrong with an entry, and why the last change of it was refused."""
    lang = language()
    rows = [(p.text(lang), p.remedy(lang)) for p in problems]
    if reason := store.refused(name):
        rows.append((reason, ""))
    body = "".join(
        f"<p><span>{escape(text)}</span> <em>{escape(remedy)}</em></p>" for text, remedy in rows
    )
    if body:
        st.html(f'<div class="pc-entry-problems" role="alert">{body}</div>')


def label_of(entry: Mapping[str, Any], name: str, key: str = "label") -> str:
    """What an entry is called, or its name where it is called nothing yet."""
    labels = entry.get(key)
    if isinstance(labels, Mapping):
        return str(labels.get(language()) or name)
    return name


def by_labels(name: str, *words: str) -> str:
    """A name for a box of choices: Streamlit knows a choice by its words, so where the language or
    the words given change, another box stands in its place."""
    return f"{name}.{language()}{crc32(''.join(words).encode()) if words else ''}"


# -- changing ------------------------------------------------------------------------------------


def labels(store: DraftStore, section: Section, name: str, entry: Mapping[str, Any]) -> None:
    """What the entry is called, in each language."""
    texts(store, (section, name, "label"), entry.get("label"), t("editor.label"))


def texts(
    store: DraftStore, at: tuple[str, ...], given: Any, label: str, tall: bool = False
) -> None:
    """A text in each language, side by side."""
    now = (
        {lang: str(given.get(lang, "")) for lang in LANGUAGES} if isinstance(given, Mapping) else {}
    )
    here = [lang for lang in (language(), *LANGUAGES) if lang in LANGUAGES]
    for column, lang in zip(st.columns(2), dict.fromkeys(here), strict=True):
        name = f"{'.'.join(at)}.{lang}"

        def change(session: DraftSession, text: str, lang: str = lang) -> DraftSession:
            both = now | {lang: text.strip()}
            return session.edited(
                Edit(at, both if any(both.values()) else None, not any(both.values()))
            )

        with column:
            draw = st.text_area if tall else st.text_input
            draw(
                t("editor.in_language", label=label, language=t(f"editor.language_{lang}")),
                **bound(store, name, now.get(lang, ""), change),
            )


def unit(
    store: DraftStore,
    section: Section,
    name: str,
    entry: Mapping[str, Any],
    units: Sequence[str],
    key: str = "unit",
    disabled: bool = False,
) -> None:
    """The unit of the entry, one of those with a name in words, or any other."""
    now = str(entry.get(key) or "")
    lang = language()
    at = (section, name, key)
    st.selectbox(
        t(f"editor.{key}"),
        [*units, *([] if now in units else [now])],
        format_func=lambda one: unit_name(one, lang) if one else t("editor.no_unit"),
        accept_new_options=True,
        disabled=disabled,
        **bound(
            store,
            by_labels(".".join(at)),
            now,
            lambda session, to: session.edited(Edit(at, to or None, remove=not to)),
        ),
    )


def name_and_removal(store: DraftStore, section: Section, name: str) -> None:
    """The name that formulas use, and the way out."""
    refusing = f"{section}.{name}.name"
    left, right = st.columns([3, 5], vertical_alignment="bottom")
    with left:
        key = f"{store.name}.{refusing}"
        if st.session_state.get(key) is None or not store.refused(refusing):
            st.session_state[key] = name

        def rename() -> None:
            new = str(st.session_state.get(key, name)).strip()
            store.attempt_switch(
                refusing, lambda session: session.changed(session.draft.renamed(section, name, new))
            )
            if not store.refused(refusing):
                st.session_state[_OPEN] = (section, new)

        called = _name_words(section)
        st.text_input(
            t(f"editor.{called}"),
            key=key,
            help=t(f"editor.{called}_help"),
            on_change=rename,
            disabled=name == TENURE,
        )
    with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        removal(store, section, name, f"remove-{section}.{name}")
    show_problems(store, refusing, ())
    show_problems(store, _removing(section, name), ())


def removal(store: DraftStore, section: Section, name: str, key: str) -> None:
    """A button that takes an entry out of the plan, or has it said why it cannot go."""
    alone = store.present.draft.only_read_by(name) if section == "lines" else []
    st.button(
        t("editor.remove"),
        icon=":material/delete:",
        key=key,
        on_click=lambda: store.attempt_switch(
            _removing(section, name),
            lambda session: session.changed(session.draft.removed(section, name, bool(alone))),
        ),
        help=t("editor.remove_with", names=t("list.comma").join(alone)) if alone else None,
    )


def _removing(section: Section, name: str) -> str:
    return f"{section}.{name}.remove"


def parameter(store: DraftStore, name: str, entry: Mapping[str, Any]) -> None:
    """The details of a parameter."""
    with st.container(key=f"details-parameters-{name}", gap="small"):
        labels(store, "parameters", name, entry)
        at = ("parameters", name)
        first, second, third = st.columns(3)
        with first:
            unit(store, "parameters", name, entry, PARAMETER_UNITS)
        with second:
            st.selectbox(
                t("editor.provenance"),
                ("source", "assumption"),
                format_func=lambda one: t(f"panel.{one}"),
                **bound(
                    store,
                    by_labels(f"parameters.{name}.provenance"),
                    str(entry.get("provenance", "assumption")),
                    lambda session, to: session.edited(Edit((*at, "provenance"), to)),
                ),
            )
        with third:
            if any(key in entry for key in MEASURED):
                unit(store, "parameters", name, entry, PARAMETER_UNITS, key="of_unit")
        ends = {"min": entry.get("min"), "max": entry.get("max"), "step": entry.get("step")}
        for column, key in zip(st.columns(3), ends, strict=True):
            with column:
                number(
                    store,
                    f"parameters.{name}.{key}",
                    t(f"editor.{key}"),
                    _number(entry.get(key)),
                    _with_limit((*at, key)),
                    unit=str(entry.get("unit") or ""),
                    near=filter(None, map(_number, ends.values())),
                    clear=lambda session, at=(*at, key): session.edited(Edit(at, remove=True)),
                    placeholder=t("editor.none"),
                )
        if any(key in entry for key in MEASURED):
            texts(store, (*at, "of"), entry.get("of"), t("editor.of"))
        texts(store, (*at, "note"), entry.get("note"), t("editor.note"), tall=True)
        name_and_removal(store, "parameters", name)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _with_limit(at: tuple[str, ...]) -> Callable[[DraftSession, float], DraftSession]:
    return lambda session, to: session.edited(Edit(at, tidy(to)))


def tidy(value: float) -> float | int:
    """A whole number without a decimal point, as people write it."""
    return int(value) if value.is_integer() else value


def number(
    store: DraftStore,
    name: str,
    label: str,
    value: float | None,
    change: Callable[[DraftSession, float], DraftSession],
    **look: Any,
) -> None:
    """A field for a number below its label, with the reason why what was typed is refused."""
    number_field(store, name, label, value, change, label_visibility="visible", **look)
    if reason := store.refused(name):
        st.error(escape_markdown(reason))


# -- adding --------------------------------------------------------------------------------------


def adding(section: str, label: str) -> bool:
    """A button that opens the form for a new entry; whether it is open."""
    is_adding = st.session_state.get(_ADDING) == section
    st.button(
        label,
        icon=":material/close:" if is_adding else ":material/add:",
        key=f"add-{section}",
        on_click=lambda: st.session_state.update({_ADDING: None if is_adding else section}),
    )
    return is_adding


def open_form(section: str) -> None:
    """Open the form for a new entry."""
    st.session_state[_ADDING] = section


def new_labels(
    section: Section, example: str, label: str = ""
) -> tuple[Callable[[], dict[str, str]], DeltaGenerator]:
    """Fields for what a new entry is called, and the place beside them; what one language lacks is
    taken from the other."""
    keys = {lang: f"new-{section}-{lang}" for lang in LANGUAGES}
    order = dict.fromkeys((language(), *LANGUAGES))
    *halves, beside = st.columns(3)
    for column, lang in zip(halves, order, strict=True):
        with column:
            st.text_input(
                t(
                    "editor.in_language",
                    label=label or t("editor.label"),
                    language=t(f"editor.language_{lang}"),
                ),
                key=keys[lang],
                placeholder=example if lang == language() else t("editor.same"),
            )

    def read() -> dict[str, str]:
        given = {lang: str(st.session_state.get(key, "")).strip() for lang, key in keys.items()}
        either = next((given[lang] for lang in order if given[lang]), example)
        return {lang: text or either for lang, text in given.items()}

    return read, beside


def new_name(
    store: DraftStore,
    section: Section,
    labels: Callable[[], dict[str, str]],
    otherwise: str,
    only: str = "",
) -> Callable[[], str]:
    """A field with the name that a new entry gets by its labels, until another one is typed; with
    `only`, no other one can be."""
    key = f"new-{section}-name"
    offered = f"{key}/offered"

    def offer() -> str:
        return only or store.present.draft.free_name(spelled(labels()["en"], otherwise))

    def read() -> str:
        typed = str(st.session_state.get(key) or "").strip()
        is_own = typed and not only and typed != st.session_state.get(offered)
        return typed if is_own else offer()

    st.session_state[key], st.session_state[offered] = read(), offer()
    called = _name_words(section)
    st.text_input(
        t(f"editor.{called}"), key=key, help=t(f"editor.{called}_help"), disabled=bool(only)
    )
    return read


def _name_words(section: Section) -> str:
    """The words for the name of an entry: formulas use it, or the rows of other people."""
    return "id_of_person" if section == "personas" else "name"


def added(store: DraftStore, section: str, change: Callable[[DraftSession], DraftSession]) -> None:
    """Make the new entry; the form closes unless it was refused."""
    store.attempt_switch(f"new.{section}", change)
    if not store.refused(f"new.{section}"):
        st.session_state[_ADDING] = None
        for field in (*LANGUAGES, "name"):
            st.session_state[f"new-{section}-{field}"] = ""


KINDS = tuple(kind for kind in COLUMN_KINDS if kind != "tenure")
