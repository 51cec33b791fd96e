"""What a pass as code reads and writes, and all that its text depends on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from engine.calendar import Every
from engine.evaluation.binding import Binding
from engine.evaluation.calculations import FunctionCall
from engine.evaluation.decimals import cancels
from engine.evaluation.operations import Array
from engine.evaluation.payouts import LineResult
from engine.evaluation.program import Program, Term
from engine.vectors import figures_in


@dataclass(frozen=True)
class PassArrays:
    """What a pass reads and writes: arrays [month, person] over everyone."""

    binding: Binding
    known: Mapping[int, Any]
    kept: Mapping[int, Any]
    lines: Mapping[str, LineResult]

    def whole(self, term: Term) -> Any:
        """A term that is read and not worked out here."""
        if term.index in self.known:
            return self.known[term.index]
        if term.column:
            return self.binding.column(term)
        return self.binding.view(term, self.whole(term.args[0]))

    def present(self, every: Every) -> Array:
        """Who has a row, in the months of a cycle."""
        rows = self.binding.context.rows[every]
        return self.binding.facts.present[rows.start : rows.stop : rows.step]


class _Dependence(NamedTuple):
    """What the text of some steps depends on, besides the program: how many figures there are in
    some terms, whether others may be quotients, and what some come to."""

    figures: tuple[int, ...]
    quotients: tuple[Term, ...]
    fixed: tuple[int, ...]


_known: WeakKeyDictionary[Program, dict[tuple[int, ...], _Dependence]] = WeakKeyDictionary()


def signature(
    arrays: PassArrays, steps: Sequence[Term], keep: Sequence[Term]
) -> tuple[object, ...]:
    """All that the text depends on, besides the program: equal ones have equal texts."""
    binding, facts = arrays.binding, arrays.binding.facts
    taken = tuple([term.index for term in steps])
    known = _known.setdefault(binding.program, {})
    if taken not in known:
        known[taken] = _dependence(steps, binding.program.weighed)
    of, values = known[taken], binding.values
    return (
        taken,
        tuple([term.index for term in keep]),
        tuple([(name, line.amounts is not None) for name, line in arrays.lines.items()]),
        (facts.first % 12, facts.months, facts.full),
        tuple([figures_in(values[index]) for index in of.figures]),
        tuple([binding.decimals(term) is None for term in of.quotients]),
        tuple([values[index] for index in of.fixed]),
        tuple([(name, column.codes.dtype.char) for name, column in facts.categories.items()]),
    )


def _dependence(steps: Sequence[Term], weighed: Collection[int]) -> _Dependence:
    figures: dict[int, None] = {}
    quotients: list[Term] = []
    fixed: list[int] = []
    for term in steps:
        figures |= {argument.index: None for argument in term.args if argument.width == 0}
        if isinstance(term.operation, FunctionCall):
            if term.operation.function.scope == "person":
                quotients += (*term.args, term)
                fixed += [argument.index for argument in _fixed(term)]
        elif cancels(term.operation) and term.index in weighed:
            quotients.append(term)
    return _Dependence(tuple(figures), tuple(quotients), tuple(fixed))


def _fixed(term: Term) -> list[Term]:
    """The arguments that are the same for everyone and decide how the code looks."""
    assert isinstance(term.operation, FunctionCall)
    given, fixed = iter(term.args), []
    for takes, there in zip(term.operation.function.takes, term.operation.given, strict=False):
        if there:
            argument = next(given)
            fixed += [argument] if takes.fixed else []
    return fixed
