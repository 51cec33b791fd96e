"""A box over the page in which letters are made: of which scenario, to whom, from when, and on
which template."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from engine.calendar import month_text
from engine.comparison import Compared
from engine.papers import (
    FIELDS,
    LARGEST_LETTER,
    MOST_LETTERS,
    LetterTemplate,
    Whom,
    field_meaning,
    field_names,
    is_of_drawn_people,
    letter_template,
    letters_of,
    recipients,
)
from engine.text import Problem, Refused, count, months, short_month
from pages.ui.documents.download_buttons import MIME
from pages.ui.kit import beside, escape_markdown, language, pick, t, upload

TEMPLATE = "letter_template"
"""The field of the template."""
AHEAD = 24
"""So many months after those of the people letters may hold from."""
CHOSEN = "chosen"
MOST_TOLD = 5
"""Of so many people who are not there it is said."""
_OPEN = "letters/open"
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
_BETWEEN = re.compile(r"[\s,;，；、]+")


def letters_button(can_write: bool) -> None:
    """A button that opens the box; it cannot be pressed where nobody can be written to."""
    st.markdown(f"**{t('letters.title')}**")
    st.button(
        t("letters.open"),
        icon=":material/mail:",
        key="letters_open",
        help=t("letters.open_help" if can_write else "letters.nobody"),
        disabled=not can_write,
        on_click=lambda: st.session_state.update({_OPEN: True}),
    )


def letters_box(load: Callable[[], Compared], focus: int, name: str) -> None:
    """The box, while it is open. `load` brings the scenarios, the baseline first; `focus` is the
    one that is chosen at first, `name` what files are called."""
    if st.session_state.get(_OPEN):
        box = st.dialog(
            t("letters.title"), width="large", icon=":material/mail:", on_dismiss=_closed
        )
        box(_body)(load(), focus, name)


def _closed() -> None:
    st.session_state.pop(_OPEN, None)


def _body(compared: Compared, focus: int, name: str) -> None:
    st.html(f"<style>{_STYLE}</style>")
    left, right = beside(6, 6, "letters")
    with left:
        place = _scenario(compared, focus)
        start = _start(compared)
        ids = _at_once(_whom(compared, place))
    with right, st.container(key="letters_written"):
        template = _template()
        _written(compared, place, start, ids, template, name)


def _scenario(compared: Compared, focus: int) -> int:
    """Which of the scenarios is announced."""
    known = [place for place, people in enumerate(compared.people) if people is not None]
    if len(known) == 1:
        st.markdown(f"**{escape_markdown(pick(compared.names[known[0]]))}**")
        return known[0]
    place: int | None = st.selectbox(
        t("letters.scenario"),
        known,
        index=known.index(focus) if focus in known else 0,
        format_func=lambda own: pick(compared.names[own]),
        key="letters_scenario",
    )
    return known[0] if place is None else place


def _start(compared: Compared) -> int:
    """From which month the scenario holds."""
    facts = next(iter(compared.baseline.units.values())).facts
    ahead = range(facts.first, facts.first + facts.months + AHEAD)
    start: int | None = st.selectbox(
        t("letters.start"),
        ahead,
        index=facts.months,
        format_func=lambda number: short_month(month_text(number), language()),
        key="letters_start",
    )
    return ahead[facts.months] if start is None else start


def _whom(compared: Compared, place: int) -> list[str]:
    """Who gets a letter."""
    people = compared.people[place]
    assert people is not None
    whom: str | None = st.segmented_control(
        t("letters.whom"),
        ["changed", "more", "less", CHOSEN],
        default="changed",
        format_func=lambda kind: t(f"letters.whom_{kind}"),
        key="letters_whom",
    )
    if whom == CHOSEN:
        given = st.text_input(
            t("letters.employees"), key="letters_employees", help=t("letters.employees_help")
        )
        return [employee for employee in _BETWEEN.split(given.strip()) if employee]
    units = None
    titles = {row.unit: pick(row.title) for row in compared.by_unit}
    if len(people.baseline.units) > 1:
        chosen = st.multiselect(
            t("letters.units"),
            list(people.baseline.units),
            format_func=lambda unit: titles[unit],
            placeholder=t("letters.all_units"),
            key="letters_units",
        )
        units = chosen or None
    kinds: dict[str, Whom] = {"more": "more", "less": "less"}
    return recipients(people, kinds.get(whom or "", "changed"), units)


def _at_once(ids: list[str]) -> list[str]:
    """Those of them that letters can be written to at once: all, or one part after another."""
    starts = range(0, len(ids), MOST_LETTERS)
    if len(starts) < 2:
        return ids
    first: int | None = st.selectbox(
        t("letters.part"),
        starts,
        format_func=lambda start: t(
            "letters.from_to",
            first=count(start + 1),
            last=count(min(start + MOST_LETTERS, len(ids))),
            all=count(len(ids)),
        ),
        key="letters_part",
        help=t("letters.part_help", most=count(MOST_LETTERS)),
    )
    return ids[first or 0 :][:MOST_LETTERS]


def _written(
    compared: Compared,
    place: int,
    start: int,
    ids: list[str],
    template: LetterTemplate | None,
    name: str,
) -> None:
    """What the first of them is told, and the files."""
    lang = language()
    problems = _problems(compared, place, ids)
    for problem in problems:
        st.warning(escape_markdown(problem))
    if not problems:
        facts = next(iter(compared.baseline.units.values())).facts
        span = months(facts.first, facts.first + facts.months - 1, lang)
        said = "letters.count_drawn" if is_of_drawn_people(compared) else "letters.count"
        st.markdown(t(said, count=len(ids), months=span))
        _first(compared, place, start, ids[0])
    if template is None:
        return
    whole, head = template, _of_one_file(template)
    if head:
        st.info(escape_markdown(head))

    def in_one() -> bytes:
        return whole.one_file(letters_of(compared, place, start, ids), lang)

    def apart() -> bytes:
        return whole.one_each(letters_of(compared, place, start, ids), lang)

    with st.container(horizontal=True, gap="small"):
        st.download_button(
            t("letters.one_file"),
            data=in_one,
            file_name=f"{name}.docx",
            mime=MIME[".docx"],
            on_click="ignore",
            key="letters_docx",
            icon=":material/description:",
            disabled=bool(problems or head),
            type="primary",
        )
        st.download_button(
            t("letters.one_each"),
            data=apart,
            file_name=f"{name}.zip",
            mime="application/zip",
            on_click="ignore",
            key="letters_zip",
            icon=":material/folder_zip:",
            disabled=bool(problems),
        )


def _problems(compared: Compared, place: int, ids: list[str]) -> list[str]:
    """Why no letters can be written to these people."""
    if not ids:
        return [t("letters.nobody")]
    people = compared.people[place]
    assert people is not None
    known = set(people.employees)
    unknown = [employee for employee in ids if employee not in known]
    found = [Problem("letters_unknown", value=employee) for employee in unknown[:MOST_TOLD]]
    return [problem.sentence(language()) for problem in found]


def _first(compared: Compared, place: int, start: int, employee: str) -> None:
    """What one of them is told."""
    (letter,) = letters_of(compared, place, start, [employee])
    said = {field: pick(text) for field, text in letter.fields.items()}
    st.caption(escape_markdown(t("letters.for_example", employee=said["employee"])))
    rows = {
        t("letters.row_month"): [said["old_month"], said["new_month"], said["difference_month"]],
        t("letters.row_all"): [said["old"], said["new"], said["difference"]],
    }
    heads = [t("letters.old"), t("letters.new"), t("letters.difference")]
    lines = ["| | " + " | ".join(heads) + " |", "|---|---:|---:|---:|"]
    lines += [
        f"| {name} | " + " | ".join(map(escape_markdown, cells)) + " |"
        for name, cells in rows.items()
    ]
    st.markdown("\n".join(lines))


def _of_one_file(template: LetterTemplate) -> str:
    """Why all letters cannot stand in one file; "" where they can."""
    try:
        template.one_file([], language())
    except Refused as refused:
        return " ".join(problem.sentence(language()) for problem in refused.problems)
    return ""


def _template() -> LetterTemplate | None:
    """The template: one's own, where one was taken, else that which comes along; None where one's
    own cannot be used, which is said."""
    lang = language()
    kept: upload.StoredFile | None = st.session_state.get(f"upload/{TEMPLATE}")
    found: LetterTemplate | None = None
    try:
        if kept is None:
            found = LetterTemplate(letter_template(lang))
        else:
            found = LetterTemplate(kept.path.read_bytes(), kept.name)
    except Refused as refused:
        for problem in refused.problems:
            st.error(escape_markdown(problem.sentence(lang)))
    except OSError:  # nobody used it for a month
        assert kept is not None
        st.error(escape_markdown(t("papers.template_gone", name=kept.name)))
    with st.expander(t("letters.template"), expanded=found is None):
        _own_template(kept, lang)
    return found


def _own_template(kept: upload.StoredFile | None, lang: str) -> None:
    st.caption(t("letters.template_help"))
    st.download_button(
        t("letters.template_shipped"),
        data=lambda: letter_template(lang),
        file_name=f"{t('letters.title')}.docx",
        mime=MIME[".docx"],
        on_click="ignore",
        key="letters_template",
        icon=":material/download:",
    )
    most = LARGEST_LETTER // 1_000_000
    upload.uploader(t("letters.template_file"), name=TEMPLATE, kinds=("docx",), megabytes=most)
    if kept is not None:
        st.caption(escape_markdown(t("letters.template_used", name=kept.name)))
        if st.button(t("letters.template_drop"), key="letters_drop"):
            upload.forget(TEMPLATE)
            st.rerun(scope="fragment")
    names = field_names(lang)
    fields = (
        f"- `{{{{{names[field]}}}}}` {escape_markdown(pick(field_meaning(field)))}"
        for field in FIELDS
    )
    st.markdown("\n".join(fields))
