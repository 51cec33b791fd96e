"""What the range of the cost comes from: each assumption, and what hits everyone, moved down and up
while all else and all chance stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from engine.progress import Progress, no_progress, part
from engine.projection.assumption_fields import Field
from engine.projection.assumption_table import ENTRIES
from engine.projection.assumptions import Assumptions
from engine.projection.estimates import Estimate
from engine.projection.market_measures import sales, volumes
from engine.projection.preparing import Prepared, prepared
from engine.projection.question import Question
from engine.projection.question_problems import check
from engine.projection.running import run
from engine.projection.summaries import change_against, expected
from engine.projection.trials import Trials
from engine.text import Refused, Text, in_each_language, say
from engine.yaml_files import Json

TENTH = 1.2816
"""The standard normal value that one in ten lies beyond."""
SWINGS = ("sales", "quality")


@dataclass(frozen=True)
class TornadoRow:
    """What moving one thing does to the expected total. `path` is that of an assumption, moved
    alike in the company and in all units that have their own; or "swing.sales" and its like, for
    what hits everyone, at values that one in ten lies below or above. The changes are against the
    question as it is, on the same trials; of what hits everyone, against its value in the middle.
    """

    path: str
    label: Text
    low_value: Json
    high_value: Json
    low: Estimate
    high: Estimate
    low_change: Estimate
    high_change: Estimate

    @property
    def width(self) -> float:
        """How far apart the two totals are, or how far one of them is from the middle."""
        changes = (0.0, self.low_change.value, self.high_change.value)
        return max(changes) - min(changes)


@dataclass(frozen=True)
class SpreadRow:
    """What moving one assumption does to how sure the total is: its standard deviation, in yuan,
    with the assumption moved down, as it is, and up, on the same `trials`."""

    path: str
    label: Text
    low_value: Json
    high_value: Json
    low: float
    now: float
    high: float
    trials: int

    @property
    def error(self) -> float:
        """How far a standard deviation of so many trials is known, as a share of it; where most is
        common to the trials of a pair, less."""
        return float(1 / (2 * (self.trials - 1)) ** 0.5)


def spread_rows(
    question: Question,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> tuple[SpreadRow, ...]:
    """What makes the range wider or narrower, the widest first: how unsure the level of a year is,
    how strong what hits everyone is, and how far units swing together. Raises Refused where the
    question does not fit."""
    question = replace(question, budget=None)
    moves = _spread_moves(question)
    steps = 1 + 2 * len(moves)
    now = _deviation(run(question, trials, executor, part(progress, 0.0, 1 / steps)))
    rows = []
    for i, (path, values) in enumerate(moves.items()):
        both = []
        for j, value in enumerate(values):
            done = (1 + 2 * i + j) / steps
            assumed = question.assumptions.with_value(path, value)
            asked = replace(question, assumptions=assumed)
            found = run(asked, trials, executor, part(progress, done, done + 1 / steps))
            both.append(_deviation(found))
        rows.append(
            SpreadRow(path, ENTRIES[path].label, *values, both[0], now, both[1], len(trials))
        )
    return tuple(sorted(rows, key=lambda row: -abs(row.high - row.low)))


def _spread_moves(question: Question) -> dict[str, tuple[float, float]]:
    """Down and up, by the path of what decides how sure the total is."""
    level = float(question.assumptions.value("level_uncertainty"))
    moves = {"level_uncertainty": (0.0, round(2 * level, 4) or 0.15), "swings": (0.5, 1.5)}
    return moves | ({"swings_together": (0.0, 1.0)} if len(question.company.units) > 1 else {})


def _deviation(trials: Trials) -> float:
    return float(trials.total.std(ddof=1))


def tornado(
    question: Question,
    trials: range,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> tuple[TornadoRow, ...]:
    """The rows, the widest first. Raises Refused where the question does not fit."""
    found = check(question)
    if found:
        raise Refused(found)
    question = replace(question, budget=None)
    known = prepared(question)
    entries = [entry for entry in ENTRIES.values() if entry.risk and _matters(entry, known)]
    swings = _swings(known)
    steps = 1 + 2 * len(entries) + 3 * len(swings)
    done = 0

    def step() -> Progress:
        nonlocal done
        done += 1
        return part(progress, (done - 1) / steps, done / steps)

    base = run(question, trials, executor, step())
    rows = []
    for entry in entries:
        moved = [_moved(question.assumptions, entry, which) for which in (0, 1)]
        down, up = (
            run(replace(question, assumptions=each), trials, executor, step()) for each in moved
        )
        values = moved[0].value(entry.id), moved[1].value(entry.id)
        rows.append(_row(entry.id, entry.label, values, (down, up), base))
    for kind, names in swings.items():
        low, middle, high = (
            run(question, trials, executor, step(), dict.fromkeys(names, value))
            for value in (-TENTH, 0.0, TENTH)
        )
        rows.append(_row(f"swing.{kind}", _label(kind), (-TENTH, TENTH), (low, high), middle))
    return tuple(sorted(rows, key=lambda row: -row.width))


def _row(
    path: str, label: Text, values: tuple[Json, Json], both: tuple[Trials, Trials], base: Trials
) -> TornadoRow:
    low, high = both
    return TornadoRow(
        *(path, label, *values, expected(low), expected(high)),
        *(change_against(low, base), change_against(high, base)),
    )


def _label(kind: str) -> Text:
    return in_each_language(lambda language: say(language, f"projection.{kind}_swing"))


def _matters(entry: Field, known: Prepared) -> bool:
    """Whether an assumption has anything to act on in this company."""
    units = known.units.values()
    if entry.id == "review_budget":
        return any(unit.review is not None for unit in units)
    if entry.id == "promotion_speed":
        return any(a.climbing for unit in units for a in unit.future.model.attributes.values())
    if entry.id == "sales_growth":
        return any(sales(unit.unit.plan, unit.future.model) for unit in units)
    if entry.id == "volume_growth":
        return any(volumes(unit.unit.plan, unit.future.model) for unit in units)
    return True


def _moved(assumptions: Assumptions, entry: Field, which: int) -> Assumptions:
    """An assumption moved down (0) or up (1), in the company and where a unit has its own."""
    assert entry.risk is not None
    by = entry.risk[which]
    own = [path for path in assumptions.values if path.endswith(f".{entry.id}")]
    for path in (entry.id, *own):
        value = float(assumptions.value(path))
        moved = value * by if entry.unit == "factor" else value + by
        limited = min(max(round(moved, 6), entry.low), entry.high)
        assumptions = assumptions.with_value(path, limited)
    return assumptions


def _swings(known: Prepared) -> Mapping[str, list[str]]:
    """What hits everyone, by kind: its level where that is unsure, else what all months have in
    common."""
    names = {name for like in known.mixing.like.values() for name in like if name}
    found = {}
    for kind in SWINGS:
        level = [f"{kind}: level"] if f"{kind}: level" in names else [f"{kind}: all months"]
        if level[0] in names:
            found[kind] = level
    return found
