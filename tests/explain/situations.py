"""Small situations written as tables, and what a statement's page says about one line."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import engine
from engine.explain import Statement, explain
from engine.reports import statement_document, write


def statement(
    folder: Path, plan: engine.Plan | str, table: str, employee: str, month: str
) -> Statement:
    """The statement of an employee, from facts written as CSV."""
    file = folder / "facts.csv"
    file.write_text(dedent(table).strip().replace(" ", "") + "\n", encoding="utf-8")
    loaded = engine.load_plan(plan) if isinstance(plan, str) else plan
    return explain(loaded, engine.read_facts(file, loaded), employee, month)


def page_of(told: Statement, language: str) -> str:
    """The statement as Markdown."""
    return write(statement_document(told), ".md", language).decode()


def section(told: Statement, title: str, language: str) -> str:
    """What the page says about the line with that title, as it looks when read."""
    page = page_of(told, language)
    text = page.split(f"\n### {title}", 1)[1].split("\n## ", 1)[0].split("\n### ", 1)[0]
    lines = (line.rstrip() for line in text.replace("\N{NO-BREAK SPACE}", " ").splitlines())
    return f"{title}" + "\n".join(lines).rstrip() + "\n"
