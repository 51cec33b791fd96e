"""What the definitions of functions say of them holds together."""

from __future__ import annotations

import pytest

from engine.formula import (
    FUNCTIONS,
    Call,
    Function,
    Method,
    Number,
    Record,
    Role,
    UnitRule,
    bind,
    parse,
    parts_with,
)
from engine.formula.functions import FAMILIES

READ_BY = {
    Method.STEP: "steps",
    Method.GRADUATED: "tiers",
    Method.WHOLE: "tiers",
    Method.CURVE: "curve",
    Method.PRIZE: "prizes",
    Method.INDICATOR: "indicator",
}
every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=list(FUNCTIONS))


@every_function
def test_a_method_reads_one_table_by_one_measured_argument(function: Function) -> None:
    measured = [a for a in function.takes if a.role is Role.MEASURED]
    assert len(measured) == (function.method is not None)
    if function.method is not None:
        (table,) = (a for a in function.takes if a.role is Role.TABLE)
        assert table.kinds == (READ_BY[function.method],)


@every_function
def test_who_looks_at_everyone_says_what_it_makes_of_them(function: Function) -> None:
    assert (function.coupling is not None) == (function.scope == "everyone")


@every_function
def test_a_state_gives_several_results_and_has_a_history(function: Function) -> None:
    assert function.stateful == isinstance(function.gives, Record)
    assert function.stateful == (function.history is not None)


@every_function
def test_a_quotient_has_a_dividend_and_a_divisor(function: Function) -> None:
    roles = [a.role for a in function.takes if a.role in (Role.DIVIDEND, Role.DIVISOR)]
    expected = [Role.DIVIDEND, Role.DIVISOR] if function.unit is UnitRule.QUOTIENT else []
    assert roles == expected


@every_function
def test_rules_of_a_policy_are_told_in_both_languages(function: Function) -> None:
    for text in (function.sentence, function.rule, function.line_rule):
        assert text is None or (set(text) == {"en", "zh"} and all(text.values()))


def test_functions_are_shown_family_by_family_plain_arithmetic_first() -> None:
    assert list(FUNCTIONS)[:7] == ["min", "max", "clip", "floor", "ceil", "abs", "ratio"]
    families = [function.kernel.__module__ for function in FUNCTIONS.values()]
    assert len(set(families)) <= len(FAMILIES)
    assert [function.name for function in FUNCTIONS.values()] == list(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "role", "found"),
    [
        ("clip(sales, 0, 2)", Role.CEILING, ["2"]),
        ("clip(sales, high=2, low=0)", Role.FLOOR, ["0"]),
        ("min(sales, 1, 2)", Role.CEILING, ["sales", "1", "2"]),
        ("min(sales, 1, 2)", Role.FLOOR, []),
        ("ratio(1, b=2)", Role.DIVISOR, ["2"]),
        ("step(bonus_steps, 7)", Role.MEASURED, ["7"]),
        ("step(bonus_steps[grade], 7)", Role.TABLE, ["bonus_steps[grade]"]),
        ("places(prizes)", Role.TABLE, ["prizes"]),
    ],
)
def test_parts_by_their_role(text: str, role: Role, found: list[str]) -> None:
    call = parse(text)
    assert isinstance(call, Call)
    assert [text[part.at : part.end] for part in parts_with(call, role)] == found


def test_all_of_many_values_fill_one_argument() -> None:
    call = parse("max(1, 2, 3)")
    assert isinstance(call, Call)
    bound = bind(call, FUNCTIONS[call.function])
    assert [argument.name for argument, _ in bound] == ["values"] * 3
    assert [part.value for _, part in bound if isinstance(part, Number)] == [1, 2, 3]
