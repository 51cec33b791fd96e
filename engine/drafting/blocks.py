"""Ready blocks of pay: each a tiny plan of its own (data/blocks) that can be put into another plan.

A block's columns may stand for columns the plan already has; everything else gets a free name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.drafting.draft import Draft
from engine.drafting.renaming import rename
from engine.plan import TENURE, Column, Edit, Plan, load_plan, revise
from engine.text import Problem, Refused, Text
from engine.yaml_files import DATA, Document

NEW = ""
"""The choice of an option that adds the block's own column."""


@dataclass(frozen=True)
class Option:
    """Which column of the plan stands for a column of the block: `choices` by id, NEW for none."""

    id: str
    label: Text
    choices: Mapping[str, Text]
    default: str


@dataclass(frozen=True)
class Block:
    """A common form of pay, ready to be put into a plan."""

    id: str

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.example.title

    @property
    def about(self) -> Text:
        """What it pays, in one sentence."""
        return self.example.summary

    @property
    def example(self) -> Plan:
        """The block alone, as a plan with a payout curve and personas."""
        return _example(self.id)

    def options(self, draft: Draft) -> tuple[Option, ...]:
        """For each column of the block, the columns of the plan that could stand for it."""
        return tuple(
            _option(column, {k: v for k, v in _columns(draft).items() if _alike(column, v)})
            for column in self.example.facts.values()
        )

    def insert(self, draft: Draft, chosen: Mapping[str, str] | None = None) -> Draft:
        """The draft with the block's lines at the end; `chosen` names columns by option id.

        A measure the plan already has is shared. Where the plan has no people yet, those of the
        block come along; where it has, they get figures in the new columns.
        """
        block = Document.read(DATA / "blocks" / f"{self.id}.yaml")
        shared = _choices(self.options(draft), chosen or {})
        for section in ("facts", "parameters", "lines"):
            for name in list(block.data[section]):
                wanted = shared.get(name) if section == "facts" else None
                new = wanted or _free(draft, block, name)
                if new != name:
                    rename(block, section, name, new)
        taken = set(filter(None, shared.values()))
        for name in taken:
            _fit_tables(block.data, name, draft)
        for name, twin in _twins(block.data, draft).items():
            rename(block, "lines", name, twin)
        document = Document(draft.text, draft.file)
        revise(document, _merged(block.data, document.data, taken))
        return draft.written(document.text())


def _option(column: Column, alike: Mapping[str, Column]) -> Option:
    choices = {k: v.label for k, v in alike.items()}
    default = column.id if column.id in choices else NEW
    if column.id != TENURE or not choices:
        choices[NEW] = column.label
    return Option(column.id, column.label, choices, default)


def _columns(draft: Draft) -> Mapping[str, Column]:
    plan = draft.plan or draft.lasting
    there = draft.names("facts")
    return {k: v for k, v in plan.facts.items() if k in there} if plan is not None else {}


def _alike(column: Column, other: Column) -> bool:
    """Whether one column can stand for the other; divisors must stay above 0."""
    return column.kind == other.kind and (column.above is None or column.above == other.above)


def _choices(options: tuple[Option, ...], chosen: Mapping[str, str]) -> dict[str, str]:
    choices: dict[str, str] = {}
    for option in options:
        choice = chosen.get(option.id, option.default)
        if choice not in option.choices:
            raise Refused([Problem("edit_misfit", {}, value=choice)])
        choices[option.id] = choice
    return choices


def _free(draft: Draft, block: Document, wish: str) -> str:
    """A name free in the draft and, unless it is the wish itself, in the block."""
    mine = {name for section in ("facts", "parameters", "lines") for name in block.data[section]}
    name, number = draft.free_name(wish), 1
    while name != wish and name in mine:
        number += 1
        name = draft.free_name(f"{wish}_{number}")
    return name


def _fit_tables(block: Any, column: str, draft: Draft) -> None:
    """Gives tables looked up by a category of the plan an entry for each of its values, the
    block's entries in turn and the last one for the rest."""
    own = _columns(draft)[column]
    if own.kind != "category":
        return
    for entry in block["parameters"].values():
        if entry.get("by") == column:
            key = next(k for k in ("table", "steps", "bands") if k in entry)
            given = list(entry[key].values())
            last = len(given) - 1
            entry[key] = {v: given[min(i, last)] for i, v in enumerate(own.values)}


def _twins(block: Any, draft: Draft) -> dict[str, str]:
    """Lines of the block that are measures the plan already has, by name."""
    entries = draft.document.data.get("lines") or {}
    there = {
        (str(entry["measure"]), entry.get("every")): str(name)
        for name, entry in entries.items()
        if isinstance(entry, Mapping) and "measure" in entry
    }
    twins = {}
    for name, entry in block["lines"].items():
        twin = there.get((str(entry.get("measure")), entry.get("every")))
        if twin is not None:
            twins[str(name)] = twin
    return twins


def _merged(block: Any, plan: Any, shared: set[str]) -> list[Edit]:
    """The edits that put a block, its names already fitted, into a plan."""
    edits = [Edit((s,), {}) for s in ("facts", "parameters", "lines") if not plan.get(s)]
    new = [str(name) for name in block["facts"] if name not in shared]
    edits += [Edit(("facts", name), block["facts"][name]) for name in new]
    edits += [Edit(("parameters", k), v) for k, v in block["parameters"].items()]
    for name, entry in block["lines"].items():
        if name not in (plan.get("lines") or {}):
            edits.append(Edit(("lines", str(name)), entry))
    if block.get("adds_up"):
        edits.append(Edit(("adds_up",), [*(plan.get("adds_up") or []), *block["adds_up"]]))
    if not plan.get("curve"):
        edits.append(Edit(("curve",), block["curve"]))
    people = plan.get("personas")
    if people:
        figures = [persona["facts"] for persona in block["personas"].values()]
        for place, name in enumerate(people):
            own = figures[place % len(figures)]
            edits += [Edit(("personas", str(name), "facts", column), own[column]) for column in new]
    elif not shared:
        edits.append(Edit(("personas",), block["personas"]))
    return edits


@cache
def _example(block: str) -> Plan:
    return load_plan(DATA / "blocks" / f"{block}.yaml")


@cache
def blocks() -> Mapping[str, Block]:
    """The ready blocks by id, in the order of the gallery."""
    files = sorted((DATA / "blocks").glob("*.yaml"))
    return {path.stem: Block(path.stem) for path in files}
