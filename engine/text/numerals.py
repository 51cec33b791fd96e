"""Numbers of chapters, articles and items, as each language writes them."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def item_number(number: int, language: str) -> str:
    """The number of an item of a list: (1), （一）."""
    return f"（{chinese_numeral(number)}）" if language == "zh" else f"({number})"


def chinese_numeral(number: int) -> str:
    """A number up to 999 in Chinese numerals: 十, 十二, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
