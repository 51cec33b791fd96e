"""Who gains and who loses: in bands, and by unit or group."""

from __future__ import annotations

import streamlit as st

from engine.analysis import BANDS, TENURE
from engine.comparison import UNIT, ChangedPeople, GroupChange
from engine.text import percent, signed
from pages.ui.charts import earner_charts, scenario_charts
from pages.ui.charts.scenario_charts import GroupBands
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import TELLING, winners
from pages.ui.kit import (
    beside,
    chart,
    choice,
    escape_markdown,
    language,
    pick,
    t,
)

HEIGHT, ROW = 320, 46
MOST_SIDE_BY_SIDE = 5
MOST_GROUPS = 12
"""More groups are not taken in."""


def winners_and_losers(shown: Shown, people: ChangedPeople) -> None:
    """Bands of everybody beside bands of groups."""
    left, right = beside(5, 7, "compare_winners")
    shares = list(people.bands.values())
    with left:
        chart(
            earner_charts.winners_and_losers(
                shares, longest=_side(max(shares) / max(sum(shares), 1)), lang=language()
            ),
            key="compare_bands",
            title=winners(shown),
            caption=shown.caption,
            height=HEIGHT,
        )
    with right:
        _groups(shown, people)


def _side(share: float) -> float:
    return next(end for end in (0.1, 0.25, 0.5, 1.0) if share <= end)


def _groups(shown: Shown, people: ChangedPeople) -> None:
    columns = people.groupings
    if not columns:
        st.info(t("details.no_groups"))
        return
    column = _grouping(shown, people)
    rows = people.by_group(column)
    largest = sorted(rows, key=lambda row: -row.people)[:MOST_GROUPS]
    kept = [row for row in rows if row in largest]
    if not any(row.group for row in kept):
        st.info(t("finding.no_group"))
        return
    groups = [GroupBands(row.group, _name(column, row), _bands(row)) for row in kept]
    sides = [max(sum(g.people[:2]), sum(g.people[3:])) / max(sum(g.people), 1) for g in groups]
    hidden = len(rows) - len(kept)
    caption = shown.caption
    if hidden:
        caption = f"{caption} · {t('compare.groups_left_out', count=hidden)}"
    if column == UNIT and shown.company.moves:
        caption = f"{caption} · {t('compare.last_unit')}"
    chart(
        scenario_charts.bands_by_group(groups, longest=_side(max(sides)), lang=language()),
        key="compare_groups",
        title=_finding(column, kept),
        caption=caption,
        height=max(180, ROW * len(groups) + 50),
    )


def _grouping(shown: Shown, people: ChangedPeople) -> str:
    """The column to group by: side by side where there are few, else from a list."""
    columns = people.groupings
    key = f"compare_group-{shown.company.id}-{shown.unit}-{len(columns)}"
    if len(columns) > MOST_SIDE_BY_SIDE:
        return choice(
            t("details.group_by"),
            list(columns),
            key=key,
            written=lambda name: escape_markdown(pick(columns[name])),
            first=_first(people),
            width=240,
        )
    chosen = st.segmented_control(
        t("details.group_by"),
        list(columns),
        format_func=lambda name: escape_markdown(pick(columns[name])),
        default=_first(people),
        required=True,
        key=key,
        persist_state="session",
    )
    return chosen or _first(people)


def _first(people: ChangedPeople) -> str:
    """The first column with few enough groups to be taken in."""
    columns = people.groupings
    few = (name for name in columns if len(people.by_group(name)) <= MOST_GROUPS)
    return next(few, next(iter(columns)))


def _bands(row: GroupChange) -> tuple[int, int, int, int, int]:
    lose_much, lose, same, gain, gain_much = (row.bands[band] for band in BANDS)
    return lose_much, lose, same, gain, gain_much


def _finding(column: str, rows: list[GroupChange]) -> str:
    moved = [(row, row.change) for row in rows if row.group and row.change is not None]
    moved = [(row, change) for row, change in moved if change and abs(change) >= TELLING]
    if not moved:
        return t("finding.nobody_moves")
    row, change = max(moved, key=lambda pair: abs(pair[1] or 0.0))
    told = signed(percent(change or 0.0, language()))
    return t("compare.group_most", group=_name(column, row), change=told)


def _name(column: str, row: GroupChange) -> str:
    label = pick(row.label)
    return t("details.tenure", months=label) if column == TENURE and row.group else label
