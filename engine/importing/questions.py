"""What an import leaves open, as values: asked of whoever brings the files, with a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from engine.text import Problem, Text, untranslated

ROWS = "(rows)"
"""The text of a question about empty cells among rows that are added."""
NOTHING: Text = untranslated("")


class Kind(Enum):
    """What is asked."""

    COLUMN = "column"
    """Which column a column of the plan is, or what is assumed in its place."""
    EMPLOYEE = "employee"
    """Which column of a table says whose row it is."""
    MONTH = "month"
    """Which column of a table says the month, or which month all its rows are of."""
    LINK = "link"
    """How the ids of a table lead to the people of the others."""
    YEAR = "year"
    DAY_FIRST = "day first"
    PERIOD = "period"
    """Which months the weeks, quarters or numbered periods of a column are."""
    RULE = "rule"
    """How several rows of an employee's month become one figure."""
    SCALE = "scale"
    """What numbers are multiplied by to be in the unit of the plan."""
    MARK = "mark"
    """Whether a comma or a point stands before the decimals of numbers."""
    VALUE = "value"
    """Which value of the plan's category a text is."""
    MISSING = "missing"
    """What becomes of months in which a column says nothing."""
    CELL = "cell"
    """What a cell that cannot be read, or cannot be right, means."""
    BLANK = "blank"
    """What becomes of rows that do not say whose, or when, they are."""
    SAME = "same"
    """Whether rows under one id are one person's, where they seem to be of two."""
    UNLINKED = "unlinked"
    """What becomes of rows whose id leads to nobody."""
    GAP = "gap"
    """Whether months without any row are really without."""
    TWICE = "twice"
    """Whether rows that are the same in every cell each count."""
    CURRENCY = "currency"
    """Whether amounts are in one currency, where a column names several."""
    VOID = "void"
    """Whether rows count of which a column says that they are cancelled, returned, planned, or
    something that is not known."""
    TABLE = "table"
    """Whether the rows of a table like one that is read count as well."""
    TURN = "turn"
    """Whether a table is turned before it is read, as is proposed."""


class Way(Enum):
    """How a question is answered; what an answer holds for it is said of each."""

    COLUMN = "column"
    """`table` and `column`"""
    CONSTANT = "constant"
    """`value`, for everybody"""
    BY = "by"
    """`column` of the plan, and `values`: what it is for each value of that column"""
    VALUE = "value"
    """`value`: what a text means, a year, a month, a factor"""
    RULE = "rule"
    """`value` names the rule, `column` that of its weights"""
    FILL = "fill"
    """`value`, put in wherever nothing is"""
    FILL_DOWN = "fill down"
    """what stands above it"""
    LEAVE_OUT = "leave out"
    """the rows, or the months"""
    BLANK = "blank"
    """taken as an empty cell"""
    KEEP = "keep"
    """as it is: each row counts, the numbers are in the plan's unit"""
    SUBTRACT = "subtract"
    """what is added of the rows is taken away"""
    ONCE = "once"
    """one of the rows counts"""
    TURN = "turn"
    """as is proposed"""


@dataclass(frozen=True)
class Answer:
    """An answer; see `Way` for what belongs to each."""

    way: Way
    value: str = ""
    table: str = ""
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """An answer that is offered, with how sure it is (0 to 1), and why."""

    answer: Answer
    label: Text
    confidence: float = 0.0
    why: Text = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Example:
    """A cell of the file and what it would be in the plan; `place` says where it stands."""

    place: str
    cell: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """One decision that only whoever brings the files can take.

    `problem` is the question as a sentence, with its place. `about` is the column of the plan,
    `employee_id`, `month`, or the name of a column beyond the plan's; `table` and `columns` are
    those of the files, `text` is the text that is asked about, which stands in `rows` rows.
    `choices` are answers that are offered, the likeliest first; where `proposed`, the first of them
    is what the recipe says so far. `ways` are those that take a value of one's own.
    """

    kind: Kind
    problem: Problem
    about: str = ""
    table: str = ""
    columns: tuple[str, ...] = ()
    text: str = ""
    rows: int = 0
    proposed: bool = False
    choices: tuple[Choice, ...] = ()
    ways: tuple[Way, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same question at every reading of the files."""
        return "|".join((self.kind.value, self.table, self.about, *self.columns, self.text))


def each_once(questions: Sequence[Question]) -> list[Question]:
    """Questions that are asked for two reasons, once."""
    found: dict[str, Question] = {}
    for question in questions:
        found.setdefault(question.id, question)
    return list(found.values())
