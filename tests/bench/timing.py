"""Interleaved timing: every repetition runs each contender once, so all meet the same noise."""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from engine.evaluation import give_back_freed_memory

Contender = Callable[["Stopwatch"], object]
T = TypeVar("T")


class Stopwatch:
    """Seconds of every named stage, one entry a repetition."""

    def __init__(self, before: int = 0) -> None:
        self._before = before
        self._seconds: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def __call__(self, stage: str, times: int = 1) -> Iterator[None]:
        """Times one of the so many times that the block does the same; what comes between two
        stages is not timed."""
        start = perf_counter()
        yield
        self._seconds[stage].append((perf_counter() - start) / times)

    def again(self, stage: str, work: Callable[[], T]) -> T:
        """What work brings, done so many times untimed `before` the time that is taken: as whoever
        asks again and again sees it."""
        for _ in range(self._before):
            work()
        with self(stage):
            return work()

    @property
    def stages(self) -> set[str]:
        """The names of what was timed."""
        return set(self._seconds)

    def median(self, *stages: str) -> float:
        """Median seconds of the stages together."""
        return median(self._together(stages))

    def spread(self, *stages: str) -> tuple[float, float]:
        """Shortest and longest seconds of the stages together."""
        together = self._together(stages)
        return min(together), max(together)

    def _together(self, stages: Sequence[str]) -> list[float]:
        return [sum(times) for times in zip(*(self._seconds[s] for s in stages), strict=True)]


def interleaved(
    contenders: Mapping[str, Contender], repetitions: int, before: int = 0
) -> Stopwatch:
    """Times all contenders, after one untimed round, with the garbage collector held off; `before`
    tells how often what is timed `again` is done untimed each time.
    """
    for contender in contenders.values():
        contender(Stopwatch())
    watch = Stopwatch(before)
    for _ in range(repetitions):
        for contender in contenders.values():
            gc.collect()
            gc.disable()
            try:
                contender(watch)
            finally:
                gc.enable()
    return watch


def peak_bytes(work: Callable[[], object]) -> int:
    """Most bytes that numpy and Python held at a time beyond what they held before."""
    gc.collect()
    give_back_freed_memory()  # what is lent from it would not be counted
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        work()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before


class OtherProcesses:
    """The share of the machine's processor time that others took since this was made."""

    def __init__(self) -> None:
        self._start = _processor_seconds()

    def share(self) -> float | None:
        """0 to 1, or None where the system does not tell."""
        now = _processor_seconds()
        if self._start is None or now is None:
            return None
        everyone, idle, own = (b - a for a, b in zip(self._start, now, strict=True))
        return max(0.0, everyone - idle - own) / everyone if everyone > 0 else None


def _processor_seconds() -> tuple[float, float, float] | None:
    try:
        text = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    except OSError:
        return None
    ticks: Sequence[float] = [float(word) for word in text.split()[1:9]]
    hertz = os.sysconf("SC_CLK_TCK")
    times = os.times()
    return sum(ticks) / hertz, (ticks[3] + ticks[4]) / hertz, times.user + times.system
