"""Who and what the sample story of procurement is about, found by the names it gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from core.access.viewer import Role, Viewer
from core.registry.models import OrganisationIdentifier
from core.testing import GraphUnderTest
from plugins.procurement.models import Bid, Tender
from plugins.procurement.samples import CLIENT
from schema.relay import encode_id

OPEN_CALL: Final = "SAMPLE-IT-2"
DECIDED_CALL: Final = "SAMPLE-IT-1"
PLAN: Final = "SAMPLE-IT-3"
BEYOND: Final = "BE"
"""A unit that asked for nothing in the story."""


@dataclass(frozen=True)
class Story:
    """The people of the story, in a graph that is open."""

    graph: GraphUnderTest
    organisations: dict[str, int]
    bids: list[str]
    """The ids of the bids in the open call, as somebody may have got hold of them."""

    def organisation_id(self, name: str) -> str:
        return encode_id("Organisation", self.organisations[name])

    def firm(self, name: str) -> Viewer:
        return self.graph.viewer(Role.FIRM, organisation=self.organisations[name])

    def officer(self) -> Viewer:
        return self.graph.viewer(Role.PROCUREMENT_OFFICER)

    def technical_officer(self, unit: str = CLIENT) -> Viewer:
        return self.graph.viewer(Role.TECHNICAL_OFFICER, unit=unit)

    def ilo(self, country: str) -> Viewer:
        return self.graph.viewer(Role.ILO, country=country)

    def strangers(self) -> list[Viewer]:
        """Somebody in each role who neither bids nor buys; among them the liaison officer of a bidder's country."""
        everyone = self.graph.viewers(organisation=self.organisations["nordkap"], country="PL", unit=CLIENT)
        return [viewer for viewer in everyone if viewer.role is not Role.PROCUREMENT_OFFICER]

    async def ask(self, text: str, viewer: Viewer | None = None, **variables: Any) -> Any:
        return await self.graph.data(text, viewer, **variables)


async def tell(graph: GraphUnderTest) -> Story:
    with graph.database.current():
        known = await OrganisationIdentifier.filter(scheme="SAMPLE").values_list("value", "organisation_id")
        tender = await Tender.get(reference=OPEN_CALL)
        bids = await Bid.filter(tender=tender).order_by("reference").values_list("id", flat=True)
    return Story(graph, dict(known), [encode_id("Bid", key) for key in bids])
