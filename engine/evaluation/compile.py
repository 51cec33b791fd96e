"""Plan → program. Looks at formulas only, never at figures or people, so moving a figure compiles
nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce

from engine.calendar import Every
from engine.evaluation.calculations import (
    AmongCodes,
    CallOverEveryone,
    Choose,
    FunctionCall,
    InMonths,
    LookUp,
    Negative,
    Operator,
    Opposite,
    Present,
    RatioOf,
    Recode,
    SameCode,
    Settlement,
    Spread,
)
from engine.evaluation.operations import (
    CalendarMonth,
    CategoryColumn,
    Constant,
    DueRows,
    FieldOf,
    NumberColumn,
    Operation,
    ParameterFigures,
    ParameterValue,
    PersonColumn,
    TableEntry,
)
from engine.evaluation.program import Holds, Program, Term, Width
from engine.formula import (
    CONDITION,
    FUNCTIONS,
    Argument,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Conditional,
    Field,
    Function,
    Kind,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Record,
    Shape,
    TextLiteral,
    argument_cycle,
    bind,
)
from engine.plan import Line, Plan, shapes, worked_out_with


def compile_plan(plan: Plan) -> Program:
    """The program of a plan; plans of the same structure share one."""
    return _compiled(_Structure(plan.structure, plan))


@dataclass(frozen=True)
class _Structure:
    """A plan of which only the structure counts."""

    key: str
    plan: Plan = field(compare=False)


@lru_cache(maxsize=256)
def _compiled(structure: _Structure) -> Program:
    compiler = _Compiler(structure.plan)
    for name in structure.plan.order:
        compiler.line(name)
    return compiler.program


class _Compiler:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.program = Program(plan.lines)
        self.known: dict[tuple[object, ...], Term] = {}
        self.kinds: Mapping[Node, Kind] = {}
        self.ending: Every | None = None

    def line(self, name: str) -> None:
        """Adds the terms of a line, after those of the lines it reads."""
        line = self.plan.lines[name]
        if line.settled_early:
            self._settled(line)
            return
        self.kinds = line.formula.kinds
        self.program.lines[name] = self.term(line.formula.tree, line.every)

    def _settled(self, line: Line) -> None:
        """A line that is worked out, with those of its cycle that it rests on, for every month as
        if the period ended with it, and paid where it does for a person."""
        self.ending = line.every
        together, ended = worked_out_with(line, self.plan.lines), self.program.ended
        for name in self.plan.order:
            if name in together and name not in ended:
                formula = self.plan.lines[name].formula
                self.kinds = formula.kinds
                ended[name] = self.term(formula.tree, Every.MONTH)
        self.ending = None
        self.program.lines[line.id] = self.make(
            Settlement(line.every), (ended[line.id],), Every.MONTH, least=2
        )

    def make(
        self,
        operation: Operation,
        args: Collection[Term],
        every: Every,
        holds: Holds = "number",
        least: Width = 0,
    ) -> Term:
        """The term of an operation."""
        coupled = isinstance(operation, CallOverEveryone) or any(a.coupled for a in args)
        index = len(self.program.terms)
        term = Term(index, operation, tuple(args), every, least, holds, coupled)
        key = (operation, tuple(a.index for a in term.args), every if term.width else None, holds)
        if key not in self.known:
            self.program.terms.append(term)
            self.known[key] = term
        return self.known[key]

    # -- parts of formulas ------------------------------------------------------------------

    def term(self, node: Node, every: Every) -> Term:
        """The term of a part of a formula."""
        term = self._term(node, every)
        self.program.parts[node] = term
        return term

    def _term(self, node: Node, every: Every) -> Term:
        match node:
            case Number(value=value):
                return self.make(Constant(value), (), every)
            case TextLiteral():
                return self.make(Constant(0), (), every, "codes")
            case Name(name=name):
                return self._name(name, every)
            case Negation(of=part):
                return self.make(Negative(), (self.term(part, every),), every)
            case Arithmetic(sign=sign):
                left, right = self.term(node.left, every), self.term(node.right, every)
                by_person = sign == "/" and right.width == 2
                return self.make(RatioOf() if by_person else Operator(sign), (left, right), every)
            case Comparison():
                return self._comparison(node, every)
            case Membership():
                found = self._membership(node, every)
                return self._opposite(found, every) if node.negated else found
            case Logical(sign=sign):
                return self._condition(sign, node.left, node.right, every)
            case Not(of=part):
                return self._opposite(self.term(part, every), every)
            case Conditional():
                return self._conditional(node, every)
            case Lookup():
                return self._lookup(node, every, "")
            case Field(of=of, name=name):
                return self._field(of, name, every)
            case Call():
                return self._call(node, every)
        raise AssertionError(node)

    def _name(self, name: str, every: Every) -> Term:
        if name == "calendar_month":
            return self.make(CalendarMonth(), (), every, least=1)
        if name in self.plan.facts:
            match self.plan.facts[name].kind:
                case "category" | "group":
                    return self.make(CategoryColumn(name), (), every, "codes", 2)
                case "person":
                    return self.make(PersonColumn(name), (), every, "codes", 2)
            return self.make(NumberColumn(name), (), every, least=2)
        if name in self.plan.parameters:
            flag = isinstance(self.plan.parameters[name].value, shapes.Flag)
            holds: Holds = "condition" if flag else "number"
            return self.make(ParameterValue(name), (), every, holds)
        due = self.plan.lines[name].every
        if due is self.ending and every is Every.MONTH:
            return self.program.ended[name]
        term = self.program.lines[name]
        if due == every or (term.width == 0 and every.contains(due)):
            return term
        if every.contains(due):
            return self.make(DueRows(due), (term,), every, term.holds)
        return self.make(Spread(due), (term,), every, term.holds, 1)

    def _comparison(self, node: Comparison, every: Every) -> Term:
        left, right = self.kinds[node.left], self.kinds[node.right]
        if not (isinstance(left, Choice) and isinstance(right, Choice)):
            return self._condition(node.sign, node.left, node.right, every)
        values = right.values if isinstance(node.left, TextLiteral) else left.values
        assert values is not None
        pair = (self._coded(node.left, values, every), self._coded(node.right, values, every))
        same = self.make(SameCode(), pair, every, "condition")
        return same if node.sign == "==" else self._opposite(same, every)

    def _condition(self, sign: str, left: Node, right: Node, every: Every) -> Term:
        pair = (self.term(left, every), self.term(right, every))
        return self.make(Operator(sign), pair, every, "condition")

    def _opposite(self, term: Term, every: Every) -> Term:
        return self.make(Opposite(), (term,), every, "condition")

    def _membership(self, node: Membership, every: Every) -> Term:
        own, of, first = self.term(node.of, every), self.kinds[node.of], node.among[0]
        if isinstance(of, Choice):
            assert of.values is not None
            wanted = [item.value for item in node.among if isinstance(item, TextLiteral)]
            if isinstance(first, Name):
                kind = self.kinds[first]
                assert isinstance(kind, Shape) and kind.keys is not None
                wanted = list(kind.keys)
            codes = tuple(of.values.index(value) for value in wanted if value in of.values)
            return self.make(AmongCodes(codes, len(of.values)), (own,), every, "condition")
        if isinstance(first, Name) and isinstance(self.kinds[first], Shape):
            months = self.make(ParameterFigures(first.name), (), every)
            return self.make(InMonths(), (months, own), every, "condition")
        pairs = [(own, self.term(item, every)) for item in node.among]
        equal = [self.make(Operator("=="), pair, every, "condition") for pair in pairs]
        return reduce(
            lambda found, same: self.make(Operator("or"), (found, same), every, "condition"), equal
        )

    def _conditional(self, node: Conditional, every: Every) -> Term:
        kind, condition = self.kinds[node], self.term(node.condition, every)
        if isinstance(kind, Choice):
            assert kind.values is not None
            then = self._coded(node.then, kind.values, every)
            other = self._coded(node.other, kind.values, every)
        else:
            then, other = self.term(node.then, every), self.term(node.other, every)
        return self.make(Choose(), (condition, then, other), every, _holds(kind))

    def _coded(self, node: Node, values: tuple[str, ...], every: Every) -> Term:
        """A category's codes counted in `values`."""
        if isinstance(node, TextLiteral):
            return self.make(Constant(values.index(node.value)), (), every, "codes")
        own = self.kinds[node]
        assert isinstance(own, Choice) and own.values is not None
        term = self.term(node, every)
        if own.values == values:
            return term
        places = tuple(values.index(v) if v in values else len(values) for v in own.values)
        return self.make(Recode((*places, len(values))), (term,), every, "codes")

    def _lookup(self, node: Lookup, every: Every, end: str) -> Term:
        assert isinstance(node.table, Name)
        if isinstance(node.key, TextLiteral):
            return self.make(TableEntry(node.table.name, (node.key.value,), end), (), every)
        figures = self._figures(node, every, end)
        return self.make(LookUp(), (figures, self.term(node.key, every)), every)

    def _figures(self, node: Node, every: Every, end: str = "") -> Term:
        """The figures of a parameter, or of a table of them in the order of its key's codes."""
        table, keys = node, tuple[str, ...]()
        if isinstance(node, Lookup):
            kind = self.kinds[node.key]
            assert isinstance(kind, Choice) and kind.values is not None
            table, keys = node.table, kind.values
        assert isinstance(table, Name)
        return self.make(ParameterFigures(table.name, keys, end), (), every)

    def _field(self, of: Node, name: str, every: Every) -> Term:
        if isinstance(of, Lookup):
            return self._lookup(of, every, name)
        kind = self.kinds[of]
        assert isinstance(kind, Record)
        place, holds = list(kind.by_name).index(name), _holds(kind.by_name[name])
        record = self.term(of, every)
        while isinstance(record.operation, DueRows):  # read from a line that falls due more often
            record = record.args[0]
        result = self.make(FieldOf(place), (record,), record.every, holds)
        if record.every == every:
            return result
        return self.make(DueRows(record.every), (result,), every, holds)

    # -- functions --------------------------------------------------------------------------

    def _call(self, node: Call, every: Every) -> Term:
        function = FUNCTIONS[node.function]
        if function.every_month and every is not Every.MONTH:
            monthly = self._called(function, node, Every.MONTH, Every.MONTH)
            return self.make(DueRows(Every.MONTH), (monthly,), every, monthly.holds)
        return self._called(function, node, argument_cycle(node, every, self.plan.lines), every)

    def _called(self, function: Function, node: Call, inside: Every, every: Every) -> Term:
        """A call whose arguments are worked out for each month that `inside` falls due."""
        parts, taken = bind(node, function), function.argument_cycle(inside)
        args: list[Term] = []
        keys: list[Term] = []
        for argument, part in parts:
            if isinstance(self.kinds[part], Shape):
                args.append(self._figures(part, every))
                if isinstance(part, Lookup):
                    keys.append(self.term(part.key, inside))
                continue
            args.append(self._argument(argument, self.term(part, inside), inside, taken))
        filled = [argument for argument, _ in parts]
        given = tuple(
            there for a in function.takes for there in [True] * filled.count(a) or [False]
        )
        call = CallOverEveryone if function.scope == "everyone" else FunctionCall
        least: Width = 0 if function.scope == "cell" else 2
        operation = call(function.name, given, Every.MONTH if taken is inside else inside)
        return self.make(operation, (*args, *keys), every, _holds(function.gives), least)

    def _argument(self, argument: Argument, term: Term, inside: Every, taken: Every) -> Term:
        """An argument worked out `inside` its cycle, in the months in which a kernel takes it."""
        if taken is not inside:
            term = self.make(Spread(inside), (term,), taken, term.holds, 1)
        if argument.masked and not term.column:
            term = self.make(Present(), (term,), taken, least=2)
        return term


def _holds(kind: Kind) -> Holds:
    if isinstance(kind, Record):
        return "record"
    if isinstance(kind, Choice):
        return "codes"
    return "condition" if kind == CONDITION else "number"
