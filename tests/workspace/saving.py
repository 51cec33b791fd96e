"""Run as a script: saves on and on from processes that are killed in the middle of it.

`saving.py FOLDER ROUNDS` kills that many children, each after some saves and a moment, and prints
the id of every version whose save had returned. `saving.py FOLDER ITEM BASE NOTE` waits for a line
on standard input, saves one version and prints what it was told.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from engine.workspace import Content, Workspace

LARGE = 300_000


def content(number: int) -> Content:
    """A plan's worth of bytes, now and then several pages of the database."""
    size = LARGE if number % 5 == 0 else 2_000
    return Content("plan", "Plan", "plan", f"{number} ".encode() * size, {"problems": 0})


def killed(folder: Path, rounds: int) -> Iterator[str]:
    """Ids of the versions that children told before they were killed."""
    chance, usual = random.Random(7), 0.02
    for turn in range(rounds):
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            _save_on_and_on(Workspace(folder), turn, tell)
        os.close(tell)
        with open(told, encoding="ascii") as lines:
            began = time.monotonic()
            told_before = [lines.readline() for _ in range(turn % 4)]
            if told_before:
                usual = (time.monotonic() - began) / len(told_before)
            time.sleep(chance.uniform(0, 2 * usual))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            yield from (line.strip() for line in (*told_before, *lines) if line.endswith("\n"))


def _save_on_and_on(workspace: Workspace, turn: int, tell: int) -> None:
    number = turn * 1_000_000
    while True:
        saved = workspace.save(content(number), note=str(number))
        os.write(tell, f"{saved.version.id}\n".encode("ascii"))
        number += 1


def once(folder: Path, item: str, base: str, note: str) -> str:
    """Waits for a line, saves, and gives what was saved and overtaken."""
    workspace = Workspace(folder)
    print("ready", flush=True)
    sys.stdin.readline()
    saved = workspace.save(
        content(len(note)), item=item, based_on=base, note=note, author=f"author of {note}"
    )
    return json.dumps([saved.version.id, [version.note for version in saved.overtaken]])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print("\n".join(killed(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        print(once(Path(sys.argv[1]), *sys.argv[2:]))
