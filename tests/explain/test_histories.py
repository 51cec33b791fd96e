"""What statements say of states carried on, month after month, on people drawn at random.

Read from the statements alone: each month's movements lead from the state of the months before to
what is paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.explain import Step, explain
from tests.small_plan import small_plan

PEOPLE, MONTHS = 15, 12
GRADES = ["junior", "senior", "principal"]
FACTS = {
    "collected": {"kind": "money"},
    "target": {"kind": "money"},
    "is_new": {"kind": "flag"},
    "received": {"kind": "count"},
    "grade": {"kind": "category", "values": {g: {"en": g.title(), "zh": g} for g in GRADES}},
    "weak": {"kind": "flag"},
}
LINES = {
    "ledger": {
        "working": "carry_over(receipts=collected, target=target, base_share=0.5,"
        " no_carry_above=3000, exempt=is_new == 1)"
    },
    "pay": "ledger.bonus_base",
    "gifts": {"working": "expiring_balance(received, price=5, months=3)"},
    "prizes": "gifts.prizes * 10",
    "career": {
        "working": "career_ladder(start=grade, review=calendar_month in (2, 4, 6, 8, 10),"
        " promote=weak == 0, min_months=months_needed, demote=weak == 1, demote_rows=weak_rows,"
        " raise_one=0.1)"
    },
    "base": "1000 * career.pay_factor",
}
PARAMETERS = {
    "months_needed": {"table": {"junior": 2, "senior": 3}, "by": "grade"},
    "weak_rows": {"table": {"senior": 2, "principal": 3}, "by": "grade"},
}


def drawn(seed: int) -> str:
    """A table of people: new starters, gaps in service, returns (negative receipts)."""
    random = np.random.default_rng(seed)
    rows = [f"employee_id,month,{','.join(FACTS)}"]
    for person in range(PEOPLE):
        starts = int(random.integers(0, 6))
        grade = random.choice(GRADES)
        for month in range(starts, MONTHS):
            if month > starts and random.random() < 0.15:
                continue
            collected = int(random.integers(-4, 36)) * 100
            target = int(random.integers(8, 21)) * 100
            new = int(month < starts + 2 and person % 3 == 0)
            received, weak = int(random.integers(0, 8)), int(random.random() < 0.5)
            facts = (collected, target, new, received, grade, weak)
            rows.append(f"p{person:02},2026-{month + 1:02},{','.join(map(str, facts))}")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module", params=[1, 2])
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Month]]:
    """Everybody's months in turn."""
    file = tmp_path_factory.mktemp("people") / "facts.csv"
    file.write_text(drawn(request.param), encoding="utf-8")
    return told(file)


class Month:
    """One month of one person: what its statement says of a line, by the keys of its entries."""

    def __init__(self, statement: engine.Statement, fact: Mapping[str, float | str]) -> None:
        self.name, self.gross, self.fact = statement.month, statement.gross, fact
        self.steps = {step.function: step for step in statement.steps() if step.function}
        self.amounts = {line.id: (line.amount or 0) / 100 for line in statement.lines}

    def entries(self, function: str) -> dict[str, Step]:
        """The entries of a function's step, in their order."""
        below = self.steps[function].children
        return {step.id.split(" ", 1)[1]: step for step in below if step.kind == "entry"}

    def numbers(self, function: str) -> dict[str, float]:
        """Their numbers."""
        return {key: float(step.number) for key, step in self.entries(function).items()}


@cache
def told(file: Path) -> Mapping[str, list[Month]]:
    plan = small_plan(LINES, PARAMETERS, FACTS)
    facts = engine.read_facts(file, plan)
    payouts = engine.evaluate(plan, facts)
    found: dict[str, list[Month]] = {}
    for position, employee in enumerate(facts.employees):
        found[employee] = []
        for row, month in enumerate(facts.month_texts()):
            if facts.present[row, position]:
                statement = explain(plan, facts, employee, month)
                assert statement.check()
                for line in statement.lines:
                    assert line.amount == int(payouts.amounts(line.id)[row, position])
                fact = {step.id: step.number for step in statement.facts}
                found[employee].append(Month(statement, fact))
    return found


def test_a_ledger_leads_from_month_to_month(people: Mapping[str, list[Month]]) -> None:
    made_up = 0
    for months in people.values():
        carried, open_, bases = 0.0, dict[str, float](), dict[str, float]()
        for month in months:
            said = month.numbers("carry_over")
            fillings = {k: v for k, v in said.items() if k.startswith("filled ")}
            counted = float(month.fact["collected"]) + carried
            assert said["opening"] == carried
            assert said["counted"] == pytest.approx(counted)
            assert said["base"] == float(month.fact["target"]) / 2
            assert said.get("open_before", 0) == pytest.approx(sum(open_.values()))
            free = said.get("free", 0.0)
            released = 0.0
            if fillings:  # one for each open shortfall, the oldest first
                assert list(fillings) == list(open_)
            for key, filled in fillings.items():
                assert filled == pytest.approx(min(free, open_[key]))
                free -= filled
                open_[key] -= filled
                if open_[key] <= 1e-9:
                    released += bases[key]
                    made_up += 1
                    del open_[key]
            if "gap" in said:
                assert said["gap"] == pytest.approx(said["base"] - counted)
                own = f"filled {int(month.name[-2:]) - int(first_month(people)[-2:])}"
                open_[own], bases[own] = said["gap"], said["base"]
                assert said["bonus_base"] == 0
            elif month.fact["is_new"]:
                assert said["bonus_base"] == pytest.approx(counted)
            else:
                assert said["bonus_base"] + said["carry"] == pytest.approx(
                    said["base"] + free + released
                )
            assert said["open"] == pytest.approx(sum(open_.values()))
            assert month.amounts["pay"] == pytest.approx(said["bonus_base"])
            carried = said["carry"]
    assert made_up > 10


def first_month(people: Mapping[str, list[Month]]) -> str:
    """The first month of the facts."""
    return min(months[0].name for months in people.values())


def test_a_balance_leads_from_month_to_month(people: Mapping[str, list[Month]]) -> None:
    spent = expired = 0
    for months in people.values():
        left, lots = 0.0, dict[int, float]()
        for month in months:
            said = month.numbers("expiring_balance")
            row = int(month.name[-2:]) - int(first_month(people)[-2:])
            gone = sum(rest for then, rest in lots.items() if then <= row - 3)
            lots = {then: rest for then, rest in lots.items() if then > row - 3}
            lots[row] = float(month.fact["received"])
            assert said["opening"] == left
            assert said.get("expired", 0) == gone
            assert said["full"] == left - gone + lots[row] == sum(lots.values())
            assert said["spent"] == said["full"] // 5 * 5
            owed = said["spent"]
            for then in sorted(lots):  # the oldest first
                taken = min(lots[then], owed)
                lots[then] -= taken
                owed -= taken
            told = {k: v for k, v in said.items() if k.startswith("left of ")}
            assert told == {f"left of {then}": rest for then, rest in lots.items() if rest}
            assert said["left"] == said["full"] - said["spent"]
            assert month.amounts["prizes"] == said["spent"] / 5 * 10
            left = said["left"]
            spent, expired = spent + int(said["spent"]), expired + int(gone)
    assert spent > 100 and expired > 2


def test_a_career_leads_from_month_to_month(people: Mapping[str, list[Month]]) -> None:
    up = down = 0
    for months in people.values():
        weak, grade, factor = 0, str(months[0].fact["grade"]), 1.0
        grades = [grade]
        for month in months:
            step, said = month.steps["career_ladder"], month.entries("career_ladder")
            weak = weak + 1 if month.fact["weak"] else 0
            if "low" in said:
                assert said["low"].number == weak
            history = [e.value["en"].lower() for key, e in said.items() if key.startswith("since ")]
            assert history == grades
            assert step.value["en"].lower() == grade
            assert step.number == pytest.approx(factor)
            assert month.amounts["base"] == pytest.approx(1000 * factor, abs=0.005)
            sentence = step.sentence["en"]
            if "promotion met" in sentence:
                assert not month.fact["weak"]
                grade, factor, up = GRADES[GRADES.index(grade) + 1], factor * 1.1, up + 1
            elif "too many consecutive months" in sentence:
                assert weak >= {"senior": 2, "principal": 3}[grade]
                grade, factor, down = GRADES[GRADES.index(grade) - 1], factor / 1.1, down + 1
            if grade != grades[-1]:
                grades.append(grade)
    assert up > 4 and down > 2
