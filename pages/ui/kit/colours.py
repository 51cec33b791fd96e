"""What each colour means, once for the light theme and once for the dark one.

Figures name meanings (`variant`, `budget`), never colours: `tint` writes the reference and the
browser fills in the theme that is showing, so that switching it needs no new figure."""

from __future__ import annotations

from collections.abc import Mapping

PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "text": "#1f2430",
        "muted": "#5b6270",
        "rule": "#dfe2ea",
        "paper": "#ffffff",
        "baseline": "#6b7280",
        "variant": "#4f46e5",
        "budget": "#946200",
        "gain": "#0f766e",
        "loss": "#c2410c",
        "error": "#b91c1c",
        "second": "#a21caf",
        "third": "#0369a1",
        "fourth": "#4d7c0f",
        "fifth": "#be185d",
    },
    "dark": {
        "text": "#e7e9f1",
        "muted": "#a3a9b8",
        "rule": "#333949",
        "paper": "#12141c",
        "baseline": "#9aa1af",
        "variant": "#8f93ff",
        "budget": "#fbbf24",
        "gain": "#2dd4bf",
        "loss": "#fb923c",
        "error": "#f87171",
        "second": "#e879f9",
        "third": "#38bdf8",
        "fourth": "#a3e635",
        "fifth": "#f472b6",
    },
}

VARIANTS = ("variant", "second", "third", "fourth", "fifth")
"""The colours of several variants beside one another, in this order."""

THEME_OPTIONS: Mapping[str, str] = {
    "textColor": "text",
    "borderColor": "rule",
    "backgroundColor": "paper",
    "gray": "baseline",
    "violet": "variant",
    "yellow": "budget",
    "green": "gain",
    "orange": "loss",
    "red": "error",
}
"""What stands behind the options of .streamlit/config.toml and the colours of Streamlit's text:
`:green[…]` is the same teal as "gain" in a chart."""


def tint(meaning: str, opacity: int = 100) -> str:
    """Reference to a colour by meaning, for figures; opacity in percent."""
    if meaning not in PALETTES["light"]:
        raise KeyError(f"no colour means {meaning!r}; known: {', '.join(PALETTES['light'])}")
    return f"@{meaning}/{opacity}"
