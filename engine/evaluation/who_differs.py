"""How far it reaches when one person has other figures in a column: who else has other results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from engine.evaluation.calculations import (
    CallOverEveryone,
    Choose,
    FunctionCall,
    Negative,
    Operator,
    Opposite,
    Present,
    RatioOf,
)
from engine.evaluation.operations import CategoryColumn, Operation, View
from engine.evaluation.program import Program, Term
from engine.facts import Facts
from engine.formula import Coupling

_CELL_BY_CELL = Choose | Negative | Operator | Opposite | Present | RatioOf | View


@dataclass(frozen=True)
class Reach:
    """Where results of a program differ as one person moves: those of the steps `moved`.

    `within`: of some of these, the columns of groups; whoever shares no group of these with the
    person has the same result as before, where there are none everyone else. `alike` are steps,
    moved or not, whose result is the same for everyone who is there.
    """

    moved: frozenset[Term]
    within: Mapping[Term, frozenset[str]]
    alike: frozenset[Term]

    def is_own(self, call: Term) -> bool:
        """Whether a call that looks at everyone is given other figures of this person alone."""
        return all(self.within.get(one) == frozenset() for one in self._differing(call))

    def is_known(self, call: Term) -> bool:
        """Whether what a call is given of everybody is known without working it out for all."""
        return all(one in self.within or one in self.alike for one in self._differing(call))

    def _differing(self, call: Term) -> list[Term]:
        return [argument for argument in call.args if argument in self.moved]


def reach_of(program: Program, column: str, stays_in: Collection[str] | None) -> Reach:
    """How far a column reaches for somebody who is there in all months and stays in the groups of
    some columns; None for one who is not always there."""
    moved = program.resting_on(column)
    within: dict[Term, frozenset[str]] = {}
    alike: set[Term] = set()
    reach = Reach(moved, within, frozenset())
    for term in program.terms:
        if stays_in is not None and _is_alike(term, alike):
            alike.add(term)
        elif term not in moved:
            continue
        elif term.looks_at_everyone:
            by = _groups(term)
            if stays_in is not None and by is not None and by in stays_in and reach.is_own(term):
                within[term] = frozenset((by,))
        elif all(argument in within for argument in term.args if argument in moved):
            within[term] = frozenset[str]().union(*(within.get(a, ()) for a in term.args))
    return Reach(moved, within, frozenset(alike))


def _is_alike(term: Term, alike: Collection[Term]) -> bool:
    if term.looks_at_everyone:
        return _groups(term) == ""
    return _is_cell_by_cell(term.operation) and all(a in alike or a.width < 2 for a in term.args)


def _is_cell_by_cell(operation: Operation) -> bool:
    if isinstance(operation, FunctionCall):
        return operation.function.scope == "cell"
    return isinstance(operation, _CELL_BY_CELL)


def _groups(call: Term) -> str | None:
    """The column by whose groups a call adds up or compares, so that all of one have the same
    result; "" where all are one, None where each person has a result of their own."""
    assert isinstance(call.operation, CallOverEveryone)
    function = call.operation.function
    by = function.argument("by")
    if function.coupling is not Coupling.GROUP or by is None or by.kinds != ("category",):
        return None
    columns = [a.column for a in call.args if isinstance(a.operation, CategoryColumn)]
    given = dict(zip((a.name for a in function.takes), call.operation.given, strict=False))
    if not given["by"]:
        return ""
    return columns[0] if columns else None


def groups_of(facts: Facts, person: int) -> Collection[str] | None:
    """The columns of groups in which a person stays in one; None where not there in all months."""
    if not facts.present[:, person].all():
        return None
    return [
        name for name, column in facts.categories.items() if not np.ptp(column.codes[:, person])
    ]


def sharing(facts: Facts, person: int, columns: Collection[str]) -> np.ndarray:
    """Everyone who is ever in the same group of some columns as a person who stays in theirs."""
    together = np.zeros(facts.size, dtype=np.bool_)
    for column in columns:
        codes = facts.categories[column].codes
        together |= ((codes == codes[0, person]) & facts.present).any(axis=0)
    return np.flatnonzero(together)
