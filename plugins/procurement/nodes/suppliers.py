"""Who supplies, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from core.access.viewer import Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation, Searchable
from core.words import Country
from plugins.procurement import models
from plugins.procurement.models import SupplierStatus
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.scopes import open_offers, open_suppliers
from schema.declare import batched, computed, many, node, one, scoped
from schema.relay import Connection, Ref

if TYPE_CHECKING:
    from plugins.procurement.nodes.accounts import SupplierAccount
    from plugins.procurement.nodes.nominations import Nomination
    from plugins.procurement.nodes.qualifications import Capability, Certificate, ConductDeclaration

MOST_CERTIFICATES: Final = 20
"""How many certificates a supplier can show."""


async def names_of(organisations: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """The names of organisations, by their keys."""
    rows = scoped(Organisation, viewer, registry.Organisation).filter(id__in=organisations)
    return dict(await rows.values_list("id", "name"))


async def categories_of(suppliers: Sequence[int], viewer: Viewer) -> dict[int, list[Ref[PurchaseCategory]]]:
    """The fields of each supplier, by name."""
    rows = scoped(SupplierCategory, viewer, models.SupplierCategory).filter(supplier_id__in=suppliers)
    found: defaultdict[int, list[Ref[PurchaseCategory]]] = defaultdict(list)
    for supplier, category in await rows.order_by("category__name").values_list("supplier_id", "category_id"):
        found[supplier].append(Ref(PurchaseCategory, category))
    return found


@node(
    models.Supplier,
    scope=open_suppliers,
    filters=["status", "registered_on", "country", "organisation_id"],
    orders=["registered_on"],
    groups=["status", "country"],
    search=["search_text"],
)
class Supplier(Searchable):
    """An organisation in its role as a registered supplier of CERN. Having bid or won does not make it one."""

    label: str = batched(names_of, key="organisation_id")
    organisation: Organisation = one("organisation_id")
    """The firm or institute itself: its name, country and identifiers."""
    status: SupplierStatus
    """Whether CERN does business with it."""
    registered_on: date
    """The day of its registration."""
    country: Country | None = computed(Country.of, "country")
    """Where it was established by then; null if it was not told."""
    categories: list[Ref[PurchaseCategory]] = batched(categories_of, max=100)
    """The fields in which it offers to deliver, by name."""
    capabilities: Connection[Capability] = many("supplier_id")
    """What it can do, in its own words."""
    certificates: list[Certificate] = many("supplier_id", order="standard", max=MOST_CERTIFICATES)
    """What others certify of it, expired ones included, by standard."""
    conduct_declarations: list[ConductDeclaration] = many("supplier_id", order="-declared_on", max=10)
    """The versions of the Supplier Code of Conduct that it has declared to keep to, the latest first."""
    accounts: list[SupplierAccount] = many("supplier_id", max=2)
    """Its two identities with CERN, if you may know of them."""
    nominations: Connection[Nomination] = many("supplier_id", order="-proposed_on")
    """Where somebody has proposed it, if you may know of that, the latest first."""
    source: str
    """Where the registration is known from: empty for one made here, `sample` for an invented one."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(models.SupplierCategory, scope=open_offers, filters=["category_id"])
class SupplierCategory:
    """A field in which a supplier offers to deliver."""

    supplier: Supplier | None = one("supplier_id")
    """Who offers."""
    category: PurchaseCategory = one("category_id")
    """What is offered."""
