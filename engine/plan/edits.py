"""Changes of a plan as data: the difference of two plans, applied, undone, and said in words.

An edit names its place by ids — ("parameters", "monthly_steps", "steps") — never by position, and
is plain JSON, so it can be stored, shared in a link and replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.plan import shapes
from engine.plan.load import build
from engine.plan.parameter import Json, Parameter
from engine.plan.schema import Column, Line, Persona, Plan
from engine.text import OWN, Problem, Refused, figure, figures, say, shown, spaced
from engine.yaml_files import Document, replace_in_place

SECTIONS = ("facts", "parameters", "lines", "personas")
ORDER = "order"


@dataclass(frozen=True)
class Edit:
    """One change: what stands at a place from now on, or that the place goes.

    `at` is (section, id, key), (section, id) for a whole entry, (section, "order") for the order of
    a section's entries, or (key,) for anything else at the top of the plan.
    """

    at: tuple[str, ...]
    to: Json = None
    remove: bool = False

    def as_json(self) -> dict[str, Json]:
        """The edit as JSON."""
        at = list(self.at)
        return {"at": at, "remove": True} if self.remove else {"at": at, "to": self.to}

    @classmethod
    def from_json(cls, data: Any) -> Edit:
        """The edit a JSON value describes. Raises Refused for anything else."""
        at = data.get("at") if isinstance(data, Mapping) else None
        if (
            not isinstance(at, list)
            or not 1 <= len(at) <= 3
            or any(not isinstance(part, str) for part in at)
        ):
            raise Refused([Problem("scenario_broken", {"found": str(data)[:80]})])
        return cls(tuple(at), shapes.plain_json(data.get("to")), bool(data.get("remove", False)))

    @property
    def parameter(self) -> str:
        """The parameter whose figure this edit changes, or nothing."""
        if len(self.at) == 3 and self.at[0] == "parameters" and self.at[2] in shapes.FIGURE_KEYS:
            return self.at[1]
        return ""


def apply(edits: Iterable[Edit], plan: Plan) -> Plan:
    """The plan after some edits. Raises Refused where one does not fit; the plan stays as it is."""
    edits = list(edits)
    if all(edit.parameter and not edit.remove for edit in edits):
        values: dict[str, Json] = {}
        for edit in edits:
            parameter = plan.parameters.get(edit.parameter)
            if parameter is not None and edit.at[2] != shapes.figure_key(parameter.shape):
                raise Refused([Problem("edit_misfit", {}, value=".".join(edit.at))])
            values[edit.parameter] = edit.to
        return plan.with_values(values)
    document = Document.of(plan.content, plan.file)
    revise(document, edits)
    return build(document)


def revise(document: Document, edits: Iterable[Edit]) -> None:
    """Applies edits to a document in place; comments and order of what stays are kept."""
    for edit in edits:
        *path, last = edit.at
        here: Any = document.data
        for key in path:
            if not isinstance(here, dict) or key not in here:
                raise Refused([Problem("edit_misfit", {}, value=".".join(edit.at))])
            here = here[key]
        if not isinstance(here, dict):
            raise Refused([Problem("edit_misfit", {}, value=".".join(edit.at))])
        if len(edit.at) == 2 and last == ORDER:
            for name in edit.to:
                here.move_to_end(name)  # type: ignore[attr-defined]
        elif edit.remove:
            here.pop(last, None)
        else:
            here[last] = replace_in_place(here[last], edit.to) if last in here else edit.to


def diff(before: Plan, after: Plan) -> tuple[Edit, ...]:
    """The edits that turn one plan into the other: apply(diff(a, b), a) == b."""
    old, new = before.content, after.content
    edits: list[Edit] = []
    for key in dict.fromkeys((*old, *new)):
        if key in SECTIONS and old.get(key) and new.get(key):
            edits += _section_diff(key, old[key], new[key])
        elif key not in new:
            edits.append(Edit((key,), remove=True))
        elif old.get(key) != new[key] or key not in old:
            edits.append(Edit((key,), new[key]))
    return tuple(edits)


def _section_diff(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Edit]:
    edits: list[Edit] = []
    for name in old:
        if name not in new:
            edits.append(Edit((section, name), remove=True))
    for name, entry in new.items():
        if name not in old:
            edits.append(Edit((section, name), entry))
            continue
        for key in dict.fromkeys((*old[name], *entry)):
            if key not in entry:
                edits.append(Edit((section, name, key), remove=True))
            elif key not in old[name] or old[name][key] != entry[key]:
                edits.append(Edit((section, name, key), entry[key]))
    kept = [name for name in old if name in new]
    if [*kept, *(name for name in new if name not in old)] != list(new):
        edits.append(Edit((section, ORDER), list(new)))
    return edits


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
    if old is not None and new is not None and old.shape == new.shape:
        return _figure_change(name, before, after, language)
    if len(edit.at) >= 2 and edit.at[0] in SECTIONS and edit.at[1] != ORDER:
        section, name = edit.at[:2]
        entries = getattr(after, section), getattr(before, section)
        entry = entries[0].get(name) or entries[1].get(name)
        label = _label(entry, language) if entry is not None else name
        if len(edit.at) == 2:
            key = "change.removed" if edit.remove else "change.added"
            return [say(language, key, label=label)]
        if section == "lines" and edit.at[2] in ("pay", "measure", "working"):
            old_line = before.lines.get(name)
            old_text = old_line.formula.text if old_line else ""
            if edit.remove:
                return []
            return [say(language, "change.formula", label=label, old=old_text, new=edit.to)]
        return [say(language, "change.entry", label=label, key=edit.at[2])]
    if edit.at[-1] == ORDER:
        return [say(language, "change.order")]
    return [say(language, "change.entry", label=before.title[language], key=edit.at[-1])]


def _label(entry: Column | Parameter | Line | Persona, language: str) -> str:
    return entry.name[language] if isinstance(entry, Persona) else entry.label[language]


def _figure_change(name: str, before: Plan, after: Plan, language: str) -> list[str]:
    old, new = before.parameters[name], after.parameters[name]
    label = new.label[language]
    if new.shape in ("number", "flag"):
        return [_change(label, [old.value], [new.value], new.unit, language)]
    if new.shape in ("table", "bands", "keyed_steps", "scorecard"):
        return _keyed_change(name, before, after, language)
    if new.shape == "months":
        told = {
            when: ", ".join(map(str, months))
            for when, months in (("old", old.value), ("new", new.value))
        }
        return [_said(language, "figure", label=label, **told)]
    return _points_change(old, new, label, language)


def _keyed_change(name: str, before: Plan, after: Plan, language: str) -> list[str]:
    old, new = before.parameters[name], after.parameters[name]
    sentences = []
    for key in dict.fromkeys((*old.value, *new.value)):
        of = after.key_label(new, key) if key in new.value else before.key_label(old, key)
        label = say(language, "change.of", label=new.label, key=of)
        if key not in old.value:
            sentences.append(_said(language, "added", label=label))
        elif key not in new.value:
            sentences.append(_said(language, "removed", label=label))
        elif old.value[key] != new.value[key]:
            sentences += _entry_change(old, new, key, label, after, language)
    return sentences


def _entry_change(
    old: Parameter, new: Parameter, key: str, label: str, plan: Plan, language: str
) -> list[str]:
    a, b = old.value[key], new.value[key]
    if new.shape == "table":
        unit = plan.key_unit(key) if new.unit == OWN else new.unit
        return [_change(label, [a], [b], unit, language)]
    if new.shape == "bands":
        return [_change(label, a, b, new.unit, language)]
    if new.shape == "keyed_steps":
        was, now = (replace(one, shape="steps", value=of) for one, of in ((old, a), (new, b)))
        return _points_change(was, now, label, language)
    sentences = []
    for field, was, now in zip(shapes.INDICATOR, a, b, strict=True):
        if was != now:
            of = say(language, f"indicator.{field}", of=plan.key_label(new, key))
            place = say(language, "change.of", label=new.label, key=of)
            unit = new.unit if field in ("weight", "up", "down") else plan.key_unit(key)
            sentences.append(_change(place, [was], [now], unit, language))
    return sentences


def _points_change(old: Parameter, new: Parameter, label: str, language: str) -> list[str]:
    if len(old.value) != len(new.value):
        told = {"old": _points(old, language), "new": _points(new, language)}
        return [_said(language, "figure", label=label, **told)]
    sentences = []
    for (start, value), (new_start, new_value) in zip(old.value, new.value, strict=True):
        if start != new_start:
            key = f"{_kind(new)}_moved"
            sentences.append(_change(label, [start], [new_start], _unit_of(new), language, key))
        if value != new_value:
            at = {"label": label, "start": _start(new, new_start, language)}
            place = say(language, "change.at", **at)
            sentences.append(_change(place, [value], [new_value], new.unit, language))
    return sentences


def _change(
    label: str,
    old: Sequence[Json],
    new: Sequence[Json],
    unit: str,
    language: str,
    key: str = "figure",
) -> str:
    """One figure, or the two ends of a band, before and after; their unit is said once."""
    told = figures([*old, *new], unit, language)
    before, after = told[: len(old)], told[len(old) :]
    return _said(language, key, label=label, old=" – ".join(before), new=" – ".join(after))


def _points(parameter: Parameter, language: str) -> str:
    """Steps in one phrase: "from 80 %: 10 %; from 100 %: 20 %"."""
    steps = [
        say(
            language,
            "change.step",
            start=_start(parameter, start, language),
            value=figure(value, parameter.unit, language),
        )
        for start, value in parameter.value
    ]
    return say(language, "change.semicolon").join(steps)


def _start(parameter: Parameter, start: Json, language: str) -> str:
    """Where a step begins; of prizes, the last place that wins it."""
    at = figure(start, _unit_of(parameter) if start else "", language)
    return say(language, f"change.{_kind(parameter)}", at=at)


def _kind(parameter: Parameter) -> str:
    return "place" if parameter.shape == "prizes" else "start"


def _unit_of(parameter: Parameter) -> str:
    """The unit in which a step begins; a place has none."""
    return "" if parameter.shape == "prizes" else parameter.of_unit


def _said(language: str, key: str, /, **values: object) -> str:
    return spaced(say(language, f"change.{key}", **values))


def indicator_text(entry: Json, unit: str, of_unit: str, language: str) -> str:
    """An entry of a scorecard in one phrase."""
    units = dict.fromkeys(("target", "unit", "floor"), of_unit)
    told = {
        name: shown(figure, units.get(name, unit), language)
        for name, figure in zip(shapes.INDICATOR, entry, strict=True)
    }
    return say(language, "indicator.entry", **told)
