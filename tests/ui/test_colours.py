"""Colours can be read, and the theme that Streamlit is given says the same as the charts'."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from pages.ui.kit import tint
from pages.ui.kit.colours import PALETTES, THEME_OPTIONS

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8")
)
BASIC = ("gray", "violet", "yellow", "green", "orange", "red")


@pytest.mark.parametrize("theme", PALETTES)
def test_words_in_every_meaning_are_readable(theme: str) -> None:
    """AA for text: charts write the names of lines in the colours of the lines."""
    palette = PALETTES[theme]
    for meaning in palette.keys() - {"rule", "paper"}:
        assert contrast(palette[meaning], palette["paper"]) >= 4.5, meaning


@pytest.mark.parametrize(("theme", "part"), list(product(PALETTES, ("", "sidebar"))))
def test_the_theme_is_readable(theme: str, part: str) -> None:
    options = CONFIG["theme"][theme] | CONFIG["theme"][theme].get(part, {})
    for background, text in product(
        (options["backgroundColor"], options["secondaryBackgroundColor"]),
        (options["textColor"], options["linkColor"]),
    ):
        assert contrast(text, background) >= 4.5
    assert contrast(options["primaryColor"], CONFIG["theme"][theme]["backgroundColor"]) >= 4.5
    on_brand = {"light": "#ffffff", "dark": "#12141c"}[theme]  # see frame.css
    assert contrast(options["primaryColor"], on_brand) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
def test_config_and_meanings_agree(theme: str) -> None:
    options = CONFIG["theme"][theme]
    for option, meaning in THEME_OPTIONS.items():
        names = (f"{option}Color", f"{option}TextColor") if option in BASIC else (option,)
        for name in names:
            assert options[name] == PALETTES[theme][meaning], name


@pytest.mark.parametrize("theme", PALETTES)
def test_there_are_enough_colours_for_categories(theme: str) -> None:
    """With fewer than ten, Streamlit silently falls back to colours of its own."""
    colours = CONFIG["theme"][theme]["chartCategoricalColors"]
    assert len(set(colours)) >= 10
    assert colours[0] == PALETTES[theme]["variant"]
    for colour in colours:
        assert contrast(colour, PALETTES[theme]["paper"]) >= 3


def test_both_palettes_know_the_same_meanings() -> None:
    assert PALETTES["light"].keys() == PALETTES["dark"].keys()


def test_a_meaning_nobody_knows_is_an_error() -> None:
    assert tint("gain", 50) == "@gain/50"
    with pytest.raises(KeyError, match="no colour means 'cost'"):
        tint("cost")


def test_nothing_is_loaded_from_outside() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "://" not in CONFIG["theme"]["font"] + CONFIG["theme"]["codeFont"]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
