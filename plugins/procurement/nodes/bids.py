"""What is offered: bids, and where the goods come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.access.viewer import Viewer
from core.registry.nodes import Organisation
from core.words import Money, money
from plugins.procurement import models
from plugins.procurement.models import BidStatus
from plugins.procurement.nodes.origins import OriginShare, by_key
from plugins.procurement.nodes.scopes import readable_bids
from plugins.procurement.nodes.tenders import Lot, Tender
from schema.declare import batched, computed, node, one, scoped


async def origins_of(bids: Sequence[UUID], viewer: Viewer) -> dict[UUID, list[OriginShare]]:
    """The shares of each bid, the largest first."""
    rows = scoped(Bid, viewer, models.Bid).filter(id__in=bids, origins__share_ppm__gte=0)
    stated = rows.order_by("-origins__share_ppm", "origins__country")
    return by_key(await stated.values_list("id", "origins__country", "origins__share_ppm"))


@node(
    models.Bid,
    scope=readable_bids,
    filters=["status", "submitted_at", "tender_id", "lot_id", "bidder_id"],
    orders=["submitted_at"],
    sums=["amount"],
    groups=["status"],
)
class Bid:
    """An offer for a tender or one of its lots.

    It is readable to its bidder and to procurement officers, from the opening on also to the technical officers of the
    requesting unit, and to nobody else: to others it does not exist, in no list, count, sum or order.
    """

    tender: Tender | None = one("tender_id")
    """The call that it answers."""
    lot: Lot | None = one("lot_id")
    """The part that it is for; null if it is for the whole."""
    bidder: Organisation = one("bidder_id")
    """Who offers; of a consortium, its leader."""
    reference: str | None
    """The bidder's or the source's name for it; never a running number, which would count other bids."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price offered, without options; null if the bid is not priced."""
    origins: list[OriginShare] = batched(origins_of, max=50)
    """Where the goods come from, the largest share first; the shares add up to 100 percent."""
    submitted_at: datetime
    """When it arrived, in UTC."""
    status: BidStatus
    """What became of it."""
    source: str
    """The publication it is taken from: empty if made here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
