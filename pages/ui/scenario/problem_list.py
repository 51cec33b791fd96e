"""Problems of a file of people as a table: for the page, and for a file to take along."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from engine.text import Problem, say
from pages.ui.kit import language, t

SHORT = 6
"""A longer list is scrolled in a box of its own."""
COLUMNS = ("file", "line", "column", "value", "problem", "remedy")


def show_problems(problems: Sequence[Problem]) -> None:
    """The problems as a table of the page."""
    with st.container(height="content" if len(problems) <= SHORT else 240, border=False):
        st.html(_written(problem_table(problems, language())))


def problem_table(problems: Sequence[Problem], lang: str) -> pd.DataFrame:
    """One row a problem: file, line of it, column, value, what is wrong, what would be right. The
    file only where they are of several."""
    files = {problem.file for problem in problems}
    return pd.DataFrame(
        {
            "file": [problem.file if len(files) > 1 else "" for problem in problems],
            "line": [_line(problem, lang) for problem in problems],
            "column": [problem.column for problem in problems],
            "value": [str(problem.value or "") for problem in problems],
            "problem": [problem.text(lang) for problem in problems],
            "remedy": [problem.remedy(lang) for problem in problems],
        },
        columns=list(COLUMNS),
    )


def number_of(problems: Sequence[Problem]) -> int:
    """How many there are, with those that are only counted."""
    return sum(
        int(str(problem.values["count"])) if problem.key == "more_problems" else 1
        for problem in problems
    )


def _line(problem: Problem, lang: str) -> str:
    line = str(problem.line or "")
    if not problem.sheet:
        return line
    return say(lang, "place.sheet", sheet=problem.sheet) + (f" {line}" if line else "")


def _written(table: pd.DataFrame) -> str:
    table = table.loc[:, (table != "").any()]
    heads = "".join(f"<th scope='col'>{t(f'refusal.{name}')}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return (
        f"<table class='pc-table pc-problems' aria-label='{t('refusal.table')}'>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
