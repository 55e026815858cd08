"""The table of the identities under which a supplier deals with CERN."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from plugins.procurement.models.suppliers import Supplier


class AccountKind(Enum):
    """Which of its two identities an account of a supplier is: one does not stand in for the other."""

    EPROCUREMENT = "eprocurement"
    """On the e-procurement portal: the data of the company, its bank details, and its orders."""
    GUEST = "guest"
    """The CERN guest account: the documents of calls are downloaded, and answered, under it."""


class AccountState(Enum):
    """Whether an account can be used."""

    REQUESTED = "requested"
    """Asked for; something is still to be given or approved, such as the bank details."""
    ACTIVE = "active"
    """Can be used."""
    BLOCKED = "blocked"
    """Cannot be used for the time being."""
    CLOSED = "closed"
    """Given up; kept for the record."""


class SupplierAccount(Model):
    """One of the two identities under which a supplier deals with CERN."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="accounts", db_index=True
    )
    kind = fields.CharEnumField(AccountKind, max_length=20, db_index=True)
    state = fields.CharEnumField(AccountState, max_length=20, default=AccountState.REQUESTED, db_index=True)
    since = fields.DateField(db_index=True)
    source = fields.CharField(max_length=255, default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """A supplier has one account of each kind."""

        table = "procurement_supplier_account"
        unique_together = (("supplier", "kind"),)
