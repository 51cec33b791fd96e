"""A paper with a chart of every kind, a long table, and texts that want to be more than text."""

from __future__ import annotations

from engine.papers import Chart, Decision, Finding, KeyFigure, Paper, Series
from engine.reports import Table
from engine.text import Text, untranslated

EVIL = "=cmd|' /C calc'!A0 <script>alert(1)</script> #panic() http://a.example {{name}} 😀"
MONTHS: tuple[Text, ...] = tuple({"en": f"month {n}", "zh": f"2027年{n}月"} for n in range(1, 13))


def _chart(kind: str, role: str = "plain") -> Chart:
    amounts = tuple(float(n * 1_000_000) for n in range(1, 13))
    series: tuple[Series, ...] = (Series(untranslated(EVIL[:20]), amounts, role),)  # type: ignore[arg-type]
    if kind == "band":
        series = tuple(Series(untranslated(r), amounts, r) for r in ("low", "middle", "high"))  # type: ignore[arg-type]
    if kind == "waterfall":
        steps = (5e6, *[1e5] * 10, 6e6)
        return Chart("waterfall", MONTHS, (Series(untranslated("cost"), steps),))
    if kind in ("curve", "scatter"):
        return Chart(kind, (), (Series(untranslated("pay"), (1.0, 2.0), "plain", (0.5, 1.5)),))  # type: ignore[arg-type]
    limit = None if kind == "bar" else (untranslated(EVIL), 7e6)
    return Chart(kind, MONTHS, series, limit=limit)  # type: ignore[arg-type]


KINDS = ("column", "stacked_column", "bar", "line", "band", "waterfall", "curve", "scatter")


def paper_of_every_chart() -> Paper:
    """The paper, in two languages."""
    rows = tuple((untranslated(f"row {n}"), untranslated(f"{n}.00")) for n in range(60))
    table = Table((untranslated("what"), untranslated("how much")), rows, (False, True))
    return Paper(
        title={"en": "Cost of 2027", "zh": "二〇二七年成本"},
        subtitle=untranslated(EVIL),
        decision=Decision(
            {"en": "Keep the threshold “as it is”.", "zh": "门槛维持不变，见䶮喆。"},
            tuple(KeyFigure(untranslated(f"figure {n}"), untranslated("¥1")) for n in range(4)),
        ),
        findings=(
            *(Finding(untranslated(f"of {kind} {EVIL}"), _chart(kind)) for kind in KINDS),
            Finding(untranslated("long"), None, table, (untranslated(EVIL),), MONTHS),
        ),
        basis=((untranslated("scenario"), untranslated("one\ntwo")),),
        footer={"en": "Sales company, seed 7", "zh": "销售公司，种子 7"},
        told=(untranslated("nobody leaves"),),
    )
