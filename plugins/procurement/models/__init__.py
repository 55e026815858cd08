"""The tables of procurement: who supplies what, what is asked for, offered, awarded and signed."""

from plugins.procurement.models.accounts import AccountKind, AccountState, SupplierAccount
from plugins.procurement.models.awards import Award, AwardStatus
from plugins.procurement.models.balance import BalanceList, BalanceListEntry, BalanceListState, BalanceStatus
from plugins.procurement.models.bids import Bid, BidOrigin, BidStatus
from plugins.procurement.models.candidacies import Candidacy, CandidacyStatus
from plugins.procurement.models.categories import PurchaseCategory
from plugins.procurement.models.contracts import Contract, ContractOrigin, ContractStatus
from plugins.procurement.models.exclusions import Exclusion
from plugins.procurement.models.nominations import Nomination, NominationStatus
from plugins.procurement.models.qualifications import Capability, Certificate, ConductDeclaration
from plugins.procurement.models.suppliers import Supplier, SupplierCategory, SupplierStatus
from plugins.procurement.models.tenders import STILL_OPEN, Lot, Procedure, PurchaseKind, Tender, TenderStatus

__all__ = [
    "STILL_OPEN",
    "AccountKind",
    "AccountState",
    "Award",
    "AwardStatus",
    "BalanceList",
    "BalanceListEntry",
    "BalanceListState",
    "BalanceStatus",
    "Bid",
    "BidOrigin",
    "BidStatus",
    "Candidacy",
    "CandidacyStatus",
    "Capability",
    "Certificate",
    "ConductDeclaration",
    "Contract",
    "ContractOrigin",
    "ContractStatus",
    "Exclusion",
    "Lot",
    "Nomination",
    "NominationStatus",
    "Procedure",
    "PurchaseCategory",
    "PurchaseKind",
    "Supplier",
    "SupplierAccount",
    "SupplierCategory",
    "SupplierStatus",
    "Tender",
    "TenderStatus",
]
