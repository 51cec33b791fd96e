"""What the child process says while it reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Telling:
    """Writes lines of JSON for whoever waits."""

    answers: BinaryIO

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
