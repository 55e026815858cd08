"""How tenders of Prozorro are stored: each whole, as its most recent version tells it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from core.registry.importers.organisations import Mention, write_organisations
from core.storage.batches import Batch, rank_of
from core.storage.imports import Import, RecordError
from core.storage.tables import Key, Row, Table
from plugins.procurement.importers.prozorro.records import SOURCE, TenderRecord
from plugins.procurement.importers.tables import AWARDS, BIDS, CONTRACTS, LOTS, TENDERS
from plugins.procurement.models import Bid, BidStatus

BIDS_OF_TENDERS: Final = Table(Bid, key=("tender_id",))


def check(tender: TenderRecord) -> None:
    """Raises RecordError for a text that is longer than its column."""
    try:
        TENDERS.check({"reference": tender.reference, **tender.said, **tender.values})
        for lot in tender.lots:
            LOTS.check({"number": lot.number, **lot.values})
        for table, rows in ((BIDS, tender.bids), (AWARDS, tender.awards), (CONTRACTS, tender.contracts)):
            for row in rows:
                table.check({"reference": row.reference, **row.values})
        for mention in tender.mentions.values():
            mention.check()
    except ValueError as error:
        raise RecordError("a text", str(error)) from error


async def write_tenders(job: Import, batch: Batch, tenders: Iterable[TenderRecord]) -> None:
    """Write the latest version of each tender, unless a later one is there."""
    fresh = await _fresh(job, batch, {tender.reference: tender for tender in sorted(tenders, key=lambda one: one.rank)})
    for tender in fresh:
        for place, reason in tender.remarks:
            job.notice(tender.file, f"{tender.reference}, {place}", reason)
    organisations = await write_organisations(batch, _mentions(fresh), job.notice)
    await batch.upsert(TENDERS, (_tender(tender, organisations) for tender in fresh))
    keys = await batch.ids(TENDERS, [(tender.reference,) for tender in fresh])
    await _Writing(batch, fresh, keys, organisations).write()


async def _fresh(job: Import, batch: Batch, tenders: Mapping[str, TenderRecord]) -> list[TenderRecord]:
    """The tenders of which nothing later is stored; one whose number another tender has is reported."""
    names = ("reference", "source", "source_date", "source_rank")
    there = {row[0]: row[1:] for row in await batch.find(TENDERS, [(name,) for name in tenders], *names)}
    fresh: list[TenderRecord] = []
    for reference, tender in tenders.items():
        source, when, identifier = there.get(reference, (SOURCE, None, tender.identifier))
        if (source, identifier) != (SOURCE, tender.identifier):
            other = f"{identifier} of {source}" if identifier else source or "one of our own"
            job.report(tender.file, f"{reference}, id", f"another tender that is stored has this number: {other}")
        elif rank_of(when, identifier) <= tender.rank:
            fresh.append(tender)
    return fresh


def _mentions(tenders: Iterable[TenderRecord]) -> dict[Key, Mention]:
    return {(tender.reference, key): mention for tender in tenders for key, mention in tender.mentions.items()}


def _tender(tender: TenderRecord, organisations: Mapping[Key, int]) -> Row:
    buyer = organisations[tender.reference, tender.buyer]
    return TENDERS.row(reference=tender.reference, buyer_id=buyer, **tender.values, **tender.said)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What hangs on tenders that are written, parents first."""

    batch: Batch
    tenders: Sequence[TenderRecord]
    keys: Mapping[Key, int]
    organisations: Mapping[Key, int]

    async def write(self) -> None:
        await self.batch.upsert(LOTS, self._lots())
        numbers = [(self.keys[tender.reference,], lot.number) for tender in self.tenders for lot in tender.lots]
        lots = await self.batch.ids(LOTS, numbers)
        await self.batch.upsert(BIDS, [*self._bids(lots), *await self._taken_back()])
        await self.batch.upsert(AWARDS, self._awards(lots))
        named = [(award.reference,) for tender in self.tenders for award in tender.awards]
        await self.batch.upsert(CONTRACTS, self._contracts(await self.batch.ids(AWARDS, named)))

    def _lots(self) -> Iterator[Row]:
        for tender in self.tenders:
            for lot in tender.lots:
                yield LOTS.row(tender_id=self.keys[tender.reference,], number=lot.number, source=SOURCE, **lot.values)

    def _bids(self, lots: Mapping[Key, int]) -> Iterator[Row]:
        for tender in self.tenders:
            for bid in tender.bids:
                yield BIDS.row(
                    id=str(uuid4()),
                    reference=bid.reference,
                    tender_id=self.keys[tender.reference,],
                    lot_id=lots.get((self.keys[tender.reference,], bid.lot)),
                    bidder_id=self.organisations[tender.reference, bid.bidder],
                    source=SOURCE,
                    **bid.values,
                )

    async def _taken_back(self) -> list[Row]:
        """The bids that an earlier version of their tender told of, and this one does not."""
        told = {bid.reference for tender in self.tenders for bid in tender.bids}
        there = await self.batch.find(BIDS_OF_TENDERS, [(key,) for key in self.keys.values()], *BIDS.columns)
        rows = [dict(zip(BIDS.columns, row, strict=True)) for row in there]
        gone = [row for row in rows if row["reference"] not in told]
        return [BIDS.row(**row | {"status": BidStatus.WITHDRAWN}) for row in gone]

    def _awards(self, lots: Mapping[Key, int]) -> Iterator[Row]:
        for tender in self.tenders:
            for award in tender.awards:
                yield AWARDS.row(
                    reference=award.reference,
                    tender_id=self.keys[tender.reference,],
                    lot_id=lots.get((self.keys[tender.reference,], award.lot)),
                    winner_id=self.organisations[tender.reference, award.winner],
                    **award.values,
                    **tender.said,
                )

    def _contracts(self, awards: Mapping[Key, int]) -> Iterator[Row]:
        for tender in self.tenders:
            for contract in tender.contracts:
                yield CONTRACTS.row(
                    reference=contract.reference,
                    tender_id=self.keys[tender.reference,],
                    award_id=awards[contract.award,],
                    contractor_id=self.organisations[tender.reference, contract.contractor],
                    buyer_id=self.organisations[tender.reference, tender.buyer],
                    **contract.values,
                    **tender.said,
                )
