"""What the charts below the overview show: who gains and who loses, and what each line costs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pages.ui.charts import cost_charts, earner_charts, finding_sentences
from pages.ui.kit import Axis, Picture, language, scales, t
from pages.ui.session import people_and_period, person_name
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.overview_charts import cost_caption


def winners_picture(answers: Answers, others: Sequence[Answers] = ()) -> Picture:
    """How many gain and how many lose, on an axis that has room for other answers as well."""
    comparison, lang = answers.comparison, language()
    shares = list(comparison.bands.values())
    each = [shares, *(list(other.comparison.bands.values()) for other in others)]
    most = max(max(people) / max(sum(people), 1) for people in each)
    figure = earner_charts.winners_and_losers(shares, longest=_side(most), lang=lang)
    said = finding_sentences.winners(comparison, lang)
    if not comparison.gain and not comparison.lose:
        return Picture(figure, said, t("chart_caption.nobody_moves"))
    people = people_and_period(answers.facts, lang)
    return Picture(figure, said, t("chart_caption.winners", people=people))


def _side(share: float) -> float:
    return next(end for end in (0.1, 0.25, 0.5, 1.0) if share <= end)


def dots_picture(answers: Answers, others: Sequence[Answers] = ()) -> Picture:
    """Some people, a dot each: what they are paid as documented and how much more or less now."""
    people = answers.some_people
    pay = [person.baseline for person in people]
    change = [person.change for person in people]
    most = max(each.most_moved for each in (answers, *others))
    high = scales.top(max(pay, default=1.0), 0.0, 1.02)
    low = scales.bottom(min(pay, default=0.0), math.inf, high)
    reach = scales.top(0.02 * high, most, 1.0)
    figure = earner_charts.changes_by_pay(
        {p.employee: person_name(answers.session, p.employee) for p in people},
        pay,
        change,
        across=Axis(t("chart_caption.pay_now"), low, high),
        up=Axis("", -reach, reach),
        lang=language(),
    )
    return Picture(figure, t("finding.dots"), t("chart_caption.dots", count=len(people)))


def lines_picture(answers: Answers, others: Sequence[Answers] = ()) -> Picture:
    """What each pay line costs, on an axis that has room for other answers as well."""
    comparison, lang = answers.costs, language()
    labels, rows = answers.cost_lines, comparison.by_line
    old = max(before for before, _ in rows.values())
    each = [after - before for other in others for before, after in other.costs.by_line.values()]
    amounts = [
        a for other in (answers, *others) for pair in other.costs.by_line.values() for a in pair
    ]
    low = min(0.0, *amounts)
    start = -scales.top(-low, 0.0) if low < 0 else 0.0
    figure = cost_charts.before_and_after(
        [labels[line] for line in rows],
        [before for before, _ in rows.values()],
        [after for _, after in rows.values()],
        across=Axis("", start, scales.top(old, max(amounts), 1.08)),
        lang=lang,
        reach=(min(each), max(each)) if each else None,
    )
    return Picture(figure, finding_sentences.lines(comparison, labels, lang), cost_caption(answers))
