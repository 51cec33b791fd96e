"""Numbers as files write them, put into plain decimals without losing a digit.

A cell stays text: `1,234.50` becomes 1234.5, `9.98%` 0.0998, `12.5万` 125000 and `(300)` -300.
Which of both a comma is, the whole column says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import pyarrow as pa
import pyarrow.compute as pc

MOST_DIGITS = 40
PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
"""What needs no reading."""
THREE_DIGITS = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
"""What is a decimal or has a point before its thousands."""
POINTED, CENTS = r"^-?[0-9]+\.[0-9]+$", r"^-?[0-9]+\.[0-9]{1,2}$"
LEAST_CENTS = 3
"""So many times as many cells with cents make one with a third decimal odd."""
MOST = 0.9
"""Where so many cells show what a comma parts, a few others are told apart from them."""
FEW = 0.1
NO_VALUE = frozenset(
    {"-", "--", "—", "——", "–", "/", "\\", "n/a", "na", "nil", "null", "none", "无"}
)
"""What people write where there is nothing."""


class NumberForm(Enum):
    """How a number is written; the value is an example of it."""

    PLAIN = "1234.5"
    THOUSANDS = "1,234.5"
    DECIMAL_COMMA = "1.234,5"
    PERCENT = "9.98%"
    TEN_THOUSANDS = "12.5万"
    LARGE_UNIT = "1.2亿, 3.5k, 2m"
    BRACKETS = "(300)"
    CURRENCY = "¥300"
    UNIT = "85分"
    SCIENTIFIC = "1.5E+05"
    CLOCK = "0:04:30"


PERCENT_SIGNS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
TIMES = {
    "百": 100,
    "十万": 100_000,
    "千万": 10_000_000,
    "thousand": 1_000,
    "thousands": 1_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "billion": 1_000_000_000,
    "billions": 1_000_000_000,
    "万": 10_000,
    "w": 10_000,
    "千": 1_000,
    "k": 1_000,
    "百万": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "亿": 100_000_000,
    "bn": 1_000_000_000,
}
_CURRENCY = r"¥|￥|\$|€|£|HK\$|US\$|RMB|CNY|USD|EUR|GBP|HKD|人民币"
_UNITS = (
    r"元|圆|块|分|次|个|单|件|人|天|日|小时|分钟|秒|通|条|户|家|台|笔|票|点"
    r"|h|hrs?|min|mins|s|sec|pts?|days?|calls?"
)
_NUMBER = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-+\u2212\u2013])?\s*(?:{_CURRENCY})?\s*(?P<sign2>[-+\u2212\u2013])?\s*
    (?P<digits>[0-9][0-9.,\u0020'\u2019]*|\.[0-9]+)(?P<power>E[+-]?[0-9]+)?\s*
    (?P<times>百万|千万|十万|万|亿|千|thousand|million|billion|bn|mn|[kmw])?\s*
    (?P<percent>[%‰])?\s*(?:{_CURRENCY})?\s*(?P<unit>{_UNITS})?\s*(?P<after>-)?\s*(?P<close>\))?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_HAS_CURRENCY = re.compile(_CURRENCY, re.IGNORECASE)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)\Z")
SECONDS = {
    **dict.fromkeys(("秒", "s", "sec"), 1),
    **dict.fromkeys(("分钟", "min", "mins"), 60),
    **dict.fromkeys(("小时", "h", "hr", "hrs"), 3600),
}
_SIGNS = {"¥": "CNY", "RMB": "CNY", "人民币": "CNY", "$": "USD", "US$": "USD"}
_SIGNS |= {"€": "EUR", "£": "GBP", "HK$": "HKD"}
YUAN = ("元", "圆", "块")
BARE = (NumberForm.PLAIN, NumberForm.THOUSANDS, NumberForm.DECIMAL_COMMA)
"""Forms of numbers beside whose digits nothing stands."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[,.'\u2019 ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
"""Thousands, and hundreds of them: 1,23,456."""


@dataclass(frozen=True)
class Numbers:
    """The different texts of a column as plain decimals.

    `read` gives the decimal of each text that is a number, `empty` are texts that say there is no
    value, `unread` are others. `unclear` are those of the unread that are one number or another by
    what a comma and a point part, which the column does not show. `form_of` tells how each text
    that was read is written.
    """

    read: Mapping[str, str]
    empty: tuple[str, ...]
    unread: tuple[str, ...]
    form_of: Mapping[str, NumberForm]
    unclear: tuple[str, ...] = ()


def unusual_numbers(column: pa.StringArray) -> list[str]:
    """The different texts of a column that are not plain decimals at first sight, blanks apart.

    Where a comma stands in some, or every point is followed by three digits, those with a point may
    be others than they seem.
    """
    plain = pc.or_(pc.match_substring_regex(column, PLAIN), pc.equal(column, ""))
    rest = column.filter(pc.invert(plain)).unique()
    pointed = column.filter(pc.and_(plain, pc.match_substring(column, "."))).unique()
    has_comma = pc.any(pc.match_substring_regex(rest, "[,\uff0c]")).as_py()
    may_group = pc.all(pc.match_substring_regex(pointed, THREE_DIGITS)).as_py()
    texts = rest.to_pylist()
    if len(pointed) and (has_comma or may_group):
        texts += pointed.to_pylist()
    return [str(text) for text in texts]


def lone_thousands(column: pa.StringArray) -> list[str]:
    """Texts like 12.345 among decimals that are cents: their point may part thousands."""
    three = column.filter(pc.match_substring_regex(column, THREE_DIGITS)).unique()
    if not len(three):
        return []
    texts = column.unique()
    pointed = texts.filter(pc.match_substring_regex(texts, POINTED))
    cents = int(pc.sum(pc.match_substring_regex(pointed, CENTS)).as_py() or 0)
    is_odd = cents + len(three) == len(pointed) and cents >= LEAST_CENTS * len(three)
    return [str(text) for text in three.to_pylist()] if is_odd else []


def read_numbers(
    values: Iterable[str],
    decimal_comma: bool | None = None,
    others: int = 0,
    one_measure: bool = True,
) -> Numbers:
    """Reads the different texts of a column, beside so many `others` that are plain numbers.

    `decimal_comma` says what a comma parts; None lets the texts tell. Where they do not, commas
    part thousands, and what a lone point before three digits parts is unclear; where they
    contradict each other, so is all that depends on it; the few that are unlike the most are not
    read. A few decimal commas among numbers without decimals are unclear as well. Durations as
    0:04:30 are seconds. Of cells in several currencies the rarer are not read, nor are those in
    several units of time, where they must be of `one_measure`.
    """
    texts = [text for text in values if text]
    plain = {text: unicodedata.normalize("NFKC", text).strip() for text in texts}
    votes = Counter(vote for text in plain.values() if (vote := _vote(text)) is not None)
    few = votes[True] < FEW * (votes[True] + others)
    comma, is_told = (
        _what_commas_part(votes, few) if decimal_comma is None else (decimal_comma, True)
    )
    read, empty, unread, unclear = {}, [], [], []
    forms: dict[str, NumberForm] = {}
    for text, typed in plain.items():
        if typed.lower() in NO_VALUE:
            empty.append(text)
            continue
        found = _number(typed, comma)
        if not is_told and _depends(typed, found, bool(votes)):
            unclear.append(text)
        elif found is not None:
            read[text], forms[text] = found
            continue
        unread.append(text)
    measured = {text: plain[text] for text, form in forms.items() if form not in BARE}
    for text in _in_rarer_measures(measured, (int, str) if one_measure else (str,)):
        del read[text], forms[text]
        unread.append(text)
    return Numbers(read, tuple(empty), tuple(unread), forms, tuple(unclear))


def _in_rarer_measures(plain: Mapping[str, str], kinds: tuple[type, ...]) -> list[str]:
    """Texts whose currency, or unit of time, is another than that of the most."""
    found: list[str] = []
    measures = {text: measure_of(typed) for text, typed in plain.items()}
    for kind in kinds:
        said = {text: one for text, one in measures.items() if isinstance(one, kind)}
        if len(count := Counter(said.values())) > 1:
            most = count.most_common(1)[0][0]
            found += [text for text, one in said.items() if one != most]
    return found


@dataclass(frozen=True)
class NumberParts:
    """What stands beside the digits of a number: what they are multiplied by, a sign of percent, a
    currency, a unit, as they are written; `is_cut` where a power of ten stands for digits."""

    times: str = ""
    percent: str = ""
    currency: str = ""
    unit: str = ""
    is_cut: bool = False
    is_clock: bool = False

    @property
    def is_yuan(self) -> bool:
        """Whether yuan are counted, and not 10,000 of them."""
        return self.unit in YUAN

    @property
    def seconds(self) -> int:
        """The seconds of its unit of time, 0 where it has none."""
        return 1 if self.is_clock else SECONDS.get(self.unit, 0)


def number_parts(text: str) -> NumberParts | None:
    """What stands beside the digits of a text, None where it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _CLOCK.match(plain):
        return NumberParts(is_clock=True)
    found = _NUMBER.match(plain)
    if not found:
        return None
    times, percent, unit = (found[name] or "" for name in ("times", "percent", "unit"))
    sign = _HAS_CURRENCY.search(plain)
    digits = re.sub("[^0-9]", "", found["digits"]).lstrip("0")
    is_cut = bool(found["power"] and digits) and int(found["power"][1:]) >= len(digits)
    return NumberParts(times, percent, sign.group() if sign else "", unit.lower(), is_cut)


def number_seconds(text: str) -> int:
    """The seconds of the unit of time that stands in a cell, 0 where none does."""
    parts = number_parts(text)
    return 0 if parts is None else parts.seconds


def measure_of(text: str) -> int | str | None:
    """What a cell says that its number counts: so many seconds, a currency, or None."""
    parts = number_parts(text)
    if parts is None:
        return None
    if parts.currency:
        return _SIGNS.get(parts.currency.upper(), parts.currency.upper())
    return "CNY" if parts.is_yuan else parts.seconds or None


def _what_commas_part(votes: Mapping[bool, int], few: bool) -> tuple[bool, bool]:
    """Whether commas part decimals, and whether the cells show it."""
    yes, no = votes.get(True, 0), votes.get(False, 0)
    if yes and no:
        most = max(yes, no) >= MOST * (yes + no)
        return yes > no, most
    return bool(yes) and not few, bool(no) or (bool(yes) and not few)


def _vote(text: str) -> bool | None:
    """Whether a number can only be read with a comma before its decimals, or only with a point."""
    found = _NUMBER.match(text)
    if not found:
        return None
    digits = found["digits"].strip()
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return comma > point
    if max(comma, point) < 0:
        return None
    mark, at = (",", comma) if comma >= 0 else (".", point)
    whole, decimals = digits[:at], digits[at + 1 :]
    if digits.count(mark) > 1:
        return mark == "."
    if len(decimals) != 3 or not 0 < len(whole) <= 3 or whole.startswith("0"):
        return mark == ","
    return None


def _depends(text: str, found: tuple[str, NumberForm] | None, is_contradicted: bool) -> bool:
    """Whether what is not told decides which number a text is."""
    other = _number(text, True)
    if found is None and other is None:
        return False
    if found is not None and other is not None and found[0] == other[0]:
        return False
    return is_contradicted or "," not in text


def _number(text: str, decimal_comma: bool) -> tuple[str, NumberForm] | None:
    if clock := _CLOCK.match(text):
        hours, minutes, seconds = map(Decimal, clock.groups())
        return plain_decimal(hours * 3600 + minutes * 60 + seconds), NumberForm.CLOCK
    found = _NUMBER.match(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    digits = _digits(found["digits"].strip(), decimal_comma)
    signs = [sign for sign in found.group("sign", "sign2", "after", "open") if sign]
    if digits is None or len(digits) > MOST_DIGITS or len(signs) > 1:
        return None
    value = Decimal(digits + (found["power"] or ""))
    if abs(value.adjusted()) > MOST_DIGITS:
        return None
    if found["times"]:
        value *= TIMES[found["times"].lower()]
    if found["percent"]:
        value *= PERCENT_SIGNS[found["percent"]]
    if signs and signs[0] != "+":
        value = -value
    return plain_decimal(value), _form(found, decimal_comma)


def plain_decimal(value: Decimal) -> str:
    """The shortest text of a decimal, without an exponent."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text in ("-0", "") else text


def _digits(text: str, decimal_comma: bool) -> str | None:
    """The digits with a point before the decimals; None where they are grouped as no number is."""
    point, mark = (",", ".") if decimal_comma else (".", ",")
    whole, sign, decimals = text.partition(point)
    if decimals and not decimals.isdigit():
        return None
    if not whole.isdigit() and whole:
        grouped = _GROUPED.fullmatch(whole)
        is_grouped = grouped is not None and grouped["mark"] in (mark, "'", "\u2019", " ")
        if not is_grouped and (decimal_comma or not _INDIAN.fullmatch(whole)):
            return None
        whole = re.sub("[^0-9]", "", whole)
    return f"{whole or '0'}.{decimals}" if sign else whole


def _form(found: re.Match[str], decimal_comma: bool) -> NumberForm:
    text, times = found.string, found["times"]
    if found["percent"]:
        return NumberForm.PERCENT
    if times:
        is_ten_thousands = TIMES[times.lower()] == 10_000
        return NumberForm.TEN_THOUSANDS if is_ten_thousands else NumberForm.LARGE_UNIT
    if found["open"]:
        return NumberForm.BRACKETS
    if _HAS_CURRENCY.search(text):
        return NumberForm.CURRENCY
    if found["unit"]:
        return NumberForm.UNIT
    if found["power"]:
        return NumberForm.SCIENTIFIC
    if "," in found["digits"]:
        return NumberForm.DECIMAL_COMMA if decimal_comma else NumberForm.THOUSANDS
    return NumberForm.PLAIN
