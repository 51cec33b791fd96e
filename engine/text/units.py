"""Figures with their units, as people write them: 0.1 share is 10 %, 3000 CNY is ¥3,000."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text.sentences import catalogue, say

MINUS = "\u2212"
OWN = "own unit"
"""The unit of a table whose figures have the units of the columns that its keys name."""


def is_share(unit: str) -> bool:
    """Whether figures of this unit are shown in percent."""
    return unit.startswith("share")


def is_money(unit: str) -> bool:
    """Whether figures of this unit are amounts of money."""
    return unit.startswith("CNY")


def unit_text(unit: str, language: str) -> str:
    """A unit in words: "CNY/month" → "yuan a month"; one without a name stays as written."""
    return catalogue(language).get(f"unit.{unit}", unit)


def plain(value: float, decimals: int = 6) -> str:
    """A number with thousands separators, no trailing zeros and a real minus sign."""
    text = f"{abs(value):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 and text != "0" else text


def shown(value: object, unit: str, language: str) -> str:
    """One figure of a parameter or measure with its unit's sign."""
    if value is None:
        return say(language, "figure.no_limit")
    if isinstance(value, bool):
        return say(language, "figure.yes" if value else "figure.no")
    if not isinstance(value, int | float):
        return str(value)
    if is_share(unit):
        return (
            f"{plain(value * 100, 4)}\u2009%" if language == "en" else f"{plain(value * 100, 4)}%"
        )
    if is_money(unit):
        text = plain(value)
        return f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else f"¥{text}"
    return plain(value)


def figure(value: object, unit: str, language: str) -> str:
    """A figure as a policy writes it: ¥3,000 a month, 3,000 元/月, 10 % of base pay, 60 points."""
    text = _bare(value, unit, language)
    if value is None or isinstance(value, bool | str):
        return text
    if is_money(unit) and language == "zh":
        return f"{text} {unit_text(unit, language)}"
    return measured(text, unit, language)


def measured(text: str, unit: str, language: str) -> str:
    """A number that is written already, with its unit where it does not show it by itself."""
    known = catalogue(language)
    for key in (f"statement.value_{text} {unit}", f"statement.value_{unit}"):
        if key in known:
            return say(language, key, value=text)
    if unit in ("", "CNY", "share", "weight", "factor"):
        return text
    return say(language, "statement.value_other", value=text, unit=unit.removeprefix("CNY"))


def figures(values: Sequence[object], unit: str, language: str) -> list[str]:
    """Figures that are read in a row and say their unit once: 3,000, 3,200 元/月."""
    whole = [figure(value, unit, language) for value in values]
    if None in values:
        return whole
    bare = [_bare(value, unit, language) for value in values]
    pairs = list(zip(whole, bare, strict=True))
    if all(text.startswith(number) for text, number in pairs):
        return [*bare[:-1], whole[-1]]
    if all(text.endswith(number) for text, number in pairs):
        return [whole[0], *bare[1:]]
    return whole


def _bare(value: object, unit: str, language: str) -> str:
    """A figure without its unit, which in Chinese names the money too."""
    text = shown(value, unit, language)
    return text.replace("¥", "", 1) if is_money(unit) and language == "zh" else text
