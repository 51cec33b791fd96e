"""Numbers as files write them, put into plain decimals without losing a digit.

A cell stays text: `1,234.50` becomes 1234.5, `9.98%` 0.0998, `12.5万` 125000 and `(300)` -300.
Which of both a comma is, the whole column says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import pyarrow as pa
import pyarrow.compute as pc

MOST_DIGITS = 40
PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
"""What needs no reading."""
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
    rf"""(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*(?:{_CURRENCY})?\s*(?P<sign2>[-+\u2212])?\s*
    (?P<digits>[0-9][0-9.,\u0020'\u2019]*|\.[0-9]+)(?P<power>E[+-]?[0-9]+)?\s*
    (?P<times>百万|万|亿|千|bn|mn|[kmw])?\s*
    (?P<percent>%)?\s*(?:{_CURRENCY})?\s*(?P<unit>{_UNITS})?\s*(?P<after>-)?\s*(?P<close>\))?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_HAS_CURRENCY = re.compile(_CURRENCY, re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[,.'\u2019 ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")


@dataclass(frozen=True)
class Numbers:
    """The different texts of a column as plain decimals.

    `read` gives the decimal of each text that is a number, `empty` are texts that say there is no
    value, `unread` are others. `form_of` tells how each text that was read is written.
    """

    read: Mapping[str, str]
    empty: tuple[str, ...]
    unread: tuple[str, ...]
    form_of: Mapping[str, NumberForm]


def unusual_numbers(column: pa.StringArray) -> list[str]:
    """The different texts of a column that are not plain decimals already, blanks apart."""
    plain = pc.or_(pc.match_substring_regex(column, PLAIN), pc.equal(column, ""))
    rest = column.filter(pc.invert(plain))
    return [str(text) for text in rest.unique().to_pylist()]


def read_numbers(values: Iterable[str], decimal_comma: bool | None = None) -> Numbers:
    """Reads the different texts of a column.

    `decimal_comma` says what a comma parts; None lets the texts tell, and where they do not, commas
    part thousands.
    """
    texts = [text for text in values if text]
    plain = {text: unicodedata.normalize("NFKC", text).strip() for text in texts}
    comma = has_decimal_comma(plain.values()) if decimal_comma is None else decimal_comma
    read, empty, unread = {}, [], []
    forms: dict[str, NumberForm] = {}
    for text, typed in plain.items():
        if typed.lower() in NO_VALUE:
            empty.append(text)
        elif (found := _number(typed, bool(comma))) is None:
            unread.append(text)
        else:
            read[text], forms[text] = found
    return Numbers(read, tuple(empty), tuple(unread), forms)


def has_decimal_comma(values: Iterable[str]) -> bool | None:
    """Whether some texts show that commas part decimals; None where nothing shows it."""
    for text in values:
        found = _NUMBER.match(text)
        if not found:
            continue
        digits = found["digits"].strip()
        comma, point = digits.rfind(","), digits.rfind(".")
        if comma >= 0 and point >= 0:
            return comma > point
        if digits.count(",") == 1 and len(digits) - comma - 1 != 3:
            return True
        if digits.count(",") > 1 or (digits.count(".") == 1 and len(digits) - point - 1 != 3):
            return False
        if digits.count(".") > 1:
            return True
    return None


def _number(text: str, decimal_comma: bool) -> tuple[str, NumberForm] | None:
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
        value /= 100
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
        if not grouped or grouped["mark"] not in (mark, "'", "\u2019", " "):
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
