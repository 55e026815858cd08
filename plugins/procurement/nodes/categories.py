"""The fields in which CERN buys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from core.access.viewer import Viewer
from core.registry.nodes import Searchable
from plugins.procurement import models
from schema.declare import column, everyone, many, node, one, scoped
from schema.relay import Connection

if TYPE_CHECKING:
    from plugins.procurement.nodes.nominations import Nomination
    from plugins.procurement.nodes.qualifications import Capability
    from plugins.procurement.nodes.suppliers import SupplierCategory
    from plugins.procurement.nodes.tenders import Tender

LONGEST_CODE: Final = 60


async def keys_of(codes: Iterable[str], viewer: Viewer) -> dict[str, int]:
    """The keys of fields by their codes, in the order of these; what is longer than any code is none."""
    rows = scoped(PurchaseCategory, viewer, models.PurchaseCategory)
    found = rows.filter(code__in=[code for code in codes if len(code) <= LONGEST_CODE])
    return dict(await found.order_by("code").values_list("code", "id"))


@node(
    models.PurchaseCategory,
    scope=everyone,
    filters=["code", "name", "parent_id"],
    orders=["code", "name"],
    search=["search_text"],
)
class PurchaseCategory(Searchable):
    """A field in which CERN buys, such as cryogenics."""

    label: str = column("name")
    code: str
    """Our own short name for the field; the numeric purchase codes of CERN are not public."""
    name: str
    """The field in CERN's words."""
    parent: PurchaseCategory | None = one("parent_id")
    """The wider field that it is part of; null at the top."""
    children: Connection[PurchaseCategory] = many("parent_id", order="name")
    """The fields that it falls into."""
    suppliers: Connection[SupplierCategory] = many("category_id")
    """The suppliers that offer to deliver in this field itself, not in a narrower one."""
    capabilities: Connection[Capability] = many("category_id")
    """What suppliers can do in this field, in their own words."""
    nominations: Connection[Nomination] = many("category_id", order="-proposed_on")
    """The firms that are proposed for this field, if you may know of that, the latest first."""
    tenders: Connection[Tender] = many("category_id", order="reference")
    """The calls for offers in this field itself."""
    source: str
    """The list that names the field as one in which CERN buys."""
