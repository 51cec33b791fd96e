"""What a plan is once loaded: columns, parameters and lines, all checked. Reads no files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from engine.calendar import Every
from engine.formula import Checked
from engine.plan.figure_limits import beyond_limits, scale_problems
from engine.plan.parameter import Parameter, unknown_parameter
from engine.plan.shapes.scorecard import MEASURED, Indicator
from engine.plan.shapes.value import Naming
from engine.plan.terms import Terms
from engine.plan.whole_numbers import measured_whole
from engine.statutory import CURRENCY
from engine.text import LANGUAGES, OWN, Problem, Refused, Text, each_problem
from engine.yaml_files import Document, Json, in_order_of

NUMBER_KINDS = {"money": 2, "share": 4, "score": 1, "count": 0, "number": 2, "tenure": 0}
"""Kinds of number columns with the decimals they are usually shown with."""
KIND_UNITS = {"money": "CNY", "share": "share", "tenure": "months"}
"""Units of columns by kind; the others are plain numbers."""
TENURE = "tenure_months"
"""The one name that a column of tenure has: a file may give a hire date instead."""
ROLES = ("pay", "measure", "working")
"""What a line is for: paid, reported, or a step on the way to others."""
FORFEITED, SETTLED = LEAVERS = ("forfeited", "settled")
"""What whoever is not there when a line of a longer period falls due gets of it: nothing, or what
they have earned, in the last month of theirs in the period."""
PAY_KINDS = ("wage", "bonus", "annual_bonus", "premium", "welfare", "reimbursement")
"""What a pay line counts as before the law: which of them insurance, tax and the minimum wage go
by is the law's."""
COLUMN_KINDS = (*NUMBER_KINDS, "flag", "category", "group", "person")


@dataclass(frozen=True)
class Column:
    """A column of the facts that the plan reads.

    Numbers not `above` it, or not whole in their `range` where they are `whole`, are refused;
    others outside their `range`, below `least` or above `most` are only warned of.
    """

    id: str
    kind: str
    label: Text
    values: Mapping[str, Text] = field(default_factory=dict)
    above: float | None = None
    range: tuple[float, float] | None = None
    whole: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def lowest(self) -> float | None:
        """What its numbers are usually not below; nothing is counted below 0."""
        return 0.0 if self.least is None and self.kind == "count" else self.least

    @property
    def is_number(self) -> bool:
        """Whether formulas calculate with it (flags are 0 and 1)."""
        return self.kind in NUMBER_KINDS or self.kind == "flag"

    @property
    def may_be_blank(self) -> bool:
        """Whether a cell may stay empty (tenure may, where a hire date is given)."""
        return self.kind in ("person", "tenure")


@dataclass(frozen=True)
class Line:
    """One named formula. `role` is "pay", "measure" or "working" (neither paid nor reported).

    `values` holds labels of the texts that it can be. `leavers` is one of LEAVERS. `counts_as` is
    one of PAY_KINDS where it is paid.
    """

    id: str
    role: str
    formula: Checked
    every: Every
    label: Text
    unit: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)
    leavers: str = FORFEITED
    counts_as: str = ""

    @property
    def paid(self) -> bool:
        """Whether the line is rounded and paid."""
        return self.role == "pay"

    @property
    def settled_early(self) -> bool:
        """Whether it is paid, in the last month of theirs in its period, to whoever has no row in
        the month in which it falls due."""
        return self.paid and self.every is not Every.MONTH and self.leavers == SETTLED

    @cached_property
    def paid_every(self) -> Every:
        """How often somebody may be paid it: its amounts have a row for each of these months."""
        return Every.MONTH if self.settled_early else self.every


def usual_kind(every: Every) -> str:
    """What pay that falls due so often counts as where nothing else is said."""
    return {Every.MONTH: "wage", Every.YEAR: "annual_bonus"}.get(every, "bonus")


@dataclass(frozen=True)
class SumRule:
    """Parameters whose figures should add up to a figure: those of tables one by one, of scorecards
    the weights."""

    parameters: tuple[str, ...]
    to: float


@dataclass(frozen=True)
class CurveAxis:
    """What the payout curve varies: x = months × move ÷ against (or months × move).

    With `rising_from`, x is by how much `move` rises each month, starting from that column.
    """

    move: str
    label: Text
    start: float
    stop: float
    months: int = 1
    against: str | None = None
    rising_from: str | None = None
    who: Mapping[str, str] = field(default_factory=dict)


PersonaValue = float | str | None
"""What a persona has in a column in a month: None where there is no row."""


@dataclass(frozen=True)
class Persona:
    """A typical person of the plan through one calendar year.

    `facts` holds twelve cells a column, January first: numbers (flags are 0 and 1), or texts; a
    column of people names other personas, or "" for nobody.
    """

    id: str
    name: Text
    story: Text
    absent: tuple[int, ...]
    facts: Mapping[str, tuple[PersonaValue, ...]]


OWN_SOURCE = "own"
"""The source document of a plan that follows none."""


@dataclass(frozen=True)
class Source:
    """Where the plan comes from."""

    document: str
    note: Text

    @property
    def is_own(self) -> bool:
        """Whether the plan is the organisation's own, taken from no document."""
        return self.document == OWN_SOURCE


_OF_NO_FIGURE = frozenset(
    {"pay_lines", "measures", "order", "structure", "measured_whole", "_formulas"}
)
"""What a plan remembers of itself that is the same whatever its figures are."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A page of named figures and one-line formulas. Plans are equal when their content is.

    `salary` is what people have beside it: yuan a month, or a column of money. `currency` is that
    of all amounts: yuan and fen stand for its main unit and hundredths of it. `part_time`: its
    people are employed part-time, as the law knows it.
    """

    id: str
    title: Text
    summary: Text
    source: Source
    not_modelled: tuple[Text, ...]
    facts: Mapping[str, Column]
    parameters: Mapping[str, Parameter]
    lines: Mapping[str, Line]
    sums: tuple[SumRule, ...] = ()
    curve: CurveAxis | None = None
    personas: Mapping[str, Persona] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    salary: float | str | None = None
    currency: str = CURRENCY
    part_time: bool = False
    file: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.content == other.content

    def __hash__(self) -> int:
        return hash((self.id, self.structure))

    @cached_property
    def content(self) -> dict[str, Json]:
        """The plan as plain data, as its file would hold it with the figures it has now."""
        parameters = {
            name: {**entry, self.parameters[name].value.key: self.parameters[name].json}
            for name, entry in (self.data.get("parameters") or {}).items()
        }
        content = dict(self.data)
        if parameters:
            content["parameters"] = parameters
        return content

    @property
    def text(self) -> str:
        """The plan as its file would be written, without comments."""
        return Document.holding(self.content, self.file).text()

    def changed_from(self, other: Plan) -> tuple[str, ...]:
        """The parameters that another plan lacks or has other figures of."""
        return tuple(
            p.id
            for p in self.parameters.values()
            if p.id not in other.parameters or p.value != other.parameters[p.id].value
        )

    @cached_property
    def pay_lines(self) -> tuple[Line, ...]:
        """The lines that are paid, in the order of the pay slip."""
        return tuple(line for line in self.lines.values() if line.paid)

    @cached_property
    def measures(self) -> tuple[Line, ...]:
        """The reported measures, in their order."""
        return tuple(line for line in self.lines.values() if line.role == "measure")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Lines so that each comes after those it reads."""
        done: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in done:
                for read in self.lines[name].formula.reads:
                    if read in self.lines:
                        visit(read)
                done[name] = None

        for name in self.lines:
            visit(name)
        return tuple(done)

    @cached_property
    def structure(self) -> str:
        """Hash of all but the parameters' values: plans that differ only in figures share it."""
        parameters = [
            (p.id, p.value.shape, p.by, p.min is not None and p.min >= 0, p.value.keys)
            for p in self.parameters.values()
        ]
        text = repr((self._formulas, parameters))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @cached_property
    def _formulas(self) -> str:
        """The columns and lines as far as they decide what is worked out."""
        columns = [(c.id, c.kind, tuple(c.values), c.above) for c in self.facts.values()]
        lines = [(x.id, x.role, x.formula.text, x.every, x.paid_every) for x in self.lines.values()]
        return repr((columns, lines))

    def key_label(self, parameter: Parameter, key: str) -> Text:
        """What a key of a table stands for: a value of its category, or the column of that name."""
        if parameter.by is None:
            column = self.facts.get(key)
            return dict.fromkeys(LANGUAGES, key) if column is None else column.label
        return self.facts[parameter.by].values[key]

    def key_unit(self, key: str) -> str:
        """The unit of the column that a key of a table names."""
        column = self.facts.get(key)
        return "" if column is None else KIND_UNITS.get(column.kind, "")

    def cell_unit(self, parameter: Parameter, key: str, column: str) -> str:
        """The unit of a figure in a row of the parameter's grid."""
        if column in ("from", "rank"):
            return parameter.of_unit
        if column in Indicator._fields:
            return self.key_unit(key) if column in MEASURED else ""
        return self.key_unit(key) if parameter.unit == OWN else parameter.unit

    def naming(self, parameter: Parameter) -> Naming:
        """What a parameter and its keys are called, and in which units they are."""
        keys = parameter.value.keys
        return Naming(
            label=parameter.label,
            unit=parameter.unit,
            of=parameter.of,
            of_unit=parameter.of_unit,
            key_labels={key: self.key_label(parameter, key) for key in keys},
            key_units={key: self.key_unit(key) for key in keys},
            of_whole=parameter.id in self.measured_whole,
        )

    @cached_property
    def measured_whole(self) -> frozenset[str]:
        """The parameters whose breakpoints are held against whole numbers only."""
        counts = {c.id for c in self.facts.values() if c.kind == "count" or c.whole}
        return measured_whole(counts, {x.id: x.formula.tree for x in self.lines.values()})

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """The figures beyond what the plan calls sensible."""
        return beyond_limits(self.parameters.values())

    def readers(self, parameter: str) -> tuple[str, ...]:
        """The lines whose formulas read a parameter."""
        return tuple(line.id for line in self.lines.values() if parameter in line.formula.reads)

    def pays_into(self, parameter: str) -> str:
        """The first pay line that a parameter acts on, directly or through other lines."""
        reached = {parameter}
        for name in self.order:
            if reached & set(self.lines[name].formula.reads):
                reached.add(name)
        return next((line.id for line in self.pay_lines if line.id in reached), "")

    def with_values(self, values: Mapping[str, Json]) -> Plan:
        """The plan with some parameters replaced, entries of tables in the order in which it has
        them. Raises Refused with all that does not fit."""
        unknown = [name for name in values if name not in self.parameters]
        problems = each_problem(unknown, lambda name: unknown_parameter(name, self.parameters))
        changed = dict(self.parameters)
        for name, value in values.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                continue
            found = parameter.value.problems(value, parameter)
            if not found:
                new = parameter.value.read(in_order_of(parameter.json, value))
                found += scale_problems(parameter, new, partial(self.cell_unit, parameter))
                changed[name] = parameter.with_value(new)
            problems += found
        if problems:
            raise Refused(problems)
        plan = replace(self, parameters=changed)
        known = self.__dict__.keys() & _OF_NO_FIGURE
        plan.__dict__.update({name: self.__dict__[name] for name in known})
        return plan
