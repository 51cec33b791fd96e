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
CHANGE_NONE = {"memory", "moving", "progress"}
"""The arguments that change no answer: where to remember it, what will be asked about next, and
whom to tell how far it is."""
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
        """The function, asked once for every set of arguments, however they are handed over."""
        signature = inspect.signature(function)

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            asked = signature.bind(*args, **kwargs)
            asked.apply_defaults()
            said = asked.arguments.items()
            key = (function, *(_name(each) for name, each in said if name not in CHANGE_NONE))
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
    """What an argument says, in so few words that finding an answer takes no time."""
    match argument:
        case Plan():
            return (argument.structure, repr([p.value for p in argument.parameters.values()]))
        case Facts():
            return argument.key
        case np.ndarray() if argument.size < FEW_VALUES:
            return (argument.shape, argument.tobytes())
        case tuple() | list():
            return (type(argument), *map(_name, argument))
        case dict():
            return frozenset((name, _name(value)) for name, value in argument.items())
        case None | bool() | int() | float() | str():
            return repr(argument)
    return id(argument)


def main() -> None:
    """Serves what the command line says."""
    Answers(lambda line: print(line, flush=True)).put_into_place()
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
