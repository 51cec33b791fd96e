"""Every sentence the engine says to a person, in English and Chinese, and the problems it reports.

The sentences lie in `en.yaml` and `zh.yaml` beside this file; code names them by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

LANGUAGES = ("en", "zh")

Text = Mapping[str, str]
"""One phrase in every language: {"en": …, "zh": …}."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language, by key."""
    path = Path(__file__).with_name(f"{language}.yaml")
    sections = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": sentence
        for section, sentences in sections.items()
        for key, sentence in sentences.items()
    }


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence `key` with its blanks filled in. Raises KeyError for an unknown key."""
    shown = {
        name: value[language] if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
    return catalogue(language)[key].format(**shown)


@dataclass(frozen=True)
class Problem:
    """Something wrong with an input: what was found, where, and what would be right.

    `key` names a sentence under `problem.`; its remedy stands under `remedy.` with the same name.
    `line` is the line of the file (1 is the first); `column` a column, parameter or line of a plan.
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

    def text(self, language: str = "en") -> str:
        """What is wrong, as one sentence without the place."""
        return say(language, f"problem.{self.key}", **self._blanks())

    def remedy(self, language: str = "en") -> str:
        """What would be right."""
        return say(language, f"remedy.{self.key}", **self._blanks())

    def place(self, language: str = "en") -> str:
        """File, line and column as far as they are known."""
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(say(language, "place.line", line=self.line))
        if self.column:
            parts.append(say(language, "place.column", column=self.column))
        return say(language, "place.comma").join(parts)

    def sentence(self, language: str = "en") -> str:
        """Place, problem and remedy together, with the formula and a caret where there is one."""
        place = self.place(language)
        line = place + say(language, "place.colon") if place else ""
        line += self.text(language) + say(language, "place.space") + self.remedy(language)
        line = line.rstrip()
        return f"{line}\n{self.excerpt}" if self.excerpt else line

    def _blanks(self) -> dict[str, object]:
        return {"value": self.value, "column": self.column, **self.values}


class Refused(ValueError):
    """An input that cannot be used, with all that is wrong with it. Nothing was computed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """All problems, one below the other."""
        return "\n".join(problem.sentence(language) for problem in self.problems)
