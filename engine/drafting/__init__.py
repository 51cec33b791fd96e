"""Writing plans: drafts that may be unfinished, ready blocks, what helps while typing."""

from engine.drafting.blocks import NEW, Block, Option, blocks
from engine.drafting.completion import Signature, Suggestion, signature, suggestions
from engine.drafting.draft import Draft
from engine.drafting.renaming import mentions
from engine.drafting.spelling import spelled
from engine.drafting.vocabulary import vocabulary

__all__ = [
    "NEW",
    "Block",
    "Draft",
    "Option",
    "Signature",
    "Suggestion",
    "blocks",
    "mentions",
    "signature",
    "spelled",
    "suggestions",
    "vocabulary",
]
