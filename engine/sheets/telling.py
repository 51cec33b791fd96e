"""What the child process says while it reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import BinaryIO

from engine.sheets.allowance import allow_work


@dataclass(frozen=True)
class Telling:
    """Writes lines of JSON for whoever waits. Reading may take `most_work` seconds."""

    answers: BinaryIO
    most_work: float

    def say(self, **words: object) -> None:
        """One line."""
        self.answers.write(json.dumps(words).encode() + b"\n")
        self.answers.flush()

    def share(self, share: float) -> None:
        """How much of the reading is done, from 0 to 1."""
        self.say(share=share)

    def found(self, extent: str) -> None:
        """How large the file turns out to be, in figures, before it is read any further."""
        self.say(found=extent)

    def looked(self, seconds: float) -> None:
        """That the file is in order as far as its size goes, and in how many seconds of work it
        should be read: more is a sign of something else in it."""
        work = min(seconds, self.most_work)
        self.say(work=work)
        allow_work(work)
