"""What helps while a formula is typed: names and functions that fit, and what a function takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.formula import CALENDAR, FUNCTIONS, Argument, Function
from engine.plan import Plan
from engine.text import say

_LAST = re.compile(r"([A-Za-z_]\w*)$")
_QUOTED = re.compile(
    r"""([A-Za-z_]\w*)\s*(?:\[|==|!=|in\s*\()\s*(?:["']\w*["']\s*,\s*)*["'](\w*)$"""
)

Of = Literal["function", "line", "parameter", "column", "value", "argument"]


@dataclass(frozen=True)
class Suggestion:
    """Something that could stand at the cursor: what is inserted in place of `typed`, what it is
    called, and one sentence about it in the language asked for."""

    insert: str
    typed: str
    of: Of
    label: str
    about: str = ""


@dataclass(frozen=True)
class Signature:
    """The function whose arguments are being typed; `active` is the one at the cursor."""

    function: str
    arguments: tuple[str, ...]
    active: int
    about: str


def suggestions(plan: Plan, text: str, at: int, language: str) -> list[Suggestion]:
    """What could be typed at a position of a formula of the plan, what fits best first."""
    before = text[:at]
    quoted = _QUOTED.search(before)
    if quoted:
        found = _values(plan, quoted[1], quoted[2], language)
        return [s for s in found if s.insert.startswith(quoted[2])]
    if before.count('"') % 2 or before.count("'") % 2:
        return []
    last = _LAST.search(before)
    typed = last[1] if last else ""
    if before[: at - len(typed)].rstrip(" ").endswith(".") or re.search(r"\d$", before):
        return []
    names = [*_arguments(before, typed), *_names(plan, typed, language)]
    names.sort(key=lambda s: not _fits(plan, s.insert, _wanted(before)))
    starting = [s for s in names if s.insert.lower().startswith(typed.lower())]
    inside = [s for s in names if s not in starting and _inside(typed, s)]
    return starting + inside if typed else starting


def signature(text: str, at: int, language: str) -> Signature | None:
    """The call around a position, if it stands among the arguments of a known function."""
    call = _call(text[:at])
    if call is None:
        return None
    function, inside = call
    return Signature(
        function.name,
        tuple(argument_text(a) for a in function.takes),
        _place(function, inside),
        function.sentence[language],
    )


def _wanted(before: str) -> Argument | None:
    """The argument being typed, if the cursor stands inside a known function."""
    call = _call(before)
    if call is None:
        return None
    return next(iter(call[0].takes[_place(*call) :]), None)


def _fits(plan: Plan, name: str, wanted: Argument | None) -> bool:
    """Whether a name is a parameter of the shape that is wanted here."""
    if wanted is None or name not in plan.parameters:
        return wanted is not None and name.endswith("=")
    return plan.parameters[name].value.argument() in wanted.kinds


def _place(function: Function, inside: str) -> int:
    """Which argument of a function stands at the end of what is typed so far."""
    arguments = _commas(inside)
    named = re.match(r"\s*([A-Za-z_]\w*)\s*=(?!=)", arguments[-1])
    names = [a.name for a in function.takes]
    if named and named[1] in names:
        return names.index(named[1])
    if any(a.many for a in function.takes):
        return 0
    return min(len(arguments), max(len(names), 1)) - 1


def _names(plan: Plan, typed: str, language: str) -> Iterator[Suggestion]:
    for line in plan.lines.values():
        yield Suggestion(line.id, typed, "line", line.label[language], line.formula.text)
    for parameter in plan.parameters.values():
        yield Suggestion(parameter.id, typed, "parameter", parameter.label[language])
    for column in plan.facts.values():
        yield Suggestion(column.id, typed, "column", column.label[language])
    for function in FUNCTIONS.values():
        yield Suggestion(
            f"{function.name}(",
            typed,
            "function",
            _call_text(function),
            function.sentence[language],
        )
    for name in CALENDAR:
        yield Suggestion(name, typed, "column", say(language, f"formula.{name}"))


def _values(plan: Plan, name: str, typed: str, language: str) -> list[Suggestion]:
    """The values of a category, or of the category that a table is looked up by."""
    parameter = plan.parameters.get(name)
    column = plan.facts.get(parameter.by if parameter is not None and parameter.by else name)
    labels: Mapping[str, Mapping[str, str]] = column.values if column is not None else {}
    if parameter is not None and parameter.value.keys:
        labels = {key: labels.get(key, {language: key}) for key in parameter.value.keys}
    elif name in plan.lines:
        labels = plan.lines[name].values
    return [Suggestion(key, typed, "value", text[language]) for key, text in labels.items()]


def _arguments(before: str, typed: str) -> Iterator[Suggestion]:
    """Names of arguments not given yet, where a new argument begins."""
    call = _call(before[: len(before) - len(typed)])
    if call is None or _commas(call[1])[-1].strip():
        return
    given = {m[1] for part in _commas(call[1]) if (m := re.match(r"\s*(\w+)\s*=(?!=)", part))}
    place = len(_commas(call[1])) - 1
    for number, argument in enumerate(call[0].takes):
        if argument.name not in given and number >= place and not argument.many and number:
            yield Suggestion(f"{argument.name}=", typed, "argument", argument.name)


def _call(before: str) -> tuple[Function, str] | None:
    """The innermost function whose bracket is still open, and what stands inside so far."""
    depth = 0
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", lambda m: "_" * len(m.group(0)), before)
    for place in range(len(plain) - 1, -1, -1):
        sign = plain[place]
        if sign in ")]":
            depth += 1
        elif sign in "([":
            depth -= 1
            if depth < 0:
                name = _LAST.search(plain[:place].rstrip())
                if sign == "(" and name and name[1] in FUNCTIONS:
                    return FUNCTIONS[name[1]], plain[place + 1 :]
                depth = 0
    return None


def _commas(inside: str) -> list[str]:
    """The arguments typed so far, brackets kept together."""
    parts, depth = [""], 0
    for sign in inside:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _call_text(function: Function) -> str:
    return f"{function.name}({', '.join(argument_text(a) for a in function.takes)})"


def argument_text(argument: Argument) -> str:
    """An argument as a signature shows it: [optional], many…"""
    if argument.many:
        return f"{argument.name}…"
    return f"[{argument.name}]" if argument.optional else argument.name


def _inside(typed: str, suggestion: Suggestion) -> bool:
    wanted = typed.lower()
    return wanted in suggestion.insert.lower() or wanted in suggestion.label.lower()
