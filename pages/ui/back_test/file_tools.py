"""The files of the import: added, replaced, taken out; the report, the recipe and the template."""

from __future__ import annotations

import streamlit as st

from engine.importing import recipe_of, recipe_text
from engine.plan import Plan
from engine.reports import import_report, import_template
from engine.text import Refused
from engine.workspace import RECIPE, recipe_content
from pages.ui.back_test.example_files import EXAMPLE_PLAN, example_files
from pages.ui.back_test.month_limits import month_limits
from pages.ui.back_test.understanding import Understood
from pages.ui.documents import download_buttons
from pages.ui.kit import LANGUAGE_NAMES, Store, escape_markdown, popover, t, upload
from pages.ui.session import ImportStore, SessionScenario, import_session, kept_items

MEGABYTE = 1_000_000
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_tools(store: Store[SessionScenario], files: ImportStore, found: Understood) -> None:
    """A menu of the files, one of what is taken along, and one of the recipe."""
    with st.popover(
        t("back_test.files", count=len(files.present.files)),
        icon=":material/folder_open:",
        key="import_files",
    ):
        _files(files)
        with st.container(horizontal=True, gap="small"):
            templates(store.present.base)
    if found.imported is not None:
        imported, plan = found.imported, store.present.base
        with st.popover(t("back_test.report"), icon=":material/download:", key="import_downloads"):
            name = f"{import_session.name_of(files.present, imported)} {t('back_test.report')}"
            download_buttons(lambda: import_report(imported, plan), name, "import_report_as")
        with popover(
            t("back_test.recipe"), icon=":material/receipt_long:", key="import_recipe"
        ) as is_open:
            if is_open:
                _recipe(store, files, found)
        month_limits(files, imported)
    st.button(
        t("state.undo"),
        key="import_undo",
        icon=":material/undo:",
        on_click=files.undo,
        disabled=not files.can_undo,
        help=t("back_test.undo_help"),
    )


def _files(files: ImportStore) -> None:
    for number, file in enumerate(files.present.files):
        with st.container(
            key=f"file-{number}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            large = file.size >= MEGABYTE
            size = f"{file.size / MEGABYTE:.1f} MB" if large else f"{file.size / 1000:.0f} kB"
            st.markdown(f"{escape_markdown(file.name)} · {size}", width="stretch")
            st.button(
                "",
                key=f"remove_file_{number}",
                icon=":material/close:",
                type="tertiary",
                help=t("back_test.remove", name=escape_markdown(file.name)),
                on_click=lambda name: files.commit(files.present.without_file(name)),
                args=(file.name,),
            )
    upload.uploader_of_several(
        t("back_test.bring_more"),
        name="import",
        take=lambda stored: files.commit(files.present.with_files(*stored)),
        help=t("back_test.bring_more_help"),
    )
    st.button(
        t("back_test.start_anew"),
        key="start_anew",
        icon=":material/restart_alt:",
        on_click=lambda: files.switch_to(files.present.without_files()),
        help=t("back_test.start_anew_help"),
    )


# -- the recipe ---------------------------------------------------------------------------------


def _recipe(store: Store[SessionScenario], files: ImportStore, found: Understood) -> None:
    """The decisions as a recipe: kept, taken along, or those of a kept one."""
    assert found.imported is not None
    plan, recipe = store.present.base, found.imported.recipe
    text = recipe_text(recipe)
    st.markdown(t("back_test.recipe_about"))
    if files.present.known_as:
        st.caption(t("back_test.recipe_known", name=escape_markdown(files.present.known_as)))
    name = st.text_input(
        t("variant.name"),
        value=files.present.known_as or import_session.name_of(files.present, found.imported),
        max_chars=80,
        key=f"recipe_name-{files.present.id}",
    ).strip()
    st.button(
        t("back_test.recipe_keep"),
        key="recipe_keep",
        type="primary",
        icon=":material/save:",
        disabled=not name,
        on_click=lambda: _keep(files, text, name),
    )
    st.download_button(
        t("back_test.recipe_download"),
        data=text,
        file_name=f"{name or plan.id}.recipe.yaml",
        mime="text/yaml",
        on_click="ignore",
        key="recipe_download",
        icon=":material/download:",
    )
    st.button(
        t("back_test.recipe_anew"),
        key="recipe_anew",
        icon=":material/restart_alt:",
        on_click=lambda: files.commit(files.present.undecided(plan.id)),
        help=t("back_test.recipe_anew_help"),
    )
    kept = {item.id: item for item in kept_items.items(RECIPE) if item.plan == plan.id}
    if kept:
        chosen = st.selectbox(
            t("back_test.recipe_kept"),
            list(kept),
            index=None,
            format_func=lambda item: kept[item].name,
            placeholder=t("back_test.recipe_choose"),
            key=f"recipe_use-{files.epoch}",
        )
        if chosen is not None:
            _use(files, chosen)


def _keep(files: ImportStore, text: str, name: str) -> None:
    try:
        content = recipe_content(text, name)
    except Refused as refused:
        return kept_items.report(refused)
    same = [
        item for item in kept_items.items(RECIPE) if item.name == name and item.plan == content.plan
    ]
    kept_items.save(content, item=same[0].id if same else "")


def _use(files: ImportStore, item: str) -> None:
    try:
        workspace = kept_items.workspace()
        version = workspace.item(item).current
        recipe = recipe_of(workspace.text(version.id))
    except Refused as refused:
        kept_items.report(refused)
    else:
        files.switch_to(files.present.decided(recipe, version.name))
    st.rerun()


# -- an example and the template -----------------------------------------------------------------


def example_button(store: Store[SessionScenario], files: ImportStore) -> None:
    """The example that is messy on purpose, for the plan that it was made for."""
    st.button(
        t("back_test.example"),
        key="import_example",
        icon=":material/science:",
        help=t("back_test.example_help"),
        on_click=lambda: _open_example(store, files),
    )


def _open_example(store: Store[SessionScenario], files: ImportStore) -> None:
    if store.present.base.id != EXAMPLE_PLAN:
        store.switch_to(store.present.go_to_plan(EXAMPLE_PLAN))
    stored = []
    for path in example_files():
        with path.open("rb") as file:
            stored.append(upload.store(file, path.name))
    files.commit(files.present.with_files(*stored))


def templates(plan: Plan) -> None:
    """Empty files with the plan's columns, headed in either language."""
    for lang, name in LANGUAGE_NAMES.items():
        st.download_button(
            t("back_test.template", language=name),
            data=lambda lang=lang: import_template(plan, lang),  # type: ignore[misc]
            file_name=f"{plan.title[lang]}.xlsx",
            mime=WORKBOOK,
            on_click="ignore",
            key=f"template-{lang}",
            icon=":material/table:",
            help=t("back_test.template_help"),
        )
