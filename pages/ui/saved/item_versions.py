"""The versions of a kept item: what each of them changed, and two of them side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.workspace import DAMAGED, Version
from pages.ui.kit import Store, language, t
from pages.ui.saved.open_version import open_version
from pages.ui.session import SessionScenario, kept_items

MOST_VERSIONS = 12
FEW = 3


def history(versions: tuple[Version, ...]) -> None:
    """All versions, the newest first, each with what it changes in the one before."""
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


def side_by_side(store: Store[SessionScenario], versions: tuple[Version, ...]) -> None:
    """Two versions to choose, what differs between them, and the way back to the older one."""
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
    st.html(listed(differences or [t("workspace.same")]))
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
            open_version(store, old)


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


def listed(lines: list[str]) -> str:
    """Sentences as a list."""
    return '<ul class="pc-says">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
