"""Suspects in how pay is paid out: rounding, parts of months, other months, caps and floors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.analysis.evidence import Evidence, Transform
from engine.analysis.paid_figures import Fen, Flags
from engine.analysis.reconciled_words import amount_text, line_label, phrase
from engine.analysis.suspect_scope import ALL, GROUP, MONTHS, PEOPLE, best_scope
from engine.analysis.suspected_figures import figure_changes, other_figures
from engine.analysis.suspicion import Suspicion
from engine.calendar import month_text
from engine.evaluation import GROSS
from engine.text import Text, as_typed, in_each_language, percent
from engine.yaml_files import Json

FEWEST = 3
"""So many person-months make a habit."""
ROUNDINGS = {
    "yuan": (100, "half"),
    "yuan_down": (100, "down"),
    "yuan_up": (100, "up"),
    "jiao": (10, "half"),
    "jiao_down": (10, "down"),
    "ten": (1_000, "half"),
    "ten_down": (1_000, "down"),
    "hundred": (10_000, "half"),
    "hundred_down": (10_000, "down"),
}
MOSTLY = 0.95
"""So many of the paid amounts must be of whole units to show that they are rounded."""
PAID_DAYS = {"21.75": 21.75, "22": 22.0, "26": 26.0, "30": 30.0}
"""Days that a month is usually reckoned to have."""
YUAN = 100
"""Fen: a cap or floor is set in whole yuan."""
MOST_DAYS = 31.0
MOST_COLUMNS = 8
CANDIDATES = 3
"""So many of the likeliest caps, floors and ratios are tried."""
_WIDE = (ALL, MONTHS, GROUP)
_ANY = (ALL, MONTHS, GROUP, PEOPLE)

Numbers = NDArray[np.float64]


def habits(evidence: Evidence) -> Iterator[Suspicion]:
    """Every habit that explains open person-months."""
    yield from _roundings(evidence)
    yield from _shifts(evidence)
    yield from _limits(evidence)
    yield from _part_months(evidence)
    yield from _ratios(evidence)


def _suspicion(
    evidence: Evidence,
    kind: str,
    key: str,
    transform: Transform,
    sentence: Callable[[Mapping[str, object]], Text],
    allowed: tuple[str, ...],
    tolerance: int = 0,
    unknown: Flags | None = None,
) -> Iterator[Suspicion]:
    predicted = transform(evidence.predicted)
    if tolerance:
        near = np.abs(predicted - evidence.paid) <= tolerance
        predicted = np.where(near & (predicted != evidence.predicted), evidence.paid, predicted)
    explained, broken = evidence.test(predicted)
    if unknown is not None:
        explained, broken = explained & ~unknown, broken & ~unknown
    scope = best_scope(evidence, explained, broken, allowed)
    if scope is not None and scope.explains >= FEWEST:
        yield Suspicion(kind, key, scope, explained & scope.cells, sentence, transform=transform)


# -- rounding --------------------------------------------------------------------------------


def rounded(amounts: Fen, to: int, mode: str) -> Fen:
    """Fen rounded to a multiple: half away from zero, down (towards zero) or up."""
    size = np.abs(amounts)
    added = {"half": to // 2, "down": 0, "up": to - 1}[mode]
    return np.asarray(np.sign(amounts) * ((size + added) // to * to))


def _rounding(to: int, mode: str) -> Transform:
    return lambda amounts: rounded(amounts, to, mode)


def _rounding_each(evidence: Evidence, to: int, mode: str) -> Transform:
    """Every line rounded by itself, and gross pay their sum."""
    gross = evidence.lines.index(GROSS)

    def transform(amounts: Fen) -> Fen:
        after = rounded(amounts, to, mode)
        rest = np.delete(after - amounts, gross, axis=0).sum(axis=0)
        after[gross] = amounts[gross] + rest
        return after

    return transform


def rounded_figures(evidence: Evidence) -> Iterator[Suspicion]:
    """Another figure where amounts are rounded besides, which the paid ones show by themselves: all
    are of whole units, and those of the plan are not."""
    there = evidence.filled & evidence.open
    paid, planned = evidence.paid[there], evidence.predicted[there]
    for key, (to, mode) in ROUNDINGS.items():
        if (paid % to == 0).mean() < MOSTLY or (planned % to == 0).mean() >= MOSTLY:
            continue
        transform = _rounding(to, mode)
        after = evidence.transformed(transform)
        for one in other_figures(after):
            predicted = after.with_values(one.values)
            if predicted is None:
                continue
            explained, broken = evidence.test(predicted)
            scope = best_scope(evidence, explained, broken, _WIDE)
            if scope is None:
                continue

            def sentence(
                said: Mapping[str, object], key: str = key, values: Mapping[str, Json] = one.values
            ) -> Text:
                how = phrase(f"rounding_{key}")
                changes = figure_changes(evidence.plan, values)
                return phrase("suspect_rounded_figure", how=how, changes=changes, **said)

            yield Suspicion(
                "rounded_figure",
                f"{key},{one.key}",
                scope,
                explained & scope.cells,
                sentence,
                one.values,
                transform,
                one.also,
            )


def _roundings(evidence: Evidence) -> Iterator[Suspicion]:
    for key, (to, mode) in ROUNDINGS.items():

        def sentence(said: Mapping[str, object], key: str = key) -> Text:
            return phrase("suspect_rounding", how=phrase(f"rounding_{key}"), **said)

        yield from _suspicion(evidence, "rounding", key, _rounding(to, mode), sentence, _WIDE)
        if GROSS not in evidence.lines or len(evidence.lines) < 3:
            continue

        def each(said: Mapping[str, object], key: str = key) -> Text:
            return phrase("suspect_rounding_lines", how=phrase(f"rounding_{key}"), **said)

        by_line = _rounding_each(evidence, to, mode)
        yield from _suspicion(evidence, "rounding", f"{key},lines", by_line, each, _WIDE)


# -- months ----------------------------------------------------------------------------------


def _shifts(evidence: Evidence) -> Iterator[Suspicion]:
    """All pay, or one line of several, a month later or earlier."""
    if evidence.facts.months < 2:
        return
    lines = [(x, i) for i, x in enumerate(evidence.lines) if x != GROSS]
    for key, by in (("later", 1), ("earlier", -1)):
        edge = 0 if by > 0 else -1
        unknown = np.zeros(evidence.open.shape, dtype=np.bool_)
        unknown[edge] = True

        def change(amounts: Fen, by: int = by, edge: int = edge) -> Fen:
            moved = np.roll(amounts, by, axis=1)
            moved[:, edge] = amounts[:, edge]
            return moved

        for line, place in [("", -1), *(lines if len(lines) > 1 else ())]:

            def sentence(said: Mapping[str, object], key: str = key, line: str = line) -> Text:
                label = line_label(evidence.plan, line) if line else phrase("all_pay")
                return phrase(f"suspect_{key}", line=label, **said)

            transform = evidence.of_line(place, change) if line else change
            name = f"{key},{line}" if line else key
            yield from _suspicion(evidence, "shift", name, transform, sentence, _ANY, 0, unknown)


# -- caps and floors -------------------------------------------------------------------------


def _limits(evidence: Evidence) -> Iterator[Suspicion]:
    for place, line in enumerate(evidence.lines):
        paid, known = evidence.implied(place)
        planned = evidence.predicted[place]
        for kind, keep in (("cap", np.minimum), ("floor", np.maximum)):
            beyond = planned > paid if kind == "cap" else planned < paid
            cells = evidence.open & known & beyond
            found = Counter(paid[cells].tolist())
            likely = [v for v, count in found.most_common() if v > 0 and v % YUAN == 0]
            for limit in likely[:CANDIDATES]:
                if np.unique(planned[cells & (paid == limit)]).size < FEWEST:
                    continue  # one amount for another is no limit

                def change(amounts: Fen, limit: int = limit, keep: np.ufunc = keep) -> Fen:
                    return np.asarray(keep(amounts, limit))

                def sentence(
                    said: Mapping[str, object], kind: str = kind, line: str = line, at: int = limit
                ) -> Text:
                    label = line_label(evidence.plan, line)
                    return phrase(f"suspect_{kind}", line=label, amount=amount_text(at), **said)

                key, transform = f"{line}={limit}", evidence.of_line(place, change)
                yield from _suspicion(evidence, kind, key, transform, sentence, _WIDE)


# -- parts of pay ----------------------------------------------------------------------------


def _times(factor: Numbers | float) -> Transform:
    def transform(amounts: Fen) -> Fen:
        exact = np.abs(amounts) * factor
        return np.asarray(np.sign(amounts) * np.floor(exact + 0.5 + 1e-6)).astype(np.int64)

    return transform


def _explains(evidence: Evidence, factor: Numbers | float) -> int:
    """How many open person-months a factor explains to a fen."""
    at = np.nonzero(evidence.open)
    of = factor if isinstance(factor, float) else factor[at]
    predicted = _times(of)(evidence.predicted[:, at[0], at[1]])
    near = np.abs(predicted - evidence.paid[:, at[0], at[1]]) <= 1
    return int((near | ~evidence.filled[:, at[0], at[1]]).all(axis=0).sum())


def _part_months(evidence: Evidence) -> Iterator[Suspicion]:
    """Pay by days: one column by another, or by the days of a month."""
    facts = evidence.facts
    days = _day_columns(evidence)
    months = [month_text(facts.first + row) for row in range(facts.months)]
    calendar = np.array([_days_in(month) for month in months])[:, None]
    wholes: dict[str, Numbers] = {name: np.full((1, 1), x) for name, x in PAID_DAYS.items()}
    wholes["calendar"] = calendar.astype(np.float64)
    likely = []
    for part, numbers in days.items():
        for whole, of in {**days, **wholes}.items():
            if whole == part:
                continue
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(of > 0, numbers / np.maximum(of, 1e-9), np.nan)
            inside = np.isfinite(share) & (share >= 0) & (share <= 1)
            if not (inside & (share < 1) & evidence.open).any():
                continue
            share = np.where(inside, share, 1.0)
            likely.append((_explains(evidence, share), part, whole, share))
    likely.sort(key=lambda one: -one[0])
    for count, part, whole, share in likely[:CANDIDATES]:
        if count < FEWEST:
            return

        def sentence(said: Mapping[str, object], part: str = part, whole: str = whole) -> Text:
            of = phrase("calendar_days") if whole == "calendar" else _column_label(evidence, whole)
            label = _column_label(evidence, part)
            return phrase("suspect_proration", part=label, whole=of, **said)

        key = f"{part}/{whole}"
        yield from _suspicion(
            evidence, "proration", key, _times(share), sentence, _ANY, tolerance=1
        )


def _day_columns(evidence: Evidence) -> dict[str, Numbers]:
    """Columns that may be days of a month: from 0 to 31, not all the same."""
    facts, plan = evidence.facts, evidence.plan
    found: dict[str, Numbers] = {}
    for name, numbers in {**facts.numbers, **facts.further}.items():
        own = plan.facts.get(name)
        if name in evidence.columns or (own is not None and own.kind not in ("count", "number")):
            continue
        cells = numbers[facts.present & np.isfinite(numbers)]
        if cells.size and cells.min() >= 0 and 1 < cells.max() <= MOST_DAYS:
            found[name] = numbers
    return dict(list(found.items())[:MOST_COLUMNS])


def _ratios(evidence: Evidence) -> Iterator[Suspicion]:
    """A constant share of what the plan pays, or of one line of it; nothing among them."""
    lines = [(x, i) for i, x in enumerate(evidence.lines) if x != GROSS]
    for line, place in [("", -1), *(lines if len(lines) > 1 else ())]:
        if line:
            paid, known = evidence.implied(place)
            cells = evidence.open & known
            paid, planned = paid[cells], evidence.predicted[place][cells]
        else:
            paid = np.where(evidence.filled, evidence.paid, 0).sum(axis=0)[evidence.open]
            planned = np.where(evidence.filled, evidence.predicted, 0).sum(axis=0)[evidence.open]
        for share in _frequent_shares(paid, planned, len(evidence.lines)):

            def sentence(
                said: Mapping[str, object], share: float = share, line: str = line
            ) -> Text:
                label = line_label(evidence.plan, line) if line else phrase("all_pay")
                if share == 0:
                    return phrase("suspect_unpaid", line=label, **said)
                text = in_each_language(lambda language: percent(share, language))
                return phrase("suspect_ratio", share=text, line=label, **said)

            key = f"{line}={as_typed(share)}" if line else as_typed(share)
            transform = evidence.of_line(place, _times(share)) if line else _times(share)
            yield from _suspicion(evidence, "ratio", key, transform, sentence, _ANY, tolerance=1)


def _frequent_shares(paid: Fen, planned: Fen, tolerance: int) -> list[float]:
    """The shares of two or three digits that many person-months have to a fen."""
    there = planned != 0
    shares = paid[there] / planned[there]
    found: Counter[float] = Counter()
    for digits in (2, 3):
        near = np.round(shares, digits)
        fits = np.abs(near * planned[there] - paid[there]) <= tolerance
        found.update(float(x) for x in near[fits])
    likely = [s for s, count in found.most_common(CANDIDATES + 1) if count >= FEWEST and s != 1]
    return likely[:CANDIDATES]


def _column_label(evidence: Evidence, name: str) -> Text:
    own = evidence.plan.facts.get(name)
    return own.label if own is not None else dict.fromkeys(("en", "zh"), name)


def _days_in(month: str) -> int:
    start = np.datetime64(month, "M")
    return int(((start + 1).astype("M8[D]") - start.astype("M8[D]")).astype(int))
