"""What a supplier can do, what others certify of it, and what it declares about its conduct."""

from __future__ import annotations

from datetime import date

from core.access.viewer import Viewer
from core.registry.nodes import Searchable, text_or_none
from plugins.procurement import models
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.scopes import open_offers
from plugins.procurement.nodes.suppliers import Supplier
from schema.declare import column, computed, node, one


def is_expired(expires_on: date, viewer: Viewer) -> bool:
    """Whether the last day is over in Geneva."""
    return expires_on < today_in_geneva(viewer)


@node(models.Capability, scope=open_offers, filters=["category_id"], search=["search_text"])
class Capability(Searchable):
    """Something that a supplier can do, in its own words; as public as the supplier is."""

    label: str = column("description")
    description: str
    """What it can do, such as welding of thin steel under helium."""
    category: PurchaseCategory | None = one("category_id")
    """The field in which it matters; null if it is of use in many."""
    supplier: Supplier | None = one("supplier_id")
    """Who can do it."""
    source: str
    """Where it is known from: empty if told here, `sample` if invented."""


@node(models.Certificate, scope=open_offers, filters=["standard", "expires_on"])
class Certificate:
    """What a body has certified of a supplier; as public as the supplier is."""

    supplier: Supplier | None = one("supplier_id")
    """Who holds it."""
    standard: str
    """What it is measured against, such as ISO 9001."""
    number: str | None = computed(text_or_none, "number")
    """The number under which the issuer knows it; null if not told."""
    issuer: str | None = computed(text_or_none, "issuer")
    """The body that certifies it; null if not told."""
    issued_on: date | None
    """The first day; null if not told."""
    expires_on: date
    """The last day on which it holds."""
    expired: bool = computed(is_expired)
    """Whether that day is over today, on the calendar of Geneva."""
    source: str
    """Where it is known from: empty if told here, `sample` if invented."""


@node(models.ConductDeclaration, scope=open_offers)
class ConductDeclaration:
    """That a supplier keeps to CERN's Supplier Code of Conduct; as public as the supplier is."""

    supplier: Supplier | None = one("supplier_id")
    """Who has declared it."""
    code_version: str
    """The version of the code, such as 2024."""
    declared_on: date
    """The day of the declaration."""
    source: str
    """Where it is known from: empty if declared here, `sample` if invented."""
