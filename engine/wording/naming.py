"""Formulas as people read them: with labels for names, for everybody alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.formula import (
    CONDITION,
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    Kind,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    TextLiteral,
    bind,
)
from engine.plan import Parameter, Plan, shapes
from engine.text import MINUS, catalogue, plain, say

CHOICE, OR, AND, COMPARE, ADD, MULTIPLY, ATOM = range(7)
"""How tightly parts of a formula hold together; a looser part inside a tighter needs brackets."""

SIGNS = {"+": "+", "-": MINUS, "*": "×", "/": "÷"}
COMPARED = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}

IN_LINE = (
    *(f"{period}_{how}" for period in ("quarter", "half", "year") for how in ("sum", "mean")),
    *("recent_sum", "previous", "first", "rank"),
)
"""Words whose argument stands in their sentence, not in brackets of its own."""

Written = tuple[str, int]
"""A text and how tightly it holds together."""


def rises(node: Call) -> Node | None:
    """What is ranked from the lowest to the highest: the place of −x is that of x from below."""
    if node.function == "rank":
        (_, x), *_ = bind(node, FUNCTIONS[node.function])
        return x.of if isinstance(x, Negation) else None
    return None


class Naming:
    """Writes the formulas of a plan in one language. `kinds` are those of their parts."""

    def __init__(self, plan: Plan, kinds: Mapping[Node, Kind], language: str) -> None:
        self._plan, self._kinds, self.language = plan, kinds, language

    # -- names ------------------------------------------------------------------------------

    def names(self, node: Node) -> str:
        """A part of a formula with the labels of what it names."""
        return self._names(node)[0]

    def label(self, name: str) -> str:
        """The label of a column, parameter or line."""
        plan = self._plan
        for known in (plan.facts, plan.parameters, plan.lines):
            if name in known:
                return known[name].label[self.language]
        return self._say(name)

    def category(self, value: str, column: str = "") -> str:
        """The label of a category's value; values of groups are their own labels."""
        plan = self._plan
        own = [plan.facts[column]] if column in plan.facts else []
        labels = [known.values for known in (*own, *plan.facts.values())]
        labels += [line.values for line in plan.lines.values()]
        for known in labels:
            if value in known:
                return known[value][self.language]
        return self._known(f"forced_{value}") or value

    def key(self, parameter: Parameter, key: str) -> str:
        """The label of a key of a table."""
        return self._plan.key_label(parameter, key)[self.language]

    def whom(self, call: Call) -> str:
        """Whom a word over everyone looks at: everyone, or the own group."""
        given = {argument.name: part for argument, part in bind(call, FUNCTIONS[call.function])}
        whom = self._say("everyone")
        if "by" in given and call.function != "reports_total":
            whom = self._say("own_group", group=self.names(given["by"]))
        if "among" in given:
            whom = self._say("who", whom=whom, condition=self.stated(given["among"]))
        return whom

    def _names(self, node: Node) -> Written:
        match node:
            case Number():
                return plain(node.value), ATOM
            case TextLiteral(value=value):
                return self.category(value), ATOM
            case Name(name=name):
                return self.label(name), ATOM
            case Lookup():
                return self._look_up(node), ATOM
            case Field(of=of, name=name):
                found = self._known(f"result_{name}") or self._known(f"end_{name}") or name
                return self._say("result", of=self.names(of), name=found), ATOM
            case Conditional():
                return self._cases(node), CHOICE
            case Call():
                return self._call(node, self._names)
            case Comparison() if flag := self._flag(node):
                return flag
        return self._operation(node, self._stated)

    def stated(self, node: Node) -> str:
        """A condition as a statement."""
        return self._stated(node)[0]

    def _stated(self, node: Node) -> Written:
        """A condition that is a mere name reads as a statement; anything else as it is."""
        if isinstance(node, Name | Field) and self._kinds[node] == CONDITION:
            return self._statement(node, True)
        return self._names(node)

    def _statement(self, node: Node, met: bool) -> Written:
        """That something named is so, or not; "whether" in its label becomes "that"."""
        key, name, whether = (
            "is_true" if met else "is_false",
            self.names(node),
            self._say("whether"),
        )
        if name.startswith(whether):
            key, name = f"{key}_whether", name.removeprefix(whether)
        return self._say(key, name=name), ATOM

    def _flag(self, node: Comparison) -> Written | None:
        """A column of flags compared with 1 or 0: that it is set, or that it is not."""
        left, right = node.left, node.right
        if not (isinstance(left, Name) and isinstance(right, Number) and node.sign == "=="):
            return None
        if left.name not in self._plan.facts or self._plan.facts[left.name].kind != "flag":
            return None
        return self._statement(left, right.value != 0)

    def _look_up(self, node: Lookup) -> str:
        table = node.table
        key = self.names(node.key)
        if isinstance(node.key, TextLiteral) and isinstance(table, Name):
            key = self.key(self._plan.parameters[table.name], node.key.value)
        return self._say("look_up", table=self.names(table), key=key)

    def _cases(self, node: Conditional) -> str:
        text = ""
        rest: Node = node
        while isinstance(rest, Conditional):
            then, level = self._names(rest.then)
            then = self._bracketed((then, level), OR)
            text += self._say("case", condition=self.stated(rest.condition), then=then)
            rest = rest.other
        return text + self._say("otherwise", other=self.names(rest))

    def _whole(self, node: Node) -> str:
        """A figure that is the same for everyone."""
        return self.names(node)

    def _call(self, node: Call, write: Callable[[Node], Written]) -> Written:
        function = FUNCTIONS[node.function]
        given = bind(node, function)
        if function.name == "ratio":
            above, below = (part for _, part in given)
            return self._operation(Arithmetic(node.at, node.end, "/", above, below), write)
        beside = [a for a, _ in given if not a.fixed and a.name not in ("by", "among")]
        least = CHOICE if len(beside) == 1 else OR
        if function.name in IN_LINE:
            least = ATOM
        texts = {
            a.name: self._whole(part) if a.fixed else self._bracketed(write(part), least)
            for a, part in given
        }
        every = self._say("semicolon").join(self._bracketed(write(p), least) for _, p in given)
        whom = self.whom(node) if function.scope == "everyone" else ""
        key = f"formula_{function.name}"
        if self._known(key) is None:
            return f"{function.name} ({every})", ATOM
        if (rising := rises(node)) is not None:
            key, texts["x"] = f"{key}_rising", self._bracketed(write(rising), ATOM)
        return self._say(key, **texts, list=every, whom=whom), ATOM

    # -- operations -------------------------------------------------------------------------

    def _membership(self, node: Membership, of: str) -> str:
        first = node.among[0]
        if isinstance(first, Name) and first.name in self._plan.parameters:
            values = self.names(first)
            if not isinstance(self._plan.parameters[first.name].value, shapes.Months):
                key = "has_no_entry" if node.negated else "has_entry"
                return self._say(key, of=of, table=values)
        else:
            column = node.of.name if isinstance(node.of, Name) else ""
            values = self._say("comma").join(
                self.category(item.value, column)
                if isinstance(item, TextLiteral)
                else self.names(item)
                for item in node.among
            )
        return self._say("not_among" if node.negated else "among", of=of, values=values)

    def _operation(self, node: Node, write: Callable[[Node], Written]) -> Written:
        """An operation with its parts as `write` writes them, bracketed where needed."""
        match node:
            case Negation(of=part):
                return f"{MINUS}{self._bracketed(write(part), ATOM)}", MULTIPLY
            case Arithmetic(sign=sign, left=left, right=right):
                level = ADD if sign in "+-" else MULTIPLY
                after = write(right)
                if after[0].startswith(MINUS) or (sign in "-/" and after[1] == level):
                    after = (after[0], CHOICE)
                before = self._bracketed(write(left), level)
                return f"{before} {SIGNS[sign]} {self._bracketed(after, level)}", level
            case Comparison(sign=sign, left=left, right=right):
                sides = self._bracketed(write(left), ADD), self._bracketed(write(right), ADD)
                return f"{sides[0]} {COMPARED[sign]} {sides[1]}", COMPARE
            case Logical(sign=sign, left=left, right=right):
                level = AND if sign == "and" else OR
                sides = self._bracketed(write(left), level), self._bracketed(write(right), level)
                return f"{sides[0]} {self._say(sign)} {sides[1]}", level
            case Not(of=part):
                return self._say("not", of=write(part)[0]), ATOM
            case Membership(of=of):
                return self._membership(node, write(of)[0]), COMPARE
        raise AssertionError(node)

    # -- sentences --------------------------------------------------------------------------

    def _say(self, key: str, /, **values: object) -> str:
        return say(self.language, f"statement.{key}", **values)

    def _known(self, key: str) -> str | None:
        return catalogue(self.language).get(f"statement.{key}")

    def _bracketed(self, written: Written, level: int) -> str:
        text, own = written
        return self._say("bracketed", text=text) if own < level else text
