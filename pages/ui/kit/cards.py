"""A few figures at the top of a page, a card each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Card:
    """A label, a figure (HTML), how it changed, and the exact amounts on hover."""

    label: str
    value: str
    change: str
    exact: str = ""
    moved: bool = False


def card_row(cards: Sequence[Card]) -> str:
    """The cards beside one another, as HTML."""
    return (
        f'<div class="pc-cards" role="list" style="--pc-cards: {len(cards)}">{cards_html(cards)}'
        "</div>"
    )


def cards_html(cards: Sequence[Card]) -> str:
    """What stands in a row of cards, as HTML."""
    return "".join(map(_drawn, cards))


def _drawn(card: Card) -> str:
    title = f' title="{escape(card.exact)}"' if card.exact else ""
    change = "pc-change pc-moved" if card.moved else "pc-change"
    return (
        f'<div class="pc-card" role="listitem"{title}><h3>{escape(card.label)}</h3>'
        f'<p class="pc-value">{card.value}</p><p class="{change}">{escape(card.change)}</p></div>'
    )
