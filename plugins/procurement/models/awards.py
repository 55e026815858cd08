"""The table of what is decided on offers."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation
from plugins.procurement.models.tenders import Lot, Tender


class AwardStatus(Enum):
    """Whether the decision to take an offer holds."""

    PENDING = "pending"
    """Proposed, and not yet approved."""
    ACTIVE = "active"
    """Decided, and it holds."""
    CANCELLED = "cancelled"
    """Decided, and taken back."""
    UNSUCCESSFUL = "unsuccessful"
    """Decided not to take an offer, or none at all."""


class Award(Model):
    """The decision to take an offer."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="awards", on_delete=fields.RESTRICT, db_index=True
    )
    lot: fields.ForeignKeyNullableRelation[Lot] = fields.ForeignKeyField(
        "procurement.Lot", related_name="awards", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    winner: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="awards", on_delete=fields.RESTRICT, db_index=True
    )
    amount_minor = fields.BigIntField(null=True, db_index=True)
    amount_currency = fields.CharField(max_length=3, null=True)
    status = fields.CharEnumField(AwardStatus, max_length=20, default=AwardStatus.ACTIVE, db_index=True)
    awarded_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")

    class Meta(Model.Meta):
        """A winner that shares an award with others has a row, and a reference, of its own."""

        table = "procurement_award"
        indexes = (
            ("tender", "reference", "id"),
            ("lot", "reference", "id"),
            ("winner", "reference", "id"),
        )
