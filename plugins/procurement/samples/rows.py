"""How the samples write rows: by their natural key, and what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from tortoise.models import Model

from core.storage.batches import Batch
from core.storage.tables import Table
from core.words import Money, fold
from plugins.procurement.models import (
    Award,
    Bid,
    BidOrigin,
    Contract,
    ContractOrigin,
    Lot,
    Procedure,
    PurchaseCategory,
    Supplier,
    SupplierCategory,
    Tender,
)
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.rules.wording import CURRENCY


def table(model: type[Model], *key: str) -> Table:
    """Rows are added by their natural key, never changed."""
    return Table(model, key=key, update=())


CATEGORY_ROWS: Final = table(PurchaseCategory, "code")
SUPPLIERS: Final = table(Supplier, "organisation_id")
SUPPLIER_CATEGORIES: Final = table(SupplierCategory, "supplier_id", "category_id")
TENDERS: Final = table(Tender, "reference")
LOTS: Final = table(Lot, "tender_id", "number")
BIDS: Final = table(Bid, "reference")
ORIGINS: Final = table(BidOrigin, "bid_id", "country")
AWARDS: Final = table(Award, "reference")
CONTRACTS: Final = table(Contract, "reference")
CONTRACT_ORIGINS: Final = table(ContractOrigin, "contract_id", "country")


def money(column: str, francs: int | None) -> dict[str, Any]:
    if francs is None:
        return {}
    minor = Money.parse(str(francs), CURRENCY).minor()
    return {f"{column}_minor": minor, f"{column}_currency": CURRENCY}


def in_geneva(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZURICH).astimezone(UTC)


async def write_tenders(batch: Batch, buyer: int, *rows: Mapping[str, Any]) -> dict[str, int]:
    """Calls of a buyer, each found by its reference and title; their keys by reference."""
    made = [
        TENDERS.row(
            buyer_id=buyer,
            search_text=fold(f"{row['title']} {row['reference']}"),
            **{"procedure": Procedure.INVITATION_TO_TENDER, **row},
        )
        for row in rows
    ]
    await batch.upsert(TENDERS, made)
    found = await batch.ids(TENDERS, [(row["reference"],) for row in rows])
    return {reference: key for (reference,), key in found.items()}


async def write_origins(batch: Batch, contract: int, origins: Mapping[str, int]) -> None:
    """Where a contract is made; shares are in percent."""
    await batch.upsert(
        CONTRACT_ORIGINS,
        [
            CONTRACT_ORIGINS.row(contract_id=contract, country=country, share_ppm=percent * 10_000)
            for country, percent in origins.items()
        ],
    )
