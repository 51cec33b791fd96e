"""What looks the same though it is not written the same: ids, managers and groups of a file.

Nothing is put together here: whatever looks alike is said, and stays what it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.text import as_typed

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

EXACT_DIGITS = 15
"""So many digits of a number a workbook keeps."""
CROWD = 10
"""Among so many people somebody who is a group of their own is worth a word."""
FEW = 5
"""So many names a sentence lists."""
_STEPS = (
    (r"([0-9])\.0+$", r"\1"),  # 17.0, as a program writes a number
    (r"^([0-9]{1,3}),([0-9]{3})$", r"\1\2"),  # 1,001, as a workbook shows one
    (r"([0-9])[\p{P}\p{S}]+([0-9])", "\\1\n\\2"),  # 1-11 is not 11-1
    (r"[\p{Z}\p{Cf}\p{P}\p{S}\t]+", ""),
    (r"(^|[^0-9])0+([0-9])", r"\1\2"),
)
_LATIN = str.maketrans("авекмнорстухіјѕ" + "αβεικνορτυχη", "abekmhopctyxijs" + "abeiknoptuxh")
"""Small letters, Cyrillic and Greek, that look like Latin ones, small or capital."""


@dataclass(frozen=True)
class Coded:
    """A column of text: `values[codes[row]]` is what stands in a row; "" is a blank."""

    codes: Rows
    values: Sequence[str]

    def rows_of(self, values: Collection[int]) -> Rows:
        """The rows in which one of the values stands, by their places."""
        return np.flatnonzero(np.isin(self.codes, list(values)))


@dataclass(frozen=True)
class Noted:
    """Something worth a word: the key of the sentence, a row where it is seen, what it says."""

    key: str
    row: int
    said: Mapping[str, object]


def same_ids(ids: Coded) -> Iterator[Noted]:
    """Ids that may be those of one person."""
    for usual, others in _alike(ids):
        names = [ids.values[i] for i in (usual, *others)]
        yield Noted("ids_alike", int(ids.rows_of(others)[0]), {"ids": _quoted(names)})
    zeros = [i for i, text in enumerate(ids.values) if _ends_in_zeros(text)]
    if zeros:
        yield Noted("ids_perhaps_rounded", int(ids.rows_of(zeros)[0]), {"count": len(zeros)})


def texts_alike(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Different texts that look the same, put together."""
    together: dict[str, list[str]] = {}
    for text, key in zip(texts, _likeness(texts), strict=True):
        together.setdefault(key, []).append(text)
    return [tuple(group) for group in together.values() if len(group) > 1]


def same_groups(group: Coded, ids: Coded, shared: bool) -> Iterator[Noted]:
    """Groups that may be one; where people share something in them, those of one person too."""
    people = np.unique(group.codes * len(ids.values) + ids.codes) // len(ids.values)
    sizes = np.bincount(people, minlength=len(group.values))
    for usual, others in _alike(group):
        names = [f"“{group.values[i]}” ({sizes[i]})" for i in (usual, *others)]
        yield Noted("groups_alike", int(group.rows_of(others)[0]), {"groups": _some(names)})
    alone = np.flatnonzero(sizes == 1)
    if shared and alone.size and len(ids.values) >= CROWD and np.median(sizes) >= 3:
        names = [group.values[int(i)] for i in alone]
        said = {"groups": _quoted(names), "count": len(names)}
        yield Noted("groups_of_one", int(group.rows_of(alone.tolist())[0]), said)


def absent_managers(
    managers: Coded, ids: Coded, month: Rows, amounts: Mapping[str, Numbers]
) -> Iterator[Noted]:
    """Managers who are not among the people, or are not there in a month in which others report
    to them, with what those bring in; `month` counts the months of the rows from 0."""
    position = {employee: i for i, employee in enumerate(ids.values)}
    known = np.array([position.get(value, -1) for value in managers.values], dtype=np.intp)
    unknown = [i for i, value in enumerate(managers.values) if known[i] < 0 and value != ""]

    def noted(key: str, rows: Rows, meant: Mapping[str, str]) -> Noted:
        names = [managers.values[i] for i in dict.fromkeys(managers.codes[rows].tolist())]
        sums = {name: as_typed(round(float(of[rows].sum()), 2)) for name, of in amounts.items()}
        said = {
            "count": int(np.unique(ids.codes[rows]).size),
            "rows": int(rows.size),
            "brought": ("", *(f"{name} {total}" for name, total in sums.items())),
            "managers": len(names),
            "names": _quoted(names),
            "meant": _some([f"“{name}” → “{meant[name]}”" for name in names if name in meant]),
        }
        return Noted(key, int(rows[0]), said)

    if unknown:
        meant = _meant_by([managers.values[i] for i in unknown], ids.values)
        key = "manager_nobody_meant" if meant else "manager_nobody"
        yield noted(key, managers.rows_of(unknown), meant)
    months = int(month.max()) + 1
    there = np.zeros(len(ids.values) * months, dtype=np.bool_)
    there[ids.codes * months + month] = True
    asked = np.flatnonzero(known[managers.codes] >= 0)
    absent = asked[~there[known[managers.codes[asked]] * months + month[asked]]]
    if absent.size:
        yield noted("manager_absent", absent, {})


def circles(managers: Coded, ids: Coded, month: Rows) -> Iterator[Noted]:
    """People who are, in one month, above themselves: their own manager, or over some others."""
    people = len(ids.values)
    position = {employee: i for i, employee in enumerate(ids.values)}
    known = np.array([position.get(value, people) for value in managers.values], dtype=np.intp)
    for present in range(int(month.max()) + 1):
        rows = np.flatnonzero(month == present)
        above = np.full(people + 1, people, dtype=np.intp)
        above[ids.codes[rows]] = known[managers.codes[rows]]
        for _ in range(people.bit_length()):
            above = above[above]
        circle = np.setdiff1d(above, [people])  # after so many steps up nobody else is left
        if circle.size:
            names = [ids.values[int(i)] for i in circle]
            row = int(rows[np.isin(ids.codes[rows], circle)][0])
            yield Noted("manager_circle", row, {"names": _quoted(names), "count": len(names)})
            return


def _alike(column: Coded) -> Iterator[tuple[int, list[int]]]:
    """Places of values that look the same: the one in most rows, and the others."""
    together: dict[str, list[int]] = {}
    for i, key in enumerate(_likeness(column.values)):
        together.setdefault(key, []).append(i)
    several = [group for group in together.values() if len(group) > 1]
    if several:
        rows = np.bincount(column.codes, minlength=len(column.values))
        for group in several:
            usual = max(group, key=lambda i: (rows[i], -i))
            yield usual, [i for i in group if i != usual]


def _likeness(values: Sequence[str]) -> list[str]:
    """What is left of each text without its Unicode form, width, case, blanks, punctuation, leading
    zeros and a trailing .0, its letters being those of the Latin alphabet that they look like;
    texts of which nothing is left stay what they are."""
    keys = pc.utf8_lower(pc.utf8_normalize(pa.array(values, pa.string()), form="NFKC"))
    if not all(value.isascii() for value in values):
        latin = [key.translate(_LATIN) for key in keys.to_pylist()]
        keys = pa.array(latin, pa.string())
    for pattern, replacement in _STEPS:
        keys = pc.replace_substring_regex(keys, pattern, replacement)
    return [key or value for key, value in zip(keys.to_pylist(), values, strict=True)]


def _meant_by(unknown: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Of texts that are not known, the known one that looks the same, where there is just one."""
    by_key: dict[str, list[str]] = {}
    for name, key in zip(known, _likeness(known), strict=True):
        by_key.setdefault(key, []).append(name)
    found = zip(unknown, _likeness(unknown), strict=True)
    return {name: by_key[key][0] for name, key in found if len(by_key.get(key, ())) == 1}


def _quoted(names: Sequence[str]) -> tuple[str, ...]:
    return _some([f"“{name}”" for name in names])


def _some(texts: Sequence[str]) -> tuple[str, ...]:
    """The first few of a list, with an ellipsis where there are more."""
    return (*texts[:FEW], *(["…"] if len(texts) > FEW else []))


def is_rounded(text: str) -> bool:
    """Whether an id is a number of which the last digits are lost: 1.10101E+17."""
    number, exponent, power = text.lower().partition("e")
    if exponent:
        return power.lstrip("+").isdigit() and number.replace(".", "", 1).isdigit()
    whole, point, zeros = text.partition(".")
    return bool(point) and not zeros.strip("0") and whole.isdigit() and len(whole) > EXACT_DIGITS


def _ends_in_zeros(text: str) -> bool:
    """Whether an id may be such a number: more digits than are kept, and nothing but 0 beyond."""
    return (
        len(text) > EXACT_DIGITS
        and text.isascii()
        and text.isdigit()
        and not text[EXACT_DIGITS:].strip("0")
    )
