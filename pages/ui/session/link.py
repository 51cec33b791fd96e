"""A scenario in a link: a short token that survives mail and chat, and never carries people.

The token is base64url(zlib(json)) with a version; what comes back is checked by whoever asked."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

VERSION = 1
PARAMETER = "s"
PLAN_PARAMETER = "plan"
"""What a link to a plan in the library names it by."""
LONGEST_TOKEN = 8_000
LARGEST_CONTENT = 256_000


class BadLink(ValueError):
    """The token is not one of ours, was cut off, or is of a version this program cannot read.

    `words` is the key of the sentence that says so.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def encode(content: Mapping[str, Any]) -> str:
    """The token of a JSON object; raises BadLink where it would not fit into a link."""
    text = json.dumps([VERSION, content], separators=(",", ":"), sort_keys=True)
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9))
    token = packed.rstrip(b"=").decode("ascii")
    if len(token) > LONGEST_TOKEN or len(text) > LARGEST_CONTENT:
        raise BadLink("link.too_long")
    return token


def decode(token: str) -> dict[str, Any]:
    """The JSON object of a token; never inflates more than LARGEST_CONTENT bytes."""
    if len(token) > LONGEST_TOKEN:
        raise BadLink("link.unreadable")
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj()
        text = inflater.decompress(packed, LARGEST_CONTENT)
        if inflater.unconsumed_tail or not inflater.eof:
            raise BadLink("link.unreadable")
        version, content = json.loads(text)
    except BadLink:
        raise
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as problem:
        raise BadLink("link.unreadable") from problem
    if version != VERSION:
        raise BadLink("link.other_version")
    if not isinstance(content, dict):
        raise BadLink("link.unreadable")
    return content


def address(content: Mapping[str, Any]) -> str:
    """The link to the page that is showing, with this content."""
    page = str(st.context.url or "").split("?")[0]
    return f"{page}?{PARAMETER}={encode(content)}"


def scenario_in_address() -> dict[str, Any] | None:
    """What the link brought that this session came by; told once, None ever after."""
    token = st.query_params.get(PARAMETER)
    if token is None or token in _seen():
        return None
    return decode(mark_seen(token))


def mark_seen(token: str) -> str:
    """The token, known to be of this session: it brings nothing new."""
    _seen().add(token)
    return token


def _seen() -> set[str]:
    tokens: set[str] = st.session_state.setdefault("link/seen", set())
    return tokens
