"""A tender of Prozorro as its JSON tells it, in our words; nothing about persons is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.registry.importers.organisations import Mention
from core.storage.batches import rank_of
from plugins.procurement.importers.given import Values
from plugins.procurement.models import AwardStatus

SOURCE: Final = "Prozorro"


@dataclass(frozen=True, slots=True)
class LotRecord:
    """A lot under its id at the source, and whether it was called off."""

    number: str
    is_cancelled: bool
    values: Values


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """A decision about one bid: to take it, or not to; `bid` is empty where nobody was asked to bid."""

    reference: str
    bid: str
    lot: str | None
    winner: str
    status: AwardStatus
    decided: datetime
    values: Values


@dataclass(frozen=True, slots=True)
class BidRecord:
    """A bid for a lot or the whole."""

    reference: str
    lot: str | None
    bidder: str
    values: Values


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract, by the reference of its award."""

    reference: str
    award: str
    contractor: str
    values: Values


@dataclass(frozen=True, slots=True)
class TenderRecord:
    """One tender at one time, with all that hangs on it."""

    file: str
    reference: str
    identifier: str
    date: datetime
    buyer: str
    values: Values
    lots: tuple[LotRecord, ...]
    bids: tuple[BidRecord, ...]
    awards: tuple[AwardRecord, ...]
    contracts: tuple[ContractRecord, ...]
    mentions: Mapping[str, Mention]
    remarks: tuple[tuple[str, str], ...]
    """What a person should look at: the place, and why."""
    unread: Counter[str]
    """How often the source tells what has no place here, by the name of the field."""

    @property
    def rank(self) -> tuple[datetime, str]:
        """How recent this is; of two versions the later one counts."""
        return rank_of(self.date, self.identifier)

    @property
    def said(self) -> Values:
        """Where its rows come from."""
        return {"source": SOURCE, "source_date": self.date, "source_rank": self.identifier}
