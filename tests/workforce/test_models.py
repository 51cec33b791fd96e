"""The models that come with Paycurve: what they hold is what their plans read."""

from __future__ import annotations

import pytest

from engine.plan import catalogue, load_plan, samples
from engine.workforce import load, load_workforce, simulate, workforce_of, workforces

FURTHER = {
    "cs-department": {"division", "region"},
    "job-bands": {"region"},
    "sample-sales": {"region"},
    "service-seller": {"grade", "region"},
}
"""Groups that people have besides those of the plan, a team and education; a grade if not said."""


def test_every_plan_has_people() -> None:
    for plan in (*catalogue(), *samples()):
        assert workforce_of(plan) in workforces()
    assert workforce_of("nothing-of-the-kind") is None


@pytest.mark.parametrize("name", workforces())
def test_facts_have_the_columns_of_the_plan_and_groups_besides(name: str) -> None:
    model = load_workforce(name)
    assert model.id == name
    for plan in model.plans:
        _fits(name, plan)


def _fits(name: str, plan_id: str) -> None:
    facts, plan = simulate(name, 7), load_plan(plan_id)
    kinds = {column.id: column.kind for column in plan.facts.values()}
    numbers = {c.id for c in plan.facts.values() if c.is_number}
    assert set(facts.numbers) == numbers | {"tenure_months"}
    texts = {c for c, kind in kinds.items() if kind in ("category", "group")}
    assert set(facts.categories) == texts | {"team", "education"} | FURTHER.get(name, {"grade"})
    assert set(facts.people) == {c for c, kind in kinds.items() if kind == "person"}
    for column in plan.facts.values():
        if column.kind == "category":
            assert facts.categories[column.id].values == tuple(column.values)


@pytest.mark.parametrize("name", workforces())
def test_values_keep_to_their_columns(name: str) -> None:
    facts = simulate(name, 11, employees=700)
    plan = load_plan(load_workforce(name).plans[0])
    assert list(facts.employees) == sorted(set(facts.employees))
    assert facts.source == f"simulated workforce {name}, seed 11"
    assert facts.month_texts()[0] == "2026-01"
    for column in plan.facts.values():
        if not column.is_number:
            continue
        values = facts.numbers[column.id]
        shown = values[facts.present]
        decimals = {"count": 0, "flag": 0, "tenure": 0, "score": 1, "money": 2}.get(column.kind, 4)
        assert (shown.round(decimals) == shown).all()
        assert not values[~facts.present].any()
        low, high = column.range or (0, float("inf"))
        assert shown.min() >= low
        assert shown.max() <= high
        if column.above is not None:
            assert shown.min() > column.above
    for found in facts.categories.values():
        assert (found.codes[~facts.present] == len(found.values)).all()
        assert set(found.codes[facts.present].tolist()) == set(range(len(found.values)))


@pytest.mark.parametrize("name", workforces())
def test_basis_names_every_source(name: str) -> None:
    model = load_workforce(name)
    named = {source for measure in model.measures.values() for source in measure.basis}
    assert "assumed" in named
    assert named - {"assumed"} <= set(model.sources)
    for text in (model.title, model.description, *model.sources.values()):
        assert text["en"] and text["zh"]


@pytest.mark.parametrize("name", workforces())
@pytest.mark.parametrize(("employees", "months"), [(1, 1), (2, 13), (5, 30), (90, 3)])
def test_any_size_can_be_drawn(name: str, employees: int, months: int) -> None:
    facts = simulate(name, 1, employees=employees, months=months, first="2025-11")
    assert facts.present.shape == (months, employees)
    assert facts.present.any(axis=0).all()
    assert facts.month_texts()[0] == "2025-11"


def test_the_workforce_of_a_plan_is_found_in_one_look_at_what_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every run of a page asks for it."""
    looks = []

    def listed() -> tuple[str, ...]:
        looks.append(1)
        return known

    known = load.workforces()
    monkeypatch.setattr(load, "workforces", listed)
    assert load.workforce_of("service-seller") == "service-seller"
    assert load.workforce_of("no such plan") is None
    assert len(looks) == 2
