"""One command of the terminal read and run. Problems go to standard error.

Exit status 0: done; 1: the answer is "no"; 2: an input is wrong, and nothing was written; 130: it
was ended by Ctrl+C, and nothing was written.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        found = output_problems(options)
        if found and not getattr(options, "tells_of_output", False):
            raise Refused(found)
        return command(options)
    except Refused as refused:
        print(refused.text(options.lang, terminal=True), file=sys.stderr)
        return 2
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
