"""Whose pay a scenario is about: named, never held, so that a scenario stays one small value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.calendar import paying_month
from engine.text import Problem, Refused
from engine.workforce import FIGURES
from engine.yaml_files import Json, is_number

FILE_KINDS = ("csv", "xlsx", "parquet")
"""What a file of people can be, by the ending of its name."""
LONGEST_NAME = 120

LARGEST_SEED = 2**31 - 1
"""Seeds of people and of the months ahead go up to here."""


@dataclass(frozen=True)
class Simulated:
    """People drawn from a model of a workforce, over `months` months from `first` (YYYY-MM).

    `figures` are those of the model that were moved, by name and in the order of names.
    """

    workforce: str
    seed: int
    employees: int
    months: int
    first: str
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class FromFile:
    """People read from a file, found again by its content; its months are those of the file.

    `sha256` is "" where only the name is known, as in a scenario file that somebody wrote.
    """

    name: str
    sha256: str
    kind: str


@dataclass(frozen=True)
class Personas:
    """The typical people that the plan itself brings along, through one calendar year."""


People = Simulated | FromFile | Personas


def people_json(people: People | None) -> dict[str, Json] | None:
    """People as JSON: {"simulated": workforce, "seed": …, "employees": …, "months": …, "first": …}
    and "figures": {name: value} where some were moved, {"file": name, "sha256": …, "kind": …} or
    the name alone where only that is known, {"personas": true}, or None."""
    match people:
        case Simulated(workforce, seed, employees, months, first, figures):
            size: dict[str, Json] = {"employees": employees, "months": months, "first": first}
            moved: dict[str, Json] = {"figures": dict(figures)} if figures else {}
            return {"simulated": workforce, "seed": seed, **size, **moved}
        case FromFile(name, "", _):
            return {"file": name}
        case FromFile(name, sha256, kind):
            return {"file": name, "sha256": sha256, "kind": kind}
        case Personas():
            return {"personas": True}
    return None


def people_from_json(data: Any) -> People | None:
    """The people that JSON describes. Raises Refused where it describes none.

    Whether their workforce or file is there, and whether it has these figures, is found when they
    are asked for.
    """
    match data:
        case None:
            return None
        case {
            "simulated": str(workforce),
            "seed": int(seed),
            "employees": int(employees),
            "months": int(months),
            "first": str(first),
        } if 0 <= seed <= LARGEST_SEED and employees > 0 and months > 0 and _is_month(first):
            figures = _figures(data.get("figures", {}))
            if figures is not None:
                return Simulated(workforce, seed, employees, months, first, figures)
        case {"file": str(name), "sha256": str(digest), "kind": str(kind)} if (
            kind in FILE_KINDS and _is_digest(digest)
        ):
            return FromFile(name[:LONGEST_NAME], digest, kind)
        case {"file": str(name), **rest} if not rest and _ending(name) in FILE_KINDS:
            return FromFile(name, "", _ending(name))
        case {"personas": True}:
            return Personas()
    raise Refused([Problem("scenario_people", {"found": str(data)[:120]})])


def _figures(data: Any) -> tuple[tuple[str, float], ...] | None:
    """Numbers by the names of figures, None where there is anything else."""
    if not isinstance(data, Mapping) or not set(data) <= set(FIGURES):
        return None
    if not all(is_number(value) and abs(value) <= 1 for value in data.values()):
        return None
    return tuple(sorted((str(name), float(value)) for name, value in data.items()))


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _is_month(text: str) -> bool:
    try:
        paying_month(text)
    except ValueError:
        return False
    return True
