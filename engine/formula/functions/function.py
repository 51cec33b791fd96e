"""What a function of the language is, and the decorator that defines one from its kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.formula import exact
from engine.formula.functions.wording import Wording
from engine.formula.kinds import NUMBER, Kind, Record
from engine.text import Text

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

Scope = Literal["cell", "person", "everyone"]
"""How far a function looks: one person's month, all months of one person, or several people."""


class Role(Enum):
    """What an argument is to the result, where its kind does not say it."""

    TABLE = "table"
    """It is the table that is read."""
    MEASURED = "measured"
    """It is held against the figures of that table."""
    FLOOR = "floor"
    """The result is never below it."""
    CEILING = "ceiling"
    """The result is never above it."""
    DIVIDEND = "dividend"
    DIVISOR = "divisor"
    GOAL = "goal"
    """What was achieved is measured against it."""
    RESULT = "result"
    """The result is this, as it stood in another month."""


class Method(Enum):
    """How a function reads a table by the size of what is measured."""

    STEP = "step"
    """The value of the last step reached."""
    GRADUATED = "graduated"
    """Each slice at the rate of its tier."""
    WHOLE = "whole"
    """The whole amount at the rate of the tier it has reached."""
    CURVE = "curve"
    """The height of a line through points."""
    PRIZE = "prize"
    """The prize of a place."""
    INDICATOR = "indicator"
    """The points of an indicator of a scorecard."""


class Coupling(Enum):
    """What the result makes of other people."""

    GROUP = "group"
    """What a group comes to: its sum, size or best."""
    RANK = "rank"
    """Where a person stands among the others."""
    SHARE = "share"
    """A person's part of what all are given together."""


class UnitRule(Enum):
    """The unit of the result."""

    FIRST = "first"
    """That of the first argument."""
    ANY = "any"
    """That of the first argument that has one."""
    PRODUCT = "product"
    """That of the first argument times that of the second."""
    QUOTIENT = "quotient"
    """That of the first argument divided by that of the second."""
    MONEY = "money"
    SHARE = "share"
    """A share of something, such as of a goal."""
    NONE = "none"
    """None: a number of people, months or places, or a place."""


@dataclass(frozen=True)
class Span:
    """Where in the calendar a kernel works.

    `first` is the month number of row 0 of the facts. `present` has a row for every month of the
    facts (scope "person") or for every paying month (scope "everyone"). `rows` are the rows of
    the calendar, paying months only, that the result has. `decimals` are those of the arguments,
    in the order the function takes them; 0 for what is no number.
    """

    first: int
    present: Flags
    rows: range
    decimals: tuple[exact.Decimals, ...] = ()


@dataclass(frozen=True)
class Argument:
    """One argument: its name, the kinds it may have, its role, and whether it may be left out.

    `kinds` are names of kinds; a shape of parameter is named as in the plan file. Where `masked`,
    months without a row are 0 before the kernel sees them. A `fixed` one is the same for everyone.
    A table is `by` the category that another argument gives. `beside` names an argument that must
    be given too.
    """

    name: str
    kinds: tuple[str, ...]
    role: Role | None = None
    optional: bool = False
    many: bool = False
    masked: bool = False
    fixed: bool = False
    by: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Example:
    """A worked example: a formula, what its names stand for, and the result.

    Lists in `given` are the months of one person for functions that look at one person, and several
    people of one month for those that look at everyone; parameters stand in the plan's shapes.
    """

    formula: str
    given: Mapping[str, Any]
    gives: float | bool | Sequence[float] | Sequence[bool]


class State(Protocol):
    """What a function that carries a state on comes to in one month, for everybody: an attribute
    for each of its results, array [person], and whatever explains them."""

    @property
    def row(self) -> int:
        """The row of the month in the facts."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """All that is said of a function where it is defined.

    Nobody asks for a function by name: what the house needs to know of it, from the checker to the
    pay policy, is a trait here or a role of an argument.
    """

    takes: tuple[Argument, ...]
    gives: Kind = NUMBER
    scope: Scope = "cell"
    en: str
    """What it does in one sentence, in English."""
    zh: str
    """The same in Chinese."""
    wording: Wording
    """How a formula reads with it."""
    example: Example
    rule: Text | None = None
    """What a pay policy states once where any of its formulas uses the function."""
    line_rule: Text | None = None
    """What a pay policy states with each line that uses it; {name} stands for an argument."""

    method: Method | None = None
    """How it reads the table among its arguments by what is measured; None where it reads none."""
    coupling: Coupling | None = None
    """What it makes of other people; None where it looks at one person."""
    period: Every | None = None
    """The calendar period of which it takes the months up to this one; None for any others."""
    adds_up: bool = False
    """Whether it is a sum in which each month of the period adds what the person had in it."""
    singles_out: bool = False
    """Whether the result is the figure of one person of a group."""
    looks_back: bool = False
    """Whether what went before this calendar period decides the result; one that is `stateful`
    always does."""
    tells_standing: bool = False
    """Whether the result says how a person stands, such as their grade, and is nothing achieved."""
    unit: UnitRule = UnitRule.FIRST
    decimals: Callable[[Sequence[exact.Decimals]], exact.Decimals] = exact.widest
    """The decimals of the result, from those of the arguments in the order it takes them (0 for
    what is no number); None where it may be a quotient."""
    decides: bool = False
    """Whether it decides by size: where an argument is a hair less, the result may be another."""

    for_one: Callable[..., NDArray[Any] | None] | None = None
    """A short way of one that looks at everyone to the results of one person who stands elsewhere
    while all others stay: (span, person, everyone's arguments, the person's own [month, place]) →
    [month, place]; None where it must be worked out for everyone."""
    stateful: bool = False
    """Whether it carries a state from one month or period to the next; it then gives several
    results, and what is decorated is its history."""
    monthly_arguments: bool = True
    """Whether arguments of a function of scope "person" are worked out every month, and not only
    when the line falls due."""


@dataclass(frozen=True, kw_only=True)
class Function(Definition):
    """A function of the language: its definition and its kernel.

    Cell kernels take (out, *arguments); person kernels (out, span, *arguments); kernels over
    everyone (span, *arguments) and return their result. An argument is an array, a number or
    `figures`; left-out arguments are None. A function that carries a state on has a `history`:
    (span, *arguments) → its states one after the other, of which the kernel keeps the results.
    """

    name: str
    kernel: Callable[..., Any]
    history: Callable[..., Iterator[State]] | None

    @property
    def sentence(self) -> Text:
        """What it does, in one sentence."""
        return {"en": self.en, "zh": self.zh}

    @property
    def is_arithmetic(self) -> bool:
        """Whether it makes a number of the numbers of one month, by no table."""
        return self.scope == "cell" and all(a.kinds == ("number",) for a in self.takes)

    @property
    def every_month(self) -> bool:
        """Whether all months are worked out for it, since it looks at what everyone had in them."""
        return self.scope == "everyone" and self.period is not None

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return next((a for a in self.takes if a.name == name), None)

    def argument_cycle(self, every: Every) -> Every:
        """How often its arguments are worked out where its result is wanted `every` period."""
        monthly = self.every_month or (self.scope == "person" and self.monthly_arguments)
        return Every.MONTH if monthly else every


@dataclass(frozen=True, kw_only=True)
class function(Definition):
    """Makes the decorated kernel, or history, a function of its name."""

    def __call__(self, decorated: Callable[..., Any]) -> Function:
        return Function(
            **{field.name: getattr(self, field.name) for field in fields(Definition)},
            name=decorated.__name__.rstrip("_"),
            kernel=_kernel(decorated, self.gives) if self.stateful else decorated,
            history=decorated if self.stateful else None,
        )


def _kernel(history: Callable[..., Iterator[State]], gives: Kind) -> Callable[..., None]:
    """Writes the results of the states down, in the months that are wanted."""
    assert isinstance(gives, Record)

    def kernel(out: tuple[NDArray[Any], ...], span: Span, *arguments: object) -> None:
        wanted = {row: k for k, row in enumerate(span.rows)}
        for state in history(span, *arguments):
            if state.row in wanted:
                for array, name in zip(out, gives.by_name, strict=True):
                    array[wanted[state.row]] = getattr(state, name)

    return kernel
