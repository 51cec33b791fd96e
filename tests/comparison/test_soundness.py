"""The health check side by side, and the jumps of pay that a variant brings or takes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine import Scenario, check, load_plan, persona_facts
from engine.companies import CompanyFacts, company_of, evaluate_company
from engine.comparison import Soundness, compare_companies, compared_curves, examine
from engine.health import Cliff
from engine.payroll import PayrollSettings
from engine.text import untranslated
from engine.workforce import simulate
from engine.yaml_files import Json

STEPS = ("monthly_steps", "quarterly_steps", "annual_steps")
ONE, TWO = [[0.8, 0.2]], [[0.8, 0.2], [1.0, 0.4]]


def examined(before: Json, after: Json) -> Soundness:
    """The seller plan with all its steps alike, before and after."""
    plan = load_plan("service-seller")
    facts = CompanyFacts({plan.id: persona_facts(plan)}, {})
    base, variant = (
        company_of(Scenario(plan.with_values(dict.fromkeys(STEPS, steps))))
        for steps in (before, after)
    )
    return examine(
        compare_companies(evaluate_company(base, facts), [evaluate_company(variant, facts)])
    )


def cliffs(found: Soundness) -> list[tuple[str, str]]:
    return [(c.kind, c.cliff.place["en"]) for c in found.cliffs(1) if c.cliff.column == "sales"]


def test_cliffs_that_come_and_go() -> None:
    assert cliffs(examined(TWO, ONE)) == [("lost", "100\xa0%"), ("same", "80\xa0%")]
    assert cliffs(examined(ONE, TWO)) == [("gained", "100\xa0%"), ("same", "80\xa0%")]
    assert cliffs(examined(ONE, [[0.9, 0.2]])) == [("moved", "90\xa0%")]
    assert cliffs(examined(ONE, [[0.8, 0.3]])) == [("higher", "80\xa0%")]


def test_checks_stand_side_by_side() -> None:
    found = examined(TWO, ONE)
    rows = {row.check: row for row in found.rows()}
    assert set(rows) == {finding.check for finding in found.health[0]["service-seller"].findings}
    losers = rows["losers"]
    assert [f and f.outcome for f in losers.findings] == ["not_applicable", "fail"]
    assert losers.differs
    assert not rows["weights"].differs
    curves = compared_curves(found.compared, "service-seller").curves
    before, after = (float(curve.pay[-1]) for curve in curves if curve is not None)
    assert before > after


def test_a_jump_that_differs_by_fen_is_the_same() -> None:
    found = cliffs(examined(TWO, [[0.8, 0.2], [1.0, 0.40001]]))
    assert sorted(found) == [("same", "100\xa0%"), ("same", "80\xa0%")]


def with_cliffs(found: Soundness, *sides: Sequence[Cliff]) -> Soundness:
    """The same with other places where pay jumps, before and after."""
    health = (
        {"service-seller": replace(own["service-seller"], cliffs=tuple(side))}
        for own, side in zip(found.health, sides, strict=True)
    )
    return replace(found, health=tuple(health))


def test_which_jump_is_which() -> None:
    found = examined(ONE, TWO)
    (at_80,) = (c for c in found.health[0]["service-seller"].cliffs if c.column == "sales")

    def kinds(before: Sequence[Cliff], after: Sequence[Cliff]) -> list[tuple[str, float]]:
        return [(c.kind, c.cliff.x) for c in with_cliffs(found, before, after).cliffs(1)]

    def at(x: float, jump: float = at_80.jump) -> Cliff:
        return replace(at_80, x=x, jump=jump)

    # A fall is no rise of the same size, at the same place or elsewhere.
    assert kinds([at(0.8)], [at(0.8, -at_80.jump)]) == [("gained", 0.8), ("lost", 0.8)]
    assert kinds([at(0.8)], [at(0.9, -at_80.jump)]) == [("gained", 0.9), ("lost", 0.8)]
    # A deeper fall jumps more; of two places it has moved to the nearer one.
    assert kinds([at(0.8, -100)], [at(0.8, -200)]) == [("higher", 0.8)]
    assert kinds([at(0.8)], [at(0.6), at(0.82)]) == [("gained", 0.6), ("moved", 0.82)]


def test_jumps_of_a_plan_that_stays_differ_by_its_people() -> None:
    found = examined(ONE, ONE)
    (one,) = (c for c in found.health[0]["service-seller"].cliffs if c.column == "sales")
    more = replace(one, jump=2 * one.jump)
    assert [c.kind for c in with_cliffs(found, [one], [more]).cliffs(1)] == ["others"]
    assert [c.kind for c in with_cliffs(found, [one], [one]).cliffs(1)] == ["same"]


def test_a_jump_of_other_people_is_neither_more_nor_less() -> None:
    found = examined(ONE, TWO)
    (one,) = (c for c in found.health[0]["service-seller"].cliffs if c.column == "sales")
    other = replace(one, who=(("grade", "junior"),), jump=one.jump / 2, whose=untranslated(" (J)"))
    changed = with_cliffs(found, [one], [other]).cliffs(1)
    assert [c.kind for c in changed] == ["others"]
    assert changed[0].whose["en"] == " (Principal) → (J)"


def test_other_people_under_the_same_plan_are_examined_anew() -> None:
    plan = load_plan("service-seller")
    company, everybody = company_of(Scenario(plan)), persona_facts(plan)
    sides = [
        evaluate_company(company, CompanyFacts({plan.id: facts}, {}))
        for facts in (everybody, everybody.take([0, 1]))
    ]
    found = examine(compare_companies(sides[0], sides[1:]))
    assert [own[plan.id].people for own in found.health] == [len(everybody.employees), 2]


def test_costs_of_the_employer_have_the_minimum_wage_of_where_people_are_insured() -> None:
    """As the health check of one plan has it: Shanghai holds contributions and fund apart."""
    plan = load_plan("service-seller")
    facts = simulate(plan.id, 7, 60, 3, "2026-01")
    paid = evaluate_company(company_of(Scenario(plan)), CompanyFacts({plan.id: facts}, {}))
    told = []
    for asked in (PayrollSettings("shanghai"), None):
        (found,) = examine(compare_companies(paid, [], payroll=asked)).health[0].values()
        wages = [one for one in found.findings if one.check == "minimum_wage"]
        alone = check(plan, facts, payroll=asked).findings
        assert wages == [one for one in alone if one.check == "minimum_wage"]
        told += wages
    assert told[0] != told[1]
