"""Thresholds of one's own under a name: chosen among the kept, saved, as a file and from one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.health import load_policy, policy_of
from engine.text import Refused, decoded
from engine.workspace import POLICY, Item, policy_content, policy_text
from pages.ui.kit import distinct_labels, escape_markdown, frame, language, t, upload
from pages.ui.session import health_policy, kept_items

FILES = ("yaml", "yml")
FEW = 5
_REFUSED = "health/refused_file"


def choice() -> None:
    """The standard thresholds or kept ones."""
    kept = _kept()
    current = _item(kept)
    names = distinct_labels(
        {"": t("health.standard")} | {item.id: item.name for item in kept.values()}
    )
    if health_policy.is_changed():
        names[current] = t("health.policy_changed", name=names[current])

    def choose() -> None:
        chosen = st.session_state.get(key, current)
        if chosen == current:  # the browser speaks of an earlier box with the same words
            return
        if chosen:
            health_policy.use(kept[chosen].current)
        else:
            health_policy.adopt(load_policy())

    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    key = f"health.policy.{hash((current, *names.values()))}"
    st.selectbox(
        t("health.policy"),
        list(names),
        index=list(names).index(current),
        format_func=names.__getitem__,
        key=key,
        on_change=choose,
        help=t("health.policy_help"),
        width=200,
    )


def keeping() -> None:
    """A way to keep the thresholds in force, and to take them to a file and from one."""
    kept = _kept()
    with st.popover(
        t("health.policy_keep"), icon=":material/save:", key="keep_policy", on_change="rerun"
    ) as box:
        if box.open:
            _keep(kept, _item(kept))


def refused_file() -> None:
    """What is wrong with the last file of thresholds; those before it stay in force."""
    refused: Refused | None = st.session_state.get(_REFUSED)
    if refused is None:
        return
    with st.container(border=True, key="policy_refused"):
        sentences = [problem.sentence(language()) for problem in refused.problems[:FEW]]
        st.error("\n\n".join(map(escape_markdown, sentences)), icon=":material/error:")
        st.button(
            t("refusal.dismiss"),
            key="policy_dismiss",
            on_click=lambda: st.session_state.pop(_REFUSED, None),
        )


def _kept() -> dict[str, Item]:
    return {item.id: item for item in kept_items.items(POLICY)}


def _item(kept: Mapping[str, Item]) -> str:
    """The item in the list that the thresholds in force are a version of."""
    if not health_policy.version():
        return ""
    try:
        item = kept_items.workspace().version(health_policy.version()).item
    except Refused:
        return ""
    return item if item in kept else ""


def _keep(kept: Mapping[str, Item], current: str) -> None:
    """A name and a note to save under, and the way to a file and from one."""
    taken = {item.name: item.id for item in kept.values()}
    if current:
        taken[kept[current].name] = current
    first = kept[current].name if current else t("health.policy_own")
    name = st.text_input(
        t("variant.name"), value=first, max_chars=80, key=f"policy_name-{current}-{first}"
    ).strip()
    note = st.text_input(
        t("variant.note"), key=f"policy_note-{health_policy.version()}", max_chars=500
    )

    def save() -> None:
        content = policy_content(policy_text(health_policy.changed(), name), name)
        saved = kept_items.save(content, item=taken.get(name, ""), note=note)
        if saved is not None:
            health_policy.adopt(health_policy.policy(), saved.version.id)

    st.button(
        t("variant.keep"),
        key="policy_save",
        type="primary",
        width="stretch",
        disabled=not name or (taken.get(name) == current and not health_policy.is_changed()),
        on_click=save,
    )
    frame.link("workspace", t("variant.all_kept"))
    st.divider()
    st.download_button(
        t("health.policy_download"),
        data=lambda: policy_text(health_policy.changed(), name),
        file_name=f"{name or first}.yaml",
        mime="application/yaml",
        on_click="ignore",
        key="policy_download",
        icon=":material/download:",
        width="stretch",
    )
    file = upload.uploader(t("health.policy_file"), name="policy", kinds=FILES)
    if file is not None:
        upload.forget("policy")
        _change(file)
        st.rerun()


def _change(file: upload.StoredFile) -> None:
    """Go on with the thresholds of a file, or keep what is wrong with it."""
    try:
        health_policy.adopt(policy_of(decoded(file.path.read_bytes(), file.name), file.name))
    except Refused as refused:
        st.session_state[_REFUSED] = refused
    else:
        st.session_state.pop(_REFUSED, None)
