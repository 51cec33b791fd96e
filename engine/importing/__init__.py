"""Files as people have them: their tables found, matched to a plan's columns and put together."""

from engine.importing.cell_reading import Reading
from engine.importing.file_tables import Table, tables_of
from engine.importing.importing import Imported, import_files, import_tables, undecided
from engine.importing.matching import propose
from engine.importing.recipe import LEAVE_OUT, Dates, Recipe, Rule, Source, TableKeys
from engine.importing.recipe_file import read_recipe, recipe_of, recipe_text

__all__ = [
    "LEAVE_OUT",
    "Dates",
    "Imported",
    "Reading",
    "Recipe",
    "Rule",
    "Source",
    "Table",
    "TableKeys",
    "import_files",
    "import_tables",
    "propose",
    "read_recipe",
    "recipe_of",
    "recipe_text",
    "tables_of",
    "undecided",
]
