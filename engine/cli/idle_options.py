"""Options that would do nothing beside what else is given: they are refused, never ignored."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from engine.text import Problem


def flag(name: str) -> str:
    """How an option is written, by its name among the options of a command."""
    return f"--{name.replace('_', '-')}"


def given(options: argparse.Namespace, names: Iterable[str]) -> list[str]:
    """The options of these names that the command takes and that are given."""
    values = ((name, getattr(options, name, None)) for name in names)
    return [name for name, value in values if value is not None and value is not False]


def idle(options: argparse.Namespace, names: Iterable[str], needs: str) -> list[Problem]:
    """Why the given options of these names do nothing where what they need is not given."""
    return [Problem("option_idle", {"needs": needs}, value=flag(n)) for n in given(options, names)]


def apart(options: argparse.Namespace, names: Iterable[str], other: str) -> list[Problem]:
    """Why the given options of these names cannot go with another one that is given."""
    return [Problem("option_apart", {"other": other}, value=flag(n)) for n in given(options, names)]


def of_plans(options: argparse.Namespace, names: Sequence[str]) -> list[Problem]:
    """Why a company does not take the given options of these names."""
    return [Problem("option_of_plan", value=flag(n)) for n in given(options, names)]
