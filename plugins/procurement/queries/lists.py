"""The lists with which questions to procurement begin."""

from __future__ import annotations

from plugins.procurement.nodes.balance import BalanceList
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.tenders import Tender
from schema.declare import extend, many
from schema.relay import Connection


@extend("Query")
class Queries:
    """The lists of procurement."""

    suppliers: Connection[Supplier] = many(order="registered_on")
    """The registered suppliers of CERN, the oldest registration first."""
    purchase_categories: Connection[PurchaseCategory] = many(order="code")
    """The fields in which CERN buys, by code."""
    tenders: Connection[Tender] = many(order="reference")
    """The calls for offers that you may know of, by reference: published ones, and those of your own unit."""
    contracts: Connection[Contract] = many(order="reference")
    """The contracts that you may know of, by reference."""
    balance_lists: Connection[BalanceList] = many(order="-valid_from")
    """The lists of well and poorly balanced states, the latest period first; drafts are seen by officers alone."""
