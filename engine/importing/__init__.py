"""Files as people have them: their tables found, matched to a plan's columns and put together."""

from engine.importing.answering import answered, confirmed, with_cell
from engine.importing.cell_reading import Reading
from engine.importing.column_meanings import (
    Meaning,
    Role,
    covers,
    meaning_of,
    with_meaning,
    with_proposals,
)
from engine.importing.heading_words import bare as bare_heading
from engine.importing.heading_words import listed_words as listed_heading_words
from engine.importing.heading_words import words_of as heading_words
from engine.importing.importing import Imported, import_files, import_tables
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import LEAVE_OUT, Dates, Recipe, Rule, Source, TableKeys
from engine.importing.recipe_file import read_recipe, recipe_of, recipe_text

__all__ = [
    "LEAVE_OUT",
    "Answer",
    "Choice",
    "Dates",
    "Imported",
    "Kind",
    "Meaning",
    "Question",
    "Reading",
    "Recipe",
    "Role",
    "Rule",
    "Source",
    "TableKeys",
    "Way",
    "answered",
    "bare_heading",
    "confirmed",
    "covers",
    "heading_words",
    "import_files",
    "import_tables",
    "listed_heading_words",
    "meaning_of",
    "read_recipe",
    "recipe_of",
    "recipe_text",
    "with_cell",
    "with_meaning",
    "with_proposals",
]
