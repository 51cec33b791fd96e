"""What a command writes: tables and documents by the ending of a file; warnings apart."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from engine.reports import FORMATS, TABLE_WRITERS, Document, csv_bytes, write
from engine.text import Problem, Refused


def warn(warnings: Iterable[Problem], language: str) -> None:
    """Says what is no refusal, to standard error."""
    for problem in warnings:
        print(problem.sentence(language), file=sys.stderr)


def put_document(document: Document, options: argparse.Namespace) -> None:
    """The document into the file of --out, by its ending; without one, to standard output."""
    if options.out in (None, "-"):
        print(write(document, ".md", options.lang).decode(), end="")
        return
    target = Path(options.out)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        found = {"found": target.suffix or options.out, "known": ", ".join(FORMATS)}
        raise Refused([Problem("document_type", found, options.out)])
    put_file(target, write(document, ending, options.lang))


def write_table(table: pa.Table, out: str | None) -> None:
    """Writes a table by the ending of the file; never half of it."""
    if out is None or out == "-":
        sys.stdout.buffer.write(csv_bytes(table))
        sys.stdout.flush()
        return
    target = Path(out)
    writer = TABLE_WRITERS.get(target.suffix.lower())
    if writer is None:
        raise Refused([Problem("file_type", {"found": target.suffix or out}, out)])
    put_file(target, writer(table))


def put_file(target: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Refused([Problem("no_file", {}, str(folder))])
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(target)
