"""How far a long piece of work is. Whoever listens may stop it by raising an exception."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Told the share that is done, from 0 to 1, every now and then, possibly from several threads."""


def no_progress(share: float) -> None:
    """Nobody listens."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """The progress of a part of the work, which goes from `start` to `end` of the whole."""
    return lambda share: progress(start + (end - start) * share)
