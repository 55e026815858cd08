"""The tables of what is offered."""

from enum import Enum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation
from plugins.procurement.models.tenders import Lot, Tender


class BidStatus(Enum):
    """What became of a bid."""

    SUBMITTED = "submitted"
    """Arrived, and not judged yet."""
    LATE = "late"
    """Arrived after the end of the time for bids, so it is not considered."""
    WITHDRAWN = "withdrawn"
    """Taken back by the bidder."""
    DISQUALIFIED = "disqualified"
    """Out: it or its bidder does not fulfil the conditions."""
    COMPLIANT = "compliant"
    """Fulfils the conditions, so its price counts."""
    AWARDED = "awarded"
    """Taken."""
    UNSUCCESSFUL = "unsuccessful"
    """Not taken: another one was."""


class Bid(Model):
    """An offer for a tender or one of its lots; sealed until the tender opens."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="bids", on_delete=fields.RESTRICT, db_index=True
    )
    lot: fields.ForeignKeyNullableRelation[Lot] = fields.ForeignKeyField(
        "procurement.Lot", related_name="bids", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    bidder: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="bids", on_delete=fields.RESTRICT, db_index=True
    )
    reference = fields.CharField(max_length=190, unique=True, null=True)
    amount_minor = fields.BigIntField(null=True, db_index=True)
    amount_currency = fields.CharField(max_length=3, null=True)
    submitted_at = fields.DatetimeField(db_index=True)
    status = fields.CharEnumField(BidStatus, max_length=20, default=BidStatus.SUBMITTED, db_index=True)
    source = fields.CharField(max_length=255, default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The key is random: counting numbers would tell how many bids there are."""

        table = "procurement_bid"
        indexes = (
            ("tender", "submitted_at", "id"),
            ("lot", "submitted_at", "id"),
            ("bidder", "submitted_at", "id"),
        )


class BidOrigin(Model):
    """The part of a bid that is made in one country."""

    id = fields.BigIntField(primary_key=True)
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "procurement.Bid", related_name="origins", db_index=True
    )
    country = fields.CharField(max_length=2, db_index=True)
    share_ppm = fields.IntField(db_index=True)

    class Meta(Model.Meta):
        """A country is named once in a bid."""

        table = "procurement_bid_origin"
        unique_together = (("bid", "country"),)
