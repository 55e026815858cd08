"""What the rule of bidding says of a firm and each of many calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.registry.nodes import Organisation
from core.words import Decision
from plugins.procurement.nodes.bidding.call import bought_by_cern, call_rows, candidacies
from plugins.procurement.nodes.bidding.establishment import establishments
from plugins.procurement.nodes.bidding.firm import known_firm
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.rules.bidding import case as rules
from plugins.procurement.rules.bidding.decision import may_bid
from schema.relay import Ref


def bidding_policies(day: date, policies: Policies) -> rules.BiddingPolicies:
    """What was in force on a day of all that decides who may bid."""
    eligibility = policies.on("procurement.eligibility", day)
    assert eligibility is not None, "the first version goes back for ever, and the last one lasts"
    return rules.BiddingPolicies(
        eligibility=eligibility,
        conduct=policies.on("procurement.conduct", day),
        splitting=policies.on("procurement.splitting", day),
        alignment=policies.on("procurement.alignment", day),
    )


async def may_bid_for(
    tenders: Sequence[int], organisation: Ref[Organisation], viewer: Viewer, policies: Policies
) -> dict[int, Decision]:
    """What the rule says of a firm and each call, by what the viewer may know of both."""
    firm, rows = await known_firm(organisation, viewer), await call_rows(tenders, viewer)
    cern, standing = await bought_by_cern(rows, viewer), await candidacies(firm, rows, viewer)
    at = viewer.now.astimezone(ZURICH)
    states = {
        kind: await establishments([firm.country], at.date(), kind, viewer, policies) if firm.country else {}
        for kind in {row.kind for row in rows}
    }
    return {
        row.id: may_bid(
            rules.Case(
                firm=replace(firm.registered, established=states[row.kind].get(firm.country)),
                call=row.call(of_cern=row.id in cern),
                candidacy=standing[row.id],
                at=at,
                by_outsider=not firm.inside,
            ),
            bidding_policies(row.dates().day(policies, viewer), policies),
        )
        for row in rows
    }
