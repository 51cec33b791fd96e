"""What a call that looks at everyone comes to for one person who moves while others stay: some of
them have other results then, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.calculations import CallOverEveryone
from engine.evaluation.compiled_call import result_of_one_in_code
from engine.evaluation.evaluate import Evaluation
from engine.evaluation.memory import Memory
from engine.evaluation.operations import Array
from engine.evaluation.program import Term
from engine.evaluation.who_differs import Reach, sharing
from engine.progress import Progress


@dataclass(frozen=True)
class OneMoves:
    """One `person` among the `whole`, who has the figures of `alone` in a column, a person there
    for every place; how far this reaches."""

    whole: Evaluation
    alone: Evaluation
    person: int
    column: str
    reach: Reach

    def results(self, call: Term, progress: Progress) -> Array:
        """The results of a call for the person [month, place], by the short way that its function
        knows, or else by working it out for everyone at each place. What the call rests on is
        found of `alone` already."""
        for evaluation in (self.whole, self.alone):
            evaluation.ask(call.inputs)
        everyone, own = (arguments_of(evaluation, call) for evaluation in (self.whole, self.alone))
        if self.reach.is_own(call):
            found = self._short_way(call, everyone, own)
            if found is not None:
                return found
        results = []
        for place, there in enumerate(self._everyone_there(call, everyone, own)):
            found = self._short_way(call, there, [_at(one, place) for one in own])
            if found is None:
                found = self.whole.called(call, there)[:, [self.person]]
            results.append(found)
            progress((place + 1) / self.alone.facts.size)
        return np.concatenate(results, axis=1)

    def _short_way(self, call: Term, everyone: Sequence[Any], own: Sequence[Any]) -> Array | None:
        """The results by what everyone is given at some places, and the person."""
        operation, binding = call.operation, self.whole.binding
        assert isinstance(operation, CallOverEveryone)
        span = operation.span(binding.context, call.every, binding.decimals_of_arguments(call))
        places = max(np.shape(one)[1] for one in own if np.ndim(one) == 2)
        shape = len(span.present), places
        spread = [np.broadcast_to(one, shape) for one in own]
        asked = span, self.person, operation.filled(everyone), operation.filled(spread)
        for_one = operation.function.for_one
        return result_of_one_in_code(operation, *asked) if for_one is None else for_one(*asked)

    def _everyone_there(
        self, call: Term, everyone: Sequence[Any], own: Sequence[Any]
    ) -> Iterator[list[Any]]:
        """What a call is given of everyone with the person at each place. It is the same array
        every time, with other figures in it."""
        moved, alike, within = self.reach.moved, self.reach.alike, self.reach.within
        there = list(everyone)
        differ = [at for at, argument in enumerate(call.args) if argument in moved]
        for at in differ:
            if call.args[at] not in alike:
                there[at] = np.array(everyone[at])
        shared = [at for at in differ if within.get(call.args[at])]
        people, theirs = self._of_others([call.args[at] for at in shared])
        for place in range(self.alone.facts.size):
            for at, found in zip(shared, next(theirs), strict=True):
                there[at][:, people] = found
            for at in differ:
                if call.args[at] in alike:
                    there[at] = _at(own[at], place)
                else:
                    there[at][:, self.person] = own[at][:, place]
            yield there

    def _of_others(self, terms: Sequence[Term]) -> tuple[NDArray[np.intp], Iterator[list[Any]]]:
        """Of whom some steps differ, and what they come to for these at each place."""
        columns = frozenset[str]().union(*(self.reach.within[term] for term in terms))
        people = sharing(self.whole.facts, self.person, columns)
        return people, self._worked_out(terms, people)

    def _worked_out(self, terms: Sequence[Term], people: NDArray[np.intp]) -> Iterator[list[Any]]:
        whole, alone, facts = self.whole, self.alone, self.whole.facts
        places = range(alone.facts.size)
        if not terms:
            yield from ([] for _ in places)
            return
        calls = [t for t in whole.binding.program.under(terms) if t.looks_at_everyone]
        whole.ask(calls)
        some, me = facts.take(people), int(np.searchsorted(people, self.person))
        figures = np.array(some.numbers[self.column])
        key = f"{facts.key} {self.person} {self.column} {people.size}"
        known = {name: facts.decimals(name) for name in facts.numbers}
        moving = replace(some, numbers={**some.numbers, self.column: figures.view()}).known(
            key, known
        )
        for place in places:
            figures[:, me] = alone.facts.numbers[self.column][:, place]
            there = Evaluation(whole.plan, moving, Memory(), whole=facts)
            for call in calls:
                there.found[call.index] = self._result_of(call, some, people, me, place)
            there.ask([term.source for term in terms])
            yield [there.over_everyone(term) for term in terms]

    def _result_of(
        self, call: Term, some: Any, people: NDArray[np.intp], me: int, place: int
    ) -> Array:
        """The result of a call for some people: that of the person for all of the same group."""
        standing: Array = self.whole.found[call.index][:, people]
        if call not in self.reach.moved:
            return standing
        (by,) = self.reach.within[call]
        rows = self.whole.binding.context.rows[call.every]
        months = slice(rows.start, rows.stop, rows.step)
        codes = some.categories[by].codes[months]
        same = some.present[months] & (codes == codes[:, [me]])
        return np.where(same, self.alone.found[call.index][:, [place]], standing)


def arguments_of(evaluation: Evaluation, call: Term) -> list[Any]:
    """What a call that looks at everyone is given, once that is found."""
    binding = evaluation.binding
    return [
        evaluation.over_everyone(a) if a.width == 2 else binding.values[a.index] for a in call.args
    ]


def _at(own: Any, place: int) -> Any:
    """What the person has at one place, of what may be the same at all of them."""
    return own[:, [place]] if np.ndim(own) == 2 and own.shape[1] > 1 else own
