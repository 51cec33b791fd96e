"""Typed entries of a workforce file; what does not fit is noted and replaced, so that one reading
finds every problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.calendar import month_number
from engine.text import LANGUAGES, Problem, Text, nearest
from engine.yaml_files import Document

LARGE = 1e12
"""Larger figures are slips of the pen."""
ABOVE_ZERO: Text = {"en": "above 0", "zh": "大于 0"}
MOST_PEOPLE = 10_000_000
MOST_MONTHS = 240
TWO: Text = {"en": "two figures, the smaller one first", "zh": "两个数值，小的在前"}
TWELVE: Text = {"en": "twelve figures, January to December", "zh": "一月至十二月共十二个数值"}
BY_TENURE: Text = {"en": "figures by month of tenure", "zh": "按司龄月份排列的数值"}
MEASURES: Text = {"en": "two or more measures that stand above", "zh": "两个以上已在上文定义的指标"}
LEAVING: Text = {
    "en": "pairs [month of tenure, share] that rise from month 0",
    "zh": "从第 0 个月起递增的 [司龄月份, 占比]",
}
CORRELATIONS: Text = {
    "en": "entries [measure, measure, correlation]",
    "zh": "[指标, 指标, 相关系数]",
}


def between(low: float, high: float) -> Text:
    """The bounds of a figure, ends included, as part of a sentence."""
    if high >= LARGE:
        return {"en": f"of at least {low:,.10g}", "zh": f"不小于 {low:,.10g}"}
    return {"en": f"from {low:,.10g} to {high:,.10g}", "zh": f"在 {low:,.10g} 到 {high:,.10g} 之间"}


@dataclass
class Reader:
    """Reads entries by the path they stand under; `found` are the problems so far."""

    document: Document
    found: list[Problem] = field(default_factory=list)

    def items(self, name: str) -> list[tuple[str, Any]]:
        data = self.mapping(self.document.data.get(name, {}), name)
        return [(str(key), value) for key, value in data.items()]

    def entries(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        return [(key, self.mapping(value, name, key)) for key, value in self.items(name)]

    def mapping(self, data: Any, *path: str) -> Mapping[str, Any]:
        if isinstance(data, Mapping):
            return data
        self.problem("not_entries", path, key=path[-1])
        return {}

    def word(self, data: Mapping[str, Any], key: str, *path: str) -> str:
        if not data.get(key):
            self.problem("missing_key", (*path, key), key=key)
        return str(data.get(key, ""))

    def text(self, data: Any, *path: str) -> Text:
        if not isinstance(data, Mapping) or any(language not in data for language in LANGUAGES):
            self.problem("two_languages", path, key=path[-1])
            return dict.fromkeys(LANGUAGES, "")
        return {language: str(data[language]) for language in LANGUAGES}

    def number(self, data: Any, low: float, high: float, *path: str) -> float:
        if data is None:
            self.problem("missing_key", path, key=path[-1])
            return low
        if isinstance(data, bool) or not isinstance(data, int | float) or not low <= data <= high:
            self.problem("workforce_figure", path, str(data), bounds=between(low, high))
            return low
        return float(data)

    def positive(self, data: Any, low: float, high: float, *path: str) -> float:
        """A number within the bounds that is not 0 either."""
        if data == 0:
            self.problem("workforce_figure", path, str(data), bounds=ABOVE_ZERO)
        return self.number(data, low, high, *path) or 1.0

    def whole(self, data: Any, low: int, high: int, *path: str) -> int:
        number = self.number(data, low, high, *path)
        if number != int(number):
            self.problem("workforce_whole", path, str(data))
        return int(number)

    def pair(self, data: Any, low: float, high: float, *path: str) -> tuple[float, float]:
        if not isinstance(data, list) or len(data) != 2:
            self.no_list(TWO, "[8, 14]", *path)
            return low, low
        first, second = (self.number(figure, low, high, *path) for figure in data)
        if second < first:
            self.problem("workforce_figure", path, str(data[1]), bounds=between(first, high))
        return first, max(first, second)

    def by_month(self, data: Any, *path: str) -> tuple[float, ...]:
        if not isinstance(data, list) or len(data) != 12:
            self.no_list(TWELVE, "[0.9, 0.8, 1.0, …]", *path)
            return (1.0,) * 12
        return tuple(self.number(figure, 0, LARGE, *path) for figure in data)

    def curve(self, data: Any, low: float, *path: str) -> tuple[float, ...]:
        if not isinstance(data, list):
            self.no_list(BY_TENURE, "[-0.7, -0.3, -0.1]", *path)
            return ()
        return tuple(self.number(figure, low, 5, *path) for figure in data)

    def shares(self, data: Any, *path: str) -> dict[str, float]:
        given = self.mapping(data, *path)
        shares = {str(k): self.number(v, 0, 1, *path, str(k)) for k, v in given.items()}
        self.adds_to_one(list(shares.values()), *path)
        return shares

    def adds_to_one(self, shares: Sequence[float], *path: str) -> None:
        if abs(sum(shares) - 1) > 1e-6:
            self.problem("workforce_adds_to_one", path, f"{sum(shares):g}")

    def month(self, data: Any, *path: str) -> int:
        try:
            return month_number(str(data))
        except ValueError:
            self.problem("workforce_month", path, str(data))
            return 0

    def flag(self, data: Any, *path: str) -> bool:
        if not isinstance(data, bool):
            self.choice("value", data, ("true", "false"), *path)
        return data is True

    def no_list(self, wanted: Text, example: str, *path: str) -> None:
        self.problem("workforce_list", path, wanted=wanted, example=example)

    def known_keys(self, data: Mapping[str, Any], known: Sequence[str], *path: str) -> None:
        for key in data:
            if key not in known:
                self.choice("key", key, known, *path, str(key))

    def one_of(self, what: str, data: Any, known: Sequence[str], *path: str) -> str:
        """The name given, or "" where it is none of the known ones."""
        if isinstance(data, str) and data in known:
            return str(data)
        self.choice(what, data, known, *path)
        return ""

    def choice(self, what: str, value: Any, known: Sequence[str], *path: str) -> None:
        self.problem(
            "not_one_of",
            path,
            what=what,
            found=str(value),
            nearest=nearest(str(value), known) or next(iter(known), ""),
            known=", ".join(known),
        )

    def problem(
        self, key: str, path: tuple[str, ...], value: str = "", /, **values: object
    ) -> None:
        self.found.append(
            Problem(
                key, values, self.document.file, self.document.line(*path), ".".join(path), value
            )
        )
