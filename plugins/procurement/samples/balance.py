"""The list of balanced and poorly balanced states that can be read in public: of supplies, from March 2021."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from core.storage.batches import Batch
from core.storage.tables import Table
from plugins.procurement.models import BalanceList, BalanceListEntry, BalanceListState, BalanceStatus, PurchaseKind

SOURCE: Final = "https://slidetodoc.com/procurement-training-module-price-enquiries-50-k-chf"
FIRST: Final = date(2021, 3, 1)
LAST: Final = date(2022, 2, 28)
SUPPLIES_OF_2021: Final[Mapping[BalanceStatus, str]] = {
    BalanceStatus.WELL_BALANCED: "AT BG CZ FR HU IT NL RO SK CH",
    BalanceStatus.POORLY_BALANCED: "BE HR CY DK FI DE GR LT PK PL PT RS SI ES SE TR UA",
    BalanceStatus.VERY_POORLY_BALANCED: "EE IN IL NO GB",
}
"""The source has lost the borders of its columns: that they are where the alphabet begins again is inferred."""

LISTS: Final = Table(BalanceList, key=("kind", "valid_from"), update=())
ENTRIES: Final = Table(BalanceListEntry, key=("list_id", "country", "since"), update=())


async def write_lists(batch: Batch) -> None:
    """Write the list; no source tells the day of its publication."""
    facts = {"valid_to": LAST, "state": BalanceListState.PUBLISHED, "source": SOURCE, "is_inferred": True}
    await batch.upsert(LISTS, [LISTS.row(kind=PurchaseKind.SUPPLY, valid_from=FIRST, **facts)])
    key = (PurchaseKind.SUPPLY.value, FIRST)
    ((_, made),) = (await batch.ids(LISTS, [key])).items()
    rows = [
        ENTRIES.row(list_id=made, country=country, status=status, since=FIRST)
        for status, countries in SUPPLIES_OF_2021.items()
        for country in countries.split()
    ]
    await batch.upsert(ENTRIES, rows)
