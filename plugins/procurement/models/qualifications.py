"""The tables of what a supplier can do, what others certify of it, and what it declares about its conduct."""

from tortoise import fields
from tortoise.models import Model

from plugins.procurement.models.categories import PurchaseCategory
from plugins.procurement.models.suppliers import Supplier


class Capability(Model):
    """Something that a supplier can do, in its own words."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="capabilities", db_index=True
    )
    category: fields.ForeignKeyNullableRelation[PurchaseCategory] = fields.ForeignKeyField(
        "procurement.PurchaseCategory",
        related_name="capabilities",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    description = fields.CharField(max_length=500)
    source = fields.CharField(max_length=255, default="")
    search_text = fields.TextField(default="")

    class Meta(Model.Meta):
        """Words are the firm's own; a field says where they belong."""

        table = "procurement_capability"
        unique_together = (("supplier", "description"),)
        indexes = (
            ("supplier", "id"),
            ("category", "id"),
        )


class Certificate(Model):
    """What a body has certified of a supplier, and until when it holds."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="certificates", db_index=True
    )
    standard = fields.CharField(max_length=120, db_index=True)
    number = fields.CharField(max_length=120, default="")
    issuer = fields.CharField(max_length=255, default="")
    issued_on = fields.DateField(null=True)
    expires_on = fields.DateField(db_index=True)
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """A certificate that is renewed is a row of its own."""

        table = "procurement_certificate"
        unique_together = (("supplier", "standard", "expires_on"),)


class ConductDeclaration(Model):
    """That a supplier has declared to keep to a version of CERN's Supplier Code of Conduct."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "procurement.Supplier", related_name="conduct_declarations", db_index=True
    )
    code_version = fields.CharField(max_length=20)
    declared_on = fields.DateField()
    source = fields.CharField(max_length=255, default="")

    class Meta(Model.Meta):
        """A version of the code is declared once."""

        table = "procurement_conduct_declaration"
        unique_together = (("supplier", "code_version"),)
