"""A plan's figures as a policy sets them out: one figure in a phrase, several in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.formula import FUNCTIONS, Call, Lookup, Name, Node, bind
from engine.plan import Column, Parameter, Plan, shapes
from engine.reports.document import Table
from engine.reports.policy_document.policy_phrases import enumeration, phrase
from engine.text import Text, in_each_language


def phrased(plan: Plan, parameter: Parameter) -> Text:
    """A parameter's figures in one phrase."""
    return parameter.value.phrase(_naming(plan, parameter, _looked_up_by(plan, parameter)))


def table(plan: Plan, parameter: Parameter, whole: bool = False) -> Table | None:
    """The parameter as a table; None for one that is a single figure or a list of months.

    `whole` reads tiers as steps, each for the whole amount.
    """
    columns = _looked_up_by(plan, parameter)
    key_head = enumeration([c.label for c in columns]) if columns else phrase("item")
    if _is_of_grades(plan, parameter):
        key_head = phrase("grade_head")
    sheet = parameter.value.sheet(_naming(plan, parameter, columns), key_head, whole)
    if sheet is None:
        return None
    caption = shapes.captioned(parameter.label, sheet.unit) if sheet.unit else parameter.label
    numbers = tuple(column >= sheet.keys for column in range(len(sheet.heads)))
    return Table(sheet.heads, sheet.rows, numbers, caption)


def _naming(plan: Plan, parameter: Parameter, columns: list[Column]) -> shapes.Naming:
    """What a document calls the parameter and its keys."""
    naming = plan.naming(parameter)
    labels = {key: _key(plan, parameter, key, columns) for key in parameter.value.keys}
    return replace(naming, key_labels=labels)


def _looked_up_by(plan: Plan, parameter: Parameter) -> list[Column]:
    """The columns of categories that a table is looked up by."""
    if parameter.by is not None:
        return [plan.facts[parameter.by]]
    keys: dict[str, Column] = {}
    for node in _parts(plan):
        match node:
            case Lookup(table=Name(name=name), key=Name(name=key)) if name == parameter.id:
                if key in plan.facts:
                    keys[key] = plan.facts[key]
    return list(keys.values())


def _is_of_grades(plan: Plan, parameter: Parameter) -> bool:
    """Whether a function looks a table up by the grade that it gives."""
    calls = (part for part in _parts(plan) if isinstance(part, Call))
    bound = (filled for call in calls for filled in bind(call, FUNCTIONS[call.function]))
    tables = (part.name for argument, part in bound if argument.by and isinstance(part, Name))
    return parameter.id in tables


def _parts(plan: Plan) -> Iterator[Node]:
    for line in plan.lines.values():
        yield from line.formula.tree.walk()


def _key(plan: Plan, parameter: Parameter, key: str, columns: list[Column]) -> Text:
    """The label of a key; where several columns are looked up, what their labels share."""
    labels = [column.values[key] for column in columns if key in column.values]
    if parameter.by is not None or not labels:
        return plan.key_label(parameter, key)
    shared = in_each_language(
        lambda language: _beginning([text[language] for text in labels]).rstrip("（( ")
    )
    return shared if all(shared.values()) else plan.key_label(parameter, key)


def _beginning(texts: list[str]) -> str:
    """What all texts begin with."""
    first = min(texts, key=len)
    count = next((i for i, c in enumerate(first) if any(t[i] != c for t in texts)), len(first))
    return first[:count]
