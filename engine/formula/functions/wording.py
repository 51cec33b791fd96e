"""How a function is told: the words its definition gives to whoever writes formulas for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.text import Text

Form = Literal["number", "negative", "case", "periodic", "given"]
"""How an argument may be written: a mere number, with a minus sign, as a case (something where a
condition holds, else 0), with what falls due less often than every month, or at all."""


@dataclass(frozen=True)
class Variant:
    """The wording where an argument is written in a certain form.

    It leaves the minus sign of a "negative" argument out; the {condition} of a "case" is a blank of
    its own. With `of`, a negative argument must be minus that other one, and beside a number that
    other one must be given.
    """

    argument: str
    form: Form
    en: str
    zh: str
    of: str = ""

    @property
    def text(self) -> Text:
        """The wording by language."""
        return {"en": self.en, "zh": self.zh}


@dataclass(frozen=True)
class Wording:
    """How a call reads in a formula.

    Blanks are the names of arguments; besides, {of} is what a table measures, {whom} the people
    that are looked at, {list} all arguments in a row. `limit` is the wording of {x} and a fixed
    {limit}, where there are two arguments. A `clause` needs brackets inside an operation, and its
    arguments need none.

    `rules` tell a function of several results one sentence after the other, each of which falls
    away where an argument it names is left out; {values} are the values of the category it gives.
    `names` is what its results are called, the values it gives, or arguments that have no name.
    """

    en: str
    zh: str
    variants: tuple[Variant, ...] = ()
    limit: Text | None = None
    clause: bool = False
    rules: tuple[Text, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)

    @property
    def text(self) -> Text:
        """The wording by language."""
        return {"en": self.en, "zh": self.zh}
