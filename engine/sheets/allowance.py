"""What the system allows this process: memory, and seconds of work."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

KEPT = 250_000_000
"""A process that once used more bytes than these is not kept for the next file."""

if sys.platform == "win32":

    def allow_memory(most: int) -> None:
        """Here memory is not limited."""

    def allow_work(seconds: float) -> None:
        """Here only the time is limited, by who waits."""

    def most_memory() -> int:
        return KEPT + 1

else:
    import resource

    def allow_memory(most: int) -> None:
        """Lets the system refuse more bytes than these."""
        _allow(resource.RLIMIT_DATA, most)
        _allow(resource.RLIMIT_CORE, 0)

    def allow_work(seconds: float) -> None:
        """Lets the system end the process after so many seconds of work from now."""
        _allow(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1)

    def _allow(kind: int, most: int) -> None:
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))

    def most_memory() -> int:
        """The most bytes this process held. What the system counts for `getrusage` begins with the
        size of the process that started it, so that a large server would keep no reader."""
        status = Path("/proc/self/status")
        if status.exists():
            found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
            return int(found.group(1)) * 1024 if found else 0
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
