"""A company as a document: the health check of every unit, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.companies import Company
from engine.health import Health
from engine.reports.document import Block, Document, Heading
from engine.reports.health_document import health_document
from engine.text import Phrases

phrase = Phrases("company")


def company_health_document(company: Company, found: Mapping[str, Health]) -> Document:
    """What each unit's health check found, in the order of the units."""
    title = phrase("health_title", company=company.title)
    return Document(title, tuple(_health(company, found)), keywords=company.id)


def _health(company: Company, found: Mapping[str, Health]) -> Iterator[Block]:
    for name, health in found.items():
        document = health_document(health)
        unit = company.units[name].title
        yield Heading(1, phrase("of_unit", unit=unit, what=document.title), name)
        for block in document.blocks:
            if isinstance(block, Heading):
                block = replace(block, level=2, id=f"{name}-{block.id}")
            yield block
