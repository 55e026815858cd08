"""One release of the Open Contracting Data Standard as its JSON tells it: the tender, its awards and contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.registry.importers.organisations import Mention
from core.storage.batches import rank_of
from core.storage.imports import RecordError, instant
from core.words import fold
from plugins.procurement.importers.given import (
    Given,
    Values,
    chosen,
    day_of,
    fields_of,
    identifier_of,
    list_of,
    money_of,
    text_of,
    titled,
)
from plugins.procurement.importers.parties import Parties
from plugins.procurement.models import AwardStatus, ContractStatus, Procedure, PurchaseKind, TenderStatus

_KINDS: Final = {
    "goods": PurchaseKind.SUPPLY,
    "services": PurchaseKind.SERVICE,
    # Civil engineering goes by the rules of services.
    "works": PurchaseKind.SERVICE,
}
_PROCEDURES: Final = {
    "open": Procedure.OPEN,
    "selective": Procedure.SELECTIVE,
    "limited": Procedure.LIMITED,
    "direct": Procedure.DIRECT,
}
_TENDER_STATUSES: Final = {
    "": TenderStatus.PLANNED,
    "planning": TenderStatus.PLANNED,
    "planned": TenderStatus.PLANNED,
    "active": TenderStatus.OPEN,
    "cancelled": TenderStatus.CANCELLED,
    "unsuccessful": TenderStatus.CANCELLED,
    "withdrawn": TenderStatus.CANCELLED,
    "complete": TenderStatus.CLOSED,
}
_AWARD_STATUSES: Final = {"": AwardStatus.ACTIVE, **{status.value: status for status in AwardStatus}}
_CONTRACT_STATUSES: Final = {"": ContractStatus.ACTIVE, **{status.value: status for status in ContractStatus}}


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """An award to one supplier, named by its key among the release's organisations."""

    reference: str
    winner: str
    values: Values


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract; the contractor is the winner of its award, which another release may tell."""

    reference: str
    award: str
    contractor: str | None
    values: Values


@dataclass(frozen=True, slots=True)
class Release:
    """What one release says of one contracting process."""

    file: str
    ocid: str
    identifier: str
    source: str
    date: datetime | None
    buyer: str | None
    tender: Values | None
    awards: tuple[AwardRecord, ...]
    contracts: tuple[ContractRecord, ...]
    mentions: Mapping[str, Mention]

    @property
    def rank(self) -> tuple[datetime, str]:
        """How recent the release is; of two of one time the greater identifier counts."""
        return rank_of(self.date, self.identifier)

    @property
    def said(self) -> Values:
        """Where its rows come from."""
        return {"source": self.source, "source_date": self.date, "source_rank": self.identifier}


def read_release(file: str, source: str, given: Given) -> Release:
    """Read a release; raises RecordError with the path to what cannot be used."""
    ocid = text_of(given, "ocid")
    if not ocid:
        raise RecordError("ocid", "the release does not say which contracting process it belongs to")
    when, identifier = instant(text_of(given, "date"), "date"), text_of(given, "id")
    parties = Parties(file, source, identifier, when, list_of(given, "parties", ""))
    awards = tuple(_awards(given, ocid, parties))
    return Release(
        file=file,
        ocid=ocid,
        identifier=identifier,
        source=source,
        date=when,
        buyer=parties.buyer(given),
        tender=_tender(given, ocid, parties, has_award=bool(awards)),
        awards=awards,
        contracts=tuple(_contracts(given, ocid, awards, parties)),
        mentions=parties.mentions,
    )


def _tender(given: Given, ocid: str, parties: Parties, *, has_award: bool) -> Values | None:
    if given.get("tender") is None:
        return None
    tender = fields_of(given["tender"], "tender")
    for number, tenderer in enumerate(list_of(tender, "tenderers", "tender/")):
        parties.find(tenderer, f"tender/tenderers/{number}")
    status = chosen(_TENDER_STATUSES, tender, "status", "tender/")
    period = fields_of(tender.get("tenderPeriod") or {}, "tender/tenderPeriod")
    opened = instant(text_of(period, "startDate"), "tender/tenderPeriod/startDate")
    title, description = titled(tender)
    return {
        "title": title,
        "description": description,
        "kind": _KINDS.get(text_of(tender, "mainProcurementCategory")),
        "procedure": _PROCEDURES.get(text_of(tender, "procurementMethod"), Procedure.OTHER),
        "status": TenderStatus.AWARDED if status is TenderStatus.CLOSED and has_award else status,
        **money_of("estimate", tender.get("value"), "tender/value"),
        "published_on": opened.date() if opened else None,
        "closes_at": instant(text_of(period, "endDate"), "tender/tenderPeriod/endDate"),
        "search_text": fold(f"{ocid} {title} {text_of(tender, 'id')}"),
    }


def _awards(given: Given, ocid: str, parties: Parties) -> Iterator[AwardRecord]:
    for number, award in enumerate(list_of(given, "awards", "")):
        place = f"awards/{number}/"
        status = chosen(_AWARD_STATUSES, award, "status", place)
        suppliers = list_of(award, "suppliers", place)
        if not suppliers and status is AwardStatus.ACTIVE:
            raise RecordError(f"{place}suppliers", "an active award has to name a supplier")
        money = money_of("amount", award.get("value"), f"{place}value")
        for position, supplier in enumerate(suppliers, start=1):
            reference = f"{ocid}/award/{identifier_of(award, place)}"
            yield AwardRecord(
                reference=reference if position == 1 else f"{reference}/{position}",
                winner=parties.find(supplier, f"{place}suppliers/{position - 1}"),
                values={
                    "status": status,
                    "awarded_on": day_of(award, "date", place),
                    # The value is that of the whole award: sums must not count it for each winner.
                    **(money if position == 1 else {}),
                },
            )


def _contracts(given: Given, ocid: str, awards: tuple[AwardRecord, ...], parties: Parties) -> Iterator[ContractRecord]:
    winners = {award.reference: award.winner for award in awards}
    for number, contract in enumerate(list_of(given, "contracts", "")):
        place = f"contracts/{number}/"
        award = f"{ocid}/award/{text_of(contract, 'awardID')}"
        suppliers = list_of(contract, "suppliers", place)
        named = parties.find(suppliers[0], f"{place}suppliers/0") if suppliers else None
        yield ContractRecord(
            reference=f"{ocid}/contract/{identifier_of(contract, place)}",
            award=award,
            contractor=named or winners.get(award),
            values=_contract_values(contract, ocid, place),
        )


def _contract_values(contract: Given, ocid: str, place: str) -> Values:
    period = fields_of(contract.get("period") or {}, f"{place}period")
    title, _ = titled(contract)
    return {
        "title": title,
        **money_of("amount", contract.get("value"), f"{place}value"),
        "status": chosen(_CONTRACT_STATUSES, contract, "status", place),
        "signed_on": day_of(contract, "dateSigned", place),
        "starts_on": day_of(period, "startDate", f"{place}period/"),
        "ends_on": day_of(period, "endDate", f"{place}period/"),
        "search_text": fold(f"{ocid} {title} {text_of(contract, 'id')}"),
    }
