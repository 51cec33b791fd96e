"""How pay is spread, from the lowest to the highest paid, and how closely it follows results."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.text import DASH, money, number, signed
from pages.ui.charts import scenario_charts
from pages.ui.charts.scenario_charts import Rank
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import spread
from pages.ui.kit import Axis, beside, chart, language, pick, scales, t

HEIGHT = 320


def pay_spread(shown: Shown) -> None:
    """Deciles beside pay against results."""
    left, right = beside(7, 5, "compare_spread")
    with left:
        _deciles(shown)
    with right:
        st.html(_for_results(shown))
        st.caption(t("compare.for_results_help"))


def _deciles(shown: Shown) -> None:
    before, after, lang = shown.baseline.deciles, shown.figures.deciles, language()
    if before is None or after is None:
        return
    names = [shown.name(place) for place in range(len(shown.compared.each))]
    each = [figures.deciles for figures in shown.compared.figures]
    ranks = [
        Rank(
            f"P{10 * (i + 1)}",
            new / old - 1 if old > 0 else 0.0,
            [
                (name, money(of[i], lang))
                for name, of in zip(names, each, strict=True)
                if of is not None
            ],
        )
        for i, (old, new) in enumerate(zip(before, after, strict=True))
    ]
    changes = [rank.change for rank in ranks]
    reach = scales.top(max(0.004, *map(abs, changes)), 0.0, 1.35)
    low = -reach if min(changes) < 0 else 0.0
    high = reach if max(changes) > 0 or low == 0.0 else 0.0
    chart(
        scenario_charts.change_by_rank(ranks, up=Axis("", low, high, "share"), lang=lang),
        key="compare_deciles",
        title=spread(shown),
        caption=t("compare.deciles_caption", what=shown.caption),
        height=HEIGHT,
    )


def _for_results(shown: Shown) -> str:
    """The rank correlation of variable pay with results, by unit."""
    each = [figures.pay_for_results for figures in shown.compared.figures]
    rows = []
    for unit in shown.units:
        title = shown.company.units[unit].title
        first = each[0].get(unit)
        cells = []
        for place, of in enumerate(each):
            value = of.get(shown.compared.unit_of(place, unit) or "")
            text = DASH if value is None else number(value, 2)
            small = ""
            if place and value is not None and first is not None:
                gap = signed(number(value - first, 2))
                small = f"<small>{escape(gap)}</small>" if gap.strip("0.") else ""
            cells.append(f"<td><span>{text}</span>{small}</td>")
        rows.append(f"<tr><th scope='row'>{escape(pick(title))}</th>{''.join(cells)}</tr>")
    heads = "".join(f"<th scope='col'>{escape(shown.name(i))}</th>" for i in range(len(each)))
    return (
        f"<h3 class='pc-part'>{escape(t('compare.for_results'))}</h3>"
        f"<table class='pc-table pc-scenarios'><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
