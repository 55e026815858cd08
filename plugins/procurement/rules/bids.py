"""Bids as the rules of adjudication see them, and what can be wrong with what somebody says of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from plugins.procurement.rules.wording import CURRENCY, amount, named, percent

WHOLE: Final = Decimal(100)
"""All of something, in percent."""


class CaseError(ValueError):
    """What is given contradicts itself or lacks something; the message names the bid and says what to give instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """An offer for one tender, or for one lot of it."""

    bidder: str
    """The name by which the bid goes; no two bids for one tender have the same."""
    fca: Decimal | None = None
    """The price without transport (FCA), or the only price there is, without options; none if it is not priced."""
    dap: Decimal | None = None
    """The price delivered to the place (DAP), without options; none if not told apart."""
    options: Decimal = Decimal(0)
    """What the options cost beside it."""
    currency: str = CURRENCY
    """The currency of all its prices, by ISO 4217."""
    status: str = "submitted"
    """What became of it, as policies write it: `submitted`, `disqualified`, `late` and the like."""
    origins: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    """How many percent of the goods come from each country, by its code."""
    established_in: str = ""
    """The code of the country where the bidder is established; empty if not told."""
    technical_points: Decimal | None = None
    """What the technical evaluation gave it; none where quality is not weighed."""

    def says(self, price: Decimal) -> str:
        """A price in this bid's currency, as people write it."""
        return amount(price, self.currency)


def in_order(bids: Iterable[Bid]) -> tuple[Bid, ...]:
    """Bids by the names of their bidders, so that nothing hangs on the order in which they are given."""
    return tuple(sorted(bids, key=lambda bid: bid.bidder))


def check(bids: Sequence[Bid]) -> None:
    """Raises CaseError with everything that is wrong with these bids, each in a sentence that names the bid."""
    found = [*_common_faults(bids), *(fault for bid in in_order(bids) for fault in _faults(bid))]
    if found:
        raise CaseError(" ".join(found))


def _common_faults(bids: Sequence[Bid]) -> Iterator[str]:
    counted = Counter(bid.bidder for bid in bids)
    for name in sorted(name for name, count in counted.items() if count > 1):
        yield f"Several bids are named '{name}'. Give each bidder a name of its own, and one bid."
    currencies = sorted({bid.currency for bid in bids})
    if len(currencies) > 1:
        yield f"Prices in {named(currencies)} cannot be compared. Give all of them in one currency."


def _faults(bid: Bid) -> Iterator[str]:
    if not bid.bidder.strip():
        yield "A bid has no bidder. Give it a name."
    for word, price in (("FCA", bid.fca), ("DAP", bid.dap)):
        if price is not None and price <= 0:
            yield f"The {word} price of {bid.bidder} is {bid.says(price)}. A price is more than nothing."
    if bid.options < 0:
        yield f"The options of {bid.bidder} cost {bid.says(bid.options)}. They cannot cost less than nothing."
    if bid.technical_points is not None and bid.technical_points < 0:
        yield f"{bid.bidder} has {bid.technical_points} technical points. Nobody has fewer than none."
    yield from _origin_faults(bid)


def _origin_faults(bid: Bid) -> Iterator[str]:
    for country, share in sorted(bid.origins.items()):
        if share <= 0:
            yield f"{bid.bidder} states {percent(share)} from {country}. State the countries with a share only."
    total = sum(bid.origins.values(), Decimal(0))
    if bid.origins and total != WHOLE:
        yield f"The origins of {bid.bidder} add up to {percent(total)}. They must add up to 100 %."
