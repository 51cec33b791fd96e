"""Elements of a presentation that python-pptx does not write itself."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn


def added(parent: Any, name: str, **attributes: str) -> Any:
    """A new last element of a parent, named like "a:ln"."""
    element = parent.makeelement(qn(name), attributes)
    parent.append(element)
    return element


def local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
