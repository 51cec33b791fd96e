"""What companies are read from that do not come with Paycurve: kept on the server by content, as
files of people are, so that a link or a page loaded again finds them."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from engine.companies import Company, definition_json, is_shipped, load_company, read_company
from engine.text import Problem, Refused
from pages.ui.kit import upload
from pages.ui.session.server_memory import memory

KIND = "json"


def definition_of(company: Company) -> str:
    """The SHA-256 that a company as documented is found by again; "" for one that comes with
    Paycurve. Raises Refused where it cannot be stored."""
    definition = digest_of(company)
    if definition:
        data = io.BytesIO(definition_json(company))
        try:
            upload.store(data, f"{company.id}.{KIND}", (KIND,))
        except upload.NotStored as problem:
            raise Refused([Problem("keep_broken", {"found": problem.key}, company.id)]) from None
    return definition


def digest_of(company: Company) -> str:
    """The SHA-256 of a company as documented; "" for one that comes with Paycurve."""
    return "" if is_shipped(company) else hashlib.sha256(definition_json(company)).hexdigest()


def defined(company: str, definition: str) -> Company:
    """A company as documented. Raises Refused where what it was read from is not here, or is
    somebody else's who does not share it."""
    if not definition:
        return load_company(company)
    path = path_of_definition(definition)
    if not _is_digest(definition) or not path.exists() or not upload.may_read(path):
        raise Refused([Problem("company_not_here", {}, value=company)])
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != definition:
        raise Refused([Problem("company_not_here", {}, value=company)])
    return memory().cached(
        ("company definition", definition), lambda: read_company(data, path.name)
    )


def path_of_definition(definition: str) -> Path:
    """Where a definition lies, if it is on this server."""
    return upload.stored_path(definition, KIND)


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
