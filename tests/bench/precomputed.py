"""Paycurve's app with every answer of the engine looked up: what a page costs without the engine.

`python -m tests.bench.precomputed run app.py` serves like `python -m streamlit run app.py`. What is
asked for the first time is worked out, and said so in the log; from then on it is looked up.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

import numpy as np
from streamlit.web import cli

import engine
from engine.evaluation import Memory
from engine.facts import Facts
from engine.plan import Plan

WORKED_OUT = "worked out:"
"""How a line of the log begins that tells of an answer that was not known."""
ASKED = (
    "engine.evaluation.evaluate",
    "engine.evaluation.payouts",
    "engine.analysis.compare",
    "engine.analysis.curve_bends",
    "engine.analysis.curve_ground",
    "engine.analysis.payout_curve",
    "engine.analysis.key_figures",
    "engine.analysis.compared_people",
)
"""The modules whose public functions answer from people's pay."""
FEW_VALUES = 1_000

P = ParamSpec("P")
T = TypeVar("T")


class Answers:
    """What was asked and answered. What an answer consists of is kept as well, so that nothing
    worked out of it on demand is ever worked out twice."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._known: dict[object, tuple[object, Any]] = {}
        self._tell = tell

    def looked_up(self, function: Callable[P, T]) -> Callable[P, T]:
        """The function, asked once for every set of arguments."""

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            named = sorted((name, _name(argument)) for name, argument in kwargs.items())
            key = (function, *map(_name, args), *(pair for pair in named if pair[1] is not None))
            if key not in self._known:
                self._tell(f"{WORKED_OUT} {function.__name__}")
                # Names by identity hold as long as what they name: the arguments stay.
                self._known[key] = ((args, kwargs), function(*args, **kwargs))
            found: T = self._known[key][1]
            return found

        return answer

    def put_into_place(self) -> None:
        """Lets whoever imports the engine from now on have its functions looked up."""
        modules = [importlib.import_module(name) for name in ASKED]
        own = {
            function: self.looked_up(function)
            for module in modules
            for function in vars(module).values()
            if inspect.isfunction(function)
            and function.__module__ == module.__name__
            and not function.__name__.startswith("_")
        }
        for module in (engine, engine.analysis, engine.evaluation, *modules):
            _replace(module, own)


def _replace(module: ModuleType, functions: Mapping[Any, Any]) -> None:
    for name, value in list(vars(module).items()):
        if inspect.isfunction(value) and value in functions:
            setattr(module, name, functions[value])


def _name(argument: object) -> object:
    """What an argument says, in so few words that finding an answer takes no time; None for where
    to remember an answer and whom to tell how far it is, which change none."""
    if isinstance(argument, Memory) or callable(argument):
        return None
    match argument:
        case Plan():
            return (argument.structure, repr([p.value for p in argument.parameters.values()]))
        case Facts():
            return argument.key
        case np.ndarray() if argument.size < FEW_VALUES:
            return (argument.shape, argument.tobytes())
        case None | bool() | int() | float() | str() | tuple() | list() | dict():
            return repr(argument)
    return id(argument)


def main() -> None:
    """Serves what the command line says."""
    Answers(lambda line: print(line, flush=True)).put_into_place()
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
