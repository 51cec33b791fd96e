"""How fast trials of a projection are drawn and paid, beside the bytes that takes.

The floor writes every byte that is drawn of a trial once and reads every byte of it that the plan
reads, on one thread. `python -m tests.bench.future_years` prints the rows alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context

from engine.companies import load_company
from engine.evaluation import Memory, evaluate
from engine.facts import Facts
from engine.plan import Plan, load_plan
from engine.projection import (
    Question,
    base_of,
    common_points,
    own_entropy,
    people_at_start,
    question_of,
)
from engine.projection.preparing import prepared
from engine.projection.running import some_trials
from engine.workforce import Future, load_workforce
from tests.bench.floor import Floor, Kept, columns_read
from tests.bench.timing import Contender, OtherProcesses, Stopwatch, interleaved

PEOPLE, MONTHS, TRIALS = 10_000, 12, 1_000
MEASURED, JOB, WORKERS = 96, 8, 2
SEED = 5
FIRST_PICTURE = 8


@cache
def sellers(people: int) -> tuple[Plan, Future]:
    """The plan, and as many of its people as are there at a time."""
    model = load_workforce("service-seller")
    return load_plan("service-seller"), Future(model, 3, people, model.first, MONTHS)


def drawn(people: int, trial: int) -> Facts:
    """The facts of one trial."""
    plan, ahead = sellers(people)
    (common,) = common_points(len(ahead.factors), SEED, range(trial // 2, trial // 2 + 1))
    return ahead.draw(common, own_entropy(SEED, plan.id, trial))


def job(people: int, trials: range) -> list[float]:
    """The cost of some trials, as a worker works it out."""
    plan, ahead = sellers(people)
    pairs = common_points(len(ahead.factors), SEED, range(trials.start // 2, -(-trials.stop // 2)))
    found = []
    for trial in trials:
        facts = ahead.draw(pairs[trial // 2 - trials.start // 2], own_entropy(SEED, plan.id, trial))
        found.append(evaluate(plan, facts, Memory(), amounts=False).total)
    return found


def _floor(facts: Facts) -> Contender:
    written = [
        facts.present,
        *facts.numbers.values(),
        *(c.codes for c in facts.categories.values()),
    ]
    floor = Floor(columns_read(facts), [Kept(array.shape, array.dtype) for array in written])

    def contender(watch: Stopwatch) -> None:
        with watch("floor"):
            floor.one_thread()

    return contender


def _trial(people: int) -> Contender:
    trials = iter(range(10_000))

    def contender(watch: Stopwatch) -> None:
        plan, _ = sellers(people)
        with watch("drawing"):
            facts = drawn(people, next(trials))
        with watch("paying"):
            evaluate(plan, facts, Memory(), amounts=False)

    return contender


def _first_pair(question: Question) -> Contender:
    def contender(watch: Stopwatch) -> None:
        prepared.cache_clear()
        with watch("preparing"):
            prepared(question)
        with watch("pair"):
            some_trials(question, range(2))

    return contender


def _together(executor: Executor | None, people: int, trials: Iterable[range]) -> list[float]:
    jobs = list(trials)
    if executor is None:
        return [cost for some in jobs for cost in job(people, some)]
    found = executor.map(job, [people] * len(jobs), jobs)
    return [cost for some in found for cost in some]


def main(people: int = PEOPLE, measured: int = MEASURED) -> None:
    """Times and prints."""
    others = OtherProcesses()
    facts = drawn(people, 0)
    watch = interleaved({"floor": _floor(facts), "trial": _trial(people)}, 15)
    drawing, paying, floor = (watch.median(stage) for stage in ("drawing", "paying", "floor"))
    print(f"Trials of a projection: {people:,} sellers at a time, {MONTHS} months")
    print(f"{'':40}{'ms':>10}{'x floor':>10}{'share':>9}")
    for label, seconds in (
        ("floor of a trial, on one thread", floor),
        ("drawing", drawing),
        ("paying", paying),
        ("drawing and paying", drawing + paying),
    ):
        share = f"{seconds / (drawing + paying):.0%}" if seconds != floor else ""
        print(f"{label:40}{seconds * 1e3:10.2f}{seconds / floor:10.1f}{share:>9}")
    company = load_company("sales-company")
    question = question_of(company, base_of(company))
    people_at_start(question)  # kept beyond questions, as the sentences are
    watch = interleaved({"first pair": _first_pair(replace(question, budget=None))}, 9)
    preparing, pair = watch.median("preparing"), watch.median("pair")
    print(f"{'the sales company, first pair of trials':40}{'ms':>10}{'x pair':>10}")
    for label, seconds in (("preparing the question", preparing), ("drawing and paying", pair)):
        print(f"{label:40}{seconds * 1e3:10.2f}{seconds / pair:10.2f}")
    jobs = [range(i, i + JOB) for i in range(0, measured, JOB)]
    print(f"{f'{TRIALS:,} trials, from {measured}':40}{'s':>10}{'x one':>10}")
    busy = time.process_time()
    costs, one = _timed(None, people, jobs)
    busy = time.process_time() - busy
    print(f"{'one worker':40}{one * TRIALS / measured:10.1f}{1:10.2f}")
    print(f"{'one worker, processor time':40}{busy * TRIALS / measured:10.1f}")
    first = time.perf_counter()
    job(people, range(FIRST_PICTURE))
    first = time.perf_counter() - first
    with ThreadPoolExecutor(WORKERS) as threads:
        same, seconds = _timed(threads, people, jobs)
        print(f"{f'{WORKERS} threads':40}{seconds * TRIALS / measured:10.1f}{one / seconds:10.2f}")
        assert same == costs
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as processes:
        _, start = _timed(processes, people, [range(2)] * WORKERS)
        same, seconds = _timed(processes, people, jobs)
        print(
            f"{f'{WORKERS} processes':40}{seconds * TRIALS / measured:10.1f}{one / seconds:10.2f}"
        )
        assert same == costs
    print(f"{'start of the processes':40}{start:10.1f}")
    print(f"{f'first {FIRST_PICTURE} trials, one worker':40}{first:10.2f}")
    share = others.share()
    print("" if share is None else f"other processes took {share:.0%} of the processors")


def _timed(executor: Executor | None, people: int, jobs: list[range]) -> tuple[list[float], float]:
    begun = time.perf_counter()
    costs = _together(executor, people, jobs)
    return costs, time.perf_counter() - begun


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.future_years", description=__doc__)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--trials", type=int, default=MEASURED)
    main(asked.parse_args().people, asked.parse_args().trials)
