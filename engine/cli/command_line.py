"""One command of the terminal read and run. Problems go to standard error.

Exit status 0: done; 1: the answer is "no"; 2: an input is wrong, and nothing was written; 130: it
was ended by Ctrl+C, and nothing was written; 143: the same by SIGTERM.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from engine.cli import (
    backtest_command,
    compare_command,
    law_command,
    letters_command,
    people_commands,
    plan_commands,
    project_command,
    report_command,
    solve_command,
)
from engine.cli.command_options import Command
from engine.cli.output_problems import output_problems
from engine.text import Refused

INTERRUPTED = 128 + signal.SIGINT
"""What shells expect of a command that Ctrl+C has ended."""
TERMINATED = 128 + signal.SIGTERM
"""What they expect of one that was asked to end."""


class _Terminated(KeyboardInterrupt):
    """Ends a command as Ctrl+C does, for whoever asks by SIGTERM."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    with _ending_in_order():
        return _done(_parser().parse_args(arguments))


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """SIGTERM lets what was begun be put away, where a process has not decided otherwise."""
    usual = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or usual != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def _done(options: argparse.Namespace) -> int:
    command: Command = options.command
    try:
        found = output_problems(options)
        if found and not getattr(options, "tells_of_output", False):
            raise Refused(found)
        return command(options)
    except Refused as refused:
        print(refused.text(options.lang, terminal=True), file=sys.stderr)
        return 2
    except _Terminated:
        return TERMINATED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="paycurve", description="What-if simulator for compensation design."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    plan_commands.add_to(commands)
    backtest_command.add_to(commands)
    project_command.add_to(commands)
    people_commands.add_to(commands)
    compare_command.add_to(commands)
    report_command.add_to(commands)
    letters_command.add_to(commands)
    solve_command.add_to(commands)
    law_command.add_to(commands)
    return parser
