"""The organisation as supplier, bidder and buyer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from core.access.viewer import Viewer
from plugins.procurement import models
from plugins.procurement.nodes.awards import Award
from plugins.procurement.nodes.bids import Bid
from plugins.procurement.nodes.candidacies import Candidacy
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.exclusions import Exclusion
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.scopes import open_lots
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.tenders import Tender
from schema.declare import batched, extend, many, one, scoped
from schema.relay import Connection, Ref

MOST: Final = 100
"""How many tenders an organisation's short list may hold; who has more is asked for awards and bids, in pages."""

WON: Final = (models.AwardStatus.PENDING, models.AwardStatus.ACTIVE)
"""The decisions to take an offer that hold, or are proposed to those who may know."""


async def tenders_of(organisations: Sequence[int], viewer: Viewer) -> dict[int, list[Ref[Tender]]]:
    """The tenders each has won, or bid for where the viewer may read the bid; the latest first."""
    known = open_lots(viewer)
    won = scoped(Award, viewer, models.Award).filter(known, winner_id__in=organisations, status__in=WON)
    bid = scoped(Bid, viewer, models.Bid).filter(known, bidder_id__in=organisations)
    found: defaultdict[int, set[tuple[date, int]]] = defaultdict(set)
    for rows, owner in ((won, "winner_id"), (bid, "bidder_id")):
        for organisation, published, tender in await rows.values_list(owner, "tender__published_on", "tender_id"):
            found[organisation].add((published or date.min, tender))
    return {organisation: _latest_first(tenders) for organisation, tenders in found.items()}


def _latest_first(tenders: set[tuple[date, int]]) -> list[Ref[Tender]]:
    return [Ref(Tender, tender) for _, tender in sorted(tenders, reverse=True)]


@extend("Organisation")
class OrganisationLinks:
    """An organisation in the eyes of procurement."""

    supplier: Supplier | None = one(by="organisation_id")
    """Its registration as a supplier of CERN; null if it has none."""
    exclusions: Connection[Exclusion] = many("organisation_id", order="-starts_on")
    """The times in which CERN takes nothing from it, if you may know of that, the latest first."""
    nominations: Connection[Nomination] = many("organisation_id", order="-proposed_on")
    """Where somebody has proposed it, if you may know of that, the latest first."""
    tenders: list[Ref[Tender]] = batched(tenders_of, max=MOST)
    """The calls it won, or bid for where you may read the bid, the latest first; over 100, ask for awards and bids."""
    bids: Connection[Bid] = many("bidder_id", order="-submitted_at")
    """The bids it made that you may read, the latest first, and no hint of others."""
    candidacies: Connection[Candidacy] = many("organisation_id")
    """The calls for which it could bid, has answered a survey or is invited, as far as you may know of them."""
    awards: Connection[Award] = many("winner_id", order="reference")
    """The decisions to take its offers."""
    contracts: Connection[Contract] = many("contractor_id", order="reference")
    """The contracts under which it delivers."""
    purchases: Connection[Tender] = many("buyer_id", order="reference")
    """The calls for offers in which it is the buyer."""
