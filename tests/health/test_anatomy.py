"""What the health check reads from formulas: what is a result, what is fixed, what caps."""

from __future__ import annotations

import pytest

import engine
from engine.health.anatomy import Anatomy, Cap
from engine.health.caps import binding, lifted
from tests.health.situations import CAPPED, attaining, plan


def roles(plan_: engine.Plan) -> dict[str, str]:
    return dict(Anatomy(plan_).roles)


def fixed(plan_: engine.Plan) -> set[str]:
    varies = Anatomy(plan_).varies(frozenset(Anatomy(plan_).rating_keys))
    return {line.id for line in plan_.pay_lines} - set(varies)


def test_what_a_result_is_divided_by_is_a_goal() -> None:
    assert roles(plan({"bonus": "1000 * ratio(sales, quota)"})) == {
        "sales": "result",
        "quota": "goal",
    }


def test_what_divides_a_figure_is_a_result() -> None:
    """The fewer hours, the better: target / actual."""
    assert roles(plan({"bonus": "100 * ratio(5, calls)"}, curve=False)) == {"calls": "result"}


def test_pay_for_time_is_fixed() -> None:
    rate = {"rate": {"value": 200, "unit": "CNY/day"}}
    by_day = plan({"base": "rate * calls", "bonus": "0.1 * sales"}, rate, curve=False)
    assert roles(by_day)["calls"] == "standing"
    assert fixed(by_day) == {"base"}
    assert Anatomy(by_day).time_paid


def test_pay_somebody_has_already_is_fixed() -> None:
    assert fixed(plan({"base": "monthly_pay", "bonus": "0.1 * sales"})) == {"base"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("service-seller", {"base_pay"}),
        ("points-pay", {"base_pay"}),
        (
            "service-pay-bands",
            {
                "base_pay",
                "meal_allowance",
                "communication_allowance",
                "festival_gift",
                "health_check",
            },
        ),
        ("key-account-seller", {"fixed_pay"}),
        ("job-bands", {"base_pay", "band_adjustment"}),
        ("department-pool", {"base_pay"}),
    ],
)
def test_fixed_lines_of_the_catalogue(name: str, expected: set[str]) -> None:
    assert fixed(engine.load_plan(name)) == expected


def test_caps_are_lifted_and_nothing_else_changes() -> None:
    people = attaining(0.5, 1.5)(CAPPED)
    caps = binding(CAPPED, Anatomy(CAPPED).caps)
    assert [cap.parameter for cap in caps] == ["top"]
    before = engine.evaluate(CAPPED, people).pay_by_person[:2]
    after = engine.evaluate(lifted(CAPPED, caps, engine.Memory()), people).pay_by_person[:2]
    assert before.tolist() == [12 * 4500, 12 * 5000]
    assert after.tolist() == [12 * 4500, 12 * 5500]


def own_caps(plan_: engine.Plan) -> list[Cap]:
    """The caps of lines in which nobody's pay depends on others."""
    anatomy = Anatomy(plan_)
    return [cap for cap in binding(plan_, anatomy.caps) if cap.x.line not in anatomy.coupled]


CAPPING = [name for name in engine.catalogue() if own_caps(engine.load_plan(name))]


@pytest.mark.parametrize("name", CAPPING)
def test_lifting_caps_never_lowers_pay_of_the_catalogue(name: str) -> None:
    plan_ = engine.load_plan(name)
    people = engine.persona_facts(plan_)
    before = engine.evaluate(plan_, people).pay_by_person
    freed = lifted(plan_, own_caps(plan_), engine.Memory())
    assert (engine.evaluate(freed, people).pay_by_person >= before - 0.005).all()
