"""Cells of text that a spreadsheet would run: an apostrophe before them keeps them text.

Excel, LibreOffice and WPS take what begins with one of a few signs for a formula, also in a CSV
file. Both directions stand here, so that a file written by one is the same when it is read.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = r"^'*[\s]*[=+\-@＝＋－＠\t\r]"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_KEPT = r"^''*[\s]*[=+\-@＝＋－＠\t\r]"


def as_literals(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column with an apostrophe before each that would be run. Numbers stay."""
    risky = pc.and_(
        pc.match_substring_regex(column, _FORMULA),
        pc.invert(pc.match_substring_regex(column, _NUMBER)),
    )
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def from_literals(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column without the apostrophe that `as_literals` put before some."""
    kept = pc.match_substring_regex(column, _KEPT)
    if not pc.any(kept).as_py():
        return column
    return pc.if_else(kept, pc.utf8_slice_codeunits(column, 1), column)
