"""Why compared companies cost more or less as tables: what each change adds, the split into plan,
people and performance, and what is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained
from engine.reports.figure_tables import Cell, Figure, FigureTable, Unit, head, phrase, title_of
from engine.text import Text, untranslated


def waterfalls(compared: Compared, explained: Sequence[Explained]) -> Iterator[FigureTable]:
    """From what the baseline costs to what each variant costs, and the same by line."""
    rows: list[tuple[Cell, ...]] = []
    by_line: list[tuple[Cell, ...]] = []
    labels = {(row.unit, row.line): (row.title, row.label) for row in compared.by_line}
    is_drawn = False
    for place, one in enumerate(explained):
        found = one.waterfall
        if found is None:
            continue
        name = compared.names[place]
        rows.append((name, compared.names[0], untranslated(""), Figure(found.baseline, "yuan")))
        for cause in found.causes:
            what = phrase.joined(cause.sentences, "semicolon")
            error = Figure(cause.error if cause.error else None, "yuan")
            rows.append((name, what, cause.title, Figure(cause.amount, "yuan_more"), error))
            is_drawn |= bool(cause.error)
            for line, amount in cause.by_line.items():
                by_line.append((name, what, *labels[line], Figure(amount, "yuan_more")))
        rows.append((name, name, untranslated(""), Figure(found.variant, "yuan")))
    if not rows:
        return
    heads = [head("variant"), head("what"), head("unit"), head("amount")]
    if is_drawn:
        heads.append(head("error"))
        empty = Figure(None, "yuan")
        rows = [(*row, *(empty for _ in range(5 - len(row)))) for row in rows]
    else:
        rows = [row[:4] for row in rows]
    title = title_of("waterfall_drawn" if is_drawn else "waterfall")
    yield FigureTable("waterfall", title, tuple(heads), tuple(rows))
    heads = [*(head(n) for n in ("variant", "what", "unit", "line", "amount"))]
    title = title_of("waterfall_lines")
    yield FigureTable("waterfall_lines", title, tuple(heads), tuple(by_line), is_long=True)


def splits(compared: Compared, explained: Sequence[Explained]) -> Iterator[FigureTable]:
    """What plan, people and performance add, by unit and altogether."""
    rows: list[tuple[Cell, ...]] = []
    for place, one in enumerate(explained):
        found, name = one.split, compared.names[place]
        if found is None:
            continue
        whole = (found.baseline, found.plan, found.people, found.performance, found.variant)
        parts = [
            (u.title, (u.baseline, u.plan, u.people, u.performance, u.variant)) for u in found.units
        ]
        if len(parts) == 1:
            parts = []
        for title, values in [*parts, (head("sum"), whole)]:
            units: tuple[Unit, ...] = ("yuan", "yuan_more", "yuan_more", "yuan_more", "yuan")
            cells = (Figure(v, u) for v, u in zip(values, units, strict=True))
            rows.append((name, title, *cells))
    if rows:
        names = ("variant", "unit", "before", "plan", "people_changed", "performance", "after")
        yield FigureTable("split", title_of("split"), tuple(map(head, names)), tuple(rows))


def edits(compared: Compared) -> FigureTable:
    """What each variant changes, in sentences."""
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(compared.names):
        if place == 0:
            continue
        said = {language: compared.edits(place, language) for language in ("en", "zh")}
        pairs = zip(said["en"], said["zh"], strict=True)
        texts: list[Text] = [{"en": en, "zh": zh} for en, zh in pairs]
        texts = texts or [phrase("no_edits")]
        rows += [(name, text) for text in texts]
    return FigureTable("edits", title_of("edits"), (head("variant"), head("what")), tuple(rows))
