"""What a plan is made of, read from its formulas: which columns are results, which lines vary with
them, where pay has breakpoints and caps. Nothing goes by names; nobody is paid here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from engine.evaluation import Memory, compile_plan
from engine.formula import Arithmetic, Call, Lookup, Name, Node, Role, names_in, parts_with
from engine.health.breakpoints import Breakpoints, Cap, Part, Reader, with_parts
from engine.health.uses import Use, Uses, prorated, unit_of
from engine.plan import Plan, shapes

ColumnRole = Literal["result", "goal", "standing", "tenure"]

RATING_UNITS = frozenset({"weight"})
"""Units of tables whose category is a rating for sure; shares too."""


class Anatomy:
    """A plan taken apart. Columns and lines by id, in the plan's order."""

    def __init__(self, plan: Plan, memory: Memory | None = None) -> None:
        self.plan = plan
        self._memory = memory if memory is not None else Memory()

    @cached_property
    def _uses(self) -> Mapping[str, Mapping[str, frozenset[Use]]]:
        """For each pay line, its columns and how they are read; the same for other figures."""
        units = tuple((p.id, p.unit) for p in self.plan.parameters.values())
        return self._memory.cached(("uses", self.plan.structure, units), self._read)

    def _read(self) -> dict[str, dict[str, frozenset[Use]]]:
        reader = Uses(self.plan)
        return {
            line.id: {c: frozenset(u) for c, u in reader.of_line(line.id, "counts").items()}
            for line in self.plan.pay_lines
        }

    @cached_property
    def _given_pay(self) -> frozenset[str]:
        """Columns that are somebody's pay already, and are paid as they stand."""
        found = set[str]()
        for line in self.plan.pay_lines:
            for part in _summands(line.formula.tree):
                given = parts_with(part, Role.RESULT) if isinstance(part, Call) else (part,)
                columns = (self.plan.facts.get(x.name) for x in given if isinstance(x, Name))
                found.update(c.id for c in columns if c is not None and c.kind == "money")
        return frozenset(found)

    @cached_property
    def roles(self) -> dict[str, ColumnRole]:
        """What each number column is to pay."""
        uses: dict[str, set[Use]] = {}
        for columns in self._uses.values():
            for column, found in columns.items():
                uses.setdefault(column, set()).update(found)
        roles: dict[str, ColumnRole] = {}
        curve = self.plan.curve
        for fact in self.plan.facts.values():
            if fact.id not in uses or not fact.is_number:
                continue
            how = uses[fact.id]
            if fact.kind == "tenure":
                roles[fact.id] = "tenure"
            elif curve is not None and fact.id in (curve.against, curve.rising_from):
                roles[fact.id] = "goal"
            elif fact.kind == "flag" or fact.id in self._given_pay:
                roles[fact.id] = "standing"
            elif "counts" in how:
                roles[fact.id] = "result"
            elif "divides" in how:
                roles[fact.id] = "goal"
            else:
                roles[fact.id] = "result" if "guards" in how else "standing"
        return roles

    @cached_property
    def results(self) -> tuple[str, ...]:
        """Number columns that people are paid for."""
        return tuple(name for name, role in self.roles.items() if role == "result")

    @cached_property
    def rating_keys(self) -> Mapping[str, bool]:
        """Categories that look up a share, weight, factor or points for pay; whether they are
        ratings for sure (else those that change from month to month are)."""
        found: dict[str, bool] = {}
        for line in self.feeding:
            for node in self.plan.lines[line].formula.tree.walk():
                if not isinstance(node, Lookup) or not isinstance(node.table, Name):
                    continue
                parameter = self.plan.parameters.get(node.table.name)
                if parameter is None or not isinstance(parameter.value, shapes.Table):
                    continue
                if isinstance(node.key, Name) and node.key.name in self.plan.facts:
                    unit = parameter.unit
                    sure = unit.startswith("share") or unit in RATING_UNITS
                    if sure or unit in ("factor", "points"):
                        found[node.key.name] = found.get(node.key.name, False) or sure
        return found

    @cached_property
    def feeding(self) -> tuple[str, ...]:
        """The lines that pay depends on, pay lines among them."""
        wanted = {line.id for line in self.plan.pay_lines}
        for name in reversed(self.plan.order):
            if name in wanted:
                reads = self.plan.lines[name].formula.reads
                wanted.update(read for read in reads if read in self.plan.lines)
        return tuple(name for name in self.plan.lines if name in wanted)

    def varies(self, ratings: frozenset[str]) -> tuple[str, ...]:
        """The pay lines that depend on results or on these ratings."""
        moving = set(self.results) | ratings
        return tuple(
            line
            for line, columns in self._uses.items()
            if any(c in moving and found & {"counts", "guards"} for c, found in columns.items())
        )

    def columns_of(self, line: str) -> frozenset[str]:
        """The columns that a pay line depends on in any way."""
        return frozenset(self._uses[line])

    @cached_property
    def read(self) -> frozenset[str]:
        """The columns that any pay depends on."""
        return frozenset().union(*self._uses.values())

    @cached_property
    def coupled(self) -> frozenset[str]:
        """The pay lines in which people's pay depends on others."""
        program = compile_plan(self.plan)
        return frozenset(x.id for x in self.plan.pay_lines if program.lines[x.id].coupled)

    @cached_property
    def attendance(self) -> tuple[tuple[str, str], ...]:
        """Pairs of columns (attended, required) by which a pay line is prorated."""
        found: dict[tuple[str, str], None] = {}
        for line in self.feeding:
            for node in self.plan.lines[line].formula.tree.walk():
                pair = prorated(self.plan, node)
                if pair is not None:
                    found[pair] = None
        return tuple(found)

    @cached_property
    def time_paid(self) -> bool:
        """Whether a line pays for time at a rate by the day or hour, from the first day on."""
        for line in self.plan.pay_lines:
            match line.formula.tree:
                case Arithmetic(sign="*", left=left, right=right):
                    if any(
                        unit_of(self.plan, side) in ("CNY/day", "CNY/hour")
                        for side in (left, right)
                    ):
                        return True
        return False

    @cached_property
    def breakpoints(self) -> Mapping[str, Breakpoints]:
        """All places where a part that depends on results is held against figures, by a name."""
        found = Reader(self.plan, self.feeding).breakpoints()
        return {f"part_{i}": p for i, p in enumerate(p for p in found if self._depends(p.x))}

    @cached_property
    def with_breakpoints(self) -> Plan:
        """The plan with what is held against each of `breakpoints` as a measure of this name."""
        return with_parts(self.plan, {name: p.x for name, p in self.breakpoints.items()})

    @cached_property
    def shared(self) -> frozenset[str]:
        """Those of `breakpoints` that depend on what other people achieved: ranks, and what a whole
        group comes to."""
        lines = compile_plan(self.with_breakpoints).lines
        return frozenset(name for name in self.breakpoints if lines[name].coupled)

    @cached_property
    def caps(self) -> tuple[Cap, ...]:
        """All upper bounds on a part that depends on results."""
        found = Reader(self.plan, self.feeding).caps()
        return tuple(cap for cap in found if self._depends(cap.x))

    def columns_in(self, node: Node) -> frozenset[str]:
        """The columns that a part reads, itself or through lines."""
        return self._names_in(names_in(node)) & self.plan.facts.keys()

    def figures_in(self, lines: Iterable[str]) -> str:
        """All figures that lines depend on, themselves or through other lines, as one text."""
        names = self._names_in(lines)
        return repr([(n, p.value.content) for n, p in self.plan.parameters.items() if n in names])

    def paid_through(self, line: str) -> tuple[str, ...]:
        """The pay lines that depend on a line; itself, where it is one."""
        if self.plan.lines[line].paid:
            return (line,)
        pay_lines = [x.id for x in self.plan.pay_lines]
        return tuple(x for x in pay_lines if line in self._names_in([x]))

    def is_addend(self, line: str) -> bool:
        """Whether a measure goes into a sum on its way to pay, which is paid without it too."""
        return any(
            any(
                isinstance(node, Arithmetic) and node.sign in ("+", "-") and line in names_in(node)
                for node in reader.formula.tree.walk()
            )
            or (not reader.paid and self.is_addend(reader.id))
            for reader in self.plan.lines.values()
            if line in reader.formula.reads
        )

    def stepping(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The parameters of breakpoints that feed these lines, then the lines' own."""
        own = [
            p.parameter
            for line in lines
            for p in self.breakpoints.values()
            if p.parameter and (p.x.line == line or p.x.line in self.plan.lines[line].formula.reads)
        ]
        return tuple(dict.fromkeys((*own, *figures_of(self.plan, lines))))

    def _depends(self, part: Part) -> bool:
        return not self.columns_in(part.node).isdisjoint(self.results)

    def _names_in(self, names: Iterable[str]) -> frozenset[str]:
        """Some names, and all those that the lines among them read in turn."""
        found = set[str]()
        stack = list(names)
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                if name in self.plan.lines:
                    stack += self.plan.lines[name].formula.reads
        return frozenset(found)


def _summands(node: Node) -> Iterator[Node]:
    match node:
        case Arithmetic(sign="+", left=left, right=right):
            yield from _summands(left)
            yield from _summands(right)
        case Arithmetic(sign="*", left=left, right=right):
            yield from (side for side in (left, right) if isinstance(side, Call))
        case _:
            yield node


def figures_of(plan: Plan, lines: Iterable[str]) -> tuple[str, ...]:
    """The parameters that lines read themselves, tables of breakpoints first."""
    names = dict.fromkeys(
        name for line in lines for name in plan.lines[line].formula.reads if name in plan.parameters
    )
    return tuple(sorted(names, key=lambda name: not plan.parameters[name].value.points()))


def result_columns(plan: Plan) -> tuple[str, ...]:
    """The number columns that people are paid for, read from the formulas of a plan."""
    return Anatomy(plan).results
