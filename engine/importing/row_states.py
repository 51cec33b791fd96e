"""What columns of states say of rows: done, cancelled, refunded, not won yet, planned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

MOST_STATES = 20
"""Of a column with more different texts only those are states that say so themselves."""
MOST_TEXTS = 500
"""A column with more is looked at no further."""


class State(Enum):
    """What a text says of its row."""

    DONE = "done"
    VOID = "void"
    """Cancelled, lost, or not won yet."""
    RETURNED = "returned"
    ACTUAL = "actual"
    PLANNED = "planned"
    """A figure of a budget or forecast, beside those of what really was."""
    UNKNOWN = "unknown"


OFF = (State.VOID, State.RETURNED)
"""What says that a row is none of what was sold."""

_DONE = re.compile(
    r"(?:订单|交易|付款|支付|客户|已|全部|确认)*(?:完成|成功|成交|付款|支付|签收|收货|结算|结清|到账|核销|赢单|评价)"
    r"|正常|有效|销售|在职|(?:closed[ -]*)?won|complete[d]?|delivered|fulfilled|paid|settled|done"
    r"|success(?:ful)?|sales?|orders?|purchase|active|valid",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"(?:订单|交易|客户)?(?:已|全额|全部|部分|申请)*(?:退款|退货|退单|退换|冲销|冲红|红冲)(?:成功|中|单|完成)*"
    r"|(?:partially |fully |sales )?(?:refunded|returned|refunds?|returns?|reversal|chargeback"
    r"|credit (?:note|memo))",
    re.IGNORECASE,
)
_VOID = re.compile(
    r"(?:订单|交易|客户)?(?:已|全额|全部|部分)*(?:取消|撤单|撤销|作废|关闭|驳回|删除|无效|失败|丢单|输单)(?:成功|中)?"
    r"|(?:order |closed[ -]*)?(?:cancell?ed|void(?:ed)?|rejected|declined|deleted|lost|failed"
    r"|cancellation)"
    r"|prospecting|qualification|needs analysis|value proposition|perception analysis"
    r"|id\. decision makers|proposal(?:/price quote)?|negotiation(?:/review)?|pending|unpaid"
    r"|(?:待|未)(?:付款|支付|成交|签约)|跟进中|洽谈中",
    re.IGNORECASE,
)
_ACTUAL = re.compile(r"实际|实绩|实际数|实际值|actuals?", re.IGNORECASE)
_PLANNED = re.compile(
    r"(?:预算|预测|计划|目标|滚动预测|去年|上年|同期)(?:数|值)?|budget(?:ed)?|forecast(?:ed)?|plan(?:ned)?"
    r"|targets?|goals?|(?:last|prior|previous) year|variance|差异",
    re.IGNORECASE,
)
_STATES = re.compile(r"status|stage|outcome|disposition|状态|阶段|进度", re.IGNORECASE)
_KINDS = re.compile(r"type|类型|类别|性质|业务种类", re.IGNORECASE)
_OF_PEOPLE = re.compile(
    r"marital|employ|civil|visa|staff|worker|婚|员工|人员|在职|用工|学历|政治", re.IGNORECASE
)


def state(text: str) -> State:
    """What a text says of its row."""
    said = text.strip()
    for pattern, found in (
        (_RETURNED, State.RETURNED),
        (_VOID, State.VOID),
        (_DONE, State.DONE),
    ):
        if pattern.fullmatch(said):
            return found
    return State.UNKNOWN


def states_of(heading: str, texts: Sequence[str]) -> dict[str, State]:
    """What each text of a column says of its rows; nothing where it is none of states.

    One is a column of states by its heading, or because one of its texts says that something is
    off or returned. Where it is known by such a text alone, or has one text or very many, others
    are taken to count.
    """
    if len(texts) > MOST_TEXTS or heading.startswith("(") or _OF_PEOPLE.search(heading):
        return {}
    if (versions := _versions(texts)) is not None:
        return versions
    found = {text: state(text) for text in texts}
    off = set(OFF) & set(found.values())
    is_done = any(re.search(r"won|赢单|成交", text, re.IGNORECASE) for text in texts)
    is_short = 1 < len(texts) <= MOST_STATES
    if is_short and (_STATES.search(heading) or (off and (is_done or _KINDS.search(heading)))):
        return found
    return {t: State.DONE if of is State.UNKNOWN else of for t, of in found.items()} if off else {}


def _versions(texts: Sequence[str]) -> dict[str, State] | None:
    """Actual, budget and forecast, where a column says nothing else."""
    found = {text: State.ACTUAL for text in texts if _ACTUAL.fullmatch(text.strip())}
    planned = {text: State.PLANNED for text in texts if _PLANNED.fullmatch(text.strip())}
    return found | planned if found and planned and len(found | planned) == len(texts) else None
