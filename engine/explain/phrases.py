"""The sentences of a statement, in every language."""

from __future__ import annotations

from engine.text import Phrases

phrase = Phrases("statement")
joined = phrase.joined
