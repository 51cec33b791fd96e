"""Compared companies as tables of figures with units, for a document and for a workbook alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.analysis import BANDS
from engine.comparison import (
    UNIT,
    ChangedPeople,
    Compared,
    Explained,
    Soundness,
    compared_curves,
)
from engine.health import OUTCOMES
from engine.text import (
    DASH,
    Phrases,
    Text,
    count,
    in_each_language,
    money_with_fen,
    named_month,
    number,
    percent,
    points,
    signed,
    tick,
    untranslated,
)

phrase = Phrases("comparison")

Unit = Literal[
    "yuan",
    "yuan_more",
    "share",
    "share_more",
    "points",
    "count",
    "count_more",
    "coefficient",
    "coefficient_more",
]
"""What a figure is in; `points` are percentage points, and what is `more` has its sign."""
PLACES = 9
"""Points of a payout curve that are told."""
MOST_GROUPS = 25
"""A column with more groups is left to the workbook."""


@dataclass(frozen=True)
class Figure:
    """A figure in its unit; None where there is none."""

    value: float | None
    unit: Unit

    @property
    def is_known(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None and not np.isnan(self.value)

    @property
    def text(self) -> Text:
        """The figure as it is written."""
        value = self.value
        if value is None or np.isnan(value):
            return untranslated(DASH)
        match self.unit:
            case "yuan":
                return in_each_language(lambda language: money_with_fen(value, language))
            case "yuan_more":
                return in_each_language(lambda language: signed(money_with_fen(value, language)))
            case "share":
                return in_each_language(lambda language: percent(value, language, 2))
            case "share_more":
                return in_each_language(lambda language: signed(percent(value, language, 2)))
            case "points":
                return in_each_language(lambda language: points(value, language, 2))
            case "coefficient":
                return untranslated(number(value, 3))
            case "coefficient_more":
                return untranslated(signed(number(value, 3)))
            case "count_more":
                return untranslated(signed(count(value)))
        return untranslated(count(value))


Cell = Text | Figure


@dataclass(frozen=True)
class FigureTable:
    """A table of a comparison. `id` names it; `total` says that the last row sums up, `is_long`
    that it is for a workbook rather than for reading. `told` are the columns that fit on the page
    of a document, all where none are named; `sheet` is what its sheet is called, where that does
    not go by the `id`."""

    id: str
    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    is_long: bool = False
    told: tuple[int, ...] = ()
    sheet: Text | None = None


def compare_tables(
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Iterator[FigureTable]:
    """Everything that is told of a comparison but everybody's pay, in the order of reading."""
    yield _overview(compared, soundness)
    yield from _waterfalls(compared, explained)
    yield from _splits(compared, explained)
    yield _edits(compared)
    yield _by_month(compared)
    if len(compared.by_unit) > 1:
        yield _by_unit(compared)
    yield _by_line(compared)
    if any(compared.people):
        yield _winners(compared)
        yield from _by_group(compared)
        yield _tenths(compared)
    yield _deciles(compared)
    if soundness is not None:
        yield from _checks(compared, soundness)
        yield from _cliffs(compared, soundness)
    curves = _curves(compared)
    if curves is not None:
        yield curves


# -- cost ----------------------------------------------------------------------------------


def _overview(compared: Compared, soundness: Soundness | None) -> FigureTable:
    figures = compared.figures
    rows: list[tuple[Cell, ...]] = []

    def add(name: Text, unit: Unit, values: Sequence[float | None]) -> None:
        if any(value is not None for value in values):
            rows.append((name, *_with_changes(unit, values)))

    add(_row("total"), "yuan", [f.total for f in figures])
    shares = [None, *(compared.share(place) for place in range(1, len(figures)))]
    if any(share is not None for share in shares):
        changes = (Figure(share, "share_more") for share in shares[1:])
        nothing = Figure(None, "share")
        rows.append((_row("change"), nothing, *(c for one in changes for c in (nothing, one))))
    add(_row("person_months"), "count", [f.person_months for f in figures])
    add(_row("per_head"), "yuan", [f.per_head for f in figures])
    add(_row("per_yuan_sold"), "share", [f.per_yuan_sold for f in figures])
    add(_row("fixed"), "yuan", [f.fixed_cost for f in figures])
    add(_row("variable"), "yuan", [f.variable_cost for f in figures])
    add(_row("variable_share"), "share", [f.variable_share for f in figures])
    add(_row("beside"), "yuan", [f.beside for f in figures])
    add(_row("median"), "yuan", [f.median for f in figures])
    add(_row("low"), "yuan", [f.deciles[0] if f.deciles else None for f in figures])
    add(_row("high"), "yuan", [f.deciles[8] if f.deciles else None for f in figures])
    add(_row("gini"), "coefficient", [f.gini for f in figures])
    add(_row("top_tenth"), "share", [f.top_tenth for f in figures])
    add(_row("without_variable"), "share", [f.without_variable for f in figures])
    for row in compared.by_unit:
        names = [compared.unit_of(place, row.unit) for place in range(len(figures))]
        values = [
            None if name is None else f.pay_for_results[name]
            for f, name in zip(figures, names, strict=True)
        ]
        name = _row("pay_for_results")
        if len(compared.by_unit) > 1:
            name = phrase("of_unit", unit=row.title, what=name)
        add(name, "coefficient", values)
    if soundness is not None:
        for outcome in OUTCOMES[:2]:
            counts = [
                sum(health.counts[outcome] for health in own.values()) for own in soundness.health
            ]
            add(_row(f"checks_{outcome}"), "count", counts)
    heads = (_head("figure"), *_names_with_changes(compared))
    told = _told(compared, 1)
    return FigureTable("overview", _title("overview"), heads, tuple(rows), told=told)


def _by_month(compared: Compared) -> FigureTable:
    first = _first_month(compared)
    figures = compared.figures
    people = compared.baseline.headcount_by_month
    rows: list[tuple[Cell, ...]] = []
    for month in range(people.size):
        costs = _with_changes("yuan", [float(f.by_month[month]) for f in figures])
        each = (Figure(float(f.per_head_by_month[month]), "yuan") for f in figures)
        there = Figure(float(people[month]), "count")
        rows.append((named_month(first + month), there, *costs, *each))
    totals = _with_changes("yuan", [f.total for f in figures])
    per_head = (Figure(f.per_head, "yuan") for f in figures)
    months = Figure(float(people.sum()), "count")
    rows.append((_head("sum"), months, *totals, *per_head))
    of_heads = (phrase("a_head", name=name) for name in compared.names)
    heads = (_head("month"), _head("people"), *_names_with_changes(compared), *of_heads)
    told = _told(compared, 2)
    return FigureTable("months", _title("months"), heads, tuple(rows), total=True, told=told)


def _by_unit(compared: Compared) -> FigureTable:
    rows: list[tuple[Cell, ...]] = [
        (row.title, *_with_changes("yuan", row.cost)) for row in compared.by_unit
    ]
    rows.append((_head("sum"), *_totals(compared)))
    heads = (_head("unit"), *_names_with_changes(compared))
    told = _told(compared, 1)
    return FigureTable("units", _title("units"), heads, tuple(rows), total=True, told=told)


def _by_line(compared: Compared) -> FigureTable:
    several = len(compared.by_unit) > 1
    rows: list[tuple[Cell, ...]] = []
    for row in compared.by_line:
        kind = phrase("kind_variable" if row.is_variable else "kind_fixed")
        lead = (row.title, row.label) if several else (row.label,)
        rows.append((*lead, kind, *_with_changes("yuan", row.cost)))
    blank = untranslated("")
    lead = (_head("sum"), blank) if several else (_head("sum"),)
    rows.append((*lead, blank, *_totals(compared)))
    heads = (_head("unit"), _head("line")) if several else (_head("line"),)
    heads = (*heads, _head("kind"), *_names_with_changes(compared))
    start = 3 if several else 2
    told = (*range(start - 1), *_told(compared, start)[start:])
    return FigureTable("lines", _title("lines"), heads, tuple(rows), total=True, told=told)


# -- reasons -------------------------------------------------------------------------------


def _waterfalls(compared: Compared, explained: Sequence[Explained]) -> Iterator[FigureTable]:
    rows: list[tuple[Cell, ...]] = []
    by_line: list[tuple[Cell, ...]] = []
    labels = {(row.unit, row.line): (row.title, row.label) for row in compared.by_line}
    is_drawn = False
    for place, one in enumerate(explained):
        found = one.waterfall
        if found is None:
            continue
        name = compared.names[place]
        rows.append((name, compared.names[0], untranslated(""), Figure(found.baseline, "yuan")))
        for cause in found.causes:
            what = phrase.joined(cause.sentences, "semicolon")
            error = Figure(cause.error if cause.error else None, "yuan")
            rows.append((name, what, cause.title, Figure(cause.amount, "yuan_more"), error))
            is_drawn |= bool(cause.error)
            for line, amount in cause.by_line.items():
                by_line.append((name, what, *labels[line], Figure(amount, "yuan_more")))
        rows.append((name, name, untranslated(""), Figure(found.variant, "yuan")))
    if not rows:
        return
    heads = [_head("variant"), _head("what"), _head("unit"), _head("amount")]
    if is_drawn:
        heads.append(_head("error"))
        empty = Figure(None, "yuan")
        rows = [(*row, *(empty for _ in range(5 - len(row)))) for row in rows]
    else:
        rows = [row[:4] for row in rows]
    title = _title("waterfall_drawn" if is_drawn else "waterfall")
    yield FigureTable("waterfall", title, tuple(heads), tuple(rows))
    heads = [*(_head(n) for n in ("variant", "what", "unit", "line", "amount"))]
    title = _title("waterfall_lines")
    yield FigureTable("waterfall_lines", title, tuple(heads), tuple(by_line), is_long=True)


def _splits(compared: Compared, explained: Sequence[Explained]) -> Iterator[FigureTable]:
    rows: list[tuple[Cell, ...]] = []
    for place, one in enumerate(explained):
        found, name = one.split, compared.names[place]
        if found is None:
            continue
        whole = (found.baseline, found.plan, found.people, found.performance, found.variant)
        parts = [
            (u.title, (u.baseline, u.plan, u.people, u.performance, u.variant)) for u in found.units
        ]
        if len(parts) == 1:
            parts = []
        for title, values in [*parts, (_head("sum"), whole)]:
            units: tuple[Unit, ...] = ("yuan", "yuan_more", "yuan_more", "yuan_more", "yuan")
            cells = (Figure(v, u) for v, u in zip(values, units, strict=True))
            rows.append((name, title, *cells))
    if rows:
        names = ("variant", "unit", "before", "plan", "people_changed", "performance", "after")
        yield FigureTable("split", _title("split"), tuple(map(_head, names)), tuple(rows))


def _edits(compared: Compared) -> FigureTable:
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(compared.names):
        if place == 0:
            continue
        said = {language: compared.edits(place, language) for language in ("en", "zh")}
        pairs = zip(said["en"], said["zh"], strict=True)
        texts: list[Text] = [{"en": en, "zh": zh} for en, zh in pairs]
        texts = texts or [phrase("no_edits")]
        rows += [(name, text) for text in texts]
    return FigureTable("edits", _title("edits"), (_head("variant"), _head("what")), tuple(rows))


# -- people --------------------------------------------------------------------------------


def _with_people(compared: Compared) -> list[tuple[Text, ChangedPeople]]:
    return [
        (name, people)
        for name, people in zip(compared.names, compared.people, strict=True)
        if people is not None
    ]


def _winners(compared: Compared) -> FigureTable:
    rows: list[tuple[Cell, ...]] = [
        (name, *(Figure(people.bands[band], "count") for band in BANDS))
        for name, people in _with_people(compared)
    ]
    heads = (_head("variant"), *map(_head, BANDS))
    title = phrase("title_winners", name=compared.names[0])
    return FigureTable("winners", title, heads, tuple(rows))


def _by_group(compared: Compared) -> Iterator[FigureTable]:
    several = _with_people(compared)
    for column, label in several[0][1].groupings.items():
        rows: list[tuple[Cell, ...]] = []
        groups = 0
        for name, people in several:
            found = people.by_group(column)
            groups = max(groups, len(found))
            for group in found:
                share = None if group.change is None else Figure(group.change, "share_more")
                rows.append(
                    (
                        *(name, group.label, Figure(group.people, "count")),
                        *(Figure(group.baseline, "yuan"), Figure(group.variant, "yuan")),
                        share or Figure(None, "share_more"),
                        *(Figure(group.bands[band], "count") for band in BANDS),
                    )
                )
        names = ("people", "before", "after", "change", *BANDS)
        heads = (_head("variant"), label, *map(_head, names))
        title = _title("groups_unit") if column == UNIT else phrase("title_groups", label=label)
        is_long = groups > MOST_GROUPS
        told = (*(() if len(several) == 1 else (0,)), 1, 2, *range(5, 11))
        yield FigureTable(
            *(f"group {column}", title, heads, tuple(rows)),
            is_long=is_long,
            told=told,
            sheet=phrase("sheet_group", label=label),
        )


def _tenths(compared: Compared) -> FigureTable:
    rows: list[tuple[Cell, ...]] = []
    for name, people in _with_people(compared):
        for place, tenth in enumerate(people.tenths, start=1):
            rows.append(
                (
                    *(name, untranslated(str(place)), Figure(tenth.people, "count")),
                    *(Figure(tenth.baseline, "yuan"), Figure(tenth.variant, "yuan")),
                    *(Figure(tenth.gain, "count"), Figure(tenth.lose, "count")),
                )
            )
    names = ("variant", "tenth", "people", "per_head_before", "per_head_after", "more", "less")
    title = phrase("title_tenths", name=compared.names[0])
    return FigureTable("tenths", title, tuple(map(_head, names)), tuple(rows))


def _deciles(compared: Compared) -> FigureTable:
    rows: list[tuple[Cell, ...]] = []
    for place in range(9):
        values = [f.deciles[place] if f.deciles else None for f in compared.figures]
        rows.append((untranslated(f"P{10 * (place + 1)}"), *_with_changes("yuan", values)))
    heads = (_head("decile"), *_names_with_changes(compared))
    told = _told(compared, 1)
    return FigureTable("deciles", _title("deciles"), heads, tuple(rows), told=told)


# -- soundness -----------------------------------------------------------------------------


def _checks(compared: Compared, soundness: Soundness) -> Iterator[FigureTable]:
    """The checks whose outcomes are not all the same, then all of them."""
    several = len(compared.by_unit) > 1
    rows: list[tuple[Cell, ...]] = []
    changed: list[tuple[Cell, ...]] = []
    for row in soundness.rows():
        outcomes = [None if f is None else f.outcome for f in row.findings]
        if all(outcome in (None, "not_applicable") for outcome in outcomes):
            continue
        said = (
            untranslated(DASH) if outcome is None else phrase(f"outcome_{outcome}")
            for outcome in outcomes
        )
        lead = (row.title, row.label) if several else (row.label,)
        rows.append((*lead, *said))
        if row.differs:
            changed.append(rows[-1])
    heads = (_head("unit"), _head("check")) if several else (_head("check"),)
    heads = (*heads, *compared.names)
    yield FigureTable("checks", _title("checks"), heads, tuple(changed))
    yield FigureTable("all_checks", _title("all_checks"), heads, tuple(rows), is_long=True)


def _cliffs(compared: Compared, soundness: Soundness) -> Iterator[FigureTable]:
    """The cliffs that are not as before, then all of them."""
    rows: list[tuple[Cell, ...]] = []
    changed: list[tuple[Cell, ...]] = []
    for place, name in enumerate(compared.names):
        for change in soundness.cliffs(place) if place else ():
            cliff = change.cliff
            where = phrase("cliff_at", name=cliff.name, place=cliff.place, whose=cliff.whose)
            jumps = (None if c is None else c.jump for c in (change.before, change.after))
            kind = phrase(f"cliff_{change.kind}")
            figures = (Figure(jump, "yuan_more") for jump in jumps)
            rows.append((name, change.title, kind, where, *figures))
            if change.kind != "same":
                changed.append(rows[-1])
    names = ("variant", "unit", "cliff", "where", "before", "after")
    heads = tuple(map(_head, names))
    yield FigureTable("cliffs", _title("cliffs"), heads, tuple(changed))
    yield FigureTable("all_cliffs", _title("all_cliffs"), heads, tuple(rows), is_long=True)


def _curves(compared: Compared) -> FigureTable | None:
    rows: list[tuple[Cell, ...]] = []
    for row in compared.by_unit:
        curves = compared_curves(compared, row.unit).curves
        drawn = [curve for curve in curves if curve is not None]
        if not drawn:
            continue
        axis = drawn[0].curve
        for x in np.linspace(axis.start, axis.stop, PLACES).tolist():
            at = _at(x, axis.against is not None)
            paid = (None if c is None else float(np.interp(x, c.x, c.pay)) for c in curves)
            cells = (Figure(value, "yuan") for value in paid)
            rows.append((row.title, axis.label, at, *cells))
    if not rows:
        return None
    heads = (_head("unit"), _head("axis"), _head("place"), *compared.names)
    return FigureTable("curves", _title("curves"), heads, tuple(rows))


def _at(x: float, is_share: bool) -> Text:
    return in_each_language(lambda language: tick("share" if is_share else "number", x, language))


# -- cells ---------------------------------------------------------------------------------

_MORE: dict[Unit, Unit] = {
    "yuan": "yuan_more",
    "share": "points",
    "count": "count_more",
    "coefficient": "coefficient_more",
}


def _with_changes(unit: Unit, values: Sequence[float | None]) -> tuple[Figure, ...]:
    """The figure of the baseline, then that of each variant with what it is more."""
    base = values[0]
    found = [Figure(base, unit)]
    for value in values[1:]:
        more = None if value is None or base is None else _difference(unit, base, value)
        found += [Figure(value, unit), Figure(more, _MORE[unit])]
    return tuple(found)


def _difference(unit: Unit, base: float, value: float) -> float:
    """By how much more, amounts in whole fen."""
    return (round(value * 100) - round(base * 100)) / 100 if unit == "yuan" else value - base


def _names_with_changes(compared: Compared) -> tuple[Text, ...]:
    first, *others = compared.names
    return (first, *(x for name in others for x in (name, phrase("change_of", name=name))))


def _told(compared: Compared, start: int) -> tuple[int, ...]:
    """The columns of a document, the figures beginning at `start`: of several variants only what
    each is more."""
    variants = len(compared.each) - 1
    figures = range(1 + 2 * variants) if variants == 1 else (0, *range(2, 1 + 2 * variants, 2))
    return (*range(start), *(start + figure for figure in figures))


def _totals(compared: Compared) -> tuple[Figure, ...]:
    return _with_changes("yuan", [payouts.total for payouts in compared.each])


def _first_month(compared: Compared) -> int:
    return next(iter(compared.baseline.units.values())).facts.first


def _head(name: str) -> Text:
    return phrase(f"head_{name}")


def _row(name: str) -> Text:
    return phrase(f"row_{name}")


def _title(name: str) -> Text:
    return phrase(f"title_{name}")
