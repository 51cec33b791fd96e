"""What stands in the library: the catalogue, one's own plans, the samples; and each at a glance.

A plan is known by its key: its id, or the item of the workspace it is kept as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import engine
from engine.analysis import Portrait, pay_mix, portrait
from engine.plan import OWN_SOURCE, Plan
from engine.text import Refused
from engine.workforce import load_workforce, workforce_of
from engine.workspace import PLAN, Version
from pages.ui.kit import LANGUAGE_NAMES, pick, t
from pages.ui.session import FIRST_SEED, kept_items, memory

ENOUGH = 1_000
"""So many people show the shares of pay closely enough."""
GROUPS = ("own", "catalogue", "samples")


@dataclass(frozen=True)
class Entry:
    """A plan in the library; `version` is that of a kept one."""

    plan_key: str
    group: str
    plan: Plan
    name: str
    version: Version | None = None

    @property
    def portrait(self) -> Portrait:
        """What kind of plan it is."""
        return memory().cached(("portrait", self.plan), lambda: portrait(self.plan))

    @property
    def text(self) -> str:
        """All that a search looks through, in every language."""
        plan = self.plan
        texts = [plan.title, plan.summary, plan.source.note, *plan.not_modelled]
        texts += [line.label for line in plan.lines.values()]
        texts += [parameter.label for parameter in plan.parameters.values()]
        texts += [column.label for column in plan.facts.values()]
        said = [text[language] for text in texts for language in LANGUAGE_NAMES]
        return " ".join((plan.id, self.name, plan.source.document, *said)).casefold()


def entries() -> dict[str, Entry]:
    """Everything in the library by its key; a draft that does not load yet is left out."""
    found = _of_folder("catalogue", engine.catalogue())
    for item in kept_items.items(PLAN):
        try:
            plan = kept_items.plan(item.current.id)
        except Refused:
            continue
        found.append(Entry(item.id, "own", plan, kept_items.plan_name(item), item.current))
    found += _of_folder("samples", engine.samples())
    return {entry.plan_key: entry for entry in found}


def fits(entry: Entry, search: str) -> bool:
    """Whether every word looked for stands somewhere in the plan."""
    return all(word in entry.text for word in search.casefold().split())


def mix(plan: Plan) -> dict[str, float]:
    """The share of each pay line in what the plan's own workforce is paid; empty without one."""
    workforce = workforce_of(plan.id)
    if workforce is None:
        return {}
    return memory().cached(("pay mix", workforce, plan), lambda: _mix(workforce, plan))


def sources(found: Iterable[Entry]) -> list[str]:
    """The source documents, each once."""
    return sorted({entry.plan.source.document for entry in found})


def source_name(document: str) -> str:
    """A source document as people tell it from others."""
    return t("library.own_source") if document == OWN_SOURCE else document.removesuffix(".txt")


def source(plan: Plan) -> str:
    """Where a plan comes from."""
    note = pick(plan.source.note)
    return note if plan.source.is_own and note else f"{source_name(plan.source.document)} — {note}"


def group_name(group: str) -> str:
    """What a part of the library is called."""
    return t(f"library.group_{group}")


def _of_folder(group: str, names: Iterable[str]) -> list[Entry]:
    plans = {name: engine.load_plan(name) for name in names}
    return [Entry(name, group, plan, pick(plan.title)) for name, plan in plans.items()]


def _mix(workforce: str, plan: Plan) -> dict[str, float]:
    model = load_workforce(workforce)
    employees = min(model.employees, ENOUGH)
    drawn = engine.simulate(workforce, FIRST_SEED, employees, model.months)
    return pay_mix(engine.evaluate(plan, drawn, amounts=False))
