"""What a command writes: tables and documents by the ending of a file; warnings apart."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from engine.progress import Progress, no_progress
from engine.reports import (
    FORMATS,
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


def document_ending(out: str) -> str:
    """The ending of a document's file. Raises Refused for one that no document has."""
    ending = Path(out).suffix.lower()
    if ending not in FORMATS:
        found = {"found": Path(out).suffix or out, "known": tuple(FORMATS)}
        raise Refused([Problem("document_type", found, out)])
    return ending


def table_writer(out: str) -> Callable[[pa.Table], bytes]:
    """What writes a table into this file. Raises Refused where its ending is no table's."""
    writer = TABLE_WRITERS.get(Path(out).suffix.lower())
    if writer is None:
        raise Refused([Problem("table_type", {"found": Path(out).suffix or out}, out)])
    return writer


def output_problems(options: argparse.Namespace) -> list[Problem]:
    """Why files that a command writes could not be written here, or what would be lost by that;
    known before anything is worked out."""
    outs = [(n, getattr(options, n)) for n in options.writes if getattr(options, n, None)]
    outs = [(name, out) for name, out in outs if out != "-"]
    found = [problem for _, out in outs if (problem := _not_written(out)) is not None]
    read = {os.path.realpath(file) for file in _read_by(options, [name for name, _ in outs])}
    found += [Problem("written_over", {}, out) for _, out in outs if os.path.realpath(out) in read]
    places = Counter(os.path.realpath(out) for _, out in outs)
    twice = {place: out for _, out in outs if places[place := os.path.realpath(out)] > 1}
    return [*found, *(Problem("written_twice", {}, out) for out in twice.values())]


def _not_written(out: str) -> Problem | None:
    folder = Path(out).absolute().parent
    if not folder.is_dir():
        return Problem("no_folder", {}, str(folder))
    number = errno.EISDIR if Path(out).is_dir() else 0
    number = number or (0 if os.access(folder, os.W_OK) else errno.EACCES)
    return Problem("not_written", {"found": os.strerror(number)}, out) if number else None


def _read_by(options: argparse.Namespace, written: Sequence[str]) -> Iterator[str]:
    """The files that options name beside those written; a recipe is there to be changed."""
    for name, value in vars(options).items():
        if name in (*written, "recipe"):
            continue
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                named = (text, text.partition("=")[2])
                yield from (file for file in named if os.path.isfile(file))


def put_document(document: Document, options: argparse.Namespace) -> None:
    """The document into the file of --out, by its ending; without one, to standard output."""
    if options.out in (None, "-"):
        print(write(document, ".md", options.lang).decode(), end="")
        return
    ending = document_ending(options.out)
    put_file(Path(options.out), write(document, ending, options.lang))


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
    target, writer = Path(out), table_writer(out)
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
