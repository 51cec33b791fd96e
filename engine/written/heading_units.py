"""Units that headings and titles name: 销售额（万元）, Bonus (k CNY), 单位：元, 达成率(%)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from engine.written.written_numbers import PERCENT_SIGNS, SECONDS, TIMES


@dataclass(frozen=True)
class Unit:
    """A unit as it is written, and what numbers in it are multiplied by; cells that bring a unit of
    their own (9.98%, 12.5万) are read with that alone."""

    text: str
    times: Decimal

    @property
    def is_of_money(self) -> bool:
        """Whether it is a currency's: 万元, but not 万 or 万次."""
        return re.search(_MONEY, self.text, re.IGNORECASE) is not None


_MONEY = r"(?:元|圆|人民币|rmb|cny|usd|eur|gbp|hkd|yuan|dollars?|euros?|¥|\$|€|£)"
_THINGS = r"(?:次|个|单|件|人|通|条|笔|户|台)"
_SCALE = r"(?P<scale>百万|千万|十万|万|千|百|亿|thousands?|millions?|billions?|mn|bn|k|m|'?0{3}s?)"
_UNIT = re.compile(
    rf"(?:in\s+)?(?P<before>{_MONEY})?\s*{_SCALE}?\s*(?P<after>{_MONEY}|{_THINGS})?", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,20})[)\]】]\s*$|/\s*([元圆百千万亿]{1,3})$")
_SAID = re.compile(r"(?:单\s*位|unit)\s*[:：]?\s*([^\s,，;；)）]{1,12})", re.IGNORECASE)
_SECONDS = SECONDS | {
    **dict.fromkeys(("secs", "second", "seconds"), 1),
    **dict.fromkeys(("分", "minute", "minutes"), 60),
    **dict.fromkeys(("时", "hour", "hours", "工时"), 3600),
}
_IN_LABEL = re.compile(r"\b(?:seconds?|minutes?|hours?)\b|秒|分钟|小时|工时")
_BY_TIME = re.compile(
    r"\b(?:per|an|by)\s+(?:second|minute|hour)|/\s*(?:second|minute|hour|秒|分钟|小时)"
    r"|每(?:秒|分钟|小时)"
)
_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,12})[)\]】]")
_LAST_WORD = re.compile(
    r"(?:[\W_]|\bin )(secs?|seconds?|mins?|minutes?|hrs?|hours?|秒|分钟|小时)\s*$"
)
_LAST_SIGN = re.compile(r"[%％‰]\s*$")


def heading_unit(heading: str) -> Unit | None:
    """The unit at the end of a heading, in brackets or after a stroke; a lone % too."""
    plain = unicodedata.normalize("NFKC", heading).strip()
    found = _BRACKETS.search(plain)
    if found and (unit := read_unit(found.group(1) or found.group(2))) is not None:
        return unit
    if found := _LAST_SIGN.search(plain):
        return read_unit(found.group().strip())
    return None


def said_unit(text: str) -> Unit | None:
    """The unit that a title says for all that stands below it: 单位：万元."""
    found = _SAID.search(unicodedata.normalize("NFKC", text))
    return read_unit(found.group(1)) if found else None


def read_unit(text: str) -> Unit | None:
    """A unit of money or shares, or None for other words: a lone m may be minutes as well."""
    plain = text.strip()
    if plain in PERCENT_SIGNS:
        return Unit(plain, PERCENT_SIGNS[plain])
    found = _UNIT.fullmatch(plain)
    if not plain or not found:
        return None
    scale, has_money = (found["scale"] or "").lower(), found["before"] or found["after"]
    if scale == "m" and not has_money:
        return None
    if "000" in scale:
        return Unit(plain, Decimal(1000))
    return Unit(plain, Decimal(TIMES[scale] if scale else 1))


def heading_seconds(heading: str) -> int:
    """The seconds of the unit of time that a heading names, in brackets or as its last word; 0 for
    none."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    for found in (*_IN_BRACKETS.findall(plain), *_LAST_WORD.findall(plain)):
        if seconds := _SECONDS.get(found.strip()):
            return seconds
    return 0


def seconds_of_label(labels: Iterable[str]) -> int:
    """The seconds of the unit of time that the labels of a plan's column name, anywhere, as in
    hours worked or 工时; 0 for none, for several, and for numbers of something else by the hour."""
    plain = [unicodedata.normalize("NFKC", label).casefold() for label in labels]
    if any(_BY_TIME.search(label) for label in plain):
        return 0
    found = {_SECONDS[word] for label in plain for word in _IN_LABEL.findall(label)}
    return found.pop() if len(found) == 1 else 0
