"""Who supplies, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from core.access.viewer import Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation, Searchable
from plugins.procurement import models
from plugins.procurement.models import SupplierStatus
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.scopes import open_offers, open_suppliers
from schema.declare import batched, node, one, scoped
from schema.relay import Ref


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
    filters=["status", "registered_on", "organisation_id"],
    orders=["registered_on"],
    groups=["status"],
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
    categories: list[Ref[PurchaseCategory]] = batched(categories_of, max=100)
    """The fields in which it offers to deliver, by name."""
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
