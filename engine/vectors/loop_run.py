"""Runs loop functions as code, once that is made."""

from __future__ import annotations

from typing import Any

from engine.vectors.loop_arguments import put_in, type_of
from engine.vectors.loop_code import loop_text
from engine.vectors.loop_values import LoopFunction
from engine.vectors.processor import PROCESSOR


class LoopRun:
    """Runs loops as code. Where that is not made yet it is asked for, and nothing is run any more:
    then something is `missing`."""

    def __init__(self) -> None:
        self.missing = False

    def __call__(self, loop: LoopFunction, *arguments: Any) -> int:
        """Runs a loop; what it gives back."""
        text = loop_text(loop, tuple(type_of(argument) for argument in arguments))
        made = PROCESSOR.ready(text, in_loops=True)
        if made is None or self.missing:
            self.missing = True
            return 0
        slots = put_in(arguments)
        return made.run(slots.buffer_info()[0], 0, 0, 0, 0)
