"""What the README tells a newcomer to type: every command is one, asks for somebody there, and does
what it says, tried one after the other in one folder."""

from __future__ import annotations

import random
import re
import shlex
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import engine
from engine.calendar import month_number
from engine.cli import main
from engine.cli.command_line import _parser

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text("utf-8")
COMMANDS = [
    shlex.split(command.replace("\\\n", " "))
    for command in re.findall(r"-m engine ((?:[^\n]*\\\n)*[^\n`]*)", TEXT)
]
ELSEWHERE = {"import", "check", "compare", "project", "solve", "report"}
"""Commands that take long, or files as they are; tests of their own run them."""
GIVEN = {"company.yaml", "cheaper.json", "FILE"}
"""What somebody has who reads."""
QUICK = [one for one in COMMANDS if one[0] not in ELSEWHERE and not GIVEN & {*one}]


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


def test_what_is_typed_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (variant,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    Path("later-bonus.json").write_text(variant, "utf-8")
    (accepted,) = re.findall(r"`(\{\"accepted\": .*?\]\})`", TEXT, re.DOTALL)
    Path("accepted.json").write_text(accepted, "utf-8")
    Path("variant.json").write_text('{"plan": "sample-flat-commission", "edits": []}', "utf-8")
    _write_year(Path("facts.parquet"))
    assert len(QUICK) >= 18
    for command in QUICK:
        status = main(command)
        assert status == 0, (command, capsys.readouterr().err)
        out = value(command, "--out")
        assert out == "" or Path(out).stat().st_size > 0, command


def _write_year(file: Path) -> None:
    """Forty people's sales of a year and what they were paid of them: 2 %, 500 more to one."""
    chance = random.Random(1)
    rows = []
    for person in range(1, 41):
        for month in range(1, 13):
            sales = 100 * chance.randrange(50, 1000)
            paid = sales / 50 + (500 if (person, month) == (1, 2) else 0)
            rows.append((f"E{person}", f"2026-{month:02}", 50_000, sales, paid, paid))
    names = ("employee_id", "month", "target", "sales", "实发工资", "paid")
    pq.write_table(pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))), file)
