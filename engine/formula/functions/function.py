"""What a function of the language is, and the decorator that defines one from its kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.formula.kinds import NUMBER, Kind, Record

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

Scope = Literal["cell", "person", "everyone"]
"""How far a word looks: one person's month, all months of one person, or several people."""


@dataclass(frozen=True)
class Span:
    """Where in the calendar a kernel works.

    `first` is the month number of row 0 of the facts. `present` has a row for every month of the
    facts (person words) or for every paying month (words over everyone). `rows` are the rows of
    the calendar, paying months only, that the result has.
    """

    first: int
    present: Flags
    rows: range


@dataclass(frozen=True)
class Argument:
    """One argument: its name, the kinds it may have, and whether it may be left out.

    `kinds` are names of kinds; a shape of parameter is named as in the plan file. Where `masked`,
    months without a row are 0 before the kernel sees them. A `fixed` one is the same for everyone.
    A table is `by` the category that another argument gives. `beside` names an argument that must
    be given too.
    """

    name: str
    kinds: tuple[str, ...]
    optional: bool = False
    many: bool = False
    masked: bool = False
    fixed: bool = False
    by: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Example:
    """A worked example: a formula, what its names stand for, and the result.

    Lists in `given` are the months of one person for words that look at one person, and several
    people of one month for words that look at everyone; parameters stand in the plan's shapes.
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


@dataclass(frozen=True)
class Function:
    """A word: what it takes and gives, its kernel, and how it is explained.

    Cell kernels take (out, *arguments); person kernels (out, span, *arguments); kernels over
    everyone (span, *arguments) and return their result. An argument is an array, a number or
    `figures`; left-out arguments are None. A function that carries a state on has a `history`:
    (span, *arguments) → its states one after the other, of which the kernel keeps the results.
    """

    name: str
    takes: tuple[Argument, ...]
    gives: Kind
    scope: Scope
    kernel: Callable[..., Any]
    sentence: Mapping[str, str]
    example: Example
    monthly_arguments: bool = True
    every_month: bool = False
    """Whether it looks at months before this one, so that all of them are worked out."""
    keeps_zero: bool = False
    """Whether 0 (or no row) in all arguments gives 0, so that absent months need no masking."""
    history: Callable[..., Iterator[State]] | None = None

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return next((a for a in self.takes if a.name == name), None)


@dataclass(frozen=True)
class function:
    """Makes the decorated kernel a function of its name; or, of a function that is `stateful`, the
    decorated history."""

    takes: tuple[Argument, ...]
    en: str
    zh: str
    example: Example
    scope: Scope = "cell"
    gives: Kind = NUMBER
    monthly_arguments: bool = True
    every_month: bool = False
    keeps_zero: bool = False
    stateful: bool = False

    def __call__(self, decorated: Callable[..., Any]) -> Function:
        history = decorated if self.stateful else None
        return Function(
            decorated.__name__.rstrip("_"),
            self.takes,
            self.gives,
            self.scope,
            decorated if history is None else _kernel(history, self.gives),
            {"en": self.en, "zh": self.zh},
            self.example,
            self.monthly_arguments,
            self.every_month,
            self.keeps_zero,
            history,
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
