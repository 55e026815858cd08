"""The tables of procurement: who supplies what, what is asked for, offered, awarded and signed."""

from enum import Enum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation, OrgUnit


class SupplierStatus(Enum):
    """Whether CERN does business with a supplier."""

    REGISTERED = "registered"
    """May be asked for offers, and may bid."""
    SUSPENDED = "suspended"
    """Is not asked for offers for the time being; what is under contract goes on."""
    WITHDRAWN = "withdrawn"
    """Has left, of its own will or not; kept for the record."""


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
    """The time for bids is over, and nothing is decided yet."""
    AWARDED = "awarded"
    """An offer is taken."""
    CANCELLED = "cancelled"
    """Given up, withdrawn, or without a usable bid."""


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


class BidStatus(Enum):
    """What became of a bid."""

    SUBMITTED = "submitted"
    """Arrived, and not judged yet."""
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


class AwardStatus(Enum):
    """Whether the decision to take an offer holds."""

    PENDING = "pending"
    """Proposed, and not yet approved."""
    ACTIVE = "active"
    """Decided, and it holds."""
    CANCELLED = "cancelled"
    """Decided, and taken back."""
    UNSUCCESSFUL = "unsuccessful"
    """Decided that no offer is taken."""


class ContractStatus(Enum):
    """Whether a contract is in force."""

    PENDING = "pending"
    """Drafted, and not signed by all."""
    ACTIVE = "active"
    """Signed, and in its term."""
    CANCELLED = "cancelled"
    """Called off before it began."""
    TERMINATED = "terminated"
    """Over: delivered, expired or ended early."""


class PurchaseCategory(Model):
    """A field in which CERN buys."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=255, db_index=True)
    parent: fields.ForeignKeyNullableRelation["PurchaseCategory"] = fields.ForeignKeyField(
        "procurement.PurchaseCategory",
        related_name="children",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """Codes are our own: the purchase codes of CERN are not public."""

        table = "procurement_purchase_category"
        indexes = (("parent", "name", "id"),)


class Supplier(Model):
    """An organisation in its role as a registered supplier of CERN."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "registry.Organisation", related_name="supplier", on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(SupplierStatus, max_length=20, default=SupplierStatus.REGISTERED, db_index=True)
    registered_on = fields.DateField(db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """An organisation is registered once."""

        table = "procurement_supplier"
        indexes = (("status", "registered_on", "id"),)


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
    opens_at = fields.DatetimeField(null=True, db_index=True)
    closes_at = fields.DatetimeField(null=True, db_index=True)
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


class Contract(Model):
    """What CERN, or another buyer, and a contractor have signed."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    tender: fields.ForeignKeyNullableRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="contracts", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    award: fields.ForeignKeyNullableRelation[Award] = fields.ForeignKeyField(
        "procurement.Award", related_name="contracts", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    contractor: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="contracts", on_delete=fields.RESTRICT, db_index=True
    )
    title = fields.CharField(max_length=500, default="", db_index=True)
    kind = fields.CharEnumField(PurchaseKind, max_length=20, null=True, db_index=True)
    amount_minor = fields.BigIntField(null=True, db_index=True)
    amount_currency = fields.CharField(max_length=3, null=True)
    status = fields.CharEnumField(ContractStatus, max_length=20, default=ContractStatus.ACTIVE, db_index=True)
    signed_on = fields.DateField(null=True, db_index=True)
    starts_on = fields.DateField(null=True, db_index=True)
    ends_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """A contract can stand without its tender: older ones are known by their award alone."""

        table = "procurement_contract"
        indexes = (
            ("kind", "reference", "id"),
            ("status", "reference", "id"),
            ("status", "title", "id"),
            ("tender", "reference", "id"),
            ("award", "reference", "id"),
            ("contractor", "reference", "id"),
        )
