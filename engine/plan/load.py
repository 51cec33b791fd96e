"""Plans by id, by the path of their file, and from a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from engine.plan.read_plan import read_plan
from engine.plan.schema import Plan
from engine.text import Problem, Refused, Text, nearest
from engine.yaml_files import DATA, Document

PLAN_FOLDERS = (DATA / "plans", DATA / "samples")


def catalogue() -> tuple[str, ...]:
    """Ids of the plans that come with Paycurve: those of the source documents."""
    return tuple(sorted(path.stem for path in PLAN_FOLDERS[0].glob("*.yaml")))


def samples() -> tuple[str, ...]:
    """Ids of the small sample plans."""
    return tuple(sorted(path.stem for path in PLAN_FOLDERS[1].glob("*.yaml")))


def load_plan(plan: str | Path) -> Plan:
    """A plan by id or by the path of its file. Raises Refused with all its problems."""
    path = Path(plan)
    if path.suffix not in (".yaml", ".yml"):
        for folder in PLAN_FOLDERS:
            candidate = folder / f"{plan}.yaml"
            if candidate.exists():
                return _load(candidate, candidate.stat().st_mtime_ns)
        known = (*catalogue(), *samples())
        close = nearest(str(plan), known)
        key = "unknown_plan" if close else "unknown_plan_bare"
        raise Refused([Problem(key, {"nearest": close, "known": tuple(known)}, value=str(plan))])
    return build(Document.read(path))


class Listing(NamedTuple):
    """What a list of plans says of one."""

    title: Text
    document: str


def plan_listing(plan: str) -> Listing:
    """What a list says of a plan that comes with Paycurve, by its id, without reading the whole
    page. Raises Refused for another plan."""
    files = (folder / f"{plan}.yaml" for folder in PLAN_FOLDERS)
    file = next((file for file in files if file.exists()), None)
    return _of_whole(load_plan(plan)) if file is None else _listing(file, file.stat().st_mtime_ns)


@cache
def _listing(path: Path, modified: int) -> Listing:
    head = "\n".join(_LISTED.findall(path.read_text(encoding="utf-8")))
    data = Document(head, path.name).data if head else {}
    match data:
        case {"title": Mapping() as title, "source": {"document": str(document)}}:
            return Listing(dict(title), document)
    return _of_whole(_load(path, modified))


_LISTED = re.compile(r"^(?:title|source):.*(?:\n[ \t]+.*)*", re.MULTILINE)


def _of_whole(plan: Plan) -> Listing:
    return Listing(plan.title, plan.source.document)


@cache
def _load(path: Path, modified: int) -> Plan:
    return build(Document.read(path))


def build(document: Document) -> Plan:
    """The plan a document describes. Raises Refused with all its problems."""
    plan, found = read_plan(document)
    if found:
        raise Refused(found)
    return plan
