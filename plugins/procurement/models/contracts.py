"""The tables of what is signed, and where it is made."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation
from plugins.procurement.models.awards import Award
from plugins.procurement.models.tenders import PurchaseKind, Tender


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
    UNKNOWN = "unknown"
    """Awarded, and no source tells whether it is in force or over."""


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
    buyer: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation",
        related_name="contracts_bought",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
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
            # Industrial return reads a decade of contracts: everything that it adds up is in these two indexes.
            ("buyer", "kind", "signed_on", "status", "amount_currency", "amount_minor"),
        )


class ContractOrigin(Model):
    """The part of a contract that is made in one country."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "procurement.Contract", related_name="origins", db_index=True
    )
    country = fields.CharField(max_length=2, db_index=True)
    share_ppm = fields.IntField(db_index=True)

    class Meta(Model.Meta):
        """A country is named once in a contract."""

        table = "procurement_contract_origin"
        unique_together = (("contract", "country"),)
        indexes = (("contract", "country", "share_ppm"),)
