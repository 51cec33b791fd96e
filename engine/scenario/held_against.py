"""What a scenario is held against where that is not the plan as documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.plan import Edit
from engine.text import Problem, Refused
from engine.yaml_files import Json

BASELINE = "baseline"
"""Where it stands in a file of a scenario or a company."""
LONGEST_NAME = 80


@dataclass(frozen=True)
class Baseline:
    """Figures of the same plan under a name, those of a variant that was kept; immutable, and
    whole: what becomes of that variant changes nothing here."""

    name: str
    edits: tuple[Edit, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The entry of a scenario's file: {"name", "edits"}."""
        return {"name": self.name, "edits": [edit.as_json() for edit in self.edits]}

    @classmethod
    def from_json(cls, data: Any) -> Baseline:
        """What the entry of a file says. Raises Refused where it says nothing of that kind; whether
        the edits fit is found where they are applied."""
        name = data.get("name") if isinstance(data, Mapping) else None
        edits = data.get("edits") if isinstance(data, Mapping) else None
        if not isinstance(name, str) or not name.strip() or not isinstance(edits, list):
            raise Refused([Problem("scenario_baseline", column=BASELINE, value=str(data)[:80])])
        return cls(name.strip()[:LONGEST_NAME], tuple(Edit.from_json(edit) for edit in edits))
