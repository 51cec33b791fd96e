"""Files as tables of text, read in a process of its own within limits of memory and time."""

from engine.sheets.limits import USUAL_LIMITS, Limits
from engine.sheets.literal_cells import as_literals
from engine.sheets.read import read_sheet
from engine.sheets.sheet import Sheet

__all__ = ["USUAL_LIMITS", "Limits", "Sheet", "as_literals", "read_sheet"]
