"""The thresholds in force in this session: the standard or kept ones, with what was changed."""

from __future__ import annotations

import streamlit as st

from engine.health import Policy, load_policy
from engine.text import Refused
from engine.workspace import Version
from engine.yaml_files import Json
from pages.ui.kit import Store
from pages.ui.session import kept_items

_CHANGED, _VERSION = "health/policy", "health/policy_version"
_MADE = "health/policy_made"


def changed() -> dict[str, Json]:
    """The thresholds unlike the standard, by id."""
    values: dict[str, Json] = st.session_state.setdefault(_CHANGED, {})
    return values


def policy() -> Policy:
    """The standard thresholds with those of this session; the same object until they change."""
    values = changed()
    made: tuple[dict[str, Json], Policy] | None = st.session_state.get(_MADE)
    if made is None or made[0] is not values:
        made = values, load_policy().with_values(values)
        st.session_state[_MADE] = made
    return made[1]


class PolicyStore(Store[Policy]):
    """The thresholds of this session, for fields that are views of them."""

    def __init__(self) -> None:
        super().__init__("health", load_policy)

    @property
    def present(self) -> Policy:
        return policy()

    def commit(self, new: Policy, joined: bool = False) -> None:
        st.session_state[_CHANGED] = load_policy().differences(new)
        self._keep(self.history)


def version() -> str:
    """The kept version that these thresholds were opened or saved as last, "" for the standard."""
    return str(st.session_state.get(_VERSION, ""))


def is_changed() -> bool:
    """Whether they are unlike those they were opened or saved as."""
    standard = load_policy()
    try:
        source = kept_items.policy(version()) if version() else standard
    except Refused:
        return True
    return changed() != standard.differences(source)


def change(at: str, value: Json) -> None:
    """Another threshold for this session. Raises Refused where it does not fit."""
    standard = load_policy()
    wanted = standard.with_values({**changed(), at: value})
    st.session_state[_CHANGED] = standard.differences(wanted)


def reset(check: str) -> None:
    """The standard thresholds of one check again."""
    kept = {at: v for at, v in changed().items() if not at.startswith(f"{check}.")}
    st.session_state[_CHANGED] = kept


def adopt(other: Policy, version: str = "") -> None:
    """Go on with other thresholds, kept as this version or nowhere."""
    st.session_state[_CHANGED] = load_policy().differences(other)
    st.session_state[_VERSION] = version


def use(version: Version) -> None:
    """Go on with kept thresholds; where they cannot be read, the page says so."""
    try:
        adopt(kept_items.policy(version.id), version.id)
    except Refused as refused:
        kept_items.report(refused)
    else:
        kept_items.mark_opened(version)
