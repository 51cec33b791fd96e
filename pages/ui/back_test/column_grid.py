"""Every column of the files: its first cells, what it is, how its cells were read, and what the
engine made of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from engine.evaluation import GROSS
from engine.importing import Imported, Meaning, Question, Role, Rule, meaning_of, with_meaning
from engine.plan import TENURE, Plan
from engine.sheets import HIRED
from engine.tables import Table, heading_text
from engine.text import count
from pages.ui.back_test.understanding import recipe_now
from pages.ui.kit import choice, escape_markdown, language, pick, t
from pages.ui.session import ImportStore

FIRST = 3
"""So many rows are shown."""
WIDTHS = (21, 13, 22)


def column_grid(plan: Plan, files: ImportStore, imported: Imported, above: int = 0) -> None:
    """The columns of one table, a row each; where there are several tables, the choice of one. The
    question above takes so many pixels of its height."""
    table = _chosen(imported)
    st.html(_head(table))
    height = 372 - above if imported.questions else 520
    with st.container(height=height, border=True, key="column_grid", gap="xxsmall"):
        options = _options(plan)
        for place, heading in enumerate(table.headings):
            meaning = meaning_of(imported.recipe, plan, table.name, heading)
            left, middle, right = st.columns(WIDTHS, gap="small", vertical_alignment="center")
            read = imported.building.read.get(table.name)
            cells = (table.sheet if read is None else read.sheet).columns[heading]
            rows = _first_rows(cells)
            left.html(_file_side(heading, cells.take(rows), meaning))
            with middle:
                _choose(plan, files, imported, table, heading, meaning, options, place)
            right.html(_plan_side(plan, imported, table.name, heading, meaning, rows))


def _chosen(imported: Imported) -> Table:
    tables = {table.name: table for table in imported.tables}
    if len(tables) == 1:
        return imported.tables[0]
    first = next(iter(imported.recipe.tables), imported.tables[0].name)
    name = choice(
        t("back_test.table"),
        list(tables),
        key="column_grid_table",
        written=lambda name: t(
            "back_test.table_rows", name=name, count=count(tables[name].sheet.rows)
        ),
        first=first if first in tables else None,
        label_visibility="collapsed",
        width=420,
    )
    return tables[name]


def _head(table: Table) -> str:
    sources = ", ".join(" · ".join(filter(None, source)) for source in table.sources[:3])
    more = " …" if len(table.sources) > 3 else ""
    heads = "".join(
        f"<span>{escape(t(f'back_test.head_{name}'))}</span>"
        for name in ("column", "meaning", "result")
    )
    return f'<div class="pc-grid-head" title="{escape(sources + more)}">{heads}</div>'


def _first_rows(cells: pa.StringArray) -> pa.Array:
    """The first rows in which something stands, or the very first."""
    filled = np.flatnonzero(pc.not_equal(cells, "").to_numpy(zero_copy_only=False))[:FIRST]
    return pa.array(filled if filled.size else np.arange(min(FIRST, len(cells))))


def _file_side(heading: str, cells: pa.StringArray, meaning: Meaning) -> str:
    """The heading and the first cells as they stand in the file."""
    unused = " pc-unused" if meaning.role is Role.LEFT_OUT else ""
    name = pick(heading_text(heading))
    return (
        f'<div class="pc-cells{unused}"><b title="{escape(name)}">{escape(name)}</b>'
        f"{_cells(cells.to_pylist())}</div>"
    )


def _cells(texts: Sequence[str] | None) -> str:
    shown = [*(texts or ()), *[""] * (FIRST - len(texts or ()))]
    return "".join(f'<i title="{escape(text)}">{escape(text) or "·"}</i>' for text in shown)


def _plan_side(
    plan: Plan, imported: Imported, table: str, heading: str, meaning: Meaning, rows: pa.Array
) -> str:
    """How sure it is and how the cells were read, and the same rows as the engine reads them."""
    read = imported.building.read.get(table)
    name = {Role.EMPLOYEE: "employee", Role.MONTH: "month"}.get(meaning.role, meaning.name)
    column = None if read is None else read.columns.get(name)
    result = None if column is None else column.take(rows).to_pylist()
    if result is not None and meaning.role is Role.FACT and meaning.name in plan.facts:
        labels = plan.facts[meaning.name].values
        result = [pick(labels[text]) if text in labels else text for text in result]
    is_lost = meaning.role is Role.FURTHER and read is not None and column is None
    parts = (
        t("back_test.sure_lost") if is_lost else _sure(imported, table, heading, meaning),
        _rule(imported, meaning),
        _forms(imported, table, heading),
    )
    said = " · ".join(filter(None, parts))
    marked = ' class="pc-open"' if is_lost or _is_asked(imported, table, heading) else ""
    return (
        f'<div class="pc-cells pc-read">{_cells(result)}'
        f'<b{marked} title="{escape(said)}">{escape(said)}</b></div>'
    )


def _is_asked(imported: Imported, table: str, heading: str) -> bool:
    def about(question: Question) -> bool:
        return question.table == table and heading in question.columns

    return any(map(about, imported.questions))


def _sure(imported: Imported, table: str, heading: str, meaning: Meaning) -> str:
    """How sure it is what the column is, in plain words."""
    if meaning.role is Role.LEFT_OUT:
        return ""
    if _is_asked(imported, table, heading):
        return t("back_test.sure_asked")
    if meaning.role in (Role.FURTHER, Role.PAID) or imported.matching is None:
        return t("back_test.sure_kept")
    candidates = {
        Role.EMPLOYEE: imported.matching.keys.employees.get(table, []),
        Role.MONTH: imported.matching.keys.months.get(table, []),
        Role.FACT: imported.matching.facts.every_candidate.get(meaning.name, []),
    }[meaning.role]
    why = next((one.why for one in candidates if (one.table, one.heading) == (table, heading)), "")
    return t(f"back_test.sure_{why}") if why else t("back_test.sure_chosen")


def _rule(imported: Imported, meaning: Meaning) -> str:
    """How several rows of a month become one."""
    source = imported.recipe.sources.get(meaning.name) or imported.recipe.further.get(meaning.name)
    if source is None or source.rule in (None, Rule.ONLY):
        return ""
    return t(f"back_test.rule_{source.rule.name.lower()}")


def _forms(imported: Imported, table: str, heading: str) -> str:
    """How the cells are written, how many are empty, and how many could not be read."""
    for reading in imported.building.readings:
        if (reading.table, reading.heading) == (table, heading):
            parts = [
                t("back_test.cells_like", form=form, count=count(number))
                for form, number in list(reading.forms.items())[:3]
            ]
            if reading.blank:
                parts.append(t("back_test.cells_blank", count=reading.blank))
            if reading.unread.size:
                parts.append(t("back_test.cells_unread", count=int(reading.unread.size)))
            return t("list.comma").join(parts)
    return ""


# -- what it is --------------------------------------------------------------------------------


def _options(plan: Plan) -> list[Meaning]:
    """All that a column may be."""
    facts = [Meaning(Role.FACT, name) for name in plan.facts]
    if TENURE in plan.facts:
        facts.append(Meaning(Role.FACT, HIRED))
    lines = [line.id for line in plan.pay_lines]
    return [
        *(Meaning(Role.EMPLOYEE), Meaning(Role.MONTH)),
        *facts,
        *(Meaning(Role.PAID, name) for name in (GROSS, *lines)),
        *(Meaning(Role.FURTHER), Meaning(Role.LEFT_OUT)),
    ]


def _choose(
    plan: Plan,
    files: ImportStore,
    imported: Imported,
    table: Table,
    heading: str,
    meaning: Meaning,
    options: Sequence[Meaning],
    place: int,
) -> None:
    """The choice of what a column is."""
    shown = Meaning(Role.FURTHER) if meaning.role is Role.FURTHER else meaning
    key = f"meaning-{table.name}-{place}-{hash((heading, shown, language(), plan.id))}"

    def changed() -> None:
        chosen = st.session_state.get(key, shown)
        recipe = with_meaning(recipe_now(files, imported.recipe), plan, table, heading, chosen)
        files.commit(files.present.decided(recipe, files.present.known_as))

    st.selectbox(
        t("back_test.what_is", column=escape_markdown(heading)),
        options,
        index=options.index(shown) if shown in options else len(options) - 1,
        format_func=lambda one: _named(plan, one),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
    )


def _named(plan: Plan, meaning: Meaning) -> str:
    match meaning.role:
        case Role.FACT if meaning.name == HIRED:
            return t("back_test.is_hired")
        case Role.FACT:
            return pick(plan.facts[meaning.name].label)
        case Role.PAID if meaning.name == GROSS:
            return t("back_test.is_paid_gross")
        case Role.PAID:
            line = next(line for line in plan.pay_lines if line.id == meaning.name)
            return t("back_test.is_paid", line=pick(line.label))
        case role:
            return t(f"back_test.is_{role.name.lower()}")
