"""A fitted model as a document: how it compares with the people it is of, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.text import (
    Decimals,
    Phrases,
    Text,
    count,
    in_each_language,
    number,
    percent,
    untranslated,
)
from engine.workforce import Coverage, Fitted, Likeness, Pair, Quality

phrase = Phrases("fit")
LIKENESS_HEADS = ("measure", "group", "rows", "mean", "sd", "quantiles", "mass", "distance", "gap")
MOST_PAIRS = 12
"""The pairs of measures that are listed, those that go together most."""
NUMBERS = (False, False, True, True, True, True, True, True, True, False)


def fit_document(
    fitted: Fitted, quality: Quality, tried: tuple[Coverage, Coverage] | None = None
) -> Document:
    """How good a fitted model is, and what it rests on. `tried` are trials of its ranges as they
    are, and as if its figures were known exactly."""
    model = fitted.model
    blocks = tuple(_blocks(fitted, quality, tried))
    return Document(model.title, blocks, subject=model.description)


def _blocks(
    fitted: Fitted, quality: Quality, tried: tuple[Coverage, Coverage] | None
) -> Iterator[Block]:
    yield Paragraph(fitted.model.description)
    yield Heading(1, phrase("part_likeness"), "likeness")
    yield Paragraph(phrase("pairs_of_figures"))
    yield Table(
        (*(phrase(f"head_{name}") for name in LIKENESS_HEADS), phrase("head_grade")),
        tuple(map(_likeness, quality.likenesses)),
        NUMBERS,
    )
    yield Note(phrase("about_distance"))
    told = sorted(quality.pairs, key=lambda p: -max(abs(p.real), abs(p.drawn)))[:MOST_PAIRS]
    if told:
        yield Heading(1, phrase("part_pairs"), "pairs")
        yield Table(
            tuple(phrase(f"head_{name}") for name in ("measure", "measure", "real", "drawn")),
            tuple((p.first, p.second, *_correlation(p)) for p in told),
            (False, False, True, True),
        )
    yield Heading(1, phrase("part_over_time"), "over-time")
    yield Table(
        tuple(phrase(f"head_{name}") for name in ("measure", "real", "drawn")),
        tuple(_over_time(quality)),
        (False, True, True),
    )
    yield Note(phrase("alike" if quality.alike else "nobody_alike", **_alike(quality)))
    if tried is not None:
        yield Heading(1, phrase("part_coverage"), "coverage")
        yield Paragraph(phrase("coverage", **_coverage(*tried)))
    yield Heading(1, phrase("part_notes"), "notes")
    yield List(tuple(map(Item, fitted.model.notes)))


def _coverage(tried: Coverage, sure: Coverage) -> dict[str, object]:
    shares = {"known": tried.held_by_head, "kept": tried.held, "sure": sure.held_by_head}
    said = {name: _percent(share) for name, share in shares.items()}
    return {"splits": count(len(tried.splits)), **said}


def _percent(share: float) -> Text:
    return in_each_language(lambda language: percent(share, language, 0))


def _alike(quality: Quality) -> dict[str, object]:
    return {"alike": count(quality.alike), "drawn": count(quality.drawn)}


def _likeness(row: Likeness) -> tuple[Text, ...]:
    """A row of the table; where there are two figures, the first is the real one."""
    real, drawn = row.real, row.drawn
    shown = row.group or untranslated(row.value)
    return (
        row.label,
        shown if row.category else phrase("everyone"),
        untranslated(count(row.rows)),
        _both(row, real.mean, drawn.mean),
        _both(row, real.sd, drawn.sd),
        in_each_language(
            lambda language: " / ".join(
                " · ".join(
                    _figure(row, value, language) for value in (side.p10, side.p50, side.p90)
                )
                for side in (real, drawn)
            )
        ),
        in_each_language(
            lambda language: f"{percent(real.mass, language)} / {percent(drawn.mass, language)}"
        ),
        untranslated(number(row.distance, 2)),
        in_each_language(lambda language: percent(row.gap, language)),
        phrase(f"grade_{row.grade}"),
    )


def _both(row: Likeness, real: float, drawn: float) -> Text:
    return in_each_language(
        lambda language: f"{_figure(row, real, language)} / {_figure(row, drawn, language)}"
    )


def _figure(row: Likeness, value: float, language: str) -> str:
    """A figure as its column is read, with no more digits than help to compare."""
    if row.kind in ("share", "flag"):
        return percent(value, language)
    most = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3
    return number(value, Decimals(0, most))


def _correlation(pair: Pair) -> tuple[Text, Text]:
    return untranslated(number(pair.real, 2)), untranslated(number(pair.drawn, 2))


def _over_time(quality: Quality) -> Iterator[tuple[Text, ...]]:
    for pair in quality.persistence:
        yield (phrase("next_month", measure=pair.first), *_correlation(pair))
    for pair in quality.changing:
        yield (phrase("changing", column=pair.first), _share(pair.real), _share(pair.drawn))
    real, drawn = quality.leaving
    yield (phrase("leaving"), _share(real), _share(drawn))


def _share(part: float) -> Text:
    return in_each_language(lambda language: percent(part, language))
