"""Which value of a plan's category each text of a file is."""

from __future__ import annotations

from collections.abc import Iterable

from engine.importing.heading_words import bare
from engine.plan import Column


def matched_values(texts: Iterable[str], column: Column) -> dict[str, str]:
    """The plan's value for each text that is one by id or label; others are left out.

    A text that only contains a label, as 高级客服 contains 高级, is that value where it contains no
    other.
    """
    names: dict[str, str] = {}
    for value, label in column.values.items():
        for name in (value, *label.values()):
            names.setdefault(bare(name), value)
    found = {}
    for text in texts:
        said = bare(text)
        if said in names:
            found[text] = names[said]
            continue
        contained = {value for name, value in names.items() if len(name) > 1 and name in said}
        if len(contained) == 1:
            found[text] = contained.pop()
    return found
