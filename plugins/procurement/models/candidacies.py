"""The tables of who may come to bid: firms that could, that answered a survey, and that are invited."""

from enum import Enum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from core.registry.models import Organisation
from plugins.procurement.models.tenders import Tender


class CandidacyStatus(Enum):
    """How far a firm has come on the way to an invitation."""

    POTENTIAL = "potential"
    """It could take part, and has neither answered the market survey nor been asked."""
    ANSWERED = "answered"
    """It has answered the market survey, and there is no verdict yet."""
    QUALIFIED = "qualified"
    """It fulfils the criteria of the survey, and is not invited, or not yet."""
    DISQUALIFIED = "disqualified"
    """It does not fulfil the criteria of the survey."""
    INVITED = "invited"
    """CERN asks it for an offer: it may bid."""


class Candidacy(Model):
    """A firm on its way to bid for a tender; known to itself, its liaison office and those who run the tender."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "procurement.Tender", related_name="candidacies", on_delete=fields.RESTRICT, db_index=True
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "registry.Organisation", related_name="candidacies", on_delete=fields.RESTRICT, db_index=True
    )
    status = fields.CharEnumField(CandidacyStatus, max_length=20, db_index=True)
    answered_on = fields.DateField(null=True, db_index=True)
    invited_on = fields.DateField(null=True, db_index=True)
    verdict = fields.TextField(default="")
    source = fields.CharField(max_length=255, default="")
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """The key is random: counting numbers would tell a firm how many others there are."""

        table = "procurement_candidacy"
        unique_together = (("tender", "organisation"),)
        indexes = (
            ("tender", "id"),
            ("organisation", "id"),
        )
