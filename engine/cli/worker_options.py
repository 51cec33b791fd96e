"""The options that say who does long work, of all commands that are many jobs."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager

from engine.jobs import VARIABLE, Workers, cluster_wanted, workers


def take_workers(parser: argparse.ArgumentParser, usual: str = "one") -> None:
    """How many processes, or which cluster; `usual` says how many without."""
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--workers", type=int, metavar="N", help=f"processes of this machine; default {usual}"
    )
    who.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help=f"a Dask cluster in their place, such as tcp://10.0.0.5:8786; default {VARIABLE}",
    )


def workers_asked(
    options: argparse.Namespace, usual: int | None = 1
) -> AbstractContextManager[Workers | None]:
    """Whoever is asked for, else so many processes, None being one a processor. Raises Refused
    where they are of no use."""
    if options.workers is not None:
        return workers(options.workers)
    return workers(usual, cluster_wanted(options.cluster))
