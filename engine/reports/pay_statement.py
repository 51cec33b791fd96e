"""A statement for the employee who is paid: what is due, a line each with its numbers, why it is
not more and how far the next step is. For the designer, two plans side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from engine.calendar import calendar_month, month_number
from engine.explain import Statement, Step
from engine.formula import CONDITION, FUNCTIONS, Coupling
from engine.payroll import PaySlip
from engine.plan import Plan, describe
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
from engine.reports.take_home import take_home_blocks
from engine.text import (
    Phrases,
    Text,
    in_each_language,
    money_of_fen,
    month_name,
    named_month,
    signed,
    untranslated,
)
from engine.wording import Rules

phrase = Phrases("pay_statement")
CENT, FACTOR, LARGEST_FACTOR = Decimal("0.01"), Decimal("0.000001"), 10
"""Decimals of an amount and of a factor: 0.946667 of 3,000 yuan is right to the fen."""
LONGEST = 90
"""Characters of a working that stands beside its amount."""
_LINES = ("pay", "measure", "working")
_ANSWERS = ("yes", "no")
_NO, _BY_HOW_MUCH = ": no", ": no, by "
"""Verdicts that a condition does not hold, and that it is missed by a distance."""
_LONG_NUMBER = re.compile(r"(?<![\d.])\d[\d,]*\.\d{3,}")


def pay_statement(statement: Statement, slip: PaySlip | None = None) -> Document:
    """What an employee is paid for a month and why, without a figure of anybody else; with the
    `slip`, also what of it is taken home and what it costs the employer."""
    plan = statement.plan
    title = phrase("title", plan=plan.title)
    return Document(title, tuple(_Brief(statement, slip).blocks()), keywords=plan.id)


def compared_statements(baseline: Statement, variant: Statement) -> Document:
    """What two plans pay the same employee, line by line, in the month and in the whole year."""
    month = named_month(month_number(variant.month))
    title = phrase("compared", employee=untranslated(variant.employee), month=month)
    blocks: list[Block] = [
        Paragraph(phrase("compared_plan", plan=variant.plan.title)),
        _compared(baseline, variant),
    ]
    if changes := _changes(baseline.plan, variant.plan):
        blocks += [
            Heading(1, phrase("compared_changes"), "changes"),
            List(tuple(map(Item, changes))),
        ]
    return Document(title, tuple(blocks), keywords=variant.plan.id)


def _changes(before: Plan, after: Plan) -> list[Text]:
    """What a variant changes, one sentence for each change."""
    number = len(describe(before, after, "en"))
    return [
        in_each_language(lambda lang, place=place: describe(before, after, lang)[place])  # type: ignore[misc]
        for place in range(number)
    ]


def _compared(baseline: Statement, variant: Statement) -> Table:
    heads = tuple(
        phrase(f"{what}_{when}")
        for when in ("month", "year")
        for what in ("baseline", "variant", "difference")
    )
    before, after = _amounts(baseline), _amounts(variant)
    labels = {line.id: line.label for s in (baseline, variant) for line in s.lines}
    rows = [
        (labels[name], *_side_by_side(before.get(name, (0, 0)), after.get(name, (0, 0))))
        for name in labels
    ]
    totals = [
        tuple(map(sum, zip(*amounts.values(), strict=True))) or (0, 0)
        for amounts in (before, after)
    ]
    rows.append((phrase("gross"), *_side_by_side(*totals)))
    return Table((phrase("line"), *heads), tuple(rows), (False, *(True for _ in heads)), total=True)


def _amounts(statement: Statement) -> dict[str, tuple[int, ...]]:
    """The amount of each line in the month and in the year, in fen."""
    return {
        line.id: (line.amount or 0, year)
        for line, year in zip(statement.lines, statement.year, strict=True)
    }


def _side_by_side(before: tuple[int, ...], after: tuple[int, ...]) -> Iterator[Text]:
    for old, new in zip(before, after, strict=True):
        yield _fen(old)
        yield _fen(new)
        yield in_each_language(lambda lang, gap=new - old: signed(money_of_fen(gap, lang)))  # type: ignore[misc]


class _Brief:
    """Writes one statement; figures the plan lays down are told as they are, others rounded."""

    def __init__(self, statement: Statement, slip: PaySlip | None) -> None:
        self.statement, self.slip = statement, slip
        self._told: set[str] = set()
        lines = (line.id for line in statement.lines)
        self._to_date = dict(zip(lines, statement.to_date, strict=True))
        figures = [figure.value for figure in statement.figures()]
        self._laid_down = (
            {
                language: {n for value in figures for n in _LONG_NUMBER.findall(value[language])}
                for language in figures[0]
            }
            if figures
            else {}
        )

    def blocks(self) -> Iterator[Block]:
        statement = self.statement
        month = month_number(statement.month)
        yield Paragraph(
            _lines(
                [
                    phrase("employee", employee=untranslated(statement.employee)),
                    phrase("period", month=named_month(month)),
                ]
            )
        )
        yield self._due(month)
        yield from self._nothing()
        if self.slip is not None:
            yield from take_home_blocks(self.slip)
        rules = Rules(statement.plan)
        reasons = [
            (line, self._reasons(line))
            for line in statement.lines
            if line.due and not _takes_off(rules, line)
        ]
        told = [
            Item(phrase("reason", text=_lines(texts)), lead=phrase("lead", label=line.label))
            for line, texts in reasons
            if texts
        ]
        if told:
            yield Heading(1, phrase("more"), "more")
            yield List(tuple(told))
        yield Heading(1, phrase("data"), "data")
        yield Paragraph(self._values(statement.facts))
        if statement.measures:
            yield Paragraph(self._values(statement.measures))
        days = statement.plan.terms.appeal_days
        yield Note(self._closing(days))

    def _closing(self, days: int | None) -> Text:
        """How to appeal, and where the whole calculation stands."""
        of_gross = "" if self.slip is None else "_net"
        if not days:
            return phrase(f"depth{of_gross}")
        return phrase(f"appeal{of_gross}", days=untranslated(str(days)))

    def _due(self, month: int) -> Table:
        """The lines that pay something this month; all others in one row, if they have paid
        something this year."""
        statement, to_date = self.statement, self._to_date
        rows = [
            (line.label, self._working(line), _fen(line.amount), _fen(to_date[line.id]))
            for line in statement.lines
            if line.amount
        ]
        others = [to_date[line.id] for line in statement.lines if not line.amount]
        if any(others):
            rows.append((phrase("others"), untranslated(""), _fen(0), _fen(sum(others))))
        rows.append(
            (phrase("gross"), untranslated(""), _fen(statement.gross), _fen(sum(to_date.values())))
        )
        heads = (
            phrase("line"),
            phrase("working"),
            phrase("this_month"),
            phrase("to_date", month=month_name(calendar_month(month))),
        )
        return Table(heads, tuple(rows), (False, False, True, True), total=True)

    def _nothing(self) -> Iterator[Note]:
        """The lines that come to nothing, in one sentence; those that fall due later with when."""
        lines = self.statement.lines
        if zeros := [self._with_year(line) for line in lines if line.due and not line.amount]:
            yield Note(phrase("zero", lines=phrase.joined(zeros, "comma")))
        for line in lines:
            if not line.due:
                yield Note(phrase("later", line=self._with_year(line), when=line.sentence))

    def _with_year(self, line: Step) -> Text:
        """A line that pays nothing this month, with what it has paid this year."""
        paid = self._to_date[line.id]
        return phrase("paid_before", line=line.label, amount=_fen(paid)) if paid else line.label

    def _working(self, line: Step) -> Text:
        """How the amount comes about, in one line."""
        if not line.due:
            return untranslated("")
        sums = [text for text in line.worked if text["en"][:1] in "=≈"]
        for text in sums:
            bare = self._rounded(text)
            if len(bare["zh"]) <= LONGEST and re.search(r"[×÷+−]", bare["zh"][1:]):
                return bare
        formula = None if _is_decided(line) else line.formula
        if formula and len(formula["zh"]) <= LONGEST and re.search(r"[×÷+−]", formula["zh"]):
            return formula  # its numbers are too many, or not to be told
        if line.function and FUNCTIONS[line.function].coupling is not None:
            return self._rounded(line.sentence)
        told = [f for f in line.figures if f.value["en"] not in _ANSWERS]
        if told:
            figures = [phrase("figure", label=f.label, value=f.value) for f in told]
            return phrase.joined(figures, "semicolon")
        for child in sorted(line.children, key=lambda child: child.kind not in _LINES):
            if child.kind in ("fact", "part", *_LINES):
                return self._rounded(phrase("figure", label=child.label, value=child.value))
        return self._rounded(line.sentence) if line.function else untranslated("")

    def _reasons(self, line: Step) -> list[Text]:
        """Why a line is not more: conditions that are missed, limits, and the next step."""
        found: dict[str, Text] = {}
        for step in _resting_on(line):
            if not line.amount or step.kind == "choice":
                mark = _BY_HOW_MUCH if line.amount else _NO
                for text in step.worked:
                    if text["en"][:1] not in "=≈" and mark in text["en"]:
                        found.setdefault(text["en"], text)
            if step.kind in ("limit", "settled"):
                limited = phrase("limit", label=step.label, text=step.sentence)
                found.setdefault(limited["en"], limited)
            elif step.function and _compares(step.function, bool(line.amount)):
                told = step.sentence
                if step.kind in _LINES and step is not line and _is_placed(step.function):
                    told = phrase("limit", label=step.label, text=told)
                found.setdefault(told["en"], told)
        new = {key: text for key, text in found.items() if not line.amount or key not in self._told}
        self._told |= new.keys()
        return [self._rounded(text) for text in new.values()]

    def _values(self, steps: Iterable[Step]) -> Text:
        named = [phrase("figure", label=s.label, value=s.value) for s in steps]
        return self._rounded(phrase.joined(named, "semicolon"))

    def _rounded(self, text: Text) -> Text:
        """A text with two decimals, but for figures that the plan lays down, and for factors of a
        calculation: they have as many as it takes to come to the amount."""

        def written(language: str) -> str:
            exact = self._laid_down.get(language, set())
            is_worked = text[language][:1] in "=≈"
            short = _LONG_NUMBER.sub(
                lambda n: n[0] if n[0] in exact else _short(n[0], is_worked), text[language]
            )
            is_sum = short != text[language] and short.startswith("=")
            return f"≈{short[1:]}" if is_sum else short

        return in_each_language(written)


def _short(number: str, is_worked: bool) -> str:
    value = Decimal(number.replace(",", ""))
    least = FACTOR if is_worked and abs(value) < LARGEST_FACTOR else CENT
    return f"{value.quantize(least, ROUND_HALF_UP):,f}"


def _resting_on(line: Step) -> Iterator[Step]:
    """A line and all it rests on, pay lines apart: they have reasons of their own."""
    yield line
    for child in line.children:
        if child.kind != "pay":
            yield from _resting_on(child)


def _compares(name: str, paid: bool) -> bool:
    """Whether the sentence of a function tells a next step, a place or what is still missing; a
    condition that has to last is missing where nothing is paid."""
    function = FUNCTIONS[name]
    lasts = function.looks_back and function.gives is CONDITION and not paid
    return function.stateful or function.method is not None or lasts or _is_placed(name)


def _is_placed(name: str) -> bool:
    """Whether a function holds people against each other; its sentence does not say in what."""
    return FUNCTIONS[name].coupling in (Coupling.RANK, Coupling.SHARE)


def _takes_off(rules: Rules, line: Step) -> bool:
    """Whether a line is a deduction, of which nobody asks why it is not more."""
    return any(case.less for case in rules.of(rules.plan.lines[line.id]).cases)


def _is_decided(line: Step) -> bool:
    """Whether conditions chose one of several formulas of a line."""
    return any(": yes" in text["en"] or _NO in text["en"] for text in line.worked)


def _fen(amount: int) -> Text:
    return in_each_language(lambda language: money_of_fen(amount, language))


def _lines(texts: Iterable[Text]) -> Text:
    """Texts one below the other."""
    lines = list(texts)
    return in_each_language(lambda language: "\n".join(text[language] for text in lines))
