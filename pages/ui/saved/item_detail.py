"""One item of what is kept: what it says, its versions side by side, and what to do with it."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

import engine
from engine.health import load_policy
from engine.importing import recipe_of
from engine.scenario import FromFile, Personas, Simulated
from engine.text import Refused, count, months
from engine.workforce import figures_text
from engine.workspace import (
    COMPANY,
    DAMAGED,
    ENDINGS,
    FACTS,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    Item,
    Version,
    describe_policy,
)
from pages.ui.kit import Store, escape_markdown, frame, language, pick, t
from pages.ui.notices import save_notice
from pages.ui.saved.item_list import name_of, plan_title
from pages.ui.session import (
    SessionScenario,
    draft_session,
    health_policy,
    import_store,
    kept_items,
)

MOST_VERSIONS = 12
FEW = 3
OPENS = {
    POLICY: ("workspace.use", "health"),
    RECIPE: ("workspace.use_recipe", "back_test"),
    WORKFORCE: ("workspace.use_workforce", "workforce"),
    RECONCILIATION: ("workspace.open_reconciliation", "back_test"),
}
"""What opening says and to which page it leads, where that is not What-if."""
MOST_NOTES = 20


def detail(store: Store[SessionScenario], item: Item) -> None:
    """Heading, actions, what it says, versions and their comparison."""
    try:
        versions = kept_items.workspace().history(item.id)
    except Refused as refused:
        kept_items.report(refused)
        return save_notice()
    with st.container(border=True, key="kept_item"):
        st.html(
            f'<div class="pc-kept"><h3>{escape(name_of(item))}</h3>'
            f"<p>{escape(_subtitle(item))}</p></div>"
        )
        if item.kind == DAMAGED:
            _damage(item.current)
        else:
            _actions(store, item)
            _says(item.current)
        _history(versions)
        if len(versions) > 1:
            _side_by_side(store, versions)


def _subtitle(item: Item) -> str:
    kinds = (SCENARIO, COMPANY, FACTS, RECIPE, WORKFORCE)
    about = plan_title(item) if item.kind in kinds else ""
    return " · ".join(filter(None, (t(f"workspace.a_{item.kind}"), about)))


# -- what to do with it ----------------------------------------------------------------------


def _actions(store: Store[SessionScenario], item: Item) -> None:
    current = item.current
    with st.container(horizontal=True, gap="small", key="kept_actions"):
        if not current.detail.get("problems") and st.button(
            t(OPENS.get(item.kind, ("workspace.open", ""))[0]),
            key="kept_open",
            type="primary",
            icon=frame.PAGES[OPENS.get(item.kind, ("", "what_if"))[1]],
        ):
            _open(store, current)
        if item.kind == PLAN and st.button(
            t("workspace.edit"), key="kept_edit", icon=frame.PAGES["editor"]
        ):
            _edit(current)
        with st.popover(t("workspace.rename"), icon=":material/edit:", key="kept_rename"):
            name = st.text_input(
                t("variant.name"), value=item.name, max_chars=80, key=f"kept_name-{current.id}"
            ).strip()
            st.button(
                t("workspace.rename"),
                key="kept_rename_now",
                type="primary",
                disabled=not name or name == item.name,
                on_click=lambda: _rename(item, name),
            )
        st.download_button(
            t("workspace.download"),
            data=lambda: kept_items.workspace().data(current.id),
            file_name=_file_name(current),
            on_click="ignore",
            key="kept_download",
            icon=":material/download:",
        )
        st.button(
            t("workspace.bring_back" if item.hidden else "workspace.hide"),
            key="kept_hide",
            icon=":material/unarchive:" if item.hidden else ":material/archive:",
            help=t("workspace.hide_help"),
            on_click=lambda: _hide_or_bring_back(item),
        )


def _rename(item: Item, name: str) -> None:
    kept_items.add_version(
        lambda kept: kept.rename(
            item.id, name, based_on=item.current.id, author=kept_items.author()
        )
    )


def _hide_or_bring_back(item: Item) -> None:
    kept_items.add_version(
        lambda kept: kept.hide(
            item.id, not item.hidden, based_on=item.current.id, author=kept_items.author()
        )
    )


def _restore(version: Version, number: int, latest: Version) -> None:
    """Go on from an older version, which becomes the newest."""
    kept_items.add_version(
        lambda kept: kept.restore(
            version.id,
            based_on=latest.id,
            note=t("workspace.restored", number=number),
            author=kept_items.author(),
        )
    )


def _file_name(version: Version) -> str:
    stem = version.name.rsplit(".", 1)[0] if version.kind == FACTS else version.name
    return f"{stem}.{ENDINGS[version.kind]}"


def _open(store: Store[SessionScenario], version: Version) -> None:
    """Go on with a version in the page that it is for."""
    if version.kind == POLICY:
        health_policy.use(version)
        frame.go("health")
    if version.kind == RECIPE:
        return _use_recipe(store, version)
    session = store.present
    opens = {
        PLAN: session.open_kept_plan,
        SCENARIO: session.open_kept_scenario,
        COMPANY: session.open_kept_company,
        FACTS: session.open_kept_people,
        WORKFORCE: session.draw_from_kept,
        RECONCILIATION: session.open_reconciliation,
    }
    try:
        opened = opens[version.kind](version)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    store.switch_to(opened)
    frame.go(OPENS.get(version.kind, ("", "what_if"))[1])


def _use_recipe(store: Store[SessionScenario], version: Version) -> None:
    """Go on reading files as a kept recipe says, into the plan that it was made for."""
    try:
        recipe = recipe_of(kept_items.workspace().text(version.id), version.name)
        if store.present.base.id != recipe.plan:
            store.switch_to(store.present.go_to_plan(recipe.plan))
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    kept_items.mark_opened(version)
    import_store().commit(import_store().present.decided(recipe))
    frame.go("back_test")


def _edit(version: Version) -> None:
    """Go on writing a plan, finished or not."""
    try:
        draft_session.edit_version(version)
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    frame.go("editor")


def _damage(version: Version) -> None:
    """Why a version cannot be read, and what to do."""
    try:
        kept_items.workspace().data(version.id)
    except Refused as refused:
        st.error(escape_markdown(refused.text(language())), icon=":material/broken_image:")


# -- what it says ----------------------------------------------------------------------------


def _says(version: Version) -> None:
    """What is in a version, in words."""
    detail: Any = version.detail
    if version.kind == FACTS:
        first, last = detail["months"]
        lines = [
            t("workspace.facts", people=count(detail["people"]), rows=count(detail["rows"])),
            months(first, last, language()),
            t("workspace.columns", names=t("list.comma").join(detail["columns"])),
        ]
    elif version.kind == SCENARIO:
        lines = _changes(version)
    elif version.kind == COMPANY:
        lines = _of_company(version)
    elif version.kind == POLICY:
        lines = _thresholds(version)
    elif version.kind == RECIPE:
        lines = _decisions(version)
    elif version.kind == WORKFORCE:
        lines = _rests_on(version)
    elif version.kind == RECONCILIATION:
        lines = _accepted(version)
    elif detail["problems"]:
        lines = [t("workspace.problems", count=detail["problems"])]
    else:
        try:
            plan = kept_items.plan(version.id)
        except Refused as refused:
            lines = [problem.text(language()) for problem in refused.problems[:FEW]]
        else:
            lines = [plan.summary[language()]]
            pays = [line.label[language()] for line in plan.pay_lines]
            lines.append(t("workspace.pays", names=t("list.comma").join(pays)))
    st.html(_listed([line for line in lines if line]))


def _changes(version: Version) -> list[str]:
    try:
        kept = kept_items.scenario(version.id)
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]
    changes = kept.scenario.describe(language()) or [t("workspace.no_change")]
    match kept.scenario.people:
        case FromFile(name=name):
            changes.append(t("workspace.people", people=name))
        case Personas():
            changes.append(t("workspace.people", people=t("people.personas")))
        case Simulated(employees=employees, seed=seed, figures=figures):
            drawn = t("choose.simulated", count=employees)
            changes.append(t("workspace.people_simulated", people=drawn, seed=seed))
            changes += figures_text(figures, language())
    return changes


def _of_company(version: Version) -> list[str]:
    """The units of a kept company, and what differs from their plans as documented."""
    try:
        company = kept_items.company(version.id)
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]
    units = t("list.comma").join(pick(unit.title) for unit in company.units.values())
    changes = company.describe(language()) or [t("workspace.no_change")]
    return [t("workspace.units", names=units), *changes]


def _thresholds(version: Version) -> list[str]:
    """How kept thresholds differ from the standard."""
    try:
        policy = kept_items.policy(version.id)
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]
    return describe_policy(load_policy(), policy, language()) or [t("workspace.no_threshold")]


def _rests_on(version: Version) -> list[str]:
    """What a kept model of a workforce rests on and assumes."""
    try:
        return [pick(note) for note in kept_items.workforce(version.id).notes]
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]


def _decisions(version: Version) -> list[str]:
    """Where each column of the plan comes from, as a kept recipe says."""
    try:
        recipe = recipe_of(kept_items.workspace().text(version.id), version.name)
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]
    known = recipe.plan in (*engine.catalogue(), *engine.samples())
    facts = engine.load_plan(recipe.plan).facts if known else {}
    return [
        t(
            "list.labelled",
            label=pick(facts[name].label) if name in facts else name,
            text=" / ".join(source.columns) or source.constant,
        )
        for name, source in recipe.sources.items()
    ]


def _accepted(version: Version) -> list[str]:
    """The differences that were accepted: of whom, why, by whom and when."""
    try:
        notes = kept_items.reconciliation(version.id)
    except Refused as refused:
        return [problem.text(language()) for problem in refused.problems[:FEW]]
    lines = []
    for note in notes.accepted[:MOST_NOTES]:
        scope = t("list.comma").join(
            part for part in (note.employee, note.month, note.line) if part
        )
        said = t(
            "workspace.reconciled",
            scope=scope or t("workspace.reconciled_all"),
            reason=note.reason,
        )
        lines.append(f"{said} · {t('workspace.reconciled_by', who=note.author, when=note.at[:16])}")
    if (more := len(notes.accepted) - MOST_NOTES) > 0:
        lines.append(t("workspace.more", count=more))
    return lines or [t("workspace.reconciled_none")]


def _listed(lines: list[str]) -> str:
    return '<ul class="pc-says">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


# -- versions --------------------------------------------------------------------------------


def _history(versions: tuple[Version, ...]) -> None:
    every = len(versions) <= MOST_VERSIONS or st.toggle(
        t("workspace.every_version", count=len(versions)), key="kept_every"
    )
    shown = versions if every else versions[:MOST_VERSIONS]
    rows = "".join(_row(versions, place) for place in range(len(shown)))
    heads = "".join(
        f"<th scope='col'>{t(f'workspace.head_{name}')}</th>"
        for name in ("version", "saved", "by", "what")
    )
    st.html(
        f"<table class='pc-table pc-versions'><caption>{t('workspace.history')}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(versions: tuple[Version, ...], place: int) -> str:
    version = versions[place]
    cells = [
        str(len(versions) - place),
        "–" if version.kind == DAMAGED else kept_items.saved_at(version),
        version.author or t("workspace.somebody"),
    ]
    what = f"<q>{escape(version.note)}</q>" if version.note else ""
    if place + 1 < len(versions):
        changes = kept_items.differences(versions[place + 1].id, version.id, language())
        said = [escape(line) for line in changes[:FEW]] or [escape(t("workspace.same"))]
        if len(changes) > FEW:
            more = len(changes) - FEW
            said.append(escape(t("workspace.more", count=more)))
        what += "".join(f"<p>{line}</p>" for line in said)
    else:
        what += f"<p>{escape(t('workspace.first_version'))}</p>"
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + f"<td>{what}</td></tr>"


def _side_by_side(store: Store[SessionScenario], versions: tuple[Version, ...]) -> None:
    numbers = {version.id: len(versions) - place for place, version in enumerate(versions)}
    by_id = {version.id: version for version in versions}

    def written(version: str) -> str:
        return t(
            "workspace.version", number=numbers[version], when=kept_items.saved_at(by_id[version])
        )

    st.markdown(f"**{t('workspace.compare')}**")
    left, right = st.columns(2)
    # Anew with every further version, so that the two begin with the newest.
    turn = f"{versions[0].id}.{language()}"
    before = left.selectbox(
        t("workspace.before"), list(by_id), index=1, format_func=written, key=f"kept_before.{turn}"
    )
    after = right.selectbox(
        t("workspace.after"), list(by_id), index=0, format_func=written, key=f"kept_after.{turn}"
    )
    assert before is not None and after is not None
    differences = kept_items.differences(before, after, language())
    st.html(_listed(differences or [t("workspace.same")]))
    old = by_id[before]
    with st.container(horizontal=True, gap="small", key="kept_version_actions"):
        st.button(
            t("workspace.restore", number=numbers[before]),
            key="kept_restore",
            icon=":material/history:",
            disabled=before == versions[0].id,
            help=t("workspace.restore_help"),
            on_click=lambda: _restore(old, numbers[before], versions[0]),
        )
        if not old.detail.get("problems") and st.button(
            t("workspace.open_version", number=numbers[before]), key="kept_open_version"
        ):
            _open(store, old)
