"""The table of key figures, a column for each scenario with its difference to the baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.companies import Company
from engine.comparison import CompanyFigures
from engine.text import (
    DASH,
    Refused,
    compact_money,
    count,
    money,
    money_of_fen,
    money_with_fen,
    number,
    percent,
    points,
    signed,
)
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import NOTHING
from pages.ui.compare.health_side_by_side import standing
from pages.ui.kit import language, pick, t
from pages.ui.payroll import has_bonus_apart, taken_home

Of = Callable[[CompanyFigures], float | None]


@dataclass(frozen=True)
class Cell:
    """A figure, its difference to the baseline, and the exact amount on hovering."""

    value: str
    difference: str = ""
    exact: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """One figure of every scenario."""

    key: str
    cells: Sequence[Cell]


def figures(shown: Shown) -> DeltaGenerator:
    """The table; returns the place of it, to be filled again once the health checks are known."""
    place = st.empty()
    place.html(_table(shown, [*_rows(shown), *_pending(shown)]))
    return place


def fill_health(shown: Shown, place: DeltaGenerator) -> None:
    """Work out the health checks of every scenario and write how they stand into the table."""
    place.html(_table(shown, [*_rows(shown), *_sound(shown), *_dead_zone(shown)]))


def _rows(shown: Shown) -> Iterator[Row]:
    yield from _cost(shown)
    budget = shown.company.budget_for(shown.whole.payroll)
    if budget is not None and not shown.unit:
        yield _budget(shown, budget)
    yield _money_row(shown, _called(shown, "per_head"), lambda figures: figures.per_head)
    if shown.baseline.per_yuan_sold is not None:
        key = _called(shown, "per_yuan_sold")
        yield _share_row(shown, key, lambda figures: figures.per_yuan_sold, 2)
    yield _share_row(shown, "variable", lambda figures: figures.variable_share)
    yield _money_row(shown, "median", lambda figures: figures.median)
    yield _money_row(shown, "low", lambda f: None if f.deciles is None else f.deciles[0])
    yield _money_row(shown, "high", lambda f: None if f.deciles is None else f.deciles[-1])
    yield _gini(shown)
    yield _share_row(shown, "top_tenth", lambda figures: figures.top_tenth, 2)
    yield from _people(shown)


def _called(shown: Shown, key: str) -> str:
    """A figure of cost, as that of the employer where that is more than pay."""
    return key if shown.compared.payroll is None else f"employer_{key}"


def _cost(shown: Shown) -> Iterator[Row]:
    """What every scenario costs, and how much that is more or less."""
    lang, compared = language(), shown.compared
    gaps = [compared.difference(place) for place in range(len(compared.each))]
    nearest = min((abs(gap) for gap in gaps if abs(gap) >= NOTHING), default=0.0)
    yield Row(
        _called(shown, "cost"),
        [
            Cell(compact_money(one.total, lang, nearest), "", money_with_fen(one.total, lang))
            for one in compared.figures
        ],
    )
    cells = [Cell("")]
    for place, gap in enumerate(gaps[1:], 1):
        share = compared.share(place)
        told = "" if share is None else signed(percent(share, lang))
        exact = signed(money_with_fen(gap, lang))
        moved = abs(gap) >= NOTHING
        cells.append(
            Cell(signed(compact_money(gap, lang)), told, exact, "moved") if moved else Cell(DASH)
        )
    yield Row("difference", cells)


def _budget(shown: Shown, budget: float) -> Row:
    """How much of the budget is left, or by how much it is exceeded."""
    lang = language()
    cells = []
    for one in shown.compared.figures:
        left = budget - one.total
        key = "compare.budget_left" if left >= 0 else "compare.budget_over"
        told = t(key, amount=compact_money(abs(left), lang))
        used = percent(one.total / budget, lang) if budget > 0 else DASH
        cells.append(Cell(used, told, money_with_fen(budget, lang), "" if left >= 0 else "over"))
    return Row(_called(shown, "budget"), cells)


def _money_row(shown: Shown, key: str, of: Of) -> Row:
    lang = language()

    def cell(value: float | None, base: float | None) -> Cell:
        if value is None:
            return Cell(DASH)
        told = "" if base is None else _or_dash(value - base, signed(money(value - base, lang)))
        return Cell(money(value, lang), told, money_with_fen(value, lang))

    return _compared_row(shown, key, of, cell)


def _share_row(shown: Shown, key: str, of: Of, decimals: int = 1) -> Row:
    lang = language()

    def cell(value: float | None, base: float | None) -> Cell:
        if value is None:
            return Cell(DASH)
        told = "" if base is None else points(value - base, lang, decimals)
        return Cell(percent(value, lang, decimals), _or_nothing(told))

    return _compared_row(shown, key, of, cell)


def _gini(shown: Shown) -> Row:
    def cell(value: float | None, base: float | None) -> Cell:
        if value is None:
            return Cell(DASH)
        told = "" if base is None else signed(number(value - base, 4))
        return Cell(number(value, 4), _or_nothing(told))

    return _compared_row(shown, "gini", lambda figures: figures.gini, cell)


def _compared_row(
    shown: Shown, key: str, of: Of, cell: Callable[[float | None, float | None], Cell]
) -> Row:
    values = [of(one) for one in shown.compared.figures]
    return Row(key, [cell(value, values[0] if i else None) for i, value in enumerate(values)])


def _people(shown: Shown) -> Iterator[Row]:
    """Who gains, who loses, and who loses much."""
    lang = language()
    for key, bands, mark in (
        ("gain", ("gain", "gain_much"), "gain"),
        ("lose", ("lose", "lose_much"), "loss"),
        ("lose_much", ("lose_much",), "loss"),
    ):
        cells = [Cell(DASH)]
        for people in shown.compared.people[1:]:
            if people is None:
                cells.append(Cell(DASH, "", t("compare.other_people")))
                continue
            heads = sum(people.bands[band] for band in bands)
            share = percent(heads / max(len(people.employees), 1), lang)
            cells.append(Cell(share, t("figure.heads", count=heads), "", mark if heads else ""))
        yield Row(key, cells)


def _pending(shown: Shown) -> list[Row]:
    cells = [Cell("…") for _ in shown.compared.each]
    late = [Row("cliffs", cells), Row("health", cells)]
    return [*late, Row("dead_zone", cells)] if _may_lose(shown) else late


def _may_lose(shown: Shown) -> bool:
    """Whether any scenario has a bonus of which more may leave less; of a whole company, as
    everybody is taxed once."""
    return not shown.unit and any(map(has_bonus_apart, _asked(shown)))


def _asked(shown: Shown) -> list[Company]:
    """The companies of all scenarios, with what is asked of payroll."""
    settings = shown.whole.payroll
    return [replace(payouts.company, payroll=settings) for payouts in shown.whole.each]


def _dead_zone(shown: Shown) -> list[Row]:
    """Whose annual bonus leaves less than a smaller one would, and what they lose."""
    if not _may_lose(shown):
        return []
    cells = []
    for company in _asked(shown):
        try:
            zone = taken_home(company).zone
        except Refused as refused:
            cells.append(Cell(DASH, "", refused.text(language())))
            continue
        lost = money_of_fen(int(zone.lost.sum()), language()) if zone.count else ""
        told = t("compare.bonus_lost", amount=lost) if lost else ""
        cells.append(Cell(t("figure.heads", count=zone.count), told))
    return [Row("dead_zone", cells)]


def _sound(shown: Shown) -> list[Row]:
    """Places where pay jumps, and how the health checks stand."""
    found = standing(shown)
    if found is None:
        cells = [Cell(DASH, "", t("compare.no_health")) for _ in shown.compared.each]
        return [Row("cliffs", cells), Row("health", cells)]
    cliffs, health = [], []
    for place, one in enumerate(found):
        kinds = [t(f"compare.cliffs_{kind}", count=n) for kind, n in one.changed.items()]
        told = t("list.comma").join(kinds) or (DASH if place else "")
        cliffs.append(Cell(count(one.cliffs), told))
        value = t("health.card_fine")
        if one.fail:
            value = t("health.card_fail", count=one.fail)
        elif one.watch:
            value = t("health.card_watch", count=one.watch)
        rest = t("health.card_watch", count=one.watch) if one.fail and one.watch else ""
        health.append(Cell(value, rest, "", "fail" if one.fail else ""))
    return [Row("cliffs", cliffs), Row("health", health)]


def _table(shown: Shown, rows: Sequence[Row]) -> str:
    heads = "".join(_head(shown, place) for place in range(len(shown.compared.each)))
    body = "".join(
        f"<tr class='pc-row-{row.key}'>"
        f"<th scope='row' title='{escape(t(f'compare.about_{row.key}'), quote=True)}'>"
        f"{escape(t(f'compare.row_{row.key}'))}</th>"
        + "".join(_drawn(shown, place, cell) for place, cell in enumerate(row.cells))
        + "</tr>"
        for row in rows
    )
    head = f"<thead><tr><td></td>{heads}</tr></thead>"
    return f"<table class='pc-table pc-scenarios pc-figures'>{head}<tbody>{body}</tbody></table>"


def _head(shown: Shown, place: int) -> str:
    about = escape(_about(shown, place), quote=True)
    return (
        f"<th scope='col'{_focused(shown, place)} title='{about}'>"
        f"<i class='pc-dot pc-dot-{shown.colour(place)}'></i>{escape(shown.name(place))}</th>"
    )


def _about(shown: Shown, place: int) -> str:
    """The plans of a scenario, and what it changes in those of the baseline."""
    units = shown.compared.each[place].company.units.values()
    plans = dict.fromkeys(pick(unit.plan.title) for unit in units)
    edits = shown.compared.edits(place, language()) if place else []
    return "\n".join([t("list.comma").join(plans), *edits])


def _drawn(shown: Shown, place: int, cell: Cell) -> str:
    exact = f" title='{escape(cell.exact, quote=True)}'" if cell.exact else ""
    mark = f" class='pc-is-{cell.mark}'" if cell.mark else ""
    small = f"<small>{escape(cell.difference)}</small>" if cell.difference else ""
    return f"<td{_focused(shown, place)}{exact}><span{mark}>{escape(cell.value)}</span>{small}</td>"


def _focused(shown: Shown, place: int) -> str:
    focused = place and place == shown.place and len(shown.variants) > 1
    return " data-focus='true'" if focused else ""


def _or_dash(gap: float, told: str) -> str:
    return told if abs(gap) >= 0.5 else DASH


def _or_nothing(told: str) -> str:
    return told if not told or any(digit in told for digit in "123456789") else DASH
