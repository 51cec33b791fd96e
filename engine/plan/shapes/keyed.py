"""What tables, bands, scorecards and steps by key share: an entry for each key."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from engine.formula import Kind
from engine.formula import Shape as ShapeKind
from engine.plan.shapes.figure_checks import problem
from engine.plan.shapes.figure_phrases import joined, said, words
from engine.plan.shapes.value import Declared, Naming, Row, Value
from engine.text import Problem, Text, each_problem, nearest, say
from engine.yaml_files import Json

E = TypeVar("E")


@dataclass(frozen=True)
class Keyed(Value, Generic[E]):
    """An entry for each key. JSON: {key: entry}."""

    entries: Mapping[str, E]

    @classmethod
    def read(cls, data: object) -> Self:
        given = data if isinstance(data, Mapping) else {}
        return cls({str(key): cls._read_entry(entry) for key, entry in given.items()})

    @classmethod
    @abstractmethod
    def _read_entry(cls, data: object) -> E: ...

    def json(self) -> Json:
        return {key: self._entry_json(entry) for key, entry in self.entries.items()}

    @staticmethod
    @abstractmethod
    def _entry_json(entry: E) -> Json: ...

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.entries)

    def kind(self, category: tuple[str, ...] | None) -> Kind:
        return ShapeKind(self.shape, self.keys, category)

    # -- problems ---------------------------------------------------------------------------

    def problems(self, data: object, declared: Declared) -> list[Problem]:
        if not isinstance(data, Mapping):
            return [problem("parameter_mapping", declared.id, data)]
        keys = tuple(self.keys)
        found = each_problem(
            [str(key) for key in data if str(key) not in self.keys],
            lambda key: problem(
                "parameter_key", declared.id, key, keys=keys, nearest=nearest(key, self.keys)
            ),
        )
        if missing := tuple(key for key in self.keys if key not in data):
            found.append(problem("parameter_missing_key", declared.id, data, missing=missing))
        for key, entry in data.items():
            if str(key) not in self.keys:
                continue
            found += self._entry_problems(entry, declared, f"{declared.id}.{key}")
        return found

    @classmethod
    @abstractmethod
    def _entry_problems(cls, data: object, declared: Declared, at: str) -> list[Problem]: ...

    # -- grid -------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        return [{"key": key, **self._cells(entry)} for key, entry in self.entries.items()]

    @classmethod
    def _cells(cls, entry: E) -> dict[str, float]:
        """The cells of an entry that is one row of a grid."""
        raise TypeError(f"an entry of {cls.shape} is no single row")

    def with_rows(self, rows: Sequence[Row]) -> Self:
        names = [name for name in self.columns if name != "key"]
        return type(self)(
            {row["key"]: self._of_cells([row[name] for name in names]) for row in rows}
        )

    @classmethod
    def _of_cells(cls, cells: list[float]) -> E:
        """The entry that a row of a grid means."""
        raise TypeError(f"an entry of {cls.shape} is no single row")

    # -- words ------------------------------------------------------------------------------

    def changes(self, new: Self, before: Naming, after: Naming, language: str) -> list[str]:
        sentences = []
        for key in dict.fromkeys((*self.keys, *new.keys)):
            named = after if key in new.entries else before
            label = say(language, "change.of", label=after.label, key=named.key_labels[key])
            if key not in self.entries:
                sentences.append(said(language, "added", label=label))
            elif key not in new.entries:
                sentences.append(said(language, "removed", label=label))
            elif self.entries[key] != new.entries[key]:
                sentences += self._entry_changes(new, key, label, before, after, language)
        return sentences

    @abstractmethod
    def _entry_changes(
        self, new: Self, key: str, label: str, before: Naming, after: Naming, language: str
    ) -> list[str]: ...

    def phrase(self, naming: Naming) -> Text:
        entries = [
            words(
                self._entry_form(), key=naming.key_labels[key], value=self._phrase_of(key, naming)
            )
            for key in self.keys
        ]
        return joined(entries, "semicolon")

    @classmethod
    def _entry_form(cls) -> str:
        """The sentence that says a key with its entry."""
        return "entry"

    @abstractmethod
    def _phrase_of(self, key: str, naming: Naming) -> Text: ...
