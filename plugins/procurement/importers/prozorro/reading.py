"""How one tender of Prozorro is read: whole, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.storage.imports import RecordError
from core.words import fold
from plugins.procurement.importers.given import (
    Given,
    Values,
    chosen,
    fields_of,
    identified,
    identifier_of,
    moment,
    text_of,
    titled,
    written_day,
)
from plugins.procurement.importers.prozorro.bids import Bids
from plugins.procurement.importers.prozorro.notes import Notes
from plugins.procurement.importers.prozorro.parties import Parties
from plugins.procurement.importers.prozorro.records import AwardRecord, ContractRecord, LotRecord, TenderRecord
from plugins.procurement.importers.prozorro.words import (
    AWARD_STATUSES,
    BY_PRICE,
    CANCELLED,
    CONTRACT_STATUSES,
    KINDS,
    PROCEDURES,
    TENDER_STATUSES,
)
from plugins.procurement.models import AwardStatus, ContractStatus, Procedure, TenderStatus


def read_tender(file: str, given: Given) -> TenderRecord:
    """Read a tender; raises RecordError with the path to what cannot be used."""
    reference, identifier = text_of(given, "tenderID"), identifier_of(given, "")
    if not reference:
        raise RecordError("tenderID", "the tender has no number: look at it in the source")
    date = moment(given, "dateModified", "")
    if date is None:
        raise RecordError("dateModified", "the tender does not say how recent it is: get it again")
    notes = Notes()
    parties = Parties(file, identifier, reference, date, notes)
    reading = _Reading(given, reference, parties, notes)
    notes.skip("tender", given)
    buyer, lots = parties.buyer(given), tuple(reading.lots())
    names = frozenset(lot.number for lot in lots)
    cancelled = frozenset(lot.number for lot in lots if lot.is_cancelled)
    awards = tuple(reading.awards(names, cancelled))
    bids = Bids(reference, names, awards, parties, notes, reading.by_price()).read(given)
    contracts = tuple(reading.contracts(awards, cancelled))
    return TenderRecord(
        file=file,
        reference=reference,
        identifier=identifier,
        date=date,
        buyer=buyer,
        values=reading.tender(has_award=any(award.status is AwardStatus.ACTIVE for award in awards)),
        lots=lots,
        bids=bids,
        awards=awards,
        contracts=contracts,
        mentions=parties.mentions,
        remarks=tuple(notes.remarks),
        unread=notes.unread,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """The parts of one tender."""

    given: Given
    reference: str
    parties: Parties
    notes: Notes

    @property
    def is_cancelled(self) -> bool:
        return text_of(self.given, "status") == CANCELLED

    def by_price(self) -> bool:
        """Whether the lowest price wins; what is bought without bids does not say."""
        criterion = text_of(self.given, "awardCriteria") or BY_PRICE
        if criterion != BY_PRICE:
            self.notes.remark("awardCriteria", f"by '{criterion}' bids are rated: their amounts are left out")
        return criterion == BY_PRICE

    def tender(self, *, has_award: bool) -> Values:
        """The tender's own columns, once all that hangs on it is read."""
        given = self.given
        period = fields_of(given.get("tenderPeriod") or {}, "tenderPeriod")
        decisions = fields_of(given.get("awardPeriod") or {}, "awardPeriod")
        status = chosen(TENDER_STATUSES, given, "status", "")
        title, whole = titled({"title": given.get("title")})
        estimate = self.notes.money("estimate", given.get("value"), "value")
        return {
            "title": title,
            "description": "\n\n".join(filter(None, (whole, self.notes.tax()))),
            "kind": chosen(KINDS, given, "mainProcurementCategory", ""),
            "procedure": _procedure(given),
            "status": TenderStatus.CLOSED if status is TenderStatus.AWARDED and not has_award else status,
            "published_on": written_day(period, "startDate", "tenderPeriod/"),
            "closes_at": moment(period, "endDate", "tenderPeriod/"),
            # Bids are shown to all once the auction is over, when their qualification begins.
            "opens_at": moment(decisions, "startDate", "awardPeriod/"),
            "search_text": fold(f"{self.reference} {title}"),
            **estimate,
        }

    def lots(self) -> Iterator[LotRecord]:
        """The lots, each under its id: their order may change."""
        for place, number, lot in identified(self.given, "lots"):
            self.notes.skip("lots", lot)
            title, _ = titled({"title": lot.get("title")})
            yield LotRecord(
                number=number,
                is_cancelled=self.is_cancelled or text_of(lot, "status") == CANCELLED,
                values={"title": title, **self.notes.money("estimate", lot.get("value"), f"{place}/value")},
            )

    def awards(self, lots: frozenset[str], cancelled: frozenset[str]) -> Iterator[AwardRecord]:
        """The decisions; one on a lot that was called off is taken back with it."""
        bids = {name for _, name, _ in identified(self.given, "bids")}
        for place, name, award in identified(self.given, "awards"):
            self.notes.skip("awards", award)
            lot = _named(award, "lotID", place, lots, "lot") or None
            bid = _named(award, "bid_id", place, bids, "bid")
            status = chosen(AWARD_STATUSES, award, "status", f"{place}/")
            if (self.is_cancelled or lot in cancelled) and status is not AwardStatus.UNSUCCESSFUL:
                status = AwardStatus.CANCELLED
            yield from self._winners(place, name, award, bid, lot, status)

    def _winners(
        self, place: str, name: str, award: Given, bid: str, lot: str | None, status: AwardStatus
    ) -> Iterator[AwardRecord]:
        decided = moment(award, "date", f"{place}/")
        money = self.notes.money("amount", award.get("value"), f"{place}/value")
        winners = self.parties.all_of(award, "suppliers", f"{place}/", f"bid {bid}" if bid else f"award {name}")
        if decided is None or not winners:
            raise RecordError(place, "an award has a date and a supplier: look at it in the source")
        day = None if status is AwardStatus.PENDING else written_day(award, "date", f"{place}/")
        for position, winner in enumerate(winners, start=1):
            reference = f"{self.reference}/award/{name}"
            yield AwardRecord(
                reference=reference if position == 1 else f"{reference}/{position}",
                bid=bid,
                lot=lot,
                winner=winner,
                status=status,
                decided=decided,
                # The value is that of the whole award: sums must not count it for each winner.
                values={"status": status, "awarded_on": day, **(money if position == 1 else {})},
            )

    def contracts(self, awards: tuple[AwardRecord, ...], cancelled: frozenset[str]) -> Iterator[ContractRecord]:
        """The contracts; one that waits for a signature is called off with its lot."""
        known = {award.reference: award for award in awards}
        for place, name, contract in identified(self.given, "contracts"):
            self.notes.skip("contracts", contract)
            award = known.get(f"{self.reference}/award/{text_of(contract, 'awardID')}")
            if award is None:
                raise RecordError(f"{place}/awardID", "it names no award of the tender: look at it in the source")
            values = self._contract(place, contract)
            if (self.is_cancelled or award.lot in cancelled) and values["status"] is ContractStatus.PENDING:
                values["status"] = ContractStatus.CANCELLED
            named = self.parties.all_of(contract, "suppliers", f"{place}/", f"contract {name}")
            yield ContractRecord(
                reference=f"{self.reference}/contract/{name}",
                award=award.reference,
                contractor=named[0] if named else award.winner,
                values=values,
            )

    def _contract(self, place: str, contract: Given) -> Values:
        period = fields_of(contract.get("period") or {}, f"{place}/period")
        title, _ = titled({"title": contract.get("title")})
        numbers = f"{text_of(contract, 'contractID')} {text_of(contract, 'contractNumber')}"
        return {
            "title": title,
            "kind": chosen(KINDS, self.given, "mainProcurementCategory", ""),
            "status": chosen(CONTRACT_STATUSES, contract, "status", f"{place}/"),
            "signed_on": written_day(contract, "dateSigned", f"{place}/"),
            "starts_on": written_day(period, "startDate", f"{place}/period/"),
            "ends_on": written_day(period, "endDate", f"{place}/period/"),
            "search_text": fold(f"{self.reference} {title} {numbers}"),
            **self.notes.money("amount", contract.get("value"), f"{place}/value"),
        }


def _procedure(given: Given) -> Procedure:
    by_type = PROCEDURES.get(text_of(given, "procurementMethodType"))
    return by_type or PROCEDURES.get(text_of(given, "procurementMethod"), Procedure.OTHER)


def _named(given: Given, name: str, place: str, known: frozenset[str] | set[str], what: str) -> str:
    """What an award refers to; it may refer to nothing, but to nothing unknown."""
    named = text_of(given, name)
    if named and named not in known:
        raise RecordError(f"{place}/{name}", f"'{named}' is no {what} of the tender: look at it in the source")
    return named
