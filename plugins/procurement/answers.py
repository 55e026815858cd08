"""What procurement answers when other departments ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tortoise.expressions import Q

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.questions import Answer, Answers, Way, WaysToCooperate
from core.registry.nodes import Organisation
from plugins.procurement import models
from plugins.procurement.models import PurchaseKind, TenderStatus
from plugins.procurement.nodes.bidding.answer import bidding_policies
from plugins.procurement.nodes.bidding.establishment import establishments
from plugins.procurement.nodes.bidding.firm import KnownFirm, known_firm
from plugins.procurement.nodes.buyer import BOUGHT_BY_CERN
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.tenders import Tender
from plugins.procurement.rules.cooperation import Prospects, tendering
from schema.declare import scoped
from schema.relay import Ref

GROUP: Final = "Procurement and Industrial Services, the group IPT-PI"
AHEAD: Final = (TenderStatus.PLANNED, TenderStatus.SURVEY, TenderStatus.OPEN)
SOME: Final = 3
"""So many calls are told by name."""


async def ways_to_cooperate(question: WaysToCooperate, viewer: Viewer, policies: Policies) -> Sequence[Way]:
    """Tenders."""
    firm = await known_firm(Ref(Organisation, question.organisation), viewer)
    day = today_in_geneva(viewer)
    states = await establishments([firm.country], day, PurchaseKind.SUPPLY, viewer, policies) if firm.country else {}
    calls = await _calls(firm, viewer)
    prospects = Prospects(
        firm=replace(firm.registered, established=states.get(firm.country)),
        calls=tuple(calls[:SOME]),
        how_many=len(calls),
        day=day,
        by_outsider=not firm.inside,
    )
    decision = tendering(prospects, bidding_policies(day, policies))
    return [Way(kind="TENDER", title="Supply CERN, by a tender", decision=decision, whom_to_ask=GROUP)]


async def _calls(firm: KnownFirm, viewer: Viewer) -> list[str]:
    """The calls that are not over, in the fields of the firm, the first to close first."""
    not_over = Q(closes_at__isnull=True) | Q(closes_at__gte=viewer.now)
    rows = scoped(Tender, viewer, models.Tender).filter(
        not_over, status__in=AHEAD, category__code__in=firm.registered.categories or (), **BOUGHT_BY_CERN
    )
    found = await rows.order_by("closes_at", "reference").values_list("closes_at", "reference")
    # Databases differ in where they put what has no day yet to close on: it comes last, and the sort keeps the rest.
    return [reference for _, reference in sorted(found, key=lambda each: each[0] is None)]


ANSWERS: Final[Answers] = [Answer(question=WaysToCooperate, function=ways_to_cooperate)]
