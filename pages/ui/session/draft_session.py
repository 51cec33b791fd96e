"""The draft that a session writes, with where it comes from, and the drafts opened earlier.

Every change is a new object. Steps back and forth are those of the text, not of what it is kept as,
and stay with the draft when another one is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from engine.drafting import Draft
from engine.plan import PLAN_FOLDERS, ROLES, Edit, Plan
from engine.text import Refused
from engine.workspace import Version
from engine.yaml_files import plain
from pages.ui.kit import History, Store, language
from pages.ui.session import kept_items

MOST_EARLIER = 12


@dataclass(frozen=True)
class DraftSession:
    """A draft being written. `base` is the plan as it was opened, if it was one; `before` the plan
    before the last change. `item` and `name` are what it is kept as in the workspace, `kept` the
    text last opened or kept. `typing` is the field being typed in and its run of keys."""

    draft: Draft
    steps: History[str]
    base_plan: Plan | None = None
    before: Plan | None = None
    item: str = ""
    name: str = ""
    kept: str | None = None
    typing: tuple[str, int] | None = None
    earlier: tuple[DraftSession, ...] = ()

    @property
    def shown_plan(self) -> Plan | None:
        """The plan that is shown: the draft's, or while that is unfinished the last that paid."""
        return self.draft.payable or self.draft.lasting

    @property
    def plan(self) -> Plan:
        """The plan whose figures are shown and moved: as it is written, as far as it is sound."""
        sound = self.draft.sound
        if sound is None:
            raise LookupError("the text of the draft is no plan at all")
        return sound

    @property
    def base(self) -> Plan:
        """The plan that changes are marked against: as it was opened, else as it is."""
        return self.base_plan or self.plan

    @property
    def place(self) -> str:
        """What widgets of the figures are told apart by."""
        return self.base.id

    @property
    def title(self) -> str:
        """What the plan is called, finished or not."""
        try:
            titles = self.draft.data.get("title")
        except Refused:
            titles = self.shown_plan.title if self.shown_plan is not None else None
        called = titles.get(language()) if isinstance(titles, Mapping) else titles
        return str(called or self.draft.file)

    @property
    def is_stale(self) -> bool:
        """Whether what is shown is older than what is written."""
        return self.draft.payable is None

    @property
    def is_kept(self) -> bool:
        """Whether the text is the one last kept, or as it came from the catalogue."""
        return self.draft.text == self.kept

    # -- changing ---------------------------------------------------------------------------

    def changed(self, draft: Draft, typing: tuple[str, int] | None = None) -> DraftSession:
        """After a change of the draft; keys of one run are one change."""
        if draft is self.draft:
            return self
        joined = typing is not None and typing == self.typing
        before = self.before if joined else self.shown_plan
        steps = self.steps.commit(draft.text, joined)
        return replace(self, draft=draft, steps=steps, before=before, typing=typing)

    def typed(self, line: str, formula: str, run: int) -> DraftSession:
        """After keys typed into the formula of a line."""
        typing = (line, run)
        edit = Edit(("lines", line, role_of(self.draft.data["lines"][line])), formula)
        return self.changed(self.draft.edited([edit]), typing)

    def typed_text(self, text: str, run: int) -> DraftSession:
        """After keys typed into the text of the plan."""
        return self.changed(self.draft.written(text), ("", run))

    def edited(self, *edits: Edit) -> DraftSession:
        """After some edits of the draft."""
        return self.changed(self.draft.edited(edits))

    def set(self, parameter: str, value: Any) -> DraftSession:
        """Another figure. Raises Refused where it does not fit."""
        return self.set_all({parameter: value})

    def set_all(self, values: Mapping[str, Any]) -> DraftSession:
        """Other figures, all at once."""
        self.plan.with_values(values)
        return self.edited(
            *(
                Edit(
                    ("parameters", name, self.plan.parameters[name].value.key),
                    _tidy(plain(value)),
                )
                for name, value in values.items()
            )
        )

    def reset(self, parameter: str) -> DraftSession:
        """A figure as it was when the plan was opened."""
        return self.set(parameter, self.base.parameters[parameter].json)

    def undone(self) -> DraftSession:
        """With the text before the last change."""
        return self._at(self.steps.undo())

    def redone(self) -> DraftSession:
        """With the text before the last undoing."""
        return self._at(self.steps.redo())

    def _at(self, steps: History[str]) -> DraftSession:
        if steps is self.steps:
            return self
        draft = replace(self.draft, text=steps.present)
        return replace(self, draft=draft, steps=steps, before=self.shown_plan, typing=None)

    # -- opening and keeping ----------------------------------------------------------------

    def replaced_by(self, other: DraftSession) -> DraftSession:
        """Another draft in place of this one, which stays among the earlier ones where something
        was written in it."""
        rest = [session for session in self.earlier if session.draft.text != other.draft.text]
        if self.steps.past or not self.is_kept:
            rest.insert(0, replace(self, earlier=()))
        return replace(other, earlier=tuple(rest[:MOST_EARLIER]))

    def kept_as(self, version: Version) -> DraftSession:
        """The same, kept as this version."""
        return replace(self, item=version.item, name=version.name, kept=self.draft.text)


def begin(draft: Draft, base_plan: Plan | None = None, kept: str | None = None) -> DraftSession:
    """A draft with nothing to undo yet."""
    return DraftSession(draft, History(draft.text), base_plan, kept=kept)


def blank_draft(title: Mapping[str, str]) -> DraftSession:
    """An empty plan."""
    return begin(Draft.blank(dict(title)))


def draft_of_plan(plan: Plan) -> DraftSession:
    """A plan of the catalogue, its comments kept, or any other plan."""
    paths = [folder / f"{plan.id}.yaml" for folder in PLAN_FOLDERS]
    path = next((path for path in paths if path.exists() and path.name == plan.file), None)
    draft = Draft.of(plan, path.read_text(encoding="utf-8") if path else None)
    if path and draft.plan != plan:  # the figures were changed since
        draft = Draft.of(plan)
    return begin(draft, plan, draft.text)


def draft_of_text(text: str, file: str) -> DraftSession:
    """The text of a plan. Raises Refused, with all its problems, for one that is not sound."""
    draft = Draft(text, file)
    if draft.plan is None:
        raise Refused(draft.problems)
    return begin(draft, draft.plan)


def draft_of_version(version: Version, text: str) -> DraftSession:
    """A plan of the workspace, finished or not."""
    draft = Draft(text, f"{version.name}.yaml")
    return replace(begin(draft, draft.plan, text), item=version.item, name=version.name)


def role_of(entry: Mapping[str, Any]) -> str:
    """The key under which a line has its formula."""
    return next((role for role in ROLES if role in entry), ROLES[0])


def _tidy(value: Any) -> Any:
    """Whole numbers without a decimal point, as people write them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    return value


class DraftStore(Store[DraftSession]):
    """The draft of this session; its steps are those of the text."""

    def __init__(self) -> None:
        super().__init__(NAME, lambda: blank_draft({"en": "", "zh": ""}))

    @property
    def can_undo(self) -> bool:
        return bool(self.present.steps.past)

    @property
    def can_redo(self) -> bool:
        return bool(self.present.steps.future)

    def commit(self, new: DraftSession, joined: bool = False) -> None:
        if joined:
            now = self.present
            new = replace(new, steps=now.steps.commit(new.draft.text, joined), before=now.before)
        self._keep(replace(self.history, present=new))

    def switch_to(self, new: DraftSession) -> None:
        self.replace_present(new)

    def undo(self) -> None:
        self.switch_to(self.present.undone())

    def redo(self) -> None:
        self.switch_to(self.present.redone())

    def attempt_switch(self, name: str, change: Callable[[DraftSession], DraftSession]) -> None:
        """Switch to what `change` makes; where it is refused, keep the reason under the name."""
        with self.refusing(name):
            self.switch_to(change(self.present))

    def open(self, session: DraftSession) -> None:
        """Go on with another plan; what was written stays among the earlier ones."""
        self.switch_to(self.present.replaced_by(session) if is_open() else session)
        st.session_state[_OPEN] = True


def is_open() -> bool:
    """Whether this session writes a plan."""
    return bool(st.session_state.get(_OPEN))


def edit_plan(plan: Plan) -> None:
    """Open a plan to be written in this session, as it is; for any page that shows plans."""
    DraftStore().open(draft_of_plan(plan))
    st.session_state[TAB] = "lines"


def edit_version(version: Version) -> None:
    """Open a plan of the workspace to be written, finished or not. Raises Refused where it
    cannot be read."""
    text = kept_items.workspace().text(version.id)
    kept_items.mark_opened(version)
    DraftStore().open(draft_of_version(version, text))
    st.session_state[TAB] = "lines"


NAME = "draft"
TAB = "editor/tab"
"""Which part of the plan shows."""
_OPEN = "draft/open"
