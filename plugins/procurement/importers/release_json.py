"""One release of the Open Contracting Data Standard as its JSON tells it: the tender, its awards and contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from core.registry.importers.organisations import Mention
from core.storage.batches import rank_of
from core.storage.imports import RecordError, instant, mended, minor_units, one_line
from core.words import fold
from plugins.procurement.importers.parties import Given, Parties, fields_of, list_of, text_of
from plugins.procurement.models import AwardStatus, ContractStatus, Procedure, PurchaseKind, TenderStatus

LONGEST_TITLE: Final = 500

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

Values = dict[str, Any]


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
    status = _chosen(_TENDER_STATUSES, tender, "status", "tender/")
    period = fields_of(tender.get("tenderPeriod") or {}, "tender/tenderPeriod")
    opened = instant(text_of(period, "startDate"), "tender/tenderPeriod/startDate")
    title, description = _titled(tender)
    return {
        "title": title,
        "description": description,
        "kind": _KINDS.get(text_of(tender, "mainProcurementCategory")),
        "procedure": _PROCEDURES.get(text_of(tender, "procurementMethod"), Procedure.OTHER),
        "status": TenderStatus.AWARDED if status is TenderStatus.CLOSED and has_award else status,
        **_money("estimate", tender.get("value"), "tender/value"),
        "published_on": opened.date() if opened else None,
        "closes_at": instant(text_of(period, "endDate"), "tender/tenderPeriod/endDate"),
        "search_text": fold(f"{ocid} {title} {text_of(tender, 'id')}"),
    }


def _awards(given: Given, ocid: str, parties: Parties) -> Iterator[AwardRecord]:
    for number, award in enumerate(list_of(given, "awards", "")):
        place = f"awards/{number}/"
        status = _chosen(_AWARD_STATUSES, award, "status", place)
        suppliers = list_of(award, "suppliers", place)
        if not suppliers and status is AwardStatus.ACTIVE:
            raise RecordError(f"{place}suppliers", "an active award has to name a supplier")
        money = _money("amount", award.get("value"), f"{place}value")
        for position, supplier in enumerate(suppliers, start=1):
            reference = f"{ocid}/award/{_identifier(award, place)}"
            yield AwardRecord(
                reference=reference if position == 1 else f"{reference}/{position}",
                winner=parties.find(supplier, f"{place}suppliers/{position - 1}"),
                values={
                    "status": status,
                    "awarded_on": _day(award, "date", place),
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
            reference=f"{ocid}/contract/{_identifier(contract, place)}",
            award=award,
            contractor=named or winners.get(award),
            values=_contract_values(contract, ocid, place),
        )


def _contract_values(contract: Given, ocid: str, place: str) -> Values:
    period = fields_of(contract.get("period") or {}, f"{place}period")
    title, _ = _titled(contract)
    return {
        "title": title,
        **_money("amount", contract.get("value"), f"{place}value"),
        "status": _chosen(_CONTRACT_STATUSES, contract, "status", place),
        "signed_on": _day(contract, "dateSigned", place),
        "starts_on": _day(period, "startDate", f"{place}period/"),
        "ends_on": _day(period, "endDate", f"{place}period/"),
        "search_text": fold(f"{ocid} {title} {text_of(contract, 'id')}"),
    }


def _identifier(given: Given, place: str) -> str:
    identifier = text_of(given, "id")
    if not identifier:
        raise RecordError(f"{place}id", "it has no identifier")
    return identifier


def _titled(given: Given) -> tuple[str, str]:
    """Title and description; a title that is a whole text is cut, and kept whole in the description."""
    title, description = one_line(text_of(given, "title")), mended(str(given.get("description") or ""))
    if len(title) <= LONGEST_TITLE:
        return title, description
    return f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{description}"


def _day(given: Given, name: str, place: str) -> date | None:
    when = instant(text_of(given, name), f"{place}{name}")
    return when.date() if when else None


def _chosen(choices: Mapping[str, Any], given: Given, name: str, place: str) -> Any:
    value = text_of(given, name)
    if value not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise RecordError(f"{place}{name}", f"'{value}' is unknown: it is one of {known}")
    return choices[value]


def _money(column: str, given: Any, place: str) -> Values:
    value = fields_of(given or {}, place)
    amount = value.get("amount")
    if amount is None:
        return {}
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise RecordError(f"{place}/amount", f"{amount!r} is no number")
    currency = text_of(value, "currency").upper()
    if not currency:
        raise RecordError(f"{place}/currency", f"the amount {amount} has no currency")
    return {
        f"{column}_minor": minor_units(str(amount), currency, f"{place}/amount"),
        f"{column}_currency": currency,
    }
