"""What a pass as code reads and writes, and all that its text depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.calendar import Every
from engine.evaluation.binding import Binding
from engine.evaluation.calculations import FunctionCall
from engine.evaluation.decimals import cancels
from engine.evaluation.operations import Array
from engine.evaluation.payouts import LineResult
from engine.evaluation.program import Term
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


def signature(
    arrays: PassArrays, steps: Sequence[Term], keep: Sequence[Term]
) -> tuple[object, ...]:
    """All that the text depends on, besides the program: equal ones have equal texts."""
    binding, facts = arrays.binding, arrays.binding.facts
    figures: dict[int, object] = {}
    quotients: list[bool] = []
    fixed: list[object] = []
    for term in steps:
        for argument in term.args:
            if argument.width == 0:
                figures[argument.index] = figures_in(binding.values[argument.index])
        if isinstance(term.operation, FunctionCall):
            if term.operation.function.scope == "person":
                quotients += [d is None for d in binding.decimals_of_arguments(term)]
                quotients.append(binding.decimals(term) is None)
                fixed += [binding.values[a.index] for a in _fixed(term)]
        elif cancels(term.operation) and term.index in binding.program.weighed:
            quotients.append(binding.decimals(term) is None)
    dtypes = tuple(
        (name, category.codes.dtype.char) for name, category in sorted(facts.categories.items())
    )
    return (
        tuple(term.index for term in steps),
        tuple(term.index for term in keep),
        tuple((name, line.amounts is not None) for name, line in arrays.lines.items()),
        (facts.first % 12, facts.months, facts.full),
        tuple(figures.values()),
        tuple(quotients),
        tuple(fixed),
        dtypes,
    )


def _fixed(term: Term) -> list[Term]:
    """The arguments that are the same for everyone and decide how the code looks."""
    assert isinstance(term.operation, FunctionCall)
    given, fixed = iter(term.args), []
    for takes, there in zip(term.operation.function.takes, term.operation.given, strict=False):
        if there:
            argument = next(given)
            fixed += [argument] if takes.fixed else []
    return fixed
