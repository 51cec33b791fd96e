"""Vector instructions on the numbers, flags and codes of `LANES` people at a time.

Everything is worked out in IEEE 754 double precision and in the order that is written: nothing is
contracted, reordered or approximated, so that the results are those of the same operations in
numpy, to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.formula import exact
from engine.vectors.code_lines import LANES, ONCE, TYPES, CodeLines, Value


class Code(CodeLines):
    """A function in the making, with the instructions that formulas come to."""

    # -- arithmetic -------------------------------------------------------------------------

    def _two(self, instruction: str, a: Value, b: Value) -> Value:
        a, b = self.as_number(a), self.as_number(b)
        return self.made(f"{instruction} {TYPES['number']} {a.text}, {b.text}", "number", a, b)

    def add(self, a: Value, b: Value) -> Value:
        """a + b."""
        return self._two("fadd", a, b)

    def subtract(self, a: Value, b: Value) -> Value:
        """a − b."""
        return self._two("fsub", a, b)

    def multiply(self, a: Value, b: Value) -> Value:
        """a · b."""
        return self._two("fmul", a, b)

    def divide(self, a: Value, b: Value) -> Value:
        """a / b, as IEEE 754 has it."""
        return self._two("fdiv", a, b)

    def negative(self, a: Value) -> Value:
        """−a."""
        a = self.as_number(a)
        return self.made(f"fneg {TYPES['number']} {a.text}", "number", a)

    def _called(self, intrinsic: str, *arguments: Value) -> Value:
        kind = TYPES["number"]
        of = [self.as_number(a) for a in arguments]
        given = ", ".join(f"{kind} {a.text}" for a in of)
        return self.made(f"call {kind} @llvm.{intrinsic}.v{LANES}f64({given})", "number", *of)

    def size(self, a: Value) -> Value:
        """a without its sign."""
        return self._called("fabs", a)

    def floor(self, a: Value) -> Value:
        """The greatest whole number ≤ a."""
        return self._called("floor", a)

    def ceil(self, a: Value) -> Value:
        """The least whole number ≥ a."""
        return self._called("ceil", a)

    def truncated(self, a: Value) -> Value:
        """a without its fraction."""
        return self._called("trunc", a)

    def rint(self, a: Value) -> Value:
        """The nearest whole number, the even one of two."""
        return self._called("rint", a)

    def with_sign_of(self, a: Value, b: Value) -> Value:
        """The size of a with the sign of b."""
        return self._called("copysign", a, b)

    def minimum(self, a: Value, b: Value) -> Value:
        """The smaller one; NaN where either is."""
        return self._extreme("olt", a, b)

    def maximum(self, a: Value, b: Value) -> Value:
        """The larger one; NaN where either is."""
        return self._extreme("ogt", a, b)

    def _extreme(self, predicate: str, a: Value, b: Value) -> Value:
        if a.sure:
            a, b = b, a
        if b.sure:
            return self.select(self.compared(predicate, b, a), b, a)
        chosen = self.select(self.compared(predicate, a, b), a, b)
        return self.select(self.compared("uno", a, a), a, chosen)

    def number_minimum(self, a: Value, b: Value) -> Value:
        """The smaller one, or the other where one is NaN."""
        chosen = self.select(self.compared("ole", a, b), a, b)
        return self.select(self.compared("uno", b, b), a, chosen)

    # -- flags ------------------------------------------------------------------------------

    def compared(self, predicate: str, a: Value, b: Value) -> Value:
        """Whether two numbers compare so, in the words of LLVM."""
        a, b = self.as_number(a), self.as_number(b)
        return self.made(f"fcmp {predicate} {TYPES['number']} {a.text}, {b.text}", "flag", a, b)

    def same_code(self, a: Value, b: Value) -> Value:
        """Whether two codes are equal."""
        a, b = self.as_code(a), self.as_code(b)
        return self.made(f"icmp eq {TYPES['code']} {a.text}, {b.text}", "flag", a, b)

    def code_at_least(self, a: Value, least: int) -> Value:
        """Whether a code stands at a place or after it."""
        a = self.as_code(a)
        return self.made(f"icmp sge {TYPES['code']} {a.text}, splat (i64 {least})", "flag", a)

    def moved_code(self, a: Value, places: Value) -> Value:
        """The code so many places on."""
        a, places = self.as_code(a), self.as_code(places)
        return self.made(f"add {TYPES['code']} {a.text}, {places.text}", "code", a, places)

    def both(self, a: Value, b: Value) -> Value:
        """Whether both hold."""
        a, b = self.as_flag(a), self.as_flag(b)
        return self.made(f"and {TYPES['flag']} {a.text}, {b.text}", "flag", a, b)

    def either(self, a: Value, b: Value) -> Value:
        """Whether one of them holds."""
        a, b = self.as_flag(a), self.as_flag(b)
        return self.made(f"or {TYPES['flag']} {a.text}, {b.text}", "flag", a, b)

    def opposite(self, a: Value) -> Value:
        """Whether it does not hold."""
        a = self.as_flag(a)
        return self.made(f"xor {TYPES['flag']} {a.text}, splat (i1 true)", "flag", a)

    def select(self, flag: Value, a: Value, b: Value) -> Value:
        """a where the flag is set, else b."""
        flag = self.as_flag(flag)
        if "code" in (a.kind, b.kind):
            a, b = self.as_code(a), self.as_code(b)
        elif a.kind != b.kind:
            a, b = self.as_number(a), self.as_number(b)
        kind = TYPES[a.kind]
        text = f"select {TYPES['flag']} {flag.text}, {kind} {a.text}, {kind} {b.text}"
        return self.made(text, a.kind, flag, a, b)

    def as_number(self, a: Value) -> Value:
        """A flag as 1 or 0, a code as it is counted."""
        if a.kind == "number":
            return a
        to = "uitofp" if a.kind == "flag" else "sitofp"
        return self.made(f"{to} {TYPES[a.kind]} {a.text} to {TYPES['number']}", "number", a)

    def as_flag(self, a: Value) -> Value:
        """Whether it is not 0."""
        if a.kind == "flag":
            return a
        if a.kind == "code":
            return self.made(f"icmp ne {TYPES['code']} {a.text}, zeroinitializer", "flag", a)
        zero = self.number(0.0)
        return self.made(f"fcmp une {TYPES['number']} {a.text}, {zero.text}", "flag", a)

    def as_code(self, a: Value) -> Value:
        """A whole number as a code."""
        if a.kind == "code":
            return a
        to = "zext" if a.kind == "flag" else "fptosi"
        return self.made(f"{to} {TYPES[a.kind]} {a.text} to {TYPES['code']}", "code", a)

    # -- decisions as in exact arithmetic; see engine.formula.exact ---------------------------

    def tolerance(self, a: Value) -> Value:
        """exact.tolerance."""
        size = self.minimum(self.size(a), self.number(exact.LARGEST))
        share = self.multiply(size, self.number(exact.RELATIVE))
        return self.add(share, self.number(exact.ABSOLUTE))

    def at_least(self, a: Value, b: Value) -> Value:
        """exact.at_least."""
        return self.compared("oge", a, self.subtract(b, self.tolerance(b)))

    def above(self, a: Value, b: Value) -> Value:
        """exact.above."""
        return self.compared("ogt", a, self.add(b, self.tolerance(b)))

    def equal(self, a: Value, b: Value) -> Value:
        """exact.equal."""
        apart = self.size(self.subtract(a, b))
        return self.compared("ole", apart, self.tolerance(b))

    def ratio(self, a: Value, b: Value) -> Value:
        """exact.divide."""
        safe = self.divide(a, self.maximum(b, self.number(exact.TINY)))
        return self.multiply(safe, self.compared("ogt", b, self.number(exact.ABSOLUTE)))

    def settle(self, a: Value, units: Value | None) -> Value:
        """exact.settle; `units` make 1, None where a may be a quotient."""
        if units is None:
            return a
        return self.divide(self.rint(self.multiply(a, units)), units)

    def flush(self, difference: Value, a: Value) -> Value:
        """exact.flush."""
        least = self.minimum(self.size(a), self.number(exact.LARGEST))
        bound = self.multiply(least, self.number(exact.RELATIVE))
        gone = self.compared("ole", self.size(difference), bound)
        return self.select(gone, self.number(0.0), difference)

    def fen(self, yuan: Value) -> Value:
        """exact.to_fen."""
        fen = self.multiply(yuan, self.number(exact.FEN))
        half = self.with_sign_of(self.number(exact.HALF), fen)
        return self.truncated(self.add(fen, half))

    # -- tables ----------------------------------------------------------------------------

    def entry_of_table(self, pointer: str, count: int, code: Value) -> Value:
        """The entry of a table of numbers at the place of a code; the first or the last beyond."""
        if count <= LANES + 1:
            entries = []
            for place in range(count):
                at = self.once(f"getelementptr double, ptr {pointer}, i64 {place}")
                one = self.once(f"load double, ptr {at}, align 8")
                entries.append(Value(self._spread_at(self.once, one), "number", ONCE))
            return self.chosen_by_code(entries, code)
        index = self._within(code, count)
        found = "poison"
        for lane in range(LANES):
            one = self._line(self.body, f"extractelement {TYPES['code']} {index.text}, i64 {lane}")
            at = self._line(self.body, f"getelementptr double, ptr {pointer}, i64 {one}")
            entry = self._line(self.body, f"load double, ptr {at}, align 8")
            found = self._line(
                self.body,
                f"insertelement {TYPES['number']} {found}, double {entry}, i64 {lane}",
            )
        return Value(found, "number")

    def chosen_by_code(self, entries: Sequence[Value], code: Value) -> Value:
        """The entry at the place of a code; the first or the last beyond."""
        found = entries[-1]
        for place in range(len(entries) - 2, -1, -1):
            reached = self.made(
                f"icmp sle {TYPES['code']} {code.text}, splat (i64 {place})", "flag", code
            )
            found = self.select(reached, entries[place], found)
        return found

    def _within(self, code: Value, count: int) -> Value:
        kind = TYPES["code"]
        call = f"call {kind} @llvm.%s.v{LANES}i64({kind} %s, {kind} %s)"
        least = self.made(call % ("smax", code.text, "zeroinitializer"), "code", code)
        return self.made(call % ("smin", least.text, f"splat (i64 {count - 1})"), "code", least)
