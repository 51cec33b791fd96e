"""What the README tells a newcomer to type: every command is one, and asks for somebody there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import engine
from engine.calendar import month_number
from engine.cli.command_line import _parser

README = Path(__file__).parents[2] / "README.md"
COMMANDS = [
    shlex.split(command.replace("\\\n", " "))
    for command in re.findall(r"-m engine ((?:[^\n]*\\\n)*[^\n`]*)", README.read_text("utf-8"))
]


def value(command: list[str], option: str) -> str:
    """What a command gives for an option; "" where it does not."""
    return command[command.index(option) + 1] if option in command else ""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_is_understood(command: list[str]) -> None:
    _parser().parse_args(command)


def test_who_is_explained_is_there() -> None:
    made = next(command for command in COMMANDS if value(command, "--out") == "people.csv")
    people = engine.simulate(made[1], int(value(made, "--seed")), int(value(made, "--employees")))
    asked = [command for command in COMMANDS if command[0] == "explain"]
    assert len(asked) >= 2
    for command in asked:
        month = month_number(value(command, "--month")) - people.first
        assert people.present[month, people.position[value(command, "--employee")]]
