"""What is asked about the files, one question at a time: a click for each answer that is offered, a
field for one of one's own, and all proposals at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from engine.importing import Answer, Choice, Imported, Kind, Question, Recipe, Way, answered
from engine.plan import Plan
from engine.text import Refused
from pages.ui.back_test.question_groups import Group, grouped
from pages.ui.back_test.understanding import recipe_now
from pages.ui.kit import escape_markdown, language, pick, popover, t
from pages.ui.session import ImportStore

LINE = 70
"""Pixels of the answers of a question that is answered in one line, and of the room around it."""
OFFERED = 5
"""So many answers stand as buttons; the others in a list."""
_PLACE, _REFUSED = "back_test/question", "back_test/answer_refused"


def question_cards(plan: Plan, files: ImportStore, imported: Imported) -> int:
    """The question that is shown, and the way to the others; nothing where none is open. Returns
    how many pixels higher it is than a question that is answered in one line."""
    groups = grouped(imported.questions)
    if not groups:
        return 0
    place = min(int(st.session_state.get(_PLACE, 0)), len(groups) - 1)
    group = groups[place]
    with st.container(border=True, key="question", gap="small"):
        _heading(files, imported, place, len(groups))
        first = group[0]
        place_of = first.problem.place(language())
        said = first.problem.text(language())
        st.html(
            f'<p class="pc-question"><b>{escape(said)}</b>'
            f"<span>{escape(place_of)}</span></p>{_examples(group)}"
        )
        if len(group) > 1:
            _table(files, imported, group)
        else:
            _answers(plan, files, imported, first)
        if refused := st.session_state.pop(_REFUSED, ""):
            st.error(escape_markdown(refused))
    return max(_table_height(group) - LINE, 0) if len(group) > 1 else 0


def _table_height(group: Group) -> int:
    return min(46 * len(group) + 20, 220)


def _heading(files: ImportStore, imported: Imported, place: int, count: int) -> None:
    """Which question it is, the way to the others, and all proposals at once."""
    proposed = [question for question in imported.questions if question.proposed]
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="question_heading"
    ):
        st.markdown(t("back_test.question", number=place + 1, count=count), width="stretch")
        for step, icon in ((-1, "arrow_back"), (1, "arrow_forward")):
            st.button(
                "",
                key=f"question_{'next' if step > 0 else 'before'}",
                icon=f":material/{icon}:",
                help=t("back_test.next_question" if step > 0 else "back_test.question_before"),
                disabled=not 0 <= place + step < count,
                on_click=lambda to=place + step: st.session_state.update({_PLACE: to}),
            )
        if proposed:
            with st.popover(
                t("back_test.accept_all", count=len(proposed)),
                icon=":material/done_all:",
                key="accept_all",
            ):
                lines = (
                    f"- {escape_markdown(question.problem.text(language()))} "
                    f"→ **{escape_markdown(_said(question.choices[0]))}**"
                    for question in proposed
                )
                st.markdown("\n".join(lines))
                st.button(
                    t("back_test.accept_these", count=len(proposed)),
                    key="accept_these",
                    type="primary",
                    on_click=_answer,
                    args=(
                        files,
                        imported.recipe,
                        [(question, question.choices[0].answer) for question in proposed],
                    ),
                )


def _examples(group: Group) -> str:
    """Some cells that it is about, with their places."""
    found = group[0].examples
    if not found or len(group) > 1:
        return ""
    cells = "".join(
        f"<li><code>{escape(one.cell)}</code>"
        + (f" → <code>{escape(one.meaning)}</code>" if one.meaning else "")
        + (f" <small>{escape(one.place)}</small>" if one.place else "")
        + "</li>"
        for one in found
    )
    return f'<ul class="pc-examples">{cells}</ul>'


# -- one question -------------------------------------------------------------------------------


def _answers(plan: Plan, files: ImportStore, imported: Imported, question: Question) -> None:
    """A button for each answer that is offered, and fields for others."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="question_answers"
    ):
        for place, one in enumerate(question.choices[:OFFERED]):
            why = pick(one.why)
            st.button(
                escape_markdown(_with_cell(imported, one)),
                key=f"answer-{place}-{question.id}",
                type="primary" if question.proposed and place == 0 else "secondary",
                icon=":material/check:" if question.proposed and place == 0 else None,
                help=escape_markdown(why) if why else None,
                on_click=_answer,
                args=(files, imported.recipe, [(question, one.answer)]),
            )
        more = list(question.choices[OFFERED:])
        if Way.COLUMN in question.ways:
            more += _other_columns(imported, question)
        if more:
            _list(files, imported, question, more)
        for way in (Way.CONSTANT, Way.VALUE, Way.FILL):
            if way in question.ways:
                _own_value(plan, files, imported, question, way)
        if Way.BY in question.ways:
            _by_table(plan, files, imported, question)


def _other_columns(imported: Imported, question: Question) -> list[Choice]:
    """Every column that is not offered already."""
    offered = {(one.answer.table, one.answer.column) for one in question.choices}
    several = len(imported.tables) > 1
    return [
        Choice(
            Answer(Way.COLUMN, table=table.name, column=heading),
            dict.fromkeys(("en", "zh"), f"{table.name} · {heading}" if several else heading),
        )
        for table in imported.tables
        if not question.table or table.name == question.table or question.kind is Kind.COLUMN
        for heading in table.headings
        if (table.name, heading) not in offered
    ]


def _list(
    files: ImportStore, imported: Imported, question: Question, more: Sequence[Choice]
) -> None:
    key = f"answer_other-{question.id}-{files.epoch}"

    def chosen() -> None:
        place = st.session_state.get(key)
        if place is not None:
            _answer(files, imported.recipe, [(question, more[place].answer)])

    label = t("back_test.other_answer" if question.choices else "back_test.choose_column")
    st.selectbox(
        label,
        range(len(more)),
        index=None,
        format_func=lambda place: _with_cell(imported, more[place]),
        placeholder=label,
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
        width=220,
    )


def _own_value(
    plan: Plan, files: ImportStore, imported: Imported, question: Question, way: Way
) -> None:
    """A field for a value of one's own: of a list where the plan's column has one."""
    key = f"answer_{way.name}-{question.id}"
    column = plan.facts.get(question.about)
    label = t(f"back_test.own_{way.name.lower()}")

    def take() -> None:
        value = str(st.session_state.get(key) or "").strip()
        if value:
            _answer(files, imported.recipe, [(question, Answer(way, value, question.table))])

    values = {} if column is None else {one: pick(said) for one, said in column.values.items()}
    if column is not None and column.kind == "flag":
        values = {"1": t("back_test.flag_yes"), "0": t("back_test.flag_no")}
    if values and way is not Way.VALUE:
        st.selectbox(
            label,
            list(values),
            index=None,
            format_func=values.__getitem__,
            placeholder=label,
            key=key,
            on_change=take,
            label_visibility="collapsed",
            width=190,
        )
        return
    if question.kind is Kind.VALUE:
        return
    st.text_input(
        label,
        placeholder=label,
        key=key,
        on_change=take,
        label_visibility="collapsed",
        width=210,
    )


def _by_table(plan: Plan, files: ImportStore, imported: Imported, question: Question) -> None:
    """A value for each value of another column: pay grade A 8000, grade B 9500."""
    groups = [
        fact
        for fact, source in imported.recipe.sources.items()
        if source.columns and fact in plan.facts and plan.facts[fact].kind in ("category", "group")
    ]
    if not groups:
        return
    with popover(
        t("back_test.by_table"), icon=":material/table_rows:", key=f"by_table-{question.id}"
    ) as is_open:
        if not is_open:
            return
        fact = st.selectbox(
            t("back_test.by_column"),
            groups,
            format_func=lambda name: pick(plan.facts[name].label),
            key=f"answer_by_column-{question.id}",
        )
        labels = _values_of(plan, imported, fact)
        typed = {
            value: st.text_input(label, key=f"answer_by-{question.id}-{fact}-{value}").strip()
            for value, label in labels.items()
        }
        st.button(
            t("back_test.take"),
            key=f"answer_by_take-{question.id}",
            type="primary",
            disabled=not all(typed.values()),
            on_click=_answer,
            args=(
                files,
                imported.recipe,
                [(question, Answer(Way.BY, column=fact, values=typed))],
            ),
        )


def _values_of(plan: Plan, imported: Imported, fact: str) -> dict[str, str]:
    """The values that a column has, by what they are called."""
    column = plan.facts[fact]
    if column.values:
        return {value: pick(label) for value, label in column.values.items()}
    source = imported.recipe.sources[fact]
    if imported.matching is None:
        return {}
    texts = imported.matching.columns.texts(source.table, source.columns[0])
    return {text: text for text in texts[:60]}


# -- the texts of one column ---------------------------------------------------------------------


def _table(files: ImportStore, imported: Imported, group: Group) -> None:
    """A row for each text: what it means, to be chosen or typed; then all of them are taken."""
    chosen: list[tuple[Question, Answer]] = []
    with st.container(height=_table_height(group), border=False, key="question_texts"):
        for question in group:
            left, right = st.columns([3, 5], vertical_alignment="center")
            rows = t("back_test.in_rows", count=question.rows)
            left.html(f'<p class="pc-text"><code>{escape(question.text)}</code> {rows}</p>')
            labels = {_said(one): one.answer for one in question.choices}
            typed = question.kind is Kind.CELL
            with right:
                said = st.selectbox(
                    t("back_test.means", text=escape_markdown(question.text)),
                    list(labels),
                    index=0 if question.proposed else None,
                    placeholder=t("back_test.choose_or_type" if typed else "back_test.choose"),
                    accept_new_options=typed,
                    key=f"means-{question.id}-{language()}",
                    label_visibility="collapsed",
                )
            if said is not None:
                chosen.append((question, labels.get(said, Answer(Way.VALUE, said))))
    with st.container(horizontal=True, gap="small", key="question_take"):
        st.button(
            t("back_test.take_meanings", count=len(chosen)),
            key="take_meanings",
            type="primary",
            disabled=not chosen,
            on_click=_answer,
            args=(files, imported.recipe, chosen),
        )
        for one in _for_all(group):
            st.button(
                _for_all_said(group, one),
                key=f"for_all-{one.answer.way.name}",
                on_click=_answer,
                args=(files, imported.recipe, [(question, one.answer) for question in group]),
            )


def _for_all(group: Group) -> Iterable[Choice]:
    """The answers that all questions of a group offer alike."""
    for one in group[0].choices:
        is_counted = one.answer.way is Way.KEEP and group[0].kind is Kind.VOID
        if is_counted or one.answer.way in (Way.LEAVE_OUT, Way.BLANK):
            yield one


def _for_all_said(group: Group, choice: Choice) -> str:
    """What is answered for all texts, with the rows of all of them."""
    rows = sum(question.rows for question in group)
    if choice.answer.way is Way.LEAVE_OUT:
        return t("back_test.all_left_out", count=rows)
    if choice.answer.way is Way.KEEP:
        return t("back_test.all_counted", count=rows)
    return t("back_test.all_blank", count=rows)


# -- taking an answer ----------------------------------------------------------------------------


def _answer(files: ImportStore, recipe: Recipe, answers: Sequence[tuple[Question, Answer]]) -> None:
    """The recipe with some answers; what is no answer is told on the card."""
    try:
        recipe = recipe_now(files, recipe)
        for question, answer in answers:
            recipe = answered(recipe, question, answer)
    except Refused as refused:
        st.session_state[_REFUSED] = refused.text(language())
        return
    except ValueError:
        st.session_state[_REFUSED] = t("back_test.no_answer")
        return
    files.commit(files.present.decided(recipe, files.present.known_as))


def _said(choice: Choice) -> str:
    """An answer as a button says it."""
    label = pick(choice.label)
    return label[:1].upper() + label[1:] if choice.answer.way is not Way.COLUMN else label


def _with_cell(imported: Imported, choice: Choice) -> str:
    """The same; a title, or whatever else has no heading, is told by its first cell."""
    said, answer = _said(choice), choice.answer
    if answer.way is not Way.COLUMN or not answer.column.startswith("("):
        return said
    named = (answer.table, answer.column)
    tables = [one for one in imported.tables if one.name == named[0] and named[1] in one.headings]
    cells = (cell for table in tables for cell in table.sheet.columns[answer.column].to_pylist())
    return f"{said} {next(filter(None, cells), '')}".rstrip()
