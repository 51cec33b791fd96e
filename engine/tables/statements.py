"""Statements of an account, which list payments and tell nothing of anybody's work."""

from __future__ import annotations

import re
from collections.abc import Sequence

BALANCE = re.compile(r"余\s*额|balance", re.IGNORECASE)
FLOW = re.compile(
    r"借\s*方|贷\s*方|收\s*入|支\s*出|存\s*入|转\s*出|发生额|交易金额|debit|credit|withdraw|deposit"
    r"|paid (?:in|out)|money (?:in|out)|amount",
    re.IGNORECASE,
)
PARTY = re.compile(
    r"对\s*方|账\s*号|帐\s*号|户\s*名|摘\s*要|流水号|交易|凭证|account|counterpart|payee|transaction"
    r"|description|reference|memo|narrative",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"工\s*号|员\s*工|姓\s*名|人员|业务员|坐席|employee|staff|agent|salesperson|\brep\b",
    re.IGNORECASE,
)


def is_statement(headings: Sequence[str]) -> bool:
    """Whether some headings are those of an account: a balance, what came and went, and with whom;
    and none that tells employees apart."""
    if any(PEOPLE.search(heading) for heading in headings):
        return False
    return all(any(of.search(h) for h in headings) for of in (BALANCE, FLOW, PARTY))
