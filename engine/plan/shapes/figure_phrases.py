"""Sentences and phrases of figures that several shapes share."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.shapes.value import Naming
from engine.text import (
    OWN,
    Phrases,
    Text,
    in_each_language,
    is_money,
    is_share,
    quantities,
    quantity,
    unit_name,
    value_text,
)

_STATED_ALONE = ("", "weight", "factor", OWN)


words = Phrases("document")
joined = words.joined
said = Phrases("change").say


def changed(
    label: str,
    old: Sequence[object],
    new: Sequence[object],
    unit: str,
    language: str,
    key: str = "figure",
) -> str:
    """One figure, or the two ends of a band, before and after; their unit is said once."""
    texts = quantities([*old, *new], unit, language)
    before, after = texts[: len(old)], texts[len(old) :]
    return said(language, key, label=label, old=" – ".join(before), new=" – ".join(after))


def written(value: object, unit: str) -> Text:
    """A figure with its unit; 0 needs none."""
    unit = unit if value else ""
    return in_each_language(lambda language: quantity(value, unit, language))


def unit_of(naming: Naming, key: str) -> str:
    """The unit of the figures of a key, which may have its own."""
    return naming.key_units.get(key, "") if naming.unit == OWN else naming.unit


def cell(value: object, naming: Naming, key: str = "") -> Text:
    """A figure in a column whose heading says the unit."""
    unit = unit_of(naming, key)
    if value is None or isinstance(value, bool) or is_share(unit):
        return written(value, unit)
    plain = "" if is_money(unit) or unit == naming.unit else unit
    return in_each_language(lambda language: value_text(value, plain, language))


def head(naming: Naming, key: str = "standard") -> Text:
    """The heading of a column of figures, with the unit where the cells do not say it."""
    name = words(key)
    return captioned(name, naming.unit) if says_unit(naming) else name


def says_unit(naming: Naming) -> bool:
    """Whether a heading has to say the unit of the figures below it."""
    return naming.unit not in _STATED_ALONE and not is_share(naming.unit)


def captioned(label: Text, unit: str) -> Text:
    """A heading with its unit."""
    return words(
        "captioned", label=label, unit=in_each_language(lambda lang: unit_name(unit, lang))
    )
