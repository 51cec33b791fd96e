"""Habits of spreadsheets in formulas, such as IF(a, b, c) and 10 %, and their right spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from engine.formula.functions import FUNCTIONS
from engine.formula.syntax import FormulaError, parse

_KEYS = ("formula_syntax", "formula_form", "unknown_function", "unknown_name")
"""Errors that such a habit may be behind."""
_LETTERS = str.maketrans("（），；＋－＊／＝＜＞％！“”‘’×÷", "(),,+-*/=<>%!\"\"''*/", "¥￥＄$")
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "<>": "!=", "&&": " and ", "||": " or "}
_TRUTHS = {"TRUE": "1", "FALSE": "0"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’")
_CALL = re.compile(r"[A-Za-z][A-Za-z_.]*(?=\s*[(（])")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％](?!\s*[\w(（])")
_THOUSANDS = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w,])")
_EQUALS = re.compile(r"(?<![<>=!＜＞])[=＝](?![=＝])")
_HABIT = re.compile(r"<>|&&?|\|\||[（），；＋－＊／＝＜＞％！×÷≥≤≠¥￥;$“”‘’]|\b(?i:true|false)\b")


def respelled(error: FormulaError, text: str) -> FormulaError:
    """The error, or one that tells the right spelling where a habit of spreadsheets is behind."""
    if error.key not in _KEYS:
        return error
    masked = _QUOTED.sub(lambda q: f"{q[0][0]}{'_' * (len(q[0]) - 2)}{q[0][-1]}", text)
    found = min(_habits(masked), default=None)
    if found is None:
        return error
    at, end, name = found
    called = WITHOUT_TWIN.get(name.upper()) if _CALL.match(masked, at) else None
    right = rewritten(text)
    if called is not None and _name_of_call(right, name):
        inside = _arguments(text, end)
        x = rewritten(inside[0]) if inside else "x"
        return FormulaError(called, (at, end), name=name, x=x)
    if name == "&":
        return FormulaError("spreadsheet_joined", (at, end), name=name)
    if right == text.strip() or not _parses(right):
        return error
    return FormulaError("spreadsheet", (at, end), name=name, right=right)


def rewritten(text: str) -> str:
    """A formula with all habits spelled as the language does, as far as they have a twin there."""
    kept: list[str] = []

    def keep(quoted: re.Match[str]) -> str:
        kept.append(quoted[0].translate(_LETTERS))
        return f"\0{len(kept) - 1}\0"

    text = _QUOTED.sub(keep, text)
    text = _THOUSANDS.sub(
        lambda n: n[0].replace(",", "") if not _within(text, n.start()) else n[0], text
    )
    text = re.sub(r"^\s*[=＝](?![=＝])", "", text).translate(_LETTERS).replace(";", ",")
    text = _PERCENT.sub(lambda found: f"{Decimal(found[1]) / 100:f}", text)
    for sign, right in _SIGNS.items():
        text = text.replace(sign, right)
    text = re.sub(r"\b(?i:true|false)\b", lambda truth: _TRUTHS[truth[0].upper()], text)
    for place in reversed([found.start() for found in _EQUALS.finditer(text)]):
        if not _is_named_argument(text, place):
            text = f"{text[:place]}=={text[place + 1 :]}"
    calls = [found for found in _CALL.finditer(text) if _is_habit(text, found)]
    for found in reversed(calls):
        twin = _TWINS.get(found[0].upper())
        close = _closing(text, found.end())
        if twin is None or close is None:
            continue
        new = twin(
            [part.strip() for part in _split(text[text.index("(", found.end()) + 1 : close])]
        )
        if new is not None:
            text = text[: found.start()] + new + text[close + 1 :]
    text = re.sub(r"\0(\d+)\0", lambda place: kept[int(place[1])], text)
    text = re.sub(r"[ \t]+", " ", text).strip()
    return text[1:-1] if text.startswith("(") and _closing(text, 0) == len(text) - 1 else text


# -- where habits are ----------------------------------------------------------------------


def _habits(text: str) -> Iterator[tuple[int, int, str]]:
    """From where to where a habit stands, and what is written there."""
    if start := re.match(r"\s*[=＝](?![=＝])", text):
        yield start.end() - 1, start.end(), "="
    for pattern in (_HABIT, _PERCENT):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), found[0]
    for found in _THOUSANDS.finditer(text):
        if not _within(text, found.start()):
            yield found.start(), found.end(), found[0]
    for found in _EQUALS.finditer(text):
        if not _is_named_argument(text, found.start()):
            yield found.start(), found.end(), found[0]
    for found in _CALL.finditer(text):
        if _is_habit(text, found):
            yield found.start(), found.end(), found[0]


def _is_habit(text: str, call: re.Match[str]) -> bool:
    """Whether a name before a bracket is a function of spreadsheets; "a if (b)" is none."""
    name = call[0]
    if name in FUNCTIONS or name.upper() not in (*_TWINS, *WITHOUT_TWIN):
        return False
    if name not in ("if", "and", "or", "not"):
        return True
    before = text[: call.start()].rstrip()
    return name != "not" and (not before or before[-1] in "(（,，;+-*/<>=")


def _within(text: str, place: int) -> str:
    """The function in whose brackets a place stands, or nothing."""
    depth = 0
    for at in range(place - 1, -1, -1):
        if text[at] in ")）":
            depth += 1
        elif text[at] in "(（":
            if depth == 0 and (name := re.search(r"[A-Za-z_.]+\s*$", text[:at])):
                return name[0].strip()
            depth = max(0, depth - 1)
    return ""


def _is_named_argument(text: str, place: int) -> bool:
    """Whether the sign = at a place names an argument, as in total(x, by=team)."""
    before = re.search(r"[(,，（]\s*\w+\s*$", text[:place])
    return before is not None and _within(text, place) in FUNCTIONS


def _closing(text: str, at: int) -> int | None:
    """Where the first bracket from a place on is closed."""
    depth = 0
    for place in range(at, len(text)):
        if text[place] in "(（":
            depth += 1
        elif text[place] in ")）":
            depth -= 1
            if depth == 0:
                return place
    return None


def _arguments(text: str, at: int) -> list[str]:
    """The arguments of the call whose name ends at a place."""
    close = _closing(text, at)
    opening = re.search(r"[(（]", text[at:])
    if close is None or opening is None:
        return []
    return [part.strip() for part in _split(text[at + opening.end() : close])]


def _split(text: str) -> list[str]:
    """The parts between commas, those in brackets left whole."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([（") - (letter in ")]）")
        if letter in ",，;；" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _name_of_call(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\s*\(", text) is not None


def _parses(text: str) -> bool:
    try:
        parse(text)
    except FormulaError:
        return False
    return True


# -- twins of functions --------------------------------------------------------------------

_Twin = Callable[[list[str]], str | None]


def _if(given: list[str]) -> str | None:
    if not 2 <= len(given) <= 3:
        return None
    other = given[2] if len(given) == 3 and given[2] else "0"
    return f"({given[1]} if {given[0]} else {other})"


def _ifs(given: list[str]) -> str | None:
    if len(given) % 2:
        return None
    pairs = zip(given[1::2], given[::2], strict=True)
    return f"({' else '.join(f'{value} if {condition}' for value, condition in pairs)} else 0)"


def _joined(sign: str) -> _Twin:
    return lambda given: f"({sign.join(given)})" if len(given) > 1 else None


def _average(given: list[str]) -> str | None:
    return f"(({' + '.join(given)}) / {len(given)})" if len(given) > 1 else None


def _without_error(given: list[str]) -> str | None:
    divided = re.fullmatch(r"([\w.\[\]]+)\s*/\s*([\w.\[\]]+)", given[0])
    return f"ratio({divided[1]}, {divided[2]})" if divided else given[0]


def _rounded(name: str) -> _Twin:
    def twin(given: list[str]) -> str | None:
        x, digits = given[0], given[1] if len(given) > 1 else "0"
        if not re.fullmatch(r"\d", digits):
            return None
        scale = 10 ** int(digits)
        return f"{name}({x})" if scale == 1 else f"({name}(({x}) * {scale}) / {scale})"

    return twin


def _multiple(name: str) -> _Twin:
    def twin(given: list[str]) -> str | None:
        if len(given) < 2 or given[1] == "1":
            return f"{name}({given[0]})"
        return f"({name}(({given[0]}) / {given[1]}) * {given[1]})"

    return twin


def _named(name: str) -> _Twin:
    return lambda given: f"{name}({', '.join(given)})"


def _remainder(given: list[str]) -> str | None:
    if len(given) != 2:
        return None
    a, b = given
    return f"({a} - floor({a} / {b}) * {b})"


_TWINS: dict[str, _Twin] = {
    "IF": _if,
    "IFS": _ifs,
    "AND": _joined(" and "),
    "OR": _joined(" or "),
    "NOT": lambda given: f"(not ({given[0]}))",
    "SUM": _joined(" + "),
    "PRODUCT": _joined(" * "),
    "AVERAGE": _average,
    "IFERROR": _without_error,
    "INT": _rounded("floor"),
    "TRUNC": _rounded("floor"),
    "ROUNDDOWN": _rounded("floor"),
    "ROUNDUP": _rounded("ceil"),
    "FLOOR": _multiple("floor"),
    "CEILING": _multiple("ceil"),
    "MOD": _remainder,
    "MAX": _named("max"),
    "MIN": _named("min"),
    "ABS": _named("abs"),
    "RANK": lambda given: f"rank({given[0]})",
    "RANK.EQ": lambda given: f"rank({given[0]})",
}
"""Functions of spreadsheets that the language can say, from their arguments."""
WITHOUT_TWIN = {
    "SUM": "spreadsheet_sum",
    "AVERAGE": "spreadsheet_average",
    "ROUND": "spreadsheet_round",
    **dict.fromkeys(
        ("VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP", "INDEX", "MATCH"), "spreadsheet_lookup"
    ),
    **dict.fromkeys(("CHOOSE", "SWITCH"), "spreadsheet_lookup"),
    **dict.fromkeys(
        ("SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "AVERAGEIF"), "spreadsheet_condition"
    ),
    **dict.fromkeys(("COUNT", "COUNTA"), "spreadsheet_condition"),
    **dict.fromkeys(
        ("CONCAT", "CONCATENATE", "TEXT", "LEFT", "RIGHT", "MID"), "spreadsheet_joined"
    ),
}
"""Others, with the sentence that says what to write instead; SUM and AVERAGE of one column too."""
