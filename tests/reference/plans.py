"""Hypothesis strategies for small random plans that load, and for facts to work them out on.

A plan is written from its formulas down: a formula draws the columns and parameters it likes, and
a parameter comes into being when a formula first wants one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from engine.calendar import Every, month_text
from engine.plan import Parameter, Plan, build
from engine.text import Refused
from engine.yaml_files import Document
from tests.boundary_values import at_boundaries

Draw = Callable[[st.SearchStrategy[Any]], Any]
Json = Any

LONGER = (Every.QUARTER, Every.HALF, Every.YEAR)

GRADES = ("a", "b", "c")
REGIONS = ("north", "south")
TEAMS = ("red", "blue", "1", "热线")
PEOPLE = ("E1", "E2", "E10", "e1", "李雷")

# What a plan may read of people: kind of the column, and the cells it can hold.
NUMBER_COLUMNS: dict[str, tuple[Json, tuple[str, ...]]] = {
    "sales": ({"kind": "money"}, ("0", "0.01", "800", "1000.00", "999.99", "-250.5", "12345.67")),
    "quota": ({"kind": "money", "above": 0}, ("1000", "0.5", "33333.33", "1250.00")),
    "share": ({"kind": "share"}, ("0", "0.8", "1", "0.7999", "0.3333", "1.25")),
    "hours": ({"kind": "number"}, ("0", "7.5", "0.000001", "160", "23.333333")),
    "calls": ({"kind": "count"}, ("0", "1", "2", "3", "17", "100")),
    "night": ({"kind": "flag"}, ("0", "1")),
    "tenure_months": ({"kind": "tenure"}, ("0", "1", "2.5", "11", "12", "23", "36", "-3")),
}
TEXT_COLUMNS: dict[str, tuple[Json, tuple[str, ...]]] = {
    "grade": ({"kind": "category", "values": GRADES}, GRADES),
    "former_grade": ({"kind": "category", "values": GRADES}, GRADES),
    "region": ({"kind": "category", "values": REGIONS}, REGIONS),
    "team": ({"kind": "group"}, TEAMS),
    "manager_id": ({"kind": "person"}, ("", "nobody", *PEOPLE)),
}
CATEGORIES = {"grade": GRADES, "former_grade": GRADES, "region": REGIONS}

LITERALS = ("0", "1", "2", "0.5", "0.1", "3", "0.3", "100", "12.34", "1000")
AMOUNTS = (0, 0.005, 0.01, 1, 0.1, 0.8, 33.33, 800, 1000, 1250.5)
RATES = (0, 0.05, 0.1, 0.3333, -0.02, 1)
STARTS = (0, 0.8, 1, 2, 3, 12, 100, 800, 1000, 33333.33)
WEIGHTS = (0, 10, 20.5)
CAPS = ("0.5", "1.2", "1")
LABEL = {"en": "Label", "zh": "名称"}


class Situation:
    """A plan as its file would hold it, and the rows of a facts file for it."""

    def __init__(self, document: Json, rows: list[dict[str, str]]) -> None:
        self.document, self.rows = document, rows

    @property
    def text(self) -> str:
        """The plan file."""
        return json.dumps(self.document, ensure_ascii=False, indent=1)

    def __repr__(self) -> str:
        told = ["parameters:"]
        for name, parameter in self.document["parameters"].items():
            told.append(f"  {name}: {next(iter(parameter.values()))}")
        told.append("lines:")
        for name, line in self.document["lines"].items():
            role, formula = next(iter(line.items()))
            told.append(f"  {name}: {role} every {line['every']}: {formula}")
        told += [",".join(self.rows[0]), *(",".join(row.values()) for row in self.rows)]
        return "\n".join(told)


@st.composite
def situations(draw: Draw) -> Situation:
    """A small plan and some months of a few people."""
    document = draw(plans())
    rows = draw(facts(document))
    if draw(st.booleans()):
        plan = build(Document(Situation(document, []).text, "random.yaml"))
        rows = at_boundaries(rows, plan, draw(st.randoms(use_true_random=True)))
    return Situation(document, rows)


@st.composite
def plans(draw: Draw) -> Json:
    """A plan of a few lines, as its file would hold it."""
    return _Writer(draw).plan()


@st.composite
def facts(draw: Draw, document: Json) -> list[dict[str, str]]:
    """Rows of a few people, who come and go, over months that start anywhere."""
    columns = {**NUMBER_COLUMNS, **TEXT_COLUMNS}
    first, length = 24288 + draw(st.integers(0, 11)), draw(st.integers(1, 14))
    most = max(1, min(len(PEOPLE), 40 // length))
    employees = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=most, unique=True))
    rows = []
    for employee in employees:
        away = draw(st.sets(st.integers(0, length - 1), max_size=length // 2))
        months = [month for month in range(length) if month not in away] or [0]
        cells = {
            name: draw(
                st.lists(
                    st.sampled_from(columns[name][1]), min_size=len(months), max_size=len(months)
                )
            )
            for name in document["facts"]
        }
        for place, month in enumerate(months):
            own = {name: column[place] for name, column in cells.items()}
            rows.append({"employee_id": employee, "month": month_text(first + month), **own})
    return rows


@dataclass(frozen=True)
class _Line:
    role: str
    every: Every
    kind: str  # number, condition, grade, region or ledger


def _may_be_settled(plan: Json, name: str) -> bool:
    """Whether a line can be settled for whoever is not there when it falls due."""
    lines = {**plan["lines"], name: {**plan["lines"][name], "leavers": "settled"}}
    try:
        build(Document(json.dumps({**plan, "lines": lines}), "random.yaml"))
    except Refused:
        return False
    return True


@dataclass
class _Writer:
    """Writes one plan. `number`, `condition` and `category` give the text of a formula."""

    draw: Draw
    columns: list[str] = field(default_factory=list)
    parameters: dict[str, Json] = field(default_factory=dict)
    lines: dict[str, _Line] = field(default_factory=dict)

    def plan(self) -> Json:
        numbers = st.lists(st.sampled_from(sorted(NUMBER_COLUMNS)), min_size=1, unique=True)
        texts = st.lists(st.sampled_from(sorted(TEXT_COLUMNS)), min_size=1, unique=True)
        self.columns = [*self.draw(numbers), *self.draw(texts)]
        lines = {}
        for place in range(self.draw(st.integers(1, 5))):
            role = "pay" if place == 0 else self.one_of("pay", "pay", "measure", "working")
            every = self.one_of(Every.MONTH, Every.MONTH, *Every)
            kind = "number"
            if role == "measure":
                kind = self.one_of("number", "number", "grade", "region")
            elif role == "working":
                kind = self.one_of("number", "condition", "grade", "ledger")
            formula = self.formula(kind, every)
            name = f"line_{place}"
            self.lines[name] = _Line(role, every, kind)
            lines[name] = {role: formula, "every": every.key, "label": LABEL}
        described = {**NUMBER_COLUMNS, **TEXT_COLUMNS}
        plan = {
            "id": "random",
            "title": LABEL,
            "source": {"document": "drawn", "note": LABEL},
            "facts": {name: {**described[name][0], "label": LABEL} for name in self.columns},
            "parameters": self.used(lines),
            "lines": lines,
        }
        for name, line in lines.items():
            periodic = "pay" in line and line["every"] != Every.MONTH.key
            if periodic and self.one_of(True, True, False) and _may_be_settled(plan, name):
                line["leavers"] = "settled"
        return plan

    def used(self, lines: Json) -> dict[str, Json]:
        """The parameters that a formula reads: some were drawn and then not taken."""
        read = set(re.findall(r"\bp\d+\b", json.dumps(lines)))
        return {name: value for name, value in self.parameters.items() if name in read}

    # -- drawing ----------------------------------------------------------------------------

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def any_of(self, writers: Sequence[Callable[[], str]]) -> str:
        """What one of the writers writes; the first is the plainest."""
        return str(self.one_of(*writers)())

    def has(self, *names: str) -> list[str]:
        return [name for name in names if name in self.columns]

    def figure(self, shape: str, value: Json, **more: Json) -> str:
        """A new parameter's name."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = {shape: value, "provenance": "source", "label": LABEL, **more}
        return name

    def amount(self) -> Json:
        return self.one_of(*AMOUNTS)

    def points(self, values: Sequence[Json], least: Json = None) -> Json:
        starts = self.draw(
            st.lists(st.sampled_from(STARTS), min_size=1, max_size=3, unique=True).map(sorted)
        )
        if least is not None:
            starts = sorted({least, *starts})
        return [[start, self.one_of(*values)] for start in starts]

    def keyed(self, category: str, draw_value: Callable[[], Json], whole: bool = True) -> Json:
        """A value for every key of a category, or for some."""
        keys = CATEGORIES[category]
        if not whole:
            keys = keys[: self.draw(st.integers(1, len(keys) - 1))]
        return {key: draw_value() for key in keys}

    # -- numbers ----------------------------------------------------------------------------

    def formula(self, kind: str, every: Every) -> str:
        if kind == "number":
            return self.number(every, 3)
        if kind == "condition":
            return self.condition(every, 3)
        if kind == "ledger":
            return self.carry_over(every, 2)
        return self.category(kind, every, 2)

    def number(self, every: Every, depth: int) -> str:
        if depth == 0:
            return self.plain_number(every)
        deeper = depth - 1

        def x() -> str:
            return self.number(every, deeper)

        def monthly() -> str:
            return self.number(Every.MONTH, deeper)

        def arithmetic() -> str:
            sign = self.one_of("+", "-", "*")
            right = self.plain_number(every) if sign == "*" else x()
            return f"({x()} {sign} {right})"

        def divided() -> str:
            return f"({x()} / {self.divisor()})"

        def negative() -> str:
            return f"(-{x()})"

        def choice() -> str:
            return f"({x()} if {self.condition(every, deeper)} else {x()})"

        def one_person() -> str:
            return self.any_of(
                [
                    lambda: f"min({x()}, {self.limit(every, deeper)})",
                    lambda: f"{self.one_of('min', 'max')}({x()}, {x()}, {x()})",
                    lambda: f"clip({x()}, {self.plain_number(every)}, {self.limit(every, 0)})",
                    lambda: f"{self.one_of('floor', 'ceil', 'abs')}({x()})",
                    lambda: f"ratio({x()}, {x()})",
                ]
            )

        def stepwise() -> str:
            return self.any_of(
                [
                    lambda: f"step({self.steps(every)}, {x()})",
                    lambda: f"tiers({self.tiers()}, {x()})",
                    lambda: f"whole_tiers({self.tiers()}, {x()})",
                    lambda: f"curve({self.figure('curve', self.points(AMOUNTS))}, {x()})",
                    lambda: f"prize({self.prizes()}, {x()})",
                    lambda: f"prize({self.prizes()}, {self.among_everyone(every, deeper, 'rank')})",
                    lambda: f"places({self.prizes()})",
                    lambda: f"indicator_points({self.indicator()}, {x()}, {self.one_of(*CAPS)})",
                ]
            )

        def periods() -> str:
            def period() -> str:
                every = self.one_of(*LONGER)
                x = self.number(self.one_of(Every.MONTH, Every.MONTH, every), deeper)
                return f"{every.key}_{self.one_of('sum', 'mean')}({x})"

            months = self.one_of("1", "2", "3", "14")
            return self.any_of(
                [
                    *[period] * 4,
                    lambda: f"recent_sum({monthly()}, {months})",
                    lambda: f"previous({monthly()}, first={self.number(Every.MONTH, 0)})",
                    lambda: f"first({monthly()})",
                    lambda: (
                        f"expiring_balance({monthly()}, price={self.divisor()}, months={months})"
                        f".{self.one_of('prizes', 'expired', 'balance')}"
                    ),
                    lambda: "rows()",
                ]
            )

        def ledger() -> str:
            result = self.one_of("bonus_base", "carry", "open_shortfall")
            return f"{self.ledger(every, deeper)}.{result}"

        def career() -> str:
            result = self.one_of("pay_factor", "months_in_grade", "change")
            return f"{self.career_ladder()}.{result}"

        def everyone() -> str:
            return self.among_everyone(every, deeper)

        return self.any_of(
            [
                lambda: self.plain_number(every),
                arithmetic,
                arithmetic,
                divided,
                negative,
                choice,
                one_person,
                stepwise,
                *[periods] * 4,
                everyone,
                everyone,
                ledger,
                *([career] if self.has(*CATEGORIES) else []),
            ]
        )

    def plain_number(self, every: Every) -> str:
        """A number without functions: a figure, a column, a line or a look-up."""
        readable = [
            name
            for name, line in self.lines.items()
            if line.kind == "number" and (line.role == "pay" or every.contains(line.every))
        ]
        categories = self.has(*CATEGORIES)
        writers: list[Callable[[], str]] = [
            lambda: self.one_of(*LITERALS),
            lambda: self.one_of(*self.has(*NUMBER_COLUMNS)),
            lambda: self.one_of(*self.has(*NUMBER_COLUMNS)),
            lambda: self.figure("value", self.amount()),
            lambda: "calendar_month",
        ]
        if readable:
            writers += [lambda: self.one_of(*readable)] * 3
        if categories:
            writers += [lambda: self.look_up(self.one_of(*categories), every)] * 2
        return self.any_of(writers)

    def look_up(self, name: str, every: Every) -> str:
        key = name if self.one_of(True, True, False) else self.category(name, every, 0)

        def table() -> str:
            return self.figure("table", self.keyed(name, self.amount), by=name)

        def bands() -> str:
            by_key = self.keyed(name, lambda: [self.amount(), 2000])
            return self.figure("bands", by_key, by=name)

        def guarded() -> str:
            some = self.some_keys(name)
            return f"({some}[{name}] if {name} in {some} else {self.one_of(*LITERALS)})"

        return self.any_of(
            [
                lambda: f"{table()}[{key}]",
                lambda: f'{table()}["{CATEGORIES[name][0]}"]',
                lambda: f"{bands()}[{key}].{self.one_of('min', 'max')}",
                guarded,
            ]
        )

    def limit(self, every: Every, depth: int) -> str:
        """A number, or no limit: only where no infinite number can come of it."""
        if self.one_of(False, False, True):
            return self.figure("value", None, no_limit=True)
        return self.number(every, depth)

    def divisor(self) -> str:
        """A number that is above 0 for certain."""
        writers: list[Callable[[], str]] = [
            lambda: self.one_of("2", "0.3", "12"),
            lambda: self.figure("value", self.one_of(0.02, 3, 21.75), min=0.01),
        ]
        if self.has("quota"):
            writers += [lambda: "quota", lambda: "(quota * 3)", lambda: "(1 + quota)"]
        return self.any_of(writers)

    # -- parameters of several figures --------------------------------------------------------

    def steps(self, every: Every) -> str:
        categories = self.has(*CATEGORIES)
        if categories and self.one_of(False, True):
            name = self.one_of(*categories)
            by_key = self.keyed(name, lambda: self.points(AMOUNTS))
            return f"{self.figure('steps', by_key, by=name)}[{name}]"
        return self.figure("steps", self.points(AMOUNTS))

    def indicator(self) -> str:
        def entry() -> Json:
            target, least = self.one_of(*STARTS), self.one_of(*STARTS)
            unit, up, down = self.one_of(0.5, 1, 100), self.one_of(0, 0.2), self.one_of(0, 0.5, 2)
            return [self.one_of(*WEIGHTS), target, unit, up, down, least]

        categories = self.has(*CATEGORIES)
        if categories and self.one_of(False, True):
            name = self.one_of(*categories)
            return f"{self.figure('scorecard', self.keyed(name, entry), by=name)}[{name}]"
        return f'{self.figure("scorecard", {"a": entry(), "b": entry()})}["a"]'

    def tiers(self) -> str:
        return self.figure("tiers", self.points(RATES, least=0))

    def prizes(self) -> str:
        return self.figure("prizes", self.one_of([[1, 500]], [[1, 300.5], [3, 100]], [[2, 7]]))

    # -- everyone, and the ledger ---------------------------------------------------------------

    def among_everyone(self, every: Every, depth: int, name: str = "") -> str:
        names = ["total", "count", "highest", "rank", "split"]
        if self.has("manager_id"):
            names.append("reports_total")
        name = name or self.one_of(*names)
        if name == "reports_total":
            return f"reports_total({self.number(every, depth)}, by=manager_id)"
        by = ""
        groups = self.has("team", *CATEGORIES)
        if groups and self.one_of(True, False):
            by = f", by={self.one_of(*groups)}"
        among = ""
        if name in ("rank", "split") and self.one_of(True, False):
            among = f", among={self.condition(every, 0)}"
        if name == "count":
            return f"count({self.condition(every, depth)}{by})"
        x = self.number(every, depth)
        if name == "split":
            # The pool of a group must be the same for everybody in it.
            pool = self.one_of("100", "0.05", "-33.33", f"total({self.number(every, 0)}{by})")
            return f"split({pool}, {x}{by}{among})"
        return f"{name}({x}{by}{among})"

    def ledger(self, every: Every, depth: int) -> str:
        readable = [
            name
            for name, line in self.lines.items()
            if line.kind == "ledger" and every.contains(line.every)
        ]
        if readable and self.one_of(True, True, False):
            return str(self.one_of(*readable))
        return self.carry_over(every, depth)

    def carry_over(self, every: Every, depth: int) -> str:
        target = self.one_of("1000", *self.has("quota"))
        limit = self.limit(every, 0)
        return (
            f"carry_over(receipts={self.number(every, depth)}, target={target},"
            f" base_share={self.one_of('0.5', '0.8', '1')}, no_carry_above={limit},"
            f" exempt={self.condition(every, 0)})"
        )

    def career_ladder(self, name: str = "") -> str:
        """A career on the steps of a category; some of them lead nowhere."""
        name = name or self.one_of(*self.has(*CATEGORIES))

        def table() -> str:
            whole = self.one_of(True, True, False)
            return self.figure("table", self.keyed(name, self.amount, whole), by=name)

        def condition() -> str:
            return self.condition(Every.MONTH, 0)

        arguments = [
            f"start={name}, review={condition()}, promote={condition()}, min_months={table()}",
            "raise_one=0.1",
        ]
        if self.one_of(True, False):
            arguments.append(f"score={self.number(Every.MONTH, 0)}, min_score={table()}")
        if self.one_of(True, False):
            arguments.append(f"promote_two={condition()}, raise_two=0.3")
        if self.one_of(True, False):
            arguments.append(f"demote={condition()}, demote_rows={table()}")
        return f"career_ladder({', '.join(arguments)})"

    # -- conditions and categories ------------------------------------------------------------

    def condition(self, every: Every, depth: int) -> str:
        readable = [
            name
            for name, line in self.lines.items()
            if line.kind == "condition" and every.contains(line.every)
        ]
        categories = self.has(*CATEGORIES)
        deeper = max(0, depth - 1)

        def comparison() -> str:
            sign = self.one_of(">=", ">", "<", "<=", "==", "!=")
            right = self.limit(every, 0)
            return f"({self.number(every, deeper)} {sign} {right})"

        def chain() -> str:
            return f"(0 < {self.number(every, deeper)} <= {self.plain_number(every)})"

        def is_one_of() -> str:
            name = self.one_of(*categories)
            values = CATEGORIES[name]
            return self.any_of(
                [
                    lambda: f'({name} {self.one_of("==", "!=")} "{self.one_of(*values)}")',
                    lambda: f'("{self.one_of(*values)}" == {name})',
                    lambda: (
                        f'({name} {self.one_of("in", "not in")} ("{values[0]}", "{values[1]}"))'
                    ),
                    lambda: f"({name} in {self.some_keys(name)})",
                    lambda: f'({self.category(name, every, deeper)} == "{values[0]}")',
                ]
            )

        def in_months() -> str:
            months = self.figure("months", self.one_of([2, 6, 9], [1], [12, 3]))
            return f"(calendar_month {self.one_of('in', 'not in')} {months})"

        def in_numbers() -> str:
            return f"({self.number(every, deeper)} in (1, 0.8, {self.plain_number(every)}))"

        def joined() -> str:
            sign = self.one_of("and", "or")
            return f"({self.condition(every, deeper)} {sign} {self.condition(every, deeper)})"

        writers: list[Callable[[], str]] = [comparison, in_months, in_numbers]
        if readable:
            writers += [lambda: self.one_of(*readable)] * 2
        if categories:
            writers += [is_one_of] * 2
        if depth > 0:
            months = self.one_of("1", "2", "3")
            writers += [
                comparison,
                chain,
                joined,
                lambda: f"(not {self.condition(every, deeper)})",
                *[lambda: f"streak({self.condition(Every.MONTH, deeper)}, {months})"] * 3,
                lambda: self.figure("value", self.one_of(True, False)),
                lambda: f"{self.ledger(every, 0)}.{self.one_of('reached', 'missed')}",
                lambda: f'({self.ranked(every, deeper)} == "{self.one_of("top", "bottom")}")',
            ]
        return self.any_of(writers)

    def some_keys(self, category: str) -> str:
        return self.figure("table", self.keyed(category, self.amount, whole=False), by=category)

    def ranked(self, every: Every, depth: int) -> str:
        shares = self.one_of("0.25, 0.25", "0.5, 0.5", "0.3, 0.1", "1, 0.2")
        by = self.one_of("", *(f", by={name}" for name in self.has("team", "grade")))
        return f"forced_distribution({self.number(every, depth)}, {shares}{by})"

    def category(self, name: str, every: Every, depth: int) -> str:
        """A formula that gives one of the values of a category."""
        readable = [
            line_name
            for line_name, line in self.lines.items()
            if line.kind == name and every.contains(line.every)
        ]
        values = CATEGORIES[name]
        writers: list[Callable[[], str]] = [
            lambda: f'("{values[1]}" if {self.condition(every, depth)} else "{values[0]}")'
        ]
        same = [c for c in self.has(*CATEGORIES) if CATEGORIES[c] == values]
        if same and depth > 0:
            writers.append(lambda: f"{self.career_ladder(self.one_of(*same))}.grade")
        if same:
            writers += [lambda: self.one_of(*same)] * 2
            writers.append(
                lambda: f'({same[0]} if {self.condition(every, depth)} else "{values[1]}")'
            )
        if readable:
            writers += [lambda: self.one_of(*readable)] * 2
        return self.any_of(writers)


@st.composite
def edits(draw: Draw, plan: Plan) -> dict[str, Json]:
    """Other figures for some of a plan's parameters, each in its own shape."""
    chosen = (
        draw(st.sets(st.sampled_from(sorted(plan.parameters)), max_size=2))
        if (plan.parameters)
        else set()
    )
    return {name: draw(_edited(plan.parameters[name])) for name in sorted(chosen)}


def _edited(parameter: Parameter) -> st.SearchStrategy[Json]:
    amounts = st.sampled_from(RATES if parameter.value.shape == "tiers" else AMOUNTS)
    value = parameter.json
    match parameter.value.shape:
        case "flag":
            return st.booleans()
        case "number":
            if parameter.min is not None:
                return st.sampled_from((0.02, 3, 21.75))
            return st.one_of(amounts, st.just(value))
        case "months":
            return st.sampled_from(([2, 6, 9], [1], [12, 3], []))
        case "prizes":
            return st.sampled_from(([[1, 500]], [[1, 300.5], [3, 100]], [[2, 7]]))
        case "table":
            return st.fixed_dictionaries({key: amounts for key in value})
        case "scorecard":
            weights = st.sampled_from(WEIGHTS)
            return st.tuples(*(weights for _ in value)).map(
                lambda drawn: {
                    key: [weight, *value[key][1:]] for key, weight in zip(value, drawn, strict=True)
                }
            )
        case "bands":
            return st.fixed_dictionaries({key: amounts.map(lambda a: [a, 2000]) for key in value})
        case "keyed_steps":
            return st.fixed_dictionaries({key: _moved(value[key], amounts) for key in value})
    return _moved(value, amounts)


def _moved(points: Json, values: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """The same starts with other values."""
    return st.tuples(*(values for _ in points)).map(
        lambda drawn: [[start, v] for (start, _), v in zip(points, drawn, strict=True)]
    )
