"""The personas of a plan as facts: the same as a file of their rows, and one small company."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyarrow import csv

import engine
from engine import Plan, Refused, persona_facts
from engine.facts import facts_table
from engine.text import LANGUAGES
from tests.small_plan import LABEL, load, plan_of

FIGURES: dict[str, Any] = {
    "sales": [12.5, 0.1, 1e7, 0, 33, 41, 52, 60, 71, 80, 95, 110],
    "quota": 100,
    "score": 80,
    "grade": "junior",
    "former_grade": "junior",
    "region": "north",
    "team": "T1",
    "manager_id": "",
    "tenure_months": 0,
}


def plan_with(**personas: Mapping[str, Any]) -> Plan:
    """A plan with personas that have FIGURES besides their own."""
    document = plan_of({"pay_line": "rate * sales + rank(sales, by=team) + tenure_months"})
    document["personas"] = {
        name: {
            "name": LABEL,
            "story": LABEL,
            "absent": persona.get("absent", []),
            "facts": FIGURES | {k: v for k, v in persona.items() if k != "absent"},
        }
        for name, persona in personas.items()
    }
    return load(document)


def test_personas_become_arrays_by_month_and_id() -> None:
    facts = persona_facts(
        plan_with(zhou={"grade": ["junior"] * 6 + ["senior"] * 6}, li={"absent": [1, 2, 12]})
    )
    assert facts.employees == ("li", "zhou")
    assert facts.month_texts() == [f"2026-{month:02d}" for month in range(1, 13)]
    assert facts.present[:, 0].tolist() == [False] * 2 + [True] * 9 + [False]
    assert facts.present[:, 1].all()
    assert facts.numbers["sales"][:, 1].tolist() == FIGURES["sales"]
    assert facts.numbers["sales"][:, 0].tolist() == [0, 0, *FIGURES["sales"][2:11], 0]
    grade = facts.categories["grade"]
    assert [grade.values[code] for code in grade.codes[[0, 5, 6, 11], 1]] == [
        *("junior", "junior", "senior", "senior"),
    ]
    assert facts.categories["team"].values == ("T1",)


def test_tenure_counts_up_from_the_first_month_present_and_through_leave() -> None:
    facts = persona_facts(plan_with(li={"absent": [1, 2, 6], "tenure_months": 3}, wu={}))
    assert facts.numbers["tenure_months"][:, 0].tolist() == [0, 0, 3, 4, 5, 0, 7, 8, 9, 10, 11, 12]
    assert facts.numbers["tenure_months"][:, 1].tolist() == list(range(12))


def test_a_column_of_people_names_other_personas() -> None:
    plan = plan_with(wang={"manager_id": ["li"] * 6 + ["zhou"] * 6}, li={"manager_id": ""}, zhou={})
    facts = persona_facts(plan)
    managers = facts.people["manager_id"]
    assert facts.employees == ("li", "wang", "zhou")
    assert managers[:, 1].tolist() == [0] * 6 + [2] * 6
    assert (managers[:, [0, 2]] == -1).all()


def test_all_personas_absent_at_the_ends_of_the_year_shorten_it() -> None:
    facts = persona_facts(plan_with(li={"absent": [1, 12]}, wu={"absent": [1, 2, 11, 12]}))
    assert facts.month_texts()[0] == "2026-02"
    assert facts.month_texts()[-1] == "2026-11"


def test_personas_are_what_a_file_of_their_rows_is(tmp_path: Path) -> None:
    for plan_id in ("key-account-operations", "service-centre-pool", "key-account-seller"):
        plan = engine.load_plan(plan_id)
        facts = persona_facts(plan)
        file = tmp_path / f"{plan_id}.csv"
        csv.write_csv(facts_table(facts), file)
        read = engine.read_facts(file, plan)
        assert read.employees == facts.employees
        assert read.key == facts.key


def test_unusual_figures_are_warned_of_and_used() -> None:
    document = plan_of({"pay_line": "score"}, facts={"score": {"kind": "score", "range": [0, 100]}})
    document["personas"] = {
        "li": {"name": LABEL, "story": LABEL, "facts": {"score": [50] * 11 + [101]}}
    }
    plan = load(document)
    facts = persona_facts(plan)
    [warning] = facts.warnings
    assert (warning.key, warning.file, warning.line) == ("out_of_range", "small.yaml", None)
    assert "li" in warning.sentence("en") and "2026-12" in warning.sentence("zh")
    assert facts.numbers["score"][11, 0] == 101


def test_a_plan_without_personas_has_no_such_facts() -> None:
    with pytest.raises(Refused) as refused:
        persona_facts(plan_with())
    [problem] = refused.value.problems
    assert problem.key == "no_personas"
    assert all(problem.sentence(language) for language in LANGUAGES)


def test_the_figures_of_absent_months_change_nothing() -> None:
    sales = np.arange(12.0)
    one = persona_facts(plan_with(li={"absent": [1, 2], "sales": [None, "-", *sales[2:]]}, wu={}))
    other = persona_facts(plan_with(li={"absent": [1, 2], "sales": [*sales]}, wu={}))
    assert one.key == other.key
