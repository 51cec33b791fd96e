"""The minimum wage of places, by the month it took effect, as the data file states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engine.calendar import month_number
from engine.text import Text
from engine.yaml_files import DATA, Document

MINIMUM_WAGES = DATA / "statutory" / "minimum-wages.yaml"
LOWEST = "lowest"
"""As a place: in each month the lowest minimum wage of all places known."""


@dataclass(frozen=True)
class Place:
    """A place with a minimum wage: yuan a month, each from the month it took effect."""

    id: str
    label: Text
    source: Text
    rates: tuple[tuple[int, float], ...]
    net: bool = False

    def at(self, month: int) -> float:
        """Yuan a month in a calendar month; the first rate known before it took effect."""
        return next((a for start, a in reversed(self.rates) if start <= month), self.rates[0][1])


def minimum_wage(place: str, month: int) -> float:
    """Yuan a month that the law asks for in a place (or LOWEST), in a calendar month."""
    known = places()
    if place == LOWEST:
        return min(each.at(month) for each in known.values())
    return known[place].at(month)


@cache
def places() -> Mapping[str, Place]:
    """The places whose minimum wage is known."""
    found = {}
    for name, entry in Document.read(MINIMUM_WAGES).data["places"].items():
        rates = tuple((month_number(r["month"]), float(r["amount"])) for r in entry["from"])
        found[name] = Place(
            name, dict(entry["label"]), dict(entry["source"]), rates, bool(entry.get("net", False))
        )
    return found
