"""What is known of people: files read into a checked table, and from there into dense arrays."""

from engine.facts.arrays import Category, Facts, category
from engine.facts.column_scales import OtherScale, other_scales
from engine.facts.columns_kept import NO_TEXT
from engine.facts.facts_table import facts_table
from engine.facts.identity import texts_alike
from engine.facts.persona_facts import persona_facts
from engine.facts.reading import facts_from, read_facts
from engine.facts.row_problems import problem_of_rows
from engine.facts.totals import is_total, without_totals

__all__ = [
    "NO_TEXT",
    "Category",
    "Facts",
    "OtherScale",
    "category",
    "facts_from",
    "facts_table",
    "is_total",
    "other_scales",
    "persona_facts",
    "problem_of_rows",
    "read_facts",
    "texts_alike",
    "without_totals",
]
