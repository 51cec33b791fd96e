"""A plan held against what was paid, as a document: the seal first, then what it rests on, how much
agrees, where the rest lies, what is suspected, and the first cases one by one."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from engine.analysis import (
    Case,
    Part,
    Reconciliation,
    amount_text,
    column_name,
    fen_text,
    line_label,
    share_text,
)
from engine.backtesting import CheckedYear
from engine.calendar import month_number
from engine.facts import Facts
from engine.plan import Plan
from engine.reports.document import (
    Block,
    Document,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Table,
)
from engine.text import DASH, Phrases, Problem, Text, in_each_language, named_month, untranslated

phrase = Phrases("backtest_document")

FIRST_CASES = 20
"""So many cases are listed; the others stand in the table of all cases."""
MOST_GROUPS = 25
"""A column with more values is no grouping that anybody reads."""


def backtest_document(
    checked: CheckedYear,
    plan: Plan,
    facts: Facts,
    further: Iterable[Block] = (),
    explain: str = "",
) -> Document:
    """The document of a back-test: reconciliation first, then `further` blocks. `explain` is the
    command that tells the statement of one of these people, as far as it is the same for all."""
    blocks = [*reconciliation_blocks(checked.reconciliation, facts, explain), *further]
    return Document(phrase("title", plan=plan.title), tuple(blocks))


def reconciliation_blocks(
    found: Reconciliation | None, facts: Facts, explain: str = "", why_not: Text | None = None
) -> Iterator[Block]:
    """How far a plan agrees with what was paid; else `why_not`, where it is not that nothing says
    so. `explain` as for `backtest_document`."""
    yield Heading(1, phrase("part_reconciled"), "reconciled")
    if found is None:
        nothing = phrase("nothing_paid", found=tuple(facts.further) or DASH)
        yield Paragraph(why_not or nothing)
        yield from _said("part_assumed", facts.assumptions)
        return
    yield Paragraph(found.seal)
    yield from _said("part_assumed", facts.assumptions)
    yield from _shares(found)
    if found.notes:
        yield from _said("part_notes", found.notes)
    yield from _tables(found)
    yield from _suspects(found)
    yield from _cases(found, explain)
    yield from _accepted(found)


def _said(heading: str, problems: Sequence[Problem]) -> Iterator[Block]:
    if problems:
        yield Heading(2, phrase(heading))
        yield List(tuple(Item(in_each_language(problem.sentence)) for problem in problems))


def _shares(found: Reconciliation) -> Iterator[Block]:
    yield Paragraph(
        phrase(
            "compared",
            count=found.compared,
            first=named_month(found.facts.first),
            last=named_month(found.facts.first + found.facts.months - 1),
            columns=tuple(figures.column for figures in found.figures),
        )
    )
    rows = [
        (phrase("to_the_fen"), share_text(found.to_the_fen)),
        (phrase("to_one_yuan"), share_text(found.to_one_yuan)),
        (phrase("to_one_percent"), share_text(found.to_one_percent)),
        (phrase("total_paid"), fen_text(found.total_paid)),
        (phrase("total_plan"), fen_text(found.total_plan)),
        (phrase("total_difference"), fen_text(found.difference)),
        (phrase("open_amount"), fen_text(found.open_amount)),
    ]
    yield Table((phrase("head_what"), phrase("head_figure")), tuple(rows), (False, True))


def _tables(found: Reconciliation) -> Iterator[Block]:
    yield Heading(2, phrase("part_where"))
    if len(found.figures) > 1:
        yield _table(phrase("by_line"), found.by_line())
    yield _table(phrase("by_month"), found.by_month())
    for column in found.groupings:
        parts = found.by_group(column)
        if 1 < len(parts) <= MOST_GROUPS:
            yield _table(phrase("by_group", column=column_name(column, [found.plan])), parts)
    yield _table(phrase("by_size"), found.by_size())


def _table(caption: Text, parts: Sequence[Part]) -> Table:
    heads = ("what", "compared", "agreeing", "open", "difference", "open_amount")
    rows = tuple(
        (
            part.label,
            untranslated(f"{part.compared:,}"),
            untranslated(f"{part.agreeing:,}"),
            untranslated(f"{part.open:,}"),
            fen_text(part.difference),
            fen_text(part.open_amount),
        )
        for part in parts
    )
    return Table(
        tuple(phrase(f"head_{head}") for head in heads),
        rows,
        (False, *(True for _ in heads[1:])),
        caption=caption,
    )


def _suspects(found: Reconciliation) -> Iterator[Block]:
    if not found.suspects and not found.stopped:
        return
    yield Heading(2, phrase("part_suspects"))
    if found.suspects:
        yield List(tuple(Item(suspect.text) for suspect in found.suspects), numbered=True)
        yield Note(phrase("suspects_tested"))
    if found.stopped:
        yield Note(phrase("suspects_stopped"))


def _cases(found: Reconciliation, explain: str) -> Iterator[Block]:
    shown = found.cases[:FIRST_CASES]
    if not shown:
        return
    yield Heading(2, phrase("part_cases"))
    yield Paragraph(phrase("cases_shown", shown=len(shown), count=len(found.cases)))
    heads = ("employee", "month", "line", "paid", "plan", "difference", "reason")
    yield Table(
        tuple(phrase(f"head_{head}") for head in heads),
        tuple(_case(found.plan, case) for case in shown),
        (False, False, False, True, True, True, False),
    )
    if explain:
        first = shown[0]
        of_case = shlex.join(["--employee", first.employee, "--month", first.month])
        yield Note(phrase("see_statement", command=f"{explain} {of_case}"))


def _case(plan: Plan, case: Case) -> tuple[Text, ...]:
    return (
        untranslated(case.employee),
        named_month(month_number(case.month)),
        line_label(plan, case.line),
        fen_text(case.paid),
        fen_text(case.plan),
        fen_text(case.difference),
        untranslated(case.reason),
    )


def _accepted(found: Reconciliation) -> Iterator[Block]:
    if not found.accepted:
        return
    yield Heading(2, phrase("part_accepted"))
    items = []
    for place, one in enumerate(found.accepted):
        about = " · ".join(filter(None, (one.employee, one.month, one.line, one.suspect)))
        holds = bool((found.accepted_by == place).any())
        amount = untranslated("–") if one.fen is None else amount_text(one.fen)
        who = " · ".join(filter(None, (one.author, one.at)))
        said = {"about": about, "reason": one.reason, "amount": amount, "who": who or "–"}
        items.append(Item(phrase("accepted" if holds else "accepted_no_more", **said)))
    yield List(tuple(items))
