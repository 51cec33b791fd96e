"""Questions written down: each with its sentence, and the answers that are offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from engine.importing.cell_reading import read_value
from engine.importing.completing import grain
from engine.importing.matching import EMPLOYEE, HIRED, MONTH, Candidate, Matching
from engine.importing.questions import Answer, Choice, Example, Kind, Question, Way
from engine.importing.recipe import OPEN, Recipe, Rule, Source, TableKeys
from engine.importing.written_dates import month_within
from engine.importing.written_numbers import read_numbers
from engine.plan import TENURE, Column, Plan
from engine.sheets import Sheet
from engine.text import Phrases, Problem, Text, untranslated

phrase = Phrases("import_question")
SURE, LIKELY, EVEN = 0.9, 0.7, 0.5
"""How sure a proposal is that nothing was measured of."""
SHOWN = 3
"""So many cells are shown as examples."""
MOST_OFFERED = 8
DOUBTS = {"tie": "import_tie", "name": "import_name", "word": "import_word"}
DOUBTS |= {"content": "import_content", "gone": "import_gone"}


def label_of(fact: str, plan: Plan) -> Text:
    """What a column of the plan is called; columns beyond it by their own name."""
    column = plan.facts.get(fact)
    if column is not None:
        return column.label
    return phrase(f"label_{fact}") if fact in (EMPLOYEE, MONTH, HIRED) else untranslated(fact)


def open_questions(recipe: Recipe, matching: Matching) -> list[Question]:
    """What a recipe does not say, or says without being sure."""
    asking = _Asking(recipe, matching)
    return [*asking.of_tables(), *asking.of_columns()]


class _Asking:
    def __init__(self, recipe: Recipe, matching: Matching) -> None:
        self.recipe, self.matching, self.plan = recipe, matching, matching.plan

    # -- whose and when -----------------------------------------------------------------------

    def of_tables(self) -> Iterable[Question]:
        if not self.recipe.tables:
            yield self._nobody()
            return
        for name, keys in self.recipe.tables.items():
            question = self._of_table(name, keys)
            if question is not None:
                yield question
        if not any(keys.month for keys in self.recipe.tables.values()):
            name = next(iter(self.recipe.tables))
            problem = Problem("import_no_months", {}, self._file(name))
            yield self._which_month(name, problem, False)

    def _nobody(self) -> Question:
        largest = max(self.matching.tables, key=lambda table: table.sheet.rows)
        problem = Problem("import_nobody", {}, self._file(largest.name))
        found = self.matching.employees[largest.name] or self.matching.perhaps_people(largest)
        return Question(
            Kind.EMPLOYEE,
            problem,
            EMPLOYEE,
            largest.name,
            choices=self._columns(found, largest.name),
            ways=(Way.COLUMN,),
        )

    def _of_table(self, name: str, keys: TableKeys) -> Question | None:
        said = {"column": keys.employee, "table": name}
        file = self._file(name)
        match keys.unsure:
            case "":
                return None
            case "link":
                choices = (
                    *self._columns(self.matching.employees[name], name),
                    Choice(Answer(Way.LEAVE_OUT, table=name), phrase("leave_table", table=name)),
                    Choice(Answer(Way.KEEP, table=name), phrase("keep_links")),
                )
                problem = Problem("import_key_link", said, file, column=keys.employee)
                return Question(
                    *(Kind.LINK, problem, EMPLOYEE, name, (keys.employee,)),
                    choices=choices,
                    ways=(Way.COLUMN, Way.LEAVE_OUT, Way.KEEP),
                )
            case "year":
                return self._year(name, keys)
            case "month tie" | "month name" | "month gone" | "month file":
                reason = keys.unsure.removeprefix("month ")
                column = keys.month.column if keys.month else ""
                key = {"tie": "import_key_tie", "gone": "import_key_gone"}.get(reason)
                key = key or ("import_month_file" if reason == "file" else "import_key_name")
                problem = Problem(key, {**said, "column": column}, file, column=column)
                return self._which_month(name, problem, bool(column))
            case reason:
                key = {"tie": "import_key_tie", "gone": "import_key_gone"}.get(reason)
                problem = Problem(key or "import_key_name", said, file, column=keys.employee)
                found = self.matching.employees[name]
                first = [one for one in found if one.heading == keys.employee]
                rest = [one for one in found if one.heading != keys.employee]
                return Question(
                    *(Kind.EMPLOYEE, problem, EMPLOYEE, name, (keys.employee,)),
                    proposed=bool(keys.employee),
                    choices=self._columns([*first, *rest], name),
                    ways=(Way.COLUMN, Way.LEAVE_OUT),
                    examples=self._cells(name, keys.employee),
                )

    def _which_month(self, name: str, problem: Problem, proposed: bool) -> Question:
        keys = self.recipe.tables[name]
        column = keys.month.column if keys.month else ""
        found = self.matching.months[name]
        first = [one for one in found if one.heading == column]
        rest = [one for one in found if one.heading != column]
        table = self.matching.named[name]
        named = [month_within(part) for source in table.sources for part in source if part]
        months = {day.text[:7] for day in named if day is not None and day.year and day.month}
        constant = tuple(
            Choice(Answer(Way.CONSTANT, month, name), phrase("month_of_all", month=month), LIKELY)
            for month in sorted(months)[:1]
        )
        others = [of for table, of in self.recipe.tables.items() if table != name and of.month]
        lasting = (Choice(Answer(Way.BLANK, table=name), phrase("no_month")),) if others else ()
        return Question(
            *(Kind.MONTH, problem, MONTH, name, (column,) if column else ()),
            proposed=proposed,
            choices=(*self._columns([*first, *rest], name), *constant, *lasting),
            ways=(Way.COLUMN, Way.CONSTANT, Way.LEAVE_OUT),
            examples=self._cells(name, column) if column else (),
        )

    def _year(self, name: str, keys: TableKeys) -> Question:
        column = keys.month.column if keys.month else ""
        year = keys.month.year if keys.month else None
        return year_question(name, self._file(name), column, year, self._cells(name, column))

    # -- columns of the plan ------------------------------------------------------------------

    def of_columns(self) -> Iterable[Question]:
        for fact, column in self.plan.facts.items():
            stands_in = HIRED in self.recipe.sources and column.kind == "tenure"
            if fact not in self.recipe.sources and not stands_in and self.recipe.tables:
                yield self._no_source(fact, column)
        for fact, source in self.recipe.sources.items():
            if fact != HIRED and fact not in self.plan.facts:
                continue
            for reason in source.reasons:
                yield self._unsure(fact, source, reason)
            if fact in self.plan.facts:
                yield from self._mistyped(self.plan.facts[fact], source)
        for name, source in self.recipe.further.items():
            for reason in source.reasons:
                yield self._unsure(name, source, reason)

    def _mistyped(self, column: Column, source: Source) -> Iterable[Question]:
        """Asks again for values that were typed where the files say nothing, and that are none."""
        typed = [*source.values.values()] if source.by else [source.constant]
        for value in filter(None, typed):
            if read_value(column, value) is None:
                said = {"label": label_of(column.id, self.plan)}
                problem = Problem("import_no_value", said, column=column.id, value=value)
                yield replace(self._no_source(column.id, column), problem=problem, text=value)

    def _no_source(self, fact: str, column: Column) -> Question:
        label = label_of(fact, self.plan)
        found = list(self.matching.every_candidate.get(fact, ()))
        if fact == TENURE:
            found += self.matching.every_candidate.get(HIRED, [])
        choices = list(self._columns(found, ""))
        if column.kind in ("count", "number"):
            choices += self._counted()
        if column.may_be_blank and column.kind != "tenure":
            choices.append(Choice(Answer(Way.CONSTANT, ""), phrase("nobody_has"), EVEN))
        problem = Problem("import_no_source", {"label": label}, column=fact)
        ways = [Way.COLUMN, Way.CONSTANT]
        if self._categories():
            ways.append(Way.BY)
        return Question(Kind.COLUMN, problem, fact, choices=tuple(choices), ways=tuple(ways))

    def _counted(self) -> Iterable[Choice]:
        """The rows of tables that have several in a month of an employee, counted."""
        for name, keys in self.recipe.tables.items():
            if keys.employee and keys.month is not None and grain(self.matching, name, keys).by_day:
                answer = Answer(Way.COLUMN, Rule.COUNT.value, name, keys.employee)
                yield Choice(answer, phrase("count_rows", table=name))

    def _categories(self) -> list[str]:
        """Columns of the plan by whose values another may be set."""
        kinds = ("category", "group")
        return [
            f
            for f in self.recipe.sources
            if f in self.plan.facts and self.plan.facts[f].kind in kinds
        ]

    def _unsure(self, fact: str, source: Source, reason: str) -> Question:
        columns = " / ".join(source.columns)
        label = label_of(fact, self.plan)
        said: dict[str, object] = {"columns": columns, "label": label}
        file = self._file(source.table)
        heading = source.columns[0] if source.columns else ""
        examples = self._cells(source.table, heading) if heading else ()
        if reason == "rule":
            assert source.rule is not None
            said["rule"] = phrase(f"rule_{source.rule.name.lower()}")
            problem = Problem("import_rule", said, file, column=columns)
            choices = (*rule_choices(self.plan.facts.get(fact), source.rule), *self._weighted(fact))
            return Question(
                *(Kind.RULE, problem, fact, source.table, source.columns),
                proposed=True,
                choices=choices,
                ways=(Way.RULE,),
                examples=examples,
            )
        if reason == "scale":
            said["times"] = _times(source)
            of = self.matching.profile(source.table, heading)
            said |= {"low": f"{of.low:g}", "high": f"{of.high:g}"}
            problem = Problem("import_scale", said, file, column=columns)
            proposed = Choice(Answer(Way.VALUE, str(source.factor)), phrase("times", **said), SURE)
            return Question(
                *(Kind.SCALE, problem, fact, source.table, source.columns),
                proposed=True,
                choices=(proposed, Choice(Answer(Way.KEEP), phrase("as_it_is"))),
                ways=(Way.VALUE,),
                examples=examples,
            )
        if reason == "follows":
            return self._follows(fact, source, said)
        if reason == "keys":
            return self._keys(fact, source, said)
        key = DOUBTS.get(reason, "import_name")
        if reason == "gone" and not columns:
            key = "import_gone_bare"
        found = self.matching.every_candidate.get(fact, [])
        first = [o for o in found if (o.table, (o.heading,)) == (source.table, source.columns)]
        rest = [one for one in found if one not in first]
        problem = Problem(key, said, file, column=fact)
        ways = (Way.COLUMN, Way.CONSTANT, *([Way.BY] if self._categories() else []))
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=bool(first),
            choices=self._columns([*first, *rest], ""),
            ways=ways,
            examples=examples,
        )

    def _weighted(self, fact: str) -> Iterable[Choice]:
        """Means weighted by a count of the same table, where a share or a score is one."""
        column, source = self.plan.facts.get(fact), self.recipe.sources[fact]
        if column is None or column.kind not in ("share", "score", "number"):
            return
        for other, of in self.recipe.sources.items():
            by = self.plan.facts.get(other)
            if by is not None and by.kind == "count" and of.table == source.table and of.columns:
                answer = Answer(Way.RULE, Rule.WEIGHTED_MEAN.value, column=of.columns[0])
                yield Choice(answer, phrase("weighted_by", column=of.columns[0]))

    def _follows(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether a column that begins where another ends is the same under another heading."""
        first, then = source.columns[0], source.columns[-1]
        said |= {"first": first, "then": then}
        problem = Problem("import_follows", said, self._file(source.table), column=fact)
        both = Choice(
            Answer(Way.COLUMN, table=source.table, value="both", column=first),
            phrase("both_columns", **said),
            LIKELY,
        )
        one = Choice(
            Answer(Way.COLUMN, table=source.table, column=first), phrase("one_column", **said)
        )
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=True,
            choices=(both, one),
            ways=(Way.COLUMN,),
            examples=self._cells(source.table, then),
        )

    def _keys(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether the cells of a column are keys of another table, whose words are meant."""
        name, key, *texts = source.through
        heading = source.columns[0]
        said |= {"table": name, "key": key, "texts": " ".join(texts), "first": heading}
        problem = Problem("import_keys", said, self._file(source.table), column=heading)
        choices = (
            Choice(
                Answer(Way.COLUMN, "both", source.table, heading),
                phrase("words_of_table", **said),
                LIKELY,
            ),
            Choice(Answer(Way.COLUMN, "keys", source.table, heading), phrase("one_column", **said)),
        )
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=True,
            choices=choices,
            ways=(Way.COLUMN,),
            examples=self._cells(source.table, heading),
        )

    # -- pieces ---------------------------------------------------------------------------------

    def _columns(self, found: Sequence[Candidate], table: str) -> tuple[Choice, ...]:
        several = len(self.matching.tables) > 1 and not table
        keyed = [one for one in found if self.matching.employees[one.table]]
        found = keyed or found
        return tuple(
            Choice(
                Answer(Way.COLUMN, table=one.table, column=one.heading),
                untranslated(f"{one.table} · {one.heading}" if several else one.heading),
                round(one.confidence, 2),
                phrase(f"why_{one.why}"),
            )
            for one in found[:MOST_OFFERED]
        )

    def _cells(self, name: str, heading: str) -> tuple[Example, ...]:
        table = self.matching.named.get(name)
        if table is None or heading not in table.headings:
            return ()
        cells = table.column(heading)
        first = [row for row in range(min(len(cells), 200)) if cells[row].as_py()][:SHOWN]
        return tuple(Example(place(table.sheet, row), cells[row].as_py(), "") for row in first)

    def _file(self, name: str) -> str:
        table = self.matching.named.get(name)
        return table.sources[0][0] if table is not None else name


def place(sheet: Sheet, row: int) -> str:
    """Where a row stands, in the fewest words: its sheet, if several, and its line."""
    return " · ".join(filter(None, (sheet.part(row), str(sheet.line(row) or ""))))


def _times(source: Source) -> Text:
    """What numbers are multiplied by, in words: ÷ 100."""
    times = source.factor
    if times.numerator == 1:
        return untranslated(f"÷ {times.denominator:,}")
    shown = f"{times.numerator:,}" if times.denominator == 1 else str(times)
    return untranslated(f"× {shown}")


def year_question(
    name: str, file: str, column: str, year: int | None, examples: tuple[Example, ...]
) -> Question:
    """In which year the months of a table are."""
    said: dict[str, object] = {"column": column, "year": year or ""}
    key = "import_key_year" if year else "month_without_year"
    value = examples[0].cell if examples else ""
    problem = Problem(key, said, file, column=column, value=value)
    known = (Choice(Answer(Way.VALUE, str(year)), untranslated(str(year)), LIKELY),) if year else ()
    return Question(
        *(Kind.YEAR, problem, MONTH, name, (column,)),
        proposed=bool(year),
        choices=known,
        ways=(Way.VALUE,),
        examples=examples,
    )


def order_question(
    name: str, file: str, column: str, value: str, examples: tuple[Example, ...]
) -> Question:
    """Whether dates begin with the day or the month."""
    problem = Problem("month_day_order", {}, file, column=column, value=value)
    choices = (
        Choice(Answer(Way.VALUE, "day"), phrase("day_first"), EVEN),
        Choice(Answer(Way.VALUE, "month"), phrase("month_first"), EVEN),
    )
    return Question(
        *(Kind.DAY_FIRST, problem, MONTH, name, (column,)), choices=choices, examples=examples
    )


def mark_question(
    fact: str,
    source: Source,
    heading: str,
    texts: Sequence[str],
    rows: int,
    where: tuple[str, int | None],
) -> Question:
    """Whether a comma or a point stands before the decimals of a column."""
    text = next((t for t in texts if _by_mark(t, ",") and _by_mark(t, ".")), texts[0])
    said = {"count": rows}
    problem = Problem("import_mark", said, *where, column=heading, value=text)
    choices = tuple(
        Choice(
            Answer(Way.VALUE, mark),
            phrase(f"mark_{name}", cell=text, value=_by_mark(text, mark) or "—"),
            EVEN,
        )
        for name, mark in (("point", "."), ("comma", ","))
    )
    return Question(
        *(Kind.MARK, problem, fact, source.table, (heading,), "", rows), choices=choices
    )


def _by_mark(text: str, mark: str) -> str:
    """The number that a text is with a sign before its decimals, or ""."""
    return read_numbers([text], mark == ",").read.get(text, "")


def rule_choices(column: Column | None, usual: Rule | None) -> tuple[Choice, ...]:
    """The rules for several rows of a month that make sense for a column, the usual one first."""
    kind = column.kind if column is not None else "date"
    match kind:
        case "money" | "count" | "number" | "score":
            rules = [Rule.SUM, Rule.MEAN, Rule.LAST, Rule.COUNT]
        case "share":
            rules = [Rule.MEAN, Rule.LAST, Rule.SHARE_OF_YES]
        case _:
            rules = [Rule.LAST]
    if kind in ("number", "score"):
        rules = [Rule.MEAN, Rule.SUM, Rule.LAST, Rule.COUNT]
    ordered = [rule for rule in (usual, *rules) if rule not in (None, Rule.ONLY)]
    return tuple(
        Choice(
            Answer(Way.RULE, rule.value),
            phrase(f"rule_{rule.name.lower()}"),
            LIKELY if i == 0 else 0.0,
        )
        for i, rule in enumerate(dict.fromkeys(filter(None, ordered)))
    )


def value_question(
    fact: str, column: Column, source: Source, text: str, rows: int, problem: Problem
) -> Question:
    """What a text means as a value of a category."""
    proposed = source.values.get(text, "").removeprefix(OPEN)
    values = sorted(column.values, key=lambda value: value != proposed)
    choices = tuple(
        Choice(
            Answer(Way.VALUE, value),
            column.values[value],
            SURE - 0.1 if value == proposed else 0.0,
            phrase("why_name") if value == proposed else phrase("why_none"),
        )
        for value in values
    )
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=rows))
    return Question(
        *(Kind.VALUE, problem, fact, source.table, source.columns, text, rows),
        proposed=bool(proposed),
        choices=(*choices, leave),
        ways=(Way.VALUE, Way.LEAVE_OUT),
    )


def cell_question(
    about: str,
    table: str,
    heading: str,
    text: str,
    rows: int,
    problem: Problem,
    examples: tuple[Example, ...] = (),
) -> Question:
    """What a cell that cannot be read, or cannot be right, means; `text` is "" for all others."""
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=rows))
    blank = Choice(Answer(Way.BLANK), phrase("as_blank"))
    is_key = about in (EMPLOYEE, MONTH)
    return Question(
        *(Kind.CELL, problem, about, table, (heading,), text, rows),
        choices=(leave,) if is_key else (leave, blank),
        ways=(Way.VALUE, Way.LEAVE_OUT) if is_key else (Way.VALUE, Way.LEAVE_OUT, Way.BLANK),
        examples=examples,
    )


def missing_question(fact: str, source: Source, rows: int, problem: Problem) -> Question:
    """What becomes of months in which a column says nothing."""
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_months", count=rows), EVEN)
    return Question(
        *(Kind.MISSING, problem, fact, source.table, source.columns, "", rows),
        choices=(leave,),
        ways=(Way.FILL, Way.LEAVE_OUT),
    )


def placed(question: Question, by: Mapping[str, str]) -> Question:
    """A question that names the heading of the file beside the plan's column."""
    heading = by.get(question.problem.column, "")
    if not heading or heading == question.problem.column:
        return question
    column = f"{heading} → {question.problem.column}"
    return replace(question, problem=replace(question.problem, column=column))
