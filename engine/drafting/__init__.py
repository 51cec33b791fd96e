"""Writing plans: drafts that may be unfinished, ready blocks, what helps while typing."""

from engine.drafting.blocks import NEW, Block, Option, blocks
from engine.drafting.completion import Signature, Suggestion, signature, suggestions
from engine.drafting.draft import Draft
from engine.drafting.formula_layers import KINDS, WAYS
from engine.drafting.mechanics import (
    Measure,
    Mechanic,
    is_empty,
    measures,
    mechanics,
    with_amount,
    with_measure,
    with_mechanic,
    without_mechanic,
)
from engine.drafting.renaming import mentions, renamed
from engine.drafting.spelling import spelled
from engine.drafting.starting_figures import starting_figures
from engine.drafting.vocabulary import vocabulary

__all__ = [
    "KINDS",
    "NEW",
    "WAYS",
    "Block",
    "Draft",
    "Measure",
    "Mechanic",
    "Option",
    "Signature",
    "Suggestion",
    "blocks",
    "is_empty",
    "measures",
    "mechanics",
    "mentions",
    "renamed",
    "signature",
    "spelled",
    "starting_figures",
    "suggestions",
    "vocabulary",
    "with_amount",
    "with_measure",
    "with_mechanic",
    "without_mechanic",
]
