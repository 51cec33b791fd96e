"""What a formula rests on: the steps that are told below it, and the figures it uses."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.explain.statement import Figure, Step


@dataclass
class Basis:
    """What a formula rests on, each thing once, in the order of the formula."""

    steps: dict[str, Step] = field(default_factory=dict)
    used: dict[tuple[str, str], Figure] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        """Takes a step in."""
        self.steps.setdefault(step.id, step)

    def use(self, figure: Figure, row: str = "*") -> None:
        """Takes a figure in. One without a row gives way to a row of the same table."""
        self.used.setdefault((figure.id, row), figure)

    @property
    def children(self) -> tuple[Step, ...]:
        """The steps."""
        return tuple(self.steps.values())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures."""
        looked_up = {name for name, value in self.used if value}
        return tuple(f for (name, value), f in self.used.items() if value or name not in looked_up)
