"""A tender in the eyes of a firm that may want to bid for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.registry.nodes import Organisation
from core.words import Decision
from plugins.procurement.nodes.bidding.answer import may_bid_for
from schema.declare import batched, extend
from schema.relay import Ref


async def may_bid(
    tenders: Sequence[int],
    viewer: Viewer,
    policies: Policies,
    organisation: Annotated[Ref[Organisation], strawberry.argument(description="The firm that wants to bid.")],
) -> dict[int, Decision]:
    """Whether a firm may bid for each call."""
    return await may_bid_for(tenders, organisation, viewer, policies)


@extend("Tender")
class TenderLinks:
    """A tender in the eyes of a firm."""

    may_bid: Decision = batched(may_bid)
    """Whether a firm may bid: MAY_BID, MAY_NOT_BID, NOT_YET or UNKNOWN, with all reasons and what to do next.

    Its own affairs (registration, accounts, exclusion, invitation) are looked at for the firm itself, the liaison
    officer of its state and procurement officers; to others the answer says that they were not looked at.
    """
