"""Typed entries of a workforce file; what does not fit is noted and replaced, so that one reading
finds every problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.calendar import paying_month
from engine.text import Text, as_typed, number
from engine.yaml_files import Json, Reader

LARGE = 1e12
"""Larger figures are slips of the pen."""
ABOVE_ZERO: Text = {"en": "above 0", "zh": "大于 0"}
MOST_PEOPLE = 10_000_000
MOST_MONTHS = 240
TWO: Text = {"en": "two figures, the smaller one first", "zh": "两个数值，小的在前"}
TWELVE: Text = {"en": "twelve figures, January to December", "zh": "一月至十二月共十二个数值"}
BY_TENURE: Text = {"en": "figures by month of tenure", "zh": "按司龄月份排列的数值"}
MEASURES: Text = {"en": "two or more measures that stand above", "zh": "两个以上已在上文定义的指标"}
TWO_MEASURES: Text = {
    "en": "two measures with a distribution",
    "zh": "两个有分布的指标",
}
LEAVING: Text = {
    "en": "pairs [month of tenure, share] that rise from month 0",
    "zh": "从第 0 个月起递增的 [司龄月份, 占比]",
}
POINTS: Text = {
    "en": "pairs [share, value] that rise from the share 0 to 1",
    "zh": "从占比 0 递增至 1 的 [占比, 数值]",
}
CORRELATIONS: Text = {
    "en": "entries [measure, measure, correlation]",
    "zh": "[指标, 指标, 相关系数]",
}


def between(low: float, high: float) -> Text:
    """The bounds of a figure, ends included, as part of a sentence."""
    if high >= LARGE:
        return {"en": f"of at least {number(low)}", "zh": f"不小于 {number(low)}"}
    return {
        "en": f"from {number(low)} to {number(high)}",
        "zh": f"在 {number(low)} 到 {number(high)} 之间",
    }


class WorkforceReader(Reader):
    """Reads entries of a workforce file, most of which are numbers within bounds."""

    def name(self, data: Mapping[str, Json], key: str, *path: str) -> str:
        """A name that must be given."""
        if not data.get(key):
            self.problem("missing_key", (*path, key), key=key)
        return str(data.get(key, ""))

    def within(self, data: Json, low: float, high: float, *path: str) -> float:
        """A number within the bounds, ends included."""
        if data is None:
            self.problem("missing_key", path, key=path[-1])
            return low
        if isinstance(data, bool) or not isinstance(data, int | float) or not low <= data <= high:
            self.problem("workforce_figure", path, str(data), bounds=between(low, high))
            return low
        return float(data)

    def positive(self, data: Json, low: float, high: float, *path: str) -> float:
        """A number within the bounds that is not 0 either."""
        if data == 0:
            self.problem("workforce_figure", path, str(data), bounds=ABOVE_ZERO)
        return self.within(data, low, high, *path) or 1.0

    def whole(self, data: Json, low: int, high: int, *path: str) -> int:
        """A whole number within the bounds."""
        number = self.within(data, low, high, *path)
        if number != int(number):
            self.problem("workforce_whole", path, str(data))
        return int(number)

    def pair(self, data: Json, low: float, high: float, *path: str) -> tuple[float, float]:
        """Two numbers within the bounds, the smaller one first."""
        if not isinstance(data, list) or len(data) != 2:
            self.no_list(TWO, "[8, 14]", *path)
            return low, low
        first, second = (self.within(figure, low, high, *path) for figure in data)
        if second < first:
            self.problem("workforce_figure", path, str(data[1]), bounds=between(first, high))
        return first, max(first, second)

    def by_month(self, data: Json, *path: str) -> tuple[float, ...]:
        """Twelve numbers from January on."""
        if not isinstance(data, list) or len(data) != 12:
            self.no_list(TWELVE, "[0.9, 0.8, 1.0, …]", *path)
            return (1.0,) * 12
        return tuple(self.within(figure, 0, LARGE, *path) for figure in data)

    def curve(self, data: Json, low: float, *path: str) -> tuple[float, ...]:
        """Numbers of at most 5 by month of tenure."""
        if not isinstance(data, list):
            self.no_list(BY_TENURE, "[-0.7, -0.3, -0.1]", *path)
            return ()
        return tuple(self.within(figure, low, 5, *path) for figure in data)

    def shares(self, data: Json, *path: str) -> dict[str, float]:
        """Shares by name that add up to 1."""
        given = self.mapping(data, *path)
        shares = {str(k): self.within(v, 0, 1, *path, str(k)) for k, v in given.items()}
        self.adds_to_one(list(shares.values()), *path)
        return shares

    def adds_to_one(self, shares: Sequence[float], *path: str) -> None:
        """Notes shares that do not add up to 1."""
        if abs(sum(shares) - 1) > 1e-6:
            self.problem("workforce_adds_to_one", path, as_typed(sum(shares)))

    def month(self, data: Json, *path: str) -> int:
        """A calendar month, as YYYY-MM."""
        try:
            return paying_month(str(data))
        except ValueError:
            self.problem("workforce_month", path, str(data))
            return 0

    def no_list(self, wanted: Text, example: str, *path: str) -> None:
        """Notes that there is not the list that is wanted."""
        self.problem("workforce_list", path, wanted=wanted, example=example)
