"""Rows that may not count: of another currency, cancelled, or the same as others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from engine.importing.asking import phrase
from engine.importing.matching import EMPLOYEE
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import KEEP, LEAVE_OUT, ONCE, Rule
from engine.importing.table_work import MOST_TEXTS, Flags, TableWork
from engine.text import Problem

ADDED = (Rule.SUM, Rule.COUNT)
CURRENCY = re.compile(
    r"CNY|RMB|CNH|USD|EUR|GBP|HKD|JPY|KRW|TWD|SGD|AUD|CAD|CHF|INR|THB|VND|MYR|IDR|PHP|AED|BRL|MXN"
    r"|SEK|NOK|DKK|PLN|NZD|ZAR|MOP|RUB|人民币|美元|欧元|英镑|港币|港元|日元|新台币|[¥￥$€£]",
    re.IGNORECASE,
)
VOID = re.compile(
    r"(?:订单|交易|客户)?(?:已|全额|全部|部分)*(?:取消|退款|退货|退单|撤单|撤销|作废|关闭|驳回|删除|无效|失败|丢单|输单)"
    r"(?:成功|中)?|(?:order |closed[ -]*|partially |fully )?"
    r"(?:cancell?ed|refunded|returned|void(?:ed)?|rejected|declined|deleted|lost|failed"
    r"|refund|return|cancellation|reversal|chargeback)"
    r"|prospecting|qualification|needs analysis|value proposition|perception analysis"
    r"|id\. decision makers|proposal(?:/price quote)?|negotiation(?:/review)?|pending|unpaid"
    r"|(?:待|未)(?:付款|支付|成交|签约)|跟进中|洽谈中",
    re.IGNORECASE,
)
"""What a column of states says of rows whose amounts may not count: off, or not won yet."""


def hold_counting_rows(work: TableWork) -> None:
    """Asks about rows that may not count beside the others."""
    _hold_one_currency(work)
    _hold_no_void(work)
    _hold_once(work)


def _hold_one_currency(work: TableWork) -> None:
    """Asks whether amounts are in one currency, where a column beside them names several."""
    out, facts = work.out, work.plan.facts
    has_amounts = any(fact in facts and facts[fact].kind == "money" for fact in work.sources())
    if not has_amounts or work.keys.currencies == KEEP:
        return
    for heading in out.sheet.columns:
        texts = work.texts(heading)
        if not 1 < len(texts) <= MOST_TEXTS:
            continue
        if not all(CURRENCY.fullmatch(text.strip()) for text in texts):
            continue
        problem = Problem("currencies", {"texts": ", ".join(texts)}, out.sheet.name, column=heading)
        keep = Choice(Answer(Way.KEEP, table=work.name), phrase("one_currency"))
        of = (Kind.CURRENCY, problem, EMPLOYEE, work.name, (heading,))
        work.ask(Question(*of, choices=(keep,)))


def _hold_no_void(work: TableWork) -> None:
    """Asks whether rows count that a column says are cancelled, where rows are added."""
    if work.keys.void == KEEP or not _is_added(work):
        return
    for heading, cells in work.out.sheet.columns.items():
        texts = _void_texts(work, heading)
        void = work.kept_with(cells, texts)
        if not void.any() or void.all():
            continue
        count = int(void.sum())
        said = {"count": count, "texts": ", ".join(texts)}
        problem = work.problem("rows_void", said, heading, void)
        if work.keys.void == LEAVE_OUT:
            work.tell(replace(problem, key="rows_void_left_out"))
            work.drop(void)
            continue
        choices = (
            Choice(Answer(Way.LEAVE_OUT, table=work.name), phrase("leave_rows", count=count)),
            Choice(Answer(Way.KEEP, table=work.name), phrase("count_each")),
        )
        of = (Kind.VOID, problem, EMPLOYEE, work.name, (heading,), "", count)
        work.ask(Question(*of, choices=choices))


def _hold_once(work: TableWork) -> None:
    """Asks about rows that are the same in every cell, where their amounts would be added."""
    out, keys = work.out, work.keys
    if keys.month is None or not out.sheet.rows:
        return
    twice = _repeated(out.sheet.columns.values(), out.sheet.rows) & out.kept
    count = int(twice.sum())
    if not count:
        return
    same = work.problem("rows_same", {"count": count}, "", twice)
    if keys.twice == ONCE:
        work.tell(replace(same, key="rows_same_once"))
        work.drop(twice)
    elif keys.twice == KEEP or not _is_added(work):
        out.notes.append(same)
    else:
        choices = (
            Choice(Answer(Way.ONCE, table=work.name), phrase("count_once", count=count)),
            Choice(Answer(Way.KEEP, table=work.name), phrase("count_each", count=count)),
        )
        problem = replace(same, key="rows_same_added")
        of = (Kind.TWICE, problem, EMPLOYEE, work.name, (), "", count)
        work.ask(Question(*of, choices=choices))


def _is_added(work: TableWork) -> bool:
    """Whether rows of a month are put together by adding, in any column."""
    return any(source.rule in ADDED for source in work.sources().values())


def _void_texts(work: TableWork, heading: str) -> list[str]:
    """The texts of a column of few that say a row was cancelled, refunded or lost."""
    texts = [] if heading.startswith("(") else work.texts(heading)
    return [text for text in texts if VOID.fullmatch(text)] if len(texts) <= MOST_TEXTS else []


def _repeated(columns: Iterable[pa.StringArray], rows: int) -> Flags:
    """Rows that are the same in every cell as one above them."""
    mixed = np.zeros(rows, dtype=np.uint64)
    for column in columns:
        codes = column.dictionary_encode().indices.to_numpy().astype(np.uint64)
        mixed = (mixed ^ codes) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    first = np.unique(mixed, return_index=True)[1]
    repeated = np.ones(rows, dtype=np.bool_)
    repeated[first] = False
    return repeated
