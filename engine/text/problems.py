"""What is wrong with an input, as a value: what was found, where, and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.text.sentences import SENTENCES, say

T = TypeVar("T")
MOST_PROBLEMS = 200
"""So many problems are listed; an input with more is of another kind altogether."""
LONGEST_VALUE = 120
"""Characters of a value that are shown; longer ones are cut."""


@dataclass(frozen=True)
class Problem:
    """Something wrong with an input: what was found, where, and what would be right.

    `key` names a sentence under `problem.`; its remedy stands under `remedy.` or, where a command
    says it another way or alone can say it, under `remedy_in_terminal.`.
    `sheet` is that of a workbook; `line` is the line of the file or sheet (1 is the first);
    `column` a column, parameter or line of a plan. Tuples among the `values` are said as lists.
    `span` is from where to where in the text of a formula.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""
    excerpt: str = ""
    span: tuple[int, int] | None = None
    sheet: str = ""

    def text(self, language: str = "en") -> str:
        """What is wrong, as one sentence without the place."""
        return say(language, self._sentence("problem"), **self._blanks(language))

    def remedy(self, language: str = "en", *, terminal: bool = False) -> str:
        """What would be right: what to do on a page, or how to write it in the terminal."""
        sections = (
            ("remedy_in_terminal", "remedy") if terminal else ("remedy", "remedy_in_terminal")
        )
        return say(language, self._sentence(*sections), **self._blanks(language))

    def place(self, language: str = "en") -> str:
        """File, sheet, line and column as far as they are known."""
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(say(language, "place.sheet", sheet=self.sheet))
        if self.line is not None:
            parts.append(say(language, "place.line", line=self.line))
        if self.column:
            parts.append(say(language, "place.column", column=self.column))
        return say(language, "place.comma").join(parts)

    def sentence(self, language: str = "en", *, terminal: bool = False) -> str:
        """Place, problem and remedy together, with the formula and a caret where there is one."""
        place = self.place(language)
        line = place + say(language, "place.colon") if place else ""
        remedy = self.remedy(language, terminal=terminal)
        line = f"{line}{self.text(language)}{say(language, 'place.space')}{remedy}".rstrip()
        return f"{line}\n{self.excerpt}" if self.excerpt else line

    def _sentence(self, *sections: str) -> str:
        """The sentence to say, of the first section that has one; another one where no known name
        is near to what was found."""
        names = [f"{self.key}_bare"] if self.values.get("nearest") == "" else []
        keys = [f"{section}.{name}" for section in sections for name in (*names, self.key)]
        return next((key for key in keys if key in SENTENCES), keys[-1])

    def _blanks(self, language: str) -> dict[str, object]:
        shown = self.value
        if len(shown) > LONGEST_VALUE:
            shown = f"{shown[:LONGEST_VALUE]}…"
        return {"value": shown, "column": self.column, **self.values}


def values_from_json(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a problem that went through JSON, in which a tuple becomes a list."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def each_problem(items: Sequence[T], problem: Callable[[T], Problem]) -> list[Problem]:
    """The problem of each of the first items, and how many more there are."""
    found = [problem(item) for item in items[:MOST_PROBLEMS]]
    if more := len(items) - len(found):
        found.append(Problem("more_problems", {"count": more}))
    return found


class Refused(ValueError):
    """An input that cannot be used, with all that is wrong with it. Nothing was computed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        """It goes from one process to another with its problems, which say its text."""
        return type(self), (self.problems,)

    def text(self, language: str = "en", *, terminal: bool = False) -> str:
        """All problems, one below the other."""
        return "\n".join(one.sentence(language, terminal=terminal) for one in self.problems)
