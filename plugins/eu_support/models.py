"""The tables of EU support: programmes, calls and topics, proposals to them, and the funded projects."""

from enum import Enum

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation, OrgUnit


class TopicStatus(Enum):
    """Whether proposals to a topic can be submitted."""

    FORTHCOMING = "forthcoming"
    """Published, and not yet open for submission."""
    OPEN = "open"
    """Proposals can be submitted until the deadline."""
    CLOSED = "closed"
    """The last deadline has passed."""


class DeadlineModel(Enum):
    """How many times, and in how many stages, proposals to a topic are taken in."""

    SINGLE_STAGE = "single_stage"
    """One deadline for full proposals."""
    TWO_STAGE = "two_stage"
    """A short proposal first; those invited write a full one for a second deadline."""
    MULTIPLE_CUT_OFF = "multiple_cut_off"
    """Open for long, with several dates on which what has come in is evaluated."""


class ProjectStatus(Enum):
    """How the Commission's project register shows a project."""

    SIGNED = "signed"
    """The grant agreement is signed: the project is to begin, or runs."""
    CLOSED = "closed"
    """The project is over and its grant is settled."""
    TERMINATED = "terminated"
    """The grant was ended before its time."""


class ParticipationRole(Enum):
    """What an organisation is in a project."""

    COORDINATOR = "coordinator"
    """Leads the consortium and speaks for it with the Commission; signs the grant."""
    PARTICIPANT = "participant"
    """A beneficiary: signs the grant and charges costs to it."""
    ASSOCIATED_PARTNER = "associated_partner"
    """Does tasks without signing the grant, and gets no money from it."""
    THIRD_PARTY = "third_party"
    """An affiliated entity: charges its own costs through a beneficiary that answers for it."""


class ProposalStatus(Enum):
    """How far a proposal has come, from the idea to the grant."""

    IDEA = "idea"
    """Somebody thinks of answering a topic."""
    DRAFT = "draft"
    """The text is being written."""
    INTERNAL_REVIEW = "internal_review"
    """The EU office reads it."""
    EDH_ROUTING = "edh_routing"
    """The internal approval goes round in EDH, CERN's document handling."""
    APPROVED = "approved"
    """CERN agrees to its submission."""
    REJECTED_INTERNALLY = "rejected_internally"
    """CERN does not agree to its submission."""
    SUBMITTED = "submitted"
    """The Commission has it."""
    STAGE_1 = "stage_1"
    """The short proposal of a two-stage topic is being evaluated."""
    INVITED = "invited"
    """The full proposal is asked for."""
    NOT_INVITED = "not_invited"
    """The short proposal did not pass."""
    UNDER_EVALUATION = "under_evaluation"
    """Experts score the full proposal."""
    MAIN_LIST = "main_list"
    """It passed, and there is money for it."""
    RESERVE_LIST = "reserve_list"
    """It passed, and waits for money to become free."""
    REJECTED = "rejected"
    """It was evaluated and is not funded."""
    INELIGIBLE = "ineligible"
    """It broke a condition of the topic and was not evaluated."""
    GRANT_PREPARATION = "grant_preparation"
    """The grant agreement is being prepared."""
    SIGNED = "signed"
    """The grant agreement is signed: a project has begun."""
    WITHDRAWN = "withdrawn"
    """Its owners gave it up."""


class Programme(Model):
    """A framework programme of the European Union, or a part of one."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=190, unique=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    framework = fields.CharField(max_length=60, default="", db_index=True)
    is_part = fields.BooleanField(default=False, db_index=True)
    parent: fields.ForeignKeyNullableRelation["Programme"] = fields.ForeignKeyField(
        "eu_support.Programme", related_name="children", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """is_part marks parts that are the legal basis of a project; the others are only their ancestors."""

        table = "eu_support_programme"
        indexes = (
            ("parent", "code", "id"),
            ("is_part", "code", "id"),
        )


class Call(Model):
    """A call for proposals: a budget with a date, under which topics are gathered."""

    id = fields.BigIntField(primary_key=True)
    identifier = fields.CharField(max_length=190, unique=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    programme: fields.ForeignKeyNullableRelation[Programme] = fields.ForeignKeyField(
        "eu_support.Programme", related_name="calls", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """A call and its topic may share an identifier."""

        table = "eu_support_call"
        indexes = (("programme", "identifier", "id"),)


class Topic(Model):
    """What a call asks for: the text to which a proposal answers."""

    id = fields.BigIntField(primary_key=True)
    identifier = fields.CharField(max_length=190, unique=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    description = fields.TextField(default="")
    call: fields.ForeignKeyNullableRelation[Call] = fields.ForeignKeyField(
        "eu_support.Call", related_name="topics", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    programme: fields.ForeignKeyNullableRelation[Programme] = fields.ForeignKeyField(
        "eu_support.Programme", related_name="topics", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    status = fields.CharEnumField(TopicStatus, max_length=20, null=True, db_index=True)
    deadline = fields.DateField(null=True, db_index=True)
    deadline_model = fields.CharEnumField(DeadlineModel, max_length=20, null=True, db_index=True)
    budget_min_minor = fields.BigIntField(null=True, db_index=True)
    budget_min_currency = fields.CharField(max_length=3, null=True)
    budget_max_minor = fields.BigIntField(null=True, db_index=True)
    budget_max_currency = fields.CharField(max_length=3, null=True)
    expected_grants = fields.IntField(null=True)
    types_of_action = fields.CharField(max_length=500, default="", db_index=True)
    portal_url = fields.CharField(max_length=1000, null=True)
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    source_rank = fields.CharField(max_length=120, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """Identifiers are kept as written: their form differs from programme to programme."""

        table = "eu_support_topic"
        indexes = (
            ("status", "identifier", "id"),
            ("status", "title", "id"),
            ("deadline_model", "identifier", "id"),
            ("programme", "identifier", "id"),
            ("call", "identifier", "id"),
        )


class Project(Model):
    """A project that the European Union funds, or funded."""

    id = fields.BigIntField(primary_key=True)
    framework = fields.CharField(max_length=60, db_index=True)
    grant_number = fields.CharField(max_length=30, db_index=True)
    acronym = fields.CharField(max_length=255, default="", db_index=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    objective = fields.TextField(default="")
    keywords = fields.TextField(default="")
    status = fields.CharEnumField(ProjectStatus, max_length=20, db_index=True)
    funding_scheme = fields.CharField(max_length=60, default="", db_index=True)
    starts_on = fields.DateField(null=True, db_index=True)
    ends_on = fields.DateField(null=True, db_index=True)
    signed_on = fields.DateField(null=True, db_index=True)
    total_cost_minor = fields.BigIntField(null=True, db_index=True)
    total_cost_currency = fields.CharField(max_length=3, null=True)
    ec_max_contribution_minor = fields.BigIntField(null=True, db_index=True)
    ec_max_contribution_currency = fields.CharField(max_length=3, null=True)
    call: fields.ForeignKeyNullableRelation[Call] = fields.ForeignKeyField(
        "eu_support.Call", related_name="projects", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    topic: fields.ForeignKeyNullableRelation[Topic] = fields.ForeignKeyField(
        "eu_support.Topic", related_name="projects", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    programme: fields.ForeignKeyNullableRelation[Programme] = fields.ForeignKeyField(
        "eu_support.Programme", related_name="projects", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    source = fields.CharField(max_length=255, default="")
    source_date = fields.DatetimeField(null=True)
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """Grant numbers are unique within a framework programme; acronyms repeat."""

        table = "eu_support_project"
        indexes = (
            ("status", "grant_number", "id"),
            ("status", "acronym", "id"),
            ("status", "title", "id"),
            ("programme", "grant_number", "id"),
            ("call", "grant_number", "id"),
            ("topic", "grant_number", "id"),
        )
        unique_together = (("framework", "grant_number"),)


class ProjectProgramme(Model):
    """A programme part that is a legal basis of a project; one of them is the main one."""

    id = fields.BigIntField(primary_key=True)
    project: fields.ForeignKeyRelation[Project] = fields.ForeignKeyField(
        "eu_support.Project", related_name="legal_bases", db_index=True
    )
    programme: fields.ForeignKeyRelation[Programme] = fields.ForeignKeyField(
        "eu_support.Programme", related_name="legal_basis_of", on_delete=fields.RESTRICT, db_index=True
    )
    is_main = fields.BooleanField(default=False, db_index=True)

    class Meta(Model.Meta):
        """A part is a legal basis of a project once."""

        table = "eu_support_project_programme"
        unique_together = (("project", "programme"),)


class Participation(Model):
    """An organisation in a project, with what it gets from it."""

    id = fields.BigIntField(primary_key=True)
    project: fields.ForeignKeyRelation[Project] = fields.ForeignKeyField(
        "eu_support.Project", related_name="participations", db_index=True
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="participations", on_delete=fields.RESTRICT, db_index=True
    )
    role = fields.CharEnumField(ParticipationRole, max_length=20, db_index=True)
    order = fields.IntField(db_index=True)
    ec_contribution_minor = fields.BigIntField(null=True, db_index=True)
    ec_contribution_currency = fields.CharField(max_length=3, null=True)
    net_ec_contribution_minor = fields.BigIntField(null=True, db_index=True)
    net_ec_contribution_currency = fields.CharField(max_length=3, null=True)
    total_cost_minor = fields.BigIntField(null=True, db_index=True)
    total_cost_currency = fields.CharField(max_length=3, null=True)
    is_sme = fields.BooleanField(null=True, db_index=True)
    is_terminated = fields.BooleanField(default=False, db_index=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """One organisation can be in a project twice; a third party carries the order of its beneficiary."""

        table = "eu_support_participation"
        indexes = (
            ("organisation", "id"),
            ("project", "order", "id"),
        )
        unique_together = (("project", "organisation", "role", "order"),)


class Proposal(Model):
    """A proposal for funding, seen by its owners and the EU office alone."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=190, unique=True)
    acronym = fields.CharField(max_length=255, default="", db_index=True)
    title = fields.CharField(max_length=500, default="", db_index=True)
    status = fields.CharEnumField(ProposalStatus, max_length=20, default=ProposalStatus.DRAFT, db_index=True)
    topic: fields.ForeignKeyNullableRelation[Topic] = fields.ForeignKeyField(
        "eu_support.Topic", related_name="proposals", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    owner_unit: fields.ForeignKeyNullableRelation[OrgUnit] = fields.ForeignKeyField(
        "registry.OrgUnit", related_name="proposals", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    owner: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="proposals", on_delete=fields.RESTRICT, db_index=True
    )
    coordinator: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation",
        related_name="proposals_coordinated",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    drafted_by = fields.CharField(max_length=255, null=True, db_index=True)
    requested_minor = fields.BigIntField(null=True, db_index=True)
    requested_currency = fields.CharField(max_length=3, null=True)
    submitted_on = fields.DateField(null=True, db_index=True)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """References are our own until the Commission gives a number; drafted_by is an id, never shown."""

        table = "eu_support_proposal"
        indexes = (
            ("status", "reference", "id"),
            ("status", "acronym", "id"),
            ("status", "title", "id"),
            ("owner", "reference", "id"),
            ("owner_unit", "reference", "id"),
            ("topic", "reference", "id"),
        )
