"""People in parts: where they come from, and which of them are looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from engine.facts import Facts, facts_from
from engine.plan import Plan
from engine.sheets import Outline, read_outline, read_rows
from engine.text import Problem, Refused
from engine.workforce import BLOCK, simulated_blocks

ROWS = 200_000
"""Months of people in a part, about."""


class PeopleInParts(Protocol):
    """People of whom some can be had without the others."""

    @property
    def parts(self) -> Sequence[range]:
        """The parts, in the order of the ids of their people."""

    @property
    def told(self) -> tuple[Problem, ...]:
        """What was read."""

    def facts(self, part: range) -> Facts:
        """The people of a part on a calendar of their own. Raises Refused with all that is wrong
        with them."""


@dataclass(frozen=True)
class PeopleInFile:
    """Those of a Parquet file in which the rows of each person stand together, by ids in order. A
    part is some of its rows; `size` is that of the file in bytes."""

    path: Path
    plan: Plan
    outline: Outline
    size: int

    @classmethod
    def of(cls, path: Path, plan: Plan, rows: int = ROWS) -> PeopleInFile:
        """The people of a file. Raises Refused where they are not in order."""
        outline = read_outline(path, rows)
        if problem := disorder_in(outline, path):
            raise Refused([problem])
        return cls(path.absolute(), plan, outline, path.stat().st_size)

    @property
    def parts(self) -> Sequence[range]:
        """Rows of whole people."""
        return [range(*both) for both in pairwise(self.outline.cuts)]

    @property
    def told(self) -> tuple[Problem, ...]:
        """How much was read, and how it was checked."""
        rows, columns = self.outline.rows, self.outline.columns
        said = {"rows": f"{rows:,}", "columns": f"{columns:,}"}
        count, name = len(self.parts), self.path.name
        checked = [Problem("large_run_checked", {"count": f"{count:,}"}, name)] if count > 1 else []
        return Problem("read_parquet", said, name), *checked

    def facts(self, part: range) -> Facts:
        """Read and checked. Raises Refused where the file is not, or no longer, the same here."""
        if not self.path.is_file() or self.path.stat().st_size != self.size:
            raise Refused([Problem("large_run_no_file", {}, str(self.path))])
        return facts_from(read_rows(self.path, part.start, part.stop), self.plan)


def disorder_in(outline: Outline, path: Path) -> Problem | None:
    """What is wrong with the order of people in a file."""
    if outline.disorder is None:
        return None
    return Problem("large_run_order", {}, path.name, outline.disorder)


@dataclass(frozen=True)
class DrawnPeople:
    """Those drawn from a model. A part is some of the blocks that people are drawn in."""

    workforce: str
    seed: int
    employees: int
    months: int
    first: str
    figures: tuple[tuple[str, float], ...] = ()
    rows: int = ROWS

    @cached_property
    def parts(self) -> Sequence[range]:
        """Blocks."""
        blocks = range(-(-self.employees // BLOCK))
        at_once = max(1, self.rows // (BLOCK * self.months))
        return [blocks[i : i + at_once] for i in range(0, len(blocks), at_once)]

    @property
    def told(self) -> tuple[Problem, ...]:
        """Nothing is read."""
        return ()

    def facts(self, part: range) -> Facts:
        """Drawn as `simulate` draws them."""
        return simulated_blocks(
            *(self.workforce, self.seed, self.employees, self.months, self.first),
            figures=dict(self.figures),
            blocks=part,
        )
