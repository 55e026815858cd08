"""How liaison officers get to know of a call."""

from __future__ import annotations

from typing import Annotated

import strawberry

from core.access.audit import record_update
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.policies.policies import Policies
from core.storage.transactions import writing
from core.words import Refusal
from plugins.procurement import models
from plugins.procurement.models import STILL_OPEN
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.tenders import Tender
from plugins.procurement.nodes.versions import in_force
from plugins.procurement.rules.circulation import Circulation, circulation
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.relay import Ref


@mutation
async def circulate_tender(
    viewer: Viewer,
    policies: Policies,
    tender: Annotated[Ref[Tender], strawberry.argument(description="The call that they are to know of.")],
    expected_version: Annotated[int, strawberry.argument(description="The version of it that you have looked at.")],
) -> Ref[Tender] | Refusal:
    """Send a call to all liaison officers today, for procurement officers: they read it, and can nominate firms for it.

    Refused with NOT_ALLOWED, UNKNOWN_TENDER, STALE_VERSION, NOT_TOLD_TO_ILOS, TAKES_NO_FIRMS or SENT_ALREADY.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    procedures = in_force(policies, "procedures", today_in_geneva(viewer))
    async with writing():
        row = await scoped(Tender, viewer, models.Tender).get_or_none(id=tender.key)
        case = Circulation(
            procedure=row.procedure.name if row else None,
            takes_firms=row is not None and row.status in STILL_OPEN,
            sent_on=row.circulated_to_ilos_on if row else None,
            version=row.version if row else 0,
            expected_version=expected_version,
        )
        return refusal_of(circulation(case, procedures)) or await _sent(viewer, row)


async def _sent(viewer: Viewer, row: models.Tender | None) -> Ref[Tender]:
    assert row is not None
    row.circulated_to_ilos_on = today_in_geneva(viewer)
    summary = f"{row.reference} was sent to liaison officers."
    return await record_update(viewer, "procurement.circulateTender", Ref(Tender, row.id), row, summary=summary)
