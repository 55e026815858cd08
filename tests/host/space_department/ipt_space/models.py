"""The tables of space applications."""

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation


class Mission(Model):
    """A flight that carries technology from CERN."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="space_missions", on_delete=fields.RESTRICT, db_index=True
    )
    name = fields.CharField(max_length=255, db_index=True)
    launched_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """A mission stands here once."""

        table = "space_mission"
