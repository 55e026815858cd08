"""Firms that somebody proposes to CERN."""

from __future__ import annotations

from datetime import date

from core.access.viewer import Role
from core.registry.nodes import Organisation, text_or_none
from core.words import Country
from plugins.procurement import models
from plugins.procurement.models import NominationStatus
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.scopes import known_nominations
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.tenders import Tender
from schema.declare import computed, node, one


@node(
    models.Nomination,
    scope=known_nominations,
    filters=[
        "reference",
        "status",
        "proposed_on",
        "country",
        "organisation_id",
        "supplier_id",
        "category_id",
        "tender_id",
    ],
    orders=["proposed_on"],
    groups=["status"],
)
class Nomination:
    """A firm that a liaison officer or somebody at CERN proposes, for a field in which CERN buys or for one call.

    While the firm is not registered it is a prospect: a potential supplier. It is readable to the firm, the liaison
    officer of its country and procurement officers; technical officers read those for a field, and for calls of their
    own unit.
    """

    reference: str
    """The name by which it is quoted; never a running number, which would count others."""
    organisation: Organisation = one("organisation_id")
    """The firm that is proposed."""
    supplier: Supplier | None = one("supplier_id")
    """Its registration as a supplier; null for a prospect."""
    category: PurchaseCategory | None = one("category_id")
    """The field that it is proposed for; null if it is for one call."""
    tender: Tender | None = one("tender_id")
    """The call that it is proposed for; null if it is for a field."""
    country: Country | None = computed(Country.of, "country")
    """Where the firm was established by then."""
    status: NominationStatus
    """Whether the proposal stands."""
    proposed_by: Role
    """In which capacity somebody proposed it."""
    proposed_on: date
    """The day of the proposal."""
    note: str | None = computed(text_or_none, "note")
    """Why this firm, in a sentence; null if nothing was said."""
    source: str
    """Where it is known from: empty if proposed here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
