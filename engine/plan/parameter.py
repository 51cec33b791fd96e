"""A named figure or table of a plan, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.formula import Figures
from engine.plan.shapes.value import Value
from engine.text import Problem, Text, nearest
from engine.yaml_files import Json

READING = "reading"
"""Among what is assumed: the figure or its basis, as the words of the document are read here."""


@dataclass(frozen=True)
class Parameter:
    """A named figure or table of the plan.

    `keys` are the values of the category `by`, `of` is what breakpoints measure. `min` and `max`
    say what is sensible; their sign is binding: a parameter with `min` ≥ 0 is never negative, with
    `min` > 0 never 0. A `whole` one has whole numbers only; one with `no_limit` may be None.
    `provenance` is where the plan has its figures from; where a scenario has others, they are its
    own, and `documented` are those of the plan. Of figures of the source, the rows `assumed` are
    assumptions, and so is READING where it is among them.
    """

    id: str
    value: Value
    label: Text
    unit: str
    provenance: str
    by: str | None = None
    keys: tuple[str, ...] | None = None
    of: Text | None = None
    of_unit: str = ""
    min: float | None = None
    max: float | None = None
    step: float | None = None
    whole: bool = False
    no_limit: bool = False
    note: Text | None = None
    not_used: Text | None = None
    documented: Value | None = None
    assumed: tuple[str, ...] = ()

    @property
    def json(self) -> Json:
        """The value as JSON and plan files have it."""
        return self.value.json()

    @property
    def ground(self) -> str:
        """Where the figures come from: "source", "assumption", "mixed" or "own" to a scenario."""
        if self.documented is not None:
            return "own"
        return "mixed" if self.assumed else self.provenance

    def provenance_of(self, key: str) -> str:
        """Where the plan has the figures of a row from: "source", "assumption" or "mixed"."""
        if key in self.assumed:
            return "assumption"
        return "mixed" if READING in self.assumed else self.provenance

    def with_value(self, value: Value) -> Parameter:
        """The parameter with the figures of a scenario, or with its own again."""
        plan = self.value if self.documented is None else self.documented
        return replace(self, value=value, documented=None if value == plan else plan)

    def is_own(self, key: str = "", used: Mapping[float, float | None] | None = None) -> bool:
        """Whether the figures of a row, or what stands at breakpoints of it, are a scenario's own;
        of a breakpoint without a figure only the place counts."""
        before = self.documented
        if before is None:
            return False
        if used is not None:
            points = dict(before.points().get(key, ()))
            return any(
                start not in points or value not in (None, points[start])
                for start, value in used.items()
            )
        if not key:
            return True
        return (self.value.at(key), self.value.points().get(key)) != (
            before.at(key),
            before.points().get(key),
        )

    def figures(self, keys: tuple[str, ...] = (), end: str = "") -> Figures:
        """The figures as kernels read them; see `Value.figures`."""
        return self.value.figures(keys, end, self.keys or ())


def unknown_parameter(name: str, known: Iterable[str]) -> Problem:
    """The problem of a name that is no parameter of the plan."""
    close = nearest(name, known)
    return Problem(
        "unknown_parameter" if close else "unknown_parameter_bare",
        {"nearest": close, "known": tuple(known)},
        column=name,
        value=name,
    )
