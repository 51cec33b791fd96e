"""Writing plans: drafts that may be unfinished, renaming, what helps while typing."""

from engine.drafting.completion import Signature, Suggestion, signature, suggestions
from engine.drafting.draft import Draft

__all__ = ["Draft", "Signature", "Suggestion", "signature", "suggestions"]
