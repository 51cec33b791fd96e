"""Going over the tree of a formula, and which part fills which argument."""

from __future__ import annotations

import pytest

from engine.formula import (
    Arithmetic,
    Call,
    Name,
    Node,
    Number,
    Visitor,
    arguments,
    calls_in,
    names_in,
    parse,
)

FORMS = {
    "Number": "1",
    "TextLiteral": '"junior"',
    "Name": "sales",
    "Negation": "-sales",
    "Arithmetic": "sales + 1",
    "Comparison": "sales > 1",
    "Membership": 'grade in ("junior", "senior")',
    "Logical": "excused and late",
    "Not": "not late",
    "Conditional": "1 if late else 2",
    "Lookup": "base[grade]",
    "Field": "ledger.carry",
    "Call": "ratio(sales, quota)",
}


class KindOfPart(Visitor[[], str]):
    """Each kind of part has its own method, whose name it gives."""

    def visit_number(self, node: Number) -> str:
        return "Number"

    def visit_other(self, node: Node) -> str:
        return f"other {type(node).__name__}"


class Worth(Visitor[[dict[str, float], int], float]):
    """Adds up, with what names are worth and so many times over."""

    def visit_number(self, node: Number, worth: dict[str, float], times: int) -> float:
        return node.value * times

    def visit_name(self, node: Name, worth: dict[str, float], times: int) -> float:
        return worth[node.name] * times

    def visit_arithmetic(self, node: Arithmetic, worth: dict[str, float], times: int) -> float:
        return self.visit(node.left, worth, times) + self.visit(node.right, worth, 2 * times)


@pytest.mark.parametrize(("kind", "text"), FORMS.items())
def test_every_kind_of_part_has_its_method(kind: str, text: str) -> None:
    method = "visit_text" if kind == "TextLiteral" else f"visit_{kind.lower()}"
    asked: list[Node] = []

    class Recorder(Visitor[[], None]):
        def visit_other(self, node: Node) -> None:
            raise AssertionError(node)

    setattr(Recorder, method, lambda self, node: asked.append(node))
    tree = parse(text)
    Recorder().visit(tree)
    assert asked == [tree]
    assert type(tree).__name__ == kind


@pytest.mark.parametrize("text", [text for kind, text in FORMS.items() if kind != "Number"])
def test_parts_without_a_method_lead_to_the_other(text: str) -> None:
    assert KindOfPart().visit(parse(text)) == f"other {type(parse(text)).__name__}"


def test_a_part_that_nobody_thought_of_is_an_error() -> None:
    with pytest.raises(TypeError, match="Worth has nothing for Call"):
        Worth().visit(parse("1 + rows()"), {}, 1)


def test_what_is_given_is_handed_down() -> None:
    assert Worth().visit(parse("sales + (2 + 3)"), {"sales": 10.0}, 1) == 10 + 2 * (2 + 2 * 3)


def test_calls_and_names_in_order() -> None:
    tree = parse("ratio(sales, total(sales, by=team)) + rows() if late else base[grade]")
    assert [call.function for call in calls_in(tree)] == ["ratio", "total", "rows"]
    assert names_in(tree) == ("late", "sales", "team", "base", "grade")


def test_arguments_by_name_however_they_are_given() -> None:
    for text in ("ratio(sales, quota)", "ratio(sales, b=quota)", "ratio(b=quota, a=sales)"):
        call = parse(text)
        assert isinstance(call, Call)
        given = arguments(call)
        assert list(given) == ["a", "b"]
        assert [part.name for part in given.values() if isinstance(part, Name)] == [
            "sales",
            "quota",
        ]


def test_arguments_left_out_are_missing() -> None:
    call = parse("rank(sales, among=late)")
    assert isinstance(call, Call)
    assert list(arguments(call)) == ["x", "among"]
