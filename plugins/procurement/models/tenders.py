"""The tables of what is asked for."""

from enum import Enum
from typing import Final

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation, OrgUnit
from plugins.procurement.models.categories import PurchaseCategory


class PurchaseKind(Enum):
    """What is bought: goods to be delivered, or work to be done."""

    SUPPLY = "supply"
    """Goods; their origin is where they are made."""
    SERVICE = "service"
    """Work, civil engineering included; its origin is where the bidder is established."""


class TenderStatus(Enum):
    """How far a tender has come."""

    PLANNED = "planned"
    """Foreseen, and not yet sent to anyone."""
    SURVEY = "survey"
    """Firms answer the market survey, by which they qualify."""
    OPEN = "open"
    """Sent out: bids are awaited."""
    CLOSED = "closed"
    """The time for bids is over, and no award is known."""
    AWARDED = "awarded"
    """An offer is taken."""
    CANCELLED = "cancelled"
    """Given up, withdrawn, or without a usable bid."""
    UNKNOWN = "unknown"
    """No source tells how far it has come."""


STILL_OPEN: Final = (TenderStatus.PLANNED, TenderStatus.SURVEY, TenderStatus.OPEN)
"""The states of a call for which firms can still be proposed."""


class Procedure(Enum):
    """The way in which offers are sought."""

    ORDER = "order"
    """A plain order for a small amount."""
    PRICE_ENQUIRY = "price_enquiry"
    """Some firms are asked for a price; at CERN a DO, not advertised."""
    MARKET_SURVEY = "market_survey"
    """Firms are sought that qualify for a later invitation; at CERN an MS."""
    INVITATION_TO_TENDER = "invitation_to_tender"
    """Qualified firms alone are invited to bid; at CERN an IT."""
    SELECTIVE = "selective"
    """Elsewhere than at CERN: qualified firms alone may bid."""
    LIMITED = "limited"
    """Few firms are asked, for a stated reason."""
    DIRECT = "direct"
    """One firm is asked, without competition."""
    OPEN = "open"
    """Elsewhere than at CERN: anybody may bid."""
    OTHER = "other"
    """Another way, or not said."""


class Tender(Model):
    """A call for offers, from the first plan to the award."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    description = fields.TextField(default="")
    kind = fields.CharEnumField(PurchaseKind, max_length=20, null=True, db_index=True)
    procedure = fields.CharEnumField(Procedure, max_length=30, default=Procedure.OTHER, db_index=True)
    status = fields.CharEnumField(TenderStatus, max_length=20, db_index=True)
    category: fields.ForeignKeyNullableRelation[PurchaseCategory] = fields.ForeignKeyField(
        "procurement.PurchaseCategory",
        related_name="tenders",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    buyer: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation",
        related_name="tenders_bought",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    requesting_unit: fields.ForeignKeyNullableRelation[OrgUnit] = fields.ForeignKeyField(
        "registry.OrgUnit", related_name="tenders", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    estimate_minor = fields.BigIntField(null=True, db_index=True)
    estimate_currency = fields.CharField(max_length=3, null=True)
    published_on = fields.DateField(null=True, db_index=True)
    dispatch_on = fields.DateField(null=True, db_index=True)
    circulated_to_ilos_on = fields.DateField(null=True, db_index=True)
    opens_at = fields.DatetimeField(null=True, db_index=True)
    closes_at = fields.DatetimeField(null=True, db_index=True)
    admits = fields.CharField(max_length=255, default="", db_default="")
    splitting_group = fields.CharField(max_length=190, null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The reference is CERN's own (IT-4144), or the ocid of the contracting process."""

        table = "procurement_tender"
        indexes = (
            ("kind", "reference", "id"),
            ("procedure", "reference", "id"),
            ("status", "reference", "id"),
            ("status", "title", "id"),
            ("category", "reference", "id"),
            ("buyer", "reference", "id"),
            ("requesting_unit", "reference", "id"),
        )


class Lot(Model):
    """A part of a tender for which bids are made and awarded by themselves."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="lots", db_index=True
    )
    number = fields.CharField(max_length=60)
    title = fields.CharField(max_length=500, default="", db_index=True)
    estimate_minor = fields.BigIntField(null=True, db_index=True)
    estimate_currency = fields.CharField(max_length=3, null=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """Numbers are the tender's own."""

        table = "procurement_lot"
        unique_together = (("tender", "number"),)
