"""Legal figures that are not certain, put together by what is open about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.statutory.figures_used import Figure
from engine.statutory.legal_texts import said
from engine.text import Text

_KINDS = {
    **dict.fromkeys(("employer", "employee", "employee_fixed"), "rates"),
    **dict.fromkeys(("floor", "cap", "free"), "bounds"),
}


@dataclass(frozen=True)
class OpenFigures:
    """Figures of some schemes or taxes that are open for the same reason: not `verified`, or taken
    on from other months. `schemes` and `figures` are labels, each once; rates of both sides are one
    figure here, and so are the bounds of a base."""

    schemes: tuple[Text, ...]
    figures: tuple[Text, ...]
    verified: bool


def open_figures(figures: Iterable[Figure]) -> tuple[OpenFigures, ...]:
    """What is open among some figures: what is not verified first, and schemes of which the same is
    open together."""
    schemes: dict[str, Text] = {}
    open_ones: dict[tuple[bool, str], dict[str, Text]] = {}
    for figure in figures:
        if figure.certain:
            continue
        scheme, _, what = figure.id.partition(".")
        schemes[scheme] = figure.group
        kind = _KINDS.get(what)
        label = figure.label if kind is None else said(kind)
        open_ones.setdefault((figure.verified, scheme), {})[kind or what] = label
    alike: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    labels: dict[tuple[bool, tuple[str, ...]], tuple[Text, ...]] = {}
    for (verified, scheme), of_scheme in sorted(open_ones.items(), key=lambda item: item[0][0]):
        alike.setdefault((verified, tuple(of_scheme)), []).append(scheme)
        labels[verified, tuple(of_scheme)] = tuple(of_scheme.values())
    return tuple(
        OpenFigures(tuple(schemes[name] for name in names), labels[key], key[0])
        for key, names in alike.items()
    )
