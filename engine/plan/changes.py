"""The difference of two plans in words."""

from __future__ import annotations

from engine.plan.edits import ORDER, SECTIONS, Edit, diff
from engine.plan.parameter import Parameter
from engine.plan.schema import FORFEITED, ROLES, SETTLED, Column, Line, Persona, Plan
from engine.text import say


def describe(before: Plan, after: Plan, language: str) -> list[str]:
    """The difference of two plans in words, one sentence for each change."""
    sentences: list[str] = []
    for edit in diff(before, after):
        sentences += described(edit, before, after, language)
    return sentences


def described(edit: Edit, before: Plan, after: Plan, language: str) -> list[str]:
    """What one edit of their difference changes, in words."""
    name = edit.parameter
    old, new = before.parameters.get(name), after.parameters.get(name)
    if old is not None and new is not None and type(old.value) is type(new.value):
        naming = before.naming(old), after.naming(new)
        return old.value.changes(new.value, *naming, language)
    if len(edit.at) >= 2 and edit.at[0] in SECTIONS and edit.at[1] != ORDER:
        section, name = edit.at[:2]
        entries = getattr(after, section), getattr(before, section)
        entry = entries[0].get(name) or entries[1].get(name)
        label = _label(entry, language) if entry is not None else name
        if len(edit.at) == 2:
            key = "change.removed" if edit.remove else "change.added"
            return [say(language, key, label=label)]
        if section == "lines" and edit.at[2] in ROLES:
            old_line = before.lines.get(name)
            old_text = old_line.formula.text if old_line else ""
            if edit.remove:
                return []
            return [say(language, "change.formula", label=label, old=old_text, new=edit.to)]
        if section == "lines" and edit.at[2] == "leavers":
            settled = [plan.lines[name].settled_early for plan in (before, after)]
            if settled[0] != settled[1]:
                key = SETTLED if settled[1] else FORFEITED
                return [say(language, f"change.{key}", label=label)]
        if section == "lines" and edit.at[2] == "counts_as":
            kinds = [plan.lines[name].counts_as for plan in (before, after)]
            if kinds[0] != kinds[1]:
                was, now = (say(language, f"pay_kind.{kind}") for kind in kinds)
                return [say(language, "change.counts_as", label=label, old=was, new=now)]
        return [say(language, "change.entry", label=label, key=edit.at[2])]
    if edit.at[-1] == ORDER:
        return [say(language, "change.order")]
    return [say(language, "change.entry", label=before.title[language], key=edit.at[-1])]


def _label(entry: Column | Parameter | Line | Persona, language: str) -> str:
    return entry.name[language] if isinstance(entry, Persona) else entry.label[language]
