"""The people a call looks at together, as a statement tells of them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.explain.builder import Builder
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, PERSON, Call, bind
from engine.text import Text, quantity


class Group:
    """The people a call looks at together with this person, in the statement's month."""

    def __init__(self, builder: Builder, node: Call) -> None:
        self.builder, self.node = builder, node
        self.situation = builder.situation
        self.given = {
            argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])
        }
        self.position = self.situation.position

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        """Who belongs to the group."""
        return self.situation.members(self.node)

    def rows_of(self, row: int) -> NDArray[np.bool_]:
        """Who was in the person's group of today in another month."""
        here: NDArray[np.bool_] = self.situation.facts.present[row].copy()
        if "by" in self.given:
            here &= (
                self.situation.everyone(self.given["by"], row) == self.values("by")[self.position]
            )
        return here

    @property
    def takes_part(self) -> bool:
        """Whether the person belongs to the group."""
        return bool(self.here[self.position])

    @property
    def count(self) -> int:
        """How many people it has."""
        return int(np.count_nonzero(self.here))

    @property
    def is_told(self) -> bool:
        """Whether anything of the others may be told."""
        return self.count >= self.situation.fewest

    @property
    def is_discreet(self) -> bool:
        """Whether no figure of one of the others may be told."""
        return self.situation.fewest > 0

    def values(self, argument: str) -> NDArray[np.generic]:
        """An argument of the call for everyone."""
        return self.situation.everyone(self.given[argument], self.situation.row)

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """What is added up or compared, of the people of the group."""
        return np.asarray(self.values("x"), dtype=np.float64)[self.here]

    @property
    def own(self) -> float:
        """The person's own value."""
        return float(self.situation.value(self.given["x"]))

    def unit(self, argument: str = "x") -> str:
        """The unit of an argument."""
        return self.builder.units.of(self.given[argument])

    def text(self, value: float, argument: str = "x") -> Text:
        """A number in the unit of an argument."""
        return self.builder.written(value, self.unit(argument))

    def common(self) -> dict[str, object]:
        """What every sentence about the group says."""
        builder = self.builder
        return {
            "people": self.people(),
            "month": builder.month,
            "value": builder.value(self.node, builder.units.of(self.node)),
        }

    def people(self) -> Text:
        """How many people the call looks at, and whom."""
        count = self.builder.written(self.count, "people")
        people = phrase("people_everyone", count=count)
        if not self.is_told:
            people = phrase("people_few")
        by = self.given.get("by")
        if by is not None and self.situation.kinds[by] != PERSON:
            group = self.builder.category(self.situation.category(by))
            label = self.builder.formula(by)
            few = "" if self.is_told else "_few"
            people = phrase(f"people_group{few}", count=count, group=label, name=group)
        if "among" in self.given:
            condition = self.builder.condition(self.given["among"])
            people = phrase("people_among", people=people, condition=condition)
        return people

    def step(self, sentence: Text, *entries: Step, arguments: tuple[str, ...] = ("x",)) -> Step:
        """The step, resting on the person's own part and on what the group is formed by."""
        builder = self.builder
        parts = [builder.part(self.given[a], self.label(a)) for a in arguments]
        about = [self.given[a] for a in ("by",) if a in self.given]
        basis = builder.basis(*about)
        own = {step.id: step for step in (*parts, *basis.children)}
        return builder.call_step(self.node, sentence, (*entries, *own.values()), basis.figures)

    def label(self, argument: str) -> Text:
        """What a part of the formula is called: its names, or what it is to the call."""
        names = FUNCTIONS[self.node.function].wording.names
        return names.get(argument) or self.builder.formula(self.given[argument])

    def entry(self, key: str, number: float, unit: str = "") -> Step:
        """A figure of the group that the sentence tells too."""
        return self.builder.entry(self.node, key, phrase(key), number, unit, kind="group")


def in_percent(share: float, language: str) -> str:
    """A share that is only to be read, not to be worked on with: two decimals."""
    return quantity(round(share, 4), "share", language, fen=True)
