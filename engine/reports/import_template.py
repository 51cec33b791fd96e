"""A workbook to be filled in: the columns that a plan reads, and what belongs into each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import xlsxwriter

from engine.plan import Column, Plan
from engine.sheets import EMPLOYEE, MONTH
from engine.text import Phrases, say

phrase = Phrases("import_template")
LAST_ROW = 10_000
"""Down to here cells offer the values that are allowed."""
MOST_LISTED = 255
"""Characters of a list that a workbook offers."""
WIDEST, WIDE = 60, 16
PERCENT_UP_TO = 2.0


def template_headings(plan: Plan, language: str) -> dict[str, str]:
    """What each column of the facts is called in a language, in the order of the plan."""
    keys = {name: phrase.say(language, name) for name in (EMPLOYEE, MONTH)}
    return keys | {column.id: column.label[language] for column in plan.facts.values()}


def import_template(plan: Plan, language: str) -> bytes:
    """A workbook (.xlsx) whose headings are the plan's labels, with notes on a sheet of its own. No
    label in it becomes a formula or a link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        as_text, percent = (
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "0.0%"}),
        )
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(phrase.say(language, "sheet_data"))
        sheet.freeze_panes(1, 1)
        for at, (name, heading) in enumerate(template_headings(plan, language).items()):
            column = plan.facts.get(name)
            shown = as_text if column is None else percent if _is_percent(column) else None
            sheet.set_column(at, at, WIDE, shown)
            sheet.write_string(0, at, heading, bold)
            offered = [] if column is None else _offered(column, language)
            if _can_be_listed(offered):
                rule = {"validate": "list", "source": offered}
                sheet.data_validation(1, at, LAST_ROW, at, rule)
        notes = book.add_worksheet(phrase.say(language, "sheet_notes"))
        heads = ("column", "meaning", "allowed")
        notes.write_row(0, 0, [phrase.say(language, f"head_{head}") for head in heads], bold)
        for row, cells in enumerate(_notes(plan, language), start=1):
            notes.write_row(row, 0, cells, wrapped)
        notes.set_column(0, 0, 2 * WIDE)
        notes.set_column(1, 2, WIDEST)
        notes.freeze_panes(1, 0)
    return buffer.getvalue()


def _notes(plan: Plan, language: str) -> Iterator[tuple[str, str, str]]:
    """A row for each column: its heading, what it means, and what may stand there."""
    headings = template_headings(plan, language)
    for name in (EMPLOYEE, MONTH):
        yield headings[name], phrase.say(language, f"of_{name}"), ""
    for column in plan.facts.values():
        meaning = phrase.say(language, f"kind_{column.kind}")
        yield headings[column.id], meaning, _allowed(column, language)


def _allowed(column: Column, language: str) -> str:
    between = say(language, "list.nouns_between")
    if offered := _offered(column, language):
        return between.join(offered)
    if column.range is not None:
        low, high = (f"{end:g}" for end in column.range)
        return phrase.say(language, "range", low=low, high=high)
    return ""


def _offered(column: Column, language: str) -> list[str]:
    """The texts that may stand in a cell, where they are few."""
    if column.kind == "flag":
        return [phrase.say(language, "yes"), phrase.say(language, "no")]
    return [label[language] for label in column.values.values()]


def _can_be_listed(offered: Sequence[str]) -> bool:
    """Whether a cell can offer these texts: they stand in one formula, parted by commas."""
    joined = ",".join(offered)
    return 0 < len(joined) <= MOST_LISTED and not any({",", '"'} & {*text} for text in offered)


def _is_percent(column: Column) -> bool:
    high = column.range[1] if column.range else column.most or 1.0
    return column.kind == "share" and high <= PERCENT_UP_TO
