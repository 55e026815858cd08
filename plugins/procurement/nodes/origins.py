"""Where goods and work come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from core.words import Country, Share, word

K = TypeVar("K")


@word
class OriginShare:
    """The part of a bid or contract that is made in one country."""

    country: Country | None
    """Where supplies are made or last changed in substance; for services, where the bidder is established."""
    share: Share
    """How much of the price is made there."""


def by_key(rows: Iterable[tuple[K, str, int]]) -> dict[K, list[OriginShare]]:
    """The shares of bids or contracts, from rows of their key, a country and its share.

    They are no nodes: their running numbers would count what is sealed.
    """
    found: defaultdict[K, list[OriginShare]] = defaultdict(list)
    for key, country, ppm in rows:
        found[key].append(OriginShare(country=Country.of(country), share=Share.from_ppm(ppm)))
    return found
