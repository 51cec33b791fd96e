"""Sentences and phrases of figures that several shapes share."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.shapes.value import Naming
from engine.text import (
    OWN,
    Text,
    both,
    figure,
    figures,
    is_money,
    is_share,
    say,
    shown,
    spaced,
    unit_text,
)

_STATED_ALONE = ("", "weight", "factor", OWN)


def said(language: str, key: str, /, **values: object) -> str:
    """A sentence about a change."""
    return spaced(say(language, f"change.{key}", **values))


def changed(
    label: str,
    old: Sequence[object],
    new: Sequence[object],
    unit: str,
    language: str,
    key: str = "figure",
) -> str:
    """One figure, or the two ends of a band, before and after; their unit is said once."""
    texts = figures([*old, *new], unit, language)
    before, after = texts[: len(old)], texts[len(old) :]
    return said(language, key, label=label, old=" – ".join(before), new=" – ".join(after))


def words(key: str, /, **values: object) -> Text:
    """A phrase of a document in every language."""
    return both(lambda language: spaced(say(language, f"document.{key}", **values)))


def joined(texts: Sequence[Text], separator: str) -> Text:
    """Phrases in a row; `separator` is "comma" or "semicolon"."""

    def written(language: str) -> str:
        return say(language, f"document.{separator}").join(text[language] for text in texts)

    return both(lambda language: spaced(written(language)))


def written(value: object, unit: str) -> Text:
    """A figure with its unit; 0 needs none."""
    unit = unit if value else ""
    return both(lambda language: figure(value, unit, language))


def unit_of(naming: Naming, key: str) -> str:
    """The unit of the figures of a key, which may have its own."""
    return naming.key_units.get(key, "") if naming.unit == OWN else naming.unit


def cell(value: object, naming: Naming, key: str = "") -> Text:
    """A figure in a column whose heading says the unit."""
    unit = unit_of(naming, key)
    if value is None or isinstance(value, bool) or is_share(unit):
        return written(value, unit)
    plain = "" if is_money(unit) or unit == naming.unit else unit
    return both(lambda language: shown(value, plain, language))


def head(naming: Naming, key: str = "standard") -> Text:
    """The heading of a column of figures, with the unit where the cells do not say it."""
    name = words(key)
    return captioned(name, naming.unit) if says_unit(naming) else name


def says_unit(naming: Naming) -> bool:
    """Whether a heading has to say the unit of the figures below it."""
    return naming.unit not in _STATED_ALONE and not is_share(naming.unit)


def captioned(label: Text, unit: str) -> Text:
    """A heading with its unit."""
    return words("captioned", label=label, unit=both(lambda lang: unit_text(unit, lang)))
