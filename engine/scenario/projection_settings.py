"""What a scenario says of the months ahead: the assumptions, and what else is asked of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.calendar import month_text, paying_month
from engine.scenario.people import LARGEST_SEED
from engine.text import Problem, Refused
from engine.workforce import between
from engine.yaml_files import Json, is_number, plain_json, unknown_name

ASSUMPTIONS, PROJECTION = "assumptions", "projection"
"""Where assumptions stand in a file of a scenario, and where all else that is asked does."""
SET = "set"
"""The entry of assumptions that names the set which the others differ from."""
MOST_MONTHS_AHEAD = 36
"""So many months ahead can be asked for."""
_BUDGETS = ("budget", "employer_budget")
_ENTRIES = ("months", "first", "seed", *_BUDGETS)


@dataclass(frozen=True)
class ProjectionSettings:
    """What is asked of the months ahead. Immutable; None is what nobody said.

    `assumptions` is the name of a set of assumptions, or entries as engine.projection reads them:
    a whole set, or with the entry "set" what differs from the set of that name. Here only their
    form is known. `months` is how many, `first` the number of the first one. `budget` is yuan for
    what the plans pay in all of them and `employer_budget` for all that the employer pays; without
    `has_budget` or `has_employer_budget` there is none, whatever the company has.
    """

    assumptions: str | Mapping[str, Json] | None = None
    months: int | None = None
    first: int | None = None
    seed: int | None = None
    budget: float | None = None
    has_budget: bool = True
    employer_budget: float | None = None
    has_employer_budget: bool = True

    def budget_said(self, employer: bool) -> tuple[float | None, bool]:
        """The budget for what the plans pay, or for all that the `employer` pays, and whether
        there may be one."""
        if employer:
            return self.employer_budget, self.has_employer_budget
        return self.budget, self.has_budget

    def __hash__(self) -> int:
        return hash(json.dumps(self.as_json(), sort_keys=True))

    def as_json(self) -> dict[str, Json]:
        """The entries of a scenario's file, only those that say something:
        {"assumptions": …, "projection": {"months", "first" (YYYY-MM), "seed", "budget",
        "employer_budget"}}; a budget of null is none."""
        said: dict[str, Json] = {}
        if self.assumptions is not None:
            said[ASSUMPTIONS] = plain_json(self.assumptions)
        first = None if self.first is None else month_text(self.first)
        further: dict[str, Json] = {"months": self.months, "first": first, "seed": self.seed}
        further |= {"budget": self.budget, "employer_budget": self.employer_budget}
        further = {name: value for name, value in further.items() if value is not None}
        if not self.has_budget:
            further["budget"] = None
        if not self.has_employer_budget:
            further["employer_budget"] = None
        return said | ({PROJECTION: further} if further else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ProjectionSettings:
        """The settings that a scenario's file has. Raises Refused with all that does not fit, each
        with its path as the column."""
        assumptions, further = data.get(ASSUMPTIONS), data.get(PROJECTION)
        found = []
        if not isinstance(assumptions, str | Mapping | None):
            example = {"example": '{"attrition_factor": 1.1}'}
            value = str(assumptions)[:80]
            found.append(Problem("assumption_entries", example, column=ASSUMPTIONS, value=value))
        if not isinstance(further, Mapping | None):
            example, value = {"example": '{"months": 18}'}, str(further)[:80]
            found.append(Problem("assumption_entries", example, column=PROJECTION, value=value))
            further = None
        entries: Mapping[str, Any] = further or {}
        found += [problem for name, value in entries.items() for problem in _wrong(name, value)]
        if found:
            raise Refused(found)
        first = entries.get("first")
        budget, employer = (entries.get(name) for name in _BUDGETS)
        return cls(
            plain_json(assumptions),
            entries.get("months"),
            None if first is None else paying_month(first),
            entries.get("seed"),
            None if budget is None else float(budget),
            budget is not None or "budget" not in entries,
            None if employer is None else float(employer),
            employer is not None or "employer_budget" not in entries,
        )


def unknown_entries(data: Mapping[str, Any], known: Sequence[str]) -> list[Problem]:
    """The entries of a scenario's file that nobody knows."""
    return [
        replace(unknown_name("entry", str(name), known), column=str(name))
        for name in data
        if name not in known
    ]


def _wrong(name: str, value: Any) -> list[Problem]:
    """What does not fit about an entry."""
    path, said = f"{PROJECTION}.{name}", str(value)[:80]
    if name not in _ENTRIES:
        return [replace(unknown_name("entry", str(name), _ENTRIES), column=path)]
    if value is None:
        return []
    if name == "first":
        try:
            paying_month(value)
        except (ValueError, TypeError, AttributeError):
            return [Problem("workforce_month", column=path, value=said)]
        return []
    if name in _BUDGETS:
        if is_number(value) and value > 0:
            return []
        return [Problem("budget_nothing", column=path, value=said)]
    low, high = (1, MOST_MONTHS_AHEAD) if name == "months" else (0, LARGEST_SEED)
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return []
    bounds = {"bounds": between(low, high), "given": said}
    return [Problem("assumption_bounds", bounds, column=path, value=said)]
