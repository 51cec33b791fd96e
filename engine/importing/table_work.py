"""A table while it is read by a recipe: what is known of it so far, and what is asked and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.asking import SHOWN, cell_question, label_of, place
from engine.importing.cell_reading import Read, Reading, replaced
from engine.importing.questions import Answer, Choice, Example, Question, Way
from engine.importing.recipe import BLANK, LEAVE_OUT, OPEN, Recipe, Source, TableKeys
from engine.plan import Plan
from engine.sheets import Sheet
from engine.tables import Table
from engine.text import Problem, untranslated

MOST_TEXTS = 20
"""So many texts of a column that cannot be read are asked about one by one; the others together."""
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


@dataclass
class TableWork:
    """The recipe, all tables, and `out`, what became so far of the one that is called `name`."""

    recipe: Recipe
    tables: Mapping[str, Table]
    plan: Plan
    name: str
    out: TableRead

    @property
    def keys(self) -> TableKeys:
        """Whose rows those of the table are, and of which month."""
        return self.out.keys

    @property
    def file(self) -> str:
        """The first file of the table."""
        return self.tables[self.name].sources[0][0]

    def sources(self) -> dict[str, Source]:
        """The columns of the plan that come from the table."""
        every = self.recipe.sources.items()
        return {fact: of for fact, of in every if of.table == self.name and of.columns}

    def every_source(self) -> dict[str, Source]:
        """The columns that come from the table, of the plan and beyond it."""
        further = self.recipe.further.items()
        return self.sources() | {name: of for name, of in further if of.table == self.name}

    def texts(self, heading: str) -> list[str]:
        """The different texts under a heading, blanks apart."""
        return [str(text) for text in self.out.sheet.columns[heading].unique().to_pylist() if text]

    # -- what is told and asked -----------------------------------------------------------------

    def problem(
        self, key: str, said: Mapping[str, object], heading: str, where: Flags, text: str = ""
    ) -> Problem:
        """A problem at the first of some rows."""
        sheet, row = self.out.sheet, int(where.argmax())
        part = sheet.part(row)
        return Problem(key, said, sheet.name, sheet.line(row, heading), heading, text, sheet=part)

    def ask(self, question: Question) -> None:
        """Asks a question."""
        self.out.questions.append(question)

    def tell(self, problem: Problem) -> None:
        """Tells of a rule of the recipe and what it changed."""
        self.out.applied.append(problem)

    def take(self, read: Read, about: str, heading: str, cells: pa.StringArray) -> None:
        """Records a reading; each text that could not be read is a question with its places."""
        self.out.readings.append(read.reading)
        rows = read.reading.unread[self.out.kept[read.reading.unread]]
        texts = list(dict.fromkeys(cells.take(pa.array(rows)).to_pylist()))
        for text in texts[:MOST_TEXTS]:
            where, offers = self.kept_with(cells, [text]), read.offers.get(text, ())
            said = {"meaning": label_of(about, self.plan), "count": int(where.sum())}
            key = "cell_unclear" if offers else "cell_not_read"
            problem = self.problem(key, said, heading, where, text)
            self.ask_of_cell(about, heading, cells, where, problem, offers)
        self.ask_of_others(texts[MOST_TEXTS:], about, heading, cells)

    def ask_of_others(
        self, texts: Iterable[str], about: str, heading: str, cells: pa.StringArray
    ) -> None:
        """One question about all further texts of a column that cannot be read."""
        texts = list(texts)
        where = self.kept_with(cells, texts)
        if not where.any():
            return
        meaning, rows = label_of(about, self.plan), int(where.sum())
        said = {"count": len(texts), "meaning": meaning, "rows": rows}
        problem = self.problem("cells_not_read", said, heading, where, texts[0])
        examples = self.examples(where, cells)
        self.ask(cell_question(about, self.name, heading, "", rows, problem, examples))

    def ask_of_cell(
        self,
        about: str,
        heading: str,
        cells: pa.StringArray,
        where: Flags,
        problem: Problem,
        offers: Sequence[str] = (),
    ) -> None:
        """Asks what the text of some cells means; `offers` are numbers that it may be, the likelier
        first."""
        text, rows = problem.value, int(where.sum())
        examples = self.examples(where, cells)
        asked = cell_question(about, self.name, heading, text, rows, problem, examples)
        choices = [Choice(Answer(Way.VALUE, offer), untranslated(offer)) for offer in offers]
        self.ask(replace(asked, choices=(*choices, *asked.choices)))

    def examples(
        self, where: Flags, cells: pa.StringArray, meaning: pa.StringArray | None = None
    ) -> tuple[Example, ...]:
        """The first of some rows, with their cells and what these mean."""
        return tuple(
            Example(
                place(self.out.sheet, row),
                cells[row].as_py(),
                "" if meaning is None else meaning[row].as_py(),
            )
            for row in map(int, np.flatnonzero(where)[:SHOWN])
        )

    # -- rows and what was decided of texts -------------------------------------------------------

    def drop(self, rows: Flags) -> None:
        """Leaves rows out."""
        self.out.kept = self.out.kept & ~rows

    def kept_with(self, cells: pa.StringArray, texts: Iterable[str]) -> Flags:
        """Rows that count in which one of some texts stands."""
        found = pc.is_in(cells, pa.array(texts, pa.string())).to_numpy(zero_copy_only=False)
        return np.asarray(found & self.out.kept)

    def with_meanings(
        self, cells: pa.StringArray, meanings: Mapping[str, str], heading: str
    ) -> pa.StringArray:
        """Texts in place of others, as decided; rows whose text is to be left out are."""
        known = {text: value for text, value in meanings.items() if not value.startswith(OPEN)}
        self.drop_decided(cells, known, heading)
        return replaced(cells, {t: "" if v in (LEAVE_OUT, BLANK) else v for t, v in known.items()})

    def drop_decided(self, cells: pa.StringArray, known: Mapping[str, str], heading: str) -> None:
        """Leaves out rows whose text was decided to be, and tells what became of every text."""
        for text, value in known.items():
            rows = self.kept_with(cells, [text])
            if not rows.any() or value == text:
                continue
            said = {"count": int(rows.sum()), "to": value}
            key = {LEAVE_OUT: "text_left_out", BLANK: "text_blank"}.get(value, "text_means")
            self.tell(Problem(key, said, self.out.sheet.name, None, heading, text))
            if value == LEAVE_OUT:
                self.drop(rows)
