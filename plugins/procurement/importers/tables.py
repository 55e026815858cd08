"""The tables of procurement as importers write them: each row by the name that its source gives it."""

from typing import Final

from core.storage.tables import Table
from plugins.procurement.models import Award, Bid, Contract, Lot, Tender

_SOURCED: Final = ("source", "source_date", "source_rank")
TENDERS: Final = Table(
    Tender,
    key=("reference",),
    update=(
        "title",
        "description",
        "kind",
        "procedure",
        "status",
        "buyer_id",
        "estimate_minor",
        "estimate_currency",
        "published_on",
        "opens_at",
        "closes_at",
        "search_text",
        *_SOURCED,
    ),
    told_as="Tender",
)
UNTOLD_TENDERS: Final = Table(Tender, key=("reference",), update=(), told_as="Tender")
LOTS: Final = Table(Lot, key=("tender_id", "number"), update=("title", "estimate_minor", "estimate_currency"))
BIDS: Final = Table(
    Bid,
    key=("reference",),
    update=(
        "tender_id",
        "lot_id",
        "bidder_id",
        "amount_minor",
        "amount_currency",
        "submitted_at",
        "status",
        "source",
    ),
)
"""Nobody hears of a bid: that there is one is the bidder's secret."""
AWARDS: Final = Table(Award, key=("reference",), told_as="Tender", told_by="tender_id")
CONTRACTS: Final = Table(Contract, key=("reference",), told_as="Tender", told_by="tender_id")
