"""What all writers of papers share: the colour of each role, and how values are scaled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from engine.papers.paper import Chart, ChartUnit, Role, Series
from engine.text import Phrases, money_unit, percent

phrase = Phrases("papers")

INK, MUTED, RULE, SHADE = "1F2430", "5B6270", "DFE2EA", "F3F4F8"
"""Text, text beside it, lines, and the ground behind what stands out; as RRGGBB."""
ACCENT, LIMIT = "4F46E5", "B45309"
"""What a reader should see first, and a limit such as a budget."""
COLOURS: Mapping[Role, str] = {
    "before": "8A91A0",
    "after": ACCENT,
    "low": "A5A1F2",
    "middle": ACCENT,
    "high": "A5A1F2",
    "gain": "0F766E",
    "loss": "C2410C",
    "other": "C4C8D2",
}
ONE_BY_ONE = (ACCENT, "A21CAF", "0369A1", "4D7C0F", "BE185D", "7C2D12", "8A91A0", "0F766E")
"""The colours of plain series, in their order; begun again where there are more."""
DIGITS, MOST_DECIMALS, MOST_OF_SHARES = 3, 4, 3
FEN_DECIMALS = 2
MOST_EXACT = 6
"""So many columns of a waterfall have room for amounts with more decimals than are read at ease."""
HARDLY = 0.1
"""What is less than this in the unit of an axis hardly shows."""
FAR = 4.0
"""So many times as far from zero as from each other, values are shown on a shorter axis."""


def colour_of(series: tuple[Series, ...], place: int) -> str:
    """The colour of one of the series of a chart, as RRGGBB."""
    one = series[place]
    if one.role != "plain":
        return COLOURS[one.role]
    before = sum(other.role == "plain" for other in series[:place])
    return ONE_BY_ONE[before % len(ONE_BY_ONE)]


@dataclass(frozen=True)
class Scale:
    """How the values of a chart are written: each times `factor`, in `unit` (words; "" for none),
    with so many decimals and what stands `behind` the number of a share. `number_format` is that of
    Excel."""

    factor: float
    unit: str
    decimals: int
    is_share: bool
    behind: str = ""

    @property
    def number_format(self) -> str:
        """1,234.5 or 12.3 %, as texts beside it have them: with a minus sign, not a hyphen."""
        digits = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        space = self.behind.removesuffix("%")
        if self.is_share:
            digits += f'"{space}"%' if space else "%"
        return f'{digits};"\N{MINUS SIGN}"{digits}'

    def scaled(self, value: float) -> float:
        """A value in the unit of the scale, to the fen where it is an amount."""
        return round(value * self.factor, 12)


def scale_of(
    unit: ChartUnit,
    values: Iterable[float | None],
    language: str,
    closest: float = 0.0,
    finest: float = 0.0,
) -> Scale:
    """The scale for values along one axis: amounts of money in 元, 万元, 亿元 or ¥, ¥ K, ¥ M, ¥ B,
    by the largest, or by what they differ by (`closest`) where that would hardly show. There are as
    many decimals as tell values apart that differ by `finest`, or by `closest` where that is not
    given, at least three digits of the largest."""
    known = [abs(value) for value in values if value is not None]
    largest = max(known, default=0.0)
    power, name = money_unit(largest, language) if unit == "CNY" else (0, "")
    if unit == "CNY" and 0 < closest < HARDLY * 10.0**power:
        power, name = money_unit(closest, language)
    if unit == "share":
        decimals = _decimals_of_shares([100 * value for value in known if value])
        return Scale(1.0, "", decimals, True, percent(0.0, language, 0).removeprefix("0"))
    factor = 10.0**-power
    decimals = _decimals(largest * factor, (finest or closest) * factor)
    if unit in ("people", "months") or (unit == "CNY" and not power):
        decimals = 0
    if unit == "number" and all(value == round(value) for value in known):
        decimals = 0
    return Scale(factor, name, decimals, is_share=False)


def _decimals_of_shares(shares: Sequence[float]) -> int:
    """Decimals of shares in percent, none of them 0: one, none from 100 % on, and more where all of
    them are small or one would read as nothing."""
    if not shares:
        return 1
    size = math.floor(math.log10(max(shares)))
    decimals = 0 if size >= 2 else max(1, 1 - size)
    decimals += any(not round(share, decimals) for share in shares)
    return min(decimals, MOST_OF_SHARES)


def _decimals(largest: float, closest: float) -> int:
    """Decimals that show three digits of the largest value and two of what is closest."""
    wanted = [0]
    if largest > 0:
        wanted.append(DIGITS - 1 - math.floor(math.log10(largest)))
    if closest > 0:
        wanted.append(1 - math.floor(math.log10(closest)))
    return min(max(wanted), MOST_DECIMALS)


def scale_for(chart: Chart, language: str, ticks: bool = False) -> Scale:
    """The scale of a chart's values, or with the decimals that the `ticks` of their axis need."""
    values = [value for one in chart.series for value in one.values]
    if chart.limit is not None:
        values.append(chart.limit[1])
    if chart.kind != "waterfall":
        return scale_of(chart.unit, values, language)
    first, *steps, last = (value or 0.0 for value in chart.series[0].values)
    largest = max((abs(step) for step in steps), default=0.0)
    apart = largest if ticks else round(abs(last - first), 2) or largest
    scale = scale_of(chart.unit, values, language, largest, min(largest, apart))
    return scale if ticks or len(values) > MOST_EXACT else _adding_up(scale, (first, *steps, last))


def _adding_up(scale: Scale, values: Sequence[float]) -> Scale:
    """The scale with up to two decimals more (yuan with fen), where the steps of a waterfall as
    they are written would not lead from its first column to its last otherwise."""
    first = scale.decimals
    for decimals in (0, FEN_DECIMALS) if scale.factor == 1 else range(first, first + 3):
        *parts, end = (round(scale.scaled(value), decimals) for value in values)
        if abs(math.fsum((*parts, -end))) < 0.5 * 10.0**-decimals:
            return replace(scale, decimals=decimals)
    return scale


def axis_start(chart: Chart) -> float | None:
    """Where the axis of values begins, in the unit of the values, where that is not zero: steps of
    a waterfall that are small beside its totals would not be seen, nor would the lines of a chart
    that all lie high. Columns always begin at zero."""
    if chart.kind == "waterfall":
        known = list(accumulate(value or 0.0 for value in chart.series[0].values[:-1]))
    elif chart.kind in ("line", "band", "curve"):
        known = [value for one in chart.series for value in one.values if value is not None]
        known += [chart.limit[1]] if chart.limit is not None else []
    else:
        return None
    low, high = min(known), max(known)
    spread = high - low
    if low <= 0 or spread <= 0 or low < FAR * spread:
        return None
    step = 10.0 ** math.floor(math.log10(spread))
    return max(0.0, math.floor((low - spread) / step) * step)
