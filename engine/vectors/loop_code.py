"""Plain loops over numbers, written as Python functions, as code for the processor.

A loop function takes arrays in a row, or with a row for each month, whole numbers and numbers, and
gives a whole number back. Of the language it uses assignments, `for … in range(…)`, `while`, `if`,
arithmetic, comparisons, the few functions of `loop_words.py`, and other loop functions, to which it
hands arrays or rows of them. No array lies over another that is written to. It means the same where
Python itself runs it, but that whole numbers wrap around at 64 bits.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Sequence
from functools import cache

from engine.vectors.loop_arguments import ArrayType
from engine.vectors.loop_values import LoopFunction, NameOf, NoLoopCode, Value, Values


@cache
def loop_text(function: LoopFunction, types: tuple[ArrayType | str, ...]) -> str:
    """A loop function for arguments of such types, in the language of LLVM.

    Its arguments stand behind `%s`: for an array its address and the bytes from one element, and
    from one row, to the next, for a number itself. Raises NoLoopCode for a form of Python that has
    no code.
    """
    written: dict[tuple[LoopFunction, tuple[ArrayType | str, ...]], tuple[str, str]] = {}

    def name_of(other: LoopFunction, of: tuple[ArrayType | str, ...]) -> str:
        if (other, of) not in written:
            text = _Text(other, of, name_of)
            name = f"@{other.__name__}.{len(written)}"
            written[other, of] = name, text.whole(name)
        return written[other, of][0]

    name = name_of(function, types)
    lines, given, slot = [], [], 0
    for type_ in types:
        for part in ("ptr", "i64", "i64") if isinstance(type_, ArrayType) else (type_,):
            lines.append(f"  %at{slot} = getelementptr i64, ptr %slots, i64 {slot}")
            lines.append(f"  %given{slot} = load {part}, ptr %at{slot}, align 8")
            given.append(f"{part} %given{slot}")
            slot += 1
    return "\n".join(
        [
            *(text for _, text in written.values()),
            "define i64 @run(i64 %s, i64 %n, i64 %m, i64 %begin, i64 %end) {",
            "  %slots = inttoptr i64 %s to ptr",
            *lines,
            f"  %found = call i64 {name}({', '.join(given)})",
            "  ret i64 %found",
            "}",
        ]
    )


class _Text(Values):
    """A loop function in the making."""

    def __init__(
        self, function: LoopFunction, types: tuple[ArrayType | str, ...], name_of: NameOf
    ) -> None:
        super().__init__(function, name_of)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        assert isinstance(tree, ast.FunctionDef)
        self._arguments: list[str] = []
        for argument, type_ in zip((one.arg for one in tree.args.args), types, strict=True):
            if isinstance(type_, ArrayType):
                self._arrays[argument] = type_
                self._arguments.append(f"ptr noalias %{argument}")
                self._arguments += (f"i64 %{argument}.step", f"i64 %{argument}.row")
            else:
                self._arguments.append(f"{type_} %{argument}")
                self._store(argument, Value(f"%{argument}", type_), self._entry)
        self._statements(tree.body)

    def whole(self, name: str) -> str:
        """All of it, by a name. What takes arrays stays by itself, which is made into code much
        sooner."""
        kept = "noinline" if self._arrays else "alwaysinline"
        return "\n".join(
            [
                f"define internal i64 {name}({', '.join(self._arguments)}) {kept} {{",
                "entry:",
                *self._entry,
                "  br label %body",
                "body:",
                *self._lines,
                "  ret i64 0",
                "}",
            ]
        )

    # -- statements -------------------------------------------------------------------------

    def _statements(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            match statement:
                case ast.Expr(value=ast.Constant()):
                    pass  # what the function says of itself
                case ast.Expr(value=ast.Call() as call):
                    self._value(call)
                case ast.Assign(targets=[target], value=value):
                    self._assign(target, self._value(value))
                case ast.AugAssign(target=target, op=op, value=value):
                    before = self._value(target)
                    self._assign(target, self._arithmetic(op, before, self._value(value)))
                case ast.For(target=ast.Name(id=name), iter=ast.Call(args=bounds), body=inner):
                    self._for(name, bounds, inner)
                case ast.While(test=test, body=inner):
                    self._while(test, inner)
                case ast.If(test=test, body=then, orelse=other):
                    self._if(test, then, other)
                case ast.Return(value=ast.expr() as value):
                    found = self._as(self._value(value), "i64")
                    self._lines.append(f"  ret i64 {found.text}")
                    self._begin(*self._labels("after"))
                case _:
                    raise NoLoopCode(ast.unparse(statement))

    def _assign(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            known = self._names.get(target.id)
            kept = "i64" if value.type == "i1" else value.type
            self._store(target.id, self._as(value, known.type if known else kept), self._lines)
            return
        element, place = self._element(target)
        if element == "double":
            text = self._as(value, "double").text
        else:
            text = self._as(value, "i64").text
            if element != "i64":
                text = self._made(f"trunc i64 {text} to {element}", element).text
        self._lines.append(f"  store {element} {text}, ptr {place}")

    def _for(self, name: str, bounds: Sequence[ast.expr], body: Sequence[ast.stmt]) -> None:
        start = self._value(bounds[0]) if len(bounds) > 1 else Value("0", "i64")
        end = self._value(bounds[-1])
        test, inner, done = self._labels("test", "inner", "done")
        self._store(name, start, self._lines)
        self._go(test)
        self._begin(test)
        here = self._value(ast.Name(id=name))
        self._branch(self._made(f"icmp slt i64 {here.text}, {end.text}", "i1"), inner, done)
        self._begin(inner)
        self._statements(body)
        here = self._value(ast.Name(id=name))
        self._store(name, self._made(f"add i64 {here.text}, 1", "i64"), self._lines)
        self._go(test)
        self._begin(done)

    def _while(self, test: ast.expr, body: Sequence[ast.stmt]) -> None:
        again, inner, done = self._labels("again", "inner", "done")
        self._go(again)
        self._begin(again)
        self._branch(self._condition(test), inner, done)
        self._begin(inner)
        self._statements(body)
        self._go(again)
        self._begin(done)

    def _if(self, test: ast.expr, then: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> None:
        yes, no, done = self._labels("yes", "no", "done")
        self._branch(self._condition(test), yes, no)
        for block, body in ((yes, then), (no, other)):
            self._begin(block)
            self._statements(body)
            self._go(done)
        self._begin(done)
