"""What the engine says to people: sentences in two languages, numbers with units, problems."""

from engine.text.lists import listed
from engine.text.numerals import chinese, item_number
from engine.text.problems import Problem, Refused
from engine.text.sentences import LANGUAGES, Text, catalogue, say
from engine.text.spacing import spaced
from engine.text.statement_numbers import (
    NOTHING,
    bare,
    both,
    difference,
    fen,
    is_exact,
    joined,
    month,
    month_name,
    more_for,
    phrase,
    same,
    with_unit,
)
from engine.text.term_marks import END, TERM, marked, plain_text, unbroken
from engine.text.units import (
    MINUS,
    OWN,
    figure,
    figures,
    is_money,
    is_share,
    plain,
    shown,
    unit_text,
)

__all__ = [
    "END",
    "LANGUAGES",
    "MINUS",
    "NOTHING",
    "OWN",
    "TERM",
    "Problem",
    "Refused",
    "Text",
    "bare",
    "both",
    "catalogue",
    "chinese",
    "difference",
    "fen",
    "figure",
    "figures",
    "is_exact",
    "is_money",
    "is_share",
    "item_number",
    "joined",
    "listed",
    "marked",
    "month",
    "month_name",
    "more_for",
    "phrase",
    "plain",
    "plain_text",
    "same",
    "say",
    "shown",
    "spaced",
    "unbroken",
    "unit_text",
    "with_unit",
]
