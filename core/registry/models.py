"""The tables on which departments meet: organisations, member states, units of CERN, and who changed what."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.access.viewer import Role


class OrganisationKind(Enum):
    """What sort of body an organisation is, after the activity types of the European Commission."""

    HIGHER_EDUCATION = "higher_education"
    """A university or school of higher education (HES in CORDIS)."""
    RESEARCH = "research"
    """A research organisation, such as CERN itself (REC in CORDIS)."""
    COMPANY = "company"
    """A private body for profit: a firm of any size (PRC in CORDIS)."""
    PUBLIC_BODY = "public_body"
    """An authority, agency or other body of a state (PUB in CORDIS)."""
    OTHER = "other"
    """Anything else, or a body of which no source says what it is (OTH in CORDIS)."""


class SizeClass(Enum):
    """How large an enterprise is, after Commission Recommendation 2003/361/EC."""

    MICRO = "micro"
    """Fewer than 10 persons, and a turnover or balance sheet of 2 million EUR at the most."""
    SMALL = "small"
    """Fewer than 50 persons, and a turnover or balance sheet of 10 million EUR at the most."""
    MEDIUM = "medium"
    """Fewer than 250 persons, and a turnover of 50 or a balance sheet of 43 million EUR at the most."""
    LARGE = "large"
    """Beyond these limits, so no small or medium-sized enterprise."""


class MembershipStatus(Enum):
    """How a state belongs to CERN."""

    MEMBER = "member"
    """A full member: has a vote in the Council and pays its whole contribution."""
    ASSOCIATE = "associate"
    """An associate member: pays a part of a member's contribution, has fewer rights."""
    PRE_STAGE = "pre_stage"
    """An associate member on the way to full membership, with a contribution that rises."""
    FORMER = "former"
    """A state that has left CERN."""


class UnitLevel(Enum):
    """Where a unit stands in the structure of CERN."""

    ORGANISATION = "organisation"
    """CERN as a whole."""
    SECTOR = "sector"
    """A director's area, which gathers departments."""
    DEPARTMENT = "department"
    """A department, such as IPT: Industry, Procurement and Knowledge Transfer."""
    GROUP = "group"
    """A part of a department, such as IPT-KT."""
    SECTION = "section"
    """A part of a group, such as IPT-KT-MA."""
    EXPERIMENT = "experiment"
    """A collaboration that runs an experiment at CERN; it stands beside the departments."""


class Organisation(Model):
    """A firm, institute or public body, known once whichever departments deal with it."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=500, db_index=True)
    short_name = fields.CharField(max_length=255, default="")
    country = fields.CharField(max_length=2, default="", db_index=True)
    city = fields.CharField(max_length=255, default="")
    kind = fields.CharEnumField(OrganisationKind, max_length=20, default=OrganisationKind.OTHER, db_index=True)
    size_class = fields.CharEnumField(SizeClass, max_length=10, null=True, db_index=True)
    is_sme = fields.BooleanField(null=True, db_index=True)
    is_startup = fields.BooleanField(null=True, db_index=True)
    website = fields.CharField(max_length=1000, default="")
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    folded_name = fields.CharField(max_length=500, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The folded name is indexed with its country: so an import finds who has no identifier."""

        table = "registry_organisation"
        indexes = (
            ("folded_name", "country"),
            ("country", "name", "id"),
            ("country", "id"),
            ("kind", "name", "id"),
            ("size_class", "name", "id"),
            ("is_sme", "name", "id"),
            ("is_startup", "name", "id"),
        )


class OrganisationIdentifier(Model):
    """A number under which a register knows an organisation."""

    id = fields.BigIntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="identifiers", db_index=True
    )
    scheme = fields.CharField(max_length=60)
    value = fields.CharField(max_length=120)
    unique_key = fields.CharField(max_length=190, null=True, unique=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """unique_key holds scheme:value where numbers never repeat (PIC, ROR); VAT numbers do repeat."""

        table = "registry_organisation_identifier"
        unique_together = (("organisation", "scheme", "value"),)
        indexes = (("scheme", "value"),)


class MemberState(Model):
    """A state that is, was or is becoming a member or an associate member of CERN."""

    id = fields.BigIntField(primary_key=True)
    country = fields.CharField(max_length=2, unique=True)
    name = fields.CharField(max_length=120, db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """One row for a state, whatever its status over the years."""

        table = "registry_member_state"


class Membership(Model):
    """The status of a state over a stretch of time; the last day is kept, none while it lasts."""

    id = fields.BigIntField(primary_key=True)
    member_state: fields.ForeignKeyRelation[MemberState] = fields.ForeignKeyField(
        "registry.MemberState", related_name="memberships", db_index=True
    )
    status = fields.CharEnumField(MembershipStatus, max_length=20, db_index=True)
    valid_from = fields.DateField(db_index=True)
    valid_to = fields.DateField(null=True, db_index=True)
    is_first_day = fields.BooleanField(default=True, db_default=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """A state has one status of a kind from a given day; is_first_day says whether it began on that day."""

        table = "registry_membership"
        unique_together = (("member_state", "status", "valid_from"),)


class Contribution(Model):
    """What a state pays to the budget of CERN in a year."""

    id = fields.BigIntField(primary_key=True)
    member_state: fields.ForeignKeyRelation[MemberState] = fields.ForeignKeyField(
        "registry.MemberState", related_name="contributions", db_index=True
    )
    year = fields.IntField(db_index=True)
    percent_ppm = fields.IntField(db_index=True)
    amount_minor = fields.BigIntField(null=True)
    amount_currency = fields.CharField(max_length=3, null=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """One figure for a state and a year."""

        table = "registry_contribution"
        unique_together = (("member_state", "year"),)


class LiaisonOffice(Model):
    """The institution through which firms of a state reach CERN; never a person."""

    id = fields.BigIntField(primary_key=True)
    member_state: fields.ForeignKeyRelation[MemberState] = fields.ForeignKeyField(
        "registry.MemberState", related_name="liaison_offices", db_index=True
    )
    institution = fields.CharField(max_length=255)
    website = fields.CharField(max_length=1000, null=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """An institution serves a state once."""

        table = "registry_liaison_office"
        unique_together = (("member_state", "institution"),)


class OrgUnit(Model):
    """A unit of CERN, or an experiment: whoever asks for something to be bought, disclosed or proposed."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=255, db_index=True)
    level = fields.CharEnumField(UnitLevel, max_length=20, db_index=True)
    parent: fields.ForeignKeyNullableRelation["OrgUnit"] = fields.ForeignKeyField(
        "registry.OrgUnit", related_name="children", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    activities = fields.TextField(default="")
    valid_from = fields.DateField(null=True, db_index=True)
    valid_to = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """Codes are those that CERN uses, such as IPT-PI."""

        table = "registry_org_unit"
        indexes = (
            ("parent", "code", "id"),
            ("level", "code", "id"),
        )


class Person(Model):
    """A role that someone holds in a unit: the title of the post, never the name of a person."""

    id = fields.BigIntField(primary_key=True)
    role = fields.CharField(max_length=60, db_index=True)
    display_name = fields.CharField(max_length=255, db_index=True)
    org_unit: fields.ForeignKeyNullableRelation[OrgUnit] = fields.ForeignKeyField(
        "registry.OrgUnit", related_name="people", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """A unit has a post once."""

        table = "registry_person"
        unique_together = (("role", "org_unit"),)


class AuditEntry(Model):
    """Who changed what, in which capacity and when; written with the change itself, and never changed or deleted."""

    id = fields.BigIntField(primary_key=True)
    happened_at = fields.DatetimeField(db_index=True)
    role = fields.CharEnumField(Role, max_length=40, db_index=True)
    person = fields.CharField(max_length=255, null=True, db_index=True)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="audit_entries", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    unit = fields.CharField(max_length=60, default="")
    country = fields.CharField(max_length=2, default="")
    action = fields.CharField(max_length=120, db_index=True)
    subject_type = fields.CharField(max_length=120)
    subject_key = fields.CharField(max_length=120)
    subject_version = fields.IntField()
    summary = fields.TextField()

    class Meta(Model.Meta):
        """The person is an id in the identity provider; the subject, a node of any department, is named and no key."""

        table = "registry_audit_entry"
        indexes = (
            ("subject_type", "subject_key"),
            ("role", "happened_at", "id"),
        )


class Change(Model):
    """That something changed, and when, for those who follow it; kept for some minutes, and no word of what changed."""

    id = fields.BigIntField(primary_key=True)
    happened_at = fields.DatetimeField(db_index=True)
    subject_type = fields.CharField(max_length=120)
    subject_key = fields.CharField(max_length=120)

    class Meta(Model.Meta):
        """Numbers follow the order in which changes became visible: core.storage.changes sees to that."""

        table = "registry_change"
