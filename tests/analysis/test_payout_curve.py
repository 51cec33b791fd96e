"""The payout curve, worked by hand: who stands on it, where the others stand, what is paid."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import (
    Facts,
    Memory,
    PayoutCurve,
    Plan,
    load_plan,
    load_workforce,
    payout_curve,
    read_facts,
    simulate,
    workforces,
)
from engine.analysis import driver_by_person, is_quick_curve
from engine.facts import category
from engine.formula import exact
from tests.small_plan import LABEL, load, plan_of

GROUND = importlib.import_module("engine.analysis.curve_ground")

COLUMNS: dict[str, Any] = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money"},
    "shifts": {"kind": "count"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
    "region": {"kind": "category", "values": ["north", "south"]},
    "team": {"kind": "group"},
    "mentor": {"kind": "person"},
}
ATTAINED = {"move": "sales", "against": "quota", "from": 0, "to": 1.6, "label": LABEL}
SOLD = {"move": "sales", "from": 0, "to": 1600, "label": LABEL}


def plan_with(
    lines: dict[str, Any],
    curve: dict[str, Any] | None,
    parameters: dict[str, Any] | None = None,
    columns: str = "sales quota grade",
) -> Plan:
    known = {name: COLUMNS[name] for name in columns.split()}
    document = plan_of(lines, parameters or {}, known)
    return load({**document, "curve": curve} if curve else document)


def facts_of(plan: Plan, sheet: str, folder: Path) -> Facts:
    file = folder / "facts.csv"
    file.write_text("\n".join(line.strip() for line in sheet.strip().splitlines()) + "\n")
    return read_facts(file, plan)


def at(found: PayoutCurve | None, *places: float) -> list[float]:
    """What is paid a month at these places of x."""
    assert found is not None
    pay = dict(zip(found.x.round(9).tolist(), found.pay.tolist(), strict=True))
    return [pay[place] for place in places]


THREE = """
    employee_id,month,sales,quota,grade
    ann,2026-03,500,1000,junior
    ann,2026-04,700,1000,senior
    bob,2026-03,900,3000,senior
    bob,2026-04,1100,3000,senior
    cho,2026-04,2000,0,junior
"""
BASE_AND_STEP = {
    "base": {"pay": "base_by_grade[grade]"},
    "bonus": {"pay": "quota * step(rates, ratio(sales, quota))"},
}
FIGURES = {
    "base_by_grade": {"table": {"junior": 3000, "senior": 5000}, "by": "grade"},
    "rates": {"steps": [[0.5, 0.1], [1.0, 0.25]]},
}


def test_a_plan_without_a_driver_has_no_curve(tmp_path: Path) -> None:
    plan = plan_with(BASE_AND_STEP, None, FIGURES)
    assert payout_curve(plan, facts_of(plan, THREE, tmp_path)) is None


def test_without_people_there_is_no_curve(tmp_path: Path) -> None:
    plan = plan_with(BASE_AND_STEP, ATTAINED, FIGURES)
    assert payout_curve(plan, facts_of(plan, THREE, tmp_path).take([])) is None


def test_the_typical_person_has_median_figures_and_the_most_frequent_categories(
    tmp_path: Path,
) -> None:
    plan = plan_with(BASE_AND_STEP, ATTAINED, FIGURES)
    found = payout_curve(plan, facts_of(plan, THREE, tmp_path))
    assert found is not None
    # Three of the five rows are senior. Quotas: 0, 1000, 1000, 3000, 3000.
    assert dict(found.who) == {"grade": "senior"} and found.person == ""
    # 161 points a hundredth apart: 5000 base, a tenth of 1000 from a half, a quarter from one.
    assert found.x.tolist() == pytest.approx([place / 100 for place in range(161)])
    assert at(found, 0, 0.49, 0.5, 0.99, 1.0, 1.6) == [5000, 5000, 5100, 5100, 5250, 5250]


@pytest.mark.parametrize("said_by", ["the caller", "the plan"])
def test_a_category_chosen_narrows_the_medians(tmp_path: Path, said_by: str) -> None:
    who = {"grade": "junior"}
    curve = {**ATTAINED, "who": who} if said_by == "the plan" else ATTAINED
    plan = plan_with(BASE_AND_STEP, curve, FIGURES)
    facts = facts_of(plan, THREE.replace("2000,0,", "2000,400,"), tmp_path)
    found = payout_curve(plan, facts, who if said_by == "the caller" else None)
    assert found is not None and dict(found.who) == who
    # Quotas of the two junior rows: 1000 and 400.
    assert at(found, 0.4, 0.5, 1.0) == [3000, 3000 + 70, 3000 + 175]


def test_the_caller_has_the_last_word_on_who_it_is(tmp_path: Path) -> None:
    plan = plan_with(BASE_AND_STEP, {**ATTAINED, "who": {"grade": "junior"}}, FIGURES)
    found = payout_curve(plan, facts_of(plan, THREE, tmp_path), {"grade": "senior"})
    assert found is not None and dict(found.who) == {"grade": "senior"}


def test_a_combination_that_nobody_has_leaves_the_figures_of_the_first_choice(
    tmp_path: Path,
) -> None:
    sheet = """
        employee_id,month,sales,grade,region
        ann,2026-01,100,junior,north
        bob,2026-01,300,senior,south
        cho,2026-01,500,senior,south
    """
    plan = plan_with({"bonus": "sales"}, SOLD, columns="sales grade region")
    facts = facts_of(plan, sheet, tmp_path)
    found = payout_curve(plan, facts, {"grade": "junior", "region": "south"})
    assert found is not None and dict(found.who) == {"grade": "junior", "region": "south"}
    unknown = payout_curve(plan, facts, {"grade": "chief"})
    assert unknown is not None and dict(unknown.who) == {"grade": "senior", "region": "south"}


@pytest.mark.parametrize(("shifts", "paid"), [((1, 2), 200), ((1, 1, 2), 100), ((3, 4), 400)])
def test_what_is_counted_stays_whole(tmp_path: Path, shifts: tuple[int, ...], paid: float) -> None:
    plan = plan_with({"pay_": "shifts * 100"}, SOLD, columns="sales shifts")
    rows = "\n".join(f"p{place},2026-01,0,{count}" for place, count in enumerate(shifts))
    facts = facts_of(plan, f"employee_id,month,sales,shifts\n{rows}", tmp_path)
    # A half rounds to the even neighbour.
    assert at(payout_curve(plan, facts), 0) == [paid]


def test_the_curve_runs_through_one_calendar_year(tmp_path: Path) -> None:
    lines = {
        "monthly": "sales * 0.1",
        "quarterly": {"pay": "30 if quarter_sum(sales) >= 600 else 0", "every": "quarter"},
        "yearly": {"pay": "count * 12", "every": "year"},
        "count": {"measure": "year_sum(1)", "every": "year"},
    }
    plan = plan_with(lines, SOLD, columns="sales")
    facts = facts_of(plan, "employee_id,month,sales\nann,2026-05,70", tmp_path)
    # A month: a tenth of sales, 4 × 30 in twelve months from 3 × 200 a quarter on, 12 × 12 ÷ 12.
    assert at(payout_curve(plan, facts), 0, 190, 200) == [12, 19 + 12, 20 + 10 + 12]


def test_slopes_are_those_to_the_right(tmp_path: Path) -> None:
    rates = {"rates": {"tiers": [[0, 0.1], [800, 0.3]]}}
    plan = plan_with({"bonus": "tiers(rates, sales)"}, SOLD, rates, "sales")
    found = payout_curve(plan, facts_of(plan, "employee_id,month,sales\nann,2026-01,1", tmp_path))
    assert found is not None
    # Ten yuan of sales between points: 1 yuan more below 800, 3 from there on.
    assert found.slope.size == found.x.size
    assert found.slope[[0, 79, 80, 159, 160]].tolist() == pytest.approx([0.1, 0.1, 0.3, 0.3, 0.3])


# -- where people stand ----------------------------------------------------------------------------


def test_people_stand_at_all_they_moved_over_all_they_were_asked(tmp_path: Path) -> None:
    plan = plan_with(BASE_AND_STEP, ATTAINED, FIGURES)
    assert plan.curve is not None
    # Ann 1200 of 2000, Bob 2000 of 6000, Cho 2000 of nothing.
    stand = driver_by_person(plan.curve, facts_of(plan, THREE, tmp_path))
    assert stand.tolist() == [0.6, 2000 / 6000, 0]


def test_months_without_a_goal_move_nobody(tmp_path: Path) -> None:
    plan = plan_with({"bonus": "sales * 0.1"}, ATTAINED, columns="sales quota")
    assert plan.curve is not None
    rows = "Ann,2026-01,900,0\nAnn,2026-02,500,1000\nAnn,2026-03,700,1000"
    facts = facts_of(plan, f"employee_id,month,sales,quota\n{rows}", tmp_path)
    assert driver_by_person(plan.curve, facts).tolist() == [0.6]


def test_people_stand_at_their_mean_month_in_service(tmp_path: Path) -> None:
    plan = plan_with(BASE_AND_STEP, SOLD, FIGURES)
    assert plan.curve is not None
    stand = driver_by_person(plan.curve, facts_of(plan, THREE, tmp_path))
    assert stand.tolist() == [600, 1000, 2000]


@pytest.mark.parametrize(
    ("curve", "stand", "moved"),
    [
        # x is that of three months together: as much again a month.
        ({**SOLD, "months": 3}, [1800, 3000, 6000], {300: 10, 1500: 50}),
        ({**ATTAINED, "months": 3, "to": 4.8}, [1.8, 1.0, 0], {0.3: 10, 1.5: 50}),
    ],
)
def test_x_may_span_several_months(
    tmp_path: Path, curve: dict[str, Any], stand: list[float], moved: dict[float, float]
) -> None:
    plan = plan_with({"bonus": "sales * 0.1"}, curve)
    facts = facts_of(plan, THREE, tmp_path)
    assert plan.curve is not None
    assert driver_by_person(plan.curve, facts).tolist() == pytest.approx(stand)
    # At x = 300 a month brings 100; at 0.3 of the quota of 1000, a tenth of it.
    found = payout_curve(plan, facts)
    assert at(found, *moved) == pytest.approx(list(moved.values()))


def test_density_counts_people_between_forty_edges(tmp_path: Path) -> None:
    plan = plan_with({"bonus": "sales"}, SOLD, columns="sales")
    # Bins are 40 yuan wide; an edge belongs to the bin above, the last one closes its own; who
    # stands beyond is not counted.
    sales = [0, 39.99, 40, 79, 80, 1599, 1600, 1601, 5000]
    rows = "\n".join(f"p{place},2026-01,{value}" for place, value in enumerate(sales))
    found = payout_curve(plan, facts_of(plan, f"employee_id,month,sales\n{rows}", tmp_path))
    assert found is not None
    assert found.edges.tolist() == [40.0 * edge for edge in range(41)]
    counted = {place: count for place, count in enumerate(found.density.tolist()) if count}
    assert counted == {0: 2, 1: 2, 2: 1, 39: 2}


# -- where pay depends on others -------------------------------------------------------------------

TEAMS = """
    employee_id,month,sales,quota,grade,team
    ann,2026-01,100,1000,junior,red
    bob,2026-01,300,1000,senior,red
    cho,2026-01,200,1000,junior,blue
    dan,2026-01,600,1000,junior,blue
    eve,2026-01,400,1000,senior,blue
    ann,2026-02,100,1000,junior,red
    bob,2026-02,300,1000,senior,red
    dan,2026-02,600,1000,senior,blue
    eve,2026-02,400,1000,senior,red
"""
POOL = {"share": "split(1000, sales, by=team)"}
ALL = "sales quota grade team"


def test_a_real_person_moves_while_the_others_stay(tmp_path: Path) -> None:
    plan = plan_with(POOL, SOLD, columns=ALL)
    found = payout_curve(plan, facts_of(plan, TEAMS, tmp_path))
    assert found is not None
    # Two months: Ann 100, Bob 300, Dan 600, Eve 400; of four the third, Eve, moves. Who she is
    # stands in her last month.
    assert found.person == "eve"
    assert dict(found.who) == {"grade": "senior", "team": "red"}
    assert found.x.tolist() == pytest.approx(np.linspace(0, 1600, 61).tolist(), abs=0.005)
    # At 400 she has 400 of 1200 in blue, then 400 of 800 in red.
    assert at(found, 0, 400) == pytest.approx([0, (1000 * 400 / 1200 + 500) / 2], abs=0.006)
    # 1600 of 2400, and 1600 of 2000.
    assert at(found, 1600) == pytest.approx([(1000 * 2 / 3 + 800) / 2], abs=0.006)


@pytest.mark.parametrize(
    ("who", "person"),
    [
        ({"grade": "senior"}, "eve"),  # by their last month Bob 300, Eve 400, Dan 600
        ({"grade": "junior"}, "ann"),
        ({"team": "blue"}, "dan"),
        ({"grade": "junior", "team": "blue"}, "ann"),  # nobody is both
        ({"grade": "chief"}, "eve"),
        ({"no_such_column": "x"}, "eve"),
    ],
)
def test_the_person_is_of_the_categories_chosen(
    tmp_path: Path, who: dict[str, str], person: str
) -> None:
    plan = plan_with(POOL, SOLD, columns=ALL)
    found = payout_curve(plan, facts_of(plan, TEAMS, tmp_path), who)
    assert found is not None and found.person == person


def test_who_somebody_is_is_who_they_were_last(tmp_path: Path) -> None:
    sheet = """
        employee_id,month,sales,grade,team
        ann,2026-01,100,senior,red
        ann,2026-02,100,junior,red
        bob,2026-01,200,junior,red
        bob,2026-02,200,senior,red
        cho,2026-02,300,junior,red
        cho,2026-03,300,senior,red
        dan,2026-03,900,junior,red
    """
    plan = plan_with(POOL, SOLD, columns="sales grade team")
    facts = facts_of(plan, sheet, tmp_path)
    # In March Ann and Bob are gone. Seniors are Bob and Cho, who sells more; junior is Ann, as Dan
    # was there for a month only.
    for grade, person in (("senior", "cho"), ("junior", "ann")):
        found = payout_curve(plan, facts, {"grade": grade})
        assert found is not None and found.person == person and found.who["grade"] == grade


def test_everyone_counts_where_nothing_parts_them(tmp_path: Path) -> None:
    plan = plan_with({"share": "split(1000, sales)"}, SOLD, columns=ALL)
    found = payout_curve(plan, facts_of(plan, TEAMS, tmp_path))
    assert found is not None and found.person == "eve"
    # The others sold 1200 in January (with Cho) and 1000 in February.
    assert at(found, 400) == pytest.approx([(1000 * 400 / 1600 + 1000 * 400 / 1400) / 2], abs=0.006)


def test_groups_of_several_functions_are_all_taken_along(tmp_path: Path) -> None:
    lines = {**POOL, "prize": "100 if rank(sales, by=grade) == 1 else 0"}
    plan = plan_with(lines, SOLD, columns=ALL)
    found = payout_curve(plan, facts_of(plan, TEAMS, tmp_path))
    assert found is not None and found.person == "eve"
    # Eve is first of the seniors in January from 300 on, in February, with Dan, from 600 on.
    shares = [1000 * x / (800 + x) + 1000 * x / (400 + x) for x in (400, 800)]
    prizes = [100, 200]
    right = [(a + b) / 2 for a, b in zip(shares, prizes, strict=True)]
    assert at(found, 400, 800) == pytest.approx(right, abs=0.006)


@pytest.mark.parametrize(("people", "points"), [(2, 61), (40, 25), (50, 20), (100, 13)])
def test_the_more_people_the_fewer_points(
    tmp_path: Path, people: int, points: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GROUND, "COUPLED_CELLS", 2000)
    plan = plan_with(POOL, SOLD, columns="sales team")
    rows = [
        f"p{place:03d},2026-0{month},{place},red" for place in range(people) for month in (1, 2)
    ]
    sheet = "\n".join(["employee_id,month,sales,team", *rows])
    found = payout_curve(plan, facts_of(plan, sheet, tmp_path))
    # 2000 cells ÷ (people × 2 months), never more than 61 nor fewer than 13.
    assert found is not None and found.x.size == points
    assert (found.x[0], found.x[-1]) == (0, 1600)


def test_only_the_own_group_counts_for_the_number_of_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GROUND, "COUPLED_CELLS", 1000)
    plan = plan_with(POOL, SOLD, columns="sales team")
    rows = [
        f"p{place:03d},2026-01,{place},{'red' if place < 40 else 'blue'}" for place in range(90)
    ]
    facts = facts_of(plan, "\n".join(["employee_id,month,sales,team", *rows]), tmp_path)
    # 1000 cells for 40 people in red, for 50 in blue.
    for team, points in (("red", 25), ("blue", 20)):
        found = payout_curve(plan, facts, {"team": team})
        assert found is not None and found.x.size == points


def test_who_is_away_does_not_move(tmp_path: Path) -> None:
    sheet = """
        employee_id,month,sales,team
        ann,2026-01,100,red
        bob,2026-01,500,red
        cho,2026-01,900,red
        cho,2026-03,100,red
        ann,2026-02,100,red
        bob,2026-02,500,red
        bob,2026-03,500,red
        ann,2026-04,100,red
    """
    plan = plan_with(POOL, SOLD, columns="sales team")
    found = payout_curve(plan, facts_of(plan, sheet, tmp_path))
    # Ann and Bob are there for three months, Bob sells more: he moves, and not in April.
    assert found is not None and found.person == "bob"
    shares = [1000 * 800 / 1800, 1000 * 800 / 900, 1000 * 800 / 900]
    assert at(found, 800) == pytest.approx([sum(shares) / 3], abs=0.006)


# -- what is remembered ----------------------------------------------------------------------------


def test_with_a_memory_moved_figures_and_moved_people_show(tmp_path: Path) -> None:
    memory = Memory()
    plan = plan_with(BASE_AND_STEP, ATTAINED, FIGURES)
    facts = facts_of(plan, THREE, tmp_path)
    first = payout_curve(plan, facts, memory=memory)
    assert at(first, 0.5) == [5100]
    dearer = plan.with_values({"rates": [[0.5, 0.2], [1.0, 0.25]]})
    assert at(payout_curve(dearer, facts, memory=memory), 0.5) == [5200]
    assert at(payout_curve(plan, facts, {"grade": "junior"}, memory), 0) == [3000]
    others = facts_of(plan, THREE.replace("1000,", "2000,"), tmp_path)
    assert at(payout_curve(plan, others, memory=memory), 0.5) == [5200]
    assert at(payout_curve(plan, facts, memory=memory), 0.5) == [5100]


@pytest.mark.parametrize(
    ("lines", "steps"), [(POOL, 2), ({"share": "split(total(sales), sales, by=team)"}, 61)]
)
def test_progress_runs_through_all_points(
    lines: dict[str, str], steps: int, tmp_path: Path
) -> None:
    plan = plan_with(lines, SOLD, columns=ALL)
    told: list[float] = []
    payout_curve(plan, facts_of(plan, TEAMS, tmp_path), progress=told.append)
    assert told == sorted(told) and told[-1] == 1
    assert len({round(share, 9) for share in told}) >= steps


@pytest.mark.parametrize(
    ("plan", "most"),
    [
        ("service-seller", None),
        ("service-kpi-360", None),  # ranks people by what the curve moves along
        ("department-pool", None),  # shares a pool once a year
        ("recognition", 100_000),  # every month weighs what each is ranked by in December
        ("service-centre-pool", 100_000),  # a surplus and a shortfall are shared every month
    ],
)
def test_a_curve_is_quick_where_little_is_worked_out_for_others(
    plan: str, most: int | None
) -> None:
    model = next(m for m in map(load_workforce, workforces()) if plan in m.plans)
    one = simulate(model, seed=1, employees=1, months=12)

    def among(people: int) -> bool:
        """Of so many of the same person."""
        shape = 12, people
        many = Facts(
            one.first,
            ("E",) * people,
            np.broadcast_to(one.present, shape),
            {name: np.broadcast_to(column, shape) for name, column in one.numbers.items()},
            {
                name: category(column.values, np.broadcast_to(column.codes, shape))
                for name, column in one.categories.items()
            },
            {name: np.broadcast_to(column, shape) for name, column in one.people.items()},
        )
        return is_quick_curve(load_plan(plan), many)

    assert among(most or 5_000_000)
    assert most is None or not among(10 * most)


def test_a_curve_that_is_not_there_is_not_quick() -> None:
    without = plan_with(BASE_AND_STEP, None, FIGURES)
    facts = Facts(2026 * 12, ("E",), np.ones((12, 1), dtype=np.bool_), {}, {}, {})
    assert not is_quick_curve(without, facts)
    assert not is_quick_curve(load_plan("service-seller"), facts.take([]))


def test_who_moves_among_others_has_figures_that_could_stand_in_a_file() -> None:
    """Whole calls, money to the fen; finer only where places lie closer."""
    many = {"service-centre-pool": (0, 1), "key-account-operations": (2, 2), "recognition": (0, 4)}
    for name, (decimals, at_most) in many.items():
        plan = load_plan(name)
        model = next(m for m in map(load_workforce, workforces()) if name in m.plans)
        facts = simulate(model, seed=1, employees=200, months=12)
        assert plan.curve is not None
        ground = GROUND.ground_of(plan, plan.curve, facts, plan.curve.who)
        assert facts.decimals(plan.curve.move) == decimals
        places = exact.decimals_of_column(ground.places.numbers[plan.curve.move])
        assert places is not None and decimals <= places <= at_most
        assert np.unique(ground.x).size == ground.x.size
