"""The table of firms that somebody proposes to CERN."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.access.viewer import Role
from core.registry.models import Organisation
from plugins.procurement.models.categories import PurchaseCategory
from plugins.procurement.models.suppliers import Supplier
from plugins.procurement.models.tenders import Tender


class NominationStatus(Enum):
    """Whether a nomination stands."""

    PROPOSED = "proposed"
    """It stands."""
    WITHDRAWN = "withdrawn"
    """Taken back by whoever made it; kept for the record."""


class Nomination(Model):
    """A firm that somebody proposes to CERN, for a field in which it buys or for one call."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=60, unique=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="nominations", on_delete=fields.RESTRICT, db_index=True
    )
    supplier: fields.ForeignKeyNullableRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="nominations", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    category: fields.ForeignKeyNullableRelation[PurchaseCategory] = fields.ForeignKeyField(
        "procurement.PurchaseCategory", related_name="nominations", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    tender: fields.ForeignKeyNullableRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="nominations", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    country = fields.CharField(max_length=2, default="", db_index=True)
    status = fields.CharEnumField(NominationStatus, max_length=20, default=NominationStatus.PROPOSED, db_index=True)
    proposed_by = fields.CharEnumField(Role, max_length=40)
    proposed_by_unit = fields.CharField(max_length=60, default="", db_default="")
    proposed_on = fields.DateField(db_index=True)
    note = fields.CharField(max_length=500, default="")
    source = fields.CharField(max_length=255, default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The country is the firm's at that time; the supplier, what the firm was registered as by then or since.

        The unit is that of the technical officer who proposes the firm, by its code; empty for everybody else.
        """

        table = "procurement_nomination"
        indexes = (
            ("organisation", "proposed_on", "id"),
            ("supplier", "proposed_on", "id"),
            ("category", "proposed_on", "id"),
            ("tender", "proposed_on", "id"),
            ("country", "proposed_on", "id"),
            ("status", "proposed_on", "id"),
        )
