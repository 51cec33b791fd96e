"""Plans by id, by the path of their file, and from a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

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


def plan_title(plan: str) -> Text:
    """The title of a plan that comes with Paycurve, by its id, without reading the whole page: a
    list of plans needs no more of them. Raises Refused for another plan."""
    files = (folder / f"{plan}.yaml" for folder in PLAN_FOLDERS)
    file = next((file for file in files if file.exists()), None)
    return load_plan(plan).title if file is None else _title(file, file.stat().st_mtime_ns)


@cache
def _title(path: Path, modified: int) -> Text:
    entry = _TITLE.search(path.read_text(encoding="utf-8"))
    title = None if entry is None else Document(entry.group(), path.name).data["title"]
    return dict(title) if isinstance(title, Mapping) else _load(path, modified).title


_TITLE = re.compile(r"^title:.*(?:\n[ \t]+.*)*", re.MULTILINE)


@cache
def _load(path: Path, modified: int) -> Plan:
    return build(Document.read(path))


def build(document: Document) -> Plan:
    """The plan a document describes. Raises Refused with all its problems."""
    plan, found = read_plan(document)
    if found:
        raise Refused(found)
    return plan
