"""The tables of the world of ships that the engine is tested on."""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model


class Status(Enum):
    """What a ship is doing."""

    DRAFT = "draft"
    """It is still being built."""
    ACTIVE = "active"
    """It sails."""
    LAID_UP = "laid_up"
    """It waits in a port for better days."""


class Port(Model):
    """Where ships come from and go to."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(8, unique=True)
    name = fields.CharField(60, db_index=True)
    country = fields.CharField(2, null=True, db_index=True)
    opened_on = fields.DateField(null=True, db_index=True)
    tier = fields.IntField(db_index=True)
    guarded = fields.BooleanField(db_index=True)

    class Meta(Model.Meta):
        table = "world_port"


class Owner(Model):
    """Whom ships belong to."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(60, db_index=True)
    country = fields.CharField(2, null=True, db_index=True)
    rating = fields.IntField(null=True, db_index=True)
    parent: ForeignKeyNullableRelation[Owner] = fields.ForeignKeyField(
        "world.Owner", related_name="subsidiaries", null=True, db_index=True
    )
    parent_id: int | None

    class Meta(Model.Meta):
        table = "world_owner"


class Agency(Model):
    """Who looks after ships in ports."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(60, db_index=True)
    port: ForeignKeyRelation[Port] = fields.ForeignKeyField("world.Port", related_name="agencies", db_index=True)
    port_id: int

    class Meta(Model.Meta):
        table = "world_agency"


class Ship(Model):
    """A ship; its key tells nothing of how many there are."""

    id: UUID = fields.UUIDField(primary_key=True)
    imo = fields.CharField(12, unique=True)
    name = fields.CharField(60, db_index=True)
    status = fields.CharEnumField(Status, max_length=10, db_index=True)
    launched_on = fields.DateField(db_index=True)
    seen_at = fields.DatetimeField(db_index=True)
    tonnage = fields.IntField(null=True, db_index=True)
    value_minor = fields.BigIntField(null=True, db_index=True)
    value_currency = fields.CharField(3, null=True)
    insured = fields.BooleanField(db_index=True)
    published = fields.BooleanField(db_index=True)
    owner: ForeignKeyRelation[Owner] = fields.ForeignKeyField("world.Owner", related_name="ships", db_index=True)
    owner_id: int
    home_port: ForeignKeyNullableRelation[Port] = fields.ForeignKeyField(
        "world.Port", related_name="ships", null=True, db_index=True
    )
    home_port_id: int | None
    agency: ForeignKeyNullableRelation[Agency] = fields.ForeignKeyField(
        "world.Agency", related_name="ships", null=True, db_index=True
    )
    agency_id: int | None

    class Meta(Model.Meta):
        table = "world_ship"


class Certificate(Model):
    """That a ship may sail; at most one for each."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(20, db_index=True)
    valid_until = fields.DateField(null=True, db_index=True)
    ship: ForeignKeyRelation[Ship] = fields.OneToOneField("world.Ship", related_name="certificate", db_index=True)
    ship_id: UUID

    class Meta(Model.Meta):
        table = "world_certificate"


class Voyage(Model):
    """A ship's way from one port to another."""

    id = fields.BigIntField(primary_key=True)
    departs_at = fields.DatetimeField(db_index=True)
    arrived_on = fields.DateField(null=True, db_index=True)
    miles = fields.IntField(db_index=True)
    sealed = fields.BooleanField(db_index=True)
    log_key = fields.UUIDField(null=True, db_index=True)
    ship: ForeignKeyRelation[Ship] = fields.ForeignKeyField("world.Ship", related_name="voyages", db_index=True)
    ship_id: UUID
    from_port: ForeignKeyRelation[Port] = fields.ForeignKeyField("world.Port", related_name="departures", db_index=True)
    from_port_id: int
    to_port: ForeignKeyNullableRelation[Port] = fields.ForeignKeyField(
        "world.Port", related_name="arrivals", null=True, db_index=True
    )
    to_port_id: int | None

    class Meta(Model.Meta):
        table = "world_voyage"


class Parcel(Model):
    """What a voyage carries, for whom."""

    id = fields.BigIntField(primary_key=True)
    label = fields.CharField(60, db_index=True)
    weight = fields.IntField(null=True, db_index=True)
    price_minor = fields.BigIntField(null=True)
    price_currency = fields.CharField(3, null=True)
    packed_on = fields.DateField(null=True, db_index=True)
    voyage: ForeignKeyRelation[Voyage] = fields.ForeignKeyField("world.Voyage", related_name="parcels", db_index=True)
    voyage_id: int
    owner: ForeignKeyNullableRelation[Owner] = fields.ForeignKeyField(
        "world.Owner", related_name="parcels", null=True, db_index=True
    )
    owner_id: int | None

    class Meta(Model.Meta):
        table = "world_parcel"


class Oddity(Model):
    """Columns that no list can be filtered or ordered by; shown by no node."""

    id = fields.BigIntField(primary_key=True)
    price = fields.DecimalField(12, 2, db_index=True)
    ratio = fields.FloatField(db_index=True)
    extra: fields.Field[object] = fields.JSONField(null=True)
    port: ForeignKeyRelation[Port] = fields.ForeignKeyField("world.Port", related_name="oddities", db_index=True)
    port_id: int

    class Meta(Model.Meta):
        table = "world_oddity"


class Footnote(Model):
    """Points to what no node shows."""

    id = fields.BigIntField(primary_key=True)
    oddity: ForeignKeyRelation[Oddity] = fields.ForeignKeyField("world.Oddity", related_name="footnotes", db_index=True)
    oddity_id: int

    class Meta(Model.Meta):
        table = "world_footnote"
