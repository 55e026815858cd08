"""May a firm bid: a question on made-up facts."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Decision
from plugins.procurement.nodes.bidding.answer import bidding_policies
from plugins.procurement.nodes.bidding.establishment import establishments
from plugins.procurement.nodes.categories import keys_of
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.queries.made_up_bidding import (
    BiddingFacts,
    MadeUp,
    countries_of,
    fields_in,
    refuse_impossible_days,
    refuse_unknown_fields,
)
from plugins.procurement.rules.bidding.decision import may_bid as decided
from schema.declare import query


@query
async def may_bid(
    viewer: Viewer,
    policies: Policies,
    facts: Annotated[BiddingFacts, strawberry.argument(description="What is known; leave out what is not.")],
    on: Annotated[
        date | None, strawberry.argument(description="As if asked when this day begins in Geneva; now by default.")
    ] = None,
) -> Decision:
    """Whether such a firm may bid for such a call: MAY_BID, MAY_NOT_BID, NOT_YET or UNKNOWN, with all reasons.

    NOT_YET means that something is missing that the firm can still do, UNKNOWN that a fact is missing; each reason says
    what to do next. How a state belongs to CERN is read from the registry, and policies are those of that day.
    """
    refuse_impossible_days(facts, on)
    countries = countries_of(facts)
    refuse_unknown_fields(facts, await keys_of(fields_in(facts), viewer))
    at = datetime.combine(on, time(), ZURICH) if on else viewer.now.astimezone(ZURICH)
    states = await establishments(countries.standing, at.date(), facts.kind, viewer, policies)
    in_force = bidding_policies(at.date(), policies)
    return decided(MadeUp(facts, countries, at, states, in_force).case(), in_force)
