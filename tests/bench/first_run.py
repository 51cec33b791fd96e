"""What a process holds in its first full run, the buffers its threads keep for later runs included.

`python -m tests.bench.first_run PEOPLE` prints bytes; `peak` asks a new process for them.
"""

from __future__ import annotations

import subprocess
import sys

from tests.bench.ours import Ours, engine_report
from tests.bench.people import people
from tests.bench.timing import peak_bytes


def peak(size: int) -> int:
    """Most bytes held beyond the inputs in the first full run, with its report, of a process."""
    called = [sys.executable, "-m", "tests.bench.first_run", str(size)]
    return int(subprocess.run(called, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Prints the bytes, after a run for few people that loads what every run needs."""
    few = Ours(people(1_000))
    few.make_code()
    engine_report(few.full())
    ours = Ours(people(int(sys.argv[1])))
    print(peak_bytes(lambda: engine_report(ours.full())))


if __name__ == "__main__":
    main()
