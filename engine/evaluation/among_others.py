"""One person among all: every step of their pay, and what it were if they stood elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.evaluation.binding import Binding, no_warnings
from engine.evaluation.calculations import FunctionCall
from engine.evaluation.decimals import cancels
from engine.evaluation.evaluate import Evaluation
from engine.evaluation.memory import Memory
from engine.evaluation.one_moves import OneMoves, arguments_of
from engine.evaluation.operations import Array, Value
from engine.evaluation.payouts import Payouts
from engine.evaluation.program import Program, Term
from engine.evaluation.who_differs import Reach, groups_of, reach_of
from engine.facts import Facts
from engine.formula import Coupling, exact
from engine.plan import Plan
from engine.progress import Progress, no_progress, part


def trace(
    plan: Plan, facts: Facts, employee: str, memory: Memory
) -> tuple[Binding, Mapping[int, Value]]:
    """Every step of the program for one person, by the index of its term; arrays have one column.

    Only what looks at everyone is worked out for everyone. Used to explain; the fast path carries
    no tracing.
    """
    whole = Evaluation(plan, facts, memory)
    terms = whole.binding.program.terms
    over_everyone = [term for term in terms if term.looks_at_everyone]
    whole.ask(over_everyone)
    position = facts.position[employee]
    alone = Evaluation(plan, facts.take([position]), Memory(), whole=facts)
    for term in over_everyone:
        alone.found[term.index] = whole.found[term.index][:, position : position + 1]
    wide = [term for term in terms if term.width == 2]
    alone.ask(wide)
    values = dict(alone.binding.values)
    return alone.binding, values | {t.index: alone.over_everyone(t) for t in wide}


def results_of_others(plan: Plan, facts: Facts, column: str) -> int:
    """How many results a year are looked at of everybody for each place of one person in a column:
    where a function that looks at everyone rests on another one that does, whoever moves changes
    what others are ranked by, share by or add to a group. Else 0."""
    program = Binding(plan, facts.take([])).program
    paid, reach = _paid(program, plan), reach_of(program, column, plan.facts)
    calls = [t for t in program.terms if t.looks_at_everyone and t in paid and t in reach.moved]
    between, together = _passed_on(program, calls, reach)
    between += [call for call in calls if call not in together and not reach.is_own(call)]
    return sum(Every.YEAR.value // term.every.value for term in between)


def evaluate_elsewhere(
    plan: Plan,
    facts: Facts,
    person: int,
    places: Facts,
    column: str,
    decimals: Sequence[exact.Decimals],
    memory: Memory,
    *,
    amounts: bool = False,
    moving: Collection[str] = (),
    progress: Progress = no_progress,
) -> Iterator[tuple[NDArray[np.intp], Payouts]]:
    """What one person, the one at a position of the facts, is paid at several places while all
    others stay: some of the places at a time, and the payouts of these.

    Each of `places` is this person with other figures in a column, and `decimals` are those of the
    whole column with them. They are paid what `evaluate` pays the person on facts that have them
    there, to the last bit. The more `results_of_others` there are of the column, the longer it
    takes.
    """
    done = 0
    for as_written, at in _alike(plan, facts, places, column, decimals):
        some = places.take(at)
        whole = Evaluation(plan, as_written, memory, moving)
        alone = Evaluation(plan, some, Memory(), whole=as_written)
        share = part(progress, done / places.size, (done + at.size) / places.size)
        _call_for_one(whole, alone, person, column, share)
        yield at, Payouts(plan, some, alone.ask([], plan.pay_lines, amounts))
        done += at.size
        progress(done / places.size)


def _alike(
    plan: Plan,
    facts: Facts,
    places: Facts,
    column: str,
    decimals: Sequence[exact.Decimals],
) -> list[tuple[Facts, NDArray[np.intp]]]:
    """The places that have the same decimals wherever these count, and the facts with such ones."""
    known = {name: facts.decimals(name) for name in facts.numbers}
    found: dict[tuple[exact.Decimals, ...], tuple[Facts, list[exact.Decimals]]] = {}
    for of in dict.fromkeys(decimals):
        if of == known[column]:
            written = facts
        else:
            written = facts.known(f"{facts.key} {column} {of}", known | {column: of})
        binding = Binding(plan, places, written)
        counts = tuple(
            binding.decimals(part)
            for term in binding.program.terms
            if term.width == 2 and _heeds_decimals(binding.program, term)
            for part in (term, *term.args)
        )
        found.setdefault(counts, (written, []))[1].append(of)
    return [
        (written, np.flatnonzero([of in same for of in decimals]))
        for written, same in found.values()
    ]


def _heeds_decimals(program: Program, term: Term) -> bool:
    if isinstance(term.operation, FunctionCall):
        function = term.operation.function
        return function.scope != "cell" and function.coupling is not Coupling.RANK
    return cancels(term.operation) and term.index in program.weighed


@no_warnings
def _call_for_one(
    whole: Evaluation, alone: Evaluation, person: int, column: str, progress: Progress
) -> None:
    """Finds for `alone` what looks at everyone, where the pay of the lines rests on it."""
    program = whole.binding.program
    paid = _paid(program, whole.plan)
    reach = reach_of(program, column, groups_of(whole.facts, person))
    calls = [term for term in program.terms if term.looks_at_everyone and term in paid]
    whole.ask([call for call in calls if call not in reach.moved], progress=progress)
    for call in calls:
        if call not in reach.moved:
            own = whole.found[call.index][:, person : person + 1]
            alone.found[call.index] = np.repeat(own, alone.facts.size, axis=1)
    moving = [call for call in calls if call in reach.moved]
    between, together = _passed_on(program, moving, reach)
    one = OneMoves(whole, alone, person, column, reach)
    near = [call for call in moving if call not in together]
    for done, call in enumerate(near):
        share = part(progress, done / len(near), (done + 1) / len(near))
        alone.found[call.index] = one.results(call, share)
    if together:
        _call_for_all(whole, alone, person, column, together, between, progress)


def _passed_on(
    program: Program, moving: Sequence[Term], reach: Reach
) -> tuple[list[Term], list[Term]]:
    """What must be worked out for everybody as somebody moves, of calls that look at everyone and
    differ then: where it is not known of some what others give them, all steps below these that
    differ for others, and the calls among them."""
    shared = set(moving)
    for term in program.terms:
        if not shared.isdisjoint(term.args):
            shared.add(term)
    between = program.under([call for call in moving if not reach.is_known(call)]) & shared
    return _in_order(between), [call for call in moving if call in between]


def _in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: term.index)


def _call_for_all(
    whole: Evaluation,
    alone: Evaluation,
    person: int,
    column: str,
    calls: Sequence[Term],
    between: Collection[Term],
    progress: Progress,
) -> None:
    """Finds for `alone` the results of calls of which some rest on others, so that whoever moves
    moves the others, too: these steps alone are worked out for everyone at each place."""
    before = _in_order(
        {source for term in between for source in term.inputs if source not in between}
    )
    moved = whole.binding.program.resting_on(column)
    own = [term for term in before if term in moved]
    whole.ask(before)
    alone.ask(own)
    found = {term.index: whole.found[term.index] for term in before}
    for term in own:
        found[term.index] = _copied(found[term.index])
    figures = np.array(whole.facts.numbers[column])
    known = {name: whole.facts.decimals(name) for name in whole.facts.numbers}
    standing = replace(whole.facts, numbers={**whole.facts.numbers, column: figures.view()})
    results: dict[int, list[Array]] = {call.index: [] for call in calls}
    for place in range(alone.facts.size):
        figures[:, person] = alone.facts.numbers[column][:, place]
        for term in own:
            _write(found[term.index], person, alone.found[term.index], place)
        there = standing.known(f"{whole.facts.key} {column} at {place}", known)
        everyone = Evaluation(whole.plan, there, Memory())
        everyone.found |= found
        for call in calls:
            everyone.ask(call.inputs)
            result = everyone.called(call, arguments_of(everyone, call))
            everyone.found[call.index] = result
            results[call.index].append(np.array(result[:, person]))
        progress((place + 1) / alone.facts.size)
    for call in calls:
        alone.found[call.index] = np.stack(results[call.index], axis=1)


def _copied(found: Any) -> Any:
    return tuple(map(np.array, found)) if isinstance(found, tuple) else np.array(found)


def _write(everyone: Any, person: int, places: Any, place: int) -> None:
    """Writes what one person has at a place to what everyone has."""
    both = (
        zip(everyone, places, strict=True) if isinstance(everyone, tuple) else [(everyone, places)]
    )
    for into, of in both:
        into[:, person] = of[:, place]


def _paid(program: Program, plan: Plan) -> frozenset[Term]:
    """What the pay lines rest on."""
    return program.under([program.lines[line.id] for line in plan.pay_lines])
