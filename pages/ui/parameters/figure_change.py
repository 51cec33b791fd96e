"""Another figure of a plan, wherever the plan is kept, or why it is refused, in the words of the
page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol, Self, TypeVar

from engine.plan import Parameter, Plan
from engine.text import Problem, Refused, value_text
from pages.ui.kit import Store, language, pick


class Figures(Protocol):
    """Something whose figures are shown and moved: a plan, and the one it is measured against;
    `place` tells its widgets from those of all others."""

    @property
    def base(self) -> Plan: ...

    @property
    def plan(self) -> Plan: ...

    @property
    def place(self) -> str: ...

    def set(self, parameter: str, value: Any) -> Self: ...

    def set_all(self, values: Mapping[str, Any]) -> Self: ...

    def reset(self, parameter: str) -> Self: ...


F = TypeVar("F", bound=Figures)


def plan_of(store: Store[Any]) -> str:
    """Whose figures they are: those of one plan go along with each other in the browser."""
    return f"{store.name}.{store.present.place}"


def name_of(store: Store[F], parameter: Parameter) -> str:
    """The name of the widget, different for every plan and unit."""
    return f"{store.present.place}.{parameter.id}"


def set_figure(
    store: Store[Any], parameter: Parameter, read: Callable[[Any, Any], Any]
) -> Callable[[Any, Any], Any]:
    """A change to what `read` makes of the parameter as it is now and of what was chosen; none
    where another plan was opened meanwhile, which the browser is not told yet."""
    place = store.present.place

    def change(figures: Any, chosen: Any) -> Any:
        if figures.place != place:
            return figures
        now: Parameter = figures.plan.parameters[parameter.id]
        try:
            return figures.set(parameter.id, read(now, chosen))
        except Refused as refused:
            raise as_shown_here(refused, figures.plan, parameter) from refused

    return change


def set_figures(
    store: Store[Any], read: Callable[[Plan, Any], Mapping[str, Any]]
) -> Callable[[Any, Any], Any]:
    """A change of several parameters at once to what `read` makes of the plan as it is now."""
    place = store.present.place

    def change(figures: Any, chosen: Any) -> Any:
        return figures if figures.place != place else figures.set_all(read(figures.plan, chosen))

    return change


def as_shown_here(refused: Refused, plan: Plan, parameter: Parameter) -> Refused:
    """Why a figure is refused, beside its field: with figures as the page shows them."""
    labels = _places(plan, parameter)
    return Refused(
        replace(_as_shown(problem, parameter), column=labels.get(problem.column, problem.column))
        for problem in refused.problems
    )


def key_labels(plan: Plan, parameter: Parameter) -> dict[str, str]:
    """The keys of a table with their labels."""
    return {key: pick(plan.key_label(parameter, key)) for key in parameter.value.keys}


def _places(plan: Plan, parameter: Parameter) -> dict[str, str]:
    """What a reader calls the places that a refusal of this figure names; the figure itself stands
    beside it."""
    labels = {other.id: pick(other.label) for other in plan.parameters.values()}
    labels |= {f"{parameter.id}.{k}": v for k, v in key_labels(plan, parameter).items()}
    return labels | {parameter.id: ""}


SHARE = "share"
_OF_BREAKPOINTS = ("parameter_overlap", "parameter_unordered", "parameter_gap")
_OF_FIGURES = ("parameter_negative", "parameter_above_zero", "parameter_whole")


def _as_shown(problem: Problem, parameter: Parameter) -> Problem:
    """The problem with its figures as the page shows them."""
    if problem.key == "parameter_percent":
        large = float(problem.value)
        meant = value_text(large / 100, SHARE, language())
        shown = value_text(large, SHARE, language())
        return replace(problem, key="typed_share", value=shown, values={"meant": meant})
    if problem.key in _OF_BREAKPOINTS:
        unit = parameter.of_unit
    elif problem.key in _OF_FIGURES:
        unit = parameter.unit
    else:
        return problem
    values = dict(problem.values)
    if "before" in values:
        values["before"] = value_text(float(str(values["before"])), unit, language())
    shown = value_text(float(problem.value), unit, language())
    return replace(problem, value=shown, values=values)
