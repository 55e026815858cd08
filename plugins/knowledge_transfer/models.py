"""The tables of knowledge transfer: technologies, who may use them, and the firms that grew from them."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation, OrgUnit


class TechnologyStatus(Enum):
    """How far a technology has come since it was disclosed."""

    DISCLOSED = "disclosed"
    """Told to knowledge transfer by those who made it; confidential."""
    UNDER_EVALUATION = "under_evaluation"
    """Knowledge transfer weighs what it is worth elsewhere and how to protect it; confidential."""
    PROTECTED = "protected"
    """A patent is filed, or another right is secured; still confidential."""
    PUBLISHED = "published"
    """Open to all: whoever wants to use it can ask on what terms."""
    LICENSED = "licensed"
    """Open to all, and somebody has the right to use it."""
    ARCHIVED = "archived"
    """Closed; open to all only if it was published before."""


class LicenceKind(Enum):
    """On what terms a technology may be used."""

    COMMERCIAL = "commercial"
    """For products and services, on terms that were negotiated."""
    RESEARCH = "research"
    """For research and development; may be free for institutes."""
    SPIN_OFF = "spin_off"
    """For a company that is founded on the technology."""
    EASY_ACCESS = "easy_access"
    """Easy Access IP: no fee, a progress report once a year, and CERN is acknowledged."""
    OPEN_SOURCE = "open_source"
    """Software under a licence that anybody can take, such as MIT or LGPL."""
    OPEN_HARDWARE = "open_hardware"
    """Designs under a licence that anybody can take, such as the CERN Open Hardware Licence."""


class LicenceStatus(Enum):
    """Whether a licence holds."""

    NEGOTIATED = "negotiated"
    """Not signed yet: known to the licensee and to knowledge transfer alone."""
    ACTIVE = "active"
    """Signed, and in force."""
    EXPIRED = "expired"
    """It came to its last day."""
    TERMINATED = "terminated"
    """Ended before its last day: known to the licensee and to knowledge transfer alone."""


class Technology(Model):
    """Something made at CERN, or with it, that is of use elsewhere; a disclosure until it is published."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    name = fields.CharField(max_length=500, db_index=True)
    summary = fields.TextField(default="")
    status = fields.CharEnumField(TechnologyStatus, max_length=20, default=TechnologyStatus.DISCLOSED, db_index=True)
    trl = fields.IntField(null=True, db_index=True)
    origin_unit: fields.ForeignKeyNullableRelation[OrgUnit] = fields.ForeignKeyField(
        "registry.OrgUnit", related_name="technologies", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    owner: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation",
        related_name="technologies",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    disclosed_by = fields.CharField(max_length=255, null=True, db_index=True)
    disclosed_on = fields.DateField(null=True, db_index=True)
    publication_planned_on = fields.DateField(null=True)
    published_on = fields.DateField(null=True, db_index=True)
    repository = fields.CharField(max_length=1000, null=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Published means a status of published or licensed: a source may not tell the day.

        Who disclosed it is an id in the identity provider, never a name.
        """

        table = "knowledge_transfer_technology"
        indexes = (
            ("status", "name", "id"),
            ("status", "reference", "id"),
            ("owner", "name", "id"),
            ("origin_unit", "name", "id"),
        )


class TechnologyArea(Model):
    """A field to which a technology belongs or in which it can be used."""

    id = fields.BigIntField(primary_key=True)
    technology: fields.ForeignKeyRelation[Technology] = fields.ForeignKeyField(
        "knowledge_transfer.Technology", related_name="areas", db_index=True
    )
    area = fields.CharField(max_length=120, db_index=True)

    class Meta(Model.Meta):
        """An area is named once for a technology."""

        table = "knowledge_transfer_technology_area"
        unique_together = (("technology", "area"),)


class TechnologyCompatibility(Model):
    """Another project or product that a technology says it works with."""

    id = fields.BigIntField(primary_key=True)
    technology: fields.ForeignKeyRelation[Technology] = fields.ForeignKeyField(
        "knowledge_transfer.Technology", related_name="compatibilities", db_index=True
    )
    name = fields.CharField(max_length=255, db_index=True)

    class Meta(Model.Meta):
        """A name stands once for a technology."""

        table = "knowledge_transfer_technology_compatibility"
        unique_together = (("technology", "name"),)


class Licence(Model):
    """The right of an organisation to use a technology, within bounds."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    technology: fields.ForeignKeyRelation[Technology] = fields.ForeignKeyField(
        "knowledge_transfer.Technology", related_name="licences", on_delete=fields.RESTRICT, db_index=True
    )
    licensee: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="licences", on_delete=fields.RESTRICT, db_index=True
    )
    kind = fields.CharEnumField(LicenceKind, max_length=20, db_index=True)
    status = fields.CharEnumField(LicenceStatus, max_length=20, default=LicenceStatus.ACTIVE, db_index=True)
    field_of_use = fields.CharField(max_length=500, default="", db_index=True)
    territory = fields.CharField(max_length=255, default="")
    signed_on = fields.DateField(db_index=True)
    expires_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Terms of payment are not kept here."""

        table = "knowledge_transfer_licence"
        indexes = (
            ("kind", "signed_on", "id"),
            ("status", "signed_on", "id"),
            ("status", "reference", "id"),
            ("licensee", "signed_on", "id"),
            ("technology", "signed_on", "id"),
        )


class SpinOff(Model):
    """A company based, wholly or partly, on technologies of CERN."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "registry.Organisation", related_name="spin_off", on_delete=fields.RESTRICT
    )
    technology: fields.ForeignKeyNullableRelation[Technology] = fields.ForeignKeyField(
        "knowledge_transfer.Technology",
        related_name="spin_offs",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    technology_note = fields.CharField(max_length=500, default="")
    founded_year = fields.IntField(null=True, db_index=True)
    founded_on = fields.DateField(null=True, db_index=True)
    incubator = fields.CharField(max_length=255, null=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """An organisation is a spin-off once."""

        table = "knowledge_transfer_spin_off"
        indexes = (("technology", "id"),)
