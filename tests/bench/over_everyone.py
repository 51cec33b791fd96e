"""Each function that looks at everyone, beside the memory floor of what it takes and gives.

`python -m tests.bench.over_everyone` prints a row for each: by the clock, as all that is held
against the floor, and the processor time of all threads together beside it.
"""

from __future__ import annotations

import argparse
from statistics import median
from time import process_time
from typing import Any

import numpy as np

import engine
from engine.evaluation.compiled_pass import wait_for_code
from engine.evaluation.evaluate import Evaluation
from engine.evaluation.program import Term
from engine.facts import Category, Facts
from tests.bench.floor import Floor, Kept, least
from tests.bench.timing import OtherProcesses, Stopwatch, interleaved
from tests.small_plan import small_plan

SIZE, MONTHS, TEAM = 100_000, 12, 30
MOST = 6.0
"""Floors that a function may take."""

REASONS = {
    "rank": "the last bits of keys are written all over the place into buckets of few people, and "
    "read from there; units, a sample and buckets are passes of their own",
    "split": "seven passes: pools and weights, the sum of these, shares and what they leave, the "
    "sum of shares, bins of what is left, who surely has more, who may",
    "forced_distribution": "five passes beside the floor of but one column and a byte: units and "
    "their range, bins, who surely stands where, and twice who may",
    "by=team": "what a group of 30 has is read and written person by person, in no order",
}
"""Why a call takes more than MOST floors: by its function, or as one of groups."""

COLUMNS = {
    "sales": {"kind": "money"},
    "pool": {"kind": "money"},
    "weight": {"kind": "number"},
    "night": {"kind": "flag"},
    "team": {"kind": "group"},
    "manager_id": {"kind": "person"},
}
CALLS = (
    "total(sales)",
    "total(sales, by=team)",
    "count(night == 1, by=team)",
    "highest(sales, by=team)",
    "quarter_total(sales, by=team)",
    "half_total(sales, by=team)",
    "year_total(sales, by=team)",
    "reports_total(sales, by=manager_id)",
    "rank(sales)",
    "rank(sales, by=team)",
    "split(pool, weight)",
    "split(pool, weight, by=team)",
    "split(pool, weight / 3)",
    'forced_distribution(sales, 0.2, 0.1) == "top"',
    'forced_distribution(sales, 0.2, 0.1, by=team) == "top"',
)


def people(size: int) -> Facts:
    """So many people of teams, each with a manager, who are all there in all months."""
    draw, shape = np.random.default_rng(1), (MONTHS, size)
    teams = -(-size // TEAM)
    team = np.broadcast_to(draw.permutation(size) % teams, shape).astype(np.int32)
    return Facts(
        first=2026 * 12,
        employees=tuple(f"E{k:07d}" for k in range(size)),
        present=np.ones(shape, dtype=np.bool_),
        numbers={
            "sales": draw.gamma(4.0, 5000.0, shape).round(2),
            "pool": np.full(shape, 1_234_567.89),
            "weight": draw.gamma(4.0, 20.0, shape).round(1),
            "night": (draw.random(shape) < 0.1).astype(np.float64),
        },
        categories={"team": Category(tuple(f"T{k}" for k in range(teams)), team)},
        people={"manager_id": team},
    )


def main(size: int = SIZE, repetitions: int = 15) -> None:
    """A row for each call."""
    facts = people(size)
    others = OtherProcesses()
    print(
        f"What looks at everyone, {size:,} people in {MONTHS} months, teams of {TEAM}; medians of "
        f"{repetitions}, the floor on one thread or two, whichever is quicker; at most {MOST:g} "
        "times the floor"
    )
    print(
        f"{'':58}{'floor ms':>10}{'ms':>10}{'x floor':>10}{'processor ms':>15}   why above {MOST:g}"
    )
    for call in CALLS:
        print(row(call, facts, repetitions))
    share = others.share()
    if share is not None:
        print(f"Other processes took {share:.0%} of the processors.")


def row(formula: str, facts: Facts, repetitions: int) -> str:
    """The row of a call."""
    condition = "==" in formula and formula.startswith("forced")
    plan = small_plan({"paid": f"1 if {formula} else 0" if condition else formula}, {}, COLUMNS)
    evaluation = Evaluation(plan, facts, engine.Memory())
    call = next(term for term in evaluation.binding.program.terms if term.looks_at_everyone)
    evaluation.ask(call.inputs)
    taken = [_taken(evaluation, argument) for argument in call.args]
    for _ in range(2):
        evaluation.called(call, taken)
        wait_for_code()
    given = evaluation.called(call, taken)
    arrays = [array for array in taken if isinstance(array, np.ndarray)]
    processor = []

    def ours(watch: Stopwatch) -> None:
        start = process_time()
        with watch("ours"):
            evaluation.called(call, taken)
        processor.append(process_time() - start)

    with Floor(arrays, [Kept(given.shape, given.dtype)]) as floor:
        watch = interleaved({"floor": floor.timed, "ours": ours}, repetitions)
    seconds, times = watch.median("ours"), watch.median("ours") / least(watch)
    why = "by=team" if "by=team" in formula else formula.partition("(")[0]
    reason = REASONS.get(why, "not known") if times > MOST else ""
    return (
        f"{formula:58}{least(watch) * 1e3:10.2f}{seconds * 1e3:10.2f}{times:10.2f}"
        f"{median(processor) * 1e3:15.2f}   {reason}"
    ).rstrip()


def _taken(evaluation: Evaluation, argument: Term) -> Any:
    if argument.width == 2:
        return evaluation.over_everyone(argument)
    return evaluation.binding.values[argument.index]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.over_everyone", description=__doc__)
    asked.add_argument("--size", type=int, default=SIZE, metavar="PEOPLE")
    main(asked.parse_args().size)
