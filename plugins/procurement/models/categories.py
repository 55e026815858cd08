"""The table of what CERN buys."""

from tortoise import fields
from tortoise.models import Model


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
