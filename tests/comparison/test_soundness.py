"""The health check side by side, and the jumps of pay that a variant brings or takes away."""

from __future__ import annotations

from dataclasses import replace

from engine import Scenario, load_plan, persona_facts
from engine.companies import CompanyFacts, company_of, evaluate_company
from engine.comparison import Soundness, compare_companies, compared_curves, examine
from engine.text import untranslated
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


def test_a_jump_of_other_people_is_neither_more_nor_less() -> None:
    found = examined(ONE, ONE)
    (one,) = (c for c in found.health[0]["service-seller"].cliffs if c.column == "sales")
    other = replace(one, who=(("grade", "junior"),), jump=one.jump / 2, whose=untranslated(" (J)"))
    health = [
        replace(own["service-seller"], cliffs=(c,))
        for own, c in zip(found.health, (one, other), strict=True)
    ]
    changed = replace(found, health=tuple({"service-seller": own} for own in health)).cliffs(1)
    assert [c.kind for c in changed] == ["others"]
    assert changed[0].whose["en"] == " (Principal) → (J)"
