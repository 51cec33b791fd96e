"""Builds a statement: every line due this month, worked out again from what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from engine.explain.basis import Basis
from engine.explain.phrases import phrase
from engine.explain.situation import Situation
from engine.explain.statement import Statement, Step
from engine.explain.statement_steps import Steps
from engine.explain.worked_wording import is_arithmetic
from engine.formula import (
    FUNCTIONS,
    NUMBER,
    Arithmetic,
    Call,
    Conditional,
    Field,
    Lookup,
    Name,
    Node,
    Number,
    Role,
    Visitor,
    bind,
    exact,
    parts_with,
)
from engine.plan import Line
from engine.text import (
    Problem,
    Refused,
    Text,
    in_each_language,
    is_exact,
    money_of_fen,
    named_month,
    operand,
    quantity,
    say,
    untranslated,
)
from engine.wording import in_force

NOTHING = untranslated("")


class Builder(Steps, Visitor[[Basis, bool], None]):
    """Tells the steps of one person's month; `explainers` tell what functions did."""

    def __init__(self, situation: Situation, explainers: Mapping[str, Explainer]) -> None:
        super().__init__(situation)
        self._explainers = explainers
        self._takes_off = False
        self._lines: dict[str, Step] = {}

    def statement(self) -> Statement:
        """The statement of the month."""
        situation = self.situation
        lines = tuple(self.line(line.id) for line in self.plan.pay_lines)
        measures = [x.id for x in self.plan.measures if situation.row in situation.rows(x.every)]
        return Statement(
            self.plan,
            situation.employee,
            situation.month,
            sum(line.amount or 0 for line in lines),
            lines,
            tuple(self.line(name) for name in measures),
            tuple(self.fact(name) for name in self.plan.facts),
            *zip(*(self._of_the_year(line.id) for line in self.plan.pay_lines), strict=True),
        )

    def _of_the_year(self, name: str) -> tuple[int, int]:
        """What a pay line comes to from January to the month, and in the whole year, in fen."""
        amounts = {row: _fen(raw) for row, raw in self.situation.amounts(name).items()}
        return sum(f for row, f in amounts.items() if row <= self.situation.row), sum(
            amounts.values()
        )

    # -- lines ------------------------------------------------------------------------------

    def line(self, name: str) -> Step:
        """A line of the plan."""
        if name not in self._lines:
            due = self.situation.is_due(name)
            self._lines[name] = self._due(name) if due else self._not_due(name)
        return self._lines[name]

    def _not_due(self, name: str) -> Step:
        line = self.plan.lines[name]
        every = line.every
        coming = self.situation.paying_row(every)
        return Step(
            line.role,
            name,
            line.label,
            phrase("not_this_month"),
            0.0,
            self._why_not_yet(line, coming),
            self.units.of_name(name),
            self.formula(self.situation.formulas[name].formula.tree),
            line.formula.text,
            amount=0 if line.paid else None,
            due=False,
        )

    def _why_not_yet(self, line: Line, coming: int) -> Text:
        """Whether the paying month is still to come, or known to be one without a row."""
        situation = self.situation
        settled, months = situation.settled_in(line.every), situation.facts.months
        every = phrase(f"every_{line.every.key}")
        month = named_month(situation.month_of(coming))
        if settled is None:
            return phrase("not_due", every=every, next=month)
        if line.settled_early:
            last = named_month(situation.month_of(settled))
            return phrase("not_due_settled", every=every, next=month, last=last)
        later = any(situation.present(row) for row in range(coming, months))
        return phrase("not_due_absent" if later else "not_due_left", every=every, next=month)

    def _settled(self, line: Line) -> Step:
        """That a line is paid early to the person, as if its period ended with the month."""
        situation = self.situation
        sentence = phrase(
            "settled",
            next=named_month(situation.month_of(situation.paying_row(line.every))),
            month=named_month(situation.month_of(situation.row)),
            period=phrase(f"period_{line.every.key}"),
        )
        return Step(
            "settled", f"{line.id} settled", phrase("settled_early"), NOTHING, 0.0, sentence
        )

    def _due(self, name: str) -> Step:
        line = self.plan.lines[name]
        node = self.situation.formulas[name].formula.tree
        unit = self.units.of_name(name)
        raw = self.situation.value(node)
        if isinstance(node, Call) and not is_arithmetic(node):
            step = replace(self.call(node), kind=line.role, id=name, label=line.label)
            if not isinstance(raw, tuple):
                step = replace(step, unit=unit, value=self.value(node, unit))
        else:
            value = self.value(node, unit)
            number = self.number(node)
            basis = self.basis(node)
            step = Step(
                line.role,
                name,
                line.label,
                value,
                number,
                phrase("line", label=line.label, value=value),
                unit,
                worked=self.worked(node, number, unit),
                figures=basis.figures,
                children=basis.children,
            )
        if not line.paid and not unit and _is_answer(node):
            step = replace(step, value=self.written(bool(raw), ""))
        step = replace(step, formula=self.formula(node), text=line.formula.text)
        if line.settled_early and self.situation.ends_early(name):
            step = replace(step, children=(self._settled(line), *step.children))
        return self._paid(step) if line.paid else step

    def _paid(self, step: Step) -> Step:
        """A pay line with its amount, and the rounding if there was any."""
        assert isinstance(step.number, float | int)
        raw = float(step.number)
        if not np.isfinite(raw):
            employee = self.situation.employee
            raise Refused([Problem("not_finite", {"employee": employee}, column=step.id)])
        amount = _fen(raw)
        value = in_each_language(lambda language: money_of_fen(amount, language))
        worked = step.worked
        if abs(raw * 100 - amount) > exact.ABSOLUTE * 100:
            sign = "=" if is_exact(raw, step.unit) else "≈"
            unrounded = in_each_language(
                lambda language: f"{sign} {operand(raw, step.unit, language)}"
            )
            worked = (*(worked or (unrounded,)), phrase("rounded", value=value))
        sentence = step.sentence if step.function else phrase("line", label=step.label, value=value)
        return replace(step, value=value, worked=worked, sentence=sentence, amount=amount)

    # -- parts of formulas ------------------------------------------------------------------

    def part(self, node: Node, label: Text, unit: str | None = None) -> Step:
        """A part of a formula as a step of its own; a mere name is told as what it stands for."""
        basis = self.basis(node)
        children = basis.children
        single = len(children) == 1 and isinstance(node, Name | Call | Field)
        if single and not basis.figures and not is_arithmetic(node):
            return children[0]
        unit, number = self.units.of(node) if unit is None else unit, self.number(node)
        value = self.value(node, unit)
        return Step(
            "part",
            self.identity(node),
            label,
            value,
            number,
            phrase("line", label=label, value=value),
            unit,
            self.formula(node),
            worked=self.worked(node, number, unit),
            figures=basis.figures,
            children=children,
        )

    def basis(self, *nodes: Node) -> Basis:
        """The steps and figures that parts of a formula rest on."""
        basis = Basis()
        for node in nodes:
            self.visit(node, basis, True)
        return basis

    def visit_other(self, node: Node, basis: Basis, whole: bool) -> None:
        """Collects what a part rests on; `whole` says that it is all that is told, so that a choice
        is not told as a step of its own."""
        for part in node.parts():
            self.visit(part, basis, False)

    def visit_arithmetic(self, node: Arithmetic, basis: Basis, whole: bool) -> None:
        settled = in_force(self.plan, node)
        if settled is not node:
            self.visit(settled, basis, whole)
            return
        self.visit(node.left, basis, False)
        self._takes_off ^= node.sign == "-"
        self.visit(node.right, basis, False)
        self._takes_off ^= node.sign == "-"

    def visit_name(self, node: Name, basis: Basis, whole: bool) -> None:
        name = node.name
        if name in self.plan.lines:
            basis.add(self.line(name))
        elif name in self.plan.facts:
            basis.add(self.fact(name))
        elif name in self.plan.parameters:
            keyed = bool(self.plan.parameters[name].value.keys)
            basis.use(self.figure(name), "" if keyed else "*")

    def visit_lookup(self, node: Lookup, basis: Basis, whole: bool) -> None:
        assert isinstance(node.table, Name)
        table = node.table.name
        parameter = self.plan.parameters[table]
        chosen = self.situation.category(node.key)
        own = parameter.value.at(chosen) or (0.0,)

        def written(language: str) -> str:
            figures = [quantity(value, parameter.unit, language, fen=True) for value in own]
            if len(figures) == 2:
                return say(language, "statement.band", low=figures[0], high=figures[1])
            return figures[0]

        row = self.in_row(table, chosen, in_each_language(written))
        basis.use(self.figure(table, row, chosen), chosen)
        self.visit(node.key, basis, False)

    def visit_conditional(self, node: Conditional, basis: Basis, whole: bool) -> None:
        if whole or in_force(self.plan, node) is not node:
            taken = node.then if self.situation.value(node.condition) else node.other
            self.visit(node.condition, basis, False)
            self.visit(taken, basis, whole and isinstance(taken, Conditional))
        else:
            basis.add(self._choice(node))

    def visit_call(self, node: Call, basis: Basis, whole: bool) -> None:
        if not is_arithmetic(node):
            basis.add(self.call(node))
            return
        self._limit(node, basis)
        self.visit_other(node, basis, False)

    def _choice(self, node: Conditional) -> Step:
        basis = self.basis(node)
        unit, number = self.units.of(node), self.number(node)
        worked = self.worked(node, number, unit)
        return Step(
            "choice" if self._could_be_more(node) else "chosen",
            self.identity(node),
            self.formula(node),
            self.value(node, unit),
            number,
            phrase("sentence", text=worked[0]),
            unit,
            self.formula(node),
            worked=worked,
            figures=basis.figures,
            children=basis.children,
        )

    def _could_be_more(self, node: Conditional) -> bool:
        """Whether the branch that was not taken would have meant more pay; a text means none."""
        if self.situation.kinds[node] != NUMBER:
            return False
        taken, other = node.then, node.other
        if not self.situation.value(node.condition):
            taken, other = other, taken
        mine, instead = (self.situation.value(branch) for branch in (taken, other))
        return bool(instead < mine if self._takes_off else instead > mine)

    def _limit(self, node: Call, basis: Basis) -> None:
        """Says so where a limit or a missing divisor changes a number."""
        at, tolerance = self.situation.value, exact.tolerance
        label: Node = node
        if self.lacks_divisor(node):
            (divisor,) = parts_with(node, Role.DIVISOR)
            value = self.value(divisor, self.units.of(divisor))
            sentence = phrase("no_divisor", of=self.formula(divisor), value=value)
        else:
            label, floors, ceilings = _limits(node)
            x = at(label)
            above = [part for part in ceilings if x > at(part) + tolerance(at(part))]
            below = [part for part in floors if x < at(part) - tolerance(at(part))]
            if not above and not below:
                return
            limit = (above or below)[0]
            sentence = phrase(
                "limited_above" if above else "limited_below",
                x=self.value(label, self.units.of(label)),
                limit=self.value(limit, self.units.of(limit)),
            )
        unit = self.units.of(node)
        basis.add(
            Step(
                "limit",
                self.identity(node),
                self.formula(label),
                self.value(node, unit),
                self.number(node),
                sentence,
                unit,
            )
        )

    def call(self, node: Call) -> Step:
        """A call of a function, with what it looked at."""
        return self._explainers[node.function](self, node)


Explainer = Callable[[Builder, Call], Step]
"""Tells what a function did for the person."""


def _is_answer(node: Node) -> bool:
    """Whether a formula gives 1 for yes and 0 for no."""
    if isinstance(node, Conditional):
        return _is_answer(node.then) and _is_answer(node.other)
    return isinstance(node, Number) and node.value in (0, 1)


def _fen(yuan: float) -> int:
    """An amount rounded to whole fen."""
    out = np.empty(1)
    exact.to_fen(np.array([yuan]), out)
    return int(out[0])


def _limits(node: Call) -> tuple[Node, tuple[Node, ...], tuple[Node, ...]]:
    """What a call keeps within limits, and the limits from below and from above; none where the
    arguments limit each other."""
    given = bind(node, FUNCTIONS[node.function])
    if any(argument.many for argument, _ in given):
        return node, (), ()
    return given[0][1], parts_with(node, Role.FLOOR), parts_with(node, Role.CEILING)
