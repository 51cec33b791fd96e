"""Faults planted into what was paid are found and named, with what they explain, and no others."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import Facts, Plan, evaluate
from engine.analysis import Reconciliation, reconcile
from engine.facts import category
from engine.plan import apply
from tests.small_plan import small_plan

Yuan = NDArray[np.float64]

PEOPLE, MONTHS = 24, 8
FIRST = 2026 * 12
GRADES = ("junior", "senior", "principal")
RAISED = {"junior": 3000, "senior": 5500, "principal": 8000}
UNIT = {"of": {"en": "Attainment", "zh": "达成率"}, "of_unit": "share"}


@cache
def plan() -> Plan:
    """Base pay by grade, a commission from a threshold on, and an award by steps."""
    return small_plan(
        {
            "base_pay": "base[grade]",
            "earned": "rate * sales if sales / quota >= threshold else 0",
            "award": "step(ladder, sales / quota)",
        },
        {
            "rate": {"value": 0.02, "unit": "share"},
            "threshold": {"value": 0.8, "unit": "share"},
            "base": {"table": {"junior": 3000, "senior": 5000, "principal": 8000}, "by": "grade"},
            "ladder": {"steps": [[0, 0], [0.8, 200], [1.0, 500], [1.2, 900]], **UNIT},
        },
        {
            "sales": {"kind": "money"},
            "quota": {"kind": "money", "above": 0},
            "grade": {"kind": "category", "values": list(GRADES)},
        },
    )


@cache
def facts() -> Facts:
    """Eight juniors, seniors and principals each, with results around 95 % of their quotas."""
    draw = random.Random(7)
    shape = (MONTHS, PEOPLE)
    quota = np.array([[draw.choice((50e3, 60e3, 80e3)) for _ in range(PEOPLE)] for _ in range(8)])
    results = [[max(0.0, draw.gauss(0.95, 0.25)) for _ in range(PEOPLE)] for _ in range(MONTHS)]
    return Facts(
        FIRST,
        tuple(f"e{i:02d}" for i in range(PEOPLE)),
        np.ones(shape, dtype=np.bool_),
        {"sales": np.round(quota * np.array(results), 2), "quota": quota},
        {"grade": category(GRADES, np.broadcast_to(np.arange(PEOPLE) % 3, shape).copy())},
    )


def pay(values: Mapping[str, Any] | None = None, of: Facts | None = None) -> Yuan:
    """What the plan pays, yuan by month and person, with other figures or for other people."""
    other = plan().with_values(values or {})
    return evaluate(other, of or facts()).amounts("gross_pay") / 100


def against(paid: Yuan, **options: Any) -> Reconciliation:
    """The plan against what was paid."""
    year = replace(facts(), further={"paid": np.round(paid, 2)})
    return reconcile(plan(), year, {"gross_pay": "paid"}, **options)


def test_what_agrees_raises_no_suspect() -> None:
    found = against(pay())
    assert (found.to_the_fen, found.suspects, found.stopped) == (1, (), False)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"threshold": 0.85}, "parameter:threshold=0.85"),
        ({"threshold": 0.725}, "parameter:threshold=0.725"),
        ({"rate": 0.025}, "parameter:rate=0.025"),
        ({"rate": 0.0215}, "parameter:rate=0.0215"),
        ({"base": RAISED}, "parameter:base.senior.value=5500"),
        (
            {"ladder": [[0, 0], [0.8, 200], [1.0, 600], [1.2, 900]]},
            "parameter:ladder.2.value=600",
        ),
        ({"ladder": [[0, 0], [0.8, 200], [1.0, 500], [1.1, 900]]}, "parameter:ladder.3.from=1.1"),
    ],
)
def test_another_figure_is_found_exactly(values: dict[str, Any], named: str) -> None:
    paid = pay(values)
    wrong = int((paid != pay()).sum())
    found = against(paid)
    [suspect] = found.suspects
    assert (suspect.id, suspect.explains, suspect.of, suspect.breaks) == (named, wrong, wrong, 0)
    assert dict(suspect.values) == values
    # Run again with its edits, everything agrees.
    year = replace(facts(), further={"paid": paid})
    assert reconcile(apply(suspect.edits, plan()), year, {"gross_pay": "paid"}).to_the_fen == 1


def test_figures_that_explain_the_same_are_told_as_well() -> None:
    [suspect] = against(pay({"threshold": 0.85})).suspects
    low, high = (values["threshold"] for values in suspect.also)
    assert low < 0.85 < high
    for threshold in (low, high):
        assert (pay({"threshold": threshold}) == pay({"threshold": 0.85})).all()
    assert "The same is explained" in suspect.text["en"] and "同样" in suspect.text["zh"]


def test_people_paid_by_another_plan_are_named() -> None:
    other = small_plan({"pay": "sales * 0.1"}, {}, {"sales": {"kind": "money"}})
    paid = pay()
    paid[:, 4] = np.round(facts().numbers["sales"][:, 4] * 0.1 + 1e-9, 2)
    [suspect] = against(paid, plans=[other]).suspects
    assert (suspect.kind, suspect.people, suspect.explains) == ("plan", ("e04",), MONTHS)


def test_two_figures_are_found_one_after_the_other() -> None:
    paid = pay({"rate": 0.025, "base": RAISED})
    seniors = int((np.arange(PEOPLE) % 3 == 1).sum()) * MONTHS
    first, second = against(paid).suspects
    open_ = int((paid != pay()).sum())
    assert (first.id, first.explains, first.of) == (
        "parameter:rate=0.025",
        open_ - seniors,
        open_,
    )
    assert (second.id, second.explains) == ("parameter:base.senior.value=5500", seniors)


def test_two_figures_of_which_neither_explains_anything_alone() -> None:
    raised = {"junior": 3300, "senior": 5500, "principal": 8800}
    found = against(pay({"rate": 0.025, "base": raised}))
    first = found.suspects[0]
    assert (first.kind, first.values["rate"]) == ("pair", 0.025)
    assert sum(s.explains for s in found.suspects) == PEOPLE * MONTHS


def test_a_figure_in_force_from_some_month_on() -> None:
    paid = pay()
    paid[4:] = pay({"rate": 0.025})[4:]
    [suspect] = against(paid).suspects
    assert suspect.id == "parameter:rate=0.025;months=2026-05..2026-08"
    assert suspect.months == (FIRST + 4, FIRST + 7)
    assert suspect.explains == int((paid != pay()).sum())
    assert "May–Aug 2026" in suspect.text["en"]
    # Its edits pay 2.5 % from May on and leave the months before as they are.
    edited = apply(suspect.edits, plan())
    assert (evaluate(edited, facts()).amounts("gross_pay") == np.rint(paid * 100)).all()
    assert edited.parameters["rate_2"].label["en"] == "Label in May–Aug 2026"


def test_a_table_in_force_for_one_group() -> None:
    ladder = [[0, 0], [0.8, 200], [1.0, 600], [1.2, 900]]
    paid = pay()
    paid[:, 1::3] = pay({"ladder": ladder})[:, 1::3]
    [suspect] = against(paid).suspects
    assert suspect.id == "parameter:ladder.2.value=600;grade=senior"
    edited = apply(suspect.edits, plan())
    assert (evaluate(edited, facts()).amounts("gross_pay") == np.rint(paid * 100)).all()


def test_what_no_edits_of_the_plan_can_say_has_none() -> None:
    """Months before those in which a figure holds count in its sum; a January of two years."""
    figures, columns = {"rate": {"value": 0.02, "unit": "share"}}, {"sales": {"kind": "money"}}
    of_sum = small_plan({"bonus": "rate * year_sum(sales)"}, figures, columns)
    summed = small_plan(
        {"earned": {"measure": "rate * sales"}, "bonus": "year_sum(earned)"}, figures, columns
    )
    longer = replace(
        facts(),
        present=np.tile(facts().present, (2, 1)),
        numbers={name: np.tile(x, (2, 1)) for name, x in facts().numbers.items()},
        categories={},
    )
    flat = small_plan({"bonus": "rate * sales"}, figures, columns)
    for tested, of, has_edits in (
        (of_sum, facts(), True),
        (summed, facts(), False),
        (flat, longer, False),
    ):
        paid = evaluate(tested, of).amounts("gross_pay") / 100
        raised = tested.with_values({"rate": 0.025})
        paid[4:] = evaluate(raised, of).amounts("gross_pay")[4:] / 100
        found = reconcile(tested, replace(of, further={"paid": paid}), {"gross_pay": "paid"})
        assert found.suspects[0].id.startswith("parameter:rate=0.025;months=2026-05..")
        assert bool(found.suspects[0].edits) is has_edits


def _later(paid: Yuan) -> Yuan:
    return np.concatenate([paid[:1], paid[:-1]])


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (np.floor, "rounding:yuan_down"),
        (lambda paid: np.floor(paid / 10) * 10, "rounding:ten_down"),
        (_later, "shift:later"),
        (lambda paid: np.concatenate([paid[1:], paid[-1:]]), "shift:earlier"),
        (lambda paid: np.minimum(paid, 9000), "cap:gross_pay=900000"),
        (lambda paid: np.maximum(paid, 4500), "floor:gross_pay=450000"),
    ],
)
def test_a_habit_is_found(fault: Callable[[Yuan], Yuan], named: str) -> None:
    paid = fault(pay())
    [suspect] = against(paid).suspects
    assert suspect.id == named
    assert suspect.explains == suspect.of == int((paid != pay()).sum())


def test_a_habit_of_one_line_is_found_though_only_gross_pay_is_known() -> None:
    found = evaluate(plan(), facts())
    base, earned, award = (found.amounts(x) / 100 for x in ("base_pay", "earned", "award"))
    [capped] = against(base + np.minimum(earned, 1100) + award).suspects
    assert (capped.id, capped.explains) == ("cap:earned=110000", int((earned > 1100).sum()))
    [cut] = against(base + np.round(earned * 0.8 + 1e-9, 2) + award).suspects
    assert (cut.id, cut.explains) == ("ratio:earned=0.8", int((earned > 0).sum()))
    late = np.concatenate([earned[:1], earned[:-1]])
    [shifted] = against(base + late + award).suspects
    assert (shifted.id, shifted.explains) == ("shift:later,earned", int((late != earned).sum()))


def test_people_paid_as_another_grade_are_named() -> None:
    codes = np.array(facts().categories["grade"].codes)
    codes[:, [3, 7]] = 2
    as_principals = replace(facts(), categories={"grade": category(GRADES, codes)})
    [suspect] = against(pay(of=as_principals)).suspects
    assert (suspect.id, suspect.people) == (
        "category:grade=principal;people=e03,e07",
        ("e03", "e07"),
    )
    assert suspect.explains == 2 * MONTHS


def test_somebody_is_told_by_the_id_not_by_a_name() -> None:
    paid = pay()
    paid[:, 4] = pay({"rate": 0.025})[:, 4]
    names = tuple(f"name {i}" for i in range(PEOPLE))
    codes = np.broadcast_to(np.arange(PEOPLE), paid.shape).copy()
    named = {**facts().categories, "name": category(names, codes)}
    year = replace(facts(), categories=named, further={"paid": np.round(paid, 2)})
    found = reconcile(plan(), year, {"gross_pay": "paid"})
    assert "name" not in found.groupings
    text = found.suspects[0].text["en"]
    assert " of e04" in text and "where name" not in text


def test_part_months_go_by_the_days_of_a_column() -> None:
    days = np.full((MONTHS, PEOPLE), 22.0)
    days[2, 5:12] = [1, 4, 10, 15, 18, 20, 21]
    paid = np.round(pay() * days / 22 + 1e-9, 2)
    year = replace(facts(), further={"paid": paid, "days": days, "due": np.full_like(days, 22.0)})
    found = reconcile(plan(), year, {"gross_pay": "paid"})
    [suspect] = found.suspects
    assert (suspect.kind, suspect.explains) == ("proration", 7)
    assert suspect.id.startswith("proration:days/")


def test_manual_amounts_and_pay_moved_between_months_are_told() -> None:
    paid = pay()
    for month, person, amount in ((1, 2, 500), (3, 9, 500), (6, 20, 1000), (2, 11, -500)):
        paid[month, person] += amount
    paid[3, 15] -= 123.45
    paid[4, 15] += 123.45
    moved, manual = against(paid).suspects
    assert (moved.id, moved.explains, moved.people) == ("moved:next", 2, ("e15",))
    assert (manual.kind, manual.explains, manual.of) == ("round_amount", 4, 4)
    assert "+¥500.00 × 2" in manual.text["en"] and "−¥500.00" in manual.text["en"]
    assert "手工" in manual.text["zh"]


def test_each_later_suspect_explains_what_is_left() -> None:
    paid = np.floor(pay({"threshold": 0.9}))
    for month, person in ((1, 2), (3, 9), (6, 20)):
        paid[month, person] += 500
    kinds = [(s.kind, s.id.split(";")[0]) for s in against(paid).suspects]
    assert kinds == [
        ("rounding", "rounding:yuan_down"),
        ("parameter", "parameter:threshold=0.9"),
        ("round_amount", "round_amount:50000"),
    ]


def test_another_figure_is_found_beneath_rounding() -> None:
    paid = np.floor(pay({"rate": 0.0235}))
    found = against(paid)
    assert sum(s.explains for s in found.suspects) == int((paid != pay()).sum())
    kinds = {s.kind for s in found.suspects}
    assert kinds <= {"rounded_figure", "rounding", "parameter"}
    assert {"rate": 0.0235} in [dict(s.values) for s in found.suspects]


def test_chance_raises_no_suspect() -> None:
    draw = random.Random(4)
    paid = pay()
    for place in draw.sample(range(MONTHS * PEOPLE), 40):
        paid[place % MONTHS, place // MONTHS] += round(draw.uniform(-300, 300), 2)
    assert against(paid).suspects == ()


def test_a_search_that_ends_early_says_so() -> None:
    paid = pay({"threshold": 0.85})
    assert against(paid, evaluations=5).stopped
    unsought = against(paid, evaluations=0)
    assert (unsought.suspects, unsought.stopped) == ((), False)


def test_a_suspect_is_accepted_with_what_it_explains() -> None:
    paid = pay({"rate": 0.025})
    paid[0, 0] += 77.77
    found = against(paid)
    one = found.accept("rate decided in June", suspect="parameter:rate=0.025")
    after = against(paid, accepted=[one])
    assert after.open_amount == abs(round((paid[0, 0] - pay()[0, 0]) * 100))
    assert against(pay({"rate": 0.03}), accepted=[one]).notes[-1].key == "accepted_nothing"
