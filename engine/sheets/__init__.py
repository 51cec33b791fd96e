"""Files as tables of text, read in a process of its own within limits of memory and time."""

from engine.sheets.grid import Area, Grid
from engine.sheets.kept_assumptions import assumptions_entry
from engine.sheets.limits import USUAL_LIMITS, Limits
from engine.sheets.literal_cells import as_literals
from engine.sheets.read import Outline, read_grids, read_outline, read_rows, read_sheet
from engine.sheets.sheet import EMPLOYEE, HIRED, MONTH, Sheet
from engine.sheets.workbook_parts import column_letters

__all__ = [
    "EMPLOYEE",
    "HIRED",
    "MONTH",
    "USUAL_LIMITS",
    "Area",
    "Grid",
    "Limits",
    "Outline",
    "Sheet",
    "as_literals",
    "assumptions_entry",
    "column_letters",
    "read_grids",
    "read_outline",
    "read_rows",
    "read_sheet",
]
