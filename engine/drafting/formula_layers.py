"""What lies around the core of a formula, layer by layer: a gate, a cap, a floor, tiers.

A layer is put on and taken off in the text, at the places that the tree names; whatever else the
formula says keeps its spelling, and taking a layer off gives back what was there before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    FormulaError,
    Function,
    Logical,
    Membership,
    Method,
    Name,
    Negation,
    Node,
    Not,
    Number,
    Role,
    parse,
)

Span = tuple[int, int]
"""From where to where in the text of a formula."""
KINDS = ("tiers", "cap", "gate", "floor")
"""The layers, from the core outwards: tiers make the amount, a cap ends it, below a gate it is not
paid, and a floor holds whatever happens."""
WAYS: Mapping[str, tuple[str, ...]] = {
    "gate": ("gate",),
    "cap": ("cap",),
    "floor": ("floor",),
    "tiers": ("slices", "whole", "extra", "factor"),
}
"""How each layer can be written. Tiers: rates by slice of the amount, the rate of the slice reached
for all of it, extra rates on top, or a factor by what is reached."""
SHAPES = {
    **dict.fromkeys(("gate", "cap", "floor"), "number"),
    **dict.fromkeys(("slices", "whole", "extra"), "tiers"),
    "factor": "steps",
}
"""The shape of the parameter of each way."""
_LIMITS = {Role.CEILING: "cap", Role.FLOOR: "floor"}
_TIERS = {Method.GRADUATED: "slices", Method.WHOLE: "whole", Method.STEP: "factor"}
_LOOSE = (Conditional, Logical, Not, Comparison, Membership)


@dataclass(frozen=True)
class Layer:
    """A layer of a formula: `outer` is all of it, `inner` what it lies around, `of` what its figure
    is held against."""

    way: str
    parameter: str
    outer: Span
    inner: Span
    of: Span

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return next(kind for kind, ways in WAYS.items() if self.way in ways)


def layers(text: str, shapes: Mapping[str, str]) -> tuple[Layer, ...]:
    """The layers of a formula, the outermost first; `shapes` are those of the plan's parameters."""
    return _peeled(text, shapes)[0]


def core(text: str, shapes: Mapping[str, str]) -> str:
    """What is left of a formula without its layers."""
    at, end = _peeled(text, shapes)[1]
    return text[at:end]


def put_on(text: str, shapes: Mapping[str, str], way: str, parameter: str, of: str = "") -> str:
    """The formula with a further layer, at its place among the others."""
    kind = next(kind for kind, ways in WAYS.items() if way in ways)
    place = KINDS.index(kind)
    at, end = _peeled(text, shapes, lambda layer: KINDS.index(layer.kind) > place)[1]
    inner = text[at:end]
    if way == "gate":
        new = f"{_bracketed(inner)} if {of} >= {parameter} else 0"
    elif way == "factor":
        new = f"{_bracketed(inner, is_factor=True)} * {_written_with(way)}({parameter}, {of})"
    elif way == "extra":
        new = f"{_bracketed(inner)} + {_written_with('slices')}({parameter}, {of})"
    else:
        new = f"{_written_with(way)}({parameter}, {inner})"
    return _replaced(text, (at, end), new)


def taken_off(text: str, layer: Layer) -> str:
    """The formula without a layer."""
    at, end = layer.inner
    return _replaced(text, layer.outer, text[at:end])


# -- finding -------------------------------------------------------------------------------------


def _peeled(
    text: str, shapes: Mapping[str, str], through: Callable[[Layer], bool] = lambda _: True
) -> tuple[tuple[Layer, ...], Span]:
    """The layers one goes through from outside, and where what is inside them stands."""
    at = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    found: list[Layer] = []
    while node := _tree(text, at, end):
        if isinstance(node, Negation):
            at, end = _grown(text, at, node.of, at + node.at + 1, at + node.end)
            continue
        layer = _layer(text, (at, end), node, shapes)
        if layer is None or not through(layer):
            break
        found.append(layer)
        at, end = layer.inner
    return tuple(found), (at, end)


def _tree(text: str, at: int, end: int) -> Node | None:
    try:
        return parse(text[at:end])
    except FormulaError:
        return None


def _layer(text: str, outer: Span, node: Node, shapes: Mapping[str, str]) -> Layer | None:
    """The layer that a part of a formula is, if it is one."""
    start = outer[0]

    def named(part: Node, shape: str) -> str:
        is_figure = isinstance(part, Name) and shapes.get(part.name) == shape
        return part.name if is_figure and isinstance(part, Name) else ""

    def span(part: Node) -> Span:
        return start + part.at, start + part.end

    def operand(part: Node, until: Node) -> Span:
        return _unbracketed(text, _grown(text, start, part, start + node.at, start + until.at))

    def argument(part: Node) -> Span:
        opened = text.index("(", start + node.at) + 1
        return _grown(text, start, part, opened, start + node.end - 1)

    match node:
        case Call(arguments=(one, other), named=()):
            way = _way_of(node)
            if way in ("cap", "floor"):
                for limit, rest in ((one, other), (other, one)):
                    if name := named(limit, "number"):
                        return Layer(way, name, outer, argument(rest), (0, 0))
            if way in ("slices", "whole") and (name := named(one, "tiers")):
                return Layer(way, name, outer, argument(other), (0, 0))
        case Arithmetic(sign=sign, left=left, right=Call(arguments=(table, x), named=()) as call):
            found = (sign, _way_of(call))
            if found == ("+", "slices") and (name := named(table, "tiers")):
                return Layer("extra", name, outer, operand(left, call), span(x))
            if found == ("*", "factor") and (name := named(table, "steps")):
                return Layer("factor", name, outer, operand(left, call), span(x))
        case Conditional(
            condition=Comparison(sign=">=", left=x, right=limit) as condition,
            then=then,
            other=Number(text="0"),
        ):
            if name := named(limit, "number"):
                return Layer("gate", name, outer, operand(then, condition), span(x))
    return None


def _way_of(call: Call) -> str:
    """The way of a layer that a function is written for, if there is one."""
    function = FUNCTIONS.get(call.function)
    return "" if function is None else _way(function)


def _way(function: Function) -> str:
    first = function.takes[0]
    if first.many and first.role in _LIMITS:
        return _LIMITS[first.role]
    return _TIERS.get(function.method, "") if function.method is not None else ""


def _written_with(way: str) -> str:
    """The function that a layer is written with."""
    return next(name for name, function in FUNCTIONS.items() if _way(function) == way)


# -- brackets ------------------------------------------------------------------------------------


def _grown(text: str, start: int, part: Node, low: int, high: int) -> Span:
    """Where a part stands with the brackets around it, as far as these lie between two places."""
    at, end = start + part.at, start + part.end
    while True:
        before, after = text[low:at].rstrip(), text[end:high]
        gap = len(after) - len(after.lstrip())
        if not before.endswith("(") or not after.lstrip().startswith(")"):
            return at, end
        at, end = low + len(before) - 1, end + gap + 1


def _unbracketed(text: str, span: Span) -> Span:
    """A place without the brackets around all of it, if there are some."""
    at, end = span
    inside = text[at + 1 : end - 1]
    if not _has_brackets(text[at:end]):
        return span
    return at + 1 + len(inside) - len(inside.lstrip()), at + 1 + len(inside.rstrip())


def _has_brackets(text: str) -> bool:
    node = _tree(text, 0, len(text))
    is_joined = isinstance(node, Comparison | Membership | Logical)  # begin with what is joined
    return node is not None and not is_joined and node.at > 0 and text.startswith("(")


def _bracketed(text: str, is_factor: bool = False) -> str:
    """A text in brackets where it would fall apart beside what follows it; one that has some gets
    another pair, so that taking one pair off always gives it back."""
    is_loose = _is_loose(text, (Arithmetic, *_LOOSE) if is_factor else _LOOSE)
    return f"({text})" if is_loose or _has_brackets(text) else text


def _is_loose(text: str, loose: tuple[type[Node], ...]) -> bool:
    """Whether a text without brackets of its own is of a form that others bind stronger than."""
    node = _tree(text, 0, len(text))
    is_product = isinstance(node, Arithmetic) and node.sign in "*/"
    return isinstance(node, loose) and not is_product and not _has_brackets(text)


def _replaced(text: str, span: Span, new: str) -> str:
    """The formula with another part in a place, in brackets where what is around it asks for
    them."""
    at, end = span
    before, after = text[:at].rstrip(), text[end:].lstrip()
    if before.endswith("-"):
        is_call = isinstance(_tree(new, 0, len(new)), Call | Name | Number)
        needs = not is_call and not _has_brackets(new)
    elif after.startswith("*"):
        needs = _is_loose(new, (Arithmetic, *_LOOSE))
    else:
        needs = after[:1] not in ("", ")", ",") and _is_loose(new, _LOOSE)
    return text[:at] + (f"({new})" if needs else new) + text[end:]
