"""Changes of a plan as data: the difference of two plans, applied and undone.

An edit names what it changes by ids — ("parameters", "monthly_steps", "steps") — never by
position, and is plain JSON, so it can be stored, shared in a link and replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.plan.load import build
from engine.plan.schema import Plan
from engine.plan.shapes import FIGURE_KEYS
from engine.text import Problem, Refused
from engine.yaml_files import Document, Json, plain_json, replace_in_place

SECTIONS = ("facts", "parameters", "lines", "personas")
ORDER = "order"


@dataclass(frozen=True)
class Edit:
    """One change: the value at a path from now on, or that the entry goes.

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
        return cls(tuple(at), plain_json(data.get("to")), bool(data.get("remove", False)))

    @property
    def parameter(self) -> str:
        """The parameter whose figure this edit changes, or nothing."""
        if len(self.at) == 3 and self.at[0] == "parameters" and self.at[2] in FIGURE_KEYS:
            return self.at[1]
        return ""


def apply(edits: Iterable[Edit], plan: Plan) -> Plan:
    """The plan after some edits. Raises Refused where one does not fit; the plan stays as it is."""
    edits = list(edits)
    if all(edit.parameter and not edit.remove for edit in edits):
        values: dict[str, Json] = {}
        for edit in edits:
            parameter = plan.parameters.get(edit.parameter)
            if parameter is not None and edit.at[2] != parameter.value.key:
                raise Refused([Problem("edit_misfit", {}, value=".".join(edit.at))])
            values[edit.parameter] = edit.to
        return plan.with_values(values)
    document = Document.holding(plan.content, plan.file)
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
            here[last] = replace_in_place(here.get(last), edit.to)


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
