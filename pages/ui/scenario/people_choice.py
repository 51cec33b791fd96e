"""The choice of people: simulated, the plan's own personas, kept, or from a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.plan import TENURE, Plan
from engine.scenario import FromFile, People, Personas, Simulated
from engine.sheets import EMPLOYEE, HIRED
from engine.text import Refused, months
from engine.workspace import FACTS, WORKFORCE, Item, Version, facts_content
from pages.ui.kit import (
    Store,
    StoredFile,
    close_popover,
    distinct_labels,
    escape_markdown,
    frame,
    language,
    pick,
    popover,
    t,
    upload,
)
from pages.ui.scenario.reading_notice import what_was_read
from pages.ui.scenario.simulated_people import simulated_people
from pages.ui.scenario.size_notes import size_notes
from pages.ui.session import (
    MissingFile,
    SessionScenario,
    import_session,
    kept_items,
    path_of,
    people_facts,
    usual_people,
    workforce_models,
)

REFUSED, REFUSED_FILE = "people/refused", "people/refused_file"
"""Where the session keeps what is wrong with the last file that was not taken, and the file."""
DIRECT = ("csv", "xlsx", "parquet")
"""Files that are people as they stand, where they have the plan's columns; others are understood
first."""


def people(store: Store[SessionScenario], kept: Sequence[Item]) -> None:
    plan, people = store.present.base, store.present.people
    with st.container(key="people_label"):
        st.markdown(t("choose.people"), help=t("choose.people_help"))
    with popover(
        _named(people, plan), icon=":material/group:", width="stretch", key="people"
    ) as is_open:
        if is_open:
            _choices(store, kept)
    if isinstance(people, Simulated) and (notes := size_notes(store.present, people)):
        st.caption(t("choose.fixed_short", count=len(notes)))


def _choices(store: Store[SessionScenario], kept: Sequence[Item]) -> None:
    """All of whom there are to choose from, and what one may say of them."""
    plan, people = store.present.base, store.present.people
    own = usual_people(plan)
    drawn = own if isinstance(own, Simulated) else people
    _models(store, kept, own)
    if isinstance(drawn, Simulated):
        simulated_people(store, drawn)
    if isinstance(people, Personas):
        _personas(plan)
    elif plan.personas:
        st.button(
            t("choose.use_personas", count=len(plan.personas)),
            key="use_personas",
            help=t("choose.use_personas_help"),
            on_click=lambda: store.switch_to(store.present.with_people(Personas())),
        )
    if people is not None:
        frame.link("workforce", t("choose.portrait"))
    if own is not None:
        st.divider()
    _kept_files(store, kept)
    file_field(store, "people", t("choose.own_file" if own is not None else "choose.file"))
    columns_needed(plan)
    if isinstance(people, FromFile):
        _what_was_read(people, plan)


def _what_was_read(people: FromFile, plan: Plan) -> None:
    try:
        what_was_read(people_facts.facts_of(people, plan))
    except (MissingFile, Refused):  # the page says so
        return


def _models(store: Store[SessionScenario], kept: Sequence[Item], own: People | None) -> None:
    """The choice among the model of the plan and the kept ones that were fitted for it."""
    plan, people = store.present.base, store.present.people
    models = {
        i.id: i.current
        for i in kept
        if i.kind == WORKFORCE and workforce_models.fits(i.current, plan)
    }
    if not models:
        return
    names = {item: version.name for item, version in models.items()}
    if isinstance(own, Simulated):
        names = {_OWN: t("choose.own_model"), **names}
    labels = distinct_labels(names)
    used = people.workforce if isinstance(people, Simulated) else ""
    now = next((item for item, version in models.items() if version.id == used), None)
    if now is None and isinstance(own, Simulated) and used == own.workforce:
        now = _OWN
    key = frame.on_this_page(f"models.{hash((now, tuple(labels.items()), language()))}")

    def choose() -> None:
        item = st.session_state.get(key)
        if item not in labels:  # the browser speaks of an earlier box
            return
        if item == _OWN:
            return store.switch_to(store.present.with_people(own))
        try:
            store.switch_to(store.present.draw_from_kept(models[item]))
        except Refused as refused:
            kept_items.report(refused)

    st.selectbox(
        t("choose.model"),
        list(labels),
        index=None if now is None else list(labels).index(now),
        format_func=labels.__getitem__,
        placeholder=t("choose.model_none"),
        help=t("choose.model_help"),
        key=key,
        on_change=choose,
    )


_OWN = ""
"""Stands for the model of the plan among the kept ones."""


def _personas(plan: Plan) -> None:
    """Who they are, in the words of the plan."""
    st.markdown(f"**{t('choose.personas', count=len(plan.personas))}**")
    for persona in plan.personas.values():
        name, story = (escape_markdown(pick(text)) for text in (persona.name, persona.story))
        st.caption(t("list.labelled", label=name, text=story) if story else name)


def _named(people: object, plan: Plan) -> str:
    match people:
        case Personas():
            return t("choose.personas", count=len(plan.personas))
        case Simulated(employees=employees):
            return t("choose.simulated", count=employees)
        case FromFile(name=name):
            return name
    return t("choose.no_people")


def _kept_files(store: Store[SessionScenario], kept: Sequence[Item]) -> None:
    """The kept files that have the plan's columns, and a way to keep the one in use."""
    plan, people = store.present.base, store.present.people
    files = {item.id: item.current for item in kept if item.kind == FACTS}
    files = {item: version for item, version in files.items() if has_columns(version, plan)}

    def is_used(version: Version) -> bool:
        return isinstance(people, FromFile) and people.sha256 in (
            version.content,
            version.detail["file"],
        )

    used = next((item for item, version in files.items() if is_used(version)), None)
    if isinstance(people, FromFile) and used is None:
        st.button(
            t("choose.keep_file", name=escape_markdown(people.name)),
            key="keep_people",
            icon=":material/save:",
            help=t("choose.keep_file_help"),
            on_click=lambda: keep_people(people, plan),
        )
    if not files:
        return
    key = frame.on_this_page(f"kept_people.{hash((used, tuple(files), language()))}")
    labels = distinct_labels({item: _file_label(file) for item, file in files.items()})

    def choose() -> None:
        version = files.get(st.session_state.get(key, ""))
        if version is None:  # the browser speaks of an earlier box
            return
        _use_file(store, FromFile(version.name, version.content, "parquet"))

    st.selectbox(
        t("choose.kept_files"),
        list(files),
        index=None if used is None else list(files).index(used),
        format_func=labels.__getitem__,
        placeholder=t("choose.kept_files_none"),
        key=key,
        on_change=choose,
    )


def has_columns(version: Version, plan: Plan) -> bool:
    """Whether a kept file has the columns that a plan reads; its cells are checked on reading."""
    columns: Any = version.detail["columns"]
    needed = {column.id for column in plan.facts.values() if column.kind != "tenure"}
    tenure = any(column.kind == "tenure" for column in plan.facts.values())
    return needed <= set(columns) and (not tenure or bool({TENURE, HIRED} & set(columns)))


def _file_label(version: Version) -> str:
    detail: Any = version.detail
    heads = t("figure.heads", count=detail["people"])
    first, last = detail["months"]
    return f"{version.name} · {heads} · {months(first, last, language())}"


def keep_people(people: FromFile, plan: Plan, note: str = "") -> None:
    """Keep the file of people between runs."""
    try:
        content = facts_content(path_of(people), plan, people.name)
    except (
        MissingFile,
        Refused,
    ):  # it was read a moment ago; the page says what is wrong with it now
        return
    kept_items.save(content, note=note)


def file_field(store: Store[SessionScenario], name: str, label: str) -> None:
    """A field for a file of people."""
    kept = upload.uploader(label, name=name)
    if kept is not None:
        upload.forget(name)
        use_stored_file(store, kept)


def use_stored_file(store: Store[SessionScenario], kept: StoredFile) -> None:
    """Go on with the people of a file; the page that reads it comes back where it is refused. A
    file that must be understood first leads to the page for that."""
    file = FromFile(kept.name, kept.sha256, kept.path.suffix.lstrip("."))
    if file.kind not in DIRECT:
        import_session.bring(file)
        frame.go("back_test")
    _use_file(store, file)
    st.rerun()


def _use_file(store: Store[SessionScenario], file: FromFile) -> None:
    st.session_state[REFUSED], st.session_state[REFUSED_FILE] = (), file
    close_popover("people")
    store.switch_to(store.present.with_people(file))


def columns_needed(plan: Plan) -> None:
    """The columns a file of people must have."""
    with st.expander(t("choose.columns"), icon=":material/table:"):
        st.markdown(column_list(plan))


def column_list(plan: Plan) -> str:
    """The columns a plan reads, as a table in Markdown."""
    rows = [(EMPLOYEE, t("kind.employee"), t("kind.group"))]
    rows += [("month", t("kind.month"), t("kind.month_written"))]
    rows += [
        (
            column.id,
            escape_markdown(pick(column.label)),
            escape_markdown(", ".join(column.values))
            if column.values
            else t(f"kind.{column.kind}"),
        )
        for column in plan.facts.values()
    ]
    body = "\n".join(f"| `{name}` | {label} | {kind} |" for name, label, kind in rows)
    return (
        f"| {t('kind.heading')} | {t('kind.meaning')} | {t('kind.holds')} |\n|---|---|---|\n{body}"
    )
