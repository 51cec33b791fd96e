"""The messages of a comparison, each with the chart or table that shows it: of one variant against
the baseline, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained, Soundness
from engine.papers.amounts_told import more_in_full
from engine.papers.cause_findings import why
from engine.papers.cost_findings import against_budget, by_line, by_month, by_month_of_all, costs
from engine.papers.paper import Finding
from engine.papers.paper_look import phrase
from engine.papers.people_findings import by_group, by_level, curves, losers, winners
from engine.papers.take_home_findings import take_home
from engine.reports import Figure, Table, compare_tables
from engine.text import DASH, Phrases, Text, untranslated

compared_words = Phrases("comparison")
MOST_CLIFFS = 10
"""Cliffs that are told; the workbook has all."""
MOST_VARIANTS = 4
"""Variants whose every step is shown; of more, the workbook tells."""
TELLING_OUTCOMES = frozenset({"fail", "watch"})
"""A check that passes, or does not apply, is nothing to tell."""


def of_variant(
    compared: Compared, place: int, explained: Explained | None, soundness: Soundness | None
) -> Iterator[Finding]:
    """Everything there is to say of one variant: why it costs more or less, when, for whom."""
    yield from why(compared, place, explained)
    yield from against_budget(compared, place)
    yield by_month(compared, place)
    people = compared.people[place]
    if people is not None and people.gain + people.lose:
        yield winners(people)
        yield from by_level(people)
        yield from by_group(people)
    yield from curves(compared, place)
    yield from by_line(compared, place)
    yield from take_home(compared, place)
    if soundness is not None:
        yield from _cliffs(compared, place, soundness)
        yield from checks(compared, soundness)


def of_all(
    compared: Compared, explained: Sequence[Explained], soundness: Soundness | None
) -> Iterator[Finding]:
    """Everything there is to say of several variants: what each costs and why, and for how many it
    changes."""
    places = range(1, len(compared.each))
    yield costs(compared)
    yield from losers(compared)
    yield by_month_of_all(compared)
    for place in places[:MOST_VARIANTS]:
        own = explained[place] if explained else None
        for finding in why(compared, place, own):
            name = compared.names[place]
            yield Finding(
                phrase("of_unit", unit=name, what=finding.title),
                *(finding.chart, finding.table, finding.points, finding.notes),
            )
    yield _overview(compared, soundness)
    if soundness is not None:
        yield from checks(compared, soundness)


def _overview(compared: Compared, soundness: Soundness | None) -> Finding:
    """Key figures of all scenarios side by side."""
    table = next(table for table in compare_tables(compared, (), soundness))
    columns = [0, 1, *range(2, len(table.heads), 2)]
    rows = tuple(
        tuple(_cell(row[column]) for column in columns)
        for row in table.rows
        if any(isinstance(x, Figure) and x.is_known for x in (row[column] for column in columns))
    )
    heads = tuple(table.heads[column] for column in columns)
    numbers = (False, *(True for _ in columns[1:]))
    return Finding(
        phrase("f_overview"), table=Table(heads, rows, numbers), notes=(phrase("note_costs"),)
    )


def _cliffs(compared: Compared, place: int, soundness: Soundness) -> Iterator[Finding]:
    """Places where pay jumps that come, go or change."""
    found = [change for change in soundness.cliffs(place) if change.kind != "same"]
    if not found:
        return
    kinds = Counter(change.kind for change in found)
    changed = len(found) - kinds["gained"] - kinds["lost"]
    said = {"gained": kinds["gained"], "lost": kinds["lost"], "changed": changed}
    several = len(compared.by_unit) > 1
    rows = []
    for change in found[:MOST_CLIFFS]:
        cliff = change.cliff
        where = compared_words("cliff_at", name=cliff.name, place=cliff.place, whose=change.whose)
        if several:
            where = phrase("of_unit", unit=change.title, what=where)
        jumps = (
            untranslated(DASH) if one is None else more_in_full(one.jump)
            for one in (change.before, change.after)
        )
        rows.append((where, compared_words(f"cliff_{change.kind}"), *jumps))
    heads = (phrase("cliff"), phrase("change"), compared.names[0], compared.names[place])
    table = Table(heads, tuple(rows), (False, False, True, True))
    left = len(found) - len(rows)
    points = (phrase("further_cliffs", count=left),) if left else ()
    title = phrase("f_cliffs", **said)
    yield Finding(title, table=table, points=points, notes=(phrase("note_cliffs"),))


def checks(compared: Compared, soundness: Soundness) -> Iterator[Finding]:
    """The health checks that do not come out the same."""
    several = len(compared.by_unit) > 1
    rows = []
    for row in soundness.rows():
        outcomes = {finding.outcome for finding in row.findings if finding is not None}
        if row.differs and not outcomes.isdisjoint(TELLING_OUTCOMES):
            label = phrase("of_unit", unit=row.title, what=row.label) if several else row.label
            said = (
                untranslated(DASH) if f is None else compared_words(f"outcome_{f.outcome}")
                for f in row.findings
            )
            rows.append((label, *said))
    if rows:
        heads = (phrase("check"), *compared.names)
        table = Table(heads, tuple(rows), (False,) * len(heads))
        title = phrase("f_checks", count=len(rows))
        yield Finding(title, table=table, notes=(phrase("note_checks"),))


def _cell(cell: Text | Figure) -> Text:
    return cell.text if isinstance(cell, Figure) else cell
