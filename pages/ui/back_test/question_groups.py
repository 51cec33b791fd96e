"""Questions about files as they are put: those about texts of one column together."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing import Kind, Question

TOGETHER = (Kind.VALUE, Kind.CELL, Kind.VOID)
Group = tuple[Question, ...]


def grouped(questions: Sequence[Question]) -> list[Group]:
    """The questions in their order, those about texts of one column together."""
    groups: dict[object, list[Question]] = {}
    for question in questions:
        key: object = question.id
        if question.kind in TOGETHER and question.text:
            key = (question.kind, question.about, question.table, question.columns)
        groups.setdefault(key, []).append(question)
    return [tuple(group) for group in groups.values()]
