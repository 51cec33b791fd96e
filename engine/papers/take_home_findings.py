"""What of employer's cost reaches people: take-home pay, tax, contributions, and whose bonus lies
where more of it leaves less."""

from __future__ import annotations

from collections.abc import Iterator

from engine.comparison import Compared
from engine.papers.amounts_told import amount, more
from engine.papers.cost_findings import NOTHING, amounts_in_full
from engine.papers.paper import Chart, Finding, Series
from engine.papers.paper_look import phrase
from engine.payroll import Payroll, dead_zone_of
from engine.reports import Table, dead_zone_told
from engine.text import Text

PARTS = ("net_pay", "income_tax", "own_contributions", "employer_contributions")


def take_home(compared: Compared, place: int) -> Iterator[Finding]:
    """What of employer's cost reaches people under one scenario, and what of the difference from
    the baseline where it is another one; nothing where costs are what people are paid."""
    if compared.payroll is None:
        return
    payrolls = [compared.payroll_of(own) for own in sorted({0, place})]
    parts = [_fen(payroll) for payroll in payrolls]
    totals = [sum(own) for own in parts]
    gaps = [(new - old) / 100 for old, new in zip(parts[0], parts[-1], strict=True)]
    names = tuple(map(phrase, PARTS))
    if not place:
        said = {"amount": amount(totals[0] / 100), "net": amount(parts[0][0] / 100)}
        title, values = phrase("f_take_home_alone", **said), [fen / 100 for fen in parts[0]]
        table = None
    else:
        whole = (totals[-1] - totals[0]) / 100
        if abs(whole) < NOTHING and all(abs(gap) < NOTHING for gap in gaps):
            title = phrase("f_take_home_same")
        else:
            title = phrase("f_take_home", amount=more(whole), net=more(gaps[0]))
        values = gaps
        cells = tuple(
            (name, *amounts_in_full(old / 100, new / 100))
            for name, old, new in zip(
                (*names, phrase("employer_cost")),
                (*parts[0], totals[0]),
                (*parts[-1], totals[-1]),
                strict=True,
            )
        )
        heads = (phrase("part_of_cost"), compared.names[0], compared.names[place], phrase("change"))
        table = Table(heads, cells, (False, True, True, True), total=True)
    chart = Chart("bar", names, (Series(phrase("change"), tuple(values), "after"),))
    points = tuple(_dead_zone(payrolls))
    yield Finding(title, chart, table, points=points, notes=(phrase("note_take_home"),))


def _fen(payroll: Payroll) -> list[int]:
    """What people take home, their tax and contributions, and the employer's contributions, all
    people and months together."""
    found = (payroll.net, payroll.tax, payroll.employee, payroll.employer)
    return [round(float(part.sum())) for part in found]


def _dead_zone(payrolls: list[Payroll]) -> Iterator[Text]:
    """Whose annual bonus leaves less than a smaller one would, now and before."""
    now = dead_zone_of(payrolls[-1])
    yield from dead_zone_told(now) or (phrase("no_dead_zone"),)
    before = dead_zone_of(payrolls[0]).count
    if len(payrolls) > 1 and (now.count or before):
        yield phrase("dead_zone_before", count=before)
