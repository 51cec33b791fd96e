"""What looks at everyone as code for the processor, once that is there; until then there is none.

What it comes to is what the kernel in numpy comes to, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from engine.calendar import Every
from engine.evaluation import compiled_pass
from engine.evaluation.calculations import CallOverEveryone
from engine.evaluation.operations import Array, Context, Places, Value
from engine.evaluation.threads import in_threads, workers
from engine.formula import Span
from engine.vectors import (
    EVERYONE_FUNCTIONS,
    ONE_PERSON_FUNCTIONS,
    LoopRun,
    NotInVectors,
    Part,
    Worked,
    has_llvm,
)


def result_in_code(
    call: CallOverEveryone,
    context: Context,
    every: Every,
    arguments: Sequence[Value],
    of: Places,
) -> Array | None:
    """The result of a call, shape (months due, people); None where it must be left to numpy."""
    span = call.span(context, every, of)
    meaning = EVERYONE_FUNCTIONS.get(call.name)
    if meaning is None or span.present.size < compiled_pass.CELLS or not has_llvm():
        return None
    return _worked_out(span, lambda: meaning(span, *call.filled(arguments)))


def result_of_one_in_code(
    call: CallOverEveryone, span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> Array | None:
    """The results of one person [month, place] at places of the person's own arguments; as
    `result_in_code`."""
    meaning = ONE_PERSON_FUNCTIONS.get(call.name)
    if meaning is None or span.present.size < compiled_pass.CELLS or not has_llvm():
        return None
    return _worked_out(span, lambda: meaning(span, person, everyone, own))


def _worked_out(span: Span, meaning: Callable[[], Worked]) -> Array | None:
    run = LoopRun()
    try:
        out, steps = meaning()
        for parts in steps:
            _run(parts, run, workers(span.present.size, in_code=True))
    except NotInVectors:
        return None
    return None if run.missing else out


def _run(parts: Sequence[Part], run: LoopRun, count: int) -> None:
    queue: SimpleQueue[Part] = SimpleQueue()
    for part in parts:
        queue.put(part)

    def work() -> None:
        while True:
            try:
                part = queue.get_nowait()
            except Empty:
                return
            part(run)

    in_threads(work, count)
