"""A scenario is one small file that runs by itself, and says what is wrong where it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import engine
from engine import Refused
from engine.cli import main
from engine.scenario import (
    FromFile,
    Personas,
    Scenario,
    Simulated,
    people_from_json,
    people_json,
    read_scenario,
)
from engine.workspace import scenario_content

FACTS = Path(__file__).parents[1] / "cases" / "service-seller" / "facts.csv"
DRAWN = Simulated("service-seller", seed=7, employees=50, months=3, first="2026-01")
MOVED = replace(DRAWN, figures=(("quality_correlation", -0.5), ("seasonal_quotas", 1.0)))
Write = Callable[[Mapping[str, object]], Path]


@pytest.fixture
def seller() -> Scenario:
    return Scenario(engine.load_plan("service-seller"))


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(content: Mapping[str, object]) -> Path:
        file = tmp_path / "scenario.json"
        file.write_text(json.dumps(content), "utf-8")
        return file

    return write


def output(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> bytes:
    assert main(arguments) == 0
    return capsysbinary.readouterr().out


@pytest.mark.parametrize(
    "people", [None, DRAWN, MOVED, Personas(), FromFile("a.csv", "0" * 64, "csv")]
)
def test_a_scenario_read_back_is_the_same(
    seller: Scenario, written: Write, people: engine.scenario.People | None
) -> None:
    scenario = replace(seller.set("weight_sales", 0.5), name="Bolder", people=people)
    again = read_scenario(written(scenario.as_json()))
    assert again == scenario
    assert again.fingerprint == scenario.fingerprint


def test_the_fingerprint_tells_results_apart_and_nothing_else(seller: Scenario) -> None:
    drawn = replace(seller, people=DRAWN)
    assert replace(drawn, name="Other name").fingerprint == drawn.fingerprint
    assert drawn.set("factor_cap", 2).fingerprint == drawn.set("factor_cap", 2.0).fingerprint
    roundabout = drawn.set("weight_sales", 0.5).set("weight_sales", 0.4)
    assert roundabout.fingerprint == drawn.fingerprint
    others = [
        drawn.set("weight_sales", 0.5),
        seller,
        replace(drawn, people=replace(DRAWN, seed=8)),
        replace(drawn, people=replace(DRAWN, months=4)),
        replace(drawn, people=MOVED),
        replace(drawn, people=replace(MOVED, figures=MOVED.figures[:1])),
    ]
    assert len({drawn.fingerprint, *(other.fingerprint for other in others)}) == 7


def test_people_with_the_models_own_figures_are_written_as_ever(seller: Scenario) -> None:
    assert people_json(DRAWN) == {
        "simulated": "service-seller",
        "seed": 7,
        "employees": 50,
        "months": 3,
        "first": "2026-01",
    }
    written = replace(seller, people=MOVED).as_json()["people"]
    assert written == {
        **(people_json(DRAWN) or {}),
        "figures": {"quality_correlation": -0.5, "seasonal_quotas": 1.0},
    }


@pytest.mark.parametrize(
    "figures",
    [
        [0.5],
        {"seasonal_quotas": "1"},
        {"seasonal_quotas": True},
        {"seasonal_quotas": 80},
        {"seasonal_quotas": float("nan")},
        {"seasonal_quotes": 1},
    ],
)
def test_figures_that_no_model_has_are_refused(figures: object) -> None:
    with pytest.raises(Refused, match="no people that a variant can name"):
        people_from_json({**(people_json(DRAWN) or {}), "figures": figures})


@pytest.mark.parametrize(
    ("drawn", "options"),
    [
        (DRAWN, ()),
        (MOVED, ("--set", "quality_correlation=-0.5", "--set", "seasonal_quotas=1")),
    ],
)
def test_a_scenario_runs_on_the_people_it_names(
    seller: Scenario,
    written: Write,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    drawn: Simulated,
    options: tuple[str, ...],
) -> None:
    scenario = replace(seller.set("weight_sales", 0.5), people=drawn)
    paid = output(capsysbinary, "run", str(written(scenario.as_json())))
    people = tmp_path / "people.csv"
    model = (
        "simulate",
        "service-seller",
        "--seed",
        "7",
        "--employees",
        "50",
        "--months",
        "3",
        *options,
    )
    assert main([*model, "--first", "2026-01", "--out", str(people)]) == 0
    apart = ("run", "service-seller", "--facts", str(people), "--set", "weight_sales=0.5")
    assert paid == output(capsysbinary, *apart)
    assert paid.count(b"\n") > 50


def test_a_file_of_people_lies_beside_the_scenario(
    written: Write, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "mine.csv").write_bytes(FACTS.read_bytes())
    content = {"plan": "service-seller", "edits": [], "people": {"file": "mine.csv"}}
    paid = output(capsysbinary, "run", str(written(content)))
    assert paid == output(capsysbinary, "run", "service-seller", "--facts", str(FACTS))


def test_the_plan_may_be_a_file_beside_the_scenario(
    seller: Scenario, written: Write, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(seller.set("weight_sales", 0.5).plan.text, "utf-8")
    scenario = read_scenario(written({"plan": "own.yaml", "edits": []}))
    assert scenario.plan.parameters["weight_sales"].json == 0.5


def test_facts_of_the_call_come_before_the_people_of_the_scenario(
    seller: Scenario, written: Write, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = str(written(replace(seller, people=DRAWN).as_json()))
    paid = output(capsysbinary, "run", file, "--facts", str(FACTS))
    assert paid == output(capsysbinary, "run", "service-seller", "--facts", str(FACTS))


def test_a_check_of_a_scenario_is_against_its_plan(
    seller: Scenario, written: Write, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    scenario = replace(seller.set("weight_sales", 0.5), people=DRAWN)
    main(["check", str(written(scenario.as_json())), "--json"])
    findings = {f["check"]: f for f in json.loads(capsysbinary.readouterr().out)["findings"]}
    assert findings["losers"]["outcome"] != "not_applicable"


def test_a_kept_scenario_runs_while_its_plan_is_the_same(seller: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    kept = json.loads(scenario_content(replace(seller, people=DRAWN), "Kept").data)
    file.write_text(json.dumps(kept), "utf-8")
    assert read_scenario(file).people == DRAWN
    kept["base"]["content"] = "0" * 64
    file.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(Refused, match="another version of the plan Customer-service seller"):
        read_scenario(file)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"plan": "service-selle", "edits": []}, "Did you mean “service-seller”"),
        ({"plan": "none.yaml", "edits": []}, "There is no such file"),
        ({"edits": []}, "The variant cannot be read"),
        ({"plan": "service-seller"}, "The variant cannot be read"),
        ({"plan": "service-seller", "edits": [], "people": {"file": "a.pdf"}}, "no people that"),
        ({"plan": "service-seller", "edits": [], "people": {"simulated": "x"}}, "no people that"),
        ({"plan": "service-seller", "edits": []}, "There are no people to pay"),
        ({"plan": "service-seller", "edits": [], "people": {"file": "a.csv"}}, "no such file"),
        (
            {
                "plan": "service-seller",
                "edits": [{"at": ["parameters", "weight_sales", "value"], "to": "much"}],
            },
            "weight_sales",
        ),
    ],
)
def test_what_cannot_run_is_told(
    written: Write,
    content: Mapping[str, object],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = written(content)
    assert main(["run", str(file)]) == 2
    told = capsys.readouterr()
    assert complaint in told.err and not told.out
    assert file.name in told.err or "a.csv" in told.err or "none.yaml" in told.err


def test_text_that_is_no_json_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scenario.json"
    file.write_text('{"plan": "service-seller",\n "edits": [}', "utf-8")
    assert main(["run", str(file)]) == 2
    told = capsys.readouterr().err
    assert "scenario.json, line 2: From character 12 of this line on, this is no JSON" in told


def test_another_file_of_the_same_name_is_refused(
    written: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.csv").write_bytes(FACTS.read_bytes())
    people = {"file": "mine.csv", "sha256": "0" * 64, "kind": "csv"}
    file = written({"plan": "service-seller", "edits": [], "people": people})
    assert main(["run", str(file)]) == 2
    assert "another file of this name" in capsys.readouterr().err
