"""The table of who may not supply for a time."""

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation


class Exclusion(Model):
    """A stretch of time in which a firm gets nothing from CERN to answer or to deliver, and why."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="exclusions", on_delete=fields.RESTRICT, db_index=True
    )
    reason = fields.TextField()
    starts_on = fields.DateField(db_index=True)
    ends_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The last day is kept; none while no end is set."""

        table = "procurement_exclusion"
        unique_together = (("organisation", "starts_on"),)
