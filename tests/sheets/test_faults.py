"""A mistake of the reader is told apart from a bad file."""

from pathlib import Path

from engine.sheets.grids import read_file
from engine.sheets.limits import IMPORT_LIMITS
from engine.sheets.serving import problem_of, trace_of


def test_a_mistake_of_ours_is_not_put_on_the_file_and_leaves_a_trace() -> None:
    try:
        read_file(Path(__file__), "pay.csv", IMPORT_LIMITS, None)  # type: ignore[arg-type]
    except AttributeError as error:
        ours = error
    assert problem_of(ours, "pay.csv").key == "reader_fault"
    assert "grids.py" in trace_of(ours)


def test_what_a_library_says_of_a_file_is_told_in_its_words() -> None:
    try:
        int("no number")
    except ValueError as error:
        theirs = error
    problem = problem_of(theirs, "pay.csv")
    assert problem.key == "unreadable"
    assert "no number" in str(problem.values["found"])
    assert trace_of(theirs) == ""
