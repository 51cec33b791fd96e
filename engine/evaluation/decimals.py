"""How many decimals the result of a step has, and which steps leave no trace of what cancelled."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.evaluation.calculations import (
    Choose,
    FunctionCall,
    InMonths,
    LookUp,
    Negative,
    Operator,
    Present,
    RatioOf,
    Settlement,
    Spread,
    Work,
)
from engine.evaluation.operations import Array, NumberColumn, Operation, Places, Value, View
from engine.facts import Facts
from engine.formula import Indicators, KeyedPoints, Months, Points, Table, exact

_COMPARISONS = frozenset({">=", ">", "==", "<", "<=", "!="})


def decimals_of_figure(figure: Value) -> exact.Decimals:
    """The decimals of what is the same for everyone and read rather than worked out."""
    return exact.decimals_of_figures(_numbers(figure))


def decimals_of_result(operation: Operation, facts: Facts, of: Places) -> exact.Decimals:
    """The decimals of a result on those of the arguments; 0 for what is no number."""
    match operation:
        case NumberColumn(name=name):
            return facts.decimals(name)
        case View() | Negative() | Present() | Settlement() | Spread() | LookUp():
            return of[0]
        case Choose():
            return exact.widest(of[1:])
        case Operator(sign="+") | Operator(sign="-"):
            return exact.widest(of)
        case Operator(sign="*"):
            return exact.together(of)
        case Operator(sign="/") | RatioOf():
            return None
        case FunctionCall():
            return operation.function.decimals(operation.taken(of))
    return 0


def decides(operation: Operation) -> bool:
    """Whether it decides by size: where an argument is a hair less, the result may be another."""
    match operation:
        case Operator(sign=sign):
            return sign in _COMPARISONS
        case FunctionCall():
            return operation.function.decides
    return isinstance(operation, RatioOf | InMonths)


def cancels(operation: Operation) -> bool:
    """Whether leading digits of the arguments may cancel, and their errors stand out."""
    return isinstance(operation, Operator) and operation.sign in ("+", "-")


def settled(work: Work, decimals: exact.Decimals) -> Work:
    """The work of a step that `cancels`, with the errors taken out of the result."""

    def both(out: Array, people: slice, a: Array, b: Array) -> None:
        work(out, people, a, b)
        if decimals is None:
            exact.flush(out, a)
        else:
            exact.settle(out, decimals)

    return both


def _numbers(figure: Value) -> Iterable[float]:
    match figure:
        case Table() | Indicators():
            return figure.values.flat
        case Points():
            return (*figure.starts, *figure.values)
        case KeyedPoints():
            return (number for points in figure.by_code for number in _numbers(points))
        case Months():
            return figure.months
    return np.asarray(figure).flat
