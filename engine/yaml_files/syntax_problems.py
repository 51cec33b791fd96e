"""Why a text is no YAML: the parser's message in our words, at the line to mend."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError

from engine.text import Problem

DEEPEST = 100
"""So many brackets may stand open at once; the parser takes seconds over a thousand."""


def too_deep(text: str) -> int | None:
    """The line on which one bracket too many opens, before anything is parsed."""
    depth = 0
    for bracket in re.finditer(r"[\[{\]}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            return text.count("\n", 0, bracket.start()) + 1
    return None


def syntax_problem(error: YAMLError | RecursionError | ValueError, text: str, file: str) -> Problem:
    """What is wrong with a text that the parser refused."""
    if not isinstance(error, MarkedYAMLError):
        return Problem("yaml", {"found": _first_line(error)}, file)
    said, context = str(error.problem), str(error.context)
    here, opened = _line(error.problem_mark), _line(error.context_mark)
    if "'\\t'" in said:
        return Problem("yaml_tab", {}, file, here)
    if twice := re.match(r'found duplicate key "(.*?)" with', said, re.DOTALL):
        return Problem("entry_twice", {"name": twice[1]}, file, here)
    if "expected ':'" in said:
        return Problem("yaml_colon", {}, file, opened)
    if said.startswith("mapping values"):
        return _colon(text.splitlines(), error.problem_mark, file)
    if "quoted scalar" in context and "end of stream" in said:
        return Problem("yaml_quote_open", {}, file, opened)
    if "expected <block end>" in said and "<scalar>" in said:
        return Problem("yaml_quote_early", {}, file, here)
    if re.search(r"expected <(block end|document start)>|'<document start>'", said):
        return Problem("yaml_indent", {}, file, here)
    if "while parsing a flow" in context and "expected ','" in said:
        goes_on = here == opened and said.endswith(("':'", "'<scalar>'"))
        return Problem("yaml_comma" if goes_on else "yaml_bracket", {}, file, opened)
    return Problem("yaml", {"found": _first_line(said)}, file, here)


def _colon(lines: list[str], mark: StringMark, file: str) -> Problem:
    """A colon where none can stand: the text before it has one, or the line above lacks one, or the
    indentation puts both together."""
    here: int = mark.line
    if re.search(r":\s", lines[here][: mark.column]):
        return Problem("yaml_second_colon", {}, file, here + 1)
    above = next((n for n in reversed(range(here)) if lines[n].strip()), here)
    if above < here and not re.search(r":(\s|$)", lines[above]):
        return Problem("yaml_colon", {}, file, above + 1)
    return Problem("yaml_indent", {}, file, here + 1)


def _line(mark: StringMark | None) -> int | None:
    return mark.line + 1 if mark is not None else None


def _first_line(said: object) -> str:
    return str(said).split("\n")[0].rstrip(" .")
