"""Figures with their units, as people write them: 0.1 share is 10 %, 3000 CNY is ¥3,000."""

from __future__ import annotations

from engine.messages import catalogue, say

MINUS = "\u2212"


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
