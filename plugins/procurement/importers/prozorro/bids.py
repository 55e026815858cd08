"""The bids of a tender of Prozorro, and what became of each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.storage.imports import RecordError
from plugins.procurement.importers.given import Given, chosen, identified, list_of, moment, text_of
from plugins.procurement.importers.prozorro.notes import Notes
from plugins.procurement.importers.prozorro.parties import Parties
from plugins.procurement.importers.prozorro.records import AwardRecord, BidRecord
from plugins.procurement.importers.prozorro.words import BID_STATUSES, DELETED, DRAFT
from plugins.procurement.models import AwardStatus, BidStatus

VERDICTS = {AwardStatus.ACTIVE: BidStatus.AWARDED, AwardStatus.UNSUCCESSFUL: BidStatus.DISQUALIFIED}
"""What a decision on a bid makes of it; one that is pending or taken back says nothing."""


@dataclass(frozen=True, slots=True)
class Bids:
    """What the bids of one tender are read with."""

    tender: str
    lots: Collection[str]
    awards: Sequence[AwardRecord]
    parties: Parties
    notes: Notes
    by_price: bool
    """Whether offers are compared by their price; where they are rated, an amount is what came of it, and no price."""

    def read(self, given: Given) -> tuple[BidRecord, ...]:
        """Every bid that was made and not taken back, one for each of its lots."""
        return tuple(
            offer for place, name, bid in identified(given, "bids") for offer in self._offers(place, name, bid)
        )

    def _offers(self, place: str, name: str, bid: Given) -> Iterator[BidRecord]:
        if text_of(bid, "status") in (DRAFT, DELETED):
            self.notes.remark(place, "it was not made or was taken back: the source keeps nothing of it but its id")
            return
        self.notes.skip("bids", bid)
        bidder = self.parties.first_of(bid, "tenderers", f"{place}/", f"bid {name}")
        submitted = moment(bid, "date", f"{place}/")
        if submitted is None:
            raise RecordError(f"{place}/date", "the bid does not say when it came: look at it in the source")
        parts = list_of(bid, "lotValues", f"{place}/")
        if not parts:
            yield self._offer(place, name, bid, None, bidder, submitted)
        for number, part in enumerate(parts):
            self.notes.skip("lotValues", part)
            within = f"{place}/lotValues/{number}"
            said = {"status": bid.get("status")} | {**part}
            yield self._offer(within, name, said, self._lot(part, within), bidder, submitted)

    def _lot(self, part: Given, place: str) -> str:
        lot = text_of(part, "relatedLot")
        if lot not in self.lots:
            raise RecordError(f"{place}/relatedLot", f"'{lot}' is no lot of the tender: look at it in the source")
        return lot

    def _offer(
        self, place: str, name: str, said: Given, lot: str | None, bidder: str, submitted: datetime
    ) -> BidRecord:
        status = chosen(BID_STATUSES, said, "status", f"{place}/")
        return BidRecord(
            reference=f"{self.tender}/bid/{name}" + (f"/{lot}" if lot else ""),
            lot=lot,
            bidder=bidder,
            values={
                "status": self._became(status, name, lot),
                "submitted_at": submitted,
                **(self.notes.money("amount", said.get("value"), f"{place}/value") if self.by_price else {}),
            },
        )

    def _became(self, status: BidStatus, name: str, lot: str | None) -> BidStatus:
        if status is not BidStatus.SUBMITTED:
            return status
        decided = [award for award in self.awards if award.lot == lot and award.status in VERDICTS]
        own = [award for award in decided if award.bid == name]
        if own:
            return VERDICTS[max(own, key=lambda award: award.decided).status]
        taken = any(award.status is AwardStatus.ACTIVE for award in decided)
        return BidStatus.UNSUCCESSFUL if taken else status
