"""Who moves a figure waits only for what depends on it: everything else is worked out once, also
where several people move different figures of one plan at the same time."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from operator import is_
from weakref import WeakKeyDictionary

import pytest

from engine import Facts, Memory, Payouts, Plan, evaluate, evaluate_each, load_plan
from engine.evaluation import Term, binding
from engine.evaluation.binding import Binding
from engine.evaluation.block_pass import BlockPass
from engine.plan import shapes
from engine.progress import Progress
from engine.workforce import simulate, workforce_of

EVALUATION = importlib.import_module("engine.evaluation.evaluate").Evaluation
PLAN_IDS = ("service-seller", "points-pay", "service-centre-pool", "key-account-seller")

Worked = list[Term]


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Worked:
    """The terms over everyone that were worked out since the test began."""
    terms: Worked = []
    work, call = Binding.work, EVALUATION._call_over_everyone

    def noted(self: Binding, term: Term) -> object:
        terms.extend([term] if term.width == 2 else [])
        return work(self, term)

    def noted_call(self: object, calls: Sequence[Term], progress: Progress) -> None:
        terms.extend(calls)
        call(self, calls, progress)

    monkeypatch.setattr(Binding, "work", noted)
    monkeypatch.setattr(EVALUATION, "_call_over_everyone", noted_call)
    return terms


def with_figure(plan: Plan, parameter: str, by: float) -> Plan:
    """A plan with so many times the figure of a parameter."""
    value = plan.parameters[parameter].value
    assert isinstance(value, shapes.Number)
    return plan.with_values({parameter: value.constant * by})


def moved(
    plan: Plan, facts: Facts, memory: Memory, parameter: str, by: float, worked: Worked
) -> Worked:
    """What is worked out as somebody moves a figure; the totals must be those of a fresh start."""
    after = with_figure(plan, parameter, by)
    worked.clear()
    found = evaluate(after, facts, memory, amounts=False, moving=(parameter,))
    terms = list(worked)
    anew = evaluate(after, facts, amounts=False)
    assert found.total == anew.total
    assert found.pay_by_person.tolist() == anew.pay_by_person.tolist()
    return terms


def figures(plan: Plan) -> list[str]:
    """The single figures that need not be whole, of those that something depends on that differs
    between people and is paid."""
    numbers = (
        p for p in plan.parameters.values() if isinstance(p.value, shapes.Number) and not p.whole
    )
    paid = [n.id for n in numbers if plan.pays_into(n.id)]
    return [name for name in paid if any(term.width == 2 for term in downstream(plan, name))]


def downstream(plan: Plan, parameter: str) -> set[Term]:
    """The terms that depend on a parameter, found term by term."""

    def depends(term: Term) -> bool:
        return term.operation.parameter == parameter or any(map(depends, term.args))

    return set(filter(depends, Binding(plan, people(plan)).program.terms))


def people(plan: Plan) -> Facts:
    """Some people of a plan."""
    workforce = workforce_of(plan.id)
    assert workforce is not None
    return simulate(workforce, 7, 30, 12)


def test_lines_and_measures_asked_for_together_take_one_pass_over_the_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes = []
    run = BlockPass.run

    def noted(self: BlockPass, progress: Progress) -> None:
        passes.append(self)
        run(self, progress)

    monkeypatch.setattr(BlockPass, "run", noted)
    plan = load_plan("service-seller")
    evaluate(plan, simulate("service-seller", 7, 50), Memory(), measures=True)
    assert len(passes) == 1


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_from_the_second_move_on_only_what_depends_on_the_figure_is_worked_out(
    plan_id: str, worked: Worked
) -> None:
    plan = load_plan(plan_id)
    facts, memory = people(plan), Memory()
    evaluate(plan, facts, memory, amounts=False)
    for parameter in figures(plan):
        moved(plan, facts, memory, parameter, 1.01, worked)
        for by in (1.02, 1.03):
            again = moved(plan, facts, memory, parameter, by, worked)
            assert again and downstream(plan, parameter).issuperset(again), parameter
            assert len(set(again)) == len(again), parameter


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_two_who_move_different_figures_do_not_disturb_each_other(
    plan_id: str, worked: Worked
) -> None:
    plan = load_plan(plan_id)
    facts, memory = people(plan), Memory()
    one, *_, other = figures(plan)
    for by in (1.01, 1.02, 1.03):
        for own, another in ((one, other), (other, one)):
            # Each has moved the other's figure before; now each moves their own.
            mine = with_figure(plan, another, 0.99)
            found = moved(mine, facts, memory, own, by, worked)
            if by > 1.01:
                assert found and downstream(plan, own).issuperset(found)


def test_lines_that_depend_on_no_moved_figure_are_added_up_once() -> None:
    plan, memory, moving = load_plan("service-seller"), Memory(), ("weight_csat",)
    facts = people(plan)

    def paid(by: float, moving: Sequence[str]) -> Payouts:
        after = with_figure(plan, "weight_csat", by)
        return evaluate(after, facts, memory, amounts=False, moving=moving)

    first, second = paid(1.1, moving), paid(1.2, moving)
    assert first.subtotal is not None and second.subtotal is not None
    standing = [line for name, line in first.lines.items() if name != "performance_pay"]
    assert len(first.subtotal.lines) == len(standing) == 4
    assert all(map(is_, first.subtotal.lines, standing))
    assert first.subtotal.by_person is second.subtotal.by_person
    assert paid(1.3, ()).subtotal is None
    assert paid(1.3, ("base_by_grade",)).subtotal is None  # everything depends on it


def test_several_values_of_a_figure_work_out_what_does_not_depend_on_it_for_the_first_one_only(
    worked: Worked,
) -> None:
    plan = load_plan("service-seller")
    facts, own = people(plan), downstream(plan, "weight_csat")
    evaluate_each(plan, facts, "weight_csat", [0.1])
    first = Counter(worked)
    worked.clear()
    payouts = evaluate_each(plan, facts, "weight_csat", [0.1, 0.2, 0.3, 0.4])
    assert Counter(worked) == Counter({term: n + 3 * (term in own) for term, n in first.items()})
    assert len({paid.total for paid in payouts}) == 4


def test_a_memory_that_holds_nothing_still_lets_figures_be_moved(worked: Worked) -> None:
    plan, memory = load_plan("service-centre-pool"), Memory(0)
    facts = people(plan)
    for by in (1.01, 1.02):
        moved(plan, facts, memory, "shortfall_rate", by, worked)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_a_binding_takes_from_the_last_one_what_rests_on_no_moved_figure(
    plan_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = load_plan(plan_id)
    facts = simulate(workforce_of(plan_id), seed=3, employees=40, months=12, first="2026-01")
    for by in (0.5, 1.0, 0.75):  # there and back and elsewhere
        for name in figures_that_take(plan, (0.5, 0.75)):
            after = with_figure(plan, name, by)
            found = contents(Binding(after, facts))
            monkeypatch.setattr(binding, "_last", WeakKeyDictionary())
            assert found == contents(Binding(after, facts))


def figures_that_take(plan: Plan, shares: Sequence[float]) -> list[str]:
    """The parameters of one figure that may be so many times what they are."""
    return [
        name
        for name, parameter in plan.parameters.items()
        if isinstance(value := parameter.value, shapes.Number)
        and not any(value.problems(value.constant * by, parameter) for by in shares)
    ]


def contents(bound: Binding) -> list[tuple[bytes, object, str]]:
    """What is known of each term: its key, its decimals, and its figure."""
    return [
        (bound.key(term), bound.decimals(term), repr(bound.values.get(term.index)))
        for term in bound.program.terms
    ]
