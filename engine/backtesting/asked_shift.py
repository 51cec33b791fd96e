"""What a shift is asked for in words: attainment=+10%, grade.senior=40%, vacancies of 5%."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.text import Problem, Refused

ATTAINMENT = "attainment"
_PER_CENT = re.compile(r"([+\-−]?)([0-9]+(?:\.[0-9]+)?)\s*%")
_STEPS = re.compile(r"[,;]")


@dataclass(frozen=True)
class AskedShift:
    """Steps of attainment, and the mix by column and value, as shares: 0.1 is ten per cent."""

    attainment: tuple[float, ...] = ()
    mix: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def asked_shift(items: Sequence[str]) -> AskedShift:
    """The shift that items mean: `attainment=+10%` (several steps with commas between them) and
    `column.value=40%`. Raises Refused with all that cannot be read."""
    steps: list[float] = []
    mix: dict[str, dict[str, float]] = {}
    problems = []
    for item in items:
        name, _, text = (part.strip() for part in item.partition("="))
        column, dot, value = name.partition(".")
        shares = [_share(part) for part in _STEPS.split(text)]
        found = [share for share in shares if share is not None]
        if len(found) < len(shares) or not (name == ATTAINMENT or (dot and len(found) == 1)):
            problems.append(Problem("shift_asked", {}, value=item))
        elif name == ATTAINMENT:
            steps += found
        else:
            mix.setdefault(column, {})[value] = found[0]
    if problems:
        raise Refused(problems)
    return AskedShift(tuple(dict.fromkeys(steps)), mix)


def asked_share(text: str) -> float:
    """A share written in per cent: 0.05 of 5%. Raises Refused for anything else."""
    found = _share(text)
    if found is None:
        raise Refused([Problem("share_asked", {}, value=text)])
    return found


def _share(text: str) -> float | None:
    match = _PER_CENT.fullmatch(text.strip())
    if match is None:
        return None
    return float(f"{'' if match[1] in ('', '+') else '-'}{match[2]}e-2")
