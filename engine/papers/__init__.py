"""Papers for a meeting: one model of a decision with its findings, and its writers."""

from engine.papers.backtest_book import backtest_book
from engine.papers.backtest_paper import backtest_paper
from engine.papers.book import Book
from engine.papers.book_writer import to_workbook
from engine.papers.compare_book import compare_book
from engine.papers.comparison_paper import compare_paper, what_if_paper
from engine.papers.deck import to_pptx
from engine.papers.deck_template import LARGEST_TEMPLATE, neutral_template, stage_of
from engine.papers.health_book import health_book
from engine.papers.health_paper import health_paper
from engine.papers.letter_fields import (
    FIELDS,
    MOST_LETTERS,
    Letter,
    Whom,
    field_meaning,
    field_names,
    is_of_drawn_people,
    letters_of,
    recipients,
)
from engine.papers.letter_template import letter_template
from engine.papers.letters import LARGEST_LETTER, LetterTemplate
from engine.papers.paper import (
    ACROSS_NUMBERS,
    Chart,
    ChartKind,
    ChartUnit,
    Decision,
    Finding,
    KeyFigure,
    Paper,
    Role,
    Series,
)
from engine.papers.paper_look import Scale, axis_start, colour_of, scale_for, scale_of
from engine.papers.pdf import to_pdf
from engine.papers.projection_book import projection_book
from engine.papers.projection_paper import projection_paper
from engine.papers.reproduce import can_reproduce, reproduce_comparison
from engine.papers.reproduce_backtest import reproduce_backtest
from engine.papers.reproduce_health import reproduce_health
from engine.papers.reproduce_projection import reproduce_projection
from engine.papers.standing import Standing, company_standing, entry

__all__ = [
    "ACROSS_NUMBERS",
    "FIELDS",
    "LARGEST_LETTER",
    "LARGEST_TEMPLATE",
    "MOST_LETTERS",
    "Book",
    "Chart",
    "ChartKind",
    "ChartUnit",
    "Decision",
    "Finding",
    "KeyFigure",
    "Letter",
    "LetterTemplate",
    "Paper",
    "Role",
    "Scale",
    "Series",
    "Standing",
    "Whom",
    "axis_start",
    "backtest_book",
    "backtest_paper",
    "can_reproduce",
    "colour_of",
    "company_standing",
    "compare_book",
    "compare_paper",
    "entry",
    "field_meaning",
    "field_names",
    "health_book",
    "health_paper",
    "is_of_drawn_people",
    "letter_template",
    "letters_of",
    "neutral_template",
    "projection_book",
    "projection_paper",
    "recipients",
    "reproduce_backtest",
    "reproduce_comparison",
    "reproduce_health",
    "reproduce_projection",
    "scale_for",
    "scale_of",
    "stage_of",
    "to_pdf",
    "to_pptx",
    "to_workbook",
    "what_if_paper",
]
