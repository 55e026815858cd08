"""What the words of Prozorro mean in ours."""

from collections.abc import Mapping
from typing import Final

from plugins.procurement.models import AwardStatus, BidStatus, ContractStatus, Procedure, PurchaseKind, TenderStatus

KINDS: Final[Mapping[str, PurchaseKind | None]] = {
    "": None,
    "goods": PurchaseKind.SUPPLY,
    "services": PurchaseKind.SERVICE,
    # Civil engineering goes by the rules of services.
    "works": PurchaseKind.SERVICE,
}
PROCEDURES: Final[Mapping[str, Procedure]] = {
    "reporting": Procedure.DIRECT,
    "negotiation": Procedure.DIRECT,
    "negotiation.quick": Procedure.DIRECT,
    "open": Procedure.OPEN,
    "selective": Procedure.SELECTIVE,
    "limited": Procedure.LIMITED,
}
"""By the type of the procedure, or else by its method: "limited" is their word for buying without competition, too."""

BY_PRICE: Final = "lowestCost"
COMPLETE: Final = "complete"
CANCELLED: Final = "cancelled"
TENDER_STATUSES: Final[Mapping[str, TenderStatus]] = {
    "draft": TenderStatus.PLANNED,
    "active": TenderStatus.OPEN,
    "active.enquiries": TenderStatus.OPEN,
    "active.tendering": TenderStatus.OPEN,
    "active.pre-qualification": TenderStatus.CLOSED,
    "active.pre-qualification.stand-still": TenderStatus.CLOSED,
    "active.auction": TenderStatus.CLOSED,
    "active.qualification": TenderStatus.CLOSED,
    "active.qualification.stand-still": TenderStatus.CLOSED,
    "active.stage2.pending": TenderStatus.CLOSED,
    "active.stage2.waiting": TenderStatus.CLOSED,
    "active.awarded": TenderStatus.AWARDED,
    COMPLETE: TenderStatus.AWARDED,
    "unsuccessful": TenderStatus.CANCELLED,
    CANCELLED: TenderStatus.CANCELLED,
}

DRAFT: Final = "draft"
DELETED: Final = "deleted"
BID_STATUSES: Final[Mapping[str, BidStatus]] = {
    "pending": BidStatus.SUBMITTED,
    "active": BidStatus.SUBMITTED,
    "unsuccessful": BidStatus.DISQUALIFIED,
    # The call changed, or too few qualified: such a bid is void.
    "invalid": BidStatus.DISQUALIFIED,
    "invalid.pre-qualification": BidStatus.DISQUALIFIED,
}
AWARD_STATUSES: Final[Mapping[str, AwardStatus]] = {status.value: status for status in AwardStatus}
CONTRACT_STATUSES: Final[Mapping[str, ContractStatus]] = {status.value: status for status in ContractStatus}

COUNTRIES: Final[Mapping[str, str]] = {"Україна": "UA"}
SIZES: Final[Mapping[str, bool]] = {"micro": True, "sme": True, "mid": True, "large": False}
"""Whether a firm of that scale is a small or medium-sized enterprise."""

READ: Final[Mapping[str, frozenset[str]]] = {
    "tender": frozenset(
        {
            "id",
            "tenderID",
            "title",
            "status",
            "procurementMethod",
            "procurementMethodType",
            "mainProcurementCategory",
            "value",
            "tenderPeriod",
            "awardCriteria",
            "awardPeriod",
            "dateModified",
            "procuringEntity",
            "lots",
            "bids",
            "awards",
            "contracts",
        }
    ),
    "lots": frozenset({"id", "title", "value", "status"}),
    "bids": frozenset({"id", "status", "tenderers", "value", "lotValues", "date"}),
    "lotValues": frozenset({"relatedLot", "value", "status", "date"}),
    "awards": frozenset({"id", "status", "bid_id", "lotID", "value", "date", "suppliers"}),
    "contracts": frozenset(
        {
            "id",
            "status",
            "awardID",
            "suppliers",
            "value",
            "dateSigned",
            "period",
            "title",
            "contractID",
            "contractNumber",
        }
    ),
    "amounts": frozenset({"amount", "currency", "valueAddedTaxIncluded"}),
    "organisations": frozenset({"name", "identifier", "address", "scale"}),
}
"""The fields of each kind of object that have a place here. Descriptions have none, since they name contact persons."""
