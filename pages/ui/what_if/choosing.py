"""The choices in the sidebar: plan, people, variant, and what leaves the page (link, files)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

import engine
from engine.facts.reading import HIRED
from engine.messages import Refused
from engine.plan.edits import describe
from engine.plan.schema import TENURE, Plan
from engine.workforce import load_workforce
from engine.workspace import FACTS, PLAN, SCENARIO, Item, Version, facts_content
from pages.ui import address, frame, link, upload, workspace
from pages.ui.editor import desk
from pages.ui.numbers import count, month, months
from pages.ui.people import Missing, file_of
from pages.ui.state import Store, bound, undo_and_redo
from pages.ui.upload import Kept
from pages.ui.words import language, pick, t
from pages.ui.work import (
    MOST_MONTHS,
    SIZES,
    FromFile,
    Personas,
    Simulated,
    Work,
    from_json,
    people_for,
)

REFUSED = "people/refused"
"""Where the session keeps what is wrong with the last file that was not taken."""
_OWN, _SAMPLES = "=", "-"
"""The headings above plans of the workspace and above sample plans, which are no plans."""
FEW = 6


def arrive(store: Store[Work]) -> None:
    """Open the scenario of the link this session came by; say so where it cannot be opened."""
    try:
        content = link.arrived()
        if content is not None:
            store.jump(from_json(content))
    except link.Broken as broken:
        st.session_state[_LINK_PROBLEM] = t(broken.words)
    except Refused as refused:
        st.session_state[_LINK_PROBLEM] = f"{t('link.misfit')} {refused.text(language())}"
    except ValueError:
        st.session_state[_LINK_PROBLEM] = t("link.unreadable")


def link_problem() -> None:
    """What was wrong with the link, until it is dismissed by the next link."""
    if problem := st.session_state.pop(_LINK_PROBLEM, ""):
        st.warning(problem, icon=":material/link_off:")


_LINK_PROBLEM = "link/problem"


def choices(store: Store[Work]) -> None:
    """Plan, people and variant, with undo, redo and the link, which is the address as well."""
    kept = workspace.items()
    _plan(store, kept)
    _people(store, kept)
    _variant(store, kept)
    undo_and_redo(store)
    address.keep(store.present)


def older_plan(store: Store[Work]) -> None:
    """That the plan went on since the scenario was kept, which still stands on the older one."""
    work = store.present
    now = work.plan_now()
    if now is work.base or now == work.base:
        return
    changes = describe(work.base, now, language())
    with st.container(border=True, key="older_plan"):
        st.info(t("variant.older_plan", count=len(changes)), icon=":material/history:")
        st.markdown("\n".join(f"- {workspace.plain(line)}" for line in changes[:FEW]))


def older_variant(store: Store[Work]) -> None:
    """That the variant was saved again since, elsewhere or as an older version brought back."""
    work = store.present
    if not work.item:
        return
    latest = {item.id: item.current for item in workspace.items(SCENARIO)}.get(work.item)
    if latest is None or latest.id == work.version:
        return

    def open_latest() -> None:
        try:
            store.jump(store.present.open_kept_scenario(latest))
        except Refused as refused:
            workspace.tell(refused)

    with st.container(border=True, key="older_variant"):
        name = workspace.plain(latest.name)
        st.info(t("variant.older", name=name), icon=":material/history:")
        st.button(t("variant.open_latest"), key="open_latest", on_click=open_latest)


# -- plan ------------------------------------------------------------------------------------


def _plan(store: Store[Work], kept: Sequence[Item]) -> None:
    samples = engine.samples()
    current = store.present.place
    own = {
        item.id: item for item in kept if item.kind == PLAN and not item.current.detail["problems"]
    }
    key = f"work.plan.{language()}.{hash(tuple((item.id, item.name) for item in own.values()))}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    titles = {plan: pick(engine.load_plan(plan).title) for plan in (*engine.catalogue(), *samples)}
    titles = {
        **{plan: title for plan, title in titles.items() if plan not in samples},
        **({_OWN: t("choose.own_plans")} if own else {}),
        **{item.id: _own_title(item, titles.values()) for item in own.values()},
        _SAMPLES: t("choose.samples"),
        **{plan: title for plan, title in titles.items() if plan in samples},
    }
    titles.setdefault(current, pick(store.present.base.title))  # one that was put away meanwhile
    titles = workspace.distinct(titles)

    def choose() -> None:
        work, chosen = store.present, st.session_state[key]
        if chosen in (_OWN, _SAMPLES, work.place):
            return
        try:
            opened = work.open_place(own[chosen].current if chosen in own else chosen)
        except Refused as refused:
            return workspace.tell(refused)
        st.session_state[REFUSED] = ()
        store.jump(opened)

    with st.container(key="plan"):
        st.selectbox(
            t("choose.plan"),
            list(titles),
            format_func=titles.__getitem__,
            key=key,
            on_change=choose,
            help=pick(store.present.base.summary),
        )


# -- people ----------------------------------------------------------------------------------


def _own_title(item: Item, others: Iterable[str]) -> str:
    """What a kept plan is called beside the plans of the catalogue."""
    name = plan_name(item)
    return f"{name} · {workspace.when(item.current)}" if name in others else name


def plan_name(item: Item) -> str:
    """What a kept plan is called: as it was saved, or its title where it was saved under that."""
    title: Any = item.current.detail.get("title", {})
    return pick(title) if item.name in title.values() else item.name


def _people(store: Store[Work], kept: Sequence[Item]) -> None:
    plan, people = store.present.base, store.present.people
    own = people_for(plan)
    with st.container(key="people_label"):
        st.markdown(t("choose.people"), help=t("choose.people_help"))
    box = st.popover(
        _named(people, plan),
        icon=":material/group:",
        width="stretch",
        key="people",
        on_change="rerun",
    )
    if not box.open:  # a widget that nobody sees yet would begin with its own first value
        return
    with box:
        if isinstance(own, Simulated):
            _simulated(store, own)
        if isinstance(people, Personas):
            _personas(plan)
        elif plan.personas:
            st.button(
                t("choose.use_personas", count=len(plan.personas)),
                key="use_personas",
                help=t("choose.use_personas_help"),
                on_click=lambda: store.jump(replace(store.present, people=Personas())),
            )
        if own is not None:
            st.divider()
        _kept_files(store, kept)
        file_field(store, "people", t("choose.own_file" if own is not None else "choose.file"))
        columns_needed(plan)


def _personas(plan: Plan) -> None:
    """Who they are, in the words of the plan."""
    st.markdown(f"**{t('choose.personas', count=len(plan.personas))}**")
    for persona in plan.personas.values():
        name, story = (workspace.plain(pick(text)) for text in (persona.name, persona.story))
        st.caption(t("list.labelled", label=name, text=story) if story else name)


def _named(people: object, plan: Plan) -> str:
    match people:
        case Personas():
            return t("choose.personas", count=len(plan.personas))
        case Simulated(employees=employees):
            return t("choose.simulated", number=count(employees))
        case FromFile(name=name):
            return name
    return t("choose.no_people")


def _simulated(store: Store[Work], own: Simulated) -> None:
    def drawn() -> Simulated:
        people = store.present.people
        return people if isinstance(people, Simulated) else own

    now = drawn()
    sizes = sorted({*SIZES, own.employees, now.employees})
    name = f"simulated.{own.workforce}"

    def other(**changes: object) -> Work:
        return replace(store.present, people=replace(drawn(), **changes))  # type: ignore[arg-type]

    st.markdown(f"**{t('choose.simulate')}**")
    modelled = load_workforce(own.workforce).plans
    if store.present.base.id not in modelled:
        title = pick(engine.load_plan(modelled[0]).title)
        st.caption(t("choose.modelled_for", plan=workspace.plain(title)))
    st.segmented_control(
        t("choose.size"),
        sizes,
        format_func=count,
        required=True,
        **bound(store, f"{name}.size", now.employees, lambda _, size: other(employees=size)),
    )
    left, middle, right = st.columns(3)
    left.number_input(
        t("choose.seed"),
        min_value=0,
        max_value=2**31 - 1,
        step=1,
        help=t("choose.seed_help"),
        **bound(store, f"{name}.seed", now.seed, lambda _, seed: other(seed=int(seed))),
    )
    years = [year for year in range(int(own.first[:4]) - 3, int(own.first[:4]) + 4)]
    firsts = [f"{year}-{number:02d}" for year in years for number in range(1, 13)]
    middle.selectbox(
        t("choose.first"),
        firsts if now.first in firsts else [now.first, *firsts],
        format_func=lambda text: month(text, language()),
        **bound(
            store, f"{name}.first.{language()}", now.first, lambda _, first: other(first=first)
        ),
    )
    right.number_input(
        t("choose.months"),
        min_value=1,
        max_value=MOST_MONTHS,
        step=1,
        **bound(store, f"{name}.months", now.months, lambda _, n: other(months=int(n))),
    )
    if now is not store.present.people:
        st.button(
            t("choose.back_to_simulated"),
            key="back_to_simulated",
            on_click=lambda: store.jump(replace(store.present, people=own)),
        )


def _kept_files(store: Store[Work], kept: Sequence[Item]) -> None:
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
            t("choose.keep_file", name=workspace.plain(people.name)),
            key="keep_people",
            icon=":material/save:",
            help=t("choose.keep_file_help"),
            on_click=lambda: keep_people(people, plan),
        )
    if not files:
        return
    key = f"kept_people.{hash((used, tuple(files), language()))}"
    labels = workspace.distinct({item: _file_label(file) for item, file in files.items()})

    def choose() -> None:
        version = files[st.session_state[key]]
        _take(store, FromFile(version.name, version.content, "parquet"))

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
    heads = t("figure.heads", count=detail["people"], number=count(detail["people"]))
    return f"{version.name} · {heads} · {months(*detail['months'], language())}"


def keep_people(people: FromFile, plan: Plan, note: str = "") -> None:
    """Keep the file of people between runs."""
    try:
        content = facts_content(file_of(people), plan, people.name)
    except (Missing, Refused):  # it was read a moment ago; the page says what is wrong with it now
        return
    workspace.save(content, note=note)


def file_field(store: Store[Work], name: str, label: str) -> None:
    """A field for a file of people."""
    kept = upload.uploader(label, name=name)
    if kept is not None:
        upload.put_aside(name)
        take(store, kept)


def take(store: Store[Work], kept: Kept) -> None:
    """Go on with the people of a file; the page that reads it comes back where it is refused."""
    _take(store, FromFile(kept.name, kept.sha256, kept.path.suffix.lstrip(".")))
    st.rerun()


def _take(store: Store[Work], file: FromFile) -> None:
    st.session_state[REFUSED] = ()
    store.jump(replace(store.present, people=file))


def columns_needed(plan: Plan) -> None:
    """The columns a file of people must have."""
    with st.expander(t("choose.columns"), icon=":material/table:"):
        st.markdown(column_list(plan))


def column_list(plan: Plan) -> str:
    """The columns a plan reads, as a table in Markdown."""
    rows = [("employee_id", t("kind.employee"), t("kind.group"))]
    rows += [("month", t("kind.month"), t("kind.month_written"))]
    rows += [
        (
            column.id,
            pick(column.label),
            ", ".join(column.values) if column.values else t(f"kind.{column.kind}"),
        )
        for column in plan.facts.values()
    ]
    body = "\n".join(f"| `{name}` | {label} | {kind} |" for name, label, kind in rows)
    return (
        f"| {t('kind.heading')} | {t('kind.meaning')} | {t('kind.holds')} |\n|---|---|---|\n{body}"
    )


# -- variant ---------------------------------------------------------------------------------


def _variant(store: Store[Work], kept: Sequence[Item]) -> None:
    work = store.present
    variants = work.variants(kept)
    current = work.item if work.item in variants else ""
    options = ["", *variants]
    unkept = "variant.unnamed" if not current and work.scenario.changed else "variant.none"
    names = workspace.distinct({"": t(unkept)} | {item.id: item.name for item in variants.values()})

    def written(item: str) -> str:
        changed = item and item == current and not work.is_kept
        return t("variant.changed", name=names[item]) if changed else names[item]

    def choose() -> None:
        chosen = st.session_state[key]
        if chosen == current:  # the browser speaks of an earlier box with the same words
            return
        try:
            store.jump(
                store.present.open_kept_scenario(variants[chosen].current)
                if chosen
                else store.present.as_documented()
            )
        except Refused as refused:
            workspace.tell(refused)

    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    words = hash(tuple(map(written, options)))
    key = f"work.variant.{store.history.epoch}.{words}"
    st.selectbox(
        t("variant.label"),
        options,
        index=options.index(current),
        format_func=written,
        key=key,
        on_change=choose,
        help=t("variant.help"),
    )
    with st.container(horizontal=True, gap="small", key="variant_actions"):
        _keep(store, variants, current)
        _share(store)


def _keep(store: Store[Work], variants: Mapping[str, Item], current: str) -> None:
    work = store.present
    with st.popover(
        t("variant.keep"), icon=":material/save:", width="stretch", key="keep", on_change="rerun"
    ) as box:
        if not box.open:
            return
        taken = {item.name: item.id for item in variants.values()}
        if current:
            taken[variants[current].name] = current
        numbered = (t("variant.pattern", number=number) for number in range(1, len(taken) + 2))
        free = work.scenario.name or next(name for name in numbered if name not in taken)
        first = variants[current].name if current else free
        name = st.text_input(
            t("variant.name"), value=first, max_chars=80, key=f"variant_name-{current}-{first}"
        ).strip()
        # A field that is left after each save empty again: its note was for that version.
        note = st.text_area(
            t("variant.note"),
            key=f"variant_note-{work.version}",
            height=80,
            max_chars=500,
            placeholder=t("variant.note_hint"),
        )
        people = work.people
        with_file = False
        if isinstance(people, FromFile) and workspace.found(people.sha256) is None:
            with_file = st.checkbox(
                t("variant.keep_file", name=workspace.plain(people.name)),
                key="variant_keep_file",
                help=t("choose.keep_file_help"),
            )

        def save() -> None:
            now = store.present
            if with_file and isinstance(people, FromFile):
                keep_people(people, now.base, note)
            saved = workspace.save(now.content(name), item=taken.get(name, ""), note=note)
            if saved is not None:
                version = saved.version
                store.amend(
                    lambda state: (
                        state.kept_as(version)
                        if state.place == now.place and state.item in (now.item, version.item)
                        else state
                    )
                )

        st.button(
            t("variant.update" if name in taken else "variant.keep"),
            key="variant_keep",
            type="primary",
            disabled=not name or (taken.get(name) == current and work.is_kept),
            on_click=save,
            width="stretch",
        )
        if work.plan_item and work.scenario.changed and work.plan_now() == work.base:
            st.button(
                t("variant.into_plan"),
                key="into_plan",
                help=t("variant.into_plan_help"),
                on_click=lambda: _into_plan(store, note),
                width="stretch",
            )
        frame.link("workspace", t("variant.all_kept"))


def _into_plan(store: Store[Work], note: str) -> None:
    """Keep the figures as they are now as the next version of the plan of one's own."""
    work = store.present
    try:
        content = work.into_plan()
    except Refused as refused:
        return workspace.tell(refused)
    saved = workspace.save(content, item=work.plan_item, note=note)
    if saved is not None:
        store.jump(work.as_documented())
        _on_the_desk(saved.version, content.data.decode("utf-8"))


def _on_the_desk(version: Version, text: str) -> None:
    """Go on with this text in the editor too, where it has the plan open with nothing unsaved."""
    if not desk.is_open():
        return
    drafts = desk.DeskStore()
    written = drafts.present
    if written.item == version.item and written.is_kept:
        drafts.jump(written.changed(written.draft.written(text)).kept_as(version))


def _share(store: Store[Work]) -> None:
    work = store.present
    with st.popover(t("share.label"), icon=":material/link:", width="stretch", key="share"):
        try:
            shared = link.address(work.as_json())
        except link.Broken as broken:
            st.warning(t(broken.words))
            return
        st.markdown(t("share.help"))
        st.code(shared, language=None, wrap_lines=True)
        if isinstance(work.people, FromFile):
            st.caption(t("share.without_people", name=work.people.name))
