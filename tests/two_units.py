"""A company of two units of people who are drawn, in a file."""

from __future__ import annotations

from pathlib import Path

TWO_UNITS = """
id: two-units
title: {en: Two units, zh: 两个单元}
description: {en: Small, zh: 小}
first: 2026-01
months: 12
seed: 3
units:
  sellers:
    plan: service-seller
    people: {workforce: service-seller}
    headcount: 60
  service:
    plan: cs-department
    people: {workforce: cs-department}
    headcount: 40
"""


def two_units(folder: Path, further: str = "") -> Path:
    """The file of the company, which says `further` besides."""
    file = folder / "two-units.yaml"
    file.write_text(TWO_UNITS + further, encoding="utf-8")
    return file
