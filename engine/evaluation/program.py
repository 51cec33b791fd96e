"""A plan as a straight program: terms in the order they are worked out, common ones shared."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from engine.calendar import Every
from engine.evaluation.calculations import CallOverEveryone, Choose
from engine.evaluation.decimals import cancels, decides
from engine.evaluation.operations import (
    BranchTaken,
    CategoryColumn,
    Column,
    Operation,
    PersonColumn,
    View,
)
from engine.formula import Kind, Node
from engine.plan import Line

Width = Literal[0, 1, 2]
"""0: one figure; 1: one a month; 2: one for each person and month."""

Holds = Literal["number", "condition", "codes", "record"]


@dataclass(frozen=True, eq=False)
class Term:
    """One step of the program, with a row for each month in which `every` falls due.

    It is as wide as the widest argument and at `least` so wide. `coupled`: somebody's result may
    depend on other people.
    """

    index: int
    operation: Operation
    args: tuple[Term, ...]
    every: Every
    least: Width
    holds: Holds
    coupled: bool

    @cached_property
    def width(self) -> Width:
        """Whether it differs between months and between people."""
        return max((self.least, *(a.width for a in self.args)))

    @cached_property
    def parameter(self) -> str:
        """The parameter that is read, if any."""
        return self.operation.parameter

    @cached_property
    def source(self) -> Term:
        """The term whose memory this one shows: itself, unless it is a view."""
        term = self
        while isinstance(term.operation, View):
            term = term.args[0]
        return term

    @cached_property
    def looks_at_everyone(self) -> bool:
        """Whether everyone's arguments must be known before anyone's result."""
        return isinstance(self.operation, CallOverEveryone)

    @cached_property
    def column(self) -> str:
        """The column of the facts that is read, if this is one."""
        return self.operation.name if isinstance(self.operation, Column) else ""

    @cached_property
    def inputs(self) -> tuple[Term, ...]:
        """The terms that differ between people and are worked out before this one."""
        sources = (argument.source for argument in self.args)
        return tuple(s for s in sources if s.width == 2 and not s.column)


class Content(NamedTuple):
    """What a term is without facts and figures: equal formulas have equal digests. `reads` are the
    parameters that it depends on, in the order of their ids."""

    formula: bytes
    reads: tuple[str, ...]


def digest(*parts: bytes) -> bytes:
    """A short name for what the parts are together; they hold no byte 0 but those of digests."""
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).digest()


@dataclass(eq=False)
class Program:
    """The terms of a plan, each after those it needs; which term each line and each part of a
    formula became.

    `ended` are the terms of lines of a longer period worked out for every month as if the period
    ended with it, as lines that are settled early need them; parts of their formulas are those of
    these terms. `formulas` are the lines the program was made from: parts are found by their nodes.
    """

    formulas: Mapping[str, Line]
    terms: list[Term] = field(default_factory=list)
    lines: dict[str, Term] = field(default_factory=dict)
    parts: dict[Node, Term] = field(default_factory=dict)
    ended: dict[str, Term] = field(default_factory=dict)
    _upstream: dict[frozenset[str], frozenset[Term]] = field(default_factory=dict)
    _unmoved: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    _reading: dict[frozenset[str], tuple[int, ...]] = field(default_factory=dict)
    _decided: dict[tuple[bool, ...], Program] = field(default_factory=dict)

    @cached_property
    def alike(self) -> Sequence[Term]:
        """The choices between what differs between people by a condition that is the same for all
        of them."""
        choices = (t for t in self.terms if isinstance(t.operation, Choose) and t.width == 2)
        return [choice for choice in choices if choice.args[0].width == 0]

    @cached_property
    def deciding(self) -> Sequence[Term]:
        """The terms that these conditions rest on and are, in the order they are worked out."""
        terms = self.under([choice.args[0] for choice in self.alike])
        return sorted(terms, key=lambda term: term.index)

    def decided(self, holds: Sequence[bool]) -> Program:
        """The same terms where it is known of the conditions of the choices `alike` whether they
        hold: each choice shows its branch that counts, and the other is not read for it."""
        key = tuple(holds)
        if key not in self._decided:
            self._decided[key] = self._with_branches(key) if key else self
        return self._decided[key]

    def _with_branches(self, holds: Sequence[bool]) -> Program:
        taken = {
            choice.index: choice.args[1 if first else 2].index
            for choice, first in zip(self.alike, holds, strict=True)
        }
        terms: list[Term] = []
        for term in self.terms:
            if term.index in taken:
                branch = terms[taken[term.index]]
                terms.append(replace(term, operation=BranchTaken(), args=(branch,)))
            else:
                args = tuple(terms[argument.index] for argument in term.args)
                terms.append(replace(term, args=args))
        found = Program(self.formulas, terms)
        found.lines = {name: terms[term.index] for name, term in self.lines.items()}
        found.parts = {node: terms[term.index] for node, term in self.parts.items()}
        found.ended = {name: terms[term.index] for name, term in self.ended.items()}
        found.weighed = self.weighed  # or a term came to another double where it counts for nothing
        return found

    @cached_property
    def contents(self) -> Sequence[Content]:
        """What the terms are, each with all it is made of."""
        found: list[Content] = []
        for term in self.terms:
            if isinstance(term.operation, BranchTaken):
                found.append(found[term.args[0].index])
                continue
            own = repr((term.operation, term.every.value, term.holds)).encode()
            of = [found[argument.index] for argument in term.args]
            reads = {name for content in of for name in content.reads}
            if term.parameter:
                reads.add(term.parameter)
            formula = digest(own, *(content.formula for content in of))
            found.append(Content(formula, tuple(sorted(reads))))
        return found

    @cached_property
    def kinds(self) -> Mapping[Node, Kind]:
        """The kind of every part of every formula."""
        kinds: dict[Node, Kind] = {}
        for line in self.formulas.values():
            kinds |= line.formula.kinds
        return kinds

    @cached_property
    def weighed(self) -> frozenset[int]:
        """The places of the terms on which something that is decided by size depends, but for those
        that only go into a further sum: errors of addends do not grow."""
        upstream: set[Term] = set()
        weighed: set[Term] = set()
        for term in reversed(self.terms):
            if term in upstream or decides(term.operation):
                upstream.update(term.args)
                if not cancels(term.operation):
                    weighed.update(term.args)
        return frozenset(term.index for term in weighed)

    def reading(self, parameters: frozenset[str]) -> tuple[int, ...]:
        """The terms, by their index, that depend on some of the parameters."""
        if parameters not in self._reading:
            self._reading[parameters] = tuple(
                index
                for index, content in enumerate(self.contents)
                if not parameters.isdisjoint(content.reads)
            )
        return self._reading[parameters]

    def unmoved(self, parameters: Collection[str]) -> tuple[str, ...]:
        """The lines that depend on none of some parameters."""
        moving = frozenset(parameters)
        if moving not in self._unmoved:
            reads = {name: self.contents[term.index].reads for name, term in self.lines.items()}
            self._unmoved[moving] = tuple(n for n, read in reads.items() if moving.isdisjoint(read))
        return self._unmoved[moving]

    def upstream_of(self, parameters: Collection[str]) -> frozenset[Term]:
        """The terms that do not depend on some parameters and are read by terms that do."""
        moving = frozenset(parameters)
        if moving not in self._upstream:
            self._upstream[moving] = self._found_upstream_of(moving)
        return self._upstream[moving]

    def _found_upstream_of(self, parameters: frozenset[str]) -> frozenset[Term]:
        moved: set[Term] = set()
        for term in self.terms:
            if term.parameter in parameters or not moved.isdisjoint(term.args):
                moved.add(term)
        return frozenset(i for term in moved for i in term.inputs if i not in moved)

    @property
    def coupled_by(self) -> frozenset[str] | None:
        """The columns by whose values people depend on each other; none where everyone depends on
        everyone, None where nobody does on anybody."""
        calls = [term for term in self.terms if term.looks_at_everyone]
        by = [
            {a.column for a in call.args if isinstance(a.operation, CategoryColumn)}
            for call in calls
        ]
        if not calls:
            return None
        return frozenset[str]().union(*by) if all(by) else frozenset()

    def resting_on(self, column: str) -> frozenset[Term]:
        """The terms that depend on a column of the facts."""
        found: set[Term] = set()
        for term in self.terms:
            if term.column == column or not found.isdisjoint(term.args):
                found.add(term)
        return frozenset(found)

    def under(self, terms: Collection[Term]) -> frozenset[Term]:
        """Terms and all that they depend on."""
        found: set[Term] = set()
        waiting = list(terms)
        while waiting:
            term = waiting.pop()
            if term not in found:
                found.add(term)
                waiting += term.args
        return frozenset(found)

    def ties(self, lines: Collection[str]) -> tuple[frozenset[str], ...]:
        """What people depend on each other through in some lines: for each call that looks at
        everyone the columns of groups or of other people, none where it takes all together."""
        seen = self.under([self.lines[line] for line in lines])
        return tuple(
            frozenset(
                argument.column
                for argument in call.args
                if isinstance(argument.operation, CategoryColumn | PersonColumn)
            )
            for call in self.terms
            if call in seen and call.looks_at_everyone
        )
