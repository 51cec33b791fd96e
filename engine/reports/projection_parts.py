"""What a projection says beside its cost, as headings and tables: what would change it, which lines
it comes from, what is owed, and other sets of assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.calendar import month_text
from engine.projection import (
    Driver,
    Estimate,
    Question,
    accrual,
    entry_of,
    forfeits,
    is_mostly_over,
)
from engine.reports.document import Block, Heading, Item, List, Note, Paragraph, Table
from engine.reports.projected import (
    Projected,
    cost_lines,
    error_text,
    fewest_of_sets,
    line_name,
    of_sets,
)
from engine.text import (
    DASH,
    Phrases,
    Text,
    compact_money,
    count,
    in_each_language,
    money,
    percent,
    signed,
    untranslated,
)

phrase = Phrases("projection_document")
FIRST_DRIVERS = 10


def of_changes(found: Projected) -> Iterator[Block]:
    """What moving each assumption does to the expected cost."""
    if not found.rows:
        return
    yield Heading(1, phrase("changes"), "changes")
    rows = [
        (
            row.label,
            _value(row.path, row.low_value),
            change_text(row.low_change),
            _value(row.path, row.high_value),
            change_text(row.high_change),
        )
        for row in found.rows
    ]
    heads = ("lever", "down", "cost_down", "up", "cost_up")
    numbers = (False, True, True, True, True)
    yield Table(tuple(map(phrase, heads)), tuple(rows), numbers)


def of_spreads(found: Projected) -> Iterator[Block]:
    """What would make the cost surer."""
    if not found.spreads:
        return
    yield Heading(2, phrase("surer"), "surer")
    rows = [
        (
            row.label,
            _value(row.path, row.low_value),
            short_text(row.low),
            short_text(row.now),
            _value(row.path, row.high_value),
            short_text(row.high),
        )
        for row in found.spreads
    ]
    heads = ("lever", "down", "deviation", "deviation_now", "up", "deviation_up")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 5))
    one = found.spreads[0]
    yield Note(phrase("surer_told", count=count(one.trials), share=percent_text(one.error)))


def _value(path: str, value: object) -> Text:
    """The value of an assumption of the company, in words."""
    entry = entry_of(path)
    if entry is None:
        return phrase("swing_value")
    return in_each_language(lambda language: entry.text(value, language))


def of_drivers(found: Projected) -> Iterator[Block]:
    """Which lines an overrun comes from, or the level of a cost that mostly exceeds the budget."""
    budget = found.question.budget
    lines = cost_lines(found)
    if budget is None or (lines.of == "level" and not is_mostly_over(found.trials, budget)):
        return
    yield Heading(1, phrase("drivers"), "drivers")
    if lines.of == "documented":
        change, error = change_text(lines.whole), error_text(lines.whole)
        yield Paragraph(phrase("level_documented", difference=change, error=error))
    elif lines.of == "overrun":
        yield Paragraph(phrase("drivers_told", amount=short_text(lines.whole.value)))
    else:
        yield Paragraph(phrase("level_told"))
    amounts = {"documented": "difference", "overrun": "amount", "level": "expected"}
    yield _driver_table(found.question, lines.lines, amounts[lines.of])


def _driver_table(question: Question, drivers: Sequence[Driver], amount: str) -> Table:
    rows = [
        (
            question.company.units[each.unit].title,
            line_name(question, each.unit, each.line),
            money_text(each.amount),
            percent_text(each.share),
        )
        for each in drivers[:FIRST_DRIVERS]
    ]
    heads = ("unit", "line", amount, "share")
    return Table(tuple(map(phrase, heads)), tuple(rows), (False, False, True, True))


def of_owed(found: Projected) -> Iterator[Block]:
    """What is owed of lines paid for more than a month, and what leavers forfeit."""
    trials, company = found.trials, found.question.company
    if not trials.owed:
        return
    yield Heading(1, phrase("owed"), "owed")
    owed = accrual(trials)
    rows = [
        (
            untranslated(month_text(trials.first + row)),
            *(money_text(float(part[row])) for part in (owed.earned, owed.paid, owed.owed)),
        )
        for row in range(trials.months)
    ]
    heads = ("month", "earned", "paid", "owed_end")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, True, True, True))
    if found.question.assumptions.value("plan_changes"):
        yield Note(phrase("owed_change"))
    yield Heading(2, phrase("forfeited"), "forfeited")
    lost = forfeits(trials)
    if not lost:
        yield Paragraph(phrase("nobody_forfeits"))
    else:
        yield List(
            tuple(
                Item(
                    phrase(
                        "forfeited_told",
                        amount=short_text(each.amount.value),
                        line=line_name(found.question, each.unit, each.line),
                        unit=company.units[each.unit].title,
                        count=round(each.people.value),
                    )
                )
                for each in lost
            )
        )


def sets_compared(found: Projected) -> Iterator[Block]:
    """Sets of assumptions side by side."""
    if not found.sets:
        return
    yield Heading(1, phrase("sets"), "sets")
    rows = [
        (
            row.title,
            money_text(row.expected),
            change_text(row.change),
            money_text(row.low),
            money_text(row.high),
            untranslated(DASH) if row.over is None else percent_text(row.over),
        )
        for row in of_sets(found)
    ]
    heads = ("set", "expected", "set_change", "low", "high", "over")
    yield Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 5))
    yield Note(phrase("sets_told", count=count(fewest_of_sets(found))))


def money_text(yuan: float) -> Text:
    """An amount in whole yuan."""
    return in_each_language(lambda language: money(float(yuan), language))


def short_text(yuan: float) -> Text:
    """An amount in the unit that suits it."""
    return in_each_language(lambda language: compact_money(float(yuan), language))


def change_text(estimate: Estimate) -> Text:
    """A change with its sign."""
    return in_each_language(lambda language: signed(compact_money(estimate.value, language)))


def percent_text(share: float) -> Text:
    """A share in percent."""
    return in_each_language(lambda language: percent(float(share), language))
