"""One table read as a recipe says: whose each row is, of which month, and what its cells mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.facts import without_totals
from engine.importing.asking import (
    SHOWN,
    cell_question,
    label_of,
    mark_question,
    order_question,
    phrase,
    place,
    value_question,
    year_question,
)
from engine.importing.categories import sure_values
from engine.importing.cell_reading import (
    MOST_PLACES,
    Read,
    Reading,
    read_date_column,
    read_flag_column,
    read_month_column,
    read_number_column,
    read_text_column,
    replaced,
)
from engine.importing.file_tables import Table
from engine.importing.look_ups import in_words, table_words
from engine.importing.matching import EMPLOYEE, MONTH
from engine.importing.questions import ROWS, Answer, Choice, Example, Kind, Question, Way
from engine.importing.recipe import (
    ASK,
    BLANK,
    KEEP,
    LEAVE_OUT,
    ONCE,
    OPEN,
    Recipe,
    Rule,
    Source,
    TableKeys,
)
from engine.plan import Plan
from engine.sheets import Sheet
from engine.text import Problem, each_problem, untranslated

MOST_TEXTS = 20
"""So many texts of a column that cannot be read are asked about one by one; the others together."""
NUMBER_KINDS = frozenset({"money", "count", "share", "score", "number"})
ADDED = (Rule.SUM, Rule.COUNT)
CURRENCY = re.compile(
    r"CNY|RMB|CNH|USD|EUR|GBP|HKD|JPY|KRW|TWD|SGD|AUD|CAD|CHF|INR|THB|VND|MYR|IDR|PHP|AED|BRL|MXN"
    r"|SEK|NOK|DKK|PLN|NZD|ZAR|MOP|RUB|人民币|美元|欧元|英镑|港币|港元|日元|新台币|[¥￥$€£]",
    re.IGNORECASE,
)
VOID = re.compile(
    r"(?:订单|交易|客户)?(?:已|全额|全部|部分)*(?:取消|退款|退货|退单|撤单|撤销|作废|关闭|驳回|删除|无效|失败|丢单|输单)"
    r"(?:成功|中)?|(?:order |closed[ -]*|partially |fully )?"
    r"(?:cancell?ed|refunded|returned|void(?:ed)?|rejected|declined|deleted|lost|failed"
    r"|refund|return|cancellation|reversal|chargeback)"
    r"|prospecting|qualification|needs analysis|value proposition|perception analysis"
    r"|id\. decision makers|proposal(?:/price quote)?|negotiation(?:/review)?|pending|unpaid"
    r"|(?:待|未)(?:付款|支付|成交|签约)|跟进中|洽谈中",
    re.IGNORECASE,
)
"""What a column of states says of rows whose amounts may not count: off, or not won yet."""
Flags = NDArray[np.bool_]


@dataclass
class TableRead:
    """A table as columns of plain text, row by row as in `sheet`.

    `columns` has "employee", "month" and "day" where the table says when, and a column for each
    source by its name, `weights` those of weighted means. `kept` are rows that count.
    """

    sheet: Sheet
    keys: TableKeys
    columns: dict[str, pa.StringArray] = field(default_factory=dict)
    weights: dict[str, pa.StringArray] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    applied: list[Problem] = field(default_factory=list)
    kept: Flags = field(default_factory=lambda: np.ones(0, dtype=np.bool_))
    further_lost: list[str] = field(default_factory=list)


def read_table(recipe: Recipe, tables: Mapping[str, Table], plan: Plan, name: str) -> TableRead:
    """Reads a table that has all columns the recipe names; what is open is asked."""
    return _Reading(recipe, tables, plan, name).read()


class _Reading:
    def __init__(self, recipe: Recipe, tables: Mapping[str, Table], plan: Plan, name: str) -> None:
        self.recipe, self.tables, self.plan, self.name = recipe, tables, plan, name
        self.keys = recipe.tables[name]
        sheet = without_totals(tables[name].sheet, self.keys.employee)
        self.out = TableRead(sheet, self.keys)
        self.out.kept = np.ones(sheet.rows, dtype=np.bool_)
        self.file = tables[name].sources[0][0]

    def read(self) -> TableRead:
        out = self.out
        out.sheet = self._filled_down(out.sheet)
        out.notes += [*out.sheet.notes, *out.sheet.warnings]
        self._hold_values()
        self._whose()
        if self.keys.month is not None:
            self._when()
        self._hold_no_blank()
        for fact, source in self.recipe.sources.items():
            if source.table == self.name and source.columns:
                self._column(fact, source)
        for name, source in self.recipe.further.items():
            if source.table == self.name and source.columns:
                self._further(name, source)
        self._hold_one_currency()
        self._hold_no_void()
        self._hold_once()
        return out

    def _hold_values(self) -> None:
        """Complains of cells in the columns that are read whose value is not in the file. Numbers
        that are merged over several rows matter where they are amounts, not where they are ids."""
        used = set(self.recipe.headings_of(self.name))
        amounts = {
            heading
            for fact, source in self.recipe.sources.items()
            if source.table == self.name and fact in self.plan.facts
            for heading in source.columns
            if self.plan.facts[fact].kind in NUMBER_KINDS
        }
        flaws = [
            flaw
            for flaw in self.out.sheet.flaws
            if flaw.column in (amounts if flaw.key == "merged_number" else used)
        ]
        self.out.problems += each_problem(flaws, lambda flaw: flaw)

    # -- whose and when -----------------------------------------------------------------------

    def _filled_down(self, sheet: Sheet) -> Sheet:
        columns = dict(sheet.columns)
        starts = np.zeros(sheet.rows, dtype=np.intp)  # nothing is taken from another sheet
        for first, _ in sheet.parts:
            starts[first:] = first
        for heading in self.keys.fill_down:
            cells = columns[heading]
            blank = pc.equal(cells, "").to_numpy(zero_copy_only=False)
            last = np.maximum.accumulate(np.where(blank, starts, np.arange(len(cells))))
            columns[heading] = cells.take(pa.array(last))
            said = {"count": int(blank.sum())}
            self.out.applied.append(Problem("filled_down", said, sheet.name, column=heading))
        return replace(sheet, columns=columns)

    def _whose(self) -> None:
        sheet, keys = self.out.sheet, self.keys
        ids = sheet.columns[keys.employee]
        ids = self._with_meanings(ids, keys.ids, keys.employee, EMPLOYEE)
        if keys.or_by:
            ids = self._by_other(ids, keys.or_by)
        if keys.through is not None:
            ids = self._linked(ids, keys.through)
        self.out.columns["employee"] = ids

    def _by_other(self, ids: pa.StringArray, other: str) -> pa.StringArray:
        """Ids where there were none, by another one: from rows of any table in which both stand.
        One that stands beside two leads to nobody."""
        known: dict[str, str] = {}
        for table in self.tables.values():
            if {other, self.keys.employee} <= set(table.headings):
                pairs = zip(
                    table.column(other).to_pylist(),
                    table.column(self.keys.employee).to_pylist(),
                    strict=True,
                )
                for one, employee in pairs:
                    if one and employee and known.setdefault(one, employee) != employee:
                        known[one] = ""
        sheet = self.out.sheet
        said = replaced(sheet.columns[other], {t: known.get(t, "") for t in _texts(sheet, other)})
        blank = pc.equal(ids, "")
        found = pc.if_else(blank, said, ids)
        count = int(pc.sum(pc.and_(blank, pc.not_equal(found, ""))).as_py() or 0)
        self.out.applied.append(Problem("ids_by_other", {"count": count}, sheet.name, None, other))
        return found

    def _other_id(self, blank: Flags) -> str:
        """The column of another id that tells whose most of some rows are, or ""."""
        best = ("", 0)
        for heading in self.out.sheet.columns:
            cells = self.out.sheet.columns[heading]
            if heading == self.keys.employee or heading.startswith("("):
                continue
            here = cells.filter(pa.array(blank))
            there = cells.filter(pa.array(~blank & self.out.kept))
            here = here.filter(pc.not_equal(here, ""))
            if len(here) < 0.5 * blank.sum() or len(cells.unique()) < 0.02 * len(cells):
                continue
            both = int(pc.sum(pc.is_in(here, there.unique())).as_py() or 0)
            if both > max(best[1], 0.5 * len(here)):
                best = (heading, both)
        return best[0]

    def _linked(self, ids: pa.StringArray, through: tuple[str, str, str]) -> pa.StringArray:
        """The ids of the facts for those of this table, by a table that has both."""
        sheet = self.out.sheet
        name, here, there = through
        link = self.tables[name].sheet
        known: dict[str, str] = {}
        for row, (one, other) in enumerate(
            zip(link.columns[here].to_pylist(), link.columns[there].to_pylist(), strict=True)
        ):
            if one and known.setdefault(one, other) != other:
                said = {"first": known[one], "second": other}
                problem = Problem("id_leads_to_two", said, link.name, link.line(row), here, one)
                rows = int(pc.sum(pc.equal(ids, one)).as_py() or 0)
                self.out.questions.append(
                    cell_question(EMPLOYEE, self.name, self.keys.employee, one, rows, problem)
                )
        wanted = set(known.values())
        known |= {value: value for value in self.keys.ids.values() if value in wanted}
        coded = ids.dictionary_encode()
        values = coded.dictionary.to_pylist()
        lost = [value for value in values if value and value not in known]
        if lost:
            rows = pc.is_in(ids, pa.array(lost)).to_numpy(zero_copy_only=False)
            first = int(np.flatnonzero(rows)[0])
            said = {
                "count": len(lost),
                "rows": int(rows.sum()),
                "names": ", ".join(lost[:5]),
                "through": name,
            }
            line = sheet.line(first)
            problem = Problem("ids_not_linked", said, sheet.name, line, self.keys.employee)
            if self.keys.unlinked == LEAVE_OUT:
                self.out.notes.append(problem)
                self._drop(rows)
            else:
                self._ask_unlinked(lost, rows, problem)
        linked = [known.get(value, "") for value in values]
        return pa.array(linked, pa.string()).take(coded.indices)

    def _ask_unlinked(self, lost: list[str], rows: Flags, problem: Problem) -> None:
        leave = Choice(
            Answer(Way.LEAVE_OUT, table=self.name), phrase("leave_rows", count=int(rows.sum()))
        )
        one = lost[0] if len(lost) == 1 else ""
        self.out.questions.append(
            Question(
                *(Kind.UNLINKED, problem, EMPLOYEE, self.name, (self.keys.employee,), one),
                rows=int(rows.sum()),
                choices=(leave,),
                ways=(Way.VALUE, Way.LEAVE_OUT) if one else (Way.LEAVE_OUT,),
            )
        )

    def _when(self) -> None:
        sheet, month = self.out.sheet, self.keys.month
        assert month is not None
        if not month.column:
            rows = sheet.rows
            self.out.columns["month"] = pa.array([month.constant] * rows, pa.string())
            self.out.columns["day"] = pa.array([""] * rows, pa.string())
            if month.constant:
                said = {"month": month.constant, "count": rows}
                self.out.applied.append(Problem("month_of_all", said, sheet.name))
            return
        cells = self._with_meanings(sheet.columns[month.column], month.values, month.column, MONTH)
        read, days, said_days = read_month_column(self.name, month.column, cells, month)
        examples = self._examples(month.column, pc.not_equal(cells, ""), read.cells)
        if said_days.lacks_year:
            self._ask(year_question(self.name, self.file, month.column, None, examples))
        if said_days.lacks_order:
            value = next(
                (
                    text
                    for text in cells.unique().to_pylist()
                    if (text and text not in said_days.read)
                    or (text and said_days.read[text].number is None)
                ),
                "",
            )
            self._ask(order_question(self.name, self.file, month.column, value, examples))
        self._take(read, MONTH, month.column, cells)
        self.out.columns["month"] = read.cells
        self.out.columns["day"] = days

    def _hold_no_blank(self) -> None:
        """Asks about rows that do not say whose or when they are."""
        sheet, keys = self.out.sheet, self.keys
        month = keys.month.column if keys.month else ""
        for heading in filter(None, (keys.employee, month)):
            cells = sheet.columns[heading]
            if heading == keys.employee and keys.or_by:
                cells = self.out.columns["employee"]
            blank = pc.equal(cells, "").to_numpy(zero_copy_only=False) & self.out.kept
            if not blank.any():
                continue
            first = int(np.flatnonzero(blank)[0])
            said = {"count": int(blank.sum())}
            problem = Problem(
                *("key_blank", said, sheet.name, sheet.line(first), heading),
                sheet=sheet.part(first),
            )
            if keys.blank == LEAVE_OUT:
                self.out.applied.append(replace(problem, key="key_blank_left_out"))
                self._drop(blank)
                continue
            is_sparse = heading in self.tables[self.name].sparse_columns
            down = Choice(
                Answer(Way.FILL_DOWN, table=self.name), phrase("fill_down"), 0.8 * is_sparse
            )
            leave = Choice(
                Answer(Way.LEAVE_OUT, table=self.name), phrase("leave_rows", count=said["count"])
            )
            choices = (down, leave) if is_sparse else (leave, down) if first else (leave,)
            other = "" if keys.or_by or heading != keys.employee else self._other_id(blank)
            if other:
                answer = Answer(Way.COLUMN, table=self.name, column=other)
                choices = (Choice(answer, phrase("ids_by", column=other), 0.7), *choices)
            about = EMPLOYEE if heading == keys.employee else MONTH
            self._ask(
                Question(
                    *(Kind.BLANK, problem, about, self.name, (heading,), "", said["count"]),
                    choices=choices,
                    ways=(Way.FILL_DOWN, Way.LEAVE_OUT),
                )
            )

    def _hold_one_currency(self) -> None:
        """Asks whether amounts are in one currency, where a column beside them names several."""
        out, facts = self.out, self.plan.facts
        sources = [(f, s) for f, s in self.recipe.sources.items() if s.table == self.name]
        if not any(f in facts and facts[f].kind == "money" and s.columns for f, s in sources):
            return
        for heading in out.sheet.columns:
            texts = _texts(out.sheet, heading)
            if not 1 < len(texts) <= MOST_TEXTS or self.keys.currencies == KEEP:
                continue
            if not all(CURRENCY.fullmatch(text.strip()) for text in texts):
                continue
            problem = Problem(
                "currencies", {"texts": ", ".join(texts)}, out.sheet.name, column=heading
            )
            keep = Choice(Answer(Way.KEEP, table=self.name), phrase("one_currency"))
            of = (Kind.CURRENCY, problem, EMPLOYEE, self.name, (heading,))
            self._ask(Question(*of, choices=(keep,)))

    def _hold_no_void(self) -> None:
        """Asks whether rows count that a column says are cancelled, where rows are added."""
        out = self.out
        sources = [s for s in self.recipe.sources.values() if s.table == self.name]
        if self.keys.void == KEEP or not any(source.rule in ADDED for source in sources):
            return
        for heading in out.sheet.columns:
            texts = _void_texts(out.sheet, heading)
            rows = pc.is_in(out.sheet.columns[heading], pa.array(texts, pa.string()))
            void = rows.to_numpy(zero_copy_only=False) & out.kept
            if not void.any() or void.all():
                continue
            count, line = int(void.sum()), out.sheet.line(int(np.flatnonzero(void)[0]))
            said = {"count": count, "texts": ", ".join(texts)}
            problem = Problem("rows_void", said, out.sheet.name, line, heading)
            if self.keys.void == LEAVE_OUT:
                out.applied.append(replace(problem, key="rows_void_left_out"))
                self._drop(void)
                continue
            leave = Answer(Way.LEAVE_OUT, table=self.name)
            keep = Answer(Way.KEEP, table=self.name)
            choices = (
                Choice(leave, phrase("leave_rows", count=count)),
                Choice(keep, phrase("count_each")),
            )
            of = (Kind.VOID, problem, EMPLOYEE, self.name, (heading,), "", count)
            self._ask(Question(*of, choices=choices))

    def _hold_once(self) -> None:
        """Asks about rows that are the same in every cell, where their amounts would be added."""
        out = self.out
        if self.keys.month is None or not out.sheet.rows:
            return
        sources = [s for s in self.recipe.sources.values() if s.table == self.name]
        twice = _repeated(out.sheet.columns.values(), out.sheet.rows) & out.kept
        count = int(twice.sum())
        if not count:
            return
        first = int(np.flatnonzero(twice)[0])
        where = (out.sheet.name, out.sheet.line(first))
        if self.keys.twice == ONCE:
            out.applied.append(Problem("rows_same_once", {"count": count}, *where))
            self._drop(twice)
        elif self.keys.twice == KEEP or not any(source.rule in ADDED for source in sources):
            out.notes.append(Problem("rows_same", {"count": count}, *where))
        else:
            choices = (
                Choice(Answer(Way.ONCE, table=self.name), phrase("count_once", count=count)),
                Choice(Answer(Way.KEEP, table=self.name), phrase("count_each", count=count)),
            )
            problem = Problem("rows_same_added", {"count": count}, *where)
            self._ask(
                Question(
                    *(Kind.TWICE, problem, EMPLOYEE, self.name, (), "", count), choices=choices
                )
            )

    def _hold_no_merged(self, fact: str, heading: str) -> None:
        """Asks whether blanks that look like those of merged cells mean what stands above."""
        sparse = self.tables[self.name].sparse_columns
        if heading not in sparse or heading in (*self.keys.fill_down, *self.keys.stay_blank):
            return
        sheet = self.out.sheet
        blank = pc.equal(sheet.columns[heading], "").to_numpy(zero_copy_only=False)
        count = int(blank.sum())
        if not count:
            return
        first = int(np.flatnonzero(blank)[0])
        problem = Problem(
            *("merged_blanks", {"count": count}, sheet.name, sheet.line(first), heading),
            sheet=sheet.part(first),
        )
        choices = (
            Choice(Answer(Way.FILL_DOWN, table=self.name), phrase("fill_down"), 0.8),
            Choice(Answer(Way.KEEP, table=self.name), phrase("stay_blank")),
        )
        self._ask(
            Question(
                *(Kind.BLANK, problem, fact, self.name, (heading,), "", count),
                choices=choices,
                ways=(Way.FILL_DOWN, Way.KEEP),
            )
        )

    # -- columns ------------------------------------------------------------------------------

    def _column(self, fact: str, source: Source) -> None:
        """The cells of one column of the plan, as plain text."""
        sheet = self.out.sheet
        for heading in source.columns:
            self._hold_no_merged(fact, heading)
        parts = [self._cells(fact, source, heading) for heading in source.columns]
        cells = self._joined(fact, source, parts)
        if source.rule is Rule.SUM:
            cells = self._without_blanks(fact, source, cells)
        self.out.columns[fact] = cells
        if source.weight:
            read = self._numbers(
                fact,
                replace(source, times=Fraction(1)),
                source.weight,
                sheet.columns[source.weight],
            )
            self._take(read, fact, source.weight, sheet.columns[source.weight])
            self.out.weights[fact] = read.cells

    def _joined(self, fact: str, source: Source, parts: Sequence[pa.StringArray]) -> pa.StringArray:
        """The first filled cell of several columns; where two are filled it is asked."""
        sheet, cells = self.out.sheet, parts[0]
        for heading, other in zip(source.columns[1:], parts[1:], strict=True):
            both = pc.and_(pc.not_equal(cells, ""), pc.not_equal(other, ""))
            twice = np.flatnonzero(both.to_numpy(zero_copy_only=False))
            if twice.size:
                said = {"first": source.columns[0], "count": int(twice.size)}
                line = sheet.line(int(twice[0]))
                problem = Problem("columns_overlap", said, sheet.name, line, heading)
                self._ask(_which_of(fact, source, problem))
            cells = pc.if_else(pc.equal(cells, ""), other, cells)
        return cells

    def _without_blanks(self, fact: str, source: Source, cells: pa.StringArray) -> pa.StringArray:
        """Cells to be added, once it is decided what becomes of empty ones."""
        blank = pc.equal(cells, "").to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(blank & self.out.kept)
        fixed = bool(source.cells) or any(v == BLANK for v in source.values.values())
        if not rows.size or (fixed and source.blanks == ASK) or source.unread == BLANK:
            return cells
        sheet, heading = self.out.sheet, source.columns[0]
        said = {"count": int(rows.size), "to": source.blanks}
        place = (sheet.name, sheet.line(int(rows[0])), heading)
        if source.blanks == LEAVE_OUT:
            self.out.applied.append(Problem("blanks_left_out", said, *place))
            return cells
        if source.blanks != ASK:
            self.out.applied.append(Problem("blanks_filled", said, *place))
            return pc.if_else(pc.equal(cells, ""), source.blanks, cells)
        leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=int(rows.size)), 0.5)
        self._ask(
            Question(
                *(Kind.MISSING, Problem("blanks_added", said, *place), fact, self.name),
                *(source.columns, ROWS, int(rows.size)),
                choices=(leave,),
                ways=(Way.FILL, Way.LEAVE_OUT),
            )
        )
        return cells

    def _cells(self, fact: str, source: Source, heading: str) -> pa.StringArray:
        column = self.plan.facts.get(fact)
        cells = self.out.sheet.columns[heading]
        if column is not None and column.kind == "category":
            return self._category(fact, source, heading)
        cells = self._with_fixes(self._in_words(cells, source, heading), source)
        cells = self._with_meanings(cells, _in_unit_of_file(source), heading, fact)
        read = self._read(fact, source, heading, cells)
        return self._settled(read, source, fact, heading, cells)

    def _read(self, fact: str, source: Source, heading: str, cells: pa.StringArray) -> Read:
        column, name = self.plan.facts.get(fact), self.name
        if column is None:
            return read_date_column(name, heading, fact, cells)
        match column.kind:
            case "group" | "person":
                return read_text_column(name, heading, fact, cells, None)
            case "flag":
                return read_flag_column(name, heading, fact, cells)
            case _ if source.rule is Rule.SHARE_OF_YES:
                return read_flag_column(name, heading, fact, cells)
            case _ if source.rule is Rule.COUNT:
                return read_text_column(name, heading, fact, cells, None)
            case _:
                return self._numbers(fact, source, heading, cells)

    def _numbers(self, fact: str, source: Source, heading: str, cells: pa.StringArray) -> Read:
        """A column of numbers; whether a comma or a point stands before decimals is one question
        where it is not shown, however many cells depend on it."""
        read = read_number_column(self.name, heading, fact, cells, source.factor, source.mark)
        if not read.unclear:
            return read
        is_unclear = pc.is_in(cells, pa.array(read.unclear)).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(is_unclear & self.out.kept)
        if rows.size:
            self._ask(
                mark_question(
                    fact,
                    source,
                    heading,
                    read.unclear,
                    int(rows.size),
                    (self.out.sheet.name, self.out.sheet.line(int(rows[0]))),
                )
            )
        unread = read.reading.unread
        return replace(read, reading=replace(read.reading, unread=unread[~is_unclear[unread]]))

    def _category(self, fact: str, source: Source, heading: str) -> pa.StringArray:
        """Texts by the plan's values: those that are one by name, and those that were decided."""
        sheet, column = self.out.sheet, self.plan.facts[fact]
        cells = self._with_fixes(sheet.columns[heading], source)
        texts = [str(text) for text in cells.unique().to_pylist() if text]
        values = sure_values(texts, column)
        decided = {t: v for t, v in source.values.items() if not v.startswith(OPEN)}
        self._drop_said(cells, decided, heading, fact)
        cells = replaced(cells, {t: "" for t, v in decided.items() if v in (LEAVE_OUT, BLANK)})
        values |= {t: v for t, v in decided.items() if v not in (LEAVE_OUT, BLANK)}
        read = read_text_column(self.name, heading, fact, cells, values)
        if source.unread != ASK:
            return self._settled(read, source, fact, heading, cells)
        self.out.readings.append(read.reading)
        unread = [text for text in texts if text not in values and decided.get(text) is None]
        for text in unread[:MOST_TEXTS]:
            rows = pc.equal(cells, text).to_numpy(zero_copy_only=False) & self.out.kept
            if not rows.any():
                continue
            first = int(np.flatnonzero(rows)[0])
            said = {"label": column.label, "count": int(rows.sum())}
            problem = Problem(
                *("import_value", said, sheet.name, sheet.line(first), heading, text),
                sheet=sheet.part(first),
            )
            self._ask(value_question(fact, column, source, text, int(rows.sum()), problem))
        self._ask_of_others(unread[MOST_TEXTS:], fact, heading, cells)
        return read.cells

    def _settled(
        self, read: Read, source: Source, fact: str, heading: str, cells: pa.StringArray
    ) -> pa.StringArray:
        """Cells in which what cannot be read was settled by the rule of the column."""
        unread = read.reading.unread
        if not unread.size or source.unread == ASK:
            self._take(read, fact, heading, cells)
            return read.cells
        self.out.readings.append(replace(read.reading, unread=unread[:0]))
        where = np.zeros(len(cells), dtype=np.bool_)
        where[unread] = True
        where &= self.out.kept
        said = {"count": int(where.sum()), "to": source.unread}
        sheet = self.out.sheet
        key = {LEAVE_OUT: "unread_left_out", BLANK: "unread_blank"}.get(
            source.unread, "unread_filled"
        )
        first = int(np.flatnonzero(where)[0]) if where.any() else 0
        self.out.applied.append(Problem(key, said, sheet.name, sheet.line(first), heading))
        filled = "" if source.unread in (LEAVE_OUT, BLANK) else source.unread
        if source.unread == LEAVE_OUT:
            self._drop(where)
        mask = np.zeros(len(cells), dtype=np.bool_)
        mask[unread] = True
        return pc.if_else(pa.array(mask), filled, read.cells)

    def _further(self, name: str, source: Source) -> None:
        """A column beyond the plan's, unless some cells of it are no numbers and most are."""
        for heading in source.columns:
            self._hold_no_merged(name, heading)
        parts = [self._cells_beyond(name, source, heading) for heading in source.columns]
        whole = [part for part in parts if part is not None]
        if len(whole) == len(parts):
            self.out.columns[name] = self._joined(name, source, whole)

    def _cells_beyond(self, name: str, source: Source, heading: str) -> pa.StringArray | None:
        """Numbers as numbers, others as they are; None where some of the numbers cannot be read."""
        cells = self._in_words(self.out.sheet.columns[heading], source, heading)
        cells = self._with_meanings(cells, source.values, heading, name)
        read = read_number_column(self.name, heading, name, cells, source.factor, source.mark)
        if read.reading.unread.size and (source.rule is not None or source.unread != ASK):
            return self._settled(read, source, name, heading, cells)
        if read.reading.unread.size:
            filled = max(1, len(cells) - read.reading.blank)
            if read.reading.unread.size < 0.5 * filled:
                said = {"count": int(read.reading.unread.size)}
                first = int(read.reading.unread[0])
                line, cell = self.out.sheet.line(first), cells[first].as_py()
                self.out.notes.append(
                    Problem("further_unread", said, self.out.sheet.name, line, heading, cell)
                )
                return None
            read = read_text_column(self.name, heading, name, cells, None)
        self.out.readings.append(read.reading)
        return read.cells

    def _in_words(self, cells: pa.StringArray, source: Source, heading: str) -> pa.StringArray:
        """Cells that are keys of another table in its words; what is no key stays, and is told."""
        if not source.through:
            return cells
        name, key, *texts = source.through
        said: dict[str, object] = {"table": name, "key": key, "texts": " ".join(texts)}
        where = (self.out.sheet.name, None, heading)
        try:
            words = table_words(self.tables[name], key, texts)
        except ValueError as twice:
            self.out.problems.append(Problem("key_of_two", said, *where, value=str(twice)))
            return cells
        cells, lost = in_words(cells, words, heading)
        self.out.applied.append(Problem("keys_in_words", said, *where))
        if lost:
            said |= {"count": len(lost), "names": ", ".join(lost[:5])}
            self.out.notes.append(Problem("keys_unknown", said, *where))
        return cells

    # -- what was decided of texts and rows -----------------------------------------------------

    def _with_meanings(
        self, cells: pa.StringArray, meanings: Mapping[str, str], heading: str, about: str
    ) -> pa.StringArray:
        """Texts in place of others, as decided; rows whose text is to be left out are."""
        known = {t: v for t, v in meanings.items() if not v.startswith(OPEN)}
        if not known:
            return cells
        self._drop_said(cells, known, heading, about)
        return replaced(cells, {t: "" if v in (LEAVE_OUT, BLANK) else v for t, v in known.items()})

    def _drop_said(
        self, cells: pa.StringArray, known: Mapping[str, str], heading: str, about: str
    ) -> None:
        """Leaves out rows whose text was decided to be, and tells what became of every text."""
        for text, value in known.items():
            rows = pc.equal(cells, text).to_numpy(zero_copy_only=False) & self.out.kept
            if not rows.any() or value == text:
                continue
            said = {"count": int(rows.sum()), "to": value}
            key = {LEAVE_OUT: "text_left_out", BLANK: "text_blank"}.get(value, "text_means")
            sheet = self.out.sheet
            self.out.applied.append(Problem(key, said, sheet.name, None, heading, text))
            if value == LEAVE_OUT:
                self._drop(rows)

    def _with_fixes(self, cells: pa.StringArray, source: Source) -> pa.StringArray:
        """Cells without those of months for which a value was put in by hand."""
        if not source.cells or "month" not in self.out.columns:
            return cells
        pairs = pc.binary_join_element_wise(
            self.out.columns["employee"], self.out.columns["month"], "\0"
        )
        fixed = pa.array(["\0".join(pair) for pair in source.cells], pa.string())
        return pc.if_else(pc.is_in(pairs, fixed), "", cells)

    def _drop(self, rows: Flags) -> None:
        self.out.kept = self.out.kept & ~rows

    # -- what cannot be read ------------------------------------------------------------------

    def _take(self, read: Read, about: str, heading: str, cells: pa.StringArray) -> None:
        """Records a reading; each text that could not be read is a question with its places."""
        self.out.readings.append(read.reading)
        rows = read.reading.unread[self.out.kept[read.reading.unread]]
        if not rows.size:
            return
        texts = list(dict.fromkeys(cells.take(pa.array(rows)).to_pylist()))
        for text in texts[:MOST_TEXTS]:
            where = pc.equal(cells, text).to_numpy(zero_copy_only=False) & self.out.kept
            self._ask(self._cell(about, heading, text, where))
        self._ask_of_others(texts[MOST_TEXTS:], about, heading, cells)

    def _cell(self, about: str, heading: str, text: str, where: Flags) -> Question:
        sheet = self.out.sheet
        rows = np.flatnonzero(where)
        first = int(rows[0])
        said = {"meaning": label_of(about, self.plan), "count": int(rows.size)}
        problem = Problem(
            *("cell_not_read", said, sheet.name, sheet.line(first), heading, text),
            sheet=sheet.part(first),
        )
        examples = tuple(Example(place(sheet, int(row)), text, "") for row in rows[:SHOWN])
        return cell_question(about, self.name, heading, text, int(rows.size), problem, examples)

    def _ask_of_others(
        self, texts: Iterable[str], about: str, heading: str, cells: pa.StringArray
    ) -> None:
        """One question about all further texts of a column that cannot be read."""
        texts = list(texts)
        if not texts:
            return
        where = pc.is_in(cells, pa.array(texts, pa.string())).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(where & self.out.kept)
        if not rows.size:
            return
        sheet, first = self.out.sheet, int(rows[0])
        said = {"count": len(texts), "meaning": label_of(about, self.plan), "rows": int(rows.size)}
        problem = Problem(
            *("cells_not_read", said, sheet.name, sheet.line(first), heading, texts[0]),
            sheet=sheet.part(first),
        )
        examples = tuple(
            Example(place(sheet, int(row)), cells[int(row)].as_py(), "") for row in rows[:SHOWN]
        )
        self._ask(cell_question(about, self.name, heading, "", int(rows.size), problem, examples))

    def _examples(
        self, heading: str, where: pa.BooleanArray, meaning: pa.StringArray
    ) -> tuple[Example, ...]:
        sheet = self.out.sheet
        rows = np.flatnonzero(where.to_numpy(zero_copy_only=False))[:SHOWN]
        cells = sheet.columns[heading]
        return tuple(
            Example(place(sheet, int(row)), cells[int(row)].as_py(), meaning[int(row)].as_py())
            for row in rows
        )

    def _ask(self, question: Question) -> None:
        self.out.questions.append(question)


def _in_unit_of_file(source: Source) -> dict[str, str]:
    """What texts mean, which is said in the unit of the plan, in that of the file."""
    if source.factor == 1:
        return dict(source.values)
    found = {}
    for text, value in source.values.items():
        try:
            exact = Fraction(value) / source.factor
            places = next(k for k in range(MOST_PLACES) if 10**k % exact.denominator == 0)
            found[text] = f"{Decimal(exact.numerator) / exact.denominator:.{places}f}"
        except (ValueError, StopIteration):
            found[text] = value
    return found


def _texts(sheet: Sheet, heading: str) -> list[str]:
    return [str(text) for text in sheet.columns[heading].unique().to_pylist() if text]


def _which_of(fact: str, source: Source, problem: Problem) -> Question:
    """Which of several columns is meant, where two of them are filled."""
    choices = tuple(
        Choice(Answer(Way.COLUMN, table=source.table, column=heading), untranslated(heading))
        for heading in source.columns
    )
    return Question(
        *(Kind.COLUMN, problem, fact, source.table, source.columns),
        choices=choices,
        ways=(Way.COLUMN,),
    )


def _void_texts(sheet: Sheet, heading: str) -> list[str]:
    """The texts of a column of few that say a row was cancelled, refunded or lost."""
    texts = [] if heading.startswith("(") else _texts(sheet, heading)
    return [text for text in texts if VOID.fullmatch(text)] if len(texts) <= MOST_TEXTS else []


def _repeated(columns: Iterable[pa.StringArray], rows: int) -> Flags:
    """Rows that are the same in every cell as one above them."""
    mixed = np.zeros(rows, dtype=np.uint64)
    for column in columns:
        codes = column.dictionary_encode().indices.to_numpy().astype(np.uint64)
        mixed = (mixed ^ codes) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    first = np.unique(mixed, return_index=True)[1]
    repeated = np.ones(rows, dtype=np.bool_)
    repeated[first] = False
    return repeated
