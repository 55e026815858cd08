"""The tables of who supplies what."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation
from plugins.procurement.models.categories import PurchaseCategory


class SupplierStatus(Enum):
    """Whether CERN does business with a supplier."""

    REGISTERED = "registered"
    """May be asked for offers, and may bid."""
    SUSPENDED = "suspended"
    """Is not asked for offers for the time being; what is under contract goes on."""
    WITHDRAWN = "withdrawn"
    """Has left, of its own will or not; kept for the record."""


class Supplier(Model):
    """An organisation in its role as a registered supplier of CERN."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "registry.Organisation", related_name="supplier", on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(SupplierStatus, max_length=20, default=SupplierStatus.REGISTERED, db_index=True)
    registered_on = fields.DateField(db_index=True)
    country = fields.CharField(max_length=2, default="", db_default="", db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """An organisation is registered once; the country is where it was established by then."""

        table = "procurement_supplier"
        indexes = (
            ("status", "registered_on", "id"),
            ("country", "registered_on", "id"),
        )


class SupplierCategory(Model):
    """A field in which a supplier offers to deliver."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="categories", db_index=True
    )
    category: fields.ForeignKeyRelation[PurchaseCategory] = fields.ForeignKeyField(
        "procurement.PurchaseCategory", related_name="suppliers", on_delete=fields.RESTRICT, db_index=True
    )

    class Meta(Model.Meta):
        """A supplier names a category once."""

        table = "procurement_supplier_category"
        indexes = (("category", "id"),)
        unique_together = (("supplier", "category"),)
