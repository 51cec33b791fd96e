"""The choices in the sidebar: plan, people, variant, and what leaves the page (link, files)."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import engine
from engine.messages import Refused
from engine.plan.schema import Plan
from pages.ui import link, upload
from pages.ui.numbers import count, month
from pages.ui.people import facts_of, fit
from pages.ui.state import Store, bound, undo_and_redo
from pages.ui.upload import Kept
from pages.ui.words import language, pick, t
from pages.ui.work import (
    MOST_MONTHS,
    SIZES,
    FromFile,
    Simulated,
    Work,
    from_json,
    own_people,
)

REFUSED = "people/refused"
"""Where the session keeps what is wrong with the last file that was not taken."""
_SAMPLES = "-"
"""The heading above the sample plans, which is no plan itself."""


def arrive(store: Store[Work]) -> None:
    """Open the scenario of the link this session came by; say so where it cannot be opened."""
    try:
        content = link.arrived()
        if content is not None:
            store.jump(replace(from_json(content), kept=store.present.kept))
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
    """Plan, people and variant, with undo, redo and the link."""
    _plan(store)
    _people(store)
    _variant(store)
    undo_and_redo(store)


# -- plan ------------------------------------------------------------------------------------


def _plan(store: Store[Work]) -> None:
    key = f"work.plan.{language()}"
    samples = engine.samples()
    current = store.present.base.id
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    titles = {plan: pick(engine.load_plan(plan).title) for plan in (*engine.catalogue(), *samples)}
    titles = {
        **{plan: title for plan, title in titles.items() if plan not in samples},
        _SAMPLES: t("choose.samples"),
        **{plan: title for plan, title in titles.items() if plan in samples},
    }

    def choose() -> None:
        if st.session_state[key] == _SAMPLES:
            return
        opened = store.present.open_plan(st.session_state[key])
        if isinstance(opened.people, FromFile) and not fit(opened.people, opened.base):
            opened = replace(opened, people=own_people(opened.base.id))
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


def _people(store: Store[Work]) -> None:
    people, own = store.present.people, own_people(store.present.base.id)
    with st.container(key="people_label"):
        st.markdown(t("choose.people"), help=t("choose.people_help"))
    box = st.popover(
        _named(people), icon=":material/group:", width="stretch", key="people", on_change="rerun"
    )
    if not box.open:  # a widget that nobody sees yet would begin with its own first value
        return
    with box:
        if isinstance(own, Simulated):
            _simulated(store, own)
            st.divider()
        file_field(store, "people", t("choose.own_file" if own is not None else "choose.file"))
        columns_needed(store.present.base)


def _named(people: object) -> str:
    match people:
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


def file_field(store: Store[Work], name: str, label: str) -> None:
    """A field for a file of people; what it brings is taken only if it fits the plan."""
    kept = upload.uploader(label, name=name)
    if kept is not None:
        upload.put_aside(name)
        take(store, kept)


def take(store: Store[Work], kept: Kept) -> None:
    """Go on with the people of a file; where it is refused, everything stays as it is."""
    file = FromFile(kept.name, kept.sha256, kept.path.suffix.lstrip("."))
    try:
        with st.spinner(t("choose.reading", name=kept.name)):
            facts_of(file, store.present.base)
    except Refused as refused:
        st.session_state[REFUSED] = refused.problems
    else:
        st.session_state[REFUSED] = ()
        store.jump(replace(store.present, people=file))
    st.rerun()


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


def _variant(store: Store[Work]) -> None:
    work = store.present
    current = work.scenario.name if work.scenario.name in work.variants else ""
    options = ["", *work.variants]

    def written(name: str) -> str:
        if name:
            changed = name == current and not work.is_kept
            return t("variant.changed", name=name) if changed else name
        return t("variant.unnamed" if not current and work.scenario.changed else "variant.none")

    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    key = f"work.variant.{store.history.epoch}.{len(options)}.{written(current)}"
    st.selectbox(
        t("variant.label"),
        options,
        index=options.index(current),
        format_func=written,
        key=key,
        on_change=lambda: store.jump(store.present.open_variant(st.session_state[key])),
        help=t("variant.help"),
    )
    with st.container(horizontal=True, gap="small", key="variant_actions"):
        _keep(store, current)
        _share(store)


def _keep(store: Store[Work], current: str) -> None:
    work = store.present
    free = work.free_name(lambda number: t("variant.pattern", number=number))
    with st.popover(t("variant.keep"), icon=":material/bookmark:", width="stretch", key="keep"):
        name = st.text_input(
            t("variant.name"),
            value=current or free,
            max_chars=80,
            key=f"variant_name-{current or free}",
        ).strip()
        st.button(
            t("variant.update" if name in work.variants else "variant.keep"),
            key="variant_keep",
            type="primary",
            disabled=not name or not work.scenario.changed,
            help=None if work.scenario.changed else t("variant.nothing"),
            on_click=lambda: store.commit(store.present.keep(name)),
            width="stretch",
        )
        if current:
            st.button(
                t("variant.duplicate"),
                key="variant_duplicate",
                icon=":material/content_copy:",
                on_click=lambda: store.commit(
                    store.present.keep(_copy_name(store.present, current))
                ),
                width="stretch",
            )
            st.button(
                t("variant.delete"),
                key="variant_delete",
                icon=":material/delete:",
                on_click=lambda: store.commit(store.present.delete_variant(current)),
                width="stretch",
            )


def _copy_name(work: Work, name: str) -> str:
    copy = t("variant.copy", name=name)
    return copy if copy not in work.variants else work.free_name(lambda number: f"{copy} {number}")


def _share(store: Store[Work]) -> None:
    work = store.present
    with st.popover(t("share.label"), icon=":material/link:", width="stretch", key="share"):
        try:
            address = link.address(work.as_json())
        except link.Broken as broken:
            st.warning(t(broken.words))
            return
        st.markdown(t("share.help"))
        st.code(address, language=None, wrap_lines=True)
        if isinstance(work.people, FromFile):
            st.caption(t("share.without_people", name=work.people.name))
