"""What a command writes: tables and documents by the ending of a file; warnings apart."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from engine.progress import Progress, no_progress
from engine.reports import (
    TABLE_WRITERS,
    Document,
    csv_bytes,
    told_with,
    with_told,
    write,
)
from engine.text import Problem, Refused, Text

PART = ".part"
"""How a file is called that is not written to its end."""
QUIET = 1.0
"""Seconds of work before it is shown how far it is."""


def warn(warnings: Iterable[Problem], language: str) -> None:
    """Says what is no refusal, to standard error."""
    for problem in warnings:
        print(problem.sentence(language, terminal=True), file=sys.stderr)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A progress that is shown on standard error while long work is done, where that is a
    terminal."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    begun, shown = time.monotonic(), False

    def show(share: float) -> None:
        nonlocal shown
        if time.monotonic() - begun > QUIET:
            print(f"\r{min(share, 1.0):4.0%}", end="", file=sys.stderr, flush=True)
            shown = True

    try:
        yield show
    finally:
        if shown:
            print("\r    \r", end="", file=sys.stderr, flush=True)


def put_document(document: Document, options: argparse.Namespace) -> None:
    """The document into the file of --out, by its ending; without one, to standard output."""
    if options.out in (None, "-"):
        print(write(document, ".md", options.lang).decode(), end="")
        return
    target = Path(options.out)
    put_file(target, write(document, target.suffix.lower(), options.lang))


def write_table(
    table: pa.Table, out: str | None, told: Sequence[Text] = (), language: str = "en"
) -> None:
    """Writes a table by the ending of the file, never half of it, with what is told of its figures;
    beside a CSV file that is a text file of its own."""
    table = with_told(table, [one[language] for one in told])
    if out is None or out == "-":
        sys.stdout.buffer.write(csv_bytes(table))
        sys.stdout.flush()
        return
    target = Path(out)
    writer = TABLE_WRITERS[target.suffix.lower()]
    put_file(target, writer(table))
    if told and writer is csv_bytes:
        beside = target.with_suffix(".told.txt")
        put_file(beside, "".join(f"{line}\n" for line in told_with(table)).encode())
        warn([Problem("told_beside", {"told": beside.name}, out)], language)


def put_file(target: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all. Raises Refused where it cannot be written."""
    with putting_file(target) as part:
        part.write_bytes(content)


@contextmanager
def putting_file(target: Path) -> Iterator[Path]:
    """A file beside the target to be written into, which takes its place once that is done; it is
    removed where it is not. Raises Refused where it cannot be written."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Refused([Problem("no_folder", {}, str(folder))])
    part = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=folder, prefix=".paycurve-", suffix=PART, delete=False
        ) as file:
            part = Path(file.name)
        yield part
        part.chmod(0o644)
        part.replace(target)
    except BaseException as error:
        if part is not None:
            part.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        found = {"found": os.strerror(error.errno) if error.errno else type(error).__name__}
        raise Refused([Problem("not_written", found, str(target))]) from None
