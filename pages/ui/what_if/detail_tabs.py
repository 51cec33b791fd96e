"""The row of tabs below the charts; only the open one is worked out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape

import pandas as pd
import streamlit as st

from engine.analysis import (
    BANDS,
    ORDERS,
    GroupRow,
    Person,
    find,
    groupings,
    middle_person,
    telling_order,
)
from engine.scenario import Personas
from engine.text import DASH, count, money, money_with_fen, percent, signed
from pages.ui.charts import column_label, finding_sentences, value_label
from pages.ui.kit import (
    beside,
    chart,
    choice,
    clicked,
    escape_markdown,
    language,
    pick,
    t,
    tab_row,
)
from pages.ui.session import health_policy, people_and_period, person_name
from pages.ui.statement import PERSON, PROPOSED, TAB, open_statement
from pages.ui.what_if.answers import Answers, of_unit
from pages.ui.what_if.detail_pictures import dots_picture, lines_picture, winners_picture
from pages.ui.what_if.statement_view import statement
from pages.ui.what_if.take_home_tab import TAKE_HOME, take_home

FEW_GROUPS = 12
MOST_LISTED = 200
CHART_HEIGHT = 320

TABS = ("winners", "lines", "groups", "people", TAKE_HOME, "statement")
_BAND = "details_band"


def details(answers: Answers) -> None:
    """The tabs and what the open one holds."""
    is_asked = answers.session.payroll is not None
    tabs = [name for name in TABS if is_asked or name != TAKE_HOME]
    tab = tab_row(t("details.label"), tabs, key=TAB, written=lambda name: t(f"details.{name}"))
    drawn: dict[str, Callable[[Answers], None]] = {
        "winners": _winners,
        "lines": _lines,
        "groups": _groups,
        "people": _people,
        TAKE_HOME: take_home,
        "statement": _statement,
    }
    drawn[tab](answers)


def _open_statement(employee: str | None) -> None:
    if employee:
        open_statement(employee)


# -- winners and losers ----------------------------------------------------------------------


def _winners(answers: Answers) -> None:
    left, right = beside(5, 7, "winners")
    bands, dots = winners_picture(answers), dots_picture(answers)
    with left:
        chart(
            bands.figure,
            key="winners",
            title=bands.title,
            caption=bands.caption,
            height=CHART_HEIGHT,
            on_click=_show_band,
        )
    with right:
        chart(
            dots.figure,
            key="changes",
            title=dots.title,
            caption=dots.caption,
            height=CHART_HEIGHT,
            on_click=lambda: _open_statement(getattr(clicked("changes"), "id", None)),
        )


def _show_band() -> None:
    point = clicked("winners")
    if point is not None:
        st.session_state[_BAND] = BANDS[point.index]
        st.session_state[TAB] = "people"


# -- by line ---------------------------------------------------------------------------------


def _lines(answers: Answers) -> None:
    comparison, labels = answers.costs, answers.cost_lines
    rows, lines = comparison.by_line, lines_picture(answers)
    left, right = beside(6, 6, "lines")
    with left:
        chart(
            lines.figure,
            key="lines",
            title=lines.title,
            caption=lines.caption,
            height=max(180, 58 * len(rows) + 60),
        )
    with right:
        exact = [(labels[line], *pair) for line, pair in rows.items()]
        exact.append((t("details.total"), comparison.baseline.total, comparison.variant.total))
        body = "".join(
            f"<tr><th scope='row'>{escape(name)}</th><td>{_fen(old)}</td><td>{_fen(new)}</td>"
            f"<td>{_difference(old, new)}</td></tr>"
            for name, old, new in exact
        )
        heads = "".join(
            f"<th scope='col'>{t(key)}</th>"
            for key in ("details.line", "figure.baseline", "figure.variant", "figure.difference")
        )
        st.html(
            f"<table class='pc-table'><caption>{t('details.exact')}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )


def _difference(old: float, new: float) -> str:
    return signed(_fen(new - old)) if abs(new - old) >= 0.005 else DASH


# -- by group --------------------------------------------------------------------------------


def _groups(answers: Answers) -> None:
    columns, plan = groupings(answers.facts), answers.plan
    if not columns:
        st.info(t("details.no_groups"))
        return
    lang = language()
    column = st.segmented_control(
        t("details.group_by"),
        columns,
        format_func=lambda name: escape_markdown(column_label(plan, name)),
        default=_first_grouping(answers, columns),
        required=True,
        key=f"group_by-{answers.base.id}",
        persist_state="session",
    )
    rows = answers.comparison.by_group(column or columns[0])
    fewest = _fewest(answers)
    large_enough = [row for row in rows if row.people >= fewest]
    names = {row.group: value_label(answers.plan, column or "", row.group) for row in rows}
    finding = finding_sentences.groups(large_enough, names, lang)
    st.markdown(f"**{escape_markdown(finding)}**")
    hidden = len(rows) - len(large_enough)
    caption = t("chart_caption.groups", people=people_and_period(answers.facts, lang))
    if hidden:
        few = t("details.too_few", count=hidden, fewest=fewest)
        caption = f"{caption} {few}"
    st.caption(caption)
    _group_table(large_enough, names, column_label(answers.plan, column or ""))


def _fewest(answers: Answers) -> int:
    """The size of the smallest group whose pay is told; typical people are nobody."""
    is_typical = isinstance(answers.session.people, Personas)
    return 1 if is_typical else health_policy.policy().smallest_group


def _first_grouping(answers: Answers, columns: tuple[str, ...]) -> str:
    """A column of the plan, else one with few enough groups to be taken in at a glance."""
    own = [name for name in columns if name in answers.plan.facts]
    few = [
        name
        for name in columns
        if name in answers.facts.categories
        and len(answers.facts.categories[name].values) <= FEW_GROUPS
    ]
    return (*own, *few, *columns)[0]


def _group_table(rows: list[GroupRow], names: Mapping[str, str], heading: str) -> None:
    lang = language()
    frame = pd.DataFrame(
        {
            heading: [names[row.group] for row in rows],
            t("details.heads"): [row.people for row in rows],
            t("figure.baseline"): [row.baseline for row in rows],
            t("figure.variant"): [row.variant for row in rows],
            t("figure.difference"): [row.variant - row.baseline for row in rows],
            t("details.change"): [
                row.variant / row.baseline - 1 if row.baseline > 0 else math.nan for row in rows
            ],
            t("details.gain"): [row.gain / row.people for row in rows],
            t("details.lose"): [row.lose / row.people for row in rows],
        }
    )
    share = _in_percent(lang)
    written = frame.style.format(
        {
            t("details.heads"): count,
            t("figure.baseline"): _money,
            t("figure.variant"): _money,
            t("figure.difference"): _signed_money,
            t("details.change"): _signed_percent(lang),
            t("details.gain"): share,
            t("details.lose"): share,
        }
    )
    st.dataframe(
        written, hide_index=True, key="groups_table", alt=t("details.groups"), height="auto"
    )


# -- people ----------------------------------------------------------------------------------


def _people(answers: Answers) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = st.text_input(
            t("details.search"),
            key="people_search",
            placeholder=answers.facts.employees[0] if answers.facts.size else "",
            persist_state="session",
            width=240,
        )
        band = choice(
            t("details.band"),
            ["", *BANDS],
            key=_BAND,
            written=lambda name: t(f"band.{name or 'all'}"),
            width=220,
        )
        order = choice(
            t("details.order"),
            ORDERS,
            key=_order_key(answers),
            first=telling_order(answers.comparison),
            written=lambda name: t(f"order.{name}"),
            width=220,
        )
    found = find(
        answers.comparison, (search or "").strip(), order=order, band=band or "", most=MOST_LISTED
    )
    if not found.people:
        st.info(t("details.nobody", search=search or t(f"band.{band or 'all'}")))
        return
    shown = len(found.people)
    st.caption(
        t("details.all_listed", count=shown)
        if shown == found.count
        else t("details.some_listed", shown=count(shown), count=found.count)
    )
    _people_table(answers, found.people)


def _order_key(answers: Answers) -> str:
    """The name of the order chosen; another telling order is chosen anew."""
    return f"people_order-{telling_order(answers.comparison)}"


def _people_table(answers: Answers, people: list[Person]) -> None:
    lang = language()
    frame = pd.DataFrame(
        {
            t("details.employee"): [
                person_name(answers.session, person.employee) for person in people
            ],
            t("details.months"): [person.months for person in people],
            t("figure.baseline"): [person.baseline for person in people],
            t("figure.variant"): [person.variant for person in people],
            t("figure.difference"): [person.change for person in people],
            t("details.whole"): [person.whole_change for person in people],
            t("details.change"): [
                person.share if person.baseline else math.nan for person in people
            ],
        }
    )
    written = frame.style.format(
        {
            t("figure.baseline"): _fen,
            t("figure.variant"): _fen,
            t("figure.difference"): _signed_fen,
            t("details.whole"): _signed_fen,
            t("details.change"): _signed_percent(lang),
        }
    )
    employees = [person.employee for person in people]

    def choose() -> None:
        rows = st.session_state.get("people_table", {}).get("selection", {}).get("rows")
        if rows and rows[0] < len(employees):
            _open_statement(employees[rows[0]])

    st.dataframe(
        written,
        hide_index=True,
        key="people_table",
        on_select=choose,
        selection_mode="single-row",
        alt=t("details.people"),
        height=min(36 * (len(people) + 1) + 2, 420),
    )


# -- one person ------------------------------------------------------------------------------


def _statement(answers: Answers) -> None:
    if not answers.facts.size:
        return
    place = answers.facts.position.get(st.session_state.get(PERSON, ""))
    proposed = st.session_state.get(PERSON) == st.session_state.get(PROPOSED)
    if place is None or (proposed and not answers.comparison.share_by_person[place]):
        middle = middle_person(answers.comparison)
        st.session_state[PERSON] = st.session_state[PROPOSED] = middle
    statement(_of_person(answers), PERSON, answers)


def _of_person(answers: Answers) -> Answers:
    """The answers of the unit of the person whose statement is open; of somebody who was in several
    of the one that is chosen."""
    if not answers.of_company or answers.whole is None:
        return answers
    units = answers.units_of(st.session_state[PERSON])
    titles = {name: pick(answers.session.whole.units[name].title) for name in units}
    chosen = units[-1]
    if len(units) > 1:
        chosen = choice(
            t("company.unit"),
            units,
            key="statement_unit",
            written=titles.__getitem__,
            first=chosen,
            width=240,
        )
    return of_unit(answers.session.go_to_unit(chosen), (), answers.whole)


# -- labels ----------------------------------------------------------------------------------


def _money(value: float) -> str:
    return money(value, language())


def _signed_money(value: float) -> str:
    return signed(_money(value)) if abs(value) >= 0.5 else DASH


def _signed_fen(value: float) -> str:
    return signed(_fen(value)) if abs(value) >= 0.005 else DASH


def _fen(value: float) -> str:
    return money_with_fen(value, language())


def _signed_percent(lang: str) -> Callable[[float], str]:
    return lambda share: signed(percent(share, lang)) if abs(share) >= 0.0005 else DASH


def _in_percent(lang: str) -> Callable[[float], str]:
    return lambda share: percent(share, lang) if share else DASH
