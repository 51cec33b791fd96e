"""The summary of a workbook of costs: key figures as formulas of the other sheets, and whether
these come to the same."""

from __future__ import annotations

from collections.abc import Sequence

from engine.comparison import Compared
from engine.papers.book import BookCell, BookColumn, BookSheet, Number
from engine.papers.cost_sheets import BLANK, KINDS, headcounts, more_than, pay_columns, phrase
from engine.papers.paper import Paper
from engine.papers.sheets_alike import summary_sheet

NEGLIGIBLE = 0.004
"""Yuan below which a difference is none; amounts are whole fen."""
_SIGNED = {"yuan": "yuan_more", "count": "count_more", "mean": "yuan_more"}
"""How what is more is shown of each unit."""


def summary(compared: Compared, paper: Paper) -> BookSheet:
    """The decision, and the figures it depends on."""
    rows = _SummaryRows(compared)
    columns = (BookColumn("what", phrase("figure"), width=38), *pay_columns(compared))
    return summary_sheet(paper, columns, rows.rows, rows.names)


class _SummaryRows:
    """Rows of the summary and what formulas call them."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.places = range(len(compared.each))
        self.rows: list[tuple[BookCell, ...]] = []
        self.names: dict[str, int] = {}
        self._cost()
        self._kinds()
        self._budget()
        if any(compared.people):
            self._winners()
        self._checks()

    def _cost(self) -> None:
        compared, places = self.compared, self.places
        totals = [payouts.total for payouts in compared.costs]
        self._add("cost", "yuan", totals, [f"[months!pay_{p}@total]" for p in places])
        if len(totals) > 1 and totals[0] > 0:
            self._changes()
        people, alike = headcounts(compared)
        whole = [float(own.sum()) for own in people]
        counted = [f"[months!people_{0 if alike else p}@total]" for p in places]
        self._add("person_months", "count", whole, counted)
        heads = [t / n if n else None for t, n in zip(totals, whole, strict=True)]
        each = [f"[pay_{p}@cost]/[pay_{p}@person_months]" for p in places]
        self._add("per_head", "mean", heads, each)

    def _kinds(self) -> None:
        """Fixed and variable pay, and what the employer pays beside it: the lines of each kind."""
        lines = self.compared.by_line
        for kind, name in KINDS.items():
            own = [k for k, row in enumerate(lines) if row.is_variable is kind]
            if kind is None and not own:
                continue
            paid = [
                sum(round((lines[k].cost[p] or 0.0) * 100) for k in own) / 100 for p in self.places
            ]
            sums = ["+".join(f"[lines!pay_{p}@l{k}]" for k in own) for p in self.places]
            self._add(f"{name}_pay", "yuan", paid, sums)

    def _budget(self) -> None:
        budget = self.compared.baseline.company.budget_for(self.compared.payroll)
        if budget is None:
            return
        totals = [payouts.total for payouts in self.compared.costs]
        self._add("budget", "yuan", [budget for _ in totals], differs=False)
        left = [more_than(total, budget) for total in totals]
        taken = [f"[pay_{p}@budget]-[pay_{p}@cost]" for p in self.places]
        self._add("left_of_budget", "yuan_more", left, taken, differs=False)

    def _winners(self) -> None:
        """How many people are paid more, and how many less."""
        for name, test in (("gain", f">{NEGLIGIBLE}"), ("lose", f"<-{NEGLIGIBLE}")):
            counts = [
                None if people is None else float(people.gain if name == "gain" else people.lose)
                for people in self.compared.people
            ]
            formulas = [f'COUNTIF([people!change_{p}:],"{test}")' if p else "" for p in self.places]
            self._add(name, "count", counts, formulas, differs=False)

    def _checks(self) -> None:
        """What the same cost comes to on other sheets, less the cost: nothing."""
        several = len(self.compared.by_unit) > 1
        sheets = ["lines", *(["units"] if several else ())]
        for sheet in [*sheets, "people"]:
            there = [
                not p or sheet != "people" or self.compared.people[p] is not None
                for p in self.places
            ]
            column = "pay" if sheet != "people" or self.compared.payroll is None else "cost"
            formulas = [
                f"ROUND([{sheet}!{column}_{p}@total]-[pay_{p}@cost],2)" if there[p] else ""
                for p in self.places
            ]
            nothing = [0.0 if known else None for known in there]
            self._add(f"check_{sheet}", "yuan_more", nothing, formulas, differs=False)

    def _add(
        self,
        name: str,
        unit: str,
        values: Sequence[float | None],
        formulas: Sequence[str] = (),
        differs: bool = True,
    ) -> None:
        """A row, with what each variant is more where that says something."""
        self.names[name] = len(self.rows)
        cells: list[BookCell] = [phrase(f"row_{name}")]
        for place, value in enumerate(values):
            cells.append(Number(value, unit, formulas[place] if formulas else ""))
            if place and differs:
                cells.append(Number(_more(unit, values[0], value), _SIGNED[unit]))
            elif place:
                cells.append(BLANK)
        self.rows.append(tuple(cells))

    def _changes(self) -> None:
        """By what share each variant costs more."""
        cells: list[BookCell] = [phrase("row_change_share"), BLANK]
        for place in self.places[1:]:
            formula = f"[change_{place}@cost]/[pay_0@cost]"
            cells += [BLANK, Number(self.compared.share(place), "share_more", formula)]
        self.rows.append(tuple(cells))


def _more(unit: str, base: float | None, value: float | None) -> float | None:
    """By how much more: amounts in whole fen, means as they are."""
    if unit != "mean" or base is None or value is None:
        return more_than(base, value)
    return value - base
