"""The values of loop functions as code for the processor: what an expression of Python comes to."""

from __future__ import annotations

import ast
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType

from engine.vectors import loop_words
from engine.vectors.loop_arguments import ArrayType
from engine.vectors.loop_words import AT_A_TIME, SHIFT, bits

LoopFunction = Callable[..., int]

NameOf = Callable[[LoopFunction, tuple[ArrayType | str, ...]], str]
"""Writes a loop function for arguments of some types, where it is not written yet: its name."""

WORDS = loop_words.__name__
MIN = -(2**63)
_SEVERAL = {"greater": "sgt", "equal": "eq", "less": "slt"}
"""Words that hold several entries of an array against a number at once, with their comparison."""
SMALL = (("i16", 2), ("i32", 4))
"""The elements they take."""


class NoLoopCode(TypeError):
    """A loop function uses a form of Python that loops have no code for."""

    def __init__(self, found: str) -> None:
        super().__init__(f"{found}: loops have no code for this; see the head of loop_code.py")


_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("add", "fadd"),
    ast.Sub: ("sub", "fsub"),
    ast.Mult: ("mul", "fmul"),
    ast.Div: ("", "fdiv"),
    ast.BitAnd: ("and", ""),
    ast.BitOr: ("or", ""),
    ast.BitXor: ("xor", ""),
    ast.LShift: ("shl", ""),
    ast.RShift: ("ashr", ""),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("slt", "olt"),
    ast.LtE: ("sle", "ole"),
    ast.Gt: ("sgt", "ogt"),
    ast.GtE: ("sge", "oge"),
    ast.Eq: ("eq", "oeq"),
    ast.NotEq: ("ne", "une"),
}


@dataclass(frozen=True)
class Value:
    text: str
    type: str
    """"i64", "double", or "i1" for what is true or not."""


class Values:
    """Lines of code in the making. Names that are assigned lie in memory that LLVM makes registers
    of."""

    def __init__(self, function: LoopFunction, name_of: NameOf) -> None:
        self._globals = function.__globals__
        self._name_of = name_of
        self._entry: list[str] = []
        self._lines: list[str] = []
        self._count = 0
        self._block = "body"
        self._names: dict[str, Value] = {}
        self._arrays: dict[str, ArrayType] = {}

    # -- names and lines --------------------------------------------------------------------

    def _name(self) -> str:
        self._count += 1
        return f"%v{self._count}"

    def _made(self, text: str, type_: str) -> Value:
        name = self._name()
        self._lines.append(f"  {name} = {text}")
        return Value(name, type_)

    def _begin(self, block: str) -> None:
        self._lines.append(f"{block}:")
        self._block = block

    def _labels(self, *names: str) -> list[str]:
        self._count += 1
        return [f"{name}{self._count}" for name in names]

    def _branch(self, condition: Value, then: str, other: str) -> None:
        self._lines.append(f"  br i1 {condition.text}, label %{then}, label %{other}")

    def _go(self, block: str) -> None:
        self._lines.append(f"  br label %{block}")

    def _store(self, name: str, value: Value, lines: list[str]) -> None:
        if name not in self._names:
            self._names[name] = Value(f"%{name}.at", value.type)
            self._entry.append(f"  %{name}.at = alloca {value.type}")
        place = self._names[name]
        lines.append(f"  store {place.type} {value.text}, ptr {place.text}")

    # -- values -----------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=bool() | int() as whole):
                return Value(str(int(whole)), "i64")
            case ast.Constant(value=float() as number):
                return _number(number)
            case ast.Name(id=name):
                return self._named(name)
            case ast.BinOp(left=left, op=op, right=right):
                return self._arithmetic(op, self._value(left), self._value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                a = self._value(operand)
                if a.type == "double":
                    return self._made(f"fneg double {a.text}", "double")
                return self._made(f"sub i64 0, {self._as(a, 'i64').text}", "i64")
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._made(f"xor i1 {self._condition(operand).text}, true", "i1")
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                if type(op) not in _COMPARISONS:
                    raise NoLoopCode(ast.unparse(node))
                whole_sign, sign = _COMPARISONS[type(op)]
                a, b = self._alike(self._value(left), self._value(right))
                how = f"fcmp {sign}" if a.type == "double" else f"icmp {whole_sign}"
                return self._made(f"{how} {a.type} {a.text}, {b.text}", "i1")
            case ast.BoolOp(op=op, values=[first, *rest]):
                return self._one_after_the_other(isinstance(op, ast.And), first, rest)
            case ast.IfExp(test=test, body=then, orelse=other):
                return self._either(test, then, other)
            case ast.Call(func=ast.Name(id=name), args=[row, start, to]) if name in _SEVERAL:
                return self._entries_that_are(name, row, self._value(start), self._value(to))
            case ast.Call(func=ast.Name(id="prefetch"), args=[row, at]):
                _, place = self._element(ast.Subscript(row, at))
                self._lines.append(
                    f"  call void @llvm.prefetch.p0(ptr {place}, i32 1, i32 3, i32 1)"
                )
                return Value("0", "i64")
            case ast.Call(func=ast.Name(id=name), args=arguments):
                meaning = self._globals.get(name)
                if isinstance(meaning, FunctionType) and meaning.__module__ != WORDS:
                    return self._handed_on(meaning, arguments)
                return self._called(name, [self._value(argument) for argument in arguments])
            case ast.Subscript():
                element, place = self._element(node)
                found = self._made(f"load {element}, ptr {place}", element)
                if element in ("double", "i64"):
                    return found
                return self._made(f"sext {element} {found.text} to i64", "i64")
        raise NoLoopCode(ast.unparse(node))

    def _named(self, name: str) -> Value:
        if name in self._names:
            place = self._names[name]
            return self._made(f"load {place.type}, ptr {place.text}", place.type)
        constant = self._globals[name]
        if isinstance(constant, float):
            return _number(constant)
        assert isinstance(constant, int)
        return Value(str(constant), "i64")

    def _element(self, node: ast.expr) -> tuple[str, str]:
        """What an entry of an array is, and where it lies."""
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            raise NoLoopCode(ast.unparse(node))
        array = node.value.id
        element, stride, _ = self._arrays[array]
        at = self._as(self._value(node.slice), "i64").text
        if stride == 0:
            return element, f"%{array}"
        if stride is not None:
            place = self._made(f"getelementptr {element}, ptr %{array}, i64 {at}", "ptr")
        else:
            far = self._made(f"mul i64 {at}, %{array}.step", "i64").text
            place = self._made(f"getelementptr i8, ptr %{array}, i64 {far}", "ptr")
        return element, place.text

    def _arithmetic(self, op: ast.operator, a: Value, b: Value) -> Value:
        whole, number = _ARITHMETIC.get(type(op), ("", ""))
        if not whole:
            a, b = self._as(a, "double"), self._as(b, "double")
        a, b = self._alike(a, b)
        how = number if a.type == "double" else whole
        if not how:
            raise NoLoopCode(ast.dump(op))
        return self._made(f"{how} {a.type} {a.text}, {b.text}", a.type)

    def _alike(self, a: Value, b: Value) -> tuple[Value, Value]:
        type_ = "double" if "double" in (a.type, b.type) else "i64"
        return self._as(a, type_), self._as(b, type_)

    def _as(self, a: Value, type_: str) -> Value:
        """A value as another type; a number as a whole one without its fraction."""
        if a.type == type_:
            return a
        how = {"i1 i64": "zext", "i1 double": "uitofp", "i64 double": "sitofp"}
        how["double i64"] = "fptosi"
        return self._made(f"{how[f'{a.type} {type_}']} {a.type} {a.text} to {type_}", type_)

    def _condition(self, node: ast.expr) -> Value:
        a = self._value(node)
        if a.type == "i1":
            return a
        how, zero = ("fcmp une", "0.0") if a.type == "double" else ("icmp ne", "0")
        return self._made(f"{how} {a.type} {a.text}, {zero}", "i1")

    def _one_after_the_other(
        self, all_of_them: bool, first: ast.expr, rest: Sequence[ast.expr]
    ) -> Value:
        found = self._condition(first)
        for node in rest:
            more, done = self._labels("more", "done")
            before = self._block
            self._branch(found, *((more, done) if all_of_them else (done, more)))
            self._begin(more)
            last = self._condition(node)
            behind = self._block
            self._go(done)
            self._begin(done)
            decided = str(not all_of_them).lower()
            found = self._made(f"phi i1 [ {decided}, %{before} ], [ {last.text}, %{behind} ]", "i1")
        return found

    def _either(self, test: ast.expr, then: ast.expr, other: ast.expr) -> Value:
        """One of two values of the same type, of which only the one that is taken is worked out. Of
        two that are there already one is picked, which can be done for several at a time."""
        if _is_there(then) and _is_there(other):
            flag, (a, b) = self._condition(test), self._alike(self._value(then), self._value(other))
            return self._made(
                f"select i1 {flag.text}, {a.type} {a.text}, {b.type} {b.text}", a.type
            )
        yes, no, done = self._labels("yes", "no", "done")
        self._branch(self._condition(test), yes, no)
        ways = []
        for block, node in ((yes, then), (no, other)):
            self._begin(block)
            ways.append((self._value(node), self._block))
            self._go(done)
        self._begin(done)
        (a, _), (b, _) = ways
        if a.type != b.type:
            raise NoLoopCode(ast.unparse(test))
        found = ", ".join(f"[ {value.text}, %{block} ]" for value, block in ways)
        return self._made(f"phi {a.type} {found}", a.type)

    def _handed_on(self, function: LoopFunction, arguments: Sequence[ast.expr]) -> Value:
        """What another loop function gives back."""
        types: list[ArrayType | str] = []
        given: list[str] = []
        for argument in arguments:
            match argument:
                case ast.Name(id=array) if array in self._arrays:
                    types.append(self._arrays[array])
                    given += (f"ptr %{array}", f"i64 %{array}.step", f"i64 %{array}.row")
                case ast.Subscript(value=ast.Name(id=array), slice=row) if self._arrays[
                    array
                ].months:
                    types.append(self._arrays[array]._replace(months=False))
                    far = self._made(f"mul i64 {self._value(row).text}, %{array}.row", "i64").text
                    at = self._made(f"getelementptr i8, ptr %{array}, i64 {far}", "ptr").text
                    given += (f"ptr {at}", f"i64 %{array}.step", "i64 0")
                case _:
                    value = self._value(argument)
                    value = self._as(value, "i64") if value.type == "i1" else value
                    types.append(value.type)
                    given.append(f"{value.type} {value.text}")
        name = self._name_of(function, tuple(types))
        return self._made(f"call i64 {name}({', '.join(given)})", "i64")

    def _entries_that_are(self, name: str, row: ast.expr, start: Value, to: Value) -> Value:
        """A bit for each of some entries of an array of 16- or 32-bit numbers that compares so."""
        if not (isinstance(row, ast.Name) and self._arrays[row.id][:2] in SMALL):
            raise NoLoopCode(f"{name}({ast.unparse(row)}, …)")
        element, size, _ = self._arrays[row.id]
        several = f"<{AT_A_TIME} x {element}>"
        place = self._made(f"getelementptr {element}, ptr %{row.id}, i64 {start.text}", "ptr").text
        entries = self._made(f"load {several}, ptr {place}, align {size}", several).text
        one = self._made(f"trunc i64 {self._as(to, 'i64').text} to {element}", element).text
        put = self._made(f"insertelement {several} poison, {element} {one}, i64 0", several).text
        zeros = f"<{AT_A_TIME} x i32> zeroinitializer"
        all_of_it = self._made(f"shufflevector {several} {put}, {several} poison, {zeros}", several)
        found = self._made(f"icmp {_SEVERAL[name]} {several} {entries}, {all_of_it.text}", "")
        whole = self._made(f"bitcast <{AT_A_TIME} x i1> {found.text} to i{AT_A_TIME}", "")
        return self._made(f"zext i{AT_A_TIME} {whole.text} to i64", "i64")

    def _called(self, name: str, of: Sequence[Value]) -> Value:
        if name in ("rint", "floor", "trunc"):
            x = self._as(of[0], "double").text
            return self._made(f"call double @llvm.{name}.f64(double {x})", "double")
        match name:
            case "abs" if of[0].type == "double":
                return self._made(f"call double @llvm.fabs.f64(double {of[0].text})", "double")
            case "abs":
                return self._made(f"call i64 @llvm.abs.i64(i64 {of[0].text}, i1 false)", "i64")
            case "bits" if of[0].type == "double":
                return self._made(f"bitcast double {of[0].text} to i64", "i64")
            case "of_bits":
                return self._made(f"bitcast i64 {of[0].text} to double", "double")
            case "int":
                return self._as(of[0], "i64")
            case "whole":
                shifted = self._made(f"fadd double {of[0].text}, {_number(SHIFT).text}", "double")
                found = self._made(f"bitcast double {shifted.text} to i64", "i64")
                return self._made(f"sub i64 {found.text}, {bits(SHIFT)}", "i64")
            case "float":
                return self._as(of[0], "double")
            case "count_bits":
                one = self._as(of[0], "i64").text
                return self._made(f"call i64 @llvm.ctpop.i64(i64 {one})", "i64")
            case "leading":
                zeros = f"call i64 @llvm.ctlz.i64(i64 {self._as(of[0], 'i64').text}, i1 false)"
                return self._made(f"lshr i64 {MIN}, {self._made(zeros, 'i64').text}", "i64")
            case "high_bits":
                a, b = (self._as(one, "i64").text for one in of)
                return self._made(f"lshr i64 {a}, {b}", "i64")
            case "below":
                a, b = (self._as(one, "i64").text for one in of)
                return self._made(f"icmp ult i64 {a}, {b}", "i1")
        raise NoLoopCode(name)


def _is_there(node: ast.expr) -> bool:
    """Whether a value need not be worked out."""
    if isinstance(node, ast.UnaryOp):
        return _is_there(node.operand)
    return isinstance(node, ast.Name | ast.Constant)


def _number(number: float) -> Value:
    return Value(f"0x{struct.unpack('<Q', struct.pack('<d', number))[0]:016X}", "double")
