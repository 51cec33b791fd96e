"""What was worked out, read or drawn before, shared by all sessions of this server."""

from __future__ import annotations

import streamlit as st

from engine.evaluation import Memory
from engine.plan import Plan

MEMORY_BYTES = 1 << 31
"""Room for the facts of a million people for a year, and what is worked out of them."""


@st.cache_resource(show_spinner=False)
def memory() -> Memory:
    """Results by what they are made of: a key says all that a result depends on."""
    return Memory(MEMORY_BYTES)


def content_key(plan: Plan) -> str:
    """All that a plan says, as a part of a key."""
    return repr(plan.content)
