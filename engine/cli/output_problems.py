"""What speaks against the files that a command is to write, before it begins."""

from __future__ import annotations

import argparse
import errno
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from engine.text import Problem, Refused
from engine.yaml_files import Document

DOCUMENTS = (".yaml", ".yml", ".json")
"""Plans, companies, models of people and variants: what may name other files."""


def output_problems(options: argparse.Namespace) -> list[Problem]:
    """Why files that a command writes could not be written here, or what would be lost by that;
    known before anything is worked out."""
    outs = [(n, getattr(options, n)) for n in options.writes if getattr(options, n, None)]
    outs = [(name, out) for name, out in outs if out != "-"]
    found = [problem for _, out in outs if (problem := _not_written(out)) is not None]
    found += [_of_ending(out, e) for n, out in outs if not _ends_in(out, e := options.writes[n])]
    read = set[str]()
    if any(os.path.isfile(out) for _, out in outs):  # else there is nothing to be lost
        for file in _read_by(options, [name for name, _ in outs]):
            _add_with_named(file, read)
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


def _ends_in(out: str, endings: Sequence[str]) -> bool:
    return not endings or Path(out).suffix.lower() in endings


def _of_ending(out: str, endings: Sequence[str]) -> Problem:
    ending = Path(out).suffix
    key = "out_ending" if ending else "out_no_ending"
    return Problem(key, {"found": ending, "known": tuple(endings)}, out)


def _read_by(options: argparse.Namespace, written: Sequence[str]) -> Iterator[str]:
    """The files that options name beside those written; a recipe is there to be changed."""
    for name, value in vars(options).items():
        if name in (*written, "recipe"):
            continue
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                named = (text, text.partition("=")[2])
                yield from (file for file in named if os.path.isfile(file))


def _add_with_named(file: str, read: set[str], folders: tuple[str, ...] = ()) -> None:
    """Adds a file and, where it is a document, the files that are named in it, with those named in
    them; names are seen from a document's folder or from those of documents that led to it."""
    place = os.path.realpath(file)
    if place in read:
        return
    read.add(place)
    if Path(file).suffix.lower() not in DOCUMENTS:
        return
    folders = (*folders, os.path.dirname(file))
    with suppress(Refused):  # whoever reads it says what is wrong with it
        for text in _texts(Document.read(Path(file)).data):
            for named in (os.path.join(folder, text) for folder in folders):
                if os.path.isfile(named):
                    _add_with_named(named, read, folders)


def _texts(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            for value in data.values():
                yield from _texts(value)
        case Sequence():
            for value in data:
                yield from _texts(value)
