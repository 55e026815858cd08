"""The tables of the lists that say which states are well and which are poorly balanced."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from plugins.procurement.models.tenders import PurchaseKind


class BalanceStatus(Enum):
    """How much of what a state contributes comes back to its industry in contracts, in three classes."""

    VERY_POORLY_BALANCED = "very_poorly_balanced"
    """Very little; of supplies alone."""
    POORLY_BALANCED = "poorly_balanced"
    """Too little: its firms have an advantage until the next list."""
    WELL_BALANCED = "well_balanced"
    """Enough."""


class BalanceListState(Enum):
    """How far a list has come."""

    DRAFT = "draft"
    """Officers prepare it; it binds nobody."""
    PUBLISHED = "published"
    """Everybody may read it, and it is in force from its first day on."""


class BalanceList(Model):
    """A list of the states by status, for supplies or services, and the period for which it is made."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(PurchaseKind, max_length=20, db_index=True)
    valid_from = fields.DateField(db_index=True)
    valid_to = fields.DateField(db_index=True)
    state = fields.CharEnumField(BalanceListState, max_length=20, default=BalanceListState.DRAFT, db_index=True)
    published_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    is_inferred = fields.BooleanField(default=False, db_default=False)
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """There is one list of a kind from a given day; is_inferred says whether its source had to be interpreted."""

        table = "procurement_balance_list"
        unique_together = (("kind", "valid_from"),)
        indexes = (("kind", "valid_from", "id"), ("state", "valid_from", "id"))


class BalanceListEntry(Model):
    """What a list says of a state, for as long as it says so: an amendment ends one entry and begins another."""

    id = fields.BigIntField(primary_key=True)
    list: fields.ForeignKeyRelation[BalanceList] = fields.ForeignKeyField(
        "procurement.BalanceList", related_name="entries", db_index=True
    )
    country = fields.CharField(max_length=2, db_index=True)
    status = fields.CharEnumField(BalanceStatus, max_length=30, db_index=True)
    since = fields.DateField(db_index=True)
    until = fields.DateField(null=True, db_index=True)
    ceiling_reached_in = fields.IntField(null=True, db_index=True)

    class Meta(Model.Meta):
        """A state has one entry from a given day; the last day is kept, none while the list says nothing else."""

        table = "procurement_balance_list_entry"
        unique_together = (("list", "country", "since"),)
        indexes = (("list", "country", "id"), ("country", "id"))
