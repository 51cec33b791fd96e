"""What each month and each line costs under the scenarios."""

from __future__ import annotations

import numpy as np

from engine.text import compact_money, signed
from pages.ui.charts import axis_of_gaps, cost_charts, finding_sentences, scenario_charts
from pages.ui.charts.scenario_charts import Line
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import differences_by_month, is_telling, line_name
from pages.ui.kit import Axis, beside, chart, language, pick, scales, t

HEIGHT = 340
MOST_LINES = 9
LONGEST = {"en": 16, "zh": 9}
"""Letters of a name."""


def costs(shown: Shown) -> None:
    """Months beside lines; the differences of all scenarios by month where there are several."""
    left, right = beside(6, 6, "compare_cost")
    with left:
        _months(shown)
    with right:
        _lines(shown)
    if len(shown.variants) > 1:
        _all_months(shown)


def _months(shown: Shown) -> None:
    lang, company = language(), shown.company
    before, after = shown.baseline.by_month, shown.figures.by_month
    months = next(iter(shown.compared.baseline.units.values())).facts.month_texts()
    whole = company.budget_for(shown.whole.payroll)
    budget = None if whole is None or shown.unit else whole / company.months
    top = max(float(before.max()), float(after.max()), budget or 0.0)
    chart(
        cost_charts.cost_by_month(
            months,
            before,
            after,
            up=Axis("", 0.0, scales.top(float(before.max()), top, 1.45)),
            lang=lang,
            budget=budget,
            apart=axis_of_gaps(after - before),
            called=_called(shown),
        ),
        key="compare_months",
        title=differences_by_month(shown, months),
        caption=t("compare.with_budget", what=shown.caption) if budget else shown.caption,
        height=HEIGHT,
    )


def _called(shown: Shown) -> tuple[str, str]:
    """Names short enough to stand beside one another over a chart."""
    most = LONGEST[language()]
    names = (shown.name(0), shown.name(shown.place))
    old, new = (name if len(name) <= most else f"{name[: most - 1]}…" for name in names)
    return old, new


def _lines(shown: Shown) -> None:
    lang, place = language(), shown.place
    rows = [
        (line_name(shown, row.unit, pick(row.label)), row.cost[0] or 0.0, row.cost[place] or 0.0)
        for row in shown.compared.by_line
    ]
    rows.sort(key=lambda row: -abs(row[2] - row[1]))
    moved = sum(is_telling(row[2] - row[1]) for row in rows)
    shorter = rows[: min(moved or len(rows), MOST_LINES)]
    name, old, new = rows[0]
    title = t("finding.line_moved", line=name, change=signed(compact_money(new - old, lang)))
    if abs(new - old) < finding_sentences.NOTHING:
        title = t("finding.nobody_moves")
    low = min(0.0, *(min(row[1], row[2]) for row in shorter))
    start = -scales.top(-low, 0.0) if low < 0 else 0.0
    old, new = max(row[1] for row in shorter), max(row[2] for row in shorter)
    rest = len(rows) - len(shorter)
    left_out = t("compare.lines_left_out", count=rest) if rest else ""
    chart(
        cost_charts.before_and_after(
            [row[0] for row in shorter],
            [row[1] for row in shorter],
            [row[2] for row in shorter],
            across=Axis("", start, scales.top(old, new, 1.08)),
            lang=lang,
            called=_called(shown),
        ),
        key="compare_lines",
        title=title,
        caption=" · ".join(filter(None, (shown.caption, left_out))),
        height=max(HEIGHT, 44 * len(shorter) + 60),
    )


def _all_months(shown: Shown) -> None:
    baseline = shown.baseline.by_month
    lines = [
        Line(shown.name(place), shown.compared.figures[place].by_month - baseline, colour)
        for place, colour in ((place, shown.colour(place)) for place in shown.variants)
    ]
    gaps = np.concatenate([np.asarray(line.values) for line in lines])
    reach = scales.top(max(float(np.abs(gaps).max()), 1.0), 0.0, 1.3)
    months = next(iter(shown.compared.baseline.units.values())).facts.month_texts()
    chart(
        scenario_charts.differences_by_month(
            months,
            lines,
            up=Axis("", -reach if gaps.min() < 0 else 0.0, reach if gaps.max() > 0 else 0.0),
            lang=language(),
        ),
        key="compare_all_months",
        title=t("compare.all_months", baseline=shown.name(0)),
        caption=shown.source,
        height=HEIGHT,
    )
