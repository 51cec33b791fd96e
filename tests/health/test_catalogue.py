"""The check speaks of every plan of the catalogue, in both languages, and its page is current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import engine
from engine.cli import main
from engine.health import OUTCOMES
from engine.reports import health_document, write
from engine.text import LANGUAGES
from tests.health.catalogue import PAGE, page

FACTS = str(Path(__file__).parents[1] / "cases" / "service-seller" / "facts.csv")


@pytest.mark.slow
def test_the_page_is_current() -> None:
    stale = "docs/health-of-the-catalogue.md is stale; renew it: python -m tests.health.catalogue"
    assert PAGE.read_text(encoding="utf-8") == page(), stale


@pytest.mark.parametrize("name", [*engine.catalogue(), *engine.samples()])
def test_every_plan_is_judged_with_its_personas(name: str) -> None:
    plan = engine.load_plan(name)
    people = engine.persona_facts(plan) if plan.personas else None
    health = engine.check(plan, people)
    assert sum(health.counts.values()) == len(health.policy.thresholds)
    for finding in health.findings:
        assert finding.outcome in OUTCOMES
        assert set(finding.parameters) <= plan.parameters.keys()
        for language in LANGUAGES:
            texts = [finding.sentence, *(case.sentence for case in finding.cases)]
            assert all(text[language] and "{" not in text[language] for text in texts)
    for language in LANGUAGES:
        page = write(health_document(health), ".md", language).decode()
        assert all(finding.label[language] in page for finding in health.findings)
    json.dumps(health.as_json(), ensure_ascii=False, allow_nan=False)


def test_the_terminal_says_no_where_a_check_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "service-seller"]) == 1
    said = capsys.readouterr().out
    assert "✗ Cliffs: 53×" in said and "monthly_steps" in said
    gentle = ["--limit", "cliffs.fail=1000", "--limit", "assumptions.fail=1"]
    assert main(["check", "service-seller", *gentle]) == 0


def test_the_terminal_checks_people_and_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["check", "service-seller", "--facts", FACTS, "--baseline", "service-seller", "--json"]
    assert main([*call, "--set", "weight_sales=0.3"]) == 1
    told = json.loads(capsys.readouterr().out)
    by_check = {finding["check"]: finding for finding in told["findings"]}
    assert told["people"] > 0
    assert by_check["weights"]["outcome"] == "fail"
    assert by_check["weights"]["parameters"] == [
        *("weight_sales", "weight_csat", "weight_complaints", "weight_team"),
    ]
    assert by_check["losers"]["value"] is not None
    assert by_check["weights"]["sentence"].keys() == {"en", "zh"}


def test_the_terminal_refuses_a_broken_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("checks:\n  clifs: {fail: 3}\n", encoding="utf-8")
    assert main(["check", "service-seller", "--policy", str(file), "--lang", "zh"]) == 2
    said = capsys.readouterr().err
    assert "own.yaml" in said and "cliffs" in said
    assert main(["check", "service-seller", "--policy", str(tmp_path / "none.yaml")]) == 2
    assert main(["check", "service-seller", "--limit", "cliffs.fail"]) == 2
