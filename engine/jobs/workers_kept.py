"""Executors whose workers may be lost: the next job finds others."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from concurrent.futures import Executor, Future
from typing import Any


class WorkerLost(Exception):
    """The worker ended before its job was done."""


class Workers(Executor):
    """An executor that has other workers do what is asked after one was lost."""

    lost_by: tuple[type[BaseException], ...] = (WorkerLost,)
    """What a job raises whose worker was lost."""
    lives: int = 3
    """A job that is lost so often is not tried again."""

    @property
    @abstractmethod
    def at_once(self) -> int:
        """So many jobs are worth handing out at a time."""

    @abstractmethod
    def abandon(self, futures: Collection[Future[Any]]) -> None:
        """Ends these jobs at once, as far as that can be; nobody asks for their results."""

    def look_after(self) -> None:
        """Called every now and then while jobs are waited for. Raises Refused where they never will
        be done."""

    def doubt(self) -> None:
        """Called where a job failed. Raises Refused where the workers are to blame."""
