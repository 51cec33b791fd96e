"""What a plan's formulas lay down for everybody, line by line, as a pay policy says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Conditional,
    Negation,
    Node,
    Number,
    Record,
    arguments,
)
from engine.plan import Line, Plan
from engine.text import LANGUAGES, Text, in_each_language, marked, plain_text, spaced
from engine.wording.part_units import Units
from engine.wording.policy_wording import PolicyWording
from engine.wording.tree import calls_in_force, conjuncts, has_no_name, in_force, is_zero, looked_up


@dataclass(frozen=True)
class Case:
    """What applies in one case: `when` is empty for all others; `terms` are added up.

    `nothing` says that it comes to 0, `less` that it is taken off.
    """

    when: Text | None
    terms: tuple[Text, ...]
    nothing: bool = False
    less: bool = False


@dataclass(frozen=True)
class Rule:
    """How a line is worked out: one case, or several of which the first that fits applies.

    `sentences` tell functions that give several results; a line that is nothing else has no cases.
    `where` are further terms, with what they stand for. `condition` says that the line is a yes or
    no: yes where every case applies.
    """

    cases: tuple[Case, ...]
    sentences: tuple[Text, ...] = ()
    where: tuple[tuple[Text, Text], ...] = ()
    condition: bool = False


class Rules:
    """The rules of a plan, line by line, in every language."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units = Units(plan)
        self._wordings = {lang: PolicyWording(plan, self.units, lang) for lang in LANGUAGES}

    def of(self, line: Line) -> Rule:
        """How a line is worked out."""
        node = line.formula.tree
        kind = line.formula.kinds[node]
        if isinstance(kind, Record):
            assert isinstance(node, Call)
            return Rule((), self._sentences(node), self._where(node))
        if kind.name == "condition":
            return Rule(tuple(self._conditions(node)), (), (), True)
        calls = calls_in_force(self.plan, node)
        records = (call for call in calls if isinstance(line.formula.kinds[call], Record))
        sentences = [text for call in records for text in self._sentences(call)]
        return Rule(tuple(self._cases(line)), tuple(sentences), self._where(node))

    def name(self, node: Node) -> Text:
        """A part of a formula in words."""
        return self._written(lambda wording: wording.text(node))

    def term(self, label: Text) -> Text:
        """A label marked as a term."""
        return in_each_language(lambda language: marked(label[language], language))

    def met(self, line: Line) -> Text:
        """That a line which is a yes or no is a yes."""
        return self._written(lambda wording: wording.line_met(line))

    # -- pieces -----------------------------------------------------------------------------

    def _written(self, write: Callable[[PolicyWording], str]) -> Text:
        return in_each_language(lambda language: spaced(write(self._wordings[language])))

    def _conditions(self, node: Node) -> Iterator[Case]:
        for part in conjuncts(node):
            yield Case(self._written(lambda t, part=part: t.statement(part)), ())  # type: ignore[misc]

    def _cases(self, line: Line) -> Iterator[Case]:
        *found, (_, last) = self._branches(line.formula.tree)
        while found and is_zero(last) and is_zero(found[-1][1]):
            found.pop()
        branches = (*found, ((), last))
        unit = self.units.of_name(line.id)
        numbers = {node.value for _, node in branches if isinstance(node, Number)}
        answers = not unit and numbers == {0, 1} and all(isinstance(n, Number) for _, n in branches)
        answers &= not self.plan.readers(line.id)
        for conditions, node in branches:
            when = self._written(lambda t, c=conditions: t.all_of(c)) if conditions else None  # type: ignore[misc]
            if found and isinstance(node, Number):
                value = self._written(
                    lambda t, value=node.value: t.outcome(value, unit, answers)  # type: ignore[misc]
                )
                yield Case(when, (value,), is_zero(node))
            else:
                yield self._case(when, node)

    def _branches(self, node: Node) -> Iterator[tuple[tuple[Node, ...], Node]]:
        """Each outcome with the conditions it takes, in the order in which they are looked at."""
        node = in_force(self.plan, node)
        while isinstance(node, Conditional):
            for conditions, outcome in self._branches(node.then):
                yield (node.condition, *conditions), outcome
            node = in_force(self.plan, node.other)
        yield (), node

    def _case(self, when: Text | None, node: Node) -> Case:
        taken = _taken_off(node)
        terms: list[Text] = []
        for sign, term in _terms(node if taken is None else taken):
            text = self._written(lambda t, term=term, sign=sign: t.term(term, sign))  # type: ignore[misc]
            if terms and isinstance(term, Number):  # a mere number stands beside the term before it
                text = _beside(terms.pop(), text)
            terms.append(text)
        return Case(when, tuple(terms), is_zero(node), taken is not None)

    def _where(self, node: Node) -> tuple[tuple[Text, Text], ...]:
        """Names that the rule gives to parts of the formula: to what the breakpoints of tables
        measure, and to what is shared out."""
        found: dict[str, tuple[Text, Text]] = {}
        for call in calls_in_force(self.plan, node):
            names = FUNCTIONS[call.function].wording.names
            for argument, part in arguments(call).items():
                if argument in names and has_no_name(part):
                    found[argument] = (names[argument], self.name(part))
            if (look_up := looked_up(self.plan, call)) is not None:
                of, measured = look_up[0].of, self.name(look_up[1])
                if of is not None and of["en"] != plain_text(measured["en"]):
                    found.setdefault(of["en"], (of, measured))
        return tuple(found.values())

    def _sentences(self, call: Call) -> tuple[Text, ...]:
        """A function of several results, told sentence by sentence; left-out parts are not."""
        told = {language: wording.rules(call) for language, wording in self._wordings.items()}
        return tuple(
            {language: spaced(text) for language, text in zip(told, texts, strict=True)}
            for texts in zip(*told.values(), strict=True)
        )


def _beside(text: Text, after: Text) -> Text:
    return in_each_language(lambda language: f"{text[language]} {after[language]}")


def _terms(node: Node, sign: str = "") -> Iterator[tuple[str, Node]]:
    """The terms of a sum with their signs; anything else is its own only term."""
    if isinstance(node, Arithmetic) and node.sign in "+-":
        yield from _terms(node.left, sign)
        yield node.sign, node.right
    else:
        yield sign, node


def _taken_off(node: Node) -> Node | None:
    """What is taken off by a formula that begins with a minus sign."""
    match node:
        case Negation(of=of):
            return of
        case Arithmetic(sign="*" | "/", left=left) if (found := _taken_off(left)) is not None:
            return replace(node, left=found)
    return None
