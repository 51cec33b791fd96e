"""What the amounts of a plan are in: yuan, unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.plan.plan_reader import PlanReader
from engine.statutory import CURRENCY, currencies

KEY = "currency"
_ANY: ContextVar[bool] = ContextVar("any_currency", default=False)


@contextmanager
def any_currency() -> Iterator[None]:
    """Lets plans be read whose amounts are not in yuan, by whoever writes amounts without a sign of
    their currency; elsewhere they are refused, as texts and pages write yuan."""
    token = _ANY.set(True)
    try:
        yield
    finally:
        _ANY.reset(token)


def read_currency(reader: PlanReader) -> str:
    """The code of the currency, such as CNY; one that has a law."""
    given = reader.document.data.get(KEY, CURRENCY)
    if given not in currencies():
        reader.unknown(KEY, given, currencies(), KEY)
        return CURRENCY
    if given != CURRENCY and not _ANY.get():
        reader.problem("plan_currency", (KEY,), str(given))
    return str(given)
