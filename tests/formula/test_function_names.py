"""Nobody asks for a function of the language by its name: what is to be known of it, is a trait.

A name may stand as a text only in the file that defines the function and in the explainer beside
it. Files are read, never imported. A name of several words (quarter_sum) is looked for anywhere,
one of a single word (min, count, tiers) only where it can mean nothing but the function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine.formula.functions import FAMILIES, FUNCTIONS, Function

ROOT = Path(__file__).resolve().parents[2]
SEARCHED = ("engine", "pages", "app.py")
OWN_FILES = ("engine/formula/functions", "engine/explain/explainers")
"""A file here may name the functions of the family that it is called after."""
CALLED = frozenset({"function", "functions", "called"})
"""What programs call a function, or a set of functions, when they speak of one."""

FAMILY = {
    family.__name__.rpartition(".")[2]: frozenset(
        function.name for function in vars(family).values() if isinstance(function, Function)
    )
    for family in FAMILIES
}


def test_nobody_asks_for_a_function_by_its_name() -> None:
    found = [
        f"{file}:{line}: {name!r} is (part of) a function's name; ask for a trait of its definition"
        for file, text in _files()
        for line, name in named(text, _foreign(file))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        'if call.function == "step": pass',
        'if "step" != node.function: pass',
        'if function.name in ("min", "max"): pass',
        'if FUNCTIONS[name].name == "rank": pass',
        'kept = [c for c in calls if c.function not in {"total", "count"}]',
        '_X = frozenset({"tiers", "step"})',
        'LOOKS_UP = ("step", "tiers", "curve")',
        'SUMS: tuple[str, ...] = ("total",)',
        '_TOLD = {"step": 1, "rank": 2}',
        'def f():\n    stepped = ["step", "curve"]',
        'X = (*("step", "tiers"), *("curve",))',
        'X = {"step"} | {"tiers"}',
        'if used & {"step", "curve"}: pass',
        'Known = Literal["step", "tiers"]',
        'function = FUNCTIONS["min"]',
        'function = FUNCTIONS.get("min")',
        'match node:\n    case Call(function="clip", arguments=(x, _, bound)): pass',
        'match node:\n    case Call(function="min" | "max"): pass',
        'match node.function:\n    case "count": pass',
        'match function.name:\n    case "step" | "curve": pass',
        '{"step": 1}[node.function]',
        'node.function.startswith("quarter")',
        'node.function.removesuffix("_total")',
        'Call(0, 1, "min", (), ())',
        'step(function="rank")',
        'if "ratio" in functions: pass',
        'if "quarter_sum" in used: pass',
        'said("quarter_sum")',
        "def f(x: str = 'whole_tiers'): pass",
    ],
)
def test_a_name_is_found(text: str) -> None:
    assert [*named(text, frozenset(FUNCTIONS))]


@pytest.mark.parametrize(
    "text",
    [
        'np.take(table, codes, mode="clip")',
        'ORDERS = ("gain", "loss", "highest", "lowest", "id")',
        'KINDS = {"money": 2, "count": 0}',
        'if column.kind in ("count", "number"): pass',
        'low, high = data.get("min"), data["max"]',
        'rows.append((phrase("total"), sums))',
        'for key in zip(ends, ("min", "max", "step"), strict=True): pass',
        'fields = {"min": NUMBER, "max": NUMBER}',
        'match node:\n    case Field(of=of, name="min" | "max"): pass',
        'match parameter.shape:\n    case "tiers" | "curve": pass',
        'place = ("min", "max").index(end)',
        'Kind = Literal["line", "step"]',
        'text.split("total")',
        'said("split", ratio=1)',
        '"""Takes ratio and step."""',
        'if node.function in FUNCTIONS and node.function == "": pass',
        'key = f"formula_{function.name}"',
    ],
)
def test_a_plain_word_is_left_alone(text: str) -> None:
    assert not [*named(text, frozenset(FUNCTIONS))]


def test_a_family_may_name_its_own_functions_and_no_others() -> None:
    text = 'EXPLAINERS = {"step": _step}\nif node.function == "step": pass'
    assert not [*named(text, _foreign("engine/explain/explainers/tables.py"))]
    assert [*named(text, _foreign("engine/explain/explainers/ranks.py"))]
    assert [*named(text, _foreign("engine/explain/tables.py"))]


def _files() -> Iterator[tuple[str, str]]:
    for start in SEARCHED:
        path = ROOT / start
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def _foreign(file: str) -> frozenset[str]:
    """The functions that a file may not name."""
    path = Path(file)
    own = FAMILY.get(path.stem, frozenset()) if path.parent.as_posix() in OWN_FILES else frozenset()
    return frozenset(FUNCTIONS) - own


def named(text: str, foreign: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Where a program names one of these functions, or takes a name apart: (line, text)."""
    found: set[tuple[int, str]] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and "_" in str(node.value):
            found.update(_texts([node], foreign))
        found.update(_texts(_meaning_functions(node), foreign))
        found.update(_taken_apart(node))
    yield from sorted(found)


def _texts(nodes: Sequence[ast.AST], foreign: frozenset[str]) -> Iterator[tuple[int, str]]:
    for part in (part for node in nodes for part in ast.walk(node)):
        if isinstance(part, ast.Constant) and part.value in foreign:
            yield part.lineno, part.value


def _taken_apart(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Call(
            func=ast.Attribute(attr=method, value=value), args=[ast.Constant(value=part)]
        ):
            if _is_function(value) and method in dir(str):
                yield node.lineno, part


def _meaning_functions(node: ast.AST) -> Sequence[ast.AST]:
    """The parts of a piece of a program whose texts can only be names of functions."""
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            return sides if any(_is_function(side) for side in sides) else ()
        case ast.Match(subject=subject, cases=cases):
            return [case.pattern for case in cases] if _is_function(subject) else ()
        case ast.MatchClass(kwd_attrs=names, kwd_patterns=patterns):
            return [p for n, p in zip(names, patterns, strict=True) if n == "function"]
        case ast.Subscript(value=ast.Name(id="FUNCTIONS"), slice=key):
            return [key]
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple() as choices):
            return [choices] if _all_names(choices) else ()
        case ast.Subscript(value=ast.Dict(keys=keys), slice=key):
            return [k for k in keys if k is not None] if _is_function(key) else ()
        case ast.Call(func=ast.Attribute(value=ast.Name(id="FUNCTIONS")), args=given):
            return given
        case ast.Call(func=ast.Name(id="Call"), args=given):
            return given
        case ast.keyword(arg="function", value=value):
            return [value]
        case ast.Assign(targets=[target], value=value):
            return [value] if _all_names(value) and not _is_local_table(target, value) else ()
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            return [value] if _all_names(value) and not _is_local_table(target, value) else ()
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.Sub(), left=left, right=right):
            return [side for side in (left, right) if _all_names(side)]
    return ()


def _is_function(node: ast.AST) -> bool:
    """Whether an expression is the name of a function, or the function."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) if name in CALLED:
            return True
        case ast.Attribute(attr="name", value=value):
            return _is_function(value)
        case ast.Subscript(value=ast.Name(id="FUNCTIONS")):
            return True
    return False


def _is_local_table(target: ast.AST, value: ast.AST) -> bool:
    """Whether a mapping is held under a small name: its keys may be anything, such as min, max."""
    return isinstance(value, ast.Dict) and not (
        isinstance(target, ast.Name) and target.id.isupper()
    )


def _all_names(node: ast.AST) -> bool:
    """Whether an expression is a collection, all of whose texts (or keys) name functions."""
    match node:
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple" | "list"), args=[inside]):
            return _all_names(inside)
        case ast.BinOp(op=ast.BitOr() | ast.Add(), left=left, right=right):
            return _all_names(left) and _all_names(right)
        case ast.Starred(value=value):
            return _all_names(value)
        case ast.Dict(keys=keys) if keys:
            return all(_is_name(key) for key in keys)
        case ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.List(elts=parts) if parts:
            return all(_is_name(part) or _all_names(part) for part in parts)
    return False


def _is_name(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in FUNCTIONS
