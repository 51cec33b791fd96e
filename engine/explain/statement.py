"""What a statement is: pay lines as trees of steps, down to the facts and figures they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.plan import Plan
from engine.text import Text

NOISE = 1e-9
"""Sums of months or slices that differ by less of themselves differ only by binary arithmetic."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A parameter as it was used: `value` names the row or step of it that applied.

    `provenance` is "source" (it stands in `document`), "assumption" or "mixed" (the note says why),
    or "own" to the scenario: then `documented` is what the plan has.
    """

    id: str
    label: Text
    value: Text
    provenance: str
    document: str = ""
    note: Text | None = None
    documented: Text | None = None


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the working, with the steps it rests on.

    `kind` is "pay", "measure", "working" (a line of the plan), "call" (of a function), "part" (a
    part of a formula), "choice" or "chosen" (where the other choice would not have been more),
    "limit", "settled" (that a line is paid before its period ends), "fact", "month", "group" or
    "entry" (a figure of a group, a slice or a ledger). `formula` is the formula in words, `text` as
    the plan has it, and `worked` the same with this person's numbers, step by step to the result.
    `function` is set where a function was worked out; `about` says what it does. Pay lines have
    their `amount` in fen; one that is not `due` this month says so in its sentence. The months or
    entries below one that `adds_up` sum up to it.
    """

    kind: str
    id: str
    label: Text
    value: Text
    number: float | bool | str
    sentence: Text
    unit: str = ""
    formula: Text | None = None
    text: str = ""
    worked: tuple[Text, ...] = ()
    function: str = ""
    about: Text | None = None
    figures: tuple[Figure, ...] = ()
    children: tuple[Step, ...] = ()
    amount: int | None = None
    due: bool = True
    adds_up: bool = False

    def walk(self) -> Iterator[Step]:
        """This step and all below it, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            step = stack.pop()
            if id(step) not in seen:
                seen.add(id(step))
                yield step
                stack += reversed(step.children)


@dataclass(frozen=True, eq=False)
class Statement:
    """One employee's month: `lines` are the pay lines in the order of the plan, `gross` is in fen.

    `facts` are the person's facts of the month, `measures` the plan's measures that exist in it.
    `to_date` and `year` are what the lines come to from January to the month, and in the whole
    year, in fen, in the order of `lines`.
    """

    plan: Plan
    employee: str
    month: str
    gross: int
    lines: tuple[Step, ...]
    measures: tuple[Step, ...]
    facts: tuple[Step, ...]
    to_date: tuple[int, ...] = ()
    year: tuple[int, ...] = ()

    def steps(self) -> Iterator[Step]:
        """All steps of all lines, each once."""
        seen: set[int] = set()
        for line in (*self.lines, *self.measures):
            for step in line.walk():
                if id(step) not in seen:
                    seen.add(id(step))
                    yield step

    def figures(self) -> tuple[Figure, ...]:
        """The figures used, each way of using one once."""
        used = {
            (figure.id, figure.value["en"]): figure
            for step in self.steps()
            for figure in step.figures
        }
        order = list(self.plan.parameters)
        return tuple(sorted(used.values(), key=lambda figure: order.index(figure.id)))

    def check(self) -> bool:
        """Whether the amounts add up to gross pay, and months and slices to what they give."""
        if sum(line.amount or 0 for line in self.lines) != self.gross:
            return False
        return all(_adds_up(step) for step in self.steps() if step.adds_up)


def _adds_up(step: Step) -> bool:
    parts = [
        float(child.number)
        for child in step.children
        if child.kind in ("month", "entry") and not isinstance(child.number, str)
    ]
    whole = float(step.number)
    return abs(sum(parts) - whole) <= NOISE * max(1.0, *(abs(part) for part in (whole, *parts)))
