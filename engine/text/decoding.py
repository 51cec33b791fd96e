"""The bytes of a file as text."""

from __future__ import annotations

from engine.text.problems import Problem, Refused

ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(data: bytes, name: str) -> str:
    """The text of a file called `name`: UTF-8, else GB 18030. Raises Refused for anything else."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([Problem("encoding", {}, name)])
