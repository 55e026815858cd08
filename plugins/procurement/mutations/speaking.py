"""For whom somebody may speak, and the supplier that they speak for."""

from __future__ import annotations

from core.access.permission import NOT_ALLOWED
from core.access.viewer import Role, Viewer
from core.words import Refusal
from plugins.procurement import models
from plugins.procurement.nodes.suppliers import Supplier
from schema.declare import scoped
from schema.relay import Ref


def refusal_to_speak(viewer: Viewer, organisation: object) -> Refusal | None:
    """A firm speaks for itself alone; of others it does not even learn whether they are there."""
    if viewer.role is not Role.FIRM or organisation == viewer.organisation:
        return None
    message = "A firm speaks for itself only. Give an id of your own organisation, or ask a procurement officer."
    return Refusal.because(NOT_ALLOWED, message)


async def found_supplier(viewer: Viewer, supplier: Ref[Supplier]) -> models.Supplier | None:
    """The supplier with an id, if the viewer may know of it."""
    return await scoped(Supplier, viewer, models.Supplier).get_or_none(id=supplier.key)


def organisation_of(supplier: models.Supplier | None) -> object:
    """The key of the organisation that a supplier is."""
    return None if supplier is None else getattr(supplier, "organisation_id")  # noqa: B009  # made at run time
