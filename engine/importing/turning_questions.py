"""Whether a table is turned before it is read, asked wherever it is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from engine.importing.asking import SURE, phrase
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import Recipe, Turn
from engine.importing.turning_proposals import tells_kinds
from engine.tables import ACROSS, Outline, Table, find_outline
from engine.text import Problem

MOST_NAMED = 6
"""So many people or figures are named; more are counted."""


def questions_of_turns(
    before: Sequence[Table], after: Sequence[Table], recipe: Recipe
) -> Iterable[Question]:
    """What is proposed of the tables of a recipe and not decided; they are given as they stand and
    as they are turned."""
    for table, found in zip(before, after, strict=True):
        turn = recipe.turned.get(table.name)
        is_used = table.name in recipe.tables or not recipe.tables
        if turn is not None and turn.unsure and is_used:
            yield _question(table, found, turn)


def _question(table: Table, found: Table, turn: Turn) -> Question:
    figures = [h for h in found.headings if h not in table.headings and not h.startswith("(")]
    people = [h for h in table.headings if h not in turn.kept and not h.startswith("(")]
    said: dict[str, object] = {
        "table": table.name,
        "people": _listed(people) if turn.kept else "",
        "figures": _listed(figures),
        "column": " / ".join(turn.named),
    }
    kinds = [h for h in turn.named if h in table.headings and tells_kinds(table.column(h))]
    key, answer = "import_turned_figures", "turn_figures"
    if turn.outline:
        key, answer = "import_turned_blocks", "turn_blocks"
        names = find_outline(table.sheet.columns, [first for first, _ in table.sheet.parts] or [0])
        above = [] if names is None else _named(table, names)
        said |= {"people": _listed(above), "column": turn.outline}
        if figures and turn.named:
            answer = "turn_blocks_figures"
    elif turn.kept:
        key, answer = "import_turned_people", "turn_people"
        if turn.named:
            key, answer = "import_turned_both", "turn_both"
    elif kinds:
        key = "import_turned_kinds"
    file, sheet = table.sources[0]
    place = table.sheet.line(0) if table.sheet.rows else None
    column = "" if turn.kept else " / ".join(turn.named)
    problem = Problem(key, said, file, place, column, sheet=sheet)
    about = tuple(filter(None, (turn.outline, *turn.kept, *turn.named)))
    return Question(
        *(Kind.TURN, problem, ACROSS, table.name, about),
        rows=table.sheet.rows,
        proposed=True,
        choices=(
            Choice(Answer(Way.TURN, table=table.name), phrase(answer, **said), SURE),
            Choice(Answer(Way.KEEP, table=table.name), phrase("turn_not")),
        ),
    )


def _named(table: Table, outline: Outline) -> list[str]:
    """The texts of the rows that name blocks."""
    names = table.column(outline.column).filter(pa.array(outline.names))
    return [str(name) for name in names.to_pylist()]


def _listed(headings: Sequence[str]) -> str:
    short = ", ".join(headings[:MOST_NAMED])
    return short if len(headings) <= MOST_NAMED else f"{short} … ({len(headings)})"
