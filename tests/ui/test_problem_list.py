"""How problems are counted, and by which names their files go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import load_company
from engine.scenario import FromFile
from engine.text import Problem
from pages.ui.scenario import number_of
from pages.ui.session import named_as_brought, people_facts


def test_problems_that_are_only_counted_count_too() -> None:
    told = [Problem("missing_column_bare", file="a.csv"), Problem("unknown_month", file="a.csv")]
    assert number_of([]) == 0
    assert number_of(told) == 2
    assert number_of([*told, Problem("more_problems", {"count": 40})]) == 42
    assert number_of([*told, Problem("more_problems", {"count": "40"})]) == 42


def test_files_of_a_company_go_by_the_names_they_came_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = load_company("sales-company")
    one, other = list(company.units)[:2]
    brought = {
        one: FromFile("sales 2025.csv", "1" * 64, "csv"),
        other: FromFile("service 2025.csv", "2" * 64, "csv"),
    }
    for name, people in brought.items():
        scenario = replace(company.units[name].scenario, people=people)
        company = company.with_scenario(name, scenario)

    def kept_at(people: FromFile) -> Path:
        return Path("kept") / f"{people.sha256[:8]}.csv"

    monkeypatch.setattr(people_facts, "path_of", kept_at)
    kept = [str(kept_at(people)) for people in brought.values()]
    problems = [Problem("missing_column_bare", file=file, line=3) for file in (*kept, "plan.yaml")]
    named = named_as_brought([*problems, Problem("company_budget")], company)
    # what is no file of people keeps its name, and what is of no file stays so
    assert [p.file for p in named] == ["sales 2025.csv", "service 2025.csv", "plan.yaml", ""]
    assert {p.line for p in named[:3]} == {3}
