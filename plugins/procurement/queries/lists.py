"""The lists with which questions to procurement begin."""

from __future__ import annotations

from typing import Final

from tortoise.expressions import Q

from plugins.procurement.models import NominationStatus
from plugins.procurement.nodes.balance import BalanceList
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.exclusions import Exclusion
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.tenders import Tender
from schema.declare import extend, many
from schema.relay import Connection

PROSPECT: Final = Q(supplier_id__isnull=True, status=NominationStatus.PROPOSED)
"""A proposal that stands, of a firm that is not registered."""


@extend("Query")
class Queries:
    """The lists of procurement."""

    suppliers: Connection[Supplier] = many(order="registered_on")
    """The registered suppliers of CERN, the oldest registration first."""
    purchase_categories: Connection[PurchaseCategory] = many(order="code")
    """The fields in which CERN buys, by code."""
    nominations: Connection[Nomination] = many(order="-proposed_on")
    """The firms that are proposed, of which you may know, the latest first."""
    prospects: Connection[Nomination] = many(order="-proposed_on", where=PROSPECT)
    """Those of them that are not registered: potential suppliers, and what they are proposed for."""
    exclusions: Connection[Exclusion] = many(order="-starts_on")
    """The times in which CERN takes nothing from a firm, of which you may know, the latest first."""
    tenders: Connection[Tender] = many(order="reference")
    """The calls for offers that you may know of, by reference: published ones, and those of your own unit."""
    contracts: Connection[Contract] = many(order="reference")
    """The contracts that you may know of, by reference."""
    balance_lists: Connection[BalanceList] = many(order="-valid_from")
    """The lists of well and poorly balanced states, the latest period first; drafts are seen by officers alone."""
