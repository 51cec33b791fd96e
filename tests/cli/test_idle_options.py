"""Every option that somebody gives is honoured or refused with a reason, never ignored; and no file
is lost by being written over."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.command_line import _parser
from tests.companies.small_company import HEAD, MANAGED, UNITS, written

CASES = Path(__file__).parents[1] / "cases"
FACTS = str(CASES / "service-seller" / "facts.csv")
PLAN = "service-seller"
PEOPLE = ("--facts", FACTS)
SOLVE = ("solve", PLAN, *PEOPLE, "--move", "annual_steps.0.from", "--budget", "100000")
TESTED = ("backtest", PLAN, *PEOPLE)
COST = ("run", PLAN, *PEOPLE, "--employer-cost")

IDLE = [
    (*SOLVE, "--assumptions", "base"),
    (*SOLVE, "--months", "6"),
    (*SOLVE, "--trials", "20"),
    (*SOLVE, "--seed", "3"),
    (*SOLVE, "--workers", "2"),
    (*SOLVE, "--cluster", "tcp://127.0.0.1:9"),
    (*TESTED, "--seed", "3"),
    (*TESTED, "--measure", "sales"),
    (*TESTED, "--goal", "a_head=1"),
    (*COST, "--deductions", "1000"),
    (*COST, "--bonus", "cheaper"),
    (*COST, "--taxed-before", "x"),
    (*COST, "--withheld-before", "x"),
    (*COST, "--first-wage", "x"),
    (*COST, "--whole-year", "x"),
    ("law", "--first", "2026-01"),
    ("law", "--months", "3"),
    ("law", "--out", "law.md"),
    ("import", "--plan", PLAN, "--template", "t.xlsx", "--out", "facts.csv"),
    ("import", "--plan", PLAN, "--template", "t.xlsx", "--recipe", "r.yaml"),
    ("import", "--plan", PLAN, "--template", "t.xlsx", "--save-recipe", "r.yaml"),
    ("letters", "--new-template", "t.docx", "--out", "letters.docx"),
    ("letters", "--new-template", "t.docx", "--from", "2027-01"),
    ("letters", "--new-template", "t.docx", "--employee", "E1"),
    ("report", PLAN, "--trials", "20"),
    ("report", PLAN, "--about", "health", "--place", "beijing"),
]
APART = [
    (*TESTED, "--out", "cases.csv", "--shift", "attainment=+10%"),
    (*TESTED, "--out", "cases.csv", "--vacancies", "5%"),
    (*TESTED, "--out", "cases.csv", "--draws", "10"),
    (*TESTED, "--out", "cases.csv", "--tune", "weight_sales"),
    (*TESTED, "--out", "cases.csv", "--compare", PLAN),
    ("show", PLAN, "--part", "notes", "--against", PLAN),
    ("letters", PLAN, *PEOPLE, "--out", "l.docx", "--employee", "E1", "--whom", "more"),
]
OF_PLANS = [
    ("show", "sales-company", "--part", "notes"),
    ("show", "sales-company", "--against", PLAN),
    ("backtest", "sales-company", "--seed", "3"),
    ("backtest", "sales-company", "--draws", "10"),
]


@pytest.mark.parametrize("command", IDLE, ids=" ".join)
def test_an_option_that_does_nothing_by_itself_is_refused(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    assert f"{command[-2]} does nothing by itself" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", APART, ids=" ".join)
def test_options_of_which_one_undoes_the_other_are_refused(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    told = capsys.readouterr().err
    assert command[-2] in told and "cannot go together" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", OF_PLANS, ids=" ".join)
def test_what_a_company_does_not_take_is_refused(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2
    assert f"{command[-2]} goes with a plan" in capsys.readouterr().err


def test_a_figure_that_is_given_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    twice = ["--set", "weight_sales=0.1", "--set", " weight_sales =0.2"]
    assert main(["run", PLAN, *PEOPLE, *twice]) == 2
    assert "given twice" in capsys.readouterr().err
    rates = ["--rate", "housing_fund=0.05", "--rate", "housing_fund=0.07"]
    assert main([*COST, *rates]) == 2
    assert "given twice" in capsys.readouterr().err


def test_a_baseline_of_other_units_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "service-centre", "--baseline", "sales-company"]) == 2
    assert "sellers" in capsys.readouterr().err


@pytest.mark.parametrize("workers", [("--workers", "2"), ("--cluster", "tcp://127.0.0.1:9")])
@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("run", PLAN, "--facts", FACTS, "--out", "pay.csv"), "Parquet"),
        (("run", PLAN, "--facts", FACTS, "--out", "pay.parquet"), "Parquet"),
        (("run", PLAN, "--facts", "x.parquet"), "Parquet"),
        (("run", "sales-company", "--out", "pay.parquet"), "units of a company"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_workers_of_people_who_are_not_paid_in_parts_are_refused(
    command: tuple[str, ...],
    why: str,
    workers: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*command, *workers]) == 2
    told = capsys.readouterr().err
    assert workers[0] in told and why in told
    assert not list(tmp_path.iterdir())


def test_what_is_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the same name, by another one, and by a link."""
    monkeypatch.chdir(tmp_path)
    people = tmp_path / "people.csv"
    shutil.copy(FACTS, people)
    (tmp_path / "link.csv").symlink_to(people)
    before = people.read_bytes()
    for out in ("people.csv", "../" + tmp_path.name + "/people.csv", "link.csv"):
        assert main(["run", PLAN, "--facts", "people.csv", "--out", out]) == 2
        assert "read as well" in capsys.readouterr().err
    call = ["backtest", PLAN, "--facts", "people.csv", "--people"]
    assert main([*call, "people.csv"]) == 2
    assert main([*call, "new.csv", "--out", "new.csv"]) == 2
    assert "Two results" in capsys.readouterr().err
    assert people.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "people.csv"]


def test_what_a_company_names_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor what a variant that it names does, whose people lie beside the company."""
    (tmp_path / "kept").mkdir()
    written(tmp_path)
    variant = {"plan": "sample-flat-commission", "edits": [], "people": {"file": "people.csv"}}
    (tmp_path / "kept" / "variant.json").write_text(json.dumps(variant))
    varied = UNITS.replace(
        "sample-flat-commission\n    people: {file: people.csv}", "kept/variant.json"
    )
    (tmp_path / "varied.yaml").write_text(HEAD + varied + MANAGED)
    monkeypatch.chdir(tmp_path)
    files = ("people.csv", "leaders.csv", "leaders.yaml", "kept/variant.json")
    before = {file: Path(file).read_bytes() for file in files}
    for company, outs in (("small.yaml", files[:2]), ("varied.yaml", files[:2])):
        for out in outs:
            assert main(["run", company, "--out", out]) == 2
            assert "read as well" in capsys.readouterr().err, (company, out)
        assert main(["run", company, "--out", "pay.csv"]) == 0
        assert main(["run", company, "--out", "pay.csv"]) == 0, "its own older result"
        capsys.readouterr()
    assert main(["show", "small.yaml", "--out", "leaders.yaml"]) == 2
    assert "read as well" in capsys.readouterr().err
    assert {file: Path(file).read_bytes() for file in files} == before


def test_where_nothing_can_be_written_is_told_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the plan, which is not there."""
    for options in (("--out", "gone/pay.csv"), ("--people", "gone/pay.csv")):
        assert main(["backtest", "no-such-plan", *PEOPLE, *options]) == 2
        assert "no such folder" in capsys.readouterr().err
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert main(["run", "no-such-plan", *PEOPLE, "--out", str(tmp_path / "pay.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "known"),
    [
        ("run no-such-plan --out", ".csv, .parquet, .xlsx"),
        ("simulate no-such-workforce --seed 1 --out", ".csv, .parquet, .xlsx"),
        ("import gone.xlsx --plan no-such-plan --out", ".csv, .parquet, .xlsx"),
        ("fit --facts gone.csv --plan no-such-plan --out", ".yaml, .yml"),
        ("show no-such-plan --out", ".docx, .html, .md"),
        ("explain no-such-plan --employee E1 --month 2026-01 --out", ".docx, .html, .md"),
        ("check no-such-plan --out", ".docx, .html, .md"),
        ("law nowhere --out", ".docx, .html, .md"),
        ("letters gone.json --out", ".docx, .zip"),
        ("solve no-such-plan --move a --budget 1 --out", ".json"),
        ("backtest no-such-plan --out", ".docx, .html, .md, .csv, .parquet, .xlsx"),
        ("backtest no-such-plan --people", ".csv, .parquet, .xlsx"),
        ("project no-such-plan --out", ".docx, .html, .md, .csv, .parquet, .xlsx"),
        ("compare no-such-plan other --out", ".xlsx, .csv, .parquet, .docx, .html, .md"),
        ("report no-such-plan --out", ".pptx, .pdf, .xlsx, .zip"),
    ],
)
def test_a_file_that_no_such_result_is_written_to_is_told_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, known: str
) -> None:
    """Before the plan, which is not there, and long before everybody is paid."""
    for name, said in (("a.odt", "a file ending in “.odt”"), ("a", "has no ending")):
        assert main([*command.split(), str(tmp_path / name)]) == 2
        told = capsys.readouterr().err
        assert said in told and f"Use one of {known}." in told, told


def test_an_ending_may_be_written_in_capitals(tmp_path: Path) -> None:
    out = tmp_path / "POLICY.MD"
    assert main(["show", "sample-flat-commission", "--out", str(out)]) == 0
    assert out.stat().st_size > 0


def test_every_option_with_a_value_is_missed_where_it_is_not_given() -> None:
    """Without a default that looks as if somebody had given it, apart from these few."""
    usual = {"lang", "trials", "about", "goal", "cost"}
    (commands,) = (each for each in _parser()._actions if each.choices)
    assert isinstance(commands.choices, dict)
    for name, parser in commands.choices.items():
        for action in parser._actions:
            if action.option_strings and action.dest not in usual:
                assert action.default in (None, False, "==SUPPRESS=="), (name, action.dest)
